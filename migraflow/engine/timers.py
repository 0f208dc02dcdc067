"""Timers: FEEL (or bare ISO text) read into a moment, counted from the moment the token arrives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from migraflow import feel
from migraflow.domain.errors import StepFailed
from migraflow.engine.diagram import TimerKind
from migraflow.engine.expressions import Language, evaluate
from migraflow.engine.moment import utc

DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
CYCLE = re.compile(r"R(?P<count>\d*)/(?:(?P<start>\d{4}-[^/]+)/)?(?P<period>P[^/]+)")
BARE = re.compile(r"-?P[T\d]\S*|R\d*/\S+|\d{4}-\d\d\S*")
"""Text that means to be ISO 8601 rather than FEEL."""
COUNTING = ("delai(", "echeance ouvree(")
"""Functions of the house that count from now: a date they give is a time counted."""
SHORTEST = timedelta(minutes=1)
"""A cycle shorter than this would keep the house busy with nothing else."""


@dataclass(frozen=True, slots=True)
class Period:
    """A duration in calendar months and exact time; adding it to a moment keeps to the end of shorter months."""

    months: int = 0
    rest: timedelta = timedelta()

    def after(self, moment: datetime) -> datetime:
        """`moment` moved by this period."""
        count = moment.year * 12 + moment.month - 1 + self.months
        year, month = divmod(count, 12)
        last = (datetime(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return moment.replace(year=year, month=month + 1, day=min(moment.day, last)) + self.rest

    def short(self) -> bool:
        """Whether a cycle of this period would be too quick, or go backwards."""
        return self.months < 0 or (self.months == 0 and self.rest < SHORTEST)


@dataclass(frozen=True, slots=True)
class Due:
    """When a timer falls due; a cycle has its period and how many times it is still to come after that (-1: ever)."""

    at: datetime
    period: str = ""
    left: int = 0


@dataclass(frozen=True)
class Timer:
    """A compiled timer: FEEL, or a text that is already ISO 8601."""

    kind: TimerKind
    text: str
    expression: feel.Expression | None

    @property
    def counts(self) -> bool:
        """Whether it counts a time from the token's arrival, rather than being set to a date the case knows."""
        return self.kind is not TimerKind.DATE or any(word in self.text for word in COUNTING)

    def due(self, data: Mapping[str, Any], now: datetime, element: str) -> Due:
        """When it falls due for a token that arrives `now`. Raises StepFailed when the value is no moment."""
        value = self.text if self.expression is None else evaluate(self.expression, data)
        found = moment_of(value, utc(now))
        if found is None:
            shown = "null" if value is None else str(value)[:60]
            raise StepFailed(element, f"la minuterie « {self.text} » donne {shown}, qui n'est ni une date ni une durée")
        return found


def compile_timer(kind: TimerKind, text: str, language: Language) -> Timer:
    """A timer from its text. Raises feel.FeelSyntaxError, or ValueError when bare ISO text is no moment."""
    bare = text.strip()
    if not BARE.fullmatch(bare):
        return Timer(kind, text, language.compile(text))
    if moment_of(bare, datetime(2026, 1, 1, tzinfo=UTC)) is None:
        raise ValueError(bare)
    return Timer(kind, bare, None)


def moment_of(value: object, now: datetime) -> Due | None:
    """`value` (FEEL or ISO text) as a moment counted from `now`; None when it is none."""
    if isinstance(value, str):
        return moment_of_text(value.strip(), now)
    if isinstance(value, datetime):
        return Due(utc(value))
    if isinstance(value, date):
        return Due(datetime.combine(value, time(), UTC))
    if isinstance(value, timedelta):
        return Due(now + value)
    if isinstance(value, feel.YearsMonths):
        return Due(Period(months=value.months).after(now))
    return None


def moment_of_text(text: str, now: datetime) -> Due | None:
    """ISO 8601: a duration, a repetition ``R3/P30D`` or ``R/2026-01-01/P1M``, a date with or without time."""
    period = period_of(text)
    if period is not None:
        return Due(period.after(now))
    cycle = CYCLE.fullmatch(text)
    if cycle is None:
        return point(text)
    period = period_of(cycle["period"])
    start = point(cycle["start"]) if cycle["start"] else None
    if period is None or period.short() or (cycle["start"] and start is None) or cycle["count"] == "0":
        return None
    left = int(cycle["count"]) - 1 if cycle["count"] else -1
    return Due(period.after(now) if start is None else start.at, cycle["period"], left)


def point(text: str) -> Due | None:
    """A date or date and time as written by people; midnight UTC for a bare date."""
    try:
        return Due(utc(datetime.fromisoformat(text)))
    except ValueError:
        return None


def period_of(text: str) -> Period | None:
    """An ISO 8601 duration; None when `text` is none."""
    match = DURATION.fullmatch(text)
    if match is None or not any(match[name] for name in DURATION.groupindex if name != "sign"):
        return None
    sign = -1 if match["sign"] else 1
    number = {name: int(match[name] or 0) * sign for name in DURATION.groupindex if name != "sign"}
    rest = timedelta(
        weeks=number["weeks"],
        days=number["days"],
        hours=number["hours"],
        minutes=number["minutes"],
        seconds=number["seconds"],
    )
    return Period(number["years"] * 12 + number["months"], rest)


def following(due: Due) -> Due | None:
    """The next time of a cycle; None after the last."""
    period = period_of(due.period)
    if period is None or due.left == 0:
        return None
    return Due(period.after(due.at), due.period, due.left - 1 if due.left > 0 else -1)
