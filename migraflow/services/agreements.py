"""Departures and the offers behind them: by which way people left, and how far agreements are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from migraflow.domain.measures import Dimension, Slice
from migraflow.domain.registers import Row
from migraflow.services import tallies
from migraflow.services.work import Work
from migraflow.store import campaigns, registers

DEPARTURE = "depart"
OFFERS, AGREEMENTS = "offres", "accords"
MOST = 2_000
"""Agreements read: there are a few dozen."""


@dataclass(frozen=True, slots=True)
class Used:
    """One agreement: people placed under it in the slice, and its quota of the years the slice touches."""

    label: str
    placed: int
    quota: int


def ways(work: Work, slice_: Slice, by: Dimension | None) -> Mapping[tuple[str, str], int]:
    """How many left, by the origin of their offer ("" without one) and the value of a dimension."""
    left = tallies.tally(work, slice_, DEPARTURE, "part", *([by] if by else []))
    offers = offers_of(work, {str(key[0]) for key in left})
    found: dict[tuple[str, str], int] = {}
    for key, n in left.items():
        offer = offers.get(str(key[0]))
        place = (str(offer.values.get("origine") or "") if offer else "", str(key[1]) if by else "")
        found[place] = found.get(place, 0) + n
    return found


def used(work: Work, slice_: Slice) -> tuple[Used, ...]:
    """Every agreement with a quota in the years of the slice, by its label."""
    left = tallies.tally(work, slice_, DEPARTURE, "part")
    offers = offers_of(work, {str(key[0]) for key in left})
    placed: dict[str, int] = {}
    for key, n in left.items():
        offer = offers.get(str(key[0]))
        agreement = str(offer.values.get("accord") or "") if offer else ""
        placed[agreement] = placed.get(agreement, 0) + n
    years = range(slice_.since.year, slice_.until.year + 1)
    found = [
        Used(one.label, placed.get(one.key, 0), quota)
        for one in registers.every(work.store, AGREEMENTS, MOST)
        if (quota := quota_of(one, years))
    ]
    return tuple(sorted(found, key=lambda one: one.label))


def quota_of(agreement: Row, years: range) -> int:
    """How many people an agreement lets leave in these years."""
    lines = cast("list[Mapping[str, object]]", agreement.values.get("contingents") or [])
    return sum(int(str(line.get("nombre") or 0)) for line in lines if int(str(line.get("annee") or 0)) in years)


def offers_of(work: Work, parts: set[str]) -> dict[str, Row]:
    """The offers behind departures: each part is the number of an offer, or of a campaign held for one."""
    names = sorted(parts - {""})
    held_for = campaigns.offers_of(work.store, names)
    offers = registers.by_keys(work.store, OFFERS, sorted({held_for.get(name, name) for name in names}))
    return {name: offers[key] for name in names if (key := held_for.get(name, name)) in offers}
