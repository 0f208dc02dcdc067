"""What was done at each step of a procedure, and what waits there, for where work waits; no person in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from migraflow.domain.journal import EntryKind
from migraflow.domain.measures import Slice
from migraflow.domain.workload import Done
from migraflow.store.database import Session, moment, run

ODD = (EntryKind.SKIPPED, EntryKind.AMENDED, EntryKind.ANNULLED, EntryKind.RETRIED, EntryKind.MOVED)
"""Entries of what was done out of the procedure's way."""
DONE = """SELECT case_id, element, name, created, claimed, completed FROM tasks
WHERE procedure = ? AND state = 'done' AND confidential = '' AND completed >= ? AND completed < ?{more} ORDER BY id"""
OPEN = """SELECT element, name, COUNT(*) FROM tasks WHERE procedure = ? AND state = 'open' AND confidential = ''{more}
GROUP BY element, name"""
WALKED = """SELECT tasks.case_id, tasks.name FROM tasks JOIN cases ON cases.id = tasks.case_id WHERE cases.procedure = ?
AND cases.closed >= ? AND cases.closed < ?{more} AND tasks.state = 'done' AND tasks.confidential = ''
ORDER BY tasks.case_id, tasks.completed, tasks.id"""
COUNTED = """SELECT journal.kind, COUNT(*) FROM journal JOIN cases ON cases.id = journal.case_id
WHERE cases.procedure = ? AND journal.kind IN ({kinds}) AND journal.at >= ? AND journal.at < ?{more}
GROUP BY journal.kind"""


def within(slice_: Slice, column: str = "region") -> tuple[str, list[str]]:
    """The condition of the slice's region, with its values."""
    return (f" AND {column} = ?", [slice_.region]) if slice_.region else ("", [])


def done(store: Session, procedure: str, slice_: Slice) -> list[Done]:
    """The tasks of `procedure` done in the slice. A task never claimed was worked on all the time it stood open."""
    more, values = within(slice_)
    rows = run(store, DONE.format(more=more), (procedure, slice_.start, slice_.end, *values))
    return [of(row) for row in rows]


def of(row: Iterable[object]) -> Done:
    """A task as times."""
    case, element, name, *moments = row
    created, claimed, completed = (moment(one) for one in moments)  # pyright: ignore[reportArgumentType]
    assert created is not None
    assert completed is not None
    began = created if claimed is None else claimed
    return Done(int(str(case)), str(element), str(name), seconds(created, began), seconds(began, completed))


def seconds(since: datetime, until: datetime) -> int:
    """Whole seconds between two moments."""
    return max(0, int((until - since).total_seconds()))


def open_now(store: Session, procedure: str, slice_: Slice) -> dict[str, tuple[str, int]]:
    """How many tasks stand open at each step, with its name, by element."""
    more, values = within(slice_)
    return {row[0]: (row[1], int(row[2])) for row in run(store, OPEN.format(more=more), (procedure, *values))}


def walks(store: Session, procedure: str, slice_: Slice) -> dict[int, list[str]]:
    """The steps of each case closed in the slice, in the order they were done."""
    more, values = within(slice_, "cases.region")
    found: dict[int, list[str]] = {}
    for case, name in run(store, WALKED.format(more=more), (procedure, slice_.start, slice_.end, *values)):
        found.setdefault(case, []).append(name)
    return found


def odd(store: Session, procedure: str, slice_: Slice) -> dict[str, int]:
    """How often something was done out of the procedure's way in the slice, by kind of entry."""
    more, values = within(slice_, "cases.region")
    sql = COUNTED.format(kinds=", ".join("?" for _ in ODD), more=more)
    rows = run(store, sql, (procedure, *(kind.value for kind in ODD), slice_.start, slice_.end, *values))
    return {str(kind): int(count) for kind, count in rows}
