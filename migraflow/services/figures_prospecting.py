"""Prospection (PR): missions, what came of them, what the market watch found."""

from __future__ import annotations

from migraflow.domain.indicators import Counted, Head
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import tallies
from migraflow.services.figure_rates import stages_of
from migraflow.services.figure_shapes import Count, per_month
from migraflow.services.figures_partners import sum_of
from migraflow.services.work import Work

STAGES = (("contact_mission", "pr02_contact"), ("offre_mission", "pr02_offre"))
PLACED = ("placement_mission", "pr02_place")
"""The facts of the stages, with their lines in the list of rows."""


def outcomes(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """PR02: contacts made on missions, offers that came of them, people placed on those."""
    counts = [(tallies.named(work, row), tallies.total(work, slice_, fact)) for fact, row in STAGES]
    fact, row = PLACED
    counts.append((tallies.named(work, row), sum_of(work, slice_, fact)))
    columns = (Head(Unit.LABEL, "stage"), Head(Unit.RECORDS, "count"), Head(Unit.PERCENT, "share"))
    return Counted("PR02", columns, stages_of(counts), tallies.counts(counts[0][1]), additive=False)


PROSPECTING: dict[str, Count] = {
    "PR01": per_month("PR01", "mission"),
    "PR02": outcomes,
    "PR03": per_month("PR03", "fiche_veille", Unit.RECORDS),
}
