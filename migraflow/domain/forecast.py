"""Where a backlog goes if the service keeps its pace: drift, with an interval.

The method (random walk with drift: Hyndman and Athanasopoulos, Forecasting, 5.2): every month the backlog moves by the
mean of its monthly changes so far; the interval widens with the spread of those changes and with the time ahead. It
knows nothing of seasons: two years of months are not enough to tell one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

LEAST_MONTHS = 4
"""Months of history below which nothing is foretold: three changes are the fewest a spread is worth."""
BAND = 1.2816
"""Standard deviations on either side that hold 80 % of a normal law."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The backlog expected at the end of a month to come, and between what it lies four times in five."""

    expected: int
    low: int
    high: int


def drift(history: Sequence[int], months: int) -> tuple[Ahead, ...]:
    """The backlog of the next `months`, from that of each month so far; none when the history is too short."""
    if len(history) < LEAST_MONTHS:
        return ()
    changes = [after - before for before, after in pairwise(history)]
    step, spread, last = fmean(changes), stdev(changes), history[-1]
    found: list[Ahead] = []
    for ahead in range(1, months + 1):
        expected = last + ahead * step
        width = BAND * spread * sqrt(ahead * (1 + ahead / len(changes)))
        found.append(Ahead(*(max(0, round(value)) for value in (expected, expected - width, expected + width))))
    return tuple(found)
