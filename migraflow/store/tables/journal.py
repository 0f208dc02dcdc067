"""The journal of every case: append-only, each entry sealed by the hash of the one before it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class EntryRecord(Record, table=True):
    """One entry; the meaning of each column stands at ``domain.journal.Entry``."""

    __tablename__ = "journal"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("case_id", "number", name="uq_journal_number"),
        Index("ix_journal_kind", "kind", "at"),
        Index(
            "ix_journal_confidential",
            "case_id",
            sqlite_where=text("confidential <> ''"),
            postgresql_where=text("confidential <> ''"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    number: int
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    kind: str = Field(max_length=20)
    procedure: str = Field(default="", max_length=80)
    edition: str = Field(default="", max_length=64)
    element: str = Field(default="", max_length=120)
    name: str = Field(default="", max_length=300)
    token: str = Field(default="", max_length=80)
    item: str = Field(default="", max_length=200)
    actor_id: int
    actor: str = Field(default="", max_length=160)
    role: str = Field(default="", max_length=60)
    office: str = Field(default="", max_length=60)
    region: str = Field(default="", max_length=40)
    form: str = Field(default="", max_length=200)
    fingerprint: str = Field(default="", max_length=64)
    answers: str = Field(default="", sa_column=Column(Text, nullable=False))
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    confidential: str = Field(default="", max_length=200)
    created: datetime | None = Field(default=None, sa_column=Column(Moment))
    claimed: datetime | None = Field(default=None, sa_column=Column(Moment))
    seal: str = Field(max_length=64)
