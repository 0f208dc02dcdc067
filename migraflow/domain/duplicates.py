"""Who may already be in the register (decision D3): a score per likeness, the highest counts, a human decides.

NINA 100 · passport 100 · name and birth date 90 · name, year and place of birth 75 · phone 60.
"""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.people import Identity

ALIKE = 0.9
"""Names whose trigrams overlap at least so much are held for the same."""
SOUNDS = (("ph", "f"), ("ou", "u"), ("qu", "k"), ("dj", "j"), ("di", "j"), ("gu", "g"), ("ck", "k"), ("c", "k"),
          ("y", "i"), ("w", "u"), ("h", ""))  # fmt: skip
"""Spellings of one sound in names of Mali (Djarra, Diarra; Koulibaly, Coulibaly)."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why somebody may be the same human: the score of the strongest reason, and every reason's code."""

    score: int
    reasons: tuple[str, ...]


def likeness(one: Identity, other: Identity) -> Likeness:
    """How much `one` and `other` look like the same human; score 0 when nothing speaks for it."""
    reasons: dict[str, int] = {}
    if one.nina and one.nina == other.nina:
        reasons["nina"] = 100
    if one.passport and one.passport == other.passport:
        reasons["passeport"] = 100
    if same_name(one.key, other.key):
        if one.birth_date and one.birth_date == other.birth_date:
            reasons["nom_date_naissance"] = 90
        elif one.birth_year and one.birth_year == other.birth_year and same_place(one, other):
            reasons["nom_annee_lieu"] = 75
    if set(one.phones) & set(other.phones):
        reasons["telephone"] = 60
    return Likeness(max(reasons.values(), default=0), tuple(reasons))


def same_place(one: Identity, other: Identity) -> bool:
    """Whether both places of birth are known and the same."""
    return bool(one.birth_place) and one.birth_place == other.birth_place


def same_name(one: str, other: str) -> bool:
    """Whether two name keys are the same name, spelling apart."""
    if not one or not other:
        return False
    return similarity(one, other) >= ALIKE or similarity(sound(one), sound(other)) >= ALIKE


def sound(key: str) -> str:
    """A name key as it sounds: one spelling per sound, no double letters, words in order."""
    for spelling, letter in SOUNDS:
        key = key.replace(spelling, letter)
    single = "".join(letter for place, letter in enumerate(key) if place == 0 or letter != key[place - 1])
    return " ".join(sorted(single.split()))


def similarity(one: str, other: str) -> float:
    """Trigrams shared over trigrams in all, 0 to 1, each word framed by blanks."""
    first, second = trigrams(one), trigrams(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def trigrams(key: str) -> frozenset[str]:
    """The trigrams of every word of `key`."""
    framed = (f"  {word} " for word in key.split())
    return frozenset(word[place : place + 3] for word in framed for place in range(len(word) - 2))
