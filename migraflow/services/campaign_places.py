"""The places of a selection: the ranking as the grid and the quotas propose it; humans decide."""

from __future__ import annotations

from migraflow.domain.campaigns import Campaign
from migraflow.domain.ranking import Entrant
from migraflow.domain.ranking import ranked as ranking
from migraflow.services.work import Work
from migraflow.store import applications as store


def ranked(work: Work, campaign: Campaign) -> int:
    """Rank every eligible application anew and write what is proposed; decisions already taken stand. How many."""
    entrants = [
        Entrant(row.id, row.region, row.sex, row.lot, bool(row.priority), row.score or 0, row.draw)
        for row in store.to_rank(work.store, campaign.id)
    ]
    places = ranking(entrants, campaign.seats, campaign.reserve, campaign.quotas)
    store.place(work.store, [(place.rank, place.proposal, place.id) for place in places])
    return len(places)
