"""Who may already be in the register (decision D3): a score, term by term, that a human reads; never a verdict.

Each term says what two records have in common or apart, and for how many points; the points are the agency's
(``workflows/reference/ressemblances.csv``). A phone is weak evidence: families share one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from migraflow.domain.likeness_terms import births, names, numbers, parents, phones, places, sexes
from migraflow.domain.people import Identity
from migraflow.domain.reference import Lists
from migraflow.domain.spellings import Spellings, spellings

POINTS = "ressemblances"
"""The reference list of terms and thresholds, with their points."""
MOST = 100
"""No score is higher: beyond, two records are as sure as they can be."""
SHOWN = "seuil_montrer"
EXAMINED = "seuil_examiner"
PROBABLE = "seuil_probable"
NINA, PASSPORT, NAME_AND_BIRTH, NAME_YEAR_PLACE, PHONE, STRONG = (
    *("nina", "passeport", "nom_date_naissance", "nom_annee_lieu", "telephone", "ressemblance"),
)  # fmt: skip
"""The reasons decision table D3 knows; the last one: the terms together are as strong."""
SAME_NAME = frozenset({"nom_identique", "nom_variante", "nom_proche"})


@dataclass(frozen=True, slots=True)
class Term:
    """One thing two records have in common (points above 0) or apart (below): what stands in each of them."""

    code: str
    points: int
    one: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two records look like the same human: 0 to 100, the sum of the `terms`, and D3's `reasons`."""

    score: int
    terms: tuple[Term, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """What likeness is measured with: the points of each term and the forms of names."""

    points: Mapping[str, int]
    spelled: Spellings

    @property
    def shown(self) -> int:
        """The score from which two records are worth showing."""
        return self.points.get(SHOWN, 55)

    @property
    def examined(self) -> int:
        """The score from which somebody is to look at two records of the register."""
        return self.points.get(EXAMINED, 70)

    @property
    def probable(self) -> int:
        """The score from which a duplicate is probable."""
        return self.points.get(PROBABLE, 80)


def measure(lists: Lists) -> Measure:
    """The agency's points and spellings."""
    found = lists.get(POINTS)
    rows = () if found is None else tuple((code, one.more.get("points", "0")) for code, one in found.entries.items())
    return Measure(weighed(rows), spellings(lists))


@lru_cache(maxsize=8)
def weighed(rows: tuple[tuple[str, str], ...]) -> Mapping[str, int]:
    """Points by code."""
    return {code: int(points) for code, points in rows}


def likeness(one: Identity, other: Identity, by: Measure, crowded: frozenset[str] = frozenset()) -> Likeness:
    """How much `one` and `other` look like the same human; `crowded` are the phones several people share."""
    terms = tuple(Term(code, by.points.get(code, 0), *pair) for code, *pair in common(one, other, by, crowded))
    score = max(0, min(MOST, sum(term.points for term in terms)))
    return Likeness(score, terms, tuple(reasons({term.code for term in terms}, score >= by.probable)))


def common(one: Identity, other: Identity, by: Measure, crowded: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """What two records have in common or apart, as (term, what one says, what the other says)."""
    yield from numbers(one, other)
    yield from names(one, other, by.spelled)
    yield from births(one, other)
    yield from places(one, other)
    yield from parents(one, other, by.spelled)
    yield from phones(one, other, crowded)
    yield from sexes(one, other)


def reasons(codes: set[str], strong: bool) -> Iterator[str]:
    """The reasons of table D3 among the terms `codes`; `strong`: together they make a duplicate probable."""
    named = bool(codes & SAME_NAME)
    if "nina_identique" in codes:
        yield NINA
    if "piece_identique" in codes:
        yield PASSPORT
    if named and "naissance_identique" in codes:
        yield NAME_AND_BIRTH
    elif named and codes & {"annee_identique"} and "lieu_identique" in codes:
        yield NAME_YEAR_PLACE
    if "telephone_commun" in codes:
        yield PHONE
    if strong and not codes & {"nina_identique", "piece_identique"} and not (named and "naissance_identique" in codes):
        yield STRONG
