"""Publications, kept: what was proposed, agreed, put in force, taken back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from migraflow.domain.publications import Publication, PublicationState
from migraflow.store.database import Session, moment, run
from migraflow.store.tables.publishing import PublicationRecord

COLUMNS = ", ".join(PublicationRecord.model_fields)
ADD = """INSERT INTO publications (procedure, sha, state, note, waivers, over, effective, proposed, proposed_by,
proposed_by_name, decided, decided_by, decided_by_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
DECIDE = """UPDATE publications SET state = ?, decided = ?, decided_by = ?, decided_by_name = ?
WHERE id = ? AND state = ?"""
DUE = f"SELECT {COLUMNS} FROM publications WHERE state = 'scheduled' AND effective <= ? ORDER BY effective, id LIMIT 1"


def add(store: Session, new: Publication) -> int:
    """Keep a new publication; its key."""
    values = (new.procedure, new.sha, new.state, new.note, json.dumps(dict(new.waivers), ensure_ascii=False), new.over,
              new.effective, new.proposed, new.proposed_by, new.proposed_by_name, new.decided, new.decided_by,
              new.decided_by_name)  # fmt: skip
    return int(run(store, ADD, values).scalar_one())


def load(store: Session, id: int) -> Publication | None:
    """One publication."""
    found = run(store, f"SELECT {COLUMNS} FROM publications WHERE id = ?", (id,)).first()
    return None if found is None else of(found)


def of_procedure(store: Session, procedure: str) -> list[Publication]:
    """The publications of a procedure, the newest first."""
    rows = run(store, f"SELECT {COLUMNS} FROM publications WHERE procedure = ? ORDER BY id DESC", (procedure,))
    return [of(row) for row in rows]


def decide(
    store: Session, one: Publication, state: PublicationState, who: tuple[int | None, str], now: datetime | None
) -> bool:
    """Note what was decided of one; False when somebody else has decided in the meantime."""
    return run(store, DECIDE, (state, now, who[0], who[1], one.id, one.state)).rowcount == 1


def due(store: Session, now: datetime) -> Publication | None:
    """A scheduled publication whose day has come."""
    found = run(store, DUE, (now,)).first()
    return None if found is None else of(found)


def of(row: Any) -> Publication:
    """A publication as a value."""
    proposed = moment(row.proposed)
    assert proposed is not None
    return Publication(
        id=row.id, procedure=row.procedure, sha=row.sha, state=PublicationState(row.state), note=row.note,
        waivers=json.loads(row.waivers), over=bool(row.over), effective=moment(row.effective), proposed=proposed,
        proposed_by=row.proposed_by, proposed_by_name=row.proposed_by_name, decided=moment(row.decided),
        decided_by=row.decided_by, decided_by_name=row.decided_by_name,
    )  # fmt: skip
