"""How values spread: exact quantiles of a histogram, as the agency publishes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How many times each value was met.

    Quantiles lie between neighbouring values in proportion (type 7 of Hyndman and Fan, the usual one of spreadsheets).
    """

    values: Mapping[int, int]

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(self.values.values())

    @property
    def total(self) -> int:
        """Their sum."""
        return sum(value * n for value, n in self.values.items())

    def mean(self) -> float | None:
        """Their mean, None when there is none."""
        return self.total / self.count if self.count else None

    def quantile(self, share: float) -> float | None:
        """The value below which this share of them lies; None when there is none."""
        if not self.count:
            return None
        place = share * (self.count - 1)
        lower = int(place)
        below = self.at(lower)
        above = self.at(min(lower + 1, self.count - 1))
        return below + (above - below) * (place - lower)

    def at(self, place: int) -> int:
        """The value at a place, counted from 0, in their order."""
        for value in sorted(self.values):
            place -= self.values[value]
            if place < 0:
                return value
        raise IndexError(place)

    def within(self, most: int) -> int:
        """How many are no larger than `most`."""
        return sum(n for value, n in self.values.items() if value <= most)
