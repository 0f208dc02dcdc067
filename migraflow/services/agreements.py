"""How far bilateral agreements are used: people who left under each, and its quotas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from migraflow.domain.measures import Slice
from migraflow.domain.registers import Row
from migraflow.services import tallies
from migraflow.services.fact_sources import AGREEMENT
from migraflow.services.work import Work
from migraflow.store import registers

AGREEMENTS = "accords"
MOST = 2_000
"""Agreements read: there are a few dozen."""


@dataclass(frozen=True, slots=True)
class Used:
    """One agreement: people placed under it in the slice, and its quota of the years the slice touches."""

    label: str
    placed: int
    quota: int


def used(work: Work, slice_: Slice) -> tuple[Used, ...]:
    """Every agreement with a quota in the years of the slice, by its label."""
    placed = {str(key[0]): n for key, n in tallies.tally(work, slice_, AGREEMENT, "part").items()}
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
