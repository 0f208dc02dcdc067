"""Keys by which likely duplicates are found among a million people: who shares one is compared, nobody else is.

Two words of the name with the year of birth (with the place when the year is not known); one word with year and place;
the day of birth; each number and phone. A key is kept as a number of 64 bits: what two keys share by chance only costs
a comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import combinations, product

from migraflow.domain.people import Identity
from migraflow.domain.spellings import Spellings, sound

WORDS = 4
"""Words of a name that make keys; longer names have their first ones in the order of the alphabet."""
AROUND = {0: 4, -1: 3, 1: 3, -2: 2, 2: 2}
"""Years looked through around the year of birth, for the whole name, and how much each says."""
LIVING = range(1935, 2016)
"""Years of birth looked through for somebody whose year is not known."""
FORMS = 12
"""Forms of one word looked through."""
NUMBER, PHONE, DAY, PLACE, WORD, ANY_YEAR = 10, 4, 4, 3, 1, 2
"""How much each other kind of key says: those who share what says most are compared first."""
Weighted = Iterator[tuple[str, int]]


def kept(one: Identity) -> frozenset[int]:
    """The keys somebody is kept under."""
    heard = [(sound(word),) for word in words(one)]
    named = whole(heard, {one.birth_year: 1}) if one.birth_year else placed(heard, one)
    return frozenset(numbered(text) for part in (numbers(one), named, single(heard, one)) for text, _ in part)


def asked(one: Identity, spelled: Spellings) -> Mapping[int, int]:
    """The keys somebody is looked for under, every form of the name and the years around, with how much each says."""
    forms = [tuple(sorted(spelled.sounds(word)))[:FORMS] for word in words(one)]
    year = one.birth_year
    years = {year + apart: says for apart, says in AROUND.items()} if year else dict.fromkeys(LIVING, ANY_YEAR)
    parts = (numbers(one), whole(forms, years), placed(forms, one), single(forms, one))
    return {numbered(text): says for part in parts for text, says in part}


def words(one: Identity) -> list[str]:
    """The words of the name that make keys."""
    return [word for word in one.key.split() if len(word) > 1][:WORDS]


def numbers(one: Identity) -> Weighted:
    """Keys of what stands on papers: NINA, passport, phones, day of birth."""
    yield from ((f"n|{number}", NUMBER) for number in (one.nina,) if number)
    yield from ((f"d|{number}", NUMBER) for number in (one.passport,) if number)
    yield from ((f"t|{phone}", PHONE) for phone in one.phones)
    if one.birth_date and (one.birth_date.day, one.birth_date.month) not in {(1, 1), (31, 12)}:
        yield f"b|{one.birth_date.isoformat()}", DAY


def whole(heard: Iterable[tuple[str, ...]], years: Mapping[int, int]) -> Weighted:
    """Two words of the name with a year of birth."""
    for pair in pairs(heard):
        yield from ((f"y|{pair}|{year}", says) for year, says in years.items())


def placed(heard: Iterable[tuple[str, ...]], one: Identity) -> Weighted:
    """Two words of the name with the place of birth, for records without a year."""
    if one.birth_place:
        yield from ((f"l|{pair}|{sound(one.birth_place)}", PLACE) for pair in pairs(heard))


def single(heard: Iterable[tuple[str, ...]], one: Identity) -> Weighted:
    """One word of the name with year and place of birth: the other may be written anyhow."""
    if one.birth_place and one.birth_year:
        place = sound(one.birth_place)
        yield from ((f"w|{a}|{one.birth_year}|{place}", WORD) for form in heard for a in form)


def pairs(heard: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Every two words of a name in every form, whichever stands first."""
    for first, second in combinations(heard, 2):
        yield from {"+".join(sorted(pair)) for pair in product(first, second)}


def of_phone(phone: str) -> int:
    """The key of a phone."""
    return numbered(f"t|{phone}")


def numbered(text: str) -> int:
    """A key as a signed number of 64 bits."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
