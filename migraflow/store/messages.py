"""Messages, kept until somebody takes them; signals, one row for each case that hears them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from migraflow.domain.cases import WaitKind
from migraflow.domain.messages import Message, MessageState, Undelivered
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert

COLUMNS = """id, key, kind, name, correlation, payload, from_case, from_ref, to_case, sent, expires, attempts"""
ADD = """INSERT INTO messages (key, kind, name, correlation, payload, from_case, from_ref, to_case, sent, expires,
state, next_try, attempts, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, 0, '') ON CONFLICT (key) DO NOTHING"""
FAN_OUT = """INSERT INTO messages (key, kind, name, correlation, payload, from_case, from_ref, to_case, sent, expires,
state, next_try, attempts, reason)
SELECT ? || CAST(w.case_id AS VARCHAR(20)), 'signal', w.name, ?, ?, CAST(? AS INTEGER), ?, w.case_id, ?, ?,
'waiting', ?, 0, ''
FROM waits w WHERE w.kind = 'signal' AND w.name = ?{meant} AND w.case_id <> ? GROUP BY w.case_id, w.name
ON CONFLICT (key) DO NOTHING"""
AWAITED = """m.kind = 'signal'
OR (m.to_case IS NOT NULL AND EXISTS (SELECT 1 FROM waits w WHERE w.case_id = m.to_case AND w.kind = 'message'
AND w.name = m.name))
OR (m.to_case IS NULL AND (EXISTS (SELECT 1 FROM waits w WHERE w.kind = 'message' AND w.name = m.name
AND w.correlation IN (m.correlation, '') AND w.case_id <> COALESCE(m.from_case, 0))
OR EXISTS (SELECT 1 FROM message_starts s WHERE s.name = m.name)))"""
"""Each half by its own index: a pool of thousands waits for messages of one name."""
NEXT = f"""SELECT {COLUMNS} FROM messages m WHERE m.next_try <= ? AND m.expires > ? AND ({AWAITED})
ORDER BY m.sent, m.id LIMIT 1"""
EXPIRED = f"""SELECT {COLUMNS} FROM messages m WHERE m.next_try IS NOT NULL AND m.expires <= ?
ORDER BY m.expires, m.id LIMIT 1"""
WHO_WAITS = """SELECT case_id FROM waits WHERE kind = 'message' AND name = ? AND correlation IN (?, '')
AND case_id <> ? GROUP BY case_id ORDER BY MAX(correlation) DESC, MIN(since), MIN(id) LIMIT ?"""
SETTLE = """UPDATE messages SET state = ?, next_try = NULL, case_id = ?, settled = ?, reason = ?
WHERE id = ? AND next_try IS NOT NULL"""
LATER = "UPDATE messages SET next_try = ?, attempts = attempts + 1, reason = ? WHERE id = ?"
FORGET = "DELETE FROM messages WHERE state = ? AND settled < ?"
LYING = "('waiting', 'expired', 'refused')"
UNDELIVERED = f"""SELECT m.id, m.name, m.correlation, m.from_ref, COALESCE(c.ref, '') AS to_ref, m.sent, m.expires,
m.state, m.reason FROM messages m LEFT JOIN cases c ON c.id = m.to_case WHERE m.kind = 'message' AND m.state IN {LYING}
ORDER BY CASE m.state WHEN 'waiting' THEN 1 ELSE 0 END, m.sent DESC, m.id DESC LIMIT ?"""
MANY = 100
"""Undelivered messages that one list shows: those given up first, each the latest first."""
LIES = f"SELECT {COLUMNS} FROM messages m WHERE m.id = ? AND m.kind = 'message' AND m.state IN {LYING}"
SETTLE_BY_HAND = f"""UPDATE messages SET state = ?, next_try = NULL, case_id = ?, settled = ?, reason = ?
WHERE id = ? AND state IN {LYING}"""


def add(store: Session, message: Message) -> bool:
    """Keep a message; False when it was kept before (by its key)."""
    values = (message.key, message.kind, message.name, message.correlation, dumps(message.payload), message.from_case,
              message.from_ref, message.to_case, message.sent, message.expires, message.sent)  # fmt: skip
    store.info["wake"] = True
    return run(store, ADD, values).rowcount == 1


def fan_out(store: Session, signal: Message, *, to_all: bool) -> int:
    """Keep `signal` once for each case that waits for it, its sender excepted; how many there are.

    Cases that wait with another key do not hear it, unless it goes `to_all`.
    """
    meant = "" if to_all else " AND w.correlation IN (?, '')"
    values = (f"{signal.key}:", signal.correlation, dumps(signal.payload), signal.from_case, signal.from_ref,
              signal.sent, signal.expires, signal.sent, signal.name, *(() if to_all else (signal.correlation,)),
              signal.from_case or 0)  # fmt: skip
    store.info["wake"] = True
    return run(store, FAN_OUT.format(meant=meant), values).rowcount


def next_to_deliver(store: Session, now: datetime) -> Message | None:
    """The oldest message somebody waits for, or that begins a case; those in other workers' hands are passed over."""
    return taken(store, NEXT, (now, now))


def next_expired(store: Session, now: datetime) -> Message | None:
    """A message whose time is over and that nobody took."""
    return taken(store, EXPIRED, (now,))


def taken(store: Session, sql: str, values: tuple[object, ...]) -> Message | None:
    """The one message `sql` finds, held against other workers."""
    embedded = store.get_bind().dialect.name == "sqlite"
    found = run(store, sql if embedded else f"{sql} FOR UPDATE OF m SKIP LOCKED", values).first()
    return None if found is None else of(found)


def who_waits(store: Session, message: Message, limit: int) -> list[int]:
    """Cases that wait for `message`: for its very key first, then for any, each the oldest wait first."""
    values = (message.name, message.correlation, message.from_case or 0, limit)
    return [row[0] for row in run(store, WHO_WAITS, values)]


def settle(
    store: Session,
    message: Message,
    state: MessageState,
    now: datetime,
    *,
    case_id: int | None = None,
    reason: str = "",
) -> None:
    """Note what became of a message."""
    run(store, SETTLE, (state, case_id, now, reason[:2000], message.id))


def undelivered(store: Session) -> list[Undelivered]:
    """The messages nobody has taken: those given up, then those that still wait, each the latest first."""
    return [
        Undelivered(row.id, row.name, row.correlation, row.from_ref, row.to_ref, kept(row.sent), kept(row.expires),
                    MessageState(row.state), row.reason)
        for row in run(store, UNDELIVERED, (MANY,))
    ]  # fmt: skip


def lying(store: Session, message_id: int) -> Message | None:
    """A message nobody has taken, held against workers; None when it was taken or dropped meanwhile."""
    return taken(store, LIES, (message_id,))


def settle_by_hand(
    store: Session,
    message: Message,
    state: MessageState,
    now: datetime,
    *,
    case_id: int | None = None,
    reason: str = "",
) -> bool:
    """Note what somebody did with a message nobody had taken; False when others were first."""
    return run(store, SETTLE_BY_HAND, (state, case_id, now, reason[:2000], message.id)).rowcount == 1


def later(store: Session, message: Message, next_try: datetime, reason: str) -> None:
    """Note that a message could not be delivered now."""
    run(store, LATER, (next_try, reason[:2000], message.id))


def forget(store: Session, before: datetime) -> None:
    """Forget messages settled long ago, delivered or not: the journals have them."""
    for state in MessageState:
        run(store, FORGET, (state, before))


def keep_starts(store: Session, procedure: str, names: Iterable[str]) -> None:
    """Note which messages begin a case of `procedure`, in place of what was noted before."""
    run(store, "DELETE FROM message_starts WHERE procedure = ?", (procedure,))
    insert(store, "message_starts", ("name", "procedure"), [(name, procedure) for name in sorted(set(names))])


def started_by(store: Session, name: str) -> list[str]:
    """The procedures a message `name` begins a case of."""
    return [row[0] for row in run(store, "SELECT procedure FROM message_starts WHERE name = ? ORDER BY 1", (name,))]


def of(row: Any) -> Message:
    """A message as a value."""
    return Message(
        id=row.id,
        key=row.key,
        kind=WaitKind(row.kind),
        name=row.name,
        correlation=row.correlation,
        payload=loads_mapping(row.payload),
        from_case=row.from_case,
        from_ref=row.from_ref,
        to_case=row.to_case,
        sent=kept(row.sent),
        expires=kept(row.expires),
        attempts=row.attempts,
    )


def kept(value: object) -> datetime:
    """A moment that is there."""
    found = moment(value)
    assert found is not None
    return found
