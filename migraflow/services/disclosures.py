"""What may be told of a fact, year by year: decided once for a state of its cells, and for the usual filters ahead.

What was decided holds for one revision of the cells of a fact and a year (``store.disclosures``), whatever changed
them. The worker decides for no filter, each dimension alone and then each pair, once nothing is counted any more; what
it did not come to is decided by who asks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from time import perf_counter

from migraflow.domain.disclosure import Disclosure, restored
from migraflow.domain.measures import Dimension, Slice
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import disclosures as store
from migraflow.store import figures

PART, MONTH = "part", "month"
MOST_KEPT = 1024
AT_ONCE, LONGEST = 40, 0.5
"""Decisions of one round of the worker, and the seconds after which it begins no further one."""
Axes = tuple[str, ...]
KEPT: OrderedDict[tuple[str, ...], tuple[int, Disclosure]] = OrderedDict()
"""What was found to be told, by database, fact, year and axes, with the revision of the cells it was found for."""


DONE: dict[tuple[str, str, str, int], int] = {}
"""Of which revision all is decided ahead: by database, fact, year and turn (`usual`)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What may be told of a fact by some axes; of years that are not there nothing was ever counted."""

    years: Mapping[str, Disclosure]

    def values(self, axis: str) -> frozenset[str]:
        """The values anybody has on an axis."""
        return frozenset[str]().union(*(one.values(axis) for one in self.years.values()))

    def open(self, values: Mapping[str, str], months: frozenset[str]) -> bool:
        """Whether the count of these values (by axis) over these months may be told."""
        return all(one.open(values, here) for year, here in by_year(months).items() if (one := self.years.get(year)))


@lru_cache(maxsize=4096)
def by_year(months: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """The months of each year."""
    found: dict[str, set[str]] = {}
    for month in months:
        found.setdefault(month[:4], set()).add(month)
    return {year: frozenset(here) for year, here in found.items()}


def gate_of(work: Work, slice_: Slice, fact: str, axes: Axes) -> Gate:
    """What may be told of a fact by some axes, in the years a slice touches."""
    first, last = str(slice_.since.year), str(slice_.until.year)
    found = store.revisions(work.store, fact)
    return Gate({year: of_year(work, fact, year, axes, found[year]) for year in sorted(found) if first <= year <= last})


def of_year(work: Work, fact: str, year: str, axes: Axes, revision: int) -> Disclosure:
    """What may be told of one year: as remembered, as the worker has decided, or decided now."""
    name = (work.settings.database_url, fact, year, *axes)
    known = KEPT.get(name)
    if known is None or known[0] != revision:
        text = store.decided(work.store, fact, year, " ".join(axes), revision)
        found = restored(axes, text) if text else None
        known = KEPT[name] = (revision, found or decide(work, fact, year, axes))
        while len(KEPT) > MOST_KEPT:
            KEPT.popitem(last=False)
    return known[1]


def decide(work: Work, fact: str, year: str, axes: Axes) -> Disclosure:
    """What may be told of one year, from its counts."""
    whole = Slice(date(int(year), 1, 1), date(int(year), 12, 31))
    by = tuple(PART if axis == PART else Dimension(axis) for axis in axes)
    counts = figures.counted(work.store, whole, (fact,), (*by, MONTH))
    return Disclosure(axes, {tuple(map(str, key)): count for key, count in counts.items()})


OWN: Mapping[str, tuple[Dimension, ...]] = {
    "demande": (Dimension.REGION,),
    "recevable": (Dimension.REGION,),
    "atelier": (Dimension.REGION,),
    "atelier_suivi": (Dimension.REGION,),
    "postes_offre_close": (Dimension.DESTINATION,),
    "postes_pourvus": (Dimension.DESTINATION,),
    "candidatures_offre": (Dimension.OCCUPATION,),
    "postes_preselection": (Dimension.OCCUPATION,),
    "depart": (Dimension.REGION, Dimension.DESTINATION, Dimension.AGE, Dimension.SEX),
    "suivi_30_jours": (Dimension.DESTINATION,),
    "contrat_conforme": (Dimension.DESTINATION,),
    "transfert": (Dimension.DESTINATION,),
    "retour_echeance": (Dimension.MIGRATION,),
    "fin_temporaire": (Dimension.MIGRATION,),
}
"""Facts that an indicator breaks down by a dimension of its own, whatever is filtered."""
FIELDS = (Dimension.SEX, Dimension.AGE, Dimension.EDUCATION, Dimension.OCCUPATION, Dimension.DESTINATION,
          Dimension.MIGRATION, Dimension.CHANNEL)  # fmt: skip
"""What cases opened are broken down by, with their procedure (QD01: which fields are filled in)."""


@cache
def usual(fact: str) -> Sequence[Sequence[Axes]]:
    """What is asked for, with the parts of a fact and without: first no filter or a single one and what an indicator
    breaks down by itself under one, then all other pairs of filters."""
    single: list[tuple[str, ...]] = [(), *((one,) for one in Dimension)]
    pairs: list[tuple[str, ...]] = [*combinations(Dimension, 2)]
    own = [tuple(each for each in Dimension if each in (mine, one))
           for mine in OWN.get(fact, ()) for one in Dimension if one is not mine]  # fmt: skip
    fields = [(*pair, PART) for pair in pairs if fact == "dossier_ouvert" and {*pair} & {*FIELDS}]
    first = (*with_parts(single), *own, *fields)
    later = (axes for axes in with_parts(pairs) if axes not in first)
    return [[*dict.fromkeys(tuple(map(str, axes)) for axes in turn)] for turn in (first, later)]


def with_parts(every: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """The same axes without the parts of a fact and with them."""
    return [axes for one in every for axes in (one, (*one, PART))]


def changes(work: Work) -> int:
    """How often cells have changed since the first: a number that stands still while nothing is counted."""
    require_house(work)
    return sum(revision for _, _, revision in store.all_revisions(work.store))


Decision = tuple[str, str, str, int, str]
"""Fact, year, axes, the revision of the cells, what was decided."""


def decisions(work: Work) -> list[Decision]:
    """Decide ahead what may be told of some facts whose cells have changed; nothing is written yet.

    A few at a time: what is left is for the next round. Facts that change least come first, so past years stay ready.
    """
    require_house(work)
    begun, made = perf_counter(), list[Decision]()
    for fact, year, revision, axes in undecided(work):
        made.append((fact, year, " ".join(axes), revision, decide(work, fact, year, axes).decided(year)))
        if len(made) == AT_ONCE or perf_counter() - begun > LONGEST:
            break
    return made


def undecided(work: Work) -> Iterator[tuple[str, str, int, Axes]]:
    """What is still to be decided: fact, year, revision of its cells, axes. Pairs of filters come last."""
    revisions = store.all_revisions(work.store)
    for turn in range(2):
        for fact, year, revision in revisions:
            name = (work.settings.database_url, fact, year, turn)
            if DONE.get(name) == revision:
                continue
            held = store.held(work.store, fact, year, revision)
            left = [axes for axes in usual(fact)[turn] if " ".join(axes) not in held]
            if not left:
                DONE[name] = revision
            yield from ((fact, year, revision, axes) for axes in left)


def keep(work: Work, *, made: Sequence[Decision]) -> int:
    """Keep what was decided ahead: how much."""
    require_house(work)
    for decision in sorted(made):
        store.keep(work.store, *decision)
    return len(made)
