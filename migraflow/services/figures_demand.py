"""Demand (DS): who asks, how soon they are heard, which path they take."""

from __future__ import annotations

from migraflow.domain.measures import Unit
from migraflow.services.figure_shapes import Count, per_month, per_part, spread_of

DEMAND: dict[str, Count] = {
    "DS01": per_month("DS01", "demande"),
    "DS03": spread_of("DS03", "premier_entretien", None),
    "DS04": per_part("DS04", "parcours", "parcours", Unit.CASES),
}
