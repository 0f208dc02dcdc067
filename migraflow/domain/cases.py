"""A case (dossier) is one run of a procedure for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from migraflow.domain.people import PersonFacts
from migraflow.domain.suspensions import Suspension

AGE_BANDS = ((15, "0-14"), (18, "15-17"), (25, "18-24"), (36, "25-35"), (46, "36-45"), (61, "46-60"))
"""Upper bounds (excluded) of the age bands measures count by; older people are "61+"."""

OWN_NUMBER = "numero_dossier"
"""The variable in which a case knows its own number, to tell other cases whom to answer."""


class CaseState(StrEnum):
    """Where a case is in its life."""

    OPEN = "open"
    CLOSED = "closed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Case:
    """A case as use cases handle it.

    `edition` is the sha256 it follows to its end, `editions` those of the procedures it may call; `version` grows with
    every step; `entries` and `head` are the length and last seal of its journal. `confidential` are the roles that see
    inside, () for everybody who sees the case; `holds` counts the suspensions that hold it.
    """

    id: int
    ref: str
    procedure: str
    edition: str
    editions: Mapping[str, str]
    state: CaseState
    version: int
    region: str
    office: str
    opened_by: int
    opened_by_name: str
    person_id: int | None
    opened: datetime
    changed: datetime
    closed: datetime | None
    outcome: str
    outcome_label: str
    entries: int
    head: str
    confidential: tuple[str, ...]
    holds: int = 0


class WaitKind(StrEnum):
    """What a case may wait for besides tasks; the values are the engine's."""

    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A moment, message or signal a case waits for; `host` is the element whose boundary event waits, or "".

    `correlation` is the key a message must have been sent with to be the one meant, "" when any will do.
    """

    kind: WaitKind
    element: str
    name: str
    due: datetime | None
    host: str
    confidential: tuple[str, ...] = ()
    since: datetime | None = field(default=None, compare=False)
    correlation: str = ""


def case_ref(prefix: str, year: int, letters: str, number: int) -> str:
    """The number people know a case by: ``DS-2026-KAY-000123``, or ``OI-2026-000031`` without a region."""
    place = f"-{letters}" if letters else ""
    return f"{prefix}-{year}{place}-{number:06}"


def age_band(age: int | None) -> str:
    """The band measures count `age` in, "" when it is not known."""
    if age is None:
        return ""
    return next((band for bound, band in AGE_BANDS if age < bound), "61+")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of *Dossiers*. `steps` are the names of the open steps; `outcome` the end reached, in words.

    `referred`: part of the case is confidential to this person (« dossier référé »).
    """

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
    referred: bool = False


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of the path in words: `kind` is an EntryKind value, `what` the name of the step or event.

    `troubles` say what made a decision come to nothing: a code of ``dmn``, and the input or the rules it is about.
    """

    at: datetime
    kind: str
    what: str
    who: str
    detail: str
    troubles: tuple[tuple[str, str], ...] = ()


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
    """A file attached to the case or to its person.

    `annulled`: when it was a letter, and was taken back; `may_annul`: whether its reader may take it back.
    """

    id: str
    name: str
    kind: str
    size: int
    added: datetime
    added_by: str
    annulled: datetime | None = None
    may_annul: bool = False


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """All that the page of one case shows, already cut to what this person may see.

    `travelled` are the ids of BPMN nodes and flows passed through, `open_elements` where tokens stand now;
    `referred` is True when part of the case is confidential to this person (« dossier référé »); `held` are the
    suspensions in force that hold it. `unreadable` says why its edition cannot be loaded, "" when it can: then nothing
    moves, and only what was written down is shown.
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
    held: tuple[Suspension, ...] = field(default=(), kw_only=True)
    unreadable: str = field(default="", kw_only=True)
