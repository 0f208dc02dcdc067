"""Quality of what is recorded (QD): fields left empty, duplicates, missing codes and consents."""

from __future__ import annotations

from migraflow.domain.indicators import Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import tallies
from migraflow.services.figure_rates import rate_by_month
from migraflow.services.figure_shapes import Count
from migraflow.services.figures_service import own_region
from migraflow.services.work import Work
from migraflow.store import backlog

FIELDS = "champs_cles"
"""The list of key fields: a dimension each, and the procedures that must say it."""
BANDS = ((90, 101), (80, 90), (0, 80))
"""Scores of likeness: from, below."""


def completeness(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QD01: cases opened in which each key field is filled in; which fields of which procedures is a list."""
    rows: list[Row] = []
    filled = expected = 0
    for code, entry in work.house.lists[FIELDS].entries.items():
        procedures = entry.more["procedures"].split()
        found = tallies.tally(work, slice_, "dossier_ouvert", "part", Dimension(code))
        among = sum(n for (part, _), n in found.items() if part in procedures)
        known = sum(n for (part, value), n in found.items() if part in procedures and value)
        rows.append(Row("", entry.shown(work.actor.language), (tallies.share(known, among), tallies.counts(among))))
        filled, expected = filled + known, expected + among
    columns = (Head(Unit.LABEL, "field"), Head(Unit.PERCENT, "share"), Head(Unit.CASES, "among"))
    return Counted("QD01", columns, tuple(rows), tallies.share(filled, expected), additive=False)


def duplicates(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QD02: pairs of records nobody settled, by how alike they are; now, whatever the slice."""
    found = backlog.open_pairs(work.store, own_region(work))
    counts = [(low, sum(n for score, n in found.items() if low <= score < high)) for low, high in BANDS]
    rows = tuple(Row("", tallies.named(work, f"qd02_{low}"), (tallies.counts(n),)) for low, n in counts)
    columns = (Head(Unit.LABEL, "part"), Head(Unit.RECORDS, "count"))
    return Counted("QD02", columns, rows, tallies.counts(sum(n for _, n in counts)))


QUALITY: dict[str, Count] = {
    "QD01": completeness,
    "QD02": duplicates,
    "QD03": rate_by_month("QD03", "sans_citp"),
    "QD04": rate_by_month("QD04", "sans_accord"),
}
