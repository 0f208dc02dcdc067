"""Figures as they leave the house: in words, on paper, in a picture, in a file that opens anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from migraflow.domain import shown as in_french
from migraflow.domain.figure_words import HEADS, MONTHS, NOUNS, PAPER, said
from migraflow.domain.indicators import Head, Mark, Shown
from migraflow.domain.measures import Slice, Unit

COUNTS = frozenset({Unit.CASES, Unit.PEOPLE, Unit.OFFERS, Unit.POSTS, Unit.TASKS, Unit.RECORDS})
"""Units of whole things."""
NARROW = "\u202f"


class Kind(StrEnum):
    """In what form figures leave the house."""

    CSV = "csv"
    XLSX = "xlsx"
    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    HTML = "html"


MIMES: Mapping[Kind, str] = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.SVG: "image/svg+xml",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.HTML: "text/html; charset=utf-8",
}
"""What each form is called on the way."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure on paper: words only, and its drawing as SVG ("" where there is nothing to draw)."""

    code: str
    title: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    formula: str = ""
    caveat: str = ""
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Figures on one paper. `span` and `filters` say what they are of, `words` stand before them; all of it is in
    `language`."""

    title: str
    span: str
    filters: str
    day: str
    figures: tuple[Printed, ...]
    words: tuple[str, ...] = ()
    language: str = "fr"

    def say(self, key: str, **facts: object) -> str:
        """What the paper says around its figures."""
        return said(PAPER, self.language, key, **facts)


def number(value: float | int, unit: Unit, language: str) -> str:
    """A figure without its unit, a percentage with its sign: « 1 234 », « 12,5 », « 81,3 % »; “1,234”, “81.3%”."""
    digits = 0 if unit in COUNTS or unit is Unit.MONEY else 2 if unit is Unit.WAGES else 1
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    text = f"{exact:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = text.replace("-", "−")
    if language == "en":
        return f"{text}%" if unit is Unit.PERCENT else text
    text = text.replace(",", NARROW).replace(".", ",")
    return f"{text}{NARROW}%" if unit is Unit.PERCENT else text


def amount(value: float | int, unit: Unit, language: str) -> str:
    """A figure with its unit: « 412 dossiers »."""
    told = number(value, unit, language)
    return told if unit in {Unit.PERCENT, Unit.LABEL} else f"{told}\u00a0{noun(value, unit, language)}"


def noun(value: float | int, unit: Unit, language: str) -> str:
    """The unit, for so many: French has the singular below two, English for one alone."""
    single = value == 1 if language == "en" else abs(value) < 2
    return said(NOUNS, language, f"{unit.value}_{'one' if single else 'many'}")


def shown(mark: Mark, unit: Unit, language: str) -> str:
    """A figure of a table."""
    if mark.value is not None:
        return number(mark.value, unit, language)
    return said(PAPER, language, "hidden" if mark.hidden else "nothing")


def month(text: str, language: str) -> str:
    """``2026-11`` as « novembre 2026 »."""
    return f"{MONTHS[language][int(text[5:7]) - 1]} {text[:4]}"


def day(value: date, language: str) -> str:
    """« 1er mai 2026 », “1 May 2026”."""
    return f"{value.day} {month(f'{value:%Y-%m}', language)}" if language == "en" else in_french.day(value)


def span(slice_: Slice, language: str) -> str:
    """« Octobre 2026 », « D’avril 2025 à mars 2026 »."""
    first, last = month(f"{slice_.since:%Y-%m}", language), month(f"{slice_.until:%Y-%m}", language)
    if first == last:
        return first.capitalize()
    if (slice_.since.month, slice_.until.month) == (1, 12) and slice_.since.year == slice_.until.year:
        return said(PAPER, language, "year", year=slice_.since.year)
    return said(PAPER, language, "from_to_vowel" if first[0] in "ao" else "from_to", first=first, last=last)


def head(one: Head, language: str) -> str:
    """What a column is called."""
    return one.label or HEADS[language].get(one.key, one.key.replace("_", " "))


def label(table: Shown, text: str, language: str) -> str:
    """What a row is called: months in words."""
    return month(text, language) if is_months(table) and len(text) == 7 else text


def is_months(table: Shown) -> bool:
    """Whether the rows are months."""
    return bool(table.columns) and table.columns[0].key == "month"


def sentence(unit: Unit, total: Mark, slice_: Slice, before: Mark | None, language: str) -> str:
    """The figure in a sentence: « Octobre 2026 : 412 dossiers, contre 381 un an plus tôt. »"""
    when = span(slice_, language)
    if total.value is None:
        return said(PAPER, language, "few" if total.hidden else "empty", when=when)
    told = amount(total.value, unit, language)
    if before is None or before.value is None:
        return said(PAPER, language, "told", when=when, amount=told)
    return said(PAPER, language, "compared", when=when, amount=told, before=number(before.value, unit, language))


def cells(table: Shown, language: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table in words."""
    units = [one.unit for one in table.columns[1:]]
    return tuple(
        (label(table, row.label, language),
         *(shown(mark, unit, language) for mark, unit in zip(row.marks, units, strict=True)))
        for row in table.rows
    )  # fmt: skip


def values(table: Shown, language: str) -> list[list[str | Decimal | int | date | None]]:
    """The rows of a table for a spreadsheet: months are dates, figures numbers, what is hidden says so."""
    return [[first(table, row.label), *(exact(mark, language) for mark in row.marks)] for row in table.rows]


def first(table: Shown, text: str) -> str | date:
    """The name of a row for a spreadsheet."""
    return date(int(text[:4]), int(text[5:7]), 1) if is_months(table) and len(text) == 7 else text


def exact(mark: Mark, language: str) -> str | Decimal | int | None:
    """A figure for a spreadsheet: a number that is one."""
    if mark.hidden:
        return said(PAPER, language, "hidden")
    return mark.value if mark.value is None or isinstance(mark.value, int) else Decimal(str(mark.value))


def listed(words: Sequence[str], language: str) -> str:
    """Words one after the other, « aucun » for none."""
    return " · ".join(words) or said(PAPER, language, "none")
