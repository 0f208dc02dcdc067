"""The outbox: what a step asked the house to do, kept until it is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class EffectRecord(Record, table=True):
    """One effect. `key` makes it happen once; `next_try` is None when it is done or given up (`error` says why)."""

    __tablename__ = "effects"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_effects_next_try",
            "next_try",
            sqlite_where=text("next_try IS NOT NULL"),
            postgresql_where=text("next_try IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    case_id: int = Field(foreign_key="cases.id", index=True)
    operator: str = Field(max_length=40)
    parameters: str = Field(sa_column=Column(Text, nullable=False))
    element: str = Field(max_length=120)
    token: str = Field(max_length=80)
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    attempts: int = 0
    next_try: datetime | None = Field(default=None, sa_column=Column(Moment))
    done: datetime | None = Field(default=None, sa_column=Column(Moment))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
