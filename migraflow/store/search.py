"""Finding people and cases among hundreds of thousands: what is typed is a stretch of an index, read in list order.

Of a name typed in several words two are looked up side by side (see ``store/words``), so that « Traoré Moussa » reads
those people alone and not all the Traorés. Who answers is counted first: few are taken as they are, of many the list is
read in its own order until a page is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, false, or_, union
from sqlalchemy import select as plain
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.names import fold
from migraflow.domain.paging import PAGE
from migraflow.store import audience
from migraflow.store.database import Session, run
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.people import PersonRecord, PersonWordRecord
from migraflow.store.words import SHORTEST_STRETCH, forget, keep, paired, typed_words

__all__ = ["Named", "Sought", "cases", "following", "forget", "keep", "page", "people"]

Condition = ColumnElement[bool]
FEWEST = 300
"""People found up to here are always taken as they are."""
MOST_KEYS = 1_200
"""Keys and numbers one statement names one by one."""
MOST_WORDS = 24
"""Words with one beginning that are read each in its own order."""
MOST_FIRST = 4
"""Words the first of two typed beginnings may stand for; of more, the other is taken for the first."""
LAST = "\U0010ffff"
"""Comes after every character."""
WEIGHED = """SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
set_config('max_parallel_workers_per_gather', '0', true), set_config('random_page_cost', '1.1', true)"""
SERIES = "SELECT prefix, year, letters, last FROM counters ORDER BY prefix, year, letters"
NUMBER = re.compile(r"[A-Z0-9-]*[0-9][A-Z0-9-]*")
"""What may be the number of a case, or a part of one."""
DIGITS = 6
"""Of the running number in a case's number."""
BEGUN = """WITH RECURSIVE begun(word, number) AS (
SELECT MIN(word), 1 FROM person_words WHERE word >= ? AND word < ?
UNION ALL SELECT (SELECT MIN(word) FROM person_words WHERE word > begun.word AND word < ?), number + 1 FROM begun
WHERE begun.word IS NOT NULL AND number < ?)
SELECT word FROM begun WHERE word IS NOT NULL"""
"""The different words of a stretch, each found by one look into the index."""
COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM person_words WHERE word >= ? AND word < ? LIMIT ?) AS begun"
KEYS = "SELECT DISTINCT person_id FROM person_words WHERE word >= ? AND word < ? LIMIT ?"


@dataclass(frozen=True, slots=True)
class Named:
    """People who have a word in one of the `stretches` (beginnings) and one in each beginning of `beside`, or a key.

    `total` words lie in the stretches, counted no further than tells whether they are `many`: then each who answers has
    words beginning with all of `typed`, and nobody names them one by one.
    """

    stretches: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    total: int = 0
    many: bool = False

    def among_words(self) -> Condition:
        """The same as a condition on the rows of ``person_words``."""
        person, word = col(PersonWordRecord.person_id), col(PersonWordRecord.word)
        reasons: list[Condition] = [begins(word, one) for one in self.stretches]
        found = and_(or_(*reasons), *(has_word(person, one) for one in self.beside)) if reasons else false()
        return or_(found, person.in_(self.keys)) if self.keys else found

    def of_each(self, person: Mapped[Any]) -> Condition:
        """The same asked of one person after the other, whose key stands in a column of another table."""
        return and_(*(has_word(person, word) for word in self.typed))


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed into a list of cases: whose case, which numbers, or what the numbers begin with.

    `keys` are those of the people found, when numbers are looked for beside them.
    """

    named: Named
    keys: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()
    beginning: str = ""

    @property
    def in_order(self) -> bool:
        """Whether so many answer that the list is read in its own order until a page is full."""
        return self.named.many

    def cases(self) -> Condition:
        """The same as a condition on cases."""
        person = col(CaseRecord.person_id)
        if self.named.many:
            return self.named.of_each(person)
        reasons: list[Condition] = []
        if self.keys:
            reasons.append(person.in_(self.keys))
        if self.refs:
            reasons.append(col(CaseRecord.ref).in_(self.refs))
        if self.beginning:
            reasons.append(col(CaseRecord.ref).startswith(self.beginning, autoescape=True))
        if not reasons and self.named.stretches:
            return person.in_(select(PersonWordRecord.person_id).where(self.named.among_words()))
        return or_(*reasons) if reasons else false()


def begins(word: Mapped[Any], beginning: str) -> Condition:
    """Whether a word begins so: a stretch of the index."""
    return and_(word >= beginning, word < beginning + LAST)


def has_word(person: Mapped[Any], beginning: str) -> Condition:
    """Whether somebody has a word that begins so."""
    other = PersonWordRecord.__table__.alias()  # pyright: ignore[reportAttributeAccessIssue]
    return exists().where(other.c.person_id == person, other.c.word >= beginning, other.c.word < beginning + LAST)


def weigh(store: Session) -> None:
    """Let PostgreSQL plan every search of this transaction for the words that were typed, by looks into indexes.

    A plan made for any words would read everything for a common name, or nothing in order for a rare one; helpers take
    longer to call than a search may last.
    """
    if store.get_bind().dialect.name != "sqlite":
        run(store, WEIGHED)


def cases(store: Session, query: str) -> Sought:
    """Cases by their number, its beginning or its end, by a person's name without accents, or a phone number."""
    named = people(store, query)
    text = query.strip().upper()
    if not NUMBER.fullmatch(text):
        return Sought(named)
    series = [(f"{row.prefix}-{row.year}-{row.letters}".rstrip("-") + "-", row.last) for row in run(store, SERIES)]
    refs = {text, *(ref for base, last in series for ref in numbered(base, last, text))}
    beginning = text if any(base.startswith(text) for base, _ in series) else ""
    return Sought(named, keys_of(store, named), tuple(sorted(refs))[:MOST_KEYS], beginning)


def numbered(base: str, last: int, text: str) -> Iterator[str]:
    """The numbers ``base`` + 1…`last` that begin or end with `text`; a short number is meant whole."""
    if text.startswith(base) and text[len(base) :].isdigit():
        digits = text[len(base) :]
        step, begun = 10 ** max(0, DIGITS - len(digits)), int(digits)
        yield from (f"{base}{number:06}" for number in range(begun * step, min((begun + 1) * step, last + 1)))
    head, digits = parted(text)
    if digits and base.endswith(head):
        wide = len(digits) >= SHORTEST_STRETCH
        numbers = range(int(digits), last + 1, 10 ** len(digits)) if wide else [int(digits)]
        yield from (f"{base}{number:06}" for number in numbers if 0 < number <= last)


def parted(text: str) -> tuple[str, str]:
    """`text` before its last digits, and those."""
    head = text.rstrip("0123456789")
    return head, text[len(head) :][-DIGITS:]


def people(store: Session, query: str) -> Named:
    """People numbered `query`, or whose name has a word beginning with each of its words, or its digits for a phone."""
    weigh(store)
    typed = typed_words(fold(query))
    stretches, beside = side_by_side(store, typed)
    digits = "".join(letter for letter in query if letter.isascii() and letter.isdigit())
    if not digits:
        most = few(store)
        total = how_many(store, stretches, most + 1)
        return Named(stretches, beside, typed, total=total, many=total > most)
    keys = tuple(row[0] for row in run(store, "SELECT id FROM people WHERE ref = ?", (query.strip().upper(),)))
    if len(digits) < SHORTEST_STRETCH:
        return Named(stretches, beside, keys=keys)
    found = keys_of(store, Named(stretches, beside)) if beside else ()
    numbers = (f"+{digits}", f"#{digits}")
    return Named(numbers if beside else (*stretches, *numbers), keys=tuple(sorted({*keys, *found})))


def side_by_side(store: Session, typed: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to look up of the words typed, and what each who is found so must have, too.

    Of two words one may be a beginning of any: the other, longest first, is taken for what it can stand for.
    """
    if len(typed) < 2:
        return tuple(typed), ()
    by_length = sorted(typed, key=len, reverse=True)
    for first in by_length[:2]:
        whole = begun(store, first, MOST_FIRST + 1)
        if len(whole) <= MOST_FIRST:
            second, *others = (word for word in by_length if word != first)
            return tuple(paired(word, second) for word in whole), tuple(others)
    rarest, *others = sorted(typed, key=lambda word: (how_many(store, [word], MOST_KEYS), -len(word)))
    return (rarest,), tuple(others)


def begun(store: Session, beginning: str, most: int) -> list[str]:
    """The different words that begin so, at most so many."""
    end = beginning + LAST
    return [row[0] for row in run(store, BEGUN, (beginning, end, end, most))]


def how_many(store: Session, stretches: Sequence[str], most: int) -> int:
    """How many words lie in the stretches, each counted no further than `most`."""
    return sum(run(store, COUNT, (one, one + LAST, most)).scalar_one() for one in stretches)


def few(store: Session) -> int:
    """How many people are few: taking them as they are costs as much as reading a list until a page of them is full."""
    last = run(store, "SELECT MAX(id) FROM people").scalar() or 0
    return max(FEWEST, isqrt(PAGE * last))


def keys_of(store: Session, named: Named) -> tuple[int, ...]:
    """Keys of the people found, no more than a statement takes."""
    if not named.beside:
        rows = [row[0] for one in named.stretches for row in run(store, KEYS, (one, one + LAST, MOST_KEYS))]
    else:
        rows = store.exec(select(PersonWordRecord.person_id).where(named.among_words()).distinct().limit(MOST_KEYS))
    return tuple(sorted({*named.keys, *rows}))[:MOST_KEYS]


def page(store: Session, query: str, after: tuple[str, int] | None, *, seen_by: Actor) -> Subquery:
    """One page of the people found that `seen_by` may see, and one more: (person_id, name_key) in order of names."""
    named, visible = people(store, query), audience.words(seen_by)
    if named.beside or named.keys or named.total <= FEWEST:
        return first_of(named.among_words(), after, visible).subquery()
    words = [word for one in named.stretches for word in begun(store, one, MOST_WORDS + 1)]
    if len(words) > MOST_WORDS:
        broad = in_order(named, after, seen_by) if named.many else first_of(named.among_words(), after, visible)
        return broad.subquery()
    each = [first_of(col(PersonWordRecord.word) == word, after, visible).subquery() for word in words]
    return ordered(union(*(plain(one) for one in each)).subquery()).subquery()


def first_of(condition: Condition, after: tuple[str, int] | None, visible: Condition) -> Select[Any, Any]:
    """The first page of what is `visible` among words under one condition."""
    key, person = col(PersonWordRecord.name_key), col(PersonWordRecord.person_id)
    statement = select(person, key).where(condition, *following(after, key, person), visible)
    return statement.distinct().order_by(key, person).limit(PAGE + 1)


def in_order(named: Named, after: tuple[str, int] | None, actor: Actor) -> Select[Any, Any]:
    """The first page of the register among many who answer."""
    key, person = col(PersonRecord.name_key), col(PersonRecord.id)
    conditions = [named.of_each(person), *following(after, key, person), audience.people(actor)]
    return select(person.label("person_id"), key).where(*conditions).order_by(key, person).limit(PAGE + 1)


def ordered(found: Subquery) -> Select[Any, Any]:
    """What several stretches gave, in order."""
    return plain(found).order_by(found.c.name_key, found.c.person_id).limit(PAGE + 1)


def following(after: tuple[str, int] | None, key: Mapped[Any], person: Mapped[Any]) -> list[Condition]:
    """What comes after the last name and key of the page before."""
    if after is None:
        return []
    return [key >= after[0], or_(key > after[0], and_(key == after[0], person > after[1]))]
