"""Suspensions: what an authority has stopped, the cases it holds, and what stands still in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class SuspensionRecord(Record, table=True):
    """One decision: `kind` and `subject` say what is suspended (``dossier`` and its number, ``corridor`` and ``ESP``).

    `state` is a ``domain.suspensions.SuspensionState``; one subject has at most one that is in force.
    """

    __tablename__ = "suspensions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_suspensions_in_force",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("state = 'in_force'"),
            postgresql_where=text("state = 'in_force'"),
        ),
        Index("ix_suspensions_decided", "decided"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    subject: str = Field(max_length=200)
    label: str = Field(max_length=200)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    basis: str = Field(sa_column=Column(Text, nullable=False))
    review: datetime | None = Field(default=None, sa_column=Column(Moment))
    decided_by: int
    decided_by_name: str = Field(max_length=160)
    decided: datetime = Field(sa_column=Column(Moment, nullable=False))
    state: str = Field(max_length=10)
    ended: datetime | None = Field(default=None, sa_column=Column(Moment))
    ended_by: int | None = None
    ended_by_name: str = Field(default="", max_length=160)
    ended_reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class CaseSubjectRecord(Record, table=True):
    """What a case is about besides its person, as ``[sujets]`` of its procedure says: ``corridor`` ``ESP``."""

    __tablename__ = "case_subjects"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_case_subjects_subject", "kind", "subject"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    kind: str = Field(primary_key=True, max_length=40)
    subject: str = Field(primary_key=True, max_length=200)


class HeldCaseRecord(Record, table=True):
    """A case a suspension holds since `since`. Its clocks stand still since `still` (several may hold it in turn).

    `state` is a ``domain.suspensions.HoldState``: what the journal of the case has been told.
    """

    __tablename__ = "held_cases"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_held_cases_case_id", "case_id"),
        Index(
            "ix_held_cases_untold",
            "state",
            sqlite_where=text("state IN ('new', 'ending')"),
            postgresql_where=text("state IN ('new', 'ending')"),
        ),
    )

    suspension_id: int = Field(primary_key=True, foreign_key="suspensions.id")
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    still: datetime = Field(sa_column=Column(Moment, nullable=False))
    until: datetime | None = Field(default=None, sa_column=Column(Moment))
    state: str = Field(max_length=10)


class PausedTaskRecord(Record, table=True):
    """The due moment and the next mark of a task, kept while its case is suspended."""

    __tablename__ = "paused_tasks"  # pyright: ignore[reportAssignmentType]

    token: str = Field(primary_key=True, max_length=80)
    case_id: int = Field(foreign_key="cases.id", index=True)
    due: datetime | None = Field(default=None, sa_column=Column(Moment))
    next_mark: datetime | None = Field(default=None, sa_column=Column(Moment))
