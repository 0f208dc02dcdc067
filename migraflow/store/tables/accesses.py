"""The journal of access: who read what of whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class AccessRecord(Record, table=True):
    """Append-only: one reading. `action` and `what` are values of ``domain.accesses``.

    `person` is the number of the person read of and `case_ref` that of the case, "" for none; `address` where the
    reader sat, `outside` whether that is in another region than what was read. An export says in `detail` what left and
    by which filters, in `count` how many rows.
    """

    __tablename__ = "accesses"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_accesses_at", "at", "id"),
        Index("ix_accesses_person", "person", "at", "id"),
        Index("ix_accesses_account", "account_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    account_id: int
    account: str = Field(max_length=160)
    action: str = Field(max_length=20)
    what: str = Field(max_length=20)
    person: str = Field(default="", max_length=20)
    case_ref: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=64)
    outside: bool = False
    detail: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    count: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
