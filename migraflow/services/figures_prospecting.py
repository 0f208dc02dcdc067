"""Prospection (PR): missions, what came of them, what the market watch found."""

from __future__ import annotations

from migraflow.domain.indicators import Counted, Head
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import tallies
from migraflow.services.figure_rates import stages_of
from migraflow.services.figure_shapes import Count, per_month
from migraflow.services.figures_partners import sum_of
from migraflow.services.work import Work

STAGES = (("contact_mission", "Contacts pris"), ("offre_mission", "Offres obtenues"))
PLACED = "Personnes placées"


def outcomes(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """PR02: contacts made on missions, offers that came of them, people placed on those."""
    counts = [(label, tallies.total(work, slice_, fact)) for fact, label in STAGES]
    counts.append((PLACED, sum_of(work, slice_, "placement_mission")))
    columns = (Head(Unit.LABEL, "stage"), Head(Unit.RECORDS, "count"), Head(Unit.PERCENT, "share"))
    return Counted("PR02", columns, stages_of(counts), tallies.counts(counts[0][1]), additive=False)


PROSPECTING: dict[str, Count] = {
    "PR01": per_month("PR01", "mission"),
    "PR02": outcomes,
    "PR03": per_month("PR03", "fiche_veille", Unit.RECORDS),
}
