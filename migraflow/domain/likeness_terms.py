"""What two records have in common or apart, thing by thing: each as (term, what one says, what the other says)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import permutations

from migraflow.domain.names import fold
from migraflow.domain.people import Identity
from migraflow.domain.spellings import NEAR, Spellings, nearness, one_slip, paired, sound

Found = Iterator[tuple[str, str, str]]
YEARS_APART = 2
"""Years by which a year of birth given from memory may be wrong."""
CONVENTIONAL = {(1, 1), (31, 12)}
"""Days written for a day of birth nobody knows."""


def numbers(one: Identity, other: Identity) -> Found:
    """The NINA and the passport."""
    if one.nina and other.nina:
        yield number("nina", one.nina, other.nina, "nina_different")
    if one.passport and other.passport:
        term = number("piece", one.passport, other.passport, "")
        if term[0]:
            yield term


def number(what: str, one: str, other: str, apart: str) -> tuple[str, str, str]:
    """One number in two records: the same, but for one character, or `apart`."""
    if one == other:
        return f"{what}_identique", one, other
    return (f"{what}_proche" if one_slip(one, other) else apart), one, other


def names(one: Identity, other: Identity, spelled: Spellings) -> Found:
    """Surname and given names, whichever stands first."""
    first, second = one.key.split(), other.key.split()
    if first and second:
        yield name_term(first, second, spelled), one.name, other.name


def name_term(one: list[str], other: list[str], spelled: Spellings) -> str:
    """How two names, as folded words, are one name."""
    if sorted(one) == sorted(other):
        return "nom_identique"
    one, other = unglued(one, other, spelled), unglued(other, one, spelled)
    pairs = paired(spelled, one, other)
    shares = [share for _, _, share in pairs]
    whole = len(pairs) == min(len(one), len(other))
    if whole and len(one) == len(other):
        return "nom_variante" if min(shares) >= 0.95 else "nom_proche"
    if whole and len(pairs) >= 2:
        return "nom_partiel"
    return "nom_en_partie" if len(pairs) >= 2 or any(share >= 0.95 for share in shares) else "nom_different"


def unglued(one: list[str], other: list[str], spelled: Spellings) -> list[str]:
    """`one` with two words made one where `other`, which has fewer, writes them so: Abdou Laye, Abdoulaye."""
    if len(one) <= len(other):
        return one
    for first, second in permutations(one, 2):
        if any(spelled.alike(first + second, word) >= 0.95 for word in other):
            rest = list(one)
            rest.remove(first)
            rest.remove(second)
            return [*rest, first + second]
    return one


def births(one: Identity, other: Identity) -> Found:
    """The date of birth, or the year when the day is unknown (« né vers »)."""
    if one.birth_date and other.birth_date:
        yield dates(one.birth_date, other.birth_date), day(one.birth_date), day(other.birth_date)
    elif one.birth_year and other.birth_year:
        yield years(one.birth_year, other.birth_year), born(one), born(other)


def dates(one: date, other: date) -> str:
    """Two days of birth."""
    if one == other:
        return "naissance_identique"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "naissance_inversee"
    if (one.day, one.month) in CONVENTIONAL or (other.day, other.month) in CONVENTIONAL:
        found = years(one.year, other.year)
        if found != "naissance_differente":
            return found
    if one_slip(f"{one:%d%m%Y}", f"{other:%d%m%Y}"):
        return "naissance_proche"
    return "annee_meme" if one.year == other.year else "naissance_differente"


def years(one: int, other: int) -> str:
    """Two years of birth, one of them from memory."""
    if one == other:
        return "annee_identique"
    return "annee_proche" if abs(one - other) <= YEARS_APART else "naissance_differente"


def places(one: Identity, other: Identity) -> Found:
    """The place of birth, spelling apart."""
    first, second = one.birth_place, other.birth_place
    if first and second:
        same = sound(first) == sound(second) or nearness(first, second) >= NEAR
        yield "lieu_identique" if same else "lieu_different", first, second


def parents(one: Identity, other: Identity, spelled: Spellings) -> Found:
    """Father and mother, when both records name them."""
    for term, first, second in (
        ("pere_identique", one.father, other.father),
        ("mere_identique", one.mother, other.mother),
    ):
        left, right = fold(first).split(), fold(second).split()
        if left and right:
            same = len(paired(spelled, left, right)) == min(len(left), len(right))
            yield term if same else "filiation_differente", first, second


def phones(one: Identity, other: Identity, crowded: frozenset[str]) -> Found:
    """A phone both have; one that several people share says little."""
    shared = sorted(set(one.phones) & set(other.phones))
    if shared:
        alone = [phone for phone in shared if phone not in crowded]
        best = (alone or shared)[0]
        yield "telephone_commun" if alone else "telephone_partage", best, best


def sexes(one: Identity, other: Identity) -> Found:
    """The sex, when the records disagree."""
    if one.sex and other.sex and one.sex != other.sex:
        yield "sexe_different", one.sex, other.sex


def day(value: date) -> str:
    """A date as an agent reads it."""
    return f"{value:%d/%m/%Y}"


def born(one: Identity) -> str:
    """When somebody was born, as far as it is known."""
    return day(one.birth_date) if one.birth_date else f"vers {one.birth_year}"
