"""Documents, kept in the database beside the cases: one backup holds both, one transaction writes both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from migraflow.domain.access import Actor
from migraflow.domain.cases import CaseDocument
from migraflow.store import audience
from migraflow.store.database import Session, run
from migraflow.store.rows import roles_of, roles_text
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.documents import DocumentRecord, FileRecord

MOST = 100
"""Documents the page of a person shows."""
KEEP = "INSERT INTO files (sha, size, content) VALUES (?, ?, ?) ON CONFLICT (sha) DO NOTHING"


@dataclass(frozen=True, slots=True)
class Filed:
    """A document with where it belongs; its content is read apart."""

    id: str
    case_id: int
    token: str
    name: str
    kind: str
    mime: str
    size: int
    sha: str
    confidential: tuple[str, ...]
    added: datetime
    added_by: int
    added_by_name: str

    @property
    def row(self) -> CaseDocument:
        """As the page of its case shows it."""
        return CaseDocument(self.id, self.name, self.kind, self.size, self.added, self.added_by_name)


def keep(store: Session, content: bytes) -> str:
    """Keep bytes once; answers their sha256."""
    sha = hashlib.sha256(content).hexdigest()
    run(store, KEEP, (sha, len(content), content))
    return sha


def add(store: Session, filed: Filed, person_id: int | None) -> None:
    """Attach a kept file to its case."""
    store.add(
        DocumentRecord(
            id=filed.id,
            case_id=filed.case_id,
            person_id=person_id,
            token=filed.token,
            name=filed.name,
            kind=filed.kind,
            mime=filed.mime,
            size=filed.size,
            sha=filed.sha,
            confidential=roles_text(filed.confidential),
            added=filed.added,
            added_by=filed.added_by,
            added_by_name=filed.added_by_name,
        )
    )
    store.flush()


def find(store: Session, id: str) -> Filed | None:
    """One document, whoever asks: who may see its case or task may read it, and the use case checks that."""
    found = store.get(DocumentRecord, id)
    return None if found is None else of(found)


def content(store: Session, sha: str) -> bytes:
    """The bytes under `sha`."""
    return store.exec(select(FileRecord.content).where(FileRecord.sha == sha)).one()


def of_case(store: Session, case_id: int, *, seen_by: Actor) -> list[Filed]:
    """The documents of one case its reader may open, the latest first."""
    statement = select(DocumentRecord).where(
        DocumentRecord.case_id == case_id, audience.inside(seen_by, col(DocumentRecord.confidential))
    )
    return [of(record) for record in store.exec(statement.order_by(col(DocumentRecord.added).desc()))]


def of_person(store: Session, person_id: int, *, seen_by: Actor) -> list[Filed]:
    """The documents of one person's cases its reader may open, the latest first; MOST at most."""
    statement = (
        select(DocumentRecord)
        .join(CaseRecord, col(CaseRecord.id) == DocumentRecord.case_id)
        .where(
            DocumentRecord.person_id == person_id,
            audience.cases(seen_by),
            audience.inside(seen_by, col(CaseRecord.confidential)),
            audience.inside(seen_by, col(DocumentRecord.confidential)),
        )
    )
    return [of(record) for record in store.exec(statement.order_by(col(DocumentRecord.added).desc()).limit(MOST))]


def of(record: DocumentRecord) -> Filed:
    """The document as a value."""
    return Filed(
        id=record.id,
        case_id=record.case_id,
        token=record.token,
        name=record.name,
        kind=record.kind,
        mime=record.mime,
        size=record.size,
        sha=record.sha,
        confidential=roles_of(record.confidential),
        added=record.added,
        added_by=record.added_by,
        added_by_name=record.added_by_name,
    )
