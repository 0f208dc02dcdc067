"""Regions of Mali and the agency's offices in them."""

from __future__ import annotations

from sqlmodel import Field

from migraflow.store.tables.base import Record


class RegionRecord(Record, table=True):
    """A region; `slug` is the key everywhere (law numbers change), `code` its three letters in case numbers."""

    __tablename__ = "regions"

    slug: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=80)
    code: str = Field(max_length=3, unique=True)
    seat: str = Field(max_length=80)
    rank: int


class OfficeRecord(Record, table=True):
    """An office or partner organisation where accounts work; `kind` as in ``reference/structures.csv``."""

    __tablename__ = "offices"

    slug: str = Field(primary_key=True, max_length=60)
    name: str = Field(max_length=160)
    region: str = Field(foreign_key="regions.slug", index=True, max_length=40)
    kind: str = Field(max_length=40)
    active: bool = True
