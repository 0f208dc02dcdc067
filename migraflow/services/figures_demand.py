"""Demand (DS): who asks, how soon they are heard, which path they take, who waits in the pool, who gives up."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import concealing, tallies
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
from migraflow.store.figures import By

SENIORITY = ((1, "this_month"), (3, "months_1_2"), (6, "months_3_5"), (None, "months_6_more"))
"""How many months ago somebody entered the pool (less than), and the column that says so."""
ENTRY, EXIT = "vivier", "sortie_vivier"


def pool(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Who is in the pool at the end of each month (DS05), by time since they entered it, or by a dimension."""
    entered = stock_of(work, slice_, ENTRY, by)
    left = stock_of(work, slice_, EXIT, by)
    keys = tallies.keys_of(work, by, (key for _, _, key in entered)) if by else [""]
    months = slice_.months()
    rows = tuple(Row(month, month, standing(entered, left, month, keys if by else None)) for month in months)
    heads = heads_of(work, by, keys, Unit.CASES) if by else tuple(Head(Unit.CASES, name) for _, name in SENIORITY)
    total = sum(cell.behind for cell in rows[-1].cells) if rows else 0
    return Counted("DS05", (Head(Unit.LABEL, "month"), *heads), rows, counts(total), additive=False)


Stock = Mapping[tuple[str, str, str], int]
"""How many by the month it happened, the month they entered, the value of the dimension."""


def stock_of(work: Work, slice_: Slice, fact: str, by: Dimension | None) -> Stock:
    """All that happened until the end of the slice, since the pool exists."""
    names: tuple[By, ...] = ("month", "part", *((by,) if by else ()))
    found = concealing.read(work, slice_, (fact,), names, from_the_first=True)
    return {
        (str(month), str(part) or str(month), str(more[0]) if more else ""): n
        for (month, part, *more), n in found.items()
    }


def standing(entered: Stock, left: Stock, month: str, keys: list[str] | None) -> tuple[Cell, ...]:
    """Who is in the pool at the end of `month`: by the values of the dimension, or by seniority."""
    found: dict[str, int] = {}
    for stock, sign in ((entered, 1), (left, -1)):
        for (when, since, key), n in stock.items():
            if when <= month:
                column = seniority(since, month) if keys is None else key
                found[column] = found.get(column, 0) + sign * n
    return tuple(counts(found.get(one, 0)) for one in ([name for _, name in SENIORITY] if keys is None else keys))


def seniority(since: str, month: str) -> str:
    """The column of somebody who entered in the month `since`, at the end of `month`."""
    months = 12 * (int(month[:4]) - int(since[:4])) + int(month[5:]) - int(since[5:])
    return next(name for bound, name in SENIORITY if bound is None or months < bound)


def given_up(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Why requests end without a result (DS08), the most frequent reason first, with the running share."""
    heads, table = parted(work, slice_, "abandon", by, Unit.CASES)
    behind = {part: sum(cell.behind for cell in cells) for part, cells in table.items()}
    every, running, rows = sum(behind.values()), 0, list[Row]()
    for part in sorted(table, key=lambda part: (-behind[part], part)):
        running += behind[part]
        cells = table[part] if by else (*table[part], share(running, every))
        rows.append(Row("", tallies.listed(work, "motifs_classement", part), cells))
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
