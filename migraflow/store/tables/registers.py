"""Registers: their rows, what happened to each, what they name, the cases that mention them, imports under way.

The column `noun` is the name of the register.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class RegisterRowRecord(Record, table=True):
    """One row of a register; `words` is what it is searched by, `sort` its name as lists order it."""

    __tablename__ = "register_rows"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("noun", "key", name="uq_register_rows_key"),
        Index("ix_register_rows_order", "noun", "sort", "id"),
        Index("ix_register_rows_region", "noun", "region"),
        Index("ix_register_rows_state", "noun", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    noun: str = Field(max_length=40)
    key: str = Field(max_length=120)
    label: str = Field(max_length=300)
    sort: str = Field(max_length=300)
    content: str = Field(sa_column=Column(Text, nullable=False))
    words: str = Field(max_length=600)
    region: str = Field(default="", max_length=40)
    state: str = Field(default="", max_length=40)
    version: int = 1
    begins: date | None = None
    ends: date | None = None
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    changed: datetime = Field(sa_column=Column(Moment, nullable=False))


class RegisterEntryRecord(Record, table=True):
    """One line of the history of a row. `effect_key` is that of the step of a case that wrote it, once."""

    __tablename__ = "register_entries"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    row_id: int = Field(foreign_key="register_rows.id", index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor_id: int
    actor: str = Field(max_length=160)
    deed: str = Field(max_length=20)
    changes: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    case_ref: str = Field(default="", max_length=40)
    effect_key: str | None = Field(default=None, unique=True, max_length=200)


class RegisterLinkRecord(Record, table=True):
    """A row names another: in which field, of which register, under which key."""

    __tablename__ = "register_links"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_register_links_target", "noun", "key"),)

    row_id: int = Field(primary_key=True, foreign_key="register_rows.id")
    field: str = Field(primary_key=True, max_length=120)
    noun: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=120)


class RegisterMentionRecord(Record, table=True):
    """A case mentions a row."""

    __tablename__ = "register_mentions"  # pyright: ignore[reportAssignmentType]

    row_id: int = Field(primary_key=True, foreign_key="register_rows.id")
    case_id: int = Field(primary_key=True, foreign_key="cases.id", index=True)


class RegisterImportRecord(Record, table=True):
    """A table brought in: its lines, which column answers which field, how far the house is with it.

    `lines` and `refused` are JSON; the lines go when it is done.
    """

    __tablename__ = "register_imports"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_register_imports_state", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=40)
    noun: str = Field(max_length=40)
    name: str = Field(max_length=200)
    actor_id: int
    titles: str = Field(sa_column=Column(Text, nullable=False))
    lines: str = Field(sa_column=Column(Text, nullable=False))
    columns: str = Field(default="", sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    state: str = Field(default="lu", max_length=20)
    total: int = 0
    done: int = 0
    counts: str = Field(default="", sa_column=Column(Text, nullable=False))
    refused: str = Field(default="", sa_column=Column(Text, nullable=False))
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    ended: datetime | None = Field(default=None, sa_column=Column(Moment))
