"""Procedures, editions and working copies, kept. Files are packed: one edition is one immutable value."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import col, delete, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from migraflow.store.database import Session, run
from migraflow.store.rows import roles_of, roles_text
from migraflow.store.tables.procedures import EditionRecord, ProcedureRecord, WorkingCopyRecord

COPY = """INSERT INTO working_copies (procedure, base, holder_id, holder, saved, version, files)
VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT (procedure) DO NOTHING"""

BY_ID = f"SELECT {', '.join(ProcedureRecord.model_fields)} FROM procedures WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as published: `edition` is the sha256 new cases follow, `opened_by` the roles that open cases.

    `calls` are the procedures that edition calls; `folder` is the sha256 of the folder of ``workflows/`` last
    published, "" when it never was.
    """

    id: str
    edition: str
    title: str
    title_en: str
    summary: str
    prefix: str
    opened_by: tuple[str, ...]
    callable: bool
    calls: tuple[str, ...] = ()
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One published edition without its files."""

    sha: str
    procedure: str
    number: int
    title: str
    published: datetime
    published_by: int
    published_by_name: str
    note: str


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The draft of a procedure's next edition; `files` by path inside the folder. `own`: its holder took it for
    themselves while somebody else held the working copy."""

    procedure: str
    base: str
    holder_id: int
    holder: str
    saved: datetime
    version: int
    files: Mapping[str, bytes]
    own: bool = False


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as one value."""
    plain = {path: b64encode(content).decode("ascii") for path, content in sorted(files.items())}
    return zlib.compress(json.dumps(plain).encode(), 6)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files in a packed value."""
    return {path: b64decode(text) for path, text in json.loads(zlib.decompress(content)).items()}


def all_procedures(store: Session) -> list[Procedure]:
    """Every published procedure, by title."""
    return [of(record) for record in store.exec(select(ProcedureRecord).order_by(ProcedureRecord.title))]


def procedure(store: Session, id: str) -> Procedure | None:
    """One published procedure."""
    found = run(store, BY_ID, (id,)).first()
    return None if found is None else of(found)


def editions(store: Session, id: str) -> list[Edition]:
    """The editions of one procedure, the newest first."""
    statement = light().where(col(EditionRecord.procedure) == id).order_by(col(EditionRecord.number).desc())
    return [of_edition(record) for record in store.exec(statement)]


def edition(store: Session, sha: str) -> Edition | None:
    """One edition without its files."""
    found = store.exec(light().where(col(EditionRecord.sha) == sha)).first()
    return None if found is None else of_edition(found)


def light() -> SelectOfScalar[EditionRecord]:
    """Editions without the weight of their files."""
    return select(EditionRecord).options(defer(EditionRecord.files))  # pyright: ignore[reportArgumentType]


def of_edition(record: EditionRecord) -> Edition:
    """The edition as a value."""
    return Edition(record.sha, record.procedure, record.number, record.title, record.published, record.published_by,
                   record.published_by_name, record.note)  # fmt: skip


def published_dates(store: Session) -> dict[str, datetime]:
    """When each edition was published, by sha256."""
    return dict(store.exec(select(EditionRecord.sha, EditionRecord.published)).all())


def files(store: Session, sha: str) -> dict[str, bytes]:
    """The files of one edition."""
    return unpacked(store.exec(select(EditionRecord.files).where(EditionRecord.sha == sha)).one())


def add_edition(store: Session, new: Edition, content: Mapping[str, bytes]) -> Edition:
    """Keep a new edition under the procedure's next number."""
    last = select(func.max(EditionRecord.number)).where(EditionRecord.procedure == new.procedure)
    number = (store.exec(last).one() or 0) + 1
    kept = Edition(new.sha, new.procedure, number, new.title, new.published, new.published_by, new.published_by_name,
                   new.note)  # fmt: skip
    store.add(
        EditionRecord(
            sha=new.sha,
            procedure=new.procedure,
            number=number,
            files=packed(content),
            title=new.title,
            published=new.published,
            published_by=new.published_by,
            published_by_name=new.published_by_name,
            note=new.note,
        )
    )
    store.flush()
    return kept


def publish(store: Session, new: Procedure) -> None:
    """From now on new cases of `new` follow its edition."""
    store.merge(
        ProcedureRecord(
            id=new.id,
            edition=new.edition,
            title=new.title,
            title_en=new.title_en,
            summary=new.summary,
            prefix=new.prefix,
            opened_by=roles_text(new.opened_by),
            callable=new.callable,
            calls=roles_text(new.calls),
            folder=new.folder,
        )
    )
    store.flush()


def note_folder(store: Session, id: str, sha: str) -> None:
    """From now on the folder of `id` counts as published with that sha256."""
    store.exec(update(ProcedureRecord).where(col(ProcedureRecord.id) == id).values(folder=sha))
    store.expire_all()


def copy_of(store: Session, id: str) -> WorkingCopy | None:
    """The working copy of one procedure."""
    found = store.get(WorkingCopyRecord, id, populate_existing=True)
    if found is None:
        return None
    return WorkingCopy(found.procedure, found.base, found.holder_id, found.holder, found.saved, found.version,
                       unpacked(found.files))  # fmt: skip


def copies(store: Session) -> list[WorkingCopy]:
    """Every working copy without its files, by procedure."""
    record = WorkingCopyRecord
    rows = store.exec(select(WorkingCopyRecord).options(defer(record.files)).order_by(record.procedure))  # pyright: ignore[reportArgumentType]
    return [WorkingCopy(one.procedure, one.base, one.holder_id, one.holder, one.saved, one.version, {}) for one in rows]


def take_copy(store: Session, copy: WorkingCopy) -> bool:
    """Keep a first working copy; False when somebody else has just taken one."""
    values = (copy.procedure, copy.base, copy.holder_id, copy.holder, copy.saved, packed(copy.files))
    return run(store, COPY, values).rowcount == 1


def save_copy(store: Session, copy: WorkingCopy, before: int) -> bool:
    """Write a working copy over version `before`; False when it had moved on."""
    record = WorkingCopyRecord
    statement = (
        update(record)
        .where(col(record.procedure) == copy.procedure, col(record.version) == before)
        .values(
            files=packed(copy.files),
            saved=copy.saved,
            version=before + 1,
            holder_id=copy.holder_id,
            holder=copy.holder,
            base=copy.base,
        )
    )
    return store.exec(statement).rowcount == 1


def drop_copy(store: Session, id: str) -> None:
    """Forget the working copy of one procedure."""
    store.exec(delete(WorkingCopyRecord).where(col(WorkingCopyRecord.procedure) == id))
    store.expire_all()


def of(record: Any) -> Procedure:
    """The procedure as a value, from a record or a row of prepared SQL."""
    return Procedure(
        id=record.id,
        edition=record.edition,
        title=record.title,
        title_en=record.title_en,
        summary=record.summary,
        prefix=record.prefix,
        opened_by=roles_of(record.opened_by),
        callable=bool(record.callable),
        calls=roles_of(record.calls),
        folder=record.folder,
    )
