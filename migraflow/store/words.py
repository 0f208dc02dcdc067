"""What people are found by: each word of their name, two of them side by side, their NINA, their phone numbers.

``person_words`` holds, per person, the words of the name; behind ``&`` every two of them in either order; the NINA
behind ``#``; every stretch of a phone number that is at least SHORTEST_STRETCH digits long behind ``+``. What is typed
needs only be the beginning of one of them. What lists order people by, and where they were met, stands beside each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from migraflow.domain.people import Identity
from migraflow.store.database import Session, run
from migraflow.store.rows import insert

SHORTEST_STRETCH = 4
"""Digits of a phone or NINA somebody must type before they are looked for."""
LONGEST_WORD = 60
MOST_PAIRED = 12
"""Words of one name that are kept side by side: longer names there are none."""
COLUMNS = ("person_id", "word", "name_key", "office", "region", "confidential")
BESIDE = "SELECT office, region, confidential FROM people WHERE id = ?"
FORGET = "DELETE FROM person_words WHERE person_id = ?"


def keep(store: Session, person_id: int, one: Identity) -> None:
    """Let somebody of the register be found by all that identifies them now."""
    run(store, FORGET, (person_id,))
    office, region, confidential = run(store, BESIDE, (person_id,)).one()
    insert(store, "person_words", COLUMNS, rows_of(person_id, one, (office, region, confidential)))


def forget(store: Session, person_id: int) -> None:
    """Let nobody be found under this key any more."""
    run(store, FORGET, (person_id,))


def rows_of(person_id: int, one: Identity, beside: tuple[str, str, str]) -> list[tuple[object, ...]]:
    """All that somebody is found by, in the order of COLUMNS; `beside` are office, region, and who alone sees them."""
    return [(person_id, word, one.key[:330], *beside) for word in sorted(set(words_of(one)))]


def words_of(one: Identity) -> Iterator[str]:
    """All that `one` is found by."""
    named = typed_words(one.words)
    yield from named
    yield from (paired(first, second) for first, second in permutations(named[:MOST_PAIRED], 2))
    nina = "".join(letter for letter in one.nina if letter.isalnum())
    if nina:
        yield f"#{nina.lower()[:LONGEST_WORD]}"
    for phone in one.phones:
        digits = "".join(letter for letter in phone if letter.isdigit())[:20]
        yield from (f"+{digits[start:]}" for start in range(len(digits) - SHORTEST_STRETCH + 1))


def typed_words(folded: str) -> tuple[str, ...]:
    """The words of a folded text, each once, as they are kept."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in folded.split()))


def paired(first: str, second: str) -> str:
    """Two words side by side: `first` is whole, `second` may be a beginning."""
    return f"&{first} {second}"
