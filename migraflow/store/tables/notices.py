"""The inbox of notices inside the house."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class NoticeRecord(Record, table=True):
    """One notice, to an account, or to a role of an office or region when `account_id` is None."""

    __tablename__ = "notices"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_notices_account", "account_id", "read"),
        Index("ix_notices_role", "role", "region", "read"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    account_id: int | None = None
    role: str = Field(default="", max_length=60)
    office: str = Field(default="", max_length=60)
    region: str = Field(default="", max_length=40)
    model: str = Field(max_length=80)
    subject: str = Field(max_length=300)
    body: str = Field(default="", sa_column=Column(Text, nullable=False))
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    token: str = Field(default="", max_length=80)
    confidential: str = Field(default="", max_length=200)
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    read: datetime | None = Field(default=None, sa_column=Column(Moment))
    read_by: int | None = None
