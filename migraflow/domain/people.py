"""People: one record per human, shared by every procedure (« dites-le-nous une fois »)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is shown of a person beside a case or a task. `age` in whole years, None when no birth date is known."""

    id: int
    ref: str
    name: str
    sex: str
    age: int | None
    born: str
    phone: str
    region: str
    nationality: str
    languages: str
    education: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of *Personnes*."""

    id: int
    ref: str
    name: str
    sex: str
    born: str
    phone: str
    region: str
    cases: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One case in the life line of a person."""

    ref: str
    procedure: str
    opened: datetime
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """The page of one person: facts, register blocks as (label, shown value) lines, and the life line."""

    facts: PersonFacts
    blocks: Mapping[str, tuple[tuple[str, str], ...]]
    cases: tuple[PersonCase, ...]


def age_on(born: date, today: date) -> int:
    """Whole years between `born` and `today`."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
