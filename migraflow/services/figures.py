"""Every indicator the house can count, by its code in the catalogue (domain.md §12.1).

A function counts one indicator in a slice, broken down by one dimension when asked to; what it is called, its formula
in words and how it is drawn stand in its definition. All read the facts (``services/tallies``) or the registers.
"""

from __future__ import annotations

from migraflow.services.figure_shapes import Count
from migraflow.services.figures_demand import DEMAND
from migraflow.services.figures_offers import OFFERS
from migraflow.services.figures_partners import PARTNERS
from migraflow.services.figures_placements import PLACEMENTS
from migraflow.services.figures_prospecting import PROSPECTING
from migraflow.services.figures_quality import QUALITY
from migraflow.services.figures_returns import RETURNS
from migraflow.services.figures_service import SERVICE
from migraflow.services.figures_training import TRAINED

FIGURES: dict[str, Count] = {
    **DEMAND,
    **OFFERS,
    **PLACEMENTS,
    **RETURNS,
    **TRAINED,
    **PARTNERS,
    **PROSPECTING,
    **SERVICE,
    **QUALITY,
}
"""One function per code."""
