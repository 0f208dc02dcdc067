"""Wishes already granted: the same key twice gets the same receipt, however often a browser sends it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from migraflow.domain.tasks import Receipt
from migraflow.store.database import Overtaken, Session, run

REMEMBERED = timedelta(days=7)
"""How long a key is remembered."""
GRANTED = "SELECT receipt FROM commands WHERE key = ?"
GRANT = "INSERT INTO commands (key, receipt, at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING"
OLD = "SELECT 1 FROM commands WHERE at < ? LIMIT 1"
FORGET = "DELETE FROM commands WHERE at < ?"


def granted(store: Session, key: str) -> Receipt | None:
    """The receipt of the wish under `key`; None when it was not granted."""
    found = run(store, GRANTED, (key,)).first()
    return None if found is None else receipt_of(found.receipt)


def grant(store: Session, key: str, receipt: Receipt, now: datetime) -> None:
    """Remember what the wish under `key` was answered. Raises Overtaken when the same wish was granted meanwhile.

    A second transaction with the same key waits here until the first has ended.
    """
    if run(store, GRANT, (key, receipt_text(receipt), now)).rowcount != 1:
        raise Overtaken(key)


def receipt_text(receipt: Receipt) -> str:
    """A receipt as a column keeps it."""
    return json.dumps(asdict(receipt))


def receipt_of(text: str) -> Receipt:
    """The receipt of a column."""
    return Receipt(**json.loads(text))


def forget_old(store: Session, now: datetime) -> int:
    """Forget keys nobody will send again; answers how many. Writes nothing when there is none."""
    if run(store, OLD, (now - REMEMBERED,)).first() is None:
        return 0
    return run(store, FORGET, (now - REMEMBERED,)).rowcount
