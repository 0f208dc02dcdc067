"""Which counts may be told to somebody who may ask for any other: none of 1 to 4 can be worked out from the rest.

A population is counted by its axes (region, sex, part…) and by month. Each set of axes makes a table, in years, in the
quarters of a year and in the months of a quarter; the sums of a table are the cells of the table with an axis less, or
of the longer span. Tables are shut from the sums down: what lies under a shut cell is shut; a cell of 1 to 4 is shut
together with a box of others, two values along every axis and two spans, that could grow and shrink against one another
without any sum moving (Repsilber's hypercube method, as the German statistical offices use it). The box is large enough
for the small cell to be five or more. A span is told when it is made of open ones by adding and taking away.

What a table shuts depends on nothing but its own axes and years, so every question about it has the same answer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product
from typing import Any

from migraflow.domain.masking import LEAST

Point = tuple[str, ...]
"""A value per axis of a table."""
Cell = tuple[str, ...]
"""A value per axis of a table, then a span."""
TRIED = {1: 8, 2: 4, 3: 2}
"""Other values tried along each axis, the smallest that do, by the number of axes; two for more."""

RULES = 1
"""Grows when what is decided below becomes another: what was kept is then of no use (empty it by a migration)."""


@cache
def over(span: str) -> str:
    """The span a span is part of: ``2026-11`` of ``2026-T4`` of ``2026`` of "" (nothing)."""
    if len(span) == 4:
        return ""
    return span[:4] if span[5] == "T" else f"{span[:4]}-T{(int(span[5:]) + 2) // 3}"


@cache
def under(span: str) -> tuple[str, ...]:
    """The spans a span is made of, none for a month."""
    if len(span) == 4:
        return tuple(f"{span}-T{quarter}" for quarter in (1, 2, 3, 4))
    first = int(span[6:]) * 3 - 2 if span[5] == "T" else 0
    return tuple(f"{span[:4]}-{first + more:02}" for more in range(3)) if first else ()


@cache
def months_in(span: str) -> frozenset[str]:
    """The months of a span."""
    parts = under(span)
    return frozenset(month for part in parts for month in months_in(part)) if parts else frozenset((span,))


@dataclass(slots=True)
class Shut:
    """What of one table is shut: single `cells`, and whole `slabs` as (axis, value)."""

    cells: set[Cell] = field(default_factory=set[Cell])
    slabs: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is shut."""
        return cell in self.cells or any((place, value) in self.slabs for place, value in enumerate(cell))


Key = tuple[int, ...]
"""The axes of a table, as places among those of the population."""


class Disclosure:
    """What may be told of one population: `axes` by name, `counts` by a value per axis and then the month."""

    def __init__(self, axes: tuple[str, ...], counts: Mapping[Cell, int]) -> None:
        self.axes = axes
        self._counts = counts
        self._tables: dict[Key, dict[str, dict[Point, int]]] = {}
        self._shut: dict[tuple[Key, str], Shut] = {}
        self._known: dict[tuple[Key, Point, str], bool] = {}
        self._values: dict[str, frozenset[str]] = {}

    def values(self, axis: str) -> frozenset[str]:
        """The values anybody has on an axis."""
        if axis not in self._values:
            place = self.axes.index(axis)
            self._values[axis] = frozenset(cell[place] for cell in self._counts)
        return self._values[axis]

    def decided(self, year: str) -> str:
        """All that is decided of one year, as a text that `restored` reads."""
        quarters = under(year)
        for size in range(len(self.axes) + 1):
            for key in combinations(range(len(self.axes)), size):
                for span in (year, quarters[0], *(under(quarter)[0] for quarter in quarters)):
                    self._table_shut(key, span)
        shut = [[key, whole, sorted(one.cells), sorted(one.slabs)] for (key, whole), one in self._shut.items()
                if one.cells or one.slabs]  # fmt: skip
        values = [sorted(self.values(axis)) for axis in self.axes]
        return json.dumps([RULES, values, shut], ensure_ascii=False, separators=(",", ":"))

    def open(self, values: Mapping[str, str], months: frozenset[str]) -> bool:
        """Whether the count of these values (by axis) over these months may be told."""
        key = tuple(place for place, axis in enumerate(self.axes) if axis in values)
        point = tuple(values[self.axes[place]] for place in key)
        return all(self._made_of_open(key, point, year, months) for year in sorted({month[:4] for month in months}))

    def _made_of_open(self, key: Key, point: Point, span: str, months: frozenset[str]) -> bool:
        """Whether the wanted months of `span` follow from open spans."""
        here = months_in(span)
        if here <= months:
            return not self._is_shut(key, point, span)
        touched = [part for part in under(span) if months_in(part) & months]
        if all(self._made_of_open(key, point, part, months) for part in touched):
            return True
        rest = here - months
        left = [part for part in under(span) if months_in(part) & rest]
        return not self._is_shut(key, point, span) and all(self._made_of_open(key, point, part, rest) for part in left)

    def _is_shut(self, key: Key, point: Point, span: str) -> bool:
        """Whether a cell is shut: itself, or any it is part of."""
        known = self._known.get((key, point, span))
        if known is None:
            known = self._under_shut(key, point, span) or self._table_shut(key, span).holds((*point, span))
            self._known[key, point, span] = known
        return known

    def _table_shut(self, key: Key, span: str) -> Shut:
        """What is shut of the table of some axes that `span` is in: a year alone, or the parts of its span."""
        whole = over(span)
        known = self._shut.get((key, whole or f"={span}"))
        if known is None:
            table, spans = self._table(key), under(whole) if whole else (span,)
            cells = {(*point, one): count for one in spans for point, count in table.get(one, {}).items()}
            places = [*range(len(key)), *([len(key)] if whole else [])]
            known = shut_of(cells, places, lambda cell: self._under_shut(key, cell[:-1], cell[-1]))
            self._shut[key, whole or f"={span}"] = known
        return known

    def _under_shut(self, key: Key, point: Point, span: str) -> bool:
        """Whether anything a cell is part of is shut."""
        above = over(span)
        return any(self._is_shut(*less, span) for less in lesser(key, point)) or bool(
            above and self._is_shut(key, point, above)
        )

    def _table(self, key: Key) -> dict[str, dict[Point, int]]:
        """The counts of some axes, by span."""
        if key not in self._tables:
            sums: dict[str, dict[Point, int]] = defaultdict(lambda: defaultdict(int))
            for cell, count in self._counts.items():
                point, span = tuple(cell[place] for place in key), cell[-1]
                while span:
                    sums[span][point] += count
                    span = over(span)
            self._tables[key] = sums
        return self._tables[key]


class Restored(Disclosure):
    """What was decided of one year, without the counts it was decided for."""

    def __init__(self, axes: tuple[str, ...], values: Sequence[Sequence[str]], shut: Sequence[Any]) -> None:
        super().__init__(axes, {})
        self._values = {axis: frozenset(one) for axis, one in zip(axes, values, strict=True)}
        for key, whole, cells, slabs in shut:
            here = Shut({tuple(cell) for cell in cells}, {(place, value) for place, value in slabs})
            self._shut[tuple(key), whole] = here


def restored(axes: tuple[str, ...], text: str) -> Disclosure | None:
    """What `Disclosure.decided` wrote of a year; None when it was decided by other rules than these."""
    rules, values, shut = json.loads(text)
    return Restored(axes, values, shut) if rules == RULES else None


def lesser(key: Key, point: Point) -> Iterator[tuple[Key, Point]]:
    """The cells with an axis less that a cell is part of."""
    for place in range(len(key)):
        yield key[:place] + key[place + 1 :], point[:place] + point[place + 1 :]


def shut_of(cells: Mapping[Cell, int], places: Sequence[int], under_shut: Callable[[Cell], bool]) -> Shut:
    """What to shut of one table, that values at `places` may be exchanged in; `under_shut` cells are shut anyway."""
    shut = Shut()
    under_shut = cache(under_shut)
    small = sorted((count, cell) for cell, count in cells.items() if 0 < count < LEAST and not under_shut(cell))
    values = {place: sorted({cell[place] for cell in cells}) for place in places}
    for _, cell in small:
        if any((place, value) in shut.slabs for place, value in enumerate(cell)):
            continue
        box = cheapest(cell, cells, places, values, lambda one: shut.holds(one) or under_shut(one))
        if box:
            shut.cells |= box
        else:
            shut.slabs |= slabs_of(cell, cells, places, values)
    while any(mended(shut, place, cells, values, under_shut) for place in places):
        continue
    return shut


def mended(
    shut: Shut, place: int, cells: Mapping[Cell, int], values: Mapping[int, Sequence[str]],
    under_shut: Callable[[Cell], bool],
) -> bool:  # fmt: skip
    """Shut more where what is shut of a line comes to a small count itself, though each cell is safe; whether any was.

    The sum of a line less its open cells tells that count: « Kidal or Ménaka: 3 women ».
    """

    def gone(cell: Cell) -> bool:
        return shut.holds(cell) or under_shut(cell)

    lines: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        lines[cell[:place] + cell[place + 1 :]].append(cell)
    added = False
    for line in lines.values():
        left, rest = list[Cell](), list[Cell]()
        for cell in line:
            (rest if gone(cell) else left).append(cell)
        if not left or not 0 < (sum_ := sum(cells[cell] for cell in rest)) < LEAST:
            continue
        choices = {**values, place: [cell[place] for cell in left]}
        box = cheapest(max(rest, key=lambda cell: (cells[cell], cell)), cells, [*values], choices, gone, sum_)
        shut.cells |= box
        if not box:
            shut.slabs.add((place, max(left, key=lambda cell: (cells[cell], cell))[place]))
        added = True
    return added


def cheapest(
    cell: Cell, cells: Mapping[Cell, int], places: Sequence[int], values: Mapping[int, Sequence[str]],
    gone: Callable[[Cell], bool], small: int = 0,
) -> frozenset[Cell]:  # fmt: skip
    """The corners of the box that shuts least with a small cell, and lets it be five; none when there is no such box.

    Corners an odd number of steps away give what the cell takes and still are not empty.
    """
    need = LEAST + 1 - (small or cells[cell])
    options: list[list[str]] = []
    for place in places:
        fit = [(cells.get(moved(cell, {place: value}), 0), value) for value in values[place] if value != cell[place]]
        options.append([value for count, value in sorted(fit) if count >= need][: TRIED.get(len(places), 2)])
    best: tuple[int, int, list[Cell]] | None = None
    for number, others in enumerate(product(*options)):
        corners = list(corners_of(cell, dict(zip(places, others, strict=True))))
        if any(odd and cells.get(corner, 0) < need for odd, corner in corners):
            continue
        cost = sum(cells.get(corner, 0) for _, corner in corners if not gone(corner))
        empty = sum(not cells.get(corner, 0) for _, corner in corners)
        found = (cost + LEAST * empty, number, [corner for _, corner in corners])
        best = found if best is None or found < best else best
    return frozenset(best[2]) if best else frozenset()


def corners_of(cell: Cell, others: Mapping[int, str]) -> Iterator[tuple[bool, Cell]]:
    """The corners of the box between a cell and the other values; whether each is an odd number of steps away."""
    for steps in product((False, True), repeat=len(others)):
        taken = {place: value for (place, value), step in zip(others.items(), steps, strict=True) if step}
        yield len(taken) % 2 == 1, moved(cell, taken)


def moved(cell: Cell, values: Mapping[int, str]) -> Cell:
    """A cell with other values at some places."""
    return tuple(values.get(place, value) for place, value in enumerate(cell))


def slabs_of(
    cell: Cell, cells: Mapping[Cell, int], places: Sequence[int], values: Mapping[int, Sequence[str]]
) -> set[tuple[int, str]]:
    """The whole slabs to shut around a small cell that has no box: its own and others, until five could be there."""
    wholes = {(place, value): 0 for place in places for value in values[place]}
    for other, count in cells.items():
        for place in places:
            wholes[place, other[place]] += count
    best: tuple[int, int, set[tuple[int, str]]] | None = None
    for place in places:
        line = sorted((-cells.get(moved(cell, {place: value}), 0), -wholes[place, value], value)
                      for value in values[place] if value != cell[place])  # fmt: skip
        taken, sum_ = {(place, cell[place])}, cells[cell]
        for count, _, value in line:
            if len(taken) > 1 and sum_ > LEAST:
                break
            taken.add((place, value))
            sum_ -= count
        found = (sum(wholes[one] for one in taken), place, taken)
        best = found if best is None or found < best else best
    return best[2] if best else {(place, value) for place, value in enumerate(cell)}
