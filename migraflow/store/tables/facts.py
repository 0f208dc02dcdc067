"""Facts of cases, and cells: how many of them there are, rolled up by month."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Column, Date, Index, SmallInteger, Text
from sqlmodel import Field

from migraflow.store.tables.base import Record


class FactRecord(Record, table=True):
    """One fact of one case (``domain.facts.Fact``); `number` counts within the case, `month` is that of its day."""

    __tablename__ = "facts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_facts_day", "fact", "day"), {"sqlite_with_rowid": False})

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    fact: str = Field(max_length=40)
    day: date = Field(sa_column=Column(Date, nullable=False))
    month: str = Field(max_length=7)
    part: str = Field(default="", max_length=80)
    value: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    region: str = Field(default="", max_length=40)
    office: str = Field(default="", max_length=60)
    sex: str = Field(default="", max_length=1)
    age: str = Field(default="", max_length=10)
    education: str = Field(default="", max_length=20)
    occupation: str = Field(default="", max_length=2)
    destination: str = Field(default="", max_length=3)
    migration: str = Field(default="", max_length=20)
    channel: str = Field(default="", max_length=20)


class CellRecord(Record, table=True):
    """How many facts of one name, month, part and value there are at one set of places.

    `level` says which dimensions are told apart (bit n: the nth of ``domain.measures.Dimension``); the others are "".
    """

    __tablename__ = "cells"  # pyright: ignore[reportAssignmentType]
    __table_args__ = ({"sqlite_with_rowid": False},)

    level: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    fact: str = Field(primary_key=True, max_length=40)
    month: str = Field(primary_key=True, max_length=7)
    part: str = Field(primary_key=True, max_length=80)
    value: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    region: str = Field(primary_key=True, max_length=40)
    office: str = Field(primary_key=True, max_length=60)
    sex: str = Field(primary_key=True, max_length=1)
    age: str = Field(primary_key=True, max_length=10)
    education: str = Field(primary_key=True, max_length=20)
    occupation: str = Field(primary_key=True, max_length=2)
    destination: str = Field(primary_key=True, max_length=3)
    migration: str = Field(primary_key=True, max_length=20)
    channel: str = Field(primary_key=True, max_length=20)
    n: int


class StockRecord(Record, table=True):
    """How many stand in something now (``domain.facts.STANDING``), by `since`: the month they came in, or as what.

    All that ever came in less all that ever left, kept in step with the cells; `level` is that of the cells.
    """

    __tablename__ = "stocks"  # pyright: ignore[reportAssignmentType]
    __table_args__ = ({"sqlite_with_rowid": False},)

    level: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    stock: str = Field(primary_key=True, max_length=40)
    since: str = Field(primary_key=True, max_length=80)
    region: str = Field(primary_key=True, max_length=40)
    office: str = Field(primary_key=True, max_length=60)
    sex: str = Field(primary_key=True, max_length=1)
    age: str = Field(primary_key=True, max_length=10)
    education: str = Field(primary_key=True, max_length=20)
    occupation: str = Field(primary_key=True, max_length=2)
    destination: str = Field(primary_key=True, max_length=3)
    migration: str = Field(primary_key=True, max_length=20)
    channel: str = Field(primary_key=True, max_length=20)
    n: int


class FactRulesRecord(Record, table=True):
    """Which rules the facts were told by: the fingerprint of ``faits.toml`` (one row)."""

    __tablename__ = "fact_rules"  # pyright: ignore[reportAssignmentType]

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    fingerprint: str = Field(max_length=64)


class CellRevisionRecord(Record, table=True):
    """How often the cells of a fact and a year have changed: what was decided of them holds for one revision."""

    __tablename__ = "cell_revisions"  # pyright: ignore[reportAssignmentType]

    fact: str = Field(primary_key=True, max_length=40)
    year: str = Field(primary_key=True, max_length=4)
    revision: int = Field(sa_column=Column(BigInteger, nullable=False))


class DisclosureRecord(Record, table=True):
    """What may be told of a fact in a year by some axes (``domain.disclosure``), decided ahead by the worker."""

    __tablename__ = "disclosures"  # pyright: ignore[reportAssignmentType]

    fact: str = Field(primary_key=True, max_length=40)
    year: str = Field(primary_key=True, max_length=4)
    axes: str = Field(primary_key=True, max_length=60)
    revision: int = Field(sa_column=Column(BigInteger, nullable=False))
    decided: str = Field(sa_column=Column(Text, nullable=False))
