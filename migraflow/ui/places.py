"""Names of regions for the slugs that rows carry."""

from __future__ import annotations

from migraflow.services import organisations
from migraflow.ui.door import Doorway


async def region_names(page: Doorway) -> dict[str, str]:
    """Every region's name by slug, in the order people know them."""
    return {region.slug: region.name for region in await page._ask(organisations.regions)}
