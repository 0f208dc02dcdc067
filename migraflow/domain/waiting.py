"""Why a case waits: for whom or for what, since when, what is usual there, and who can move it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from statistics import median

FEW = 5
"""Of fewer times nothing is said: they would not be what is usual."""


class Cause(StrEnum):
    """What holds a case up at one place."""

    COLLEAGUE = "colleague"
    SERVICE = "service"
    NOBODY = "nobody"
    MESSAGE = "message"
    MOMENT = "moment"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Usual:
    """How long a step took the last times it was done: how many times, median and ninetieth percentile in seconds."""

    count: int
    median: float
    p90: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One place where a case waits. `who` is the colleague that has the task; `movers` are the names of those who can
    move it on, the first of them, and `others` how many more; `longer`: it lasts longer than nine times in ten."""

    element: str
    name: str
    cause: Cause
    since: datetime
    due: datetime | None
    who: str
    role: str
    movers: tuple[str, ...]
    others: int
    usual: Usual | None
    longer: bool
    token: str | None


def usual(seconds: Sequence[int]) -> Usual | None:
    """What is usual of some times, in seconds; None of too few. P90 by the nearest rank."""
    if len(seconds) < FEW:
        return None
    ordered = sorted(seconds)
    return Usual(len(ordered), float(median(ordered)), ordered[ceil(0.9 * len(ordered)) - 1])
