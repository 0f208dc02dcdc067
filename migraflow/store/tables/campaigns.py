"""Campaigns, the lists people sent for them, every application, what workers do for them, and who decided what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class CampaignRecord(Record, table=True):
    """One campaign; `criteria`, `shared` and `quotas` as ``domain.values`` writes them."""

    __tablename__ = "campaigns"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=40, unique=True)
    model: str = Field(max_length=60)
    kind: str = Field(max_length=20)
    title: str = Field(max_length=200)
    state: str = Field(max_length=20)
    offer_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    offer_ref: str = Field(max_length=40)
    criteria: str = Field(sa_column=Column(Text, nullable=False))
    shared: str = Field(sa_column=Column(Text, nullable=False))
    seats: int
    reserve: int
    quotas: str = Field(sa_column=Column(Text, nullable=False))
    region: str = Field(max_length=40)
    office: str = Field(max_length=60)
    opened_by: int
    opened_by_name: str = Field(max_length=160)
    opened: datetime = Field(sa_column=Column(Moment, nullable=False))
    chosen: datetime | None = Field(default=None, sa_column=Column(Moment))
    version: int


class CampaignBatchRecord(Record, table=True):
    """A list that was sent; its lines are applications."""

    __tablename__ = "campaign_batches"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id", index=True)
    name: str = Field(max_length=200)
    lines: int
    sent_by: int
    sent_by_name: str = Field(max_length=160)
    sent: datetime = Field(sa_column=Column(Moment, nullable=False))


class ApplicationRecord(Record, table=True):
    """One line of a list, then one person's application. `facts` is the line as it was sent, until it has been checked.

    `sound`, `nina` and `phone` are what lines of one campaign are compared by. `row_id` is its row in the register of
    applications; `to_enter` 1 while that row does not say yet what became of it.
    """

    __tablename__ = "applications"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_applications_campaign", "campaign_id", "standing", "rank"),
        Index("ix_applications_batch", "batch_id", "id"),
        Index("ix_applications_sound", "campaign_id", "sound"),
        Index("ix_applications_person_id", "person_id"),
        Index("ix_applications_case_id", "case_id"),
        Index("ix_applications_row_id", "row_id"),
        Index(
            "ix_applications_to_enter",
            "id",
            sqlite_where=text("to_enter = 1"),
            postgresql_where=text("to_enter = 1"),
        ),
        Index(
            "ix_applications_once",
            "campaign_id",
            "person_id",
            unique=True,
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    batch_id: int
    line: int
    standing: str = Field(max_length=20)
    fate: str = Field(max_length=20)
    person_id: int | None = Field(default=None, foreign_key="people.id")
    name: str = Field(max_length=330)
    sound: str = Field(max_length=330)
    nina: str = Field(max_length=20)
    phone: str = Field(max_length=20)
    sex: str = Field(max_length=1)
    age: int | None = None
    band: str = Field(max_length=10)
    region: str = Field(max_length=40)
    office: str = Field(max_length=60)
    lot: str = Field(max_length=40)
    facts: str = Field(sa_column=Column(Text, nullable=False))
    problems: str = Field(sa_column=Column(Text, nullable=False))
    near: str = Field(sa_column=Column(Text, nullable=False))
    filters: str = Field(max_length=200)
    score: int | None = None
    priority: int = Field(default=0)
    details: str = Field(sa_column=Column(Text, nullable=False))
    draw: int = Field(default=0)
    rank: int | None = None
    proposal: str = Field(max_length=20)
    decided_by: int | None = None
    decided_by_name: str = Field(max_length=160)
    decided: datetime | None = Field(default=None, sa_column=Column(Moment))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    row_id: int | None = Field(default=None, foreign_key="register_rows.id")
    to_enter: int = Field(default=0)


class CampaignErrandRecord(Record, table=True):
    """What a worker does for a campaign; `at` is the key of the last line done."""

    __tablename__ = "campaign_errands"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_campaign_errands_campaign_id", "campaign_id"),
        Index(
            "ix_campaign_errands_queued",
            "id",
            sqlite_where=text("state = 'attend'"),
            postgresql_where=text("state = 'attend'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    chore: str = Field(max_length=20)
    state: str = Field(max_length=20)
    batch_id: int
    done: int
    total: int
    at: int
    wish: str = Field(sa_column=Column(Text, nullable=False))
    asked_by: int
    asked_by_name: str = Field(max_length=160)
    asked: datetime = Field(sa_column=Column(Moment, nullable=False))
    ended: datetime | None = Field(default=None, sa_column=Column(Moment))
    fault: str = Field(sa_column=Column(Text, nullable=False))


class CampaignEntryRecord(Record, table=True):
    """What was done in a campaign: who, when, what, how many, why. Never changed."""

    __tablename__ = "campaign_entries"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id", index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor_id: int
    actor: str = Field(max_length=160)
    deed: str = Field(max_length=30)
    count: int
    told: str = Field(sa_column=Column(Text, nullable=False))
