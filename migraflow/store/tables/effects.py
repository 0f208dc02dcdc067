"""The outbox: what a step asked the house to do, kept until it is done; and the steps that could not be taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class EffectRecord(Record, table=True):
    """One effect. `key` makes it happen once; `next_try` is None when it is done or given up (`error` says why).

    A worker that performs it is its `holder`, and `next_try` lies then at the end of its lease: whoever dies with an
    effect in hand loses it to the next. `given_up` is when the last try failed; somebody may call it back.
    """

    __tablename__ = "effects"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_effects_next_try",
            "next_try",
            sqlite_where=text("next_try IS NOT NULL"),
            postgresql_where=text("next_try IS NOT NULL"),
        ),
        Index(
            "ix_effects_given_up",
            "given_up",
            sqlite_where=text("given_up IS NOT NULL"),
            postgresql_where=text("given_up IS NOT NULL"),
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
    holder: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    given_up: datetime | None = Field(default=None, sa_column=Column(Moment))


class FailureRecord(Record, table=True):
    """The step a case could not take, at most one per case: the wish as it was, so that it can be granted later.

    `kind` is a ``domain.recovery.FailedWish``; `token` the task, `name` the message or signal, `answers` what came with
    it (typed values); `account_id` and `account` whose wish it was; `element` where it broke and `cause` why.
    """

    __tablename__ = "failures"  # pyright: ignore[reportAssignmentType]

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    kind: str = Field(max_length=12)
    token: str = Field(max_length=80)
    name: str = Field(max_length=200)
    answers: str = Field(sa_column=Column(Text, nullable=False))
    account_id: int
    account: str = Field(max_length=160)
    element: str = Field(max_length=120)
    cause: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    attempts: int = 1
