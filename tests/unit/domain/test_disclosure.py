"""Somebody asks for everything there is to ask, adds and takes away: no count of one to four comes out."""

from __future__ import annotations

import os
import random
from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest

from migraflow.domain.disclosure import Disclosure, months_in, over, under
from migraflow.domain.masking import LEAST

AXES = ("region", "sexe", "age", "canal")
PRIME = 2_147_483_629
SOAK = bool(os.environ.get("MIGRAFLOW_SOAK"))
POPULATIONS = 60 if SOAK else 6
YEAR = sorted(months_in("2026"))


def population(seed: int, people: int, sizes: tuple[int, ...], months: int) -> Counter[tuple[str, ...]]:
    """People who asked for something: some regions and months are busy, some nearly empty."""
    chance = random.Random(seed)
    found: Counter[tuple[str, ...]] = Counter()
    for _ in range(people):
        values = [str(min(int(chance.expovariate(1.1)), size - 1)) for size in sizes]
        found[*values, YEAR[min(int(chance.random() ** 1.5 * months), months - 1)]] += 1
    return found


class Attacker:
    """Asks for every box (values of up to `most` axes, any run of months) and keeps what is answered."""

    def __init__(self, people: Counter[tuple[str, ...]], axes: int, most: int) -> None:
        self.people, self.axes = people, AXES[:axes]
        self.values = [sorted({cell[place] for cell in people}) for place in range(axes)]
        self.months = sorted({cell[-1] for cell in people})
        self.atoms = list(product(*self.values, self.months))
        gate = {
            names: Disclosure(names, projected(people, self.axes, names))
            for size in range(most + 1)
            for names in combinations(self.axes, size)
        }
        self.asked = list(self.boxes(list(gate)))
        self.told = [(box, gate[tuple(box[0])].open(*box)) for box in self.asked]

    def boxes(self, tables: list[tuple[str, ...]]):
        """Every question, as values by axis and months; runs of months, and the quarters and the year they make."""
        runs = {frozenset(YEAR[a:b]) for a in range(12) for b in range(a + 1, 13)}
        for names in tables:
            places = [self.axes.index(name) for name in names]
            for values in product(*(self.values[place] for place in places)):
                for months in sorted(runs, key=sorted):
                    yield dict(zip(names, values, strict=True)), months

    def row(self, box) -> np.ndarray:
        """Which atoms a question adds up."""
        values, months = box
        wanted = [values.get(axis) for axis in self.axes]
        return np.array([
            atom[-1] in months and all(value is None or value == own for value, own in zip(wanted, atom, strict=False))
            for atom in self.atoms
        ], dtype=np.int64)  # fmt: skip

    def count(self, row: np.ndarray) -> int:
        """The true count behind a question."""
        return int(sum(self.people[atom] for atom, inside in zip(self.atoms, row, strict=True) if inside))

    def worked_out(self) -> list[tuple[object, int]]:
        """Small counts the answers add up to, exactly; an answer of nothing empties all it holds."""
        rows = [(box, told, self.row(box)) for box, told in self.told]
        empty = np.zeros(len(self.atoms), dtype=bool)
        for _, told, row in rows:
            if told and not self.count(row):
                empty |= row.astype(bool)
        left = ~empty
        basis = Basis(int(left.sum()))
        for _, told, row in rows:
            if told:
                basis.add(row[left])
        small = ((box, row) for box, told, row in rows if 0 < self.count(row) < LEAST)
        return [(box, self.count(row)) for box, row in small if basis.spans(row[left])]


class Basis:
    """Equations in reduced form, over a large prime field."""

    def __init__(self, width: int) -> None:
        self.rows = np.zeros((0, width), dtype=np.int64)
        self.leads: list[int] = []

    def reduced(self, row: np.ndarray) -> np.ndarray:
        """What the equations known leave of a row."""
        row = row % PRIME
        for lead, known in zip(self.leads, self.rows, strict=True):
            if row[lead]:
                row = (row - row[lead] * known) % PRIME
        return row

    def add(self, row: np.ndarray) -> None:
        """Learn one more equation."""
        row = self.reduced(row)
        found = np.flatnonzero(row)
        if found.size:
            lead = int(found[0])
            self.leads.append(lead)
            self.rows = np.vstack([self.rows, row * pow(int(row[lead]), -1, PRIME) % PRIME])

    def spans(self, row: np.ndarray) -> bool:
        """Whether a row follows from the equations."""
        return not self.reduced(row).any()


def projected(people: Counter[tuple[str, ...]], axes: tuple[str, ...], names: tuple[str, ...]) -> Counter:
    """The people by fewer axes."""
    found: Counter[tuple[str, ...]] = Counter()
    for cell, count in people.items():
        found[*(cell[axes.index(name)] for name in names), cell[-1]] += count
    return found


@pytest.mark.parametrize("seed", range(POPULATIONS))
def test_who_asks_for_everything_works_out_no_small_count(seed: int) -> None:
    chance = random.Random(seed)
    sizes = chance.choice(((4, 2), (3, 2, 2), (5, 3), (3, 3, 2)))
    people = population(seed, chance.choice((25, 60, 150, 400)), sizes, chance.choice((3, 6)) if not SOAK else 9)
    attacker = Attacker(people, len(sizes), most=len(sizes))
    assert any(told for _, told in attacker.told)
    assert all(told <= (attacker.count(attacker.row(box)) not in range(1, LEAST)) for box, told in attacker.told)
    assert attacker.worked_out() == []


def test_a_lone_small_region_takes_another_with_it() -> None:
    people = Counter({("kayes", "2026-03"): 10, ("segou", "2026-03"): 7, ("kidal", "2026-03"): 3})
    gate, march = Disclosure(("region",), people), frozenset(["2026-03"])
    assert gate.open({}, march)
    assert [gate.open({"region": one}, march) for one in ("kayes", "segou", "kidal")] == [True, False, False]


def test_a_small_region_goes_with_small_ones() -> None:
    """Where no box of months will do, whole regions are hidden with it: those that hold least, never the capital."""
    busy = {("bamako", f"2026-{month:02}"): 40 + month for month in range(1, 13)}
    quiet = {("kidal", "2026-01"): 1, ("kidal", "2026-05"): 6, ("gao", "2026-02"): 9, ("gao", "2026-08"): 8}
    middling = {("segou", f"2026-{month:02}"): 11 for month in range(1, 13)}
    gate = Disclosure(("region",), {**busy, **quiet, **middling})
    for span in ("2026", "2026-T1", "2026-T2", "2026-01", "2026-05"):
        assert gate.open({"region": "bamako"}, months_in(span)), span
    assert not gate.open({"region": "kidal"}, months_in("2026-T1"))


def test_two_spans_that_differ_by_a_small_month_are_not_both_told() -> None:
    people = Counter({("2026-01",): 9, ("2026-02",): 2, ("2026-03",): 12, ("2026-04",): 8})
    gate = Disclosure((), people)
    first, both = frozenset(["2026-01"]), frozenset(["2026-01", "2026-02"])
    assert gate.open({}, months_in("2026-T1"))
    assert not (gate.open({}, first) and gate.open({}, both))
    assert not gate.open({}, frozenset(["2026-02"]))


def test_months_make_quarters_and_quarters_years() -> None:
    assert [over(span) for span in ("2026-11", "2026-T4", "2026")] == ["2026-T4", "2026", ""]
    assert under("2026-T4") == ("2026-10", "2026-11", "2026-12") and under("2026-11") == ()
    assert len(months_in("2026")) == 12


def test_the_attack_itself_finds_what_is_not_hidden() -> None:
    people = Counter({("a", "F", "2026-01"): 7, ("a", "M", "2026-01"): 3, ("b", "M", "2026-01"): 8})
    attacker = Attacker(people, 2, most=2)
    attacker.told = [(box, attacker.count(attacker.row(box)) >= LEAST) for box in attacker.asked]
    assert ({"region": "a", "sexe": "M"}, 3) in [(box[0], count) for box, count in attacker.worked_out()]


@pytest.mark.parametrize("seed", range(100, 100 + (60 if SOAK else 3)))
def test_no_small_count_is_pinned_between_one_and_four(seed: int) -> None:
    """Not even by whoever reckons that nobody is counted less than zero times: bounds by linear programming."""
    optimize = pytest.importorskip("scipy.optimize")
    chance = random.Random(seed)
    sizes = chance.choice(((4, 2), (3, 2, 2), (5, 3), (3, 3, 2)))
    attacker = Attacker(population(seed, chance.choice((25, 60, 150, 400)), sizes, 6), len(sizes), most=len(sizes))
    rows = [(told, attacker.row(box)) for box, told in attacker.told]
    known = np.unique(np.array([row for told, row in rows if told]), axis=0)
    counts = known @ np.array([attacker.people[atom] for atom in attacker.atoms])
    small = [row for told, row in rows if 0 < attacker.count(row) < LEAST]
    for row in chance.sample(small, min(len(small), 40 if SOAK else 12)):
        most = -optimize.linprog(-row, A_eq=known, b_eq=counts, bounds=(0, None)).fun
        least = optimize.linprog(row, A_eq=known, b_eq=counts, bounds=(0, None)).fun
        assert most > LEAST - 1e-6 or least < 1e-6
