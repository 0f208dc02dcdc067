"""Views of the dashboards, kept."""

from __future__ import annotations

from datetime import datetime

from migraflow.domain.access import Actor
from migraflow.domain.views import EVERYBODY, View
from migraflow.store.database import Session, run

SEEN = """SELECT v.id, v.name, v.page, v.query, v.shared, v.owner_id, a.name AS owner FROM views v
JOIN accounts a ON a.id = v.owner_id WHERE v.owner_id = ? OR v.shared IN ({roles}) ORDER BY LOWER(v.name), v.id"""
ADD = "INSERT INTO views (owner_id, name, page, query, shared, kept) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
CHANGE = "UPDATE views SET name = ?, shared = ? WHERE id = ? AND owner_id = ?"
DROP = "DELETE FROM views WHERE id = ? AND owner_id = ?"
COUNT = "SELECT COUNT(*) FROM views WHERE owner_id = ?"


def seen(store: Session, *, seen_by: Actor) -> tuple[View, ...]:
    """The views somebody kept, and those shared with everybody or with one of their roles, by name."""
    shared = (EVERYBODY, *sorted(seen_by.roles))
    found = run(store, SEEN.format(roles=", ".join("?" * len(shared))), (seen_by.account_id, *shared))
    mine = seen_by.account_id
    return tuple(
        View(row.id, row.name, row.page, row.query, row.shared, row.owner, row.owner_id == mine) for row in found
    )


def count(store: Session, owner: int) -> int:
    """How many views somebody keeps."""
    return int(str(run(store, COUNT, (owner,)).scalar()))


def add(store: Session, view: View, owner: int, now: datetime) -> int:
    """Keep a view; its number."""
    values = (owner, view.name, view.page, view.query, view.shared, now)
    return int(str(run(store, ADD, values).scalar()))


def change(store: Session, id: int, owner: int, *, name: str, shared: str) -> bool:
    """Another name, or shared with others; False when it is not theirs."""
    return run(store, CHANGE, (name, shared, id, owner)).rowcount == 1


def drop(store: Session, id: int, owner: int) -> bool:
    """Forget a view; False when it is not theirs."""
    return run(store, DROP, (id, owner)).rowcount == 1
