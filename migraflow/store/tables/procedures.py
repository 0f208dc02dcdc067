"""Procedures, their published editions and the studio's working copies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class ProcedureRecord(Record, table=True):
    """One procedure and the edition new cases follow. `opened_by` are role codes as ``,role,role,``.

    `calls` are the procedures its edition calls, written likewise.
    `folder` is the sha256 of the folder of ``workflows/`` last published, "" when it never was.
    """

    __tablename__ = "procedures"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=80)
    edition: str = Field(max_length=64)
    title: str = Field(max_length=200)
    title_en: str = Field(default="", max_length=200)
    summary: str = Field(default="", sa_column=Column(Text, nullable=False))
    prefix: str = Field(max_length=10)
    opened_by: str = Field(default="", max_length=300)
    callable: bool = False
    calls: str = Field(default="", sa_column=Column(Text, nullable=False))
    folder: str = Field(default="", max_length=64)


class EditionRecord(Record, table=True):
    """One immutable edition: `files` are the bundle's files, packed; `number` counts from 1 per procedure."""

    __tablename__ = "editions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("procedure", "number", name="uq_editions_number"),)

    sha: str = Field(primary_key=True, max_length=64)
    procedure: str = Field(max_length=80, index=True)
    number: int
    files: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    title: str = Field(max_length=200)
    published: datetime = Field(sa_column=Column(Moment, nullable=False))
    published_by: int
    published_by_name: str = Field(max_length=160)
    note: str = Field(default="", sa_column=Column(Text, nullable=False))


class WorkingCopyRecord(Record, table=True):
    """The draft of a procedure's next edition, held by one account."""

    __tablename__ = "working_copies"  # pyright: ignore[reportAssignmentType]

    procedure: str = Field(primary_key=True, max_length=80)
    base: str = Field(max_length=64)
    holder_id: int
    holder: str = Field(max_length=160)
    saved: datetime = Field(sa_column=Column(Moment, nullable=False))
    version: int = 1
    files: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
