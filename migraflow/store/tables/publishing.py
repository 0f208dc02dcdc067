"""Publishing a procedure: proposals and returns, replays of last year's cases, moves of running ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class PublicationRecord(Record, table=True):
    """One wish to make an edition the one new cases follow; `state` is a ``domain.publications.PublicationState``.

    `waivers` are the reasons (JSON, by end event) why an end goes without an example; `effective` is when the edition
    is to take effect, None for at once; `over` says that a replay went beyond its threshold.
    """

    __tablename__ = "publications"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_publications_procedure", "procedure", "id"),
        Index(
            "ix_publications_effective",
            "effective",
            sqlite_where=text("state = 'scheduled'"),
            postgresql_where=text("state = 'scheduled'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    procedure: str = Field(max_length=80)
    sha: str = Field(max_length=64)
    state: str = Field(max_length=12)
    note: str = Field(sa_column=Column(Text, nullable=False))
    waivers: str = Field(sa_column=Column(Text, nullable=False))
    over: bool = False
    effective: datetime | None = Field(default=None, sa_column=Column(Moment))
    proposed: datetime = Field(sa_column=Column(Moment, nullable=False))
    proposed_by: int
    proposed_by_name: str = Field(max_length=160)
    decided: datetime | None = Field(default=None, sa_column=Column(Moment))
    decided_by: int | None = None
    decided_by_name: str = Field(default="", max_length=160)


class ReplayRecord(Record, table=True):
    """One replay of recorded cases through a working copy, kept as it was (`files`, packed).

    `state` is a ``domain.replays.ReplayState``; `total` and `done` count cases; `error` says why it failed.
    """

    __tablename__ = "replays"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_replays_procedure", "procedure", "sha"), Index("ix_replays_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    procedure: str = Field(max_length=80)
    sha: str = Field(max_length=64)
    state: str = Field(max_length=10)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    total: int = 0
    done: int = 0
    asked: datetime = Field(sa_column=Column(Moment, nullable=False))
    asked_by: int
    asked_by_name: str = Field(max_length=160)
    finished: datetime | None = Field(default=None, sa_column=Column(Moment))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    files: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReplayCaseRecord(Record, table=True):
    """What one recorded case would have become; `verdict` is an ``engine.replaying.Fate``.

    `element` and `question` say where and for which answer it would stop; `outcome` how it would end; `steps` and
    `days` what it would take more (less when negative).
    """

    __tablename__ = "replay_cases"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_replay_cases_verdict", "replay_id", "verdict"),)

    replay_id: int = Field(primary_key=True, foreign_key="replays.id")
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    verdict: str = Field(max_length=10)
    element: str = Field(default="", max_length=120)
    question: str = Field(default="", max_length=200)
    outcome: str = Field(default="", max_length=80)
    steps: int = 0
    days: int = 0


class MoveRecord(Record, table=True):
    """One move of running cases to another edition, made in waves.

    `editions` pins what the edition calls, `mapping` replaces steps, `answers` are typed values for all (each JSON);
    `most` incidents stop the wave. `state` is a ``domain.moves.MoveState``.
    """

    __tablename__ = "moves"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_moves_procedure", "procedure", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    procedure: str = Field(max_length=80)
    edition: str = Field(max_length=64)
    editions: str = Field(sa_column=Column(Text, nullable=False))
    mapping: str = Field(sa_column=Column(Text, nullable=False))
    answers: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    most: int = 1
    incidents: int = 0
    state: str = Field(max_length=10)
    planned: datetime = Field(sa_column=Column(Moment, nullable=False))
    planned_by: int
    planned_by_name: str = Field(max_length=160)


class MoveCaseRecord(Record, table=True):
    """One case of a move: its verdict (an ``engine.Verdict``), why (JSON), where it stands, what became of it.

    `before` is all that is needed to put it back exactly; `version` is the case's right after it was moved.
    """

    __tablename__ = "move_cases"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_move_cases_state", "move_id", "state"),
        Index(
            "ix_move_cases_queued",
            "move_id",
            "case_id",
            sqlite_where=text("state IN ('queued', 'undoing')"),
            postgresql_where=text("state IN ('queued', 'undoing')"),
        ),
    )

    move_id: int = Field(primary_key=True, foreign_key="moves.id")
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    region: str = Field(max_length=40)
    verdict: str = Field(max_length=10)
    reasons: str = Field(default="", sa_column=Column(Text, nullable=False))
    step: str = Field(default="", max_length=300)
    state: str = Field(max_length=10)
    before: str = Field(default="", sa_column=Column(Text, nullable=False))
    version: int = 0
    at: datetime | None = Field(default=None, sa_column=Column(Moment))
