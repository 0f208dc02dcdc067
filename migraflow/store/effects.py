"""The outbox: effects written in the step's own transaction, performed later, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.values import dumps, loads_mapping
from migraflow.store.database import Session, run
from migraflow.store.rows import insert

COLUMNS = (
    *("key", "case_id", "operator", "parameters", "element", "token", "created", "attempts", "next_try", "done"),
    "error",
)
DUE = """SELECT id, key, case_id, operator, parameters, element, token, attempts FROM effects
WHERE next_try <= ? ORDER BY next_try, id LIMIT ?"""
DONE = "UPDATE effects SET done = ?, next_try = NULL, error = '' WHERE id = ?"
FAILED = "UPDATE effects SET attempts = attempts + 1, next_try = ?, error = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Asked:
    """An effect to keep; `done` is its moment when it was performed in the step itself."""

    key: str
    operator: str
    parameters: Mapping[str, object]
    element: str
    token: str
    done: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An effect to perform now; `attempts` made so far."""

    id: int
    key: str
    case_id: int
    operator: str
    parameters: Mapping[str, object]
    element: str
    token: str
    attempts: int


def add(store: Session, case_id: int, asked: Sequence[Asked], now: datetime) -> None:
    """Keep the effects of one step."""
    insert(store, "effects", COLUMNS, [
        (one.key, case_id, one.operator, dumps(one.parameters), one.element, one.token, now, 0,
         None if one.done else now, one.done, "")
        for one in asked
    ])  # fmt: skip


def due(store: Session, now: datetime, limit: int) -> list[Due]:
    """Effects to perform at `now`, the oldest first; other workers' are skipped."""
    sql = DUE if store.get_bind().dialect.name == "sqlite" else f"{DUE} FOR UPDATE SKIP LOCKED"
    return [
        Due(row.id, row.key, row.case_id, row.operator, loads_mapping(row.parameters), row.element, row.token,
            row.attempts)
        for row in run(store, sql, (now, limit))
    ]  # fmt: skip


def done(store: Session, effect_id: int, now: datetime) -> None:
    """Note that an effect was performed."""
    run(store, DONE, (now, effect_id))


def failed(store: Session, effect_id: int, reason: str, next_try: datetime | None) -> None:
    """Note that an effect failed; it is tried again at `next_try`, given up when that is None."""
    run(store, FAILED, (next_try, reason[:2000], effect_id))
