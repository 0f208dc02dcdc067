"""Cases and their snapshots. Columns such as `region`, `age_band` or `opened_month` serve the measures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class CaseRecord(Record, table=True):
    """One case. `version` grows with every step; `entries` and `head` are the length and last hash of its journal.

    `editions` maps the procedures it calls to the sha256 they had when it was opened (JSON); `confidential` are the
    roles that see inside, as ``,role,role,``, "" when everybody who sees the case does. `holds` counts the suspensions
    that hold it. `next_due` is the moment of its next timer; while it is held, of the next whose clock goes on.
    `counted` is how many entries its facts were told from: where it is not `entries`, they are to be told anew.
    """

    __tablename__ = "cases"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_cases_region_changed", "region", "changed", "id", "person_id"),
        Index("ix_cases_office_changed", "office", "changed", "id", "person_id"),
        Index("ix_cases_opened_by", "opened_by", "changed", "id", "person_id"),
        Index("ix_cases_changed", "changed", "id", "person_id"),
        Index("ix_cases_person", "person_id", "changed", "id", "office", "region", "opened_by"),
        Index("ix_cases_procedure_month", "procedure", "opened_month"),
        Index("ix_cases_edition", "edition"),
        Index(
            "ix_cases_uncounted",
            "id",
            sqlite_where=text("counted <> entries"),
            postgresql_where=text("counted <> entries"),
        ),
        Index(
            "ix_cases_next_due",
            "next_due",
            sqlite_where=text("next_due IS NOT NULL"),
            postgresql_where=text("next_due IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=40)
    procedure: str = Field(max_length=80)
    edition: str = Field(max_length=64)
    editions: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    state: str = Field(max_length=10)
    version: int = 1
    region: str = Field(max_length=40)
    office: str = Field(max_length=60)
    opened_by: int
    opened_by_name: str = Field(max_length=160)
    person_id: int | None = Field(default=None, foreign_key="people.id")
    sex: str = Field(default="", max_length=1)
    age: int | None = None
    age_band: str = Field(default="", max_length=10)
    opened: datetime = Field(sa_column=Column(Moment, nullable=False))
    changed: datetime = Field(sa_column=Column(Moment, nullable=False))
    closed: datetime | None = Field(default=None, sa_column=Column(Moment))
    opened_month: str = Field(max_length=7)
    closed_month: str = Field(default="", max_length=7)
    days: int | None = None
    outcome: str = Field(default="", max_length=80)
    outcome_label: str = Field(default="", max_length=200)
    next_due: datetime | None = Field(default=None, sa_column=Column(Moment))
    entries: int = 0
    head: str = Field(default="", max_length=64)
    confidential: str = Field(default="", max_length=200)
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    holds: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    counted: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class SnapshotRecord(Record, table=True):
    """The engine's memory of one case, and the case's answers as text (``domain.values``)."""

    __tablename__ = "snapshots"  # pyright: ignore[reportAssignmentType]

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    data: str = Field(default="{}", sa_column=Column(Text, nullable=False))


class CounterRecord(Record, table=True):
    """The last case number given per prefix, year and region's letters ("" for national numbers)."""

    __tablename__ = "counters"  # pyright: ignore[reportAssignmentType]

    prefix: str = Field(primary_key=True, max_length=10)
    year: int = Field(primary_key=True)
    letters: str = Field(primary_key=True, max_length=10)
    last: int = 0


class CommandRecord(Record, table=True):
    """One wish that was granted: the same key again gets the same receipt."""

    __tablename__ = "commands"  # pyright: ignore[reportAssignmentType]

    key: str = Field(primary_key=True, max_length=120)
    receipt: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
