"""Reading everything that is kept, a stretch of cases at a time, as it stood at one instant."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Table

from migraflow.domain.cases import Case, CaseState, Waiting
from migraflow.domain.journal import Sealed
from migraflow.domain.tasks import Task
from migraflow.store import cases, journal, tasks, timers
from migraflow.store.database import Session, moment, run
from migraflow.store.tables import metadata

AT_ONCE = 200
"""Cases read together."""
CASES = f"SELECT {cases.COLUMNS} FROM cases WHERE id > ? ORDER BY id LIMIT {AT_ONCE}"
SNAPSHOTS = "SELECT case_id, content FROM snapshots WHERE case_id BETWEEN ? AND ?"
JOURNAL = f"SELECT {', '.join(journal.COLUMNS)} FROM journal WHERE case_id BETWEEN ? AND ? ORDER BY case_id, number"
TASKS = f"SELECT {tasks.ALL} FROM tasks WHERE case_id BETWEEN ? AND ? ORDER BY id"
WAITS = f"SELECT {', '.join(timers.COLUMNS)} FROM waits WHERE case_id BETWEEN ? AND ? ORDER BY id"
EFFECTS = "SELECT case_id, key, next_try, done, error FROM effects WHERE case_id BETWEEN ? AND ? ORDER BY id"
UNSOUND_DRAFTS = """SELECT COUNT(*) FROM drafts WHERE NOT EXISTS
(SELECT 1 FROM tasks WHERE tasks.token = drafts.token AND tasks.state = 'open')"""
FILES = "SELECT sha FROM files ORDER BY sha"
CONTENT = "SELECT content FROM files WHERE sha = ?"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far an effect came: `waiting` for its next try, `done`, or given up for the reason `error`."""

    key: str
    waiting: bool
    done: bool
    error: str


@dataclass(slots=True)
class Whole:
    """One case with everything that hangs on it. `snapshot` is None when there is none."""

    case: Case
    next_due: datetime | None
    snapshot: bytes | None = None
    chain: list[Sealed] = field(default_factory=list[Sealed])
    tasks: list[Task] = field(default_factory=list[Task])
    waits: list[Waiting] = field(default_factory=list[Waiting])
    effects: list[Outcome] = field(default_factory=list[Outcome])

    @property
    def closed(self) -> bool:
        """Whether the case is over."""
        return self.case.state is CaseState.CLOSED


def at_one_instant(store: Session) -> None:
    """Let every later read of this transaction see the same instant; the first statement of its transaction.

    SQLite's transactions always do.
    """
    if store.get_bind().dialect.name != "sqlite":
        run(store, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def everything(store: Session) -> Iterator[Whole]:
    """Every case with all that hangs on it, in the order they were opened."""
    last = 0
    while True:
        rows = run(store, CASES, (last,)).all()
        if not rows:
            return
        found = {row.id: Whole(cases.of(row), moment(row.next_due)) for row in rows}
        fill(store, found, (rows[0].id, rows[-1].id))
        yield from found.values()
        last = rows[-1].id


def fill(store: Session, found: dict[int, Whole], span: tuple[int, int]) -> None:
    """Give every case of a stretch what hangs on it; what hangs on no case is an orphan."""

    def rows(sql: str) -> Iterator[tuple[Whole, Any]]:
        return ((found[row.case_id], row) for row in run(store, sql, span) if row.case_id in found)

    for whole, row in rows(SNAPSHOTS):
        whole.snapshot = bytes(row.content)
    for whole, row in rows(JOURNAL):
        whole.chain.append(journal.of(row))
    for whole, row in rows(TASKS):
        whole.tasks.append(tasks.of(row))
    for whole, row in rows(WAITS):
        whole.waits.append(timers.of(row))
    for whole, row in rows(EFFECTS):
        whole.effects.append(Outcome(row.key, row.next_try is not None, row.done is not None, row.error))


def orphans(store: Session) -> Iterator[tuple[str, int]]:
    """(table.column, how many) rows that point at something that is not there, and drafts of tasks no longer open."""
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            count = run(store, pointing_nowhere(table, key)).scalar_one()
            if count:
                yield f"{table.name}.{key.parent.name}", count
    drafts = run(store, UNSOUND_DRAFTS).scalar_one()
    if drafts:
        yield "drafts.token", drafts


def pointing_nowhere(table: Table, key: ForeignKey) -> str:
    """SQL that counts the rows of `table` whose `key` finds nothing."""
    other, own = key.column, key.parent.name
    there = f"SELECT 1 FROM {other.table.name} AS there WHERE there.{other.name} = here.{own}"
    return f"SELECT COUNT(*) FROM {table.name} AS here WHERE here.{own} IS NOT NULL AND NOT EXISTS ({there})"


def files(store: Session) -> Iterator[tuple[str, bool]]:
    """(sha256, whether the bytes still have it) of every kept file."""
    for row in run(store, FILES):
        content: Any = run(store, CONTENT, (row.sha,)).scalar_one()
        yield row.sha, hashlib.sha256(content).hexdigest() == row.sha
