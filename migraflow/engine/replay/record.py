"""What the journal kept of a case, and what a replay says of it; both as plain JSON between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from migraflow.domain.values import loads_mapping


class Fate(StrEnum):
    """What would have become of a recorded case.

    SAME: the same steps and end; STOPS: at a question nobody asked; ENDS: another end; ROUTE: other steps, same end;
    FAILS: a step breaks.
    """

    SAME = "same"
    STOPS = "stops"
    ENDS = "ends"
    ROUTE = "route"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `kind` is ``task``, ``message``, ``signal`` or ``timer``.

    `element` for a task or a timer, `name` for a message or signal; `created` is when a task came to be, `fingerprint`
    that of the form it was answered on.
    """

    kind: str
    at: datetime
    procedure: str = ""
    element: str = ""
    item: str = ""
    name: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fingerprint: str = ""
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case as its journal tells it. `edition` names the edition it followed; `message` what opened it, "" for people;
    `data` is what it knew at last (answers of the house are taken from there); `ended` whether it is over."""

    case_id: int
    edition: str
    opened: datetime
    start: Mapping[str, Any]
    events: tuple[Event, ...]
    message: str = ""
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    ended: bool = True
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What would have become of one case: where it would stop and for which answer, how it would end, and what it would
    take more (less when negative), in steps and whole days."""

    case_id: int
    fate: Fate
    element: str = ""
    question: str = ""
    outcome: str = ""
    steps: int = 0
    days: int = 0


def packed_record(
    case_id: int, edition: str, opened: str, outcome: str, ended: bool, ref: str, data: str, rows: list[list[str]]
) -> list[Any]:
    """A case as JSON: moments and answers stay the texts they are in the database, the child reads them."""
    return [case_id, edition, opened, outcome, ended, ref, data, rows]


def unpacked_record(entry: list[Any], own_number: str) -> Recorded:
    """The case `packed_record` wrote; `own_number` is the variable in which it knows its own number."""
    case_id, edition, opened, outcome, ended, ref, data, rows = entry
    events = [event_of(row) for row in rows]
    start: dict[str, Any] = {own_number: ref}
    message = ""
    if events and events[0].kind == "opening":
        message, start = events[0].name, {**events[0].answers, **start}
        events = events[1:]
    told = (event for event in events if event.kind != "opening")
    return Recorded(case_id, edition, moment(opened), start, tuple(told), message, loads_mapping(data), ended, outcome)


def event_of(row: list[str]) -> Event:
    """One event from its row: kind, moment, procedure, element, item, name, answers, fingerprint, created."""
    kind, at, procedure, element, item, name, answers, fingerprint, created = row
    typed = loads_mapping(answers) if answers else {}
    return Event(kind, moment(at), procedure, element, item, name, typed, fingerprint,
                 moment(created) if created else None)  # fmt: skip


def moment(text: str) -> datetime:
    """A moment as the parent wrote it: ISO, in UTC."""
    return datetime.fromisoformat(text)


def packed_result(one: Replayed) -> list[Any]:
    """A result as JSON."""
    return [one.case_id, one.fate.value, one.element, one.question, one.outcome, one.steps, one.days]


def unpacked_result(entry: list[Any]) -> Replayed:
    """The result `packed_result` wrote."""
    case_id, fate, element, question, outcome, steps, days = entry
    return Replayed(case_id, Fate(fate), element, question, outcome, steps, days)
