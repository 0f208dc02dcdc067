"""Words for the codes that rows carry: regions by slug, procedures by id."""

from __future__ import annotations

from migraflow.domain.errors import NotAllowed
from migraflow.services import organisations, procedures
from migraflow.ui.door import Doorway


async def region_names(page: Doorway) -> dict[str, str]:
    """Every region's name by slug, in the order people know them."""
    return {region.slug: region.name for region in await page._ask(organisations.regions)}


async def procedure_names(page: Doorway) -> dict[str, str]:
    """The titles of the published procedures by id; none for somebody who may not read procedures."""
    try:
        return {card.id: card.title for card in await page._ask(procedures.catalogue)}
    except NotAllowed:
        return {}


async def office_names(page: Doorway) -> dict[str, str]:
    """Every open office's name by slug, by name."""
    return {office.slug: office.name for office in await page._ask(organisations.offices)}
