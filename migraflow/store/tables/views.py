"""Views of the dashboards that people keep and share; nobody's name is in one but its owner's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class ViewRecord(Record, table=True):
    """One view; `shared` is a role, ``tous``, or "" for its owner alone."""

    __tablename__ = "views"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="accounts.id", index=True)
    name: str = Field(max_length=80)
    page: str = Field(max_length=40)
    query: str = Field(sa_column=Column(Text, nullable=False))
    shared: str = Field(max_length=60, index=True)
    kept: datetime = Field(sa_column=Column(Moment, nullable=False))
