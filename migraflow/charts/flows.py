"""Who goes where: origins on the left, destinations on the right, a band between them as wide as the count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from migraflow.charts.plate import Plate
from migraflow.charts.theme import SERIES

WIDTH, TALL, GAP, EDGE = 640, 300, 8, 150
"""The drawing: its width, the height all people share, the space between two places, the room for names."""
MOST = 8
"""Places of a side that have a band of their own."""


@dataclass(frozen=True, slots=True)
class Band:
    """One flow: the places of its two ends and its count."""

    start: str
    end: str
    count: float


def flows(plate: Plate) -> str:
    """The flows of the table as SVG; one that is hidden is not drawn, the table says that it is there."""
    found = bands(plate)
    starts, ends = ranked(found, start=True), ranked(found, start=False)
    kept = [band for band in found if band.start in starts and band.end in ends]
    total = sum(band.count for band in kept)
    if not total:
        return ""
    tops_left, tops_right = heights(kept, starts, total, start=True), heights(kept, ends, total, start=False)
    height = max(TALL + GAP * len(starts), TALL + GAP * len(ends)) + 4
    drawn = "".join(ribbons(kept, starts, ends, (dict(tops_left), dict(tops_right)), total))
    names = labels(kept, starts, tops_left, total, start=True) + labels(kept, ends, tops_right, total, start=False)
    return (
        f'<svg class="flows" viewBox="0 0 {WIDTH} {height:.0f}" xmlns="http://www.w3.org/2000/svg">{drawn}{names}</svg>'
    )


def bands(plate: Plate) -> list[Band]:
    """The flows, from rows of origins and a column per destination."""
    return [
        Band(plate.rows[place], plate.heads[column], float(mark.value))
        for place, row in enumerate(plate.table.rows)
        for column, mark in enumerate(row.marks)
        if mark.value
    ]


def ranked(found: list[Band], *, start: bool) -> list[str]:
    """The places of one side, most people first."""
    sums: dict[str, float] = defaultdict(float)
    for band in found:
        sums[band.start if start else band.end] += band.count
    return sorted(sums, key=lambda name: -sums[name])[:MOST]


def heights(found: list[Band], names: list[str], total: float, *, start: bool) -> dict[str, float]:
    """Where the column of each place begins."""
    tops: dict[str, float] = {}
    at = 2.0
    for name in names:
        tops[name] = at
        at += GAP + TALL * sum(b.count for b in found if (b.start if start else b.end) == name) / total
    return tops


def ribbons(
    found: list[Band], starts: list[str], ends: list[str], tops: tuple[dict[str, float], dict[str, float]], total: float
) -> list[str]:
    """The bands, each from what is left of its origin's column to what is left of its destination's."""
    left, right = tops
    near, far, middle = EDGE, WIDTH - EDGE, WIDTH / 2
    drawn: list[str] = []
    for band in sorted(found, key=lambda one: (starts.index(one.start), ends.index(one.end))):
        wide = TALL * band.count / total
        a, b = left[band.start], right[band.end]
        left[band.start], right[band.end] = a + wide, b + wide
        colour = SERIES[starts.index(band.start) % len(SERIES)]
        drawn.append(
            f'<path d="M{near} {a:.1f}C{middle} {a:.1f} {middle} {b:.1f} {far} {b:.1f}V{b + wide:.1f}'
            f'C{middle} {b + wide:.1f} {middle} {a + wide:.1f} {near} {a + wide:.1f}Z" fill="{colour}" opacity=".55">'
            f"<title>{escape(f'{band.start} → {band.end} : {band.count:.0f}')}</title></path>"
        )
    return drawn


def labels(found: list[Band], names: list[str], tops: dict[str, float], total: float, *, start: bool) -> str:
    """The names of one side, with how many."""
    drawn: list[str] = []
    for name in names:
        count = sum(band.count for band in found if (band.start if start else band.end) == name)
        middle = tops[name] + TALL * count / total / 2 + 4
        x, anchor = (EDGE - 8, "end") if start else (WIDTH - EDGE + 8, "start")
        drawn.append(f'<text x="{x}" y="{middle:.1f}" text-anchor="{anchor}">{escape(name[:22])} {count:.0f}</text>')
    return "".join(drawn)
