"""People who may be the same human: the keys they are found by, the pairs somebody is to look at, the merges made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class PersonKeyRecord(Record, table=True):
    """A key (``domain.likeness_keys``) that leads to somebody: whoever shares one is worth comparing."""

    __tablename__ = "person_keys"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_person_keys_person_id", "person_id"), {"sqlite_with_rowid": False})

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    person_id: int = Field(
        sa_column=Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )


class LikenessRecord(Record, table=True):
    """Two people alike, `one_id` the smaller key, and what became of it (``domain.merging.PairState``).

    `terms` are the codes and points found when they were last compared; `seen` is when.
    """

    __tablename__ = "likenesses"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        Index("ix_likenesses_other_id", "other_id"),
        Index(
            "ix_likenesses_open",
            "score",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    one_id: int = Field(foreign_key="people.id")
    other_id: int = Field(foreign_key="people.id")
    score: int
    terms: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(max_length=10)
    seen: datetime = Field(sa_column=Column(Moment, nullable=False))
    decided: datetime | None = Field(default=None, sa_column=Column(Moment))
    decided_by: int | None = None
    decided_by_name: str = Field(default="", max_length=160)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class MergeRecord(Record, table=True):
    """Two records made one: all it takes to undo it to the letter.

    `before` and `after` hold what was known (``domain.values`` text); `moved` the rows that changed hands, table by
    table.
    """

    __tablename__ = "merges"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_merges_kept_id", "kept_id"), Index("ix_merges_gone_id", "gone_id"))

    id: int | None = Field(default=None, primary_key=True)
    kept_id: int = Field(foreign_key="people.id")
    gone_id: int = Field(foreign_key="people.id")
    before: str = Field(sa_column=Column(Text, nullable=False))
    after: str = Field(sa_column=Column(Text, nullable=False))
    moved: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    made: datetime = Field(sa_column=Column(Moment, nullable=False))
    made_by: int
    made_by_name: str = Field(max_length=160)
    undone: datetime | None = Field(default=None, sa_column=Column(Moment))
    undone_by: int | None = None
    undone_by_name: str = Field(default="", max_length=160)
