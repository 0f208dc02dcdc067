"""Word on its way out, kept until it is sent or given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from migraflow.domain.sendings import ChannelKind, Sending
from migraflow.store.database import Session, run

ADD = """INSERT INTO sendings (key, channel, address, subject, body, case_id, created, attempts, next_try, error)
VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, '') ON CONFLICT (key) DO NOTHING"""
DUE = """SELECT id, key, channel, address, subject, body, case_id, attempts FROM sendings
WHERE next_try <= ? ORDER BY next_try, id LIMIT ?"""
HOLD = "UPDATE sendings SET attempts = attempts + 1, next_try = ? WHERE id = ?"
GO_ON = "UPDATE sendings SET next_try = ? WHERE id = ? AND attempts = ? AND next_try IS NOT NULL"
SENT = "UPDATE sendings SET sent = ?, next_try = NULL, error = '' WHERE id = ? AND sent IS NULL"
FAILED = "UPDATE sendings SET next_try = ?, error = ? WHERE id = ? AND attempts = ? AND sent IS NULL"
LEASE = timedelta(minutes=10)
"""How long a worker has word in hand before another may send it."""


def add(store: Session, sending: Sending, now: datetime) -> bool:
    """Keep word to send at once; False when the same (by key) was kept before. Its `id` is given here."""
    values = (sending.key[:220], sending.channel.value, sending.address[:320], sending.subject[:300], sending.body,
              sending.case_id, now, now)  # fmt: skip
    return run(store, ADD, values).rowcount == 1


def take(store: Session, now: datetime, limit: int) -> list[Sending]:
    """Take in hand what is due, the oldest first; nobody else sends it for the length of a lease."""
    sql = DUE if store.get_bind().dialect.name == "sqlite" else f"{DUE} FOR UPDATE SKIP LOCKED"
    held = [of(row) for row in run(store, sql, (now, limit))]
    for one in held:
        run(store, HOLD, (now + LEASE, one.id))
    return held


def hold(store: Session, sending: Sending, now: datetime) -> bool:
    """Begin the lease of word in hand anew; False when another worker has it in hand by now."""
    return run(store, GO_ON, (now + LEASE, sending.id, sending.attempts)).rowcount == 1


def sent(store: Session, sending: Sending, now: datetime) -> None:
    """Note that word was sent."""
    run(store, SENT, (now, sending.id))


def failed(store: Session, sending: Sending, reason: str, next_try: datetime | None) -> bool:
    """Note that word in hand was not sent; it is tried again at `next_try`, given up when that is None.

    False when another worker has it in hand meanwhile.
    """
    return run(store, FAILED, (next_try, reason[:2000], sending.id, sending.attempts)).rowcount == 1


def of(row: Any) -> Sending:
    """Kept word as a value, with the try that begins now."""
    return Sending(row.id, row.key, ChannelKind(row.channel), row.address, row.subject, row.body, row.case_id,
                   row.attempts + 1)  # fmt: skip
