"""How a campaign begins: for an offer that is published, or for people who return together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from migraflow.domain.campaigns import Campaign, CampaignModel, CampaignState, Quota
from migraflow.domain.cases import Case
from migraflow.services import campaign_models
from migraflow.services.work import Work
from migraflow.store import campaigns as campaign_store
from migraflow.store.campaigns import Told

PREFIX = "CP"
"""The letters of a campaign's number: CP-2026-000001."""
Values = Mapping[str, object]


def of_offer(work: Work, case: Case, asked: Values, data: Values) -> str:
    """The answer of the effect ``ouvrir_campagne``: the number of the campaign of an offer, opened when there is none.

    `asked` names the `modele`; places, quotas and criteria are the offer's.
    """
    known = campaign_store.of_offer(work.store, case.id)
    if known is not None and known.state is CampaignState.OPEN:
        return known.ref
    model = campaign_models.model(work, str(asked.get("modele") or ""))
    seats = whole(data.get("nb_postes"))
    title = str(asked.get("titre") or data.get("intitule_poste") or case.ref)[:200]
    new = blank(work, model, title, place=("", ""))
    new = replace(new, offer_id=case.id, offer_ref=case.ref, criteria=dict(data_of(data)), seats=seats,
                  reserve=max(seats // 5, 1), quotas=quotas_in(data.get("quotas_region")))  # fmt: skip
    return kept(work, new).ref


KEPT_LISTS = frozenset({"tests_exiges", "quotas_region", "regions"})
"""Lists of an offer that are criteria; its other lists are people."""


def data_of(data: Values) -> Values:
    """What is kept of an offer with its campaign: what its case knows, without lists of people."""
    lists = {name for name, value in data.items() if isinstance(value, list)}
    return {name: value for name, value in data.items() if name not in lists - KEPT_LISTS}


def quotas_in(listed: object) -> tuple[Quota, ...]:
    """The places an offer keeps for regions."""
    rows = cast("list[object]", listed) if isinstance(listed, list) else []
    kept_for = [cast(Values, row) for row in rows if isinstance(row, Mapping)]
    return tuple(Quota("region", str(row.get("region")), whole(row.get("nombre"))) for row in kept_for)


def whole(value: object) -> int:
    """A whole number, 0 when there is none."""
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0


def blank(work: Work, model: CampaignModel, title: str, *, place: tuple[str, str]) -> Campaign:
    """A campaign as it is before anybody is in it; `place` is the (region, office) it belongs to."""
    letters = campaign_store.next_number(work.store, PREFIX, work.now.year)
    return Campaign(
        id=0, ref=f"{PREFIX}-{work.now.year}-{letters:06}", model=model.id, kind=model.kind, title=title,
        state=CampaignState.OPEN, offer_id=None, offer_ref="", criteria={}, shared={}, seats=0, reserve=0, quotas=(),
        region=place[0], office=place[1], opened_by=work.actor.account_id,
        opened_by_name=work.actor.name, opened=work.now,
    )  # fmt: skip


def kept(work: Work, new: Campaign) -> Campaign:
    """Keep a new campaign and tell of it."""
    campaign = replace(new, id=campaign_store.add(work.store, new))
    tell(work, campaign, "ouverte", 0, {})
    return campaign


def tell(work: Work, campaign: Campaign, deed: str, count: int, facts: Values) -> None:
    """Write in the story of a campaign what the actor did."""
    campaign_store.tell(
        work.store, campaign.id, Told(work.now, work.actor.name, deed, count, facts), work.actor.account_id
    )
