"""What cases wait for besides tasks: moments, messages, signals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from migraflow.domain.cases import Waiting, WaitKind
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert, roles_of, roles_text

COLUMNS = ("case_id", "kind", "element", "name", "due", "host", "confidential", "since", "correlation")
DROP = "DELETE FROM waits WHERE case_id = ? AND kind = ? AND element = ? AND name = ?"
OF_CASE = """SELECT kind, element, name, due, host, confidential, since, correlation FROM waits WHERE case_id = ?
ORDER BY id"""


def of_case(store: Session, case_id: int) -> list[Waiting]:
    """What one case waits for."""
    return [of(row) for row in run(store, OF_CASE, (case_id,))]


def replace(store: Session, case_id: int, before: Iterable[Waiting], after: Sequence[Waiting], now: datetime) -> None:
    """Make what `case_id` waits for equal to `after`; what stays as it is keeps its moment of arrival."""
    held, wanted = by_key(before), by_key(after)
    moved = {key for key in held.keys() | wanted.keys() if held.get(key) != wanted.get(key)}
    for key in moved & held.keys():
        run(store, DROP, (case_id, *key))
    new = [wait for wait in after if key_of(wait) in moved]
    insert(store, "waits", COLUMNS, [
        (case_id, wait.kind, wait.element, wait.name, wait.due, wait.host, roles_text(wait.confidential), now,
         wait.correlation)
        for wait in new
    ])  # fmt: skip


def key_of(wait: Waiting) -> tuple[str, str, str]:
    """What tells waits apart: kind, element and name."""
    return wait.kind, wait.element, wait.name


def by_key(waits: Iterable[Waiting]) -> dict[tuple[str, str, str], list[Waiting]]:
    """Waits by their keys: several items of one step may wait for the same."""
    found: dict[tuple[str, str, str], list[Waiting]] = {}
    for wait in waits:
        found.setdefault(key_of(wait), []).append(wait)
    return found


def waiting_for(store: Session, kind: WaitKind, name: str) -> list[int]:
    """Keys of the cases that wait for the message or signal `name`, the oldest wait first."""
    sql = "SELECT case_id FROM waits WHERE kind = ? AND name = ? ORDER BY since, id"
    return list(dict.fromkeys(row[0] for row in run(store, sql, (kind, name))))


def of(row: Any) -> Waiting:
    """A wait as a value."""
    return Waiting(
        kind=WaitKind(row.kind),
        element=row.element,
        name=row.name,
        due=moment(row.due),
        host=row.host,
        confidential=roles_of(row.confidential),
        since=moment(row.since),
        correlation=row.correlation,
    )
