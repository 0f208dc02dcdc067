"""What surrounds the panels of a dashboard, in words: chips, fields of the filters, headline figures, axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from migraflow.domain.slices import SINCE, UNTIL, Span, back, end_of, months_of
from migraflow.services.dashboards import Choices, Figured
from migraflow.ui.amounts import amount, month, plain, when
from migraflow.ui.asking import Place, address_of, with_value
from migraflow.ui.boards import Board
from migraflow.ui.plates import said
from migraflow.ui.told import Subject, delta, meets
from migraflow.ui.words import say

REACH = 60
"""Months one may choose among."""


@dataclass(frozen=True)
class HeadSeen:
    """One headline figure: its name, the figure with its unit beside, how it moved, its target."""

    name: str
    figure: str
    unit: str
    moved: str
    tone: str
    target: str
    href: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class ChipSeen:
    """One filter that is set, and the address without it."""

    label: str
    href: str
    hint: str


@dataclass(frozen=True)
class FieldSeen:
    """One list of the filters."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class AxisSeen:
    """One axis of the PONAM with its indicators."""

    name: str
    lines: list[HeadSeen]


def subject_of(found: Figured, place: Place) -> Subject:
    """What a sentence about a figure speaks of."""
    return Subject(found.definition, found.table, place.asked.slice_, found.before)


def head_of(found: Figured, place: Place, words: str, language: str, href: str = "") -> HeadSeen:
    """A headline figure in words; `words` is a key when it stands for something else than its own name."""
    subject, total, unit = subject_of(found, place), found.table.total, found.definition.unit
    moved = delta(subject, language)
    figure, small = say(language, "figures.none"), ""
    if total.value is not None:
        text = amount(total.value, unit, language)
        figure = plain(total.value, unit, language)
        small = text[len(figure) :].strip() if text.startswith(figure) else ""
    elif total.hidden:
        figure = say(language, "figures.masked")
    return HeadSeen(
        name=say(language, words) if words else said(found.definition.label, language),
        figure=figure,
        unit=small,
        moved=f"{moved.arrow}\u00a0{moved.words}".strip() if moved.words else "",
        tone={"good": "up", "bad": "down"}.get(moved.tone, ""),
        target=aim_words(found, language),
        href=href,
        hidden=total.hidden,
    )


@dataclass(frozen=True)
class FullerSeen:
    """That much is hidden over a span, and the address of one that hides less; all "" where little is."""

    words: str
    way: str
    href: str


NOTHING_FULLER = FullerSeen("", "", "")
MUCH = 1 / 3
"""The part of the figures of a page from which on its reader is told of a span that hides less."""


def fuller(found: Sequence[Figured], place: Place, today: date, language: str) -> FullerSeen:
    """The way to the last whole year from a page that hides much: what may be told of a year is decided as a whole."""
    hidden = sum(any(mark.hidden for row in one.table.rows for mark in row.marks) for one in found)
    slice_, year = place.asked.slice_, today.year - 1
    whole = (slice_.since.month, slice_.until.month) == (1, 12)
    if whole or hidden < max(MUCH * len(found), 1):
        return NOTHING_FULLER
    since, until = months_of(Span.BEFORE, today)
    wanted = replace(place.asked, span=Span.BEFORE, slice_=replace(slice_, since=since, until=end_of(until)))
    return FullerSeen(
        say(language, "figures.mostly_hidden", count=hidden, all=len(found)),
        say(language, "figures.whole_year", year=year),
        address_of(replace(place, asked=wanted)),
    )


def aim_words(found: Figured, language: str) -> str:
    """The target of a figure, and whether it is met."""
    definition, value = found.definition, found.table.total.value
    if definition.target is None:
        return ""
    met = None if value is None else meets(definition, value)
    key = "figures.target" if met is None else "figures.target_met" if met else "figures.target_missed"
    return say(language, key, amount=amount(definition.target, definition.unit, language))


def span_words(place: Place, language: str) -> str:
    """The period of the chips: « De novembre 2025 à octobre 2026, comparé à un an plus tôt »."""
    words = when(place.asked.slice_, language)
    return f"{words}, {say(language, 'boards.compared')}" if place.asked.compared else words


def chips(place: Place, choices: Choices, language: str) -> list[ChipSeen]:
    """The filters that are set, each with the way back from it."""
    found: list[ChipSeen] = []
    for dimension, value in place.asked.slice_.chosen().items():
        label = dict(choices.get(dimension, ())).get(value, value)
        hint = say(language, "boards.without", label=label)
        found.append(ChipSeen(label, with_value(place, dimension, ""), hint))
    return found


def fields(place: Place, choices: Choices, language: str) -> list[FieldSeen]:
    """A list per dimension."""
    chosen = place.asked.slice_.chosen()
    return [
        FieldSeen(one.value, say(language, f"boards.{one.name.lower()}"), chosen.get(one, ""), list(options))
        for one, options in choices.items()
        if options
    ]


def spans(place: Place, today: date, language: str) -> list[FieldSeen]:
    """The first and last month one may choose."""
    first = today.replace(day=1)
    months = [f"{back(first, ago):%Y-%m}" for ago in range(REACH)]
    options = [(one, month(one, language)) for one in months]
    bounds = ((SINCE, "since", place.asked.slice_.since), (UNTIL, "until", place.asked.slice_.until))
    return [FieldSeen(name, say(language, f"boards.{key}"), f"{day:%Y-%m}", options) for name, key, day in bounds]


def printed(place: Place, board: Board, set_: Sequence[ChipSeen], language: str) -> str:
    """Period and filters in a line, for the paper."""
    words = ", ".join([span_words(place, language), *(chip.label for chip in set_)])
    return say(language, "boards.period_printed", words=words)


def axes(found: Iterable[Figured], place: Place, names: Mapping[str, str], language: str) -> list[AxisSeen]:
    """The axes of the PONAM in their order, each with the figures tagged with it."""
    every = list(found)
    return [
        AxisSeen(name, lines)
        for code, name in names.items()
        if (
            lines := [
                head_of(one, place, "", language, one.definition.code) for one in every if code in one.definition.tags
            ]
        )
    ]
