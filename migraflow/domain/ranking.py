"""The ranking of a selection: priority, score, then the draw; places kept for a group or closed to it; who waits.

Pure and repeatable: the same applications, quotas and draw give the same list, and anybody may check it by hand.
Between equals the draw decides, never the name, which would tell where somebody comes from.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migraflow.domain.campaigns import Quota, Standing


@dataclass(frozen=True, slots=True)
class Entrant:
    """An eligible application as the ranking sees it: the groups it counts for, and what orders it."""

    id: int
    region: str
    sex: str
    lot: str
    priority: bool
    score: int
    draw: int

    def belongs(self, quota: Quota) -> bool:
        """Whether the entrant counts for `quota`."""
        return {"region": self.region, "sexe": self.sex, "lot": self.lot}.get(quota.by) == quota.code


@dataclass(frozen=True, slots=True)
class Place:
    """What the ranking proposes for an application: its rank from 1, and CHOSEN, WAITING or PASSED_OVER."""

    id: int
    rank: int
    proposal: Standing


def draw(campaign: str, application: int) -> int:
    """The draw of an application: nobody chooses it, everybody finds it again. A number of 31 bits."""
    digest = hashlib.sha256(f"{campaign}/{application}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def ordered(entrants: Iterable[Entrant]) -> list[Entrant]:
    """Entrants, the best first: those hired before, then the score, then the draw."""
    return sorted(entrants, key=lambda one: (not one.priority, -one.score, one.draw, one.id))


def ranked(entrants: Iterable[Entrant], seats: int, reserve: int, quotas: Sequence[Quota] = ()) -> list[Place]:
    """The places of `entrants`, best first: `seats` chosen, `reserve` waiting, the others passed over.

    Places kept for a group are filled first, the scarcest group first; what a group cannot fill is free for all. No
    group goes beyond its most. The waiting list follows the order, and leaves out groups that are full.
    """
    order = ordered(entrants)
    chosen = Seating(quotas, seats)
    kept = [quota for quota in quotas if quota.least]
    for quota in sorted(kept, key=lambda quota: scarcity(quota, order)):
        for one in order:
            if chosen.counted[quota] >= quota.least:
                break
            if one.belongs(quota):
                chosen.seat(one)
    for one in order:
        chosen.seat(one)
    waiting = waiting_list(order, chosen, reserve)
    return [Place(one.id, rank, standing(one, chosen, waiting)) for rank, one in enumerate(order, start=1)]


def scarcity(quota: Quota, order: Sequence[Entrant]) -> float:
    """How many entrants there are for each place kept for a group: the fewer, the sooner it is served."""
    return sum(one.belongs(quota) for one in order) / quota.least


def waiting_list(order: Sequence[Entrant], chosen: Seating, reserve: int) -> frozenset[int]:
    """Who waits for a place to come free: the next in order that no closed group keeps out."""
    waiting: list[int] = []
    for one in order:
        if len(waiting) >= reserve:
            break
        if one.id not in chosen.seated and not chosen.closed_to(one):
            waiting.append(one.id)
    if len(waiting) < reserve:
        held = {*waiting, *chosen.seated}
        waiting += [one.id for one in order if one.id not in held][: reserve - len(waiting)]
    return frozenset(waiting)


def standing(one: Entrant, chosen: Seating, waiting: frozenset[int]) -> Standing:
    """What is proposed for an entrant."""
    if one.id in chosen.seated:
        return Standing.CHOSEN
    return Standing.WAITING if one.id in waiting else Standing.PASSED_OVER


class Seating:
    """Seats as they are taken, and how many each group has."""

    def __init__(self, quotas: Sequence[Quota], seats: int) -> None:
        self.quotas = quotas
        self.free = seats
        self.seated: set[int] = set()
        self.counted: Counter[Quota] = Counter()

    def closed_to(self, one: Entrant) -> bool:
        """Whether a group of this entrant has all the places it may have."""
        return any(quota.most and self.counted[quota] >= quota.most for quota in self.quotas if one.belongs(quota))

    def seat(self, one: Entrant) -> None:
        """Give an entrant a seat, if one is free and no group of theirs is full."""
        if self.free <= 0 or one.id in self.seated or self.closed_to(one):
            return
        self.seated.add(one.id)
        self.free -= 1
        for quota in self.quotas:
            if one.belongs(quota):
                self.counted[quota] += 1
