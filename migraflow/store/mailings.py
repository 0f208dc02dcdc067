"""What is sent on a day of its own, kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from migraflow.domain.mailings import Mailing, Rhythm
from migraflow.store.database import Session, moment, run

ADD = """INSERT INTO mailings (account_id, address, page, query, rhythm, created, next) VALUES (?, ?, ?, ?, ?, ?, ?)"""
LINES = "SELECT id, account_id, address, page, query, rhythm, next, sent FROM mailings"
DUE = f"{LINES} WHERE next <= ? ORDER BY next, id LIMIT 1"


def add(store: Session, one: Mailing, now: datetime) -> None:
    """Keep one (its `id` is given here)."""
    run(store, ADD, (one.account_id, one.address, one.page, one.query[:400], one.rhythm.value, now, one.next))


def of_account(store: Session, account_id: int) -> list[Mailing]:
    """What somebody has sent, the oldest first."""
    return [of(row) for row in run(store, f"{LINES} WHERE account_id = ? ORDER BY id", (account_id,))]


def find(store: Session, id: int) -> Mailing | None:
    """One of them; None when it was stopped."""
    row = run(store, f"{LINES} WHERE id = ?", (id,)).first()
    return None if row is None else of(row)


def due(store: Session, now: datetime) -> Mailing | None:
    """One that is due, held until the end of the transaction; None when none is."""
    sql = DUE if store.get_bind().dialect.name == "sqlite" else f"{DUE} FOR UPDATE SKIP LOCKED"
    row = run(store, sql, (now,)).first()
    return None if row is None else of(row)


def went(store: Session, one: Mailing, now: datetime, next: datetime) -> None:
    """Note that one went out, and when it does again."""
    run(store, "UPDATE mailings SET sent = ?, next = ? WHERE id = ?", (now, next, one.id))


def remove(store: Session, id: int, account_id: int) -> bool:
    """Let one go out no more; whether it was this account's."""
    return run(store, "DELETE FROM mailings WHERE id = ? AND account_id = ?", (id, account_id)).rowcount == 1


def of(row: Any) -> Mailing:
    """A row as a value."""
    next_, sent = moment(row.next), moment(row.sent)
    assert next_ is not None
    return Mailing(row.id, row.account_id, row.address, row.page, row.query, Rhythm(row.rhythm), next_, sent)
