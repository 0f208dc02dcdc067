"""The outbox: effects written in the step's own transaction, performed later, each by one worker at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from migraflow.domain.effects import Due, GivenUp
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store.database import WAKE, Session, moment, run
from migraflow.store.rows import insert

COLUMNS = (
    *("key", "case_id", "operator", "parameters", "element", "token", "created", "attempts", "next_try", "done"),
    "error",
)
LEASE = timedelta(minutes=5)
"""How long a worker may keep an effect in hand without a sign of life; then the next one performs it."""
MANY = 100
"""Effects given up that one list shows."""
WAITING = "SELECT 1 FROM effects WHERE next_try <= ? LIMIT 1"
TAKE = """UPDATE effects SET holder = ?, next_try = ?, attempts = attempts + 1 WHERE next_try <= ? AND id IN (
SELECT id FROM effects WHERE next_try <= ? ORDER BY next_try, id LIMIT ?{lock})
RETURNING id, key, case_id, operator, parameters, element, token, attempts"""
DONE = """UPDATE effects SET done = ?, next_try = NULL, holder = '', error = ''
WHERE id = ? AND holder = ? AND done IS NULL"""
HELD = "SELECT 1 FROM effects WHERE id = ? AND holder = ? AND done IS NULL"
RENEW = "UPDATE effects SET next_try = ? WHERE holder = ? AND next_try IS NOT NULL"
FAILED = """UPDATE effects SET next_try = ?, given_up = ?, holder = '', error = ?
WHERE id = ? AND holder = ? AND done IS NULL"""
GIVEN_UP = """SELECT e.id, e.operator, c.ref, e.element, e.attempts, e.created, e.given_up, e.error FROM effects e
JOIN cases c ON c.id = e.case_id WHERE e.given_up IS NOT NULL ORDER BY e.given_up DESC, e.id DESC LIMIT ?"""
CALL_BACK = "UPDATE effects SET given_up = NULL, attempts = 0, next_try = ? WHERE id = ? AND given_up IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Asked:
    """An effect to keep; `done` is its moment when it was performed in the step itself."""

    key: str
    operator: str
    parameters: Mapping[str, object]
    element: str
    token: str
    done: datetime | None = None


def add(store: Session, case_id: int, asked: Sequence[Asked], now: datetime) -> None:
    """Keep the effects of one step; once it is committed, a worker is woken for those not yet done."""
    insert(store, "effects", COLUMNS, [
        (one.key, case_id, one.operator, dumps(one.parameters), one.element, one.token, now, 0,
         None if one.done else now, one.done, "")
        for one in asked
    ])  # fmt: skip
    if any(one.done is None for one in asked):
        store.info[WAKE] = True


def take(store: Session, holder: str, now: datetime, limit: int) -> list[Due]:
    """Take at most `limit` effects due at `now` in hand, the oldest first; those another worker holds are left alone.

    Once this is committed nobody else performs them until the lease is over. Nothing is written when none is due.
    """
    if run(store, WAITING, (now,)).first() is None:
        return []
    embedded = store.get_bind().dialect.name == "sqlite"
    sql = TAKE.format(lock="" if embedded else " FOR UPDATE SKIP LOCKED")
    found = run(store, sql, (holder, now + LEASE, now, now, limit))
    return [
        Due(row.id, row.key, row.case_id, row.operator, loads_mapping(row.parameters), row.element, row.token,
            row.attempts, holder)
        for row in sorted(found, key=lambda row: row.id)
    ]  # fmt: skip


def renew(store: Session, holder: str, now: datetime) -> int:
    """Begin the lease of what `holder` still has in hand anew: how much that is."""
    return run(store, RENEW, (now + LEASE, holder)).rowcount


def held(store: Session, effect: Due) -> bool:
    """Whether an effect is still in the hand that took it."""
    return run(store, HELD, (effect.id, effect.holder)).first() is not None


def done(store: Session, effect: Due, now: datetime) -> bool:
    """Note that an effect was performed; False when its lease had passed to another worker."""
    return run(store, DONE, (now, effect.id, effect.holder)).rowcount == 1


def failed(store: Session, effect: Due, reason: str, *, next_try: datetime | None, now: datetime) -> bool:
    """Note that an effect failed; it is tried again at `next_try`, given up when that is None.

    False when its lease had passed to another worker, who says what became of it.
    """
    given_up = now if next_try is None else None
    return run(store, FAILED, (next_try, given_up, reason[:2000], effect.id, effect.holder)).rowcount == 1


def given_up(store: Session) -> list[GivenUp]:
    """The effects given up, the latest first."""
    return [
        GivenUp(row.id, row.operator, row.ref, row.element, row.attempts, kept(row.created), kept(row.given_up),
                row.error)
        for row in run(store, GIVEN_UP, (MANY,))
    ]  # fmt: skip


def kept(value: object) -> datetime:
    """A moment that is there."""
    found = moment(value)
    assert found is not None
    return found


def call_back(store: Session, effect_id: int, now: datetime) -> bool:
    """Have an effect that was given up performed again, from the first try; False when it is none."""
    store.info[WAKE] = True
    return run(store, CALL_BACK, (now, effect_id)).rowcount == 1


def case_of(store: Session, effect_id: int) -> tuple[int, str, str] | None:
    """The case, operator and element of an effect; None when there is no such effect."""
    row = run(store, "SELECT case_id, operator, element FROM effects WHERE id = ?", (effect_id,)).first()
    return None if row is None else (row.case_id, row.operator, row.element)
