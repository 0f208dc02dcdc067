"""Tables brought in, kept: their lines, what would become of each, how far the house is with writing them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from migraflow.store.database import WAKE, Session, run

SHOWN = 100
"""Lines on one page of a trial."""
INSERT = """INSERT INTO register_imports (ref, noun, name, actor_id, titles, lines, columns, reason, state, total, done,
counts, refused, created) VALUES (?, ?, ?, ?, ?, ?, ?, '', 'lu', ?, 0, '', '[]', ?)"""
FIND = """SELECT id, ref, noun, name, actor_id, titles, columns, reason, state, total, done FROM register_imports
WHERE """


class State(StrEnum):
    """How far an import is."""

    READ = "lu"
    TRIED = "essaye"
    BEGUN = "en_cours"
    ENDED = "fini"


@dataclass(frozen=True, slots=True)
class New:
    """A table just read. `lines`: (number, cell, cell…) each; `columns`: title → field."""

    ref: str
    register: str
    name: str
    actor_id: int
    titles: Sequence[str]
    lines: Sequence[Sequence[object]]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Import:
    """A table brought in by `actor_id`; `done` lines of `total` have been looked at by the house."""

    id: int
    ref: str
    register: str
    name: str
    actor_id: int
    titles: tuple[str, ...]
    columns: Mapping[str, str]
    reason: str
    state: State
    total: int
    done: int


def add(store: Session, new: New, now: datetime) -> None:
    """Keep a table just read."""
    packed = json.dumps(list(new.titles)), json.dumps(list(new.lines)), json.dumps(dict(new.columns))
    run(store, INSERT, (new.ref, new.register, new.name, new.actor_id, *packed, len(new.lines), now))


def find(store: Session, ref: str) -> Import | None:
    """One import by number."""
    return of(run(store, f"{FIND} ref = ?", (ref,)).first())


def next_begun(store: Session) -> Import | None:
    """The oldest import under way."""
    return of(run(store, f"{FIND} state = 'en_cours' ORDER BY id LIMIT 1").first())


def lines(store: Session, import_id: int) -> list[list[object]]:
    """The lines of a table: (number, cell, cell…)."""
    return json.loads(run(store, "SELECT lines FROM register_imports WHERE id = ?", (import_id,)).scalar_one() or "[]")


def fates(store: Session, import_id: int) -> list[dict[str, object]]:
    """What would become of each line, as last tried."""
    found = run(store, "SELECT refused FROM register_imports WHERE id = ?", (import_id,)).scalar_one()
    return json.loads(found or "[]")


def tried(store: Session, import_id: int, columns: Mapping[str, str], told: Sequence[Mapping[str, object]]) -> None:
    """Keep what would become of each line."""
    sql = "UPDATE register_imports SET columns = ?, refused = ?, state = 'essaye' WHERE id = ?"
    run(store, sql, (json.dumps(dict(columns)), json.dumps(list(told), ensure_ascii=False), import_id))


def begin(store: Session, import_id: int, reason: str) -> None:
    """Let the house begin."""
    run(store, "UPDATE register_imports SET state = 'en_cours', reason = ? WHERE id = ?", (reason, import_id))
    store.info[WAKE] = True


def move_on(store: Session, import_id: int, done: int) -> None:
    """Note how far the house is."""
    run(store, "UPDATE register_imports SET done = ? WHERE id = ?", (done, import_id))


def end(store: Session, import_id: int, now: datetime) -> None:
    """Note that it is done."""
    run(store, "UPDATE register_imports SET state = 'fini', ended = ? WHERE id = ?", (now, import_id))


def of(found: Any | None) -> Import | None:
    """The import as a value."""
    if found is None:
        return None
    return Import(found.id, found.ref, found.noun, found.name, found.actor_id, tuple(json.loads(found.titles)),
                  json.loads(found.columns), found.reason, State(found.state), found.total, found.done)  # fmt: skip
