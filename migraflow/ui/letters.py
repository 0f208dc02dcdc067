"""What the script of a form sends: a numbered letter with the answers changed since the last one that arrived."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from migraflow.domain.errors import Unfit

LONGEST = 200_000
"""Characters of one letter; a form is some ten thousand."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: `answers` are raw, by path; `add` names a group, `remove` a row of one; `key` ends the task once.

    `about` is the address of the form it comes from. `path` and `words` ask for proposals out of a long list.
    """

    number: int
    about: str
    answers: Mapping[str, object]
    add: str
    remove: str
    key: str
    path: str
    words: str


def read_letter(text: str) -> Letter:
    """The letter in `text`. Raises Unfit: anybody may send anything."""
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except ValueError as error:
        raise Unfit("letter_unreadable") from error
    if not isinstance(found, dict):
        raise Unfit("letter_unreadable")
    given = cast(dict[str, object], found)
    answers = given.get("answers", {})
    number = given.get("number", 0)

    def word(name: str) -> str:
        return str(given.get(name, ""))[:200]

    return Letter(
        number=number if isinstance(number, int) else 0,
        about=word("about"),
        answers=cast(Mapping[str, object], answers) if isinstance(answers, dict) else {},
        add=word("add"),
        remove=word("remove"),
        key=word("key"),
        path=word("path"),
        words=word("words"),
    )
