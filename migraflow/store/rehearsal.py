"""What is new since one last looked: the demo follows thousands of tasks without asking everybody's baskets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.cases import WaitKind
from migraflow.domain.values import loads_mapping
from migraflow.store.database import Session, moment, run

NEW_TASKS = """SELECT tasks.id, token, element, item, tasks.procedure, ref, cases.procedure AS whole, role,
tasks.office, tasks.region, tasks.created, tasks.due FROM tasks JOIN cases ON cases.id = tasks.case_id
WHERE tasks.id > ? AND tasks.state = 'open' ORDER BY tasks.id"""
NEW_WAITS = """SELECT waits.id, cases.ref, waits.name, cases.office, cases.region, waits.since, waits.kind
FROM waits JOIN cases ON cases.id = waits.case_id WHERE waits.id > ? ORDER BY waits.id"""
"""Of every kind: asked for messages alone, the database would look through all of them each time."""
NEXT_DUE = """SELECT MIN(due) FROM (SELECT MIN(next_due) AS due FROM cases WHERE next_due > ?
UNION ALL SELECT MIN(next_mark) AS due FROM tasks WHERE next_mark > ?
UNION ALL SELECT MIN(next_try) AS due FROM effects WHERE next_try > ?) AS moments"""

DUE_EFFECTS = "SELECT id, parameters FROM effects WHERE operator = ? AND next_try <= ? ORDER BY next_try, id"
"""By the moment they come due, as the index of what is due has them."""
PASS_OVER = "UPDATE effects SET done = ?, next_try = NULL WHERE id = ?"
AWAITING = """SELECT cases.ref, cases.region FROM waits JOIN cases ON cases.id = waits.case_id
WHERE waits.kind = 'message' AND waits.name = ? ORDER BY waits.id"""
KNOWN = """SELECT people.ref FROM people JOIN cases ON cases.person_id = people.id
WHERE cases.office = ? AND people.confidential = '' AND cases.confidential = '' AND cases.procedure = ?
ORDER BY people.id DESC LIMIT 40"""
SETTLE = "UPDATE sendings SET sent = created, next_try = NULL WHERE sent IS NULL"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that has come up: `key` grows with time. `procedure` is the task's own, `whole` the case's."""

    key: int
    token: str
    element: str
    item: str
    procedure: str
    ref: str
    whole: str
    role: str
    office: str
    region: str
    created: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class NewWait:
    """A message a case has begun to wait for."""

    key: int
    ref: str
    name: str
    office: str
    region: str
    since: datetime


def tasks_since(session: Session, key: int) -> list[NewTask]:
    """Open tasks that came after `key`."""
    found: list[NewTask] = []
    for row in run(session, NEW_TASKS, (key,)):
        number, token, element, item, procedure, ref, whole, role, office, region, created, due = tuple(row)
        opened = moment(created)
        assert opened is not None
        place = (role, office, region, opened, moment(due))
        found.append(NewTask(number, token, element, item, procedure, ref, whole, *place))
    return found


def waits_since(session: Session, key: int) -> list[NewWait]:
    """Message waits that came after `key`."""
    found: list[NewWait] = []
    for row in run(session, NEW_WAITS, (key,)):
        number, ref, name, office, region, since, kind = tuple(row)
        begun = moment(since)
        assert begun is not None
        if kind == WaitKind.MESSAGE:
            found.append(NewWait(number, ref, name, office, region, begun))
    return found


def pass_over(session: Session, operator: str, now: datetime, but: set[str]) -> set[str]:
    """Take what is due of `operator` for done, except the first of each model not among `but`: years of letters on
    paper would fill the demo's disk. The models seen by now."""
    seen = set(but)
    for key, parameters in map(tuple, run(session, DUE_EFFECTS, (operator, now))):
        model = str(loads_mapping(parameters).get("modele"))
        if model in seen:
            run(session, PASS_OVER, (now, key))
        seen.add(model)
    return seen


def awaiting(session: Session, message: str) -> list[tuple[str, str]]:
    """The cases that wait for a message, with their region, those that began first."""
    return [(row[0], row[1]) for row in run(session, AWAITING, (message,))]


def people_of(session: Session, office: str, procedure: str) -> list[str]:
    """The numbers of the people of the last cases of a procedure in an office."""
    return [row[0] for row in run(session, KNOWN, (office, procedure))]


def settle_word(session: Session) -> None:
    """Take all word to people outside for sent: nobody in a demo has a phone."""
    run(session, SETTLE)


def next_due(session: Session, after: datetime) -> datetime | None:
    """The next moment after `after` at which a timer, a reminder or an effect comes due."""
    return moment(run(session, NEXT_DUE, (after, after, after)).scalar())
