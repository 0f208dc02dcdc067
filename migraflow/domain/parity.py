"""Parity: how often each group is chosen, beside its part of the pool; small groups are not shown.

The ratio is to the group chosen most often: below four fifths a human looks for the reason. It is a sign, no proof: a
group may have fewer years of experience, or come from a region without quota. Source: labour statistics' practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from migraflow.domain.campaigns import APPLIED, Cell, Standing
from migraflow.domain.masking import LEAST, hidden_in_line

FOUR_FIFTHS = 0.8
"""Below this share of the rate of the group chosen most often, a difference is worth explaining."""
AXES = ("sexe", "region", "tranche")
"""What the report looks at: sex, region, age band."""
PASSED = (Standing.ELIGIBLE, Standing.CHOSEN, Standing.WAITING, Standing.PASSED_OVER)
"""Applications the filters let through."""


@dataclass(frozen=True, slots=True)
class Share:
    """One group: applications, those the filters let through, those chosen; `rate` and `ratio` between 0 and 1.

    A None is hidden: the group, or its part of those chosen, is too small to be shown.
    """

    group: str
    pool: int | None
    passed: int | None
    chosen: int | None
    rate: float | None
    ratio: float | None
    low: bool


def report(cells: Iterable[Cell], axis: str) -> tuple[Share, ...]:
    """The groups of `axis`, the largest first, with what must be hidden left out.

    Hidden counts are those of `domain.masking`: under 5, and enough others that no total gives them away.
    """
    counts = counted(cells, axis)
    groups = sorted(counts, key=lambda group: (-counts[group][0], group))
    closed = hidden_groups([counts[group] for group in groups])
    rates = {group: chosen / pool for group, (pool, _, chosen) in counts.items() if pool}
    best = max(
        (rates[group] for place, group in enumerate(groups) if place not in closed and rates.get(group)), default=0
    )
    return tuple(share(group, counts[group], place in closed, best) for place, group in enumerate(groups))


def counted(cells: Iterable[Cell], axis: str) -> dict[str, tuple[int, int, int]]:
    """By group: applications, those the filters let through, those chosen."""
    found: dict[str, tuple[int, int, int]] = {}
    for cell in cells:
        if cell.standing not in APPLIED:
            continue
        group = group_of(cell, axis)
        pool, passed, chosen = found.get(group, (0, 0, 0))
        found[group] = (
            pool + cell.count,
            passed + cell.count * (cell.standing in PASSED),
            chosen + cell.count * (cell.standing == Standing.CHOSEN),
        )
    return found


def group_of(cell: Cell, axis: str) -> str:
    """The group of a cell on an axis."""
    values: Mapping[str, str] = {"sexe": cell.sex, "region": cell.region, "tranche": cell.band}
    return values[axis]


def hidden_groups(counts: Sequence[tuple[int, int, int]]) -> frozenset[int]:
    """The places of groups of which nothing is shown: too small, or they would give a small one away."""
    lines = (hidden_in_line([row[column] for row in counts]) for column in range(3))
    return frozenset(place for line in lines for place in line)


def share(group: str, counts: tuple[int, int, int], hidden: bool, best: float) -> Share:
    """One group as it is shown."""
    pool, passed, chosen = counts
    if hidden or pool < LEAST:
        return Share(group, None, None, None, None, None, low=False)
    rate = chosen / pool
    ratio = rate / best if best else None
    return Share(group, pool, passed, chosen, rate, ratio, low=ratio is not None and ratio < FOUR_FIFTHS)
