"""Words between cases: messages and signals on their way, and the procedures a message begins a case of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class MessageRecord(Record, table=True):
    """One message, or one signal to one case.

    `key` makes it happen once; `correlation` is the key it was sent with, "" for none; `to_case` the only case it may
    reach. `state` is a ``domain.messages.MessageState``; `next_try` is empty once it is settled. `from_case` sent it
    (`from_ref` its number); `case_id` has it; `reason` says why nobody got it.
    """

    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_messages_next_try",
            "next_try",
            sqlite_where=text("next_try IS NOT NULL"),
            postgresql_where=text("next_try IS NOT NULL"),
        ),
        Index(
            "ix_messages_expires",
            "expires",
            sqlite_where=text("next_try IS NOT NULL"),
            postgresql_where=text("next_try IS NOT NULL"),
        ),
        Index("ix_messages_state", "state", "settled"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=160)
    kind: str = Field(max_length=10)
    name: str = Field(max_length=200)
    correlation: str = Field(default="", max_length=200)
    payload: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    from_case: int | None = None
    from_ref: str = Field(default="", max_length=40)
    to_case: int | None = None
    sent: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires: datetime = Field(sa_column=Column(Moment, nullable=False))
    state: str = Field(max_length=10)
    next_try: datetime | None = Field(default=None, sa_column=Column(Moment))
    attempts: int = 0
    case_id: int | None = None
    settled: datetime | None = Field(default=None, sa_column=Column(Moment))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class MessageStartRecord(Record, table=True):
    """A message that begins a case of `procedure`, as its published edition says."""

    __tablename__ = "message_starts"  # pyright: ignore[reportAssignmentType]

    name: str = Field(primary_key=True, max_length=200)
    procedure: str = Field(primary_key=True, max_length=80)
