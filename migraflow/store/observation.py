"""How much waits, counted from small indexes: nothing here grows with what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from migraflow.store.database import Session, moment, run

WAITING = """SELECT (SELECT COUNT(*) FROM tasks WHERE state = 'open') AS tasks,
(SELECT COUNT(*) FROM effects WHERE next_try IS NOT NULL) AS effects,
(SELECT COUNT(*) FROM effects WHERE next_try <= ?) AS due_effects,
(SELECT COUNT(*) FROM effects WHERE given_up IS NOT NULL) AS given_up,
(SELECT COUNT(*) FROM failures) AS blocked,
(SELECT COUNT(*) FROM cases WHERE next_due <= ?) AS due_timers,
(SELECT MIN(next_due) FROM cases WHERE next_due IS NOT NULL) AS oldest"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open tasks, effects that wait for a try (and those of them due), effects given up, cases whose step failed, due
    timers, and the moment of the earliest timer."""

    tasks: int
    effects: int
    due_effects: int
    given_up: int
    blocked: int
    due_timers: int
    oldest: datetime | None


def waiting(store: Session, now: datetime) -> Waiting:
    """What waits at `now`."""
    row = run(store, WAITING, (now, now)).one()
    return Waiting(row.tasks, row.effects, row.due_effects, row.given_up, row.blocked, row.due_timers,
                   moment(row.oldest))  # fmt: skip
