"""Texts of lists, roles and notices that people of the house gave since, in place of the folder's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class ListEditionRecord(Record, table=True):
    """One text of the file at `path` below ``workflows/``, in force from `begins`; the highest `number` holds.

    `folder` is the sha256 of the folder's file when it was kept, or given this text: a file changed by hand since is a
    new wish.
    """

    __tablename__ = "list_editions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("path", "number", name="uq_list_editions_number"),)

    id: int | None = Field(default=None, primary_key=True)
    path: str = Field(max_length=120)
    number: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    begins: datetime = Field(sa_column=Column(Moment, nullable=False))
    saved: datetime = Field(sa_column=Column(Moment, nullable=False))
    saved_by: int
    saved_by_name: str = Field(max_length=160)
    folder: str = Field(max_length=64)
