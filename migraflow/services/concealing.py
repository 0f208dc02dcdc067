"""Figures for those who see figures only: shown when they would be the same in another world, hidden otherwise.

The other world agrees with this one on everything that may be told (``domain.disclosure``), and differs in all that may
not. An indicator is counted in both: what comes out the same was made of what may be told, whatever was added, divided
or sorted on the way. So no function needs to know of it, and none can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from typing import Any, TypeVar

import numpy as np

from migraflow.domain.access import Permission
from migraflow.domain.concealment import conceal, nothing_of
from migraflow.domain.disclosure import Cell, Disclosure
from migraflow.domain.indicators import Counted, Shown
from migraflow.domain.measures import Dimension, Slice
from migraflow.services.disclosures import MONTH, PART, gate_of
from migraflow.services.work import Work
from migraflow.store import figures as store
from migraflow.store.figures import By, Counts

TOGETHER = 2
"""Dimensions that may be crossed by those who see figures only, filters and breakdown together; months and parts come
beside. With more, hardly anything could be told."""
MOST_KEYS = 3000
MOST_HELD = 600
"""Figures of one reading that are kept in balance with their sums; of more, the sums are hidden too."""
MOST_STEPS, NOTHING = 400, 1e-24
"""After how many steps the balance is taken as it is; the squares of what is out of balance that are none."""
VALUE, FACT = "value", "fact"
FIRST = date(2010, 1, 1)
"""No figure is older."""
ANOTHER: ContextVar[bool] = ContextVar("another_world", default=False)
"""Whether what is read now is read in the other world."""
SEEN: ContextVar[dict[object, Any] | None] = ContextVar("seen", default=None)
"""What was read for the figure that is counted now: the other world begins with the same."""
Read = TypeVar("Read")
Asked = tuple[str | int, ...]
"""What one count of a reading is of: a value per thing that is told apart."""


def concealed(work: Work, slice_: Slice, count: Callable[[], Counted]) -> Shown:
    """What `count` comes to, as the actor may see it: small figures hidden, and for those who see no case, whatever
    would let them work one out from all other figures they may ask for."""
    if work.actor.may(Permission.SEE_CASE):
        return conceal(count())
    seen = SEEN.set({})
    try:
        found = count()
        if too_many(work, slice_):
            return nothing_of(found)
        other = in_another_world(count)
    finally:
        SEEN.reset(seen)
    return conceal(found, other) if other else nothing_of(found)


def in_another_world(count: Callable[[], Counted]) -> Counted | None:
    """What `count` comes to there; None for a count that cannot bear other figures: it tells nothing."""
    before = ANOTHER.set(True)
    try:
        return count()
    except (ArithmeticError, LookupError, ValueError):
        return None
    finally:
        ANOTHER.reset(before)


def once(name: object, ask: Callable[[], Read]) -> Read:
    """What `ask` reads, from the store once for both worlds of a figure."""
    seen = SEEN.get()
    if seen is None:
        return ask()
    if name not in seen:
        seen[name] = ask()
    return seen[name]


def too_many(work: Work, slice_: Slice) -> bool:
    """Whether more is filtered at once than the actor may combine."""
    return not work.actor.may(Permission.SEE_CASE) and len(slice_.chosen()) > TOGETHER


def read(work: Work, slice_: Slice, facts: Sequence[str], by: Sequence[By], *, from_the_first: bool = False) -> Counts:
    """What the store counts; in the other world, with other figures where they may not be told."""
    found = once((slice_, *facts, *by, from_the_first),
                 lambda: store.counted(work.store, slice_, facts, by, from_the_first=from_the_first))  # fmt: skip
    if not ANOTHER.get():
        return found
    return altered(work, replace(slice_, since=FIRST) if from_the_first else slice_, facts, by, found)


def ratios(work: Work, slice_: Slice, by: Dimension) -> tuple[list[tuple[str, int]], list[int]]:
    """What placements cost over a month's wage, in thousandths: with their value of a dimension, and all of them.

    In the other world there are more of them where they may not be told.
    """
    found = once(("ratios", slice_, by), lambda: store.ratios(work.store, slice_, by))
    every = [ratio for _, ratio in found]
    if not ANOTHER.get():
        return found, every
    months, chosen = frozenset(slice_.months()), {str(one): value for one, value in slice_.chosen().items()}
    axes = tuple(one for one in Dimension if one is by or one in slice_.chosen())
    counts = store.declared(work.store, whole_years(slice_), axes)
    known = gate(tuple(one.value for one in axes), frozenset((tuple(map(str, key)), n) for key, n in counts.items()))
    values = {key for key, _ in found} | known.values(by.value)
    shut = sorted(key for key in values if not known.open({**chosen, by.value: key}, months))
    return [*found, *((key, 1) for key in shut)], every if known.open(chosen, months) else [*every, 1]


def people(work: Work, slice_: Slice, fact: str, by: Dimension) -> dict[str, tuple[int, int]]:
    """How many facts there are in the slice, and how many people they are about, by the values of a dimension."""
    return once(("people", slice_, fact, by), lambda: store.people(work.store, slice_, fact, by))


def altered(work: Work, slice_: Slice, facts: Sequence[str], by: Sequence[By], found: Counts) -> Counts:
    """The counts as the other world has them."""
    reading = Reading(work, slice_, facts, tuple(by))
    shut = [key for key in reading.keys(found) if not reading.open(key)]
    if VALUE in by:
        return {**found, **{key: 2 * found.get(key, 0) + 1 + place % 3 for place, key in enumerate(shut)}}
    moves = reading.moves(shut)
    return {**found, **{key: found.get(key, 0) + move for key, move in zip(shut, moves, strict=True)}}  # pyright: ignore[reportReturnType]


class Reading:
    """One reading of counts, and which of them may be told."""

    def __init__(
        self, work: Work, slice_: Slice, facts: Sequence[str], by: tuple[By, ...],
        spans: Mapping[str, frozenset[str]] | None = None,
    ) -> None:  # fmt: skip
        """`spans` are what is told apart instead of single months: they share out all months there are."""
        self.spans = spans or {month: frozenset((month,)) for month in slice_.months()}
        self.by, self.facts, self.months = by, tuple(facts), frozenset[str]().union(*self.spans.values())
        self.chosen = {str(one): value for one, value in slice_.chosen().items()}
        told_apart = {str(one) for one in by}
        self.axes = tuple(one.value for one in Dimension if one.value in {*self.chosen, *told_apart})
        self.axes += (PART,) if PART in told_apart else ()
        self.crossed = len([axis for axis in self.axes if axis != PART])
        self.too_many = self.crossed > TOGETHER
        axes = () if self.too_many else self.axes
        years = (slice_.since.year, slice_.until.year)
        self.gates = {fact: once(("gate", *years, fact, axes), lambda fact=fact: gate_of(work, slice_, fact, axes))
                      for fact in self.facts}  # fmt: skip

    def keys(self, found: Counts) -> list[Asked]:
        """What is counted, and what could be: nothing counted is a figure too."""
        if VALUE in self.by or self.too_many:
            return list(found)
        choices = [self.values(str(one)) for one in self.by]
        size = int(np.prod([len(one) for one in choices])) if choices else 1
        return sorted({*found, *product(*choices)}, key=str) if size <= MOST_KEYS else list(found)

    def values(self, name: str) -> Sequence[str]:
        """The values one thing is told apart by."""
        if name == MONTH:
            return sorted(self.spans)
        if name == FACT:
            return self.facts
        return sorted({value for gate in self.gates.values() for value in gate.values(name)})

    def open(self, key: Asked, kept: Sequence[int] | None = None) -> bool:
        """Whether one count may be told; with `kept`, its sum over all else."""
        if self.too_many:
            return False
        places = range(len(self.by)) if kept is None else kept
        asked = {str(self.by[place]): str(key[place]) for place in places}
        values = self.chosen | {name: value for name, value in asked.items() if name not in (MONTH, VALUE, FACT)}
        months = self.spans[asked[MONTH]] if MONTH in asked else self.months
        facts = (asked[FACT],) if FACT in asked else self.facts
        return all(self.gates[fact].open(values, months) for fact in facts)

    def loose(self, keys: Sequence[Asked]) -> dict[Asked, float]:
        """How much those of some counts move that may not be told, each for itself."""
        shut = [key for key in keys if not self.open(key)]
        return dict(zip(shut, (float(move) / 2 for move in self.chance(len(shut))), strict=True))

    def chance(self, size: int) -> Numbers:
        """So many moves by chance, others for other facts: what comes in and what goes out must not move together."""
        chance = np.random.default_rng(list(" ".join((*self.facts, *map(str, self.by))).encode()))
        return chance.uniform(0.2, 1.0, size) * chance.choice([-1.0, 1.0], size)

    def moves(self, shut: Sequence[Asked]) -> list[float]:
        """How much each count that may not be told moves: by less than one, and no sum that may be told with it."""
        moves = self.chance(len(shut))
        sums = list(self.sums(shut)) if 0 < len(shut) <= MOST_HELD else []
        if sums:
            moves = balanced(balanced(moves, sums), sums)  # twice: what rounding left is taken out
        most = float(np.abs(moves).max()) if len(shut) else 1.0
        moves = moves / (2 * most) if most > 1e-6 else moves
        return [float(move) if abs(move) > 1e-6 else 0.4 for move in moves]

    def sums(self, shut: Sequence[Asked]) -> Iterator[list[int]]:
        """The sums that may be told, each as the places of what it adds up."""
        for size in range(len(self.by)):
            for kept in combinations(range(len(self.by)), size):
                groups: dict[Asked, list[int]] = {}
                for place, key in enumerate(shut):
                    groups.setdefault(tuple(key[one] for one in kept), []).append(place)
                yield from (group for group in groups.values() if self.open(shut[group[0]], kept))


Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def balanced(moves: Numbers, sums: Sequence[Sequence[int]]) -> Numbers:
    """The moves nearest to these that leave every one of `sums` as it is (by conjugate gradients).

    What is not quite held in the end comes out as another figure, and is hidden.
    """
    rows = np.repeat(np.arange(len(sums)), [len(members) for members in sums])
    columns = np.concatenate([np.asarray(members) for members in sums])
    spread, rest = np.zeros(len(moves)), np.bincount(rows, moves[columns], len(sums))
    step, left = rest, float(rest @ rest)
    for _ in range(MOST_STEPS):
        if left <= NOTHING:
            break
        across = np.bincount(columns, step[rows], len(moves))
        length = left / float(across @ across)
        spread = spread + length * across
        rest = rest - length * np.bincount(rows, across[columns], len(sums))
        step, left = rest + (float(rest @ rest) / left) * step, float(rest @ rest)
    return moves - spread


def whole_years(slice_: Slice) -> Slice:
    """The years a slice touches, without its filters."""
    return Slice(slice_.since.replace(month=1, day=1), slice_.until.replace(month=12, day=31))


@lru_cache(maxsize=128)
def gate(axes: tuple[str, ...], counts: frozenset[tuple[Cell, int]]) -> Disclosure:
    """The same, kept as long as the counts are the same."""
    return Disclosure(axes, dict(counts))
