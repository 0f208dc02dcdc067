"""Demand (DS): who asks, how soon they are heard, which path they take, who waits in the pool, who gives up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import stocks, tallies
from migraflow.services.figure_shapes import (
    Count,
    heads_of,
    parted,
    per_month,
    per_part,
    share_by,
    share_per_month,
    spread_of,
)
from migraflow.services.tallies import counts, share
from migraflow.services.work import Work
from migraflow.store.figures import Counts

SENIORITY = ((1, "this_month"), (3, "months_1_2"), (6, "months_3_5"), (None, "months_6_more"))
"""How many months ago somebody entered the pool (less than), and the column that says so."""
POOL = "vivier"


def pool(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Who is in the pool at the end of each month (DS05), by time since they entered it, or by a dimension."""
    oldest = max(bound for bound, _ in SENIORITY if bound)
    grown = stocks.growth(work, slice_, POOL, (by,)) if by else stocks.growth_by_age(work, slice_, POOL, oldest)
    keys = tallies.keys_of(work, by, (str(key[1]) for key in grown)) if by else [name for _, name in SENIORITY]
    months = slice_.months()
    rows = tuple(Row(month, month, cells) for month, cells in standing(grown, months, keys, aged=by is None))
    heads = heads_of(work, by, keys, Unit.CASES) if by else tuple(Head(Unit.CASES, name) for name in keys)
    total = sum(cell.behind for cell in rows[-1].cells) if rows else 0
    return Counted("DS05", (Head(Unit.LABEL, "month"), *heads), rows, counts(total), additive=False)


def standing(
    grown: Counts, months: Sequence[str], keys: Sequence[str], *, aged: bool
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Who is in the pool at the end of each month: by the values of the dimension, or by seniority."""
    by_month: dict[str, list[tuple[str, int]]] = {}
    for (month, key), n in grown.items():
        by_month.setdefault(str(month), []).append((str(key), n))
    here: dict[str, int] = {}
    for month in (stocks.BEFORE, *months):
        for key, n in by_month.get(month, ()):
            here[key] = here.get(key, 0) + n
        if month:
            here = with_old_together(here, month) if aged else here
            found = by_seniority(here, month) if aged else here
            yield month, tuple(counts(found.get(key, 0)) for key in keys)


def with_old_together(here: Mapping[str, int], month: str) -> dict[str, int]:
    """Those in the pool by the month they entered, all of them as one who count as oldest from now on."""
    found: dict[str, int] = {}
    for since, n in here.items():
        key = stocks.BEFORE if seniority(since, month) == SENIORITY[-1][1] else since
        found[key] = found.get(key, 0) + n
    return found


def by_seniority(here: Mapping[str, int], month: str) -> dict[str, int]:
    """Those in the pool by column."""
    found: dict[str, int] = {}
    for since, n in here.items():
        column = seniority(since, month)
        found[column] = found.get(column, 0) + n
    return found


def seniority(since: str, month: str) -> str:
    """The column of somebody who entered in the month `since` ("": long ago), at the end of `month`."""
    months = stocks.months_between(since, month) if since else None
    return next(name for bound, name in SENIORITY if bound is None or (months is not None and months < bound))


def given_up(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Why requests end without a result (DS08), the most frequent reason first, with the running share."""
    heads, table = parted(work, slice_, "abandon", by, Unit.CASES)
    behind = {part: sum(cell.behind for cell in cells) for part, cells in table.items()}
    every, running, rows = sum(behind.values()), 0, list[Row]()
    for part in sorted(table, key=lambda part: (-behind[part], part)):
        running += behind[part]
        cells = table[part] if by else (*table[part], share(running, every))
        rows.append(Row("", tallies.worded(work, tallies.listed(work, "motifs_classement", part)), cells))
    columns = heads if by else (*heads, Head(Unit.PERCENT, "running"))
    total = share(every, tallies.total(work, slice_, "cloture"))
    return Counted("DS08", (Head(Unit.LABEL, "part"), *columns), tuple(rows), total, additive=False)


DEMAND: dict[str, Count] = {
    "DS01": per_month("DS01", "demande"),
    "DS02": share_by("DS02", "recevable", "demande"),
    "DS03": spread_of("DS03", "premier_entretien", None),
    "DS04": per_part("DS04", "parcours", "parcours"),
    "DS05": pool,
    "DS06": share_by("DS06", "atelier_suivi", "atelier"),
    "DS07": share_per_month("DS07", "alternative_nationale", "cloture"),
    "DS08": given_up,
}
