"""People: one record per human, shared by every procedure (« dites-le-nous une fois »)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from migraflow.domain.names import fold, name_key
from migraflow.domain.values import at_path

APOSTROPHES = re.compile("['’ʼ`]")


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
class AppliedRow:
    """What somebody applied for: the row of the register (`key`), the offer as people call it, its state in words."""

    key: str
    offer: str
    state: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """The page of one person: facts, register blocks as (label, shown value) lines, and the life line.

    `version` goes with a correction; `may_correct` says whether this reader may make one.
    """

    facts: PersonFacts
    blocks: Mapping[str, tuple[tuple[str, str], ...]]
    cases: tuple[PersonCase, ...]
    version: int = 1
    may_correct: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """What people are found and compared by, drawn from the register's block `identite`."""

    surname: str
    given: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    birth_place: str
    nina: str
    passport: str
    phones: tuple[str, ...]
    home_region: str
    nationality: str
    education: str
    father: str = ""
    mother: str = ""

    @property
    def name(self) -> str:
        """The name as people say it: given names, then surname."""
        return f"{self.given} {self.surname}".strip()

    @property
    def key(self) -> str:
        """Folded words of the name in alphabetical order; « N’Diaye » is one word."""
        return name_key(APOSTROPHES.sub("", self.surname), APOSTROPHES.sub("", self.given))

    @property
    def words(self) -> str:
        """Every word the name is found by, between blanks: « N’Diaye » as two words and as one."""
        plain = fold(self.name)
        joined = fold(APOSTROPHES.sub("", self.name))
        return f" {plain} " if joined == plain else f" {plain} {joined} "


@dataclass(frozen=True, slots=True)
class Person:
    """One human as use cases handle it. `known` is the whole register, by dotted path (``identite.nom``).

    `office` and `region` say where the person was first met; `confidential` which roles may see it, () for all.
    """

    id: int
    ref: str
    version: int
    identity: Identity
    known: Mapping[str, object]
    office: str
    region: str
    confidential: tuple[str, ...]
    created: datetime
    changed: datetime


def age_on(born: date, today: date) -> int:
    """Whole years between `born` and `today`."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def identity_of(block: Mapping[str, object], passport: object = None) -> Identity:
    """The identity in a block `identite` (fields of B-ID, typed)."""

    def word(name: str) -> str:
        value = block.get(name)
        return "" if value is None else str(value)

    born = block.get("date_naissance")
    born = born if isinstance(born, date) else None
    year = block.get("annee_naissance")
    return Identity(
        surname=word("nom"),
        given=word("prenoms"),
        sex=word("sexe")[:1],
        birth_date=born,
        birth_year=born.year if born else int(str(year)) if year else None,
        birth_place=fold(word("lieu_naissance")),
        nina=word("nina").upper(),
        passport=fold(str(passport or word("numero_passeport"))).replace(" ", "").upper(),
        phones=tuple(phone for phone in (word("telephone"), word("telephone2")) if phone),
        home_region=word("region"),
        nationality=word("nationalite")[:3],
        education=word("niveau_instruction"),
        father=word("pere"),
        mother=word("mere"),
    )


def passport_in(data: Mapping[str, object]) -> str:
    """The number of the first passport among the documents (`pieces`) of a case, "" when there is none."""
    pieces = at_path(data, "pieces")
    for piece in cast(list[object], pieces) if isinstance(pieces, list) else []:
        if isinstance(piece, Mapping):
            facts = cast(Mapping[str, object], piece)
            if str(facts.get("type_piece") or "").startswith("passeport"):
                return str(facts.get("numero") or "")
    return ""
