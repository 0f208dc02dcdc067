"""Which cases an address of the dashboards asks for: a span of whole months, and a value per dimension."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from migraflow.domain.measures import Dimension, Slice

SPAN, SINCE, UNTIL, ALONE = "periode", "du", "au", "sans_comparaison"
"""Words of the address: a preset, or the first and last month (``2026-01``); no year before beside the figures."""
LONGEST = 60
"""Months of the longest slice."""
VALUE = re.compile(r"[\w.\- ]{1,60}")


class Span(StrEnum):
    """Spans people ask for by name; all are whole months, and all but the running one are over.

    Four quarters is what those who see figures only begin with: least of it is masked (decision 31).

    The running month is compared with nothing: a part of a month with a whole one would say that all goes down.
    """

    MONTH = "mois"
    QUARTER = "trimestre"
    QUARTERS = "4trimestres"
    TWELVE = "12mois"
    YEAR = "annee"
    BEFORE = "annee_derniere"
    RUNNING = "en_cours"
    CHOSEN = "choisie"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the slice, how its span was named, whether the year before is shown beside it."""

    slice_: Slice
    span: Span = Span.TWELVE
    compared: bool = True


def asked(query: Mapping[str, str], today: date) -> Asked:
    """What `query` asks for; the last twelve whole months when it says nothing, or nonsense."""
    chosen = {one.name.lower(): clean(query.get(one.value, "")) for one in Dimension}
    first, last = month(query.get(SINCE, "")), month(query.get(UNTIL, ""))
    if first or last:
        since, until = sorted((first or last or today, last or first or today))
        span, bounds = Span.CHOSEN, within_reach(since, until)
    else:
        span = named(query.get(SPAN, ""))
        bounds = months_of(span, today)
    compared = span is not Span.RUNNING and not query.get(ALONE)
    return Asked(Slice(bounds[0], end_of(bounds[1]), **chosen), span, compared)


def silent(query: Mapping[str, str]) -> bool:
    """Whether `query` says nothing of a span."""
    return not any(query.get(word) for word in (SPAN, SINCE, UNTIL))


def begun_with(wanted: Asked, span: Span, today: date) -> Asked:
    """The same over another span."""
    since, until = months_of(span, today)
    return replace(wanted, slice_=replace(wanted.slice_, since=since, until=end_of(until)), span=span)


def address(wanted: Asked) -> dict[str, str]:
    """The query that asks for `wanted` again, of whoever follows it."""
    slice_ = wanted.slice_
    words = {SPAN: wanted.span.value}
    if wanted.span is Span.CHOSEN:
        words = {SINCE: f"{slice_.since:%Y-%m}", UNTIL: f"{slice_.until:%Y-%m}"}
    if not wanted.compared:
        words[ALONE] = "oui"
    return words | {one.value: value for one, value in slice_.chosen().items()}


def narrowed(wanted: Asked, dimension: Dimension, value: str) -> Asked:
    """The same with one value more; "" takes the dimension's value away."""
    return replace(wanted, slice_=replace(wanted.slice_, **{dimension.name.lower(): value}))


def a_year_before(slice_: Slice) -> Slice:
    """The same months one year earlier."""
    since = slice_.since.replace(year=slice_.since.year - 1)
    return replace(slice_, since=since, until=end_of(slice_.until.replace(day=1, year=slice_.until.year - 1)))


def months_of(span: Span, today: date) -> tuple[date, date]:
    """The first day of the first and of the last month of a span."""
    this = today.replace(day=1)
    last = back(this, 1)
    quarter = back(this, (this.month - 1) % 3 + 1)
    return {
        Span.MONTH: (last, last),
        Span.QUARTER: (back(quarter, 2), quarter),
        Span.QUARTERS: (back(quarter, 11), quarter),
        Span.TWELVE: (back(this, 12), last),
        Span.YEAR: (last.replace(month=1), last) if this.month > 1 else (this, this),
        Span.BEFORE: (date(this.year - 1, 1, 1), date(this.year - 1, 12, 1)),
        Span.RUNNING: (this, this),
    }.get(span, (back(this, 12), last))


def back(first: date, months: int) -> date:
    """The first day of the month so many months before."""
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def end_of(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def within_reach(since: date, until: date) -> tuple[date, date]:
    """At most so many months, the last ones."""
    return max(since.replace(day=1), back(until.replace(day=1), LONGEST - 1)), until.replace(day=1)


def named(text: str) -> Span:
    """The span a word of the address names."""
    return Span(text) if text in set(Span) - {Span.CHOSEN} else Span.TWELVE


def month(text: str) -> date | None:
    """The month of ``2026-11`` or ``2026-11-22``, between 2000 and 2100."""
    try:
        found = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def clean(text: str) -> str:
    """A value of the address that could be a code; "" otherwise."""
    return text if VALUE.fullmatch(text) else ""
