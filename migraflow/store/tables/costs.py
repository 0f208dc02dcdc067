"""What leaving costs the worker (SDG 10.7.1 as an administrative proxy): one row per placement, one per cost."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Date, Index
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class PlacementCostRecord(Record, table=True):
    """One placement: who left for where, what the worker paid in all, and what the first month abroad earned.

    `placement` is the number of the case that prepared the departure. Sums are whole francs CFA (XOF), None when a
    currency has no parity; `ratio_thousandths` is the cost borne by the worker over one month's earnings × 1 000: over
    the wage of the contract at departure (`earned` false), over the first month earned once it is known.
    `month` is the first day of the month of departure, until then of the declaration.
    """

    __tablename__ = "placement_costs"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_placement_costs_month", "month", "country"),)

    placement: str = Field(primary_key=True, max_length=40)
    case_id: int = Field(foreign_key="cases.id", index=True)
    follow_up_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    month: date = Field(sa_column=Column(Date, nullable=False))
    region: str = Field(default="", max_length=40)
    sex: str = Field(default="", max_length=1)
    country: str = Field(default="", max_length=3)
    occupation: str = Field(default="", max_length=10)
    migration: str = Field(default="", max_length=20)
    employer: str = Field(default="", max_length=200)
    worker_xof: int | None = Field(default=None, sa_column=Column(BigInteger))
    withheld_xof: int | None = Field(default=None, sa_column=Column(BigInteger))
    debt_xof: int | None = Field(default=None, sa_column=Column(BigInteger))
    wage_xof: int | None = Field(default=None, sa_column=Column(BigInteger))
    earned_xof: int | None = Field(default=None, sa_column=Column(BigInteger))
    ratio_thousandths: int | None = None
    earned: bool = False
    fee_paid: bool = False
    alerts: int = 0
    changed: datetime = Field(sa_column=Column(Moment, nullable=False))


class CostRecord(Record, table=True):
    """One cost of a placement: category and payer by code, the amount in thousandths of its currency.

    `source` says who told it: ``declaration`` before leaving, ``suivi`` from abroad. `alert` is the rule it goes
    against, "" for none.
    """

    __tablename__ = "costs"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_costs_month", "month", "category", "payer"),)

    placement: str = Field(primary_key=True, max_length=40, foreign_key="placement_costs.placement")
    source: str = Field(primary_key=True, max_length=12)
    number: int = Field(primary_key=True)
    category: str = Field(max_length=20)
    payer: str = Field(max_length=20)
    thousandths: int = Field(sa_column=Column(BigInteger, nullable=False))
    currency: str = Field(max_length=3)
    xof: int | None = Field(default=None, sa_column=Column(BigInteger))
    month: date = Field(sa_column=Column(Date, nullable=False))
    paid_to: str = Field(default="", max_length=120)
    receipt: bool = False
    alert: str = Field(default="", max_length=40)
