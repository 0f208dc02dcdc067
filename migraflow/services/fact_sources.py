"""Facts the journal does not tell: by which way somebody left, under which agreement, for which economic activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migraflow.domain.facts import Fact
from migraflow.services.work import Work
from migraflow.store import campaigns, registers

DEPARTURE, WAY, AGREEMENT, SECTOR = "depart", "depart_voie", "depart_accord", "depart_secteur"
OFFERS, EMPLOYERS = "offres", "employeurs"


def beside(work: Work, told: Sequence[Fact]) -> tuple[Fact, ...]:
    """What registers add to the facts of a case."""
    return tuple(one for fact in told if fact.name == DEPARTURE for one in by_offer(work, fact))


def by_offer(work: Work, left: Fact) -> tuple[Fact, Fact, Fact]:
    """The way of a departure, its agreement and the activity of its employer, as the registers say; "" where nobody
    knows."""
    held_for = campaigns.offers_of(work.store, [left.part]) if left.part else {}
    offer = registers.get(work.store, OFFERS, held_for.get(left.part, left.part)) if left.part else None
    said: Mapping[str, object] = offer.values if offer is not None else {}
    way, agreement = (str(said.get(name) or "")[:80] for name in ("origine", "accord"))
    employer = registers.get(work.store, EMPLOYERS, str(said.get("employeur") or ""))
    sector = str(employer.values.get("secteur") or "")[:80] if employer is not None else ""
    return (
        Fact(WAY, left.day, way, 0, left.places),
        Fact(AGREEMENT, left.day, agreement, 0, left.places),
        Fact(SECTOR, left.day, sector, 0, left.places),
    )
