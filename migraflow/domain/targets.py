"""Targets and thresholds of indicators: what the ministry aims at, beyond what somebody is told, and who said so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from migraflow.domain.indicators import Definition, Direction
from migraflow.domain.measures import Slice
from migraflow.domain.shown import MONTHS

SHORTEST_REASON = 10
"""Letters a reason has at least."""
LARGEST = 1e12
QUARTERS = ("premier", "deuxième", "troisième", "quatrième")


@dataclass(frozen=True, slots=True)
class Goal:
    """What an indicator aims at from a moment on. `by` fixed it, `reason` says why; None is no target, no alert."""

    code: str
    target: float | None
    threshold: float | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """An indicator beyond its threshold: the span it was found in, its value then, and when it was back."""

    id: int
    code: str
    span: str
    value: float
    threshold: float
    raised: datetime
    resolved: datetime | None = None


def aimed(definition: Definition, goal: Goal | None) -> Definition:
    """A definition with the target and threshold in force: those fixed last, else those of its file."""
    return definition if goal is None else replace(definition, target=goal.target, threshold=goal.threshold)


def beyond(direction: Direction, value: float, threshold: float) -> bool:
    """Whether a figure is on the wrong side of its threshold; one on the threshold is not."""
    if direction is Direction.NEITHER:
        return False
    return value < threshold if direction is Direction.UP else value > threshold


def last_month(today: date) -> Slice:
    """The last month that is over."""
    until = today.replace(day=1) - timedelta(days=1)
    return Slice(until.replace(day=1), until)


def last_quarter(today: date) -> Slice:
    """The last quarter that is over."""
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    until = first - timedelta(days=1)
    return Slice(until.replace(month=until.month - 2, day=1), until)


def said(span: str) -> str:
    """A span in French words: « octobre 2026 », « troisième trimestre 2026 »."""
    year, _, part = span.partition("-")
    if part.startswith("T"):
        return f"{QUARTERS[int(part[1:]) - 1]} trimestre {year}"
    return f"{MONTHS[int(part) - 1]} {year}"


def span_of(slice_: Slice) -> str:
    """A month as ``2026-10``, a quarter as ``2026-T3``."""
    if slice_.since.month == slice_.until.month:
        return f"{slice_.since:%Y-%m}"
    return f"{slice_.since.year}-T{(slice_.since.month + 2) // 3}"
