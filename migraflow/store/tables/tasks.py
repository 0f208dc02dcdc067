"""Tasks, the drafts of their answers, and what else a case waits for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


def open_index(name: str, *columns: str) -> Index:
    """An index of the open tasks alone, by `columns` and then in the order of the baskets; it tells who has them.

    Most tasks are done: what is open stays a small index however many years go by.
    """
    is_open = text("state = 'open'")
    told = (*columns, "sort_due", "id", *(name for name in ("assignee_id",) if name not in columns))
    return Index(name, *told, sqlite_where=is_open, postgresql_where=is_open)


class TaskRecord(Record, table=True):
    """One task. `procedure` is the (possibly called) procedure whose diagram holds `element`.

    `sort_due` is `due`, or the end of time when there is none, so that lists page by it. `level` is the highest
    percentage of its time announced so far (0, 75, 100, 150), `next_mark` when the next one is due. `seconds` is the
    time from creation to completion; `version` grows when the task changes hands. `command` and `receipt` are the
    key and the answer of the wish that completed it: the same wish again gets the same answer.
    """

    __tablename__ = "tasks"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        open_index("ix_tasks_open_role", "role"),
        open_index("ix_tasks_open_region", "role", "region"),
        open_index("ix_tasks_open_office", "role", "office"),
        open_index("ix_tasks_open_assignee", "assignee_id"),
        Index(
            "ix_tasks_cancelled",
            "assignee_id",
            sqlite_where=text("state = 'cancelled'"),
            postgresql_where=text("state = 'cancelled'"),
        ),
        Index("ix_tasks_case", "case_id", "state"),
        Index("ix_tasks_completed", "completed_by", "completed", "case_id"),
        Index(
            "ix_tasks_done_step",
            *("procedure", "element", "id", "seconds"),
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
        Index(
            "ix_tasks_next_mark",
            "next_mark",
            sqlite_where=text("next_mark IS NOT NULL"),
            postgresql_where=text("next_mark IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True, max_length=80)
    case_id: int = Field(foreign_key="cases.id")
    procedure: str = Field(max_length=80)
    element: str = Field(max_length=120)
    name: str = Field(max_length=300)
    role: str = Field(max_length=60)
    office: str = Field(max_length=60)
    region: str = Field(max_length=40)
    form: str = Field(default="", max_length=200)
    item: str = Field(default="", max_length=200)
    deadline: str = Field(default="", max_length=40)
    confidential: str = Field(default="", max_length=200)
    state: str = Field(max_length=10)
    version: int = 1
    assignee_id: int | None = None
    assignee: str = Field(default="", max_length=160)
    due: datetime | None = Field(default=None, sa_column=Column(Moment))
    sort_due: datetime = Field(sa_column=Column(Moment, nullable=False))
    level: int = 0
    next_mark: datetime | None = Field(default=None, sa_column=Column(Moment))
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    claimed: datetime | None = Field(default=None, sa_column=Column(Moment))
    completed: datetime | None = Field(default=None, sa_column=Column(Moment))
    completed_by: int | None = None
    completed_by_name: str = Field(default="", max_length=160)
    seconds: int | None = None
    late: bool = False
    command: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    receipt: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


class DraftRecord(Record, table=True):
    """What was typed so far at one task, as it stood on the screen (JSON)."""

    __tablename__ = "drafts"  # pyright: ignore[reportAssignmentType]

    token: str = Field(primary_key=True, max_length=80)
    account_id: int
    answers: str = Field(sa_column=Column(Text, nullable=False))
    saved: datetime = Field(sa_column=Column(Moment, nullable=False))


class WaitRecord(Record, table=True):
    """A moment, message or signal a case waits for; `host` is the element its boundary event sits on.

    `correlation` is the key a message must have been sent with to be the one meant, "" when any will do.
    """

    __tablename__ = "waits"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_waits_name", "kind", "name", "correlation"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    kind: str = Field(max_length=10)
    element: str = Field(max_length=120)
    name: str = Field(default="", max_length=200)
    due: datetime | None = Field(default=None, sa_column=Column(Moment))
    host: str = Field(default="", max_length=120)
    confidential: str = Field(default="", max_length=200)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    correlation: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
