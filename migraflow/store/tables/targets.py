"""Targets of indicators with their history, and the alerts raised when a figure is beyond its threshold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class TargetRecord(Record, table=True):
    """One fixing of a target and a threshold; the latest of a code is in force."""

    __tablename__ = "targets"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_targets_code", "code", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=10)
    target: float | None = None
    threshold: float | None = None
    reason: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor_id: int
    actor: str = Field(max_length=160)


class AlertRecord(Record, table=True):
    """An indicator found beyond its threshold in a `span` (``2026-10``, ``2026-T3``), until it is back."""

    __tablename__ = "alerts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_alerts_code", "code", "id"),
        Index(
            "uq_alerts_open",
            "code",
            unique=True,
            sqlite_where=text("resolved IS NULL"),
            postgresql_where=text("resolved IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=10)
    span: str = Field(max_length=10)
    value: float
    threshold: float
    raised: datetime = Field(sa_column=Column(Moment, nullable=False))
    resolved: datetime | None = Field(default=None, sa_column=Column(Moment))


class AlertCheckRecord(Record, table=True):
    """The day the figures were last held against their thresholds (one row)."""

    __tablename__ = "alert_checks"  # pyright: ignore[reportAssignmentType]

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    day: date = Field(sa_column=Column(Date, nullable=False))
