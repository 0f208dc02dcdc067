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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import combinations, islice, product
from typing import Any

from migraflow.domain.masking import LEAST

Point = tuple[str, ...]
"""A value per axis of a table."""
Cell = tuple[str, ...]
"""A value per axis of a table, then a span."""
TRIED = {1: 8, 2: 4, 3: 2}
"""Other values tried along each axis, the smallest that do, by the number of axes; two for more."""

RULES = 3
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
        return cell in self.cells or (bool(self.slabs) and not self.slabs.isdisjoint(enumerate(cell)))


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
        values = [sorted(self.values(axis)) for axis in self.axes]
        tables = [f"{told_of(key, whole)}{written([sorted(one.cells), sorted(one.slabs)])}"
                  for (key, whole), one in self._shut.items() if one.cells or one.slabs]  # fmt: skip
        return "\n".join([written([RULES, values]), *tables])

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
            sums = self._months(key)
            for size in ("quarter", "year"):
                for span in [*sums]:
                    if over(span) and (span[5] == "T") is (size == "year"):
                        above = sums.setdefault(over(span), {})
                        for point, count in sums[span].items():
                            above[point] = above.get(point, 0) + count
            self._tables[key] = sums
        return self._tables[key]

    def _months(self, key: Key) -> dict[str, dict[Point, int]]:
        """The counts of some axes by month, added up from the smallest table there is that tells these axes apart."""
        sums: dict[str, dict[Point, int]] = {}
        known = [one for one in self._tables if {*key} < {*one}]
        if not known:
            for cell, count in self._counts.items():
                here, point = sums.setdefault(cell[-1], {}), tuple([cell[place] for place in key])
                here[point] = here.get(point, 0) + count
            return sums
        table = min(known, key=len)
        places = [table.index(place) for place in key]
        for span, points in self._tables[table].items():
            if under(span):
                continue
            here = sums.setdefault(span, {})
            for longer, count in points.items():
                point = tuple([longer[place] for place in places])
                here[point] = here.get(point, 0) + count
        return sums


class Restored(Disclosure):
    """What was decided of one year, without the counts it was decided for; a table is read when it is asked for."""

    def __init__(self, axes: tuple[str, ...], values: Sequence[Sequence[str]], tables: Iterable[str]) -> None:
        super().__init__(axes, {})
        self._values = {axis: frozenset(one) for axis, one in zip(axes, values, strict=True)}
        self._texts = {told[: told.index("[")]: told for told in tables}

    def _table_shut(self, key: Key, span: str) -> Shut:
        """What is shut of a table: nothing where nothing is written."""
        whole = over(span) or f"={span}"
        known = self._shut.get((key, whole))
        if known is None:
            name = told_of(key, whole)
            text = self._texts.get(name)
            told: tuple[Sequence[Any], Sequence[Any]] = json.loads(text[len(name) :]) if text else ((), ())
            cells, slabs = told
            known = Shut({tuple(cell) for cell in cells}, {(place, value) for place, value in slabs})
            self._shut[key, whole] = known
        return known


def told_of(key: Key, whole: str) -> str:
    """The name of a table in a text: its axes and the span it shares out."""
    return f"{' '.join(map(str, key))}|{whole} "


def written(told: object) -> str:
    """As JSON in one line."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def restored(axes: tuple[str, ...], text: str) -> Disclosure | None:
    """What `Disclosure.decided` wrote of a year; None when it was decided by other rules than these."""
    first, *tables = text.split("\n")
    rules, values, *_ = json.loads(first)
    return Restored(axes, values, tables) if rules == RULES else None


def lesser(key: Key, point: Point) -> Iterator[tuple[Key, Point]]:
    """The cells with an axis less that a cell is part of."""
    for place in range(len(key)):
        yield key[:place] + key[place + 1 :], point[:place] + point[place + 1 :]


class Lines:
    """The cells of one table by the lines they lie on: a line is all cells that differ at one place only."""

    def __init__(self, cells: Mapping[Cell, int], places: Sequence[int]) -> None:
        self.cells, self.places = cells, [*places]
        self.values = {place: sorted({cell[place] for cell in cells}) for place in places}
        self._lines: dict[int, dict[Cell, list[tuple[int, str]]]] = {}

    def along(self, place: int, cell: Cell) -> list[tuple[int, str]]:
        """The counts and values of the line through a cell, the smallest counts first; no empty ones."""
        if place not in self._lines:
            lines: dict[Cell, list[tuple[int, str]]] = defaultdict(list)
            for other, count in self.cells.items():
                lines[other[:place] + other[place + 1 :]].append((count, other[place]))
            for line in lines.values():
                line.sort()
            self._lines[place] = lines
        return self._lines[place].get(cell[:place] + cell[place + 1 :], [])

    @cached_property
    def wholes(self) -> Mapping[tuple[int, str], int]:
        """What each value of each place comes to."""
        found: dict[tuple[int, str], int] = defaultdict(int)
        for cell, count in self.cells.items():
            for place in self.places:
                found[place, cell[place]] += count
        return found


def shut_of(cells: Mapping[Cell, int], places: Sequence[int], under_shut: Callable[[Cell], bool]) -> Shut:
    """What to shut of one table, that values at `places` may be exchanged in; `under_shut` cells are shut anyway."""
    shut = Shut()
    under_shut = cache(under_shut)
    small = sorted((count, cell) for cell, count in cells.items() if 0 < count < LEAST and not under_shut(cell))
    lines = Lines(cells, places)
    for _, cell in small:
        if shut.slabs and any((place, value) in shut.slabs for place, value in enumerate(cell)):
            continue
        box = cheapest(cell, lines, lambda one: shut.holds(one) or under_shut(one))
        if box:
            shut.cells |= box
        else:
            shut.slabs |= slabs_of(cell, lines, shut.slabs)
    while any(mended(shut, place, lines, under_shut) for place in places):
        continue
    return shut


def mended(shut: Shut, place: int, lines: Lines, under_shut: Callable[[Cell], bool]) -> bool:
    """Shut more where what is shut of a line comes to a small count itself, though each cell is safe; whether any was.

    The sum of a line less its open cells tells that count: « Kidal or Ménaka: 3 women ».
    """

    def gone(cell: Cell) -> bool:
        return shut.holds(cell) or under_shut(cell)

    cells = lines.cells
    every: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        every[cell[:place] + cell[place + 1 :]].append(cell)
    added = False
    for line in every.values():
        left, rest = list[Cell](), list[Cell]()
        for cell in line:
            (rest if gone(cell) else left).append(cell)
        if not left or not 0 < (sum_ := sum(cells[cell] for cell in rest)) < LEAST:
            continue
        beside = frozenset(cell[place] for cell in left)
        box = cheapest(max(rest, key=lambda cell: (cells[cell], cell)), lines, gone, sum_, (place, beside))
        shut.cells |= box
        if not box:
            enough = [cell for cell in left if sum_ + cells[cell] > LEAST]
            most = max(left, key=lambda cell: (cells[cell], cell))
            taken = min(enough, key=lambda cell: (lines.wholes[place, cell[place]], cell), default=most)
            shut.slabs.add((place, taken[place]))
        added = True
    return added


def cheapest(
    cell: Cell, lines: Lines, gone: Callable[[Cell], bool], small: int = 0,
    among: tuple[int, frozenset[str]] | None = None,
) -> frozenset[Cell]:  # fmt: skip
    """The corners of the box that shuts least with a small cell, and lets it be five; none when there is no such box.

    Corners an odd number of steps away give what the cell takes and still are not empty. At the place of `among` only
    its values are tried.
    """
    cells, need = lines.cells, LEAST + 1 - (small or lines.cells[cell])
    tried = TRIED.get(len(lines.places), 2)
    options: list[list[str]] = []
    for place in lines.places:
        fit = (value for count, value in lines.along(place, cell) if count >= need and value != cell[place]
               and (among is None or place != among[0] or value in among[1]))  # fmt: skip
        options.append([*islice(fit, tried)])
    best: tuple[int, int, Sequence[Cell]] | None = None
    odd = steps_odd(len(options))
    for number, others in enumerate(product(*options)):
        corners = corners_of(cell, lines.places, others)
        counts = [cells.get(corner, 0) for corner in corners]
        if any(count < need for count, one in zip(counts, odd, strict=True) if one):
            continue
        cost = sum(count for count, corner in zip(counts, corners, strict=True) if count and not gone(corner))
        found = (cost + LEAST * counts.count(0), number, corners)
        best = found if best is None or found[:2] < best[:2] else best
    return frozenset(best[2]) if best else frozenset()


@cache
def steps_odd(places: int) -> tuple[bool, ...]:
    """Whether each corner of a box (`corners_of`) is an odd number of steps away from the first."""
    return tuple(sum(steps) % 2 == 1 for steps in product((0, 1), repeat=places))


def corners_of(cell: Cell, places: Sequence[int], others: Sequence[str]) -> list[Cell]:
    """The corners of the box between a cell and the other values at some places."""
    choices: list[tuple[str, ...]] = [(value,) for value in cell]
    for place, other in zip(places, others, strict=True):
        choices[place] = (cell[place], other)
    return [*product(*choices)]


def slabs_of(cell: Cell, lines: Lines, shut: Set[tuple[int, str]]) -> set[tuple[int, str]]:
    """The whole slabs to shut around a small cell that has no box: its own and others, until five could be there.

    Those shut already cost nothing; of the others those that hold least are taken: a small region goes with small ones.
    """
    wholes = {one: 0 if one in shut else count for one, count in lines.wholes.items()}
    best: tuple[int, int, set[tuple[int, str]]] | None = None
    for place in lines.places:
        others = least_beside(place, cell, lines, wholes)
        taken = {(place, cell[place]), *others}
        found = (sum(wholes[one] for one in taken), place, taken)
        if others:
            best = found if best is None or found < best else best
    return best[2] if best else {(place, value) for place, value in enumerate(cell)}


def least_beside(
    place: int, cell: Cell, lines: Lines, wholes: Mapping[tuple[int, str], int]
) -> list[tuple[int, str]]:  # fmt: skip
    """The slabs that hold least with which a small cell comes to more than five; none when all of them do not."""
    line = sorted((wholes[place, value], -count, value) for count, value in lines.along(place, cell)
                  if value != cell[place])  # fmt: skip
    sum_, taken = lines.cells[cell], list[tuple[int, int, str]]()
    for one in line:
        if sum_ > LEAST:
            break
        taken.append(one)
        sum_ -= one[1]
    for one in reversed(taken):
        if len(taken) > 1 and sum_ + one[1] > LEAST:
            taken.remove(one)
            sum_ += one[1]
    return [(place, value) for _, _, value in taken] if sum_ > LEAST else []
