"""Wishes already granted: the same key twice gets the same receipt, however often a browser sends it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from migraflow.domain.tasks import Receipt
from migraflow.store.database import Session, run

REMEMBERED = timedelta(days=7)
"""How long a key is remembered."""
RESERVE = "INSERT INTO commands (key, receipt, at) VALUES (?, '', ?) ON CONFLICT (key) DO NOTHING"
GRANTED = "SELECT receipt FROM commands WHERE key = ?"
GRANT = "UPDATE commands SET receipt = ? WHERE key = ?"
OLD = "SELECT 1 FROM commands WHERE at < ? LIMIT 1"
FORGET = "DELETE FROM commands WHERE at < ?"


def reserve(store: Session, key: str, now: datetime) -> Receipt | None:
    """Take `key` for this transaction; the receipt when the wish was granted before.

    A second transaction with the same key waits here until the first has ended.
    """
    if run(store, RESERVE, (key, now)).rowcount == 1:
        return None
    return Receipt(**json.loads(run(store, GRANTED, (key,)).scalar_one()))


def grant(store: Session, key: str, receipt: Receipt) -> None:
    """Remember what the wish under `key` was answered."""
    run(store, GRANT, (json.dumps(asdict(receipt)), key))


def forget_old(store: Session, now: datetime) -> int:
    """Forget keys nobody will send again; answers how many. Writes nothing when there is none."""
    if run(store, OLD, (now - REMEMBERED,)).first() is None:
        return 0
    return run(store, FORGET, (now - REMEMBERED,)).rowcount
