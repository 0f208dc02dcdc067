"""Facts the journal does not tell: by which way somebody left, and under which agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migraflow.domain.facts import Fact
from migraflow.services.work import Work
from migraflow.store import campaigns, registers

DEPARTURE, WAY, AGREEMENT = "depart", "depart_voie", "depart_accord"
OFFERS = "offres"


def beside(work: Work, told: Sequence[Fact]) -> tuple[Fact, ...]:
    """What registers add to the facts of a case."""
    return tuple(one for fact in told if fact.name == DEPARTURE for one in by_offer(work, fact))


def by_offer(work: Work, left: Fact) -> tuple[Fact, Fact]:
    """The way of a departure and its agreement, as the register of offers says; "" where nobody knows."""
    held_for = campaigns.offers_of(work.store, [left.part]) if left.part else {}
    offer = registers.get(work.store, OFFERS, held_for.get(left.part, left.part)) if left.part else None
    said: Mapping[str, object] = offer.values if offer is not None else {}
    way, agreement = (str(said.get(name) or "")[:80] for name in ("origine", "accord"))
    return Fact(WAY, left.day, way, 0, left.places), Fact(AGREEMENT, left.day, agreement, 0, left.places)
