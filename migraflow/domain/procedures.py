"""A procedure is a published way of working; an edition is one immutable published version of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
class SubjectFacts:
    """A kind of thing the cases of a procedure are about, and that may be suspended.

    `value` is FEEL over what a case knows (one key or several); `list_name` the reference list it is chosen from, "";
    `variable` what the case is told of it by the signal of a suspension.
    """

    label: str
    value: str
    list_name: str
    variable: str


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """What ``procedure.toml`` says of a procedure.

    `national`: case numbers carry no region; `opened_by`: roles that may open a case (none: only called or by message);
    `confidential`: when not empty, only these roles see inside; `person`: where the person block stands in the data;
    `place`: the question whose answer, an office, the case belongs to from then on, "" for none;
    `four_eyes`: an edition needs a second person; `threshold`: the percent of last year's cases that may take another
    way before one has to accept. `issues`: words for each outcome code; `subjects`: what its cases are about besides
    their person, by kind.
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
    subjects: Mapping[str, SubjectFacts] = field(default_factory=dict[str, SubjectFacts])
    four_eyes: bool = False
    threshold: int = 10
    place: str = ""

    def title(self, language: str = "fr") -> str:
        """The title in `language`; French when there is no English one."""
        return self.title_en if language == "en" and self.title_en else self.title_fr
