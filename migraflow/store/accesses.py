"""The journal of access, kept: added to and read, never changed; old lines are forgotten as the register says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from migraflow.domain.access import Actor
from migraflow.domain.accesses import Access, AccessAction, AccessObject
from migraflow.domain.paging import PAGE
from migraflow.store.database import Session, moment, run

ADD = """INSERT INTO accesses (at, account_id, account, action, what, person, case_ref, address, outside,
detail, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
SAID = """SELECT 1 FROM accesses WHERE account_id = ? AND at > ? AND action = ? AND what = ? AND person = ?
AND case_ref = ? LIMIT 1"""
LINES = "SELECT id, at, account, action, what, person, case_ref, address, outside, detail, count FROM accesses"
ADDRESS = "SELECT address FROM sessions WHERE seal = ?"


def said(store: Session, actor: Actor, one: Access, since: datetime) -> bool:
    """Whether the same reading of the same person was written down after `since`."""
    values = (actor.account_id, since, one.action, one.what, one.person, one.case_ref)
    return run(store, SAID, values).first() is not None


def add(store: Session, actor: Actor, one: Access) -> None:
    """Write one line (its `id` is given here)."""
    values = (one.at, actor.account_id, actor.name, one.action, one.what, one.person, one.case_ref, one.address,
              one.outside, one.detail[:400], one.count)  # fmt: skip
    run(store, ADD, values)


def page(store: Session, person: str, after: int | None) -> list[Access]:
    """The lines about one person (all, for ""), the latest first, one more than a page; `after` is the last seen."""
    conditions = [("person = ?", person)] if person else []
    conditions += [("id < ?", after)] if after is not None else []
    where = f" WHERE {' AND '.join(sql for sql, _ in conditions)}" if conditions else ""
    values = (*(value for _, value in conditions), PAGE + 1)
    return [of(row) for row in run(store, f"{LINES}{where} ORDER BY id DESC LIMIT ?", values)]


def of_person(store: Session, person: str, limit: int) -> list[Access]:
    """The latest lines about one person."""
    rows = run(store, f"{LINES} WHERE person = ? ORDER BY at DESC, id DESC LIMIT ?", (person, limit))
    return [of(row) for row in rows]


def address_of(store: Session, seal: str) -> str:
    """Where the session `seal` was opened from; "" when it is gone."""
    return str(run(store, ADDRESS, (seal,)).scalar() or "")


def forget(store: Session, before: datetime) -> int:
    """Forget the lines older than `before`: how many."""
    return run(store, "DELETE FROM accesses WHERE at < ?", (before,)).rowcount


def of(row: Any) -> Access:
    """A line as a value."""
    at = moment(row.at)
    assert at is not None
    return Access(row.id, at, row.account, AccessAction(row.action), AccessObject(row.what), row.person, row.case_ref,
                  row.address, bool(row.outside), row.detail, row.count)  # fmt: skip
