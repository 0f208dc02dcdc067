"""What a house knows of people, and whether a text gives any of it away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from migraflow.store.database import run
from migraflow.wiring import Agency

PEOPLE = """SELECT name FROM people UNION SELECT nina FROM people UNION SELECT ref FROM people
UNION SELECT phone FROM people UNION SELECT passport FROM people UNION SELECT ref FROM cases
UNION SELECT token FROM tasks"""
EVERYBODY = f"""{PEOPLE} UNION SELECT surname FROM people UNION SELECT given FROM people
UNION SELECT name FROM accounts"""
SHORTEST = 5
"""Letters of a word worth looking for: « Ba » stands in any text."""


@dataclass(frozen=True)
class Known:
    """Words of a house: names, numbers, keys."""

    words: frozenset[str]

    @classmethod
    def of(cls, agency: Agency, question: str = PEOPLE) -> Known:
        """The words that `question` finds in the database."""
        with agency.working() as work:
            return cls(frozenset(word for (word,) in run(work.store, question) if word and len(word) >= SHORTEST))

    def told_in(self, texts: Iterable[str]) -> set[str]:
        """The words that stand in `texts`."""
        text = "\n".join(texts)
        return {word for word in self.words if word in text and re.search(rf"\b{re.escape(word)}\b", text)}
