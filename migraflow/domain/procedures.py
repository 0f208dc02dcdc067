"""A procedure is a published way of working; an edition is one immutable published version of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from migraflow.domain.errors import BrokenBundle

FILE = "procedure.toml"


class Numbering(StrEnum):
    """How cases are numbered: per region, or once for the whole country."""

    REGIONAL = "regional"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message people may send to a waiting case: its button, the roles that may press it, its form ("" for none)."""

    name: str
    label: str
    roles: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """What ``procedure.toml`` says.

    `opened_by` are the roles that may open a case; `confidential` the roles that alone see inside, () for everybody
    who sees the case; `person` the path in the case's data where the person block stands; `issues` maps end codes to
    words.
    """

    id: str
    title: str
    title_en: str = ""
    summary: str = ""
    prefix: str = ""
    numbering: Numbering = Numbering.REGIONAL
    opened_by: tuple[str, ...] = ()
    callable: bool = False
    confidential: tuple[str, ...] = ()
    person: str = ""
    messages: Mapping[str, MessageFacts] = field(default_factory=dict[str, MessageFacts])
    issues: Mapping[str, str] = field(default_factory=dict[str, str])

    def issue(self, code: str) -> str:
        """The words of an end code; the code itself when the file has none."""
        return self.issues.get(code, code)


def read_procedure(text: str) -> ProcedureFacts:
    """The facts in the text of a ``procedure.toml``. Raises BrokenBundle naming what does not read."""
    try:
        table = cast(dict[str, object], tomllib.loads(text))
        messages = tables(table, "messages")
        return ProcedureFacts(
            id=str(table["id"]),
            title=str(table["titre"]),
            title_en=str(table.get("title", "")),
            summary=str(table.get("resume", "")),
            prefix=str(table.get("prefixe", "")),
            numbering=Numbering(str(table.get("numero", Numbering.REGIONAL))),
            opened_by=words(table, "ouvert_par"),
            callable=table.get("appelable") is True,
            confidential=words(table, "confidentiel"),
            person=str(table.get("personne", "")),
            messages={name: read_message(name, entry) for name, entry in messages.items()},
            issues={code: str(entry.get("libelle", code)) for code, entry in tables(table, "issues").items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise BrokenBundle(FILE, "", str(error)) from error


def read_message(name: str, entry: Mapping[str, object]) -> MessageFacts:
    """One message from its table."""
    return MessageFacts(name, str(entry.get("libelle", name)), words(entry, "roles"), str(entry.get("formulaire", "")))


def tables(table: Mapping[str, object], word: str) -> Mapping[str, Mapping[str, object]]:
    """The tables under `word`, {} where it does not stand."""
    found = table.get(word, {})
    if not isinstance(found, dict) or not all(
        isinstance(entry, dict) for entry in cast(dict[str, object], found).values()
    ):
        raise ValueError(f"« {word} » doit être une table de tables")
    return cast(Mapping[str, Mapping[str, object]], found)


def words(table: Mapping[str, object], word: str) -> tuple[str, ...]:
    """The list of words under `word`, () where it does not stand."""
    found = table.get(word, [])
    if not isinstance(found, list):
        raise ValueError(f"« {word} » doit être une liste")
    return tuple(str(entry) for entry in cast(list[object], found))


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """One card of the catalogue. `may_open`: this person may open a case of it."""

    id: str
    title: str
    summary: str
    prefix: str
    edition: str
    published: datetime
    open_cases: int
    may_open: bool


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One line of a procedure's edition list. `sha` is the edition's sha256, `number` counts from 1."""

    sha: str
    number: int
    published: datetime
    published_by: str
    note: str
    current: bool
    open_cases: int


@dataclass(frozen=True, slots=True)
class ProcedureSheet:
    """The page of one procedure."""

    id: str
    title: str
    summary: str
    editions: tuple[EditionRow, ...]
    steps: tuple[StepLine, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the readable outline."""

    element: str
    name: str
    role: str
    form: str
    deadline: str


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A working copy of a procedure in the studio; `files` maps paths inside the folder to text."""

    procedure: str
    title: str
    base: str
    holder: str
    saved_at: datetime
    version: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message a case may wait for: its label on the button, who may send it, the form to fill before sending."""

    name: str
    label: str
    roles: tuple[str, ...]
    form: str | None


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """What ``procedure.toml`` says of a procedure.

    `national`: case numbers carry no region; `opened_by`: roles that may open a case (none: only called or by message);
    `confidential`: when not empty, only these roles see inside; `person`: where the person block stands in the data;
    `issues`: words for each outcome code.
    """

    id: str
    title_fr: str
    title_en: str
    summary: str
    prefix: str
    national: bool
    opened_by: tuple[str, ...]
    callable: bool
    confidential: tuple[str, ...]
    person: str
    messages: Mapping[str, MessageFacts]
    issues: Mapping[str, str]

    def title(self, language: str = "fr") -> str:
        """The title in `language`; French when there is no English one."""
        return self.title_en if language == "en" and self.title_en else self.title_fr
