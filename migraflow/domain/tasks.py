"""A task is one thing waiting for a role or a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from migraflow.domain.suspensions import Suspension


class TaskState(StrEnum):
    """Where a task is in its life."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Basket(StrEnum):
    """The lists of *Mes tâches*; the values stand in the address bar."""

    MINE = "a-moi"
    SERVICE = "mon-service"
    LATE = "en-retard"
    DONE = "terminees"


class Urgency(StrEnum):
    """How a due date looks from now."""

    NONE = "none"
    CALM = "calm"
    SOON = "soon"
    LATE = "late"


MOST_COUNTED = 1_000
"""Tasks of a basket are counted up to here; people read « 999+ »."""
SOON = 1
"""Working days before the due moment from which a task is soon due."""
MARKS = (75, 100, 150)
"""Percentages of a task's time at which somebody is told (the reminder's own percentage stands in ``delais.csv``)."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task as use cases handle it.

    `procedure` is the (possibly called) procedure whose diagram holds `element`; `form` a path in its folder, "" for
    none; `deadline` a code of ``delais.csv``, "" for none. `version` grows when the task changes hands; `level` is the
    highest of MARKS told so far, `next_mark` the moment of the next. `confidential`: the roles that may see it.
    """

    token: str
    case_id: int
    procedure: str
    element: str
    name: str
    role: str
    office: str
    region: str
    form: str
    item: str
    deadline: str
    confidential: tuple[str, ...]
    state: TaskState
    version: int
    assignee_id: int | None
    assignee: str
    due: datetime | None
    level: int
    next_mark: datetime | None
    created: datetime
    claimed: datetime | None = None
    completed: datetime | None = None
    completed_by: int | None = None
    completed_by_name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far at one task, as it stood on the screen."""

    token: str
    account_id: int
    answers: Mapping[str, object]
    saved: datetime


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of *Mes tâches*. `days` is the number of working days until (negative: since) the due moment."""

    token: str
    step: str
    procedure: str
    case_ref: str
    person: str
    age: int | None
    region: str
    due: datetime | None
    days: int | None
    urgency: Urgency
    assignee: str
    mine: bool
    may_claim: bool
    created: datetime
    completed: datetime | None


@dataclass(frozen=True, slots=True)
class BasketCounts:
    """How many tasks lie in each basket."""

    mine: int
    service: int
    late: int


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """All that the task page shows besides the form itself.

    `answers` are what the form starts from: the draft if there is one, else what the register and the case know.
    `known` maps the paths filled from the register to their source (« registre des personnes »). `version` goes with
    the completion: it grows when the task changes hands. `held` are the suspensions that keep it from being completed.
    """

    token: str
    step: str
    step_name: str
    instructions: str
    procedure: str
    procedure_title: str
    edition: str
    form: str
    case_ref: str
    role: str
    state: TaskState
    assignee_id: int | None
    assignee: str
    mine: bool
    may_claim: bool
    may_complete: bool
    may_hand_over: bool
    due: datetime | None
    days: int | None
    urgency: Urgency
    saved_at: datetime | None
    answers: Mapping[str, object]
    known: Mapping[str, str]
    version: int
    held: tuple[Suspension, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a completed command answers: where the case is now, and what to do next.

    `next_token` is the next task of the same case that this person may do at once, if there is one; `ended` the
    outcome in words when the case is closed.
    """

    case_ref: str
    next_token: str | None = None
    ended: str | None = None
