"""Documents of cases and people; contents are kept once per sha256."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class FileRecord(Record, table=True):
    """The bytes of one file, whoever attached it."""

    __tablename__ = "files"  # pyright: ignore[reportAssignmentType]

    sha: str = Field(primary_key=True, max_length=64)
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DocumentRecord(Record, table=True):
    """A file attached to a case. `id` is random: it stands in addresses and says nothing."""

    __tablename__ = "documents"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=40)
    case_id: int = Field(foreign_key="cases.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    token: str = Field(default="", max_length=80)
    name: str = Field(max_length=200)
    kind: str = Field(default="", max_length=60)
    mime: str = Field(max_length=100)
    size: int
    sha: str = Field(foreign_key="files.sha", max_length=64)
    confidential: str = Field(default="", max_length=200)
    added: datetime = Field(sa_column=Column(Moment, nullable=False))
    added_by: int
    added_by_name: str = Field(max_length=160)
