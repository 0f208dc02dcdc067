"""What stands open now: tasks past their deadline, pairs of records nobody settled. Costs what is open, not history."""

from __future__ import annotations

from datetime import datetime

from migraflow.store.database import Session, run

OPEN = """SELECT role, COUNT(*), SUM(CASE WHEN due < ? THEN 1 ELSE 0 END) FROM tasks
WHERE state = 'open' AND (? = '' OR region = ?) GROUP BY role"""
PAIRS = """SELECT likenesses.score, COUNT(*) FROM likenesses JOIN people ON people.id = likenesses.one_id
WHERE likenesses.state = 'open' AND (? = '' OR people.region = ?) GROUP BY likenesses.score"""

NAMED = "SELECT name FROM tasks WHERE procedure = ? AND element = ? AND state = 'done' ORDER BY id DESC LIMIT 1"


def open_tasks(store: Session, region: str, now: datetime) -> dict[str, tuple[int, int]]:
    """How many open tasks are past their deadline, and how many there are, by role; of one region, or all ("")."""
    return {str(row[0]): (int(row[2] or 0), int(row[1])) for row in run(store, OPEN, (now, region, region))}


def open_pairs(store: Session, region: str) -> dict[int, int]:
    """How many pairs of records wait to be settled, by score; of one region, or all ("")."""
    return {int(row[0]): int(row[1]) for row in run(store, PAIRS, (region, region))}


def step_name(store: Session, procedure: str, element: str) -> str:
    """The name a step had when it was done last, "" when it never was."""
    row = run(store, NAMED, (procedure, element)).first()
    return "" if row is None else str(row[0])
