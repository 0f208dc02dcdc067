"""What was typed so far at each task: saved at every pause, given back on return, gone when the task is done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from migraflow.domain.tasks import Draft
from migraflow.store.database import Session, moment, run

PUT = """INSERT INTO drafts (token, account_id, answers, saved)
SELECT t.token, ?, ?, ? FROM tasks t WHERE t.token = ? AND t.state = 'open' AND t.assignee_id = ?{lock}
ON CONFLICT (token) DO UPDATE
SET account_id = excluded.account_id, answers = excluded.answers, saved = excluded.saved"""
GET = "SELECT token, account_id, answers, saved FROM drafts WHERE token = ?"
DROP = "DELETE FROM drafts WHERE token = ?"


def put(store: Session, token: str, account_id: int, answers: Mapping[str, object], now: datetime) -> bool:
    """Keep what was typed, in place of the draft before; False when the account does not hold the task, open.

    Whoever is completing the task at this moment waits for us, or we for them and then find it done.
    """
    values = (account_id, json.dumps(answers, ensure_ascii=False), now, token, account_id)
    return run(store, PUT.format(lock="" if embedded(store) else " FOR SHARE OF t"), values).rowcount == 1


def get(store: Session, token: str) -> Draft | None:
    """The draft of one task."""
    found = run(store, GET, (token,)).first()
    if found is None:
        return None
    saved = moment(found.saved)
    assert saved is not None
    return Draft(found.token, found.account_id, json.loads(found.answers), saved)


def drop(store: Session, token: str) -> None:
    """Forget the draft of one task."""
    run(store, DROP, (token,))


def drop_with(store: Session, token: str, *, seen: bool) -> None:
    """Forget the draft of a task just completed; `seen`: whether there was one when the task was read.

    Where several write at the same time, one may have come since; with the one writer of SQLite none can.
    """
    if seen or not embedded(store):
        drop(store, token)


def embedded(store: Session) -> bool:
    """Whether the database has one writer at a time."""
    return store.get_bind().dialect.name == "sqlite"
