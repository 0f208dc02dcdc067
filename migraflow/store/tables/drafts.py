"""What belongs to a draft in the studio: copies somebody took for themselves, and the changes made one by one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class OwnCopyRecord(Record, table=True):
    """A draft somebody took for themselves while another held the working copy."""

    __tablename__ = "own_copies"  # pyright: ignore[reportAssignmentType]

    procedure: str = Field(primary_key=True, max_length=80)
    holder_id: int = Field(primary_key=True)
    holder: str = Field(max_length=160)
    base: str = Field(max_length=64)
    saved: datetime = Field(sa_column=Column(Moment, nullable=False))
    version: int = 1
    files: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DraftChangeRecord(Record, table=True):
    """One change of a draft: the files it touched, `before` and `after` it, packed. `owner_id` is 0 for the working
    copy, an account for its own copy; `undone` changes may be made again."""

    __tablename__ = "draft_changes"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_draft_changes_draft", "procedure", "owner_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    procedure: str = Field(max_length=80)
    owner_id: int
    undone: bool = False
    before: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    after: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
