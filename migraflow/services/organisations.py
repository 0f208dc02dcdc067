"""Regions and offices of the agency: read by everybody, kept from the reference lists."""

from __future__ import annotations

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed
from migraflow.domain.organisations import Office, Region
from migraflow.domain.reference import Entry
from migraflow.services.work import Work
from migraflow.store import organisations as store


def regions(work: Work) -> tuple[Region, ...]:
    """Every region, in the order people know them."""
    work.require_signed_in()
    return store.regions(work.store)


def offices(work: Work) -> tuple[Office, ...]:
    """Every open office, by name."""
    work.require_signed_in()
    return store.offices(work.store)


def keep_reference(work: Work) -> None:
    """Bring regions and offices up to date with ``workflows/reference``. Only the house itself does."""
    if work.actor != SYSTEM:
        raise NotAllowed("keep_reference")
    entries = work.house.lists["regions"].entries.values()
    store.keep_regions(work.store, [region_of(entry, rank) for rank, entry in enumerate(entries)])
    store.keep_offices(work.store, [office_of(entry) for entry in work.house.lists["structures"].entries.values()])


def region_of(entry: Entry, rank: int) -> Region:
    """A region from its line of ``regions.csv`` (code, libelle, chef_lieu, sigle)."""
    return Region(entry.code, entry.label, entry.more["sigle"], entry.more["chef_lieu"], rank)


def office_of(entry: Entry) -> Office:
    """An office from its line of ``structures.csv`` (code, libelle, region, type)."""
    return Office(entry.code, entry.label, entry.more["region"], entry.more["type"])
