"""Finding people and cases among hundreds of thousands: every beginning of a name or phone is in an index.

``person_words`` holds, per person, each word of the name, the NINA behind ``#``, and every stretch of a phone number
that is at least SHORTEST_STRETCH digits long, behind ``+``: what is typed needs only be the beginning of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import col

from migraflow.domain.names import fold
from migraflow.domain.people import Identity
from migraflow.store.database import Session, run
from migraflow.store.rows import insert
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.people import PersonRecord

FEW = 1_200
"""People found up to here are named one by one; of more, lists read their own order until a page is full."""
COMMON = 6_000
"""Words counted no further than this: of two common ones it does not matter which is read through."""
SHORTEST_STRETCH = 4
"""Digits of a phone or NINA somebody must type before they are looked for."""
LONGEST_WORD = 60
LAST = "\U0010ffff"
"""Comes after every character."""
FORGET = "DELETE FROM person_words WHERE person_id = ?"
SERIES = "SELECT prefix, year, letters, last FROM counters ORDER BY prefix, year, letters"
NUMBER = re.compile(r"[A-Z0-9-]*[0-9][A-Z0-9-]*")
"""What may be the number of a case, or a part of one."""
DIGITS = 6
"""Of the running number in a case's number."""
BEGINNING = "SELECT one.person_id FROM person_words AS one WHERE one.word >= ? AND one.word < ?"
BESIDE = """ AND EXISTS (SELECT 1 FROM person_words AS other WHERE other.person_id = one.person_id
AND other.word >= ? AND other.word < ?)"""
COUNT = f"SELECT COUNT(*) FROM (SELECT 1 FROM person_words WHERE word >= ? AND word < ? LIMIT {COMMON}) AS begun"


@dataclass(frozen=True, slots=True)
class Found:
    """Who answers to what was typed: `ids`, or everyone whose name has the `words` when those are too many to name."""

    ids: tuple[int, ...] = ()
    words: tuple[str, ...] = ()

    def people(self) -> ColumnElement[bool]:
        """The same as a condition on people."""
        if self.words:
            return and_(*(col(PersonRecord.search).contains(f" {word}", autoescape=True) for word in self.words))
        return col(PersonRecord.id).in_(self.ids) if self.ids else false()


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed into a list of cases: whose case, which numbers, or what the numbers begin with."""

    found: Found
    refs: tuple[str, ...] = ()
    beginning: str = ""

    @property
    def by_name(self) -> bool:
        """Whether the condition reads the names of people, who must be joined."""
        return bool(self.found.words)

    def cases(self) -> ColumnElement[bool]:
        """The same as a condition on cases."""
        if self.by_name:
            return self.found.people()
        reasons: list[ColumnElement[bool]] = []
        if self.found.ids:
            reasons.append(col(CaseRecord.person_id).in_(self.found.ids))
        if self.refs:
            reasons.append(col(CaseRecord.ref).in_(self.refs))
        if self.beginning:
            reasons.append(col(CaseRecord.ref).startswith(self.beginning, autoescape=True))
        return or_(*reasons) if reasons else false()


def weigh(store: Session) -> None:
    """Let PostgreSQL plan every search of this transaction for the words that were typed.

    A plan made for any words would read everything for a common name, or nothing in order for a rare one.
    """
    if store.get_bind().dialect.name != "sqlite":
        run(store, "SET LOCAL plan_cache_mode = force_custom_plan")


def cases(store: Session, query: str) -> Sought:
    """Cases by their number, its beginning or its end, by a person's name without accents, or a phone number."""
    text = query.strip().upper()
    if not NUMBER.fullmatch(text):
        return Sought(people(store, query))
    series = [(f"{row.prefix}-{row.year}-{row.letters}".rstrip("-") + "-", row.last) for row in run(store, SERIES)]
    refs = {text, *(ref for base, last in series for ref in numbered(base, last, text))}
    beginning = text if any(base.startswith(text) for base, _ in series) else ""
    return Sought(people(store, query), tuple(sorted(refs))[:FEW], beginning)


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


def people(store: Session, query: str) -> Found:
    """People numbered `query`, or whose name has a word beginning with each of its words, or its digits for a phone."""
    weigh(store)
    words = tuple(dict.fromkeys(word[:LONGEST_WORD] for word in fold(query).split()))
    if len(words) == 1 and how_many(store, words[0]) > FEW:
        return Found(words=words)
    named = by_beginnings(store, words) if words else []
    if len(named) > FEW:
        return Found(words=words)
    more = {row[0] for row in run(store, "SELECT id FROM people WHERE ref = ?", (query.strip().upper(),))}
    digits = "".join(letter for letter in query if letter.isascii() and letter.isdigit())
    if len(digits) >= SHORTEST_STRETCH:
        more.update(by_beginnings(store, [f"+{digits}"]), by_beginnings(store, [f"#{digits}"]))
    return Found(ids=tuple(sorted(more.union(named)))[:FEW])


def by_beginnings(store: Session, words: Sequence[str]) -> list[int]:
    """Keys of the people who have a word beginning with each of `words`, at most one more than FEW.

    The rarest word is read through; the others are looked up beside it.
    """
    rarest, *others = sorted(words, key=lambda word: (how_many(store, word), -len(word)))
    sql = BEGINNING + len(others) * BESIDE + f" LIMIT {FEW + 1}"
    values = [bound for word in (rarest, *others) for bound in (word, word + LAST)]
    return list(dict.fromkeys(row[0] for row in run(store, sql, values)))


def how_many(store: Session, word: str) -> int:
    """How many words begin with `word`, counted no further than tells a rare one from a common one."""
    return run(store, COUNT, (word, word + LAST)).scalar_one()


def keep(store: Session, person_id: int, one: Identity) -> None:
    """Let somebody be found by all that identifies them now."""
    run(store, FORGET, (person_id,))
    insert(store, "person_words", ("word", "person_id"), [(word, person_id) for word in sorted(set(words_of(one)))])


def forget(store: Session, person_id: int) -> None:
    """Let nobody be found under this key any more."""
    run(store, FORGET, (person_id,))


def words_of(one: Identity) -> Iterator[str]:
    """All that `one` is found by."""
    yield from (word[:LONGEST_WORD] for word in one.words.split())
    nina = "".join(letter for letter in one.nina if letter.isalnum())
    if nina:
        yield f"#{nina.lower()[:LONGEST_WORD]}"
    for phone in one.phones:
        digits = "".join(letter for letter in phone if letter.isdigit())[:20]
        yield from (f"+{digits[start:]}" for start in range(len(digits) - SHORTEST_STRETCH + 1))
