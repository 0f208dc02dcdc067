"""Regions and offices, kept. Their content comes from ``workflows/reference``."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from migraflow.domain.organisations import Office, Region
from migraflow.store.database import Session
from migraflow.store.tables.organisations import OfficeRecord, RegionRecord


def regions(store: Session) -> tuple[Region, ...]:
    """Every region, in the order of the reference list."""
    return tuple(to_region(record) for record in store.exec(select(RegionRecord).order_by(col(RegionRecord.rank))))


def region(store: Session, slug: str) -> Region | None:
    """One region, None when absent."""
    found = store.get(RegionRecord, slug)
    return None if found is None else to_region(found)


def offices(store: Session, *, active_only: bool = True) -> tuple[Office, ...]:
    """Offices by name."""
    statement = select(OfficeRecord).order_by(col(OfficeRecord.name))
    if active_only:
        statement = statement.where(col(OfficeRecord.active).is_(True))
    return tuple(to_office(record) for record in store.exec(statement))


def office(store: Session, slug: str) -> Office | None:
    """One office, None when absent."""
    found = store.get(OfficeRecord, slug)
    return None if found is None else to_office(found)


def keep_regions(store: Session, wanted: Iterable[Region]) -> None:
    """Make the regions say what the reference list says; none is ever removed, cases point at them."""
    for entry in wanted:
        store.merge(RegionRecord(slug=entry.slug, name=entry.name, code=entry.code, seat=entry.seat, rank=entry.rank))
    store.flush()


def keep_offices(store: Session, wanted: Iterable[Office]) -> None:
    """Make the offices say what the reference list says; one it no longer names is closed, never removed."""
    kept: set[str] = set()
    for entry in wanted:
        store.merge(
            OfficeRecord(slug=entry.slug, name=entry.name, region=entry.region, kind=entry.kind, active=entry.active)
        )
        kept.add(entry.slug)
    for record in store.exec(select(OfficeRecord).where(col(OfficeRecord.slug).not_in(kept))):
        record.active = False
    store.flush()


def to_region(record: RegionRecord) -> Region:
    """The region as a value of the domain."""
    return Region(record.slug, record.name, record.code, record.seat, record.rank)


def to_office(record: OfficeRecord) -> Office:
    """The office as a value of the domain."""
    return Office(record.slug, record.name, record.region, record.kind, record.active)
