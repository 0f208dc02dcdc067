"""Letters the house handed out, the texts managers gave their models, and word on its way to people outside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class LetterRecord(Record, table=True):
    """One letter: the document that holds its paper, and what it is verified by. `key` is that of its effect."""

    __tablename__ = "letters"  # pyright: ignore[reportAssignmentType]

    document_id: str = Field(primary_key=True, foreign_key="documents.id", max_length=40)
    key: str = Field(unique=True, max_length=200)
    model: str = Field(index=True, max_length=20)
    title: str = Field(max_length=200)
    number: str = Field(unique=True, max_length=100)
    code: str = Field(unique=True, max_length=20)
    office: str = Field(default="", max_length=60)
    office_name: str = Field(default="", max_length=200)
    sha: str = Field(foreign_key="files.sha", max_length=64)
    state: str = Field(default="valable", max_length=20)
    signed: datetime = Field(sa_column=Column(Moment, nullable=False))
    annulled: datetime | None = Field(default=None, sa_column=Column(Moment))
    annulled_by: int | None = None
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class LetterNumberRecord(Record, table=True):
    """The last letter number of an office in a year."""

    __tablename__ = "letter_numbers"  # pyright: ignore[reportAssignmentType]

    office: str = Field(primary_key=True, max_length=60)
    year: int = Field(primary_key=True)
    last: int


class LetterTextRecord(Record, table=True):
    """The text a manager gave a letter's model, in place of the folder's; the highest `number` of a `code` holds."""

    __tablename__ = "letter_texts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("code", "number", name="uq_letter_texts_number"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20)
    number: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    saved: datetime = Field(sa_column=Column(Moment, nullable=False))
    saved_by: int
    saved_by_name: str = Field(max_length=160)


class SendingRecord(Record, table=True):
    """Word on its way to somebody outside by SMS or e-mail; `next_try` is None once it is sent or given up."""

    __tablename__ = "sendings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_sendings_next_try", "next_try"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=220)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=320)
    subject: str = Field(max_length=300)
    body: str = Field(sa_column=Column(Text, nullable=False))
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    attempts: int = 0
    next_try: datetime | None = Field(default=None, sa_column=Column(Moment))
    sent: datetime | None = Field(default=None, sa_column=Column(Moment))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
