"""How names of Mali are written: one sound in several spellings, one name in several forms (Mohamed, Mamadou).

The forms of a name are data (``workflows/reference/variantes_noms.csv``); how letters sound is the same for all names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from migraflow.domain.names import fold
from migraflow.domain.reference import Lists

VARIANTS = "variantes_noms"
"""The reference list of names with their forms, separated by blanks."""
SOUNDS = (
    *(("ph", "f"), ("ch", "x"), ("sh", "x"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ou", "u"), ("oo", "u")),
    *(("qu", "k"), ("dj", "j"), ("dia", "ja"), ("dio", "jo"), ("die", "je"), ("diu", "ju"), ("gu", "g"), ("ck", "k")),
    *(("ai", "e"), ("ei", "e"), ("ay", "e"), ("ey", "e"), ("c", "k"), ("y", "i"), ("w", "u"), ("h", ""), ("o", "u")),
)
"""Spellings of one sound, in the order they are replaced: Djarra, Diarra and Jara; Cissé and Sissé; Omar and Oumar."""
NEAR = 0.75
"""Words whose letters agree so far are held for one word with a slip of the pen."""


@dataclass(frozen=True)
class Spellings:
    """Names with their forms: `names` leads from a folded form to the name, `forms` from a name to all its forms."""

    names: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]

    def sounds(self, word: str) -> frozenset[str]:
        """How `word` may sound in somebody else's spelling: all forms of its name."""
        name = self.names.get(word) or self.names.get(sound(word), "")
        return frozenset((sound(word), *(sound(form) for form in self.forms.get(name, ()))))

    def alike(self, one: str, other: str) -> float:
        """How far two folded words are one name: 1 the same letters, 0.95 a known form or the same sound, else near."""
        if one == other:
            return 1.0
        if self.name(one) == self.name(other):
            return 0.95
        if min(len(one), len(other)) == 1 and one[0] == other[0]:
            return 0.85
        found = nearness(one, other)
        return found if found >= NEAR else 0.0

    def name(self, word: str) -> str:
        """The name `word` is a form of; how it sounds when it is in no list."""
        heard = sound(word)
        return self.names.get(word) or self.names.get(heard) or heard


def spellings(lists: Lists) -> Spellings:
    """The names and forms of the agency's list."""
    found = lists.get(VARIANTS)
    rows = () if found is None else tuple((code, one.more.get("variantes", "")) for code, one in found.entries.items())
    return gathered(rows)


@lru_cache(maxsize=8)
def gathered(rows: tuple[tuple[str, str], ...]) -> Spellings:
    """Names and forms from (name, forms separated by blanks)."""
    forms = {fold(name): (fold(name), *fold(others).split()) for name, others in rows}
    names: dict[str, str] = {}
    for name, written in forms.items():
        for form in written:
            names.setdefault(form, name)
    for name, written in forms.items():
        for form in written:
            names.setdefault(sound(form), name)
    return Spellings(names, forms)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A folded word as it sounds: one spelling per sound, no double letters."""
    for spelling, letter in SOUNDS:
        word = word.replace(spelling, letter)
    return "".join(letter for place, letter in enumerate(word) if place == 0 or letter != word[place - 1])


@lru_cache(maxsize=50_000)
def nearness(one: str, other: str) -> float:
    """1 less the share of letters that must be changed, swapped with the next, added or left out."""
    longest = max(len(one), len(other))
    if not longest or strangers(one, other) > longest * (1 - NEAR):
        return 0.0
    return 1 - slips(one, other) / longest


def strangers(one: str, other: str) -> int:
    """How many letters of the longer word the other has not: there are at least as many slips."""
    first, second = letters(one), letters(other)
    return max((first - second).total(), (second - first).total())


@lru_cache(maxsize=20_000)
def letters(word: str) -> Counter[str]:
    """The letters of a word, counted."""
    return Counter(word)


def one_slip(one: str, other: str) -> bool:
    """Whether two numbers differ by one character changed, left out, or swapped with the next."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, facing = one[at:], other[at:]
    swapped = rest[:2] == facing[:2][::-1] and rest[2:] == facing[2:]
    return rest[1:] == facing[1:] or rest[1:] == facing or rest == facing[1:] or swapped


def slips(one: str, other: str) -> int:
    """How many slips of the pen lie between two words: a letter changed, added, left out, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        after = [i]
        for j, facing in enumerate(other, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            after.append(cost)
        before, row = row, after
    return row[-1]


def paired(spelled: Spellings, one: Iterable[str], other: Iterable[str]) -> list[tuple[str, str, float]]:
    """The words of two names, each with the word of the other name it is likest to; words without one are left out."""
    first, second = list(one), list(other)
    likest = sorted(
        ((spelled.alike(a, b), -i, -j) for i, a in enumerate(first) for j, b in enumerate(second)), reverse=True
    )
    taken: list[tuple[str, str, float]] = []
    left: set[int] = set()
    right: set[int] = set()
    for share, i, j in likest:
        if share > 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            taken.append((first[-i], second[-j], share))
    return taken
