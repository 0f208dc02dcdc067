"""What is sent by e-mail on a day of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class MailingRecord(Record, table=True):
    """A page of figures or the bulletin, sent to `address` in a `rhythm` (a value of ``domain.mailings``).

    `query` is the part of the page's address that filters; `next` when it goes out again, `sent` when it last did.
    """

    __tablename__ = "mailings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_mailings_next", "next"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True, ondelete="CASCADE")
    address: str = Field(max_length=320)
    page: str = Field(max_length=40)
    query: str = Field(default="", max_length=400)
    rhythm: str = Field(max_length=20)
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    next: datetime = Field(sa_column=Column(Moment, nullable=False))
    sent: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
