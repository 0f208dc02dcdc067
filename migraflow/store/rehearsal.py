"""What is new since one last looked: the demo follows thousands of tasks without asking everybody's baskets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from migraflow.store.database import Session, moment, run

NEW_TASKS = """SELECT tasks.id, token, element, ref, role, tasks.office, tasks.region, tasks.created, tasks.due
FROM tasks JOIN cases ON cases.id = tasks.case_id WHERE tasks.id > ? AND tasks.state = 'open' ORDER BY tasks.id"""
NEW_WAITS = """SELECT waits.id, cases.ref, waits.name, cases.office, cases.region, waits.since
FROM waits JOIN cases ON cases.id = waits.case_id WHERE waits.id > ? AND waits.kind = 'message' ORDER BY waits.id"""
NEXT_DUE = """SELECT MIN(due) FROM (SELECT MIN(next_due) AS due FROM cases WHERE next_due IS NOT NULL
UNION ALL SELECT MIN(next_mark) AS due FROM tasks WHERE next_mark IS NOT NULL) AS moments"""

PASS_OVER = "UPDATE effects SET done = ?, next_try = NULL WHERE operator = ? AND next_try <= ?"
SETTLE = "UPDATE sendings SET sent = created, next_try = NULL WHERE sent IS NULL"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that has come up: `key` grows with time."""

    key: int
    token: str
    element: str
    ref: str
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
        number, token, element, ref, role, office, region, created, due = tuple(row)
        opened = moment(created)
        assert opened is not None
        found.append(NewTask(number, token, element, ref, role, office, region, opened, moment(due)))
    return found


def waits_since(session: Session, key: int) -> list[NewWait]:
    """Message waits that came after `key`."""
    found: list[NewWait] = []
    for row in run(session, NEW_WAITS, (key,)):
        number, ref, name, office, region, since = tuple(row)
        begun = moment(since)
        assert begun is not None
        found.append(NewWait(number, ref, name, office, region, begun))
    return found


def pass_over(session: Session, operator: str, now: datetime) -> None:
    """Take what is due of `operator` for done: years of letters on paper would fill the demo's disk."""
    run(session, PASS_OVER, (now, operator, now))


def settle_word(session: Session) -> None:
    """Take all word to people outside for sent: nobody in a demo has a phone."""
    run(session, SETTLE)


def next_due(session: Session) -> datetime | None:
    """The next moment at which a timer or a reminder comes due."""
    return moment(run(session, NEXT_DUE).scalar())
