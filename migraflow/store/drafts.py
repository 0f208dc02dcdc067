"""What was typed so far at each task: saved at every pause, given back on return, gone when the task is done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from migraflow.domain.tasks import Draft
from migraflow.store.database import Session, moment, run

PUT = """INSERT INTO drafts (token, account_id, answers, saved) VALUES (?, ?, ?, ?)
ON CONFLICT (token) DO UPDATE
SET account_id = excluded.account_id, answers = excluded.answers, saved = excluded.saved"""
GET = "SELECT token, account_id, answers, saved FROM drafts WHERE token = ?"
DROP = "DELETE FROM drafts WHERE token = ?"


def put(store: Session, token: str, account_id: int, answers: Mapping[str, object], now: datetime) -> None:
    """Keep what was typed, in place of the draft before."""
    run(store, PUT, (token, account_id, json.dumps(answers, ensure_ascii=False), now))


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
