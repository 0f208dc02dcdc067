"""What a table somebody wants to import would do, line by line: shown before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of one line."""

    NEW = "nouveau"
    CHANGES = "change"
    UNCHANGED = "inchange"
    REFUSED = "refuse"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is refused: the column, a key of ``ui/words/answers`` (or ``refusals``) and the facts of its sentence.

    `message` is the author's own sentence for a rule of the form.
    """

    column: str
    code: str
    facts: Mapping[str, str]
    message: str = ""


@dataclass(frozen=True, slots=True)
class LineFate:
    """The fate of line `number` of the sheet (1 are its titles): of whom or what, which fields change, or why not."""

    number: int
    fate: Fate
    label: str
    key: str = ""
    fields: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def counted(fates: Iterable[LineFate]) -> dict[Fate, int]:
    """How many lines meet each fate, none left out."""
    counts = dict.fromkeys(Fate, 0)
    for line in fates:
        counts[line.fate] += 1
    return counts
