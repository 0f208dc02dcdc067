"""What happened in cases as an event log for process mining: nobody in it, offices and roles instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from migraflow.domain.journal import EntryKind


class Transition(StrEnum):
    """Where an event stands in the life of an activity (XES lifecycle extension, standard model)."""

    SCHEDULE = "schedule"
    ASSIGN = "assign"
    START = "start"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"


TRANSITIONS: dict[EntryKind, Transition] = {
    EntryKind.TASK_CREATED: Transition.SCHEDULE,
    EntryKind.CLAIMED: Transition.START,
    EntryKind.RELEASED: Transition.SCHEDULE,
    EntryKind.HANDED_OVER: Transition.ASSIGN,
    EntryKind.CANCELLED: Transition.WITHDRAW,
    EntryKind.SUSPENDED: Transition.SUSPEND,
    EntryKind.RESUMED: Transition.RESUME,
}
"""Entries that do not complete what they name; every other one does."""
LEFT_OUT = frozenset(
    {EntryKind.PASSED, EntryKind.CORRECTED, EntryKind.MERGED, EntryKind.UNMERGED, EntryKind.KEPT_APART}
)
"""Entries about arrows, or about a person rather than a case."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: its case (a number that names nobody), `activity` the step in words, `element` its id, `kind` of the
    journal; where and by which role; the procedure and the edition followed; `task` its handle, "" for none."""

    case: int
    number: int
    at: datetime
    kind: EntryKind
    activity: str
    element: str
    procedure: str
    edition: str
    role: str
    office: str
    region: str
    task: str

    @property
    def transition(self) -> Transition:
        """Where it stands in the life of its activity."""
        return TRANSITIONS.get(self.kind, Transition.COMPLETE)


@dataclass(frozen=True, slots=True)
class Logged:
    """One case of the log: what the events are about, and how it ended ("" while it is open)."""

    case: int
    procedure: str
    region: str
    office: str
    opened: datetime
    closed: datetime | None
    outcome: str
    events: tuple[Happened, ...]
