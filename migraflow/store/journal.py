"""The journal, kept: entries are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, not_
from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.journal import Entry, EntryKind, Sealed
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store import audience
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert, roles_of, roles_text
from migraflow.store.tables.journal import EntryRecord

COLUMNS = (
    *("case_id", "number", "at", "kind", "procedure", "edition", "element", "name", "token", "item", "actor_id"),
    *("actor", "role", "office", "region", "form", "fingerprint", "answers", "detail", "confidential", "created"),
    *("claimed", "seal"),
)
CONFIDENTIAL = col(EntryRecord.confidential) != literal_column("''")
"""Said with the word itself: only then does the index of confidential entries serve."""
OF_CASE = f"SELECT {', '.join(COLUMNS)} FROM journal WHERE case_id = ? ORDER BY number"


def append(store: Session, case_id: int, chain: Sequence[Sealed]) -> None:
    """Add sealed entries to the journal of one case."""
    if chain:
        insert(store, "journal", COLUMNS, [row_of(case_id, kept) for kept in chain])


def row_of(case_id: int, kept: Sealed) -> tuple[object, ...]:
    """A sealed entry as a row, in the order of COLUMNS."""
    entry = kept.entry
    answers = "" if entry.answers is None else dumps(entry.answers)
    return (case_id, kept.number, entry.at, entry.kind, entry.procedure, entry.edition, entry.element, entry.name,
            entry.token, entry.item, entry.actor_id, entry.actor, entry.role, entry.office, entry.region, entry.form,
            entry.fingerprint, answers, dumps(entry.detail) if entry.detail else "", roles_text(entry.confidential),
            entry.created, entry.claimed, kept.seal)  # fmt: skip


def chain_of(store: Session, case_id: int) -> list[Sealed]:
    """The whole journal of one case, oldest first, whoever asks."""
    return [of(row) for row in run(store, OF_CASE, (case_id,))]


def last_of(store: Session, case_id: int, kinds: Sequence[EntryKind]) -> tuple[str, datetime] | None:
    """Who wrote the last entry of one of `kinds` in the journal of one case, and when; None when there is none."""
    marks = ", ".join("?" for _ in kinds)
    sql = f"SELECT actor, at FROM journal WHERE case_id = ? AND kind IN ({marks}) ORDER BY number DESC LIMIT 1"
    row = run(store, sql, (case_id, *kinds)).first()
    at = None if row is None else moment(row.at)
    return None if row is None or at is None else (row.actor, at)


def read(store: Session, case_id: int, *, seen_by: Actor) -> tuple[list[Entry], bool]:
    """The entries of one case `seen_by` may read, oldest first, and whether any was kept back."""
    entries = [kept.entry for kept in chain_of(store, case_id)]
    seen = [entry for entry in entries if not entry.confidential or seen_by.roles & set(entry.confidential)]
    return seen, len(seen) < len(entries)


def keeping_back(store: Session, case_ids: Sequence[int], *, seen_by: Actor) -> set[int]:
    """Those of several cases whose journal holds an entry that `seen_by` may not read."""
    outside = not_(audience.inside(seen_by, col(EntryRecord.confidential)))
    among = select(EntryRecord.case_id).where(col(EntryRecord.case_id).in_(case_ids), CONFIDENTIAL, outside)
    return set(store.exec(among.distinct()))


def of(row: Any) -> Sealed:
    """A kept entry as a value."""
    at = moment(row.at)
    assert at is not None
    entry = Entry(
        kind=EntryKind(row.kind),
        at=at,
        actor_id=row.actor_id,
        actor=row.actor,
        element=row.element,
        name=row.name,
        procedure=row.procedure,
        edition=row.edition,
        token=row.token,
        item=row.item,
        role=row.role,
        office=row.office,
        region=row.region,
        form=row.form,
        fingerprint=row.fingerprint,
        answers=loads_mapping(row.answers) if row.answers else None,
        detail=loads_mapping(row.detail),
        confidential=roles_of(row.confidential),
        created=moment(row.created),
        claimed=moment(row.claimed),
    )
    return Sealed(row.number, entry, row.seal)
