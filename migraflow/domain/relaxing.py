"""What each filter of an offer costs: who it lets through, and who would come in if it alone were given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """People alike: the filters that set them aside (() for nobody's), their region and sex, how many they are."""

    filters: tuple[str, ...]
    region: str
    sex: str
    count: int


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One filter: how many pass it, and how many only it keeps out; those by region and by sex."""

    filter: str
    passes: int
    gained: int
    by_region: tuple[tuple[str, int], ...]
    by_sex: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A pool before an offer: everybody, those who pass every filter (by region and by sex), each filter in turn."""

    pool: int
    eligible: int
    by_region: tuple[tuple[str, int], ...]
    by_sex: tuple[tuple[str, int], ...]
    filters: tuple[Relaxed, ...]


def simulated(groups: Iterable[Group], order: Sequence[str] = ()) -> Simulation:
    """What the filters make of a pool; filters that set nobody aside come last, in the order given."""
    known = list(groups)
    pool = sum(one.count for one in known)
    passing = [one for one in known if not one.filters]
    names = {name for one in known for name in one.filters} | set(order)
    filters = [relaxed(name, known, pool) for name in sorted(names)]
    filters.sort(key=lambda one: (one.passes, -one.gained, one.filter))
    return Simulation(pool, total(passing), ranked(passing, "region"), ranked(passing, "sex"), tuple(filters))


def relaxed(name: str, known: Sequence[Group], pool: int) -> Relaxed:
    """One filter in turn."""
    stopped = [one for one in known if name in one.filters]
    alone = [one for one in stopped if one.filters == (name,)]
    return Relaxed(name, pool - total(stopped), total(alone), ranked(alone, "region"), ranked(alone, "sex"))


def total(groups: Iterable[Group]) -> int:
    """How many people."""
    return sum(one.count for one in groups)


def ranked(groups: Iterable[Group], what: str) -> tuple[tuple[str, int], ...]:
    """Counts by region or sex, the largest first."""
    counts = Counter[str]()
    for one in groups:
        counts[getattr(one, what)] += one.count
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
