"""The register of people: one row per human."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Text, text
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class PersonRecord(Record, table=True):
    """One person. `known` holds all that is known (``domain.values`` text); the columns serve search and duplicates.

    `name_key` are the folded words of the name in alphabetical order; `search` the same with a blank at either end.
    `passport` is the folded number of a passport, when one was shown. `merged_into` is the person this record was
    merged into: nobody sees it any more, until the merge is undone. `sifted` says how far the search for duplicates has
    come: 0 without keys, 1 to be compared, 2 compared.
    """

    __tablename__ = "people"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_people_office", "office", "name_key", "id"),
        Index(
            "ix_people_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        Index("ix_people_unsifted", "id", sqlite_where=text("sifted < 2"), postgresql_where=text("sifted < 2")),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=20)
    version: int = 1
    surname: str = Field(max_length=160)
    given: str = Field(max_length=160)
    name: str = Field(max_length=330)
    name_key: str = Field(max_length=330, index=True)
    search: str = Field(max_length=340)
    sex: str = Field(default="", max_length=1)
    birth_date: date | None = Field(default=None, sa_column=Column(Date, index=True))
    birth_year: int | None = Field(default=None, index=True)
    birth_place_key: str = Field(default="", max_length=160)
    nina: str = Field(default="", max_length=20, index=True)
    passport: str = Field(default="", max_length=40, index=True)
    phone: str = Field(default="", max_length=20, index=True)
    phone2: str = Field(default="", max_length=20, index=True)
    region: str = Field(default="", max_length=40, index=True)
    home_region: str = Field(default="", max_length=40)
    office: str = Field(default="", max_length=60)
    nationality: str = Field(default="", max_length=3)
    education: str = Field(default="", max_length=20)
    father: str = Field(default="", max_length=120)
    mother: str = Field(default="", max_length=120)
    merged_into: int | None = None
    sifted: int = Field(default=2)
    confidential: str = Field(default="", max_length=200)
    known: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    changed: datetime = Field(sa_column=Column(Moment, nullable=False))


class PersonWordRecord(Record, table=True):
    """Something a person is found by the beginning of: a word of the name, ``&`` and two of them, ``#`` and the NINA,
    ``+`` and a stretch of a phone number. Letters follow each other as in ASCII on both databases, so that beginnings
    are stretches of the index; what lists order and choose people by stands beside them."""

    __tablename__ = "person_words"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_person_words_word", "word", "name_key", "person_id", "office", "region", "confidential"),
        {"sqlite_with_rowid": False},
    )

    person_id: int = Field(
        sa_column=Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    word: str = Field(
        sa_column=Column(String(130).with_variant(String(130, collation="C"), "postgresql"), primary_key=True)
    )
    name_key: str = Field(
        sa_column=Column(String(330).with_variant(String(330, collation="C"), "postgresql"), nullable=False)
    )
    office: str = Field(default="", max_length=60)
    region: str = Field(default="", max_length=40)
    confidential: str = Field(default="", max_length=200)
