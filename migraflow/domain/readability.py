"""How hard a French sentence is to read: the measure of Kandel and Moles (1958), Flesch's for French.

``207 − 1.015 × words per sentence − 73.6 × syllables per word``: above 60 anybody reads it, below 30 only people who
studied do. It is meant for whole texts: sentences under twelve words say too little of it and are not measured.
"""

from __future__ import annotations

import re
from enum import StrEnum

SENTENCE = re.compile(r"[^.!?…;:\n]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+", re.I)
SILENT = re.compile(r"(?:e|es|ent)$", re.I)
SHORTEST = 12
"""Words under which a sentence is not measured."""
LONGEST = 32
"""Words over which a sentence is hard whatever its words."""
HARD = 25.0
"""Under this measure a sentence is hard."""
PLAIN = 50.0
"""From this measure on anybody reads a sentence at once."""


class Level(StrEnum):
    """How a text reads."""

    EASY = "easy"
    FAIR = "fair"
    HARD = "hard"


def syllables(word: str) -> int:
    """About how many syllables are spoken: groups of vowels, a mute end left out."""
    groups = len(VOWELS.findall(word))
    return max(groups - (1 if groups > 1 and SILENT.search(word) else 0), 1)


def ease(sentence: str) -> float:
    """The measure of one sentence; 100 for one without words."""
    words = WORD.findall(sentence)
    if not words:
        return 100.0
    return 207 - 1.015 * len(words) - 73.6 * sum(map(syllables, words)) / len(words)


def hard(text: str) -> str:
    """The hardest sentence of `text` that is too hard to read, "" when none is."""
    found: list[tuple[float, str]] = []
    for sentence in SENTENCE.findall(text):
        count = len(WORD.findall(sentence))
        if count >= SHORTEST and (count > LONGEST or ease(sentence) < HARD):
            found.append((ease(sentence), " ".join(sentence.split())))
    return min(found)[1] if found else ""


def level(text: str) -> Level:
    """How `text` reads: as hard as its hardest sentence; what is too short to be measured is easy."""
    if hard(text):
        return Level.HARD
    long = [one for one in SENTENCE.findall(text) if len(WORD.findall(one)) >= SHORTEST]
    return Level.FAIR if any(ease(one) < PLAIN for one in long) else Level.EASY
