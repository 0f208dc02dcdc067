"""A case (dossier) is one run of a procedure for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from migraflow.domain.people import PersonFacts


class CaseState(StrEnum):
    """Where a case is in its life."""

    OPEN = "open"
    CLOSED = "closed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of *Dossiers*. `steps` are the names of the open steps; `outcome` the end reached, in words."""

    ref: str
    procedure: str
    person: str
    region: str
    office: str
    state: CaseState
    steps: tuple[str, ...]
    outcome: str
    opened: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of the path in words: `kind` is an EntryKind value, `what` the name of the step or event."""

    at: datetime
    kind: str
    what: str
    who: str
    detail: str


@dataclass(frozen=True, slots=True)
class OpenStep:
    """Where the case waits: a task for a role or person, a message, or a moment."""

    element: str
    name: str
    role: str
    assignee: str
    token: str | None
    due: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class SendableMessage:
    """A message the case is waiting for and that this person may send: shown as a button."""

    name: str
    label: str
    form: str | None


@dataclass(frozen=True, slots=True)
class AnsweredForm:
    """What was answered at one completed step: (label, shown value) pairs in the form's order."""

    step: str
    who: str
    at: datetime
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A file attached to the case or to its person."""

    id: str
    name: str
    kind: str
    size: int
    added: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """All that the page of one case shows, already cut to what this person may see.

    `travelled` are the ids of BPMN nodes and flows passed through, `open_elements` where tokens stand now;
    `referred` is True when part of the case is confidential to this person (« dossier référé »).
    """

    ref: str
    procedure: str
    procedure_title: str
    edition: str
    state: CaseState
    outcome: str
    opened: datetime
    closed: datetime | None
    region: str
    office: str
    person: PersonFacts | None
    open_steps: tuple[OpenStep, ...]
    timeline: tuple[TimelineItem, ...]
    answers: tuple[AnsweredForm, ...]
    documents: tuple[CaseDocument, ...]
    messages: tuple[SendableMessage, ...]
    travelled: tuple[str, ...]
    open_elements: tuple[str, ...]
    referred: bool
