"""Offers (OI): what comes in, how fast it is published and filled, who gets through, fraud, quotas, ways abroad."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import tallies
from migraflow.services.agreements import used
from migraflow.services.fact_sources import WAY
from migraflow.services.figure_shapes import (
    Count,
    box,
    boxed,
    heads_of,
    in_order,
    parted,
    rounded,
    rows_of,
    spread_of,
)
from migraflow.services.tallies import counts, share
from migraflow.services.work import Work

STAGES = ("candidature", "preselection", "retenu", "visa", "depart")
"""The facts of the stages from an application to the departure."""
WEIGHTED = frozenset({"candidature", "preselection", "retenu"})
"""Facts whose value says how many people they stand for: a campaign reports its numbers."""
WAYS = "origines_offre"
FILLED = (("selection_offre", "oi04_selection"), ("premier_depart_offre", "oi04_premier_depart"))
"""What an offer comes to after it is published: the fact and its line in the list of rows."""


def received(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Offers received month by month, and the posts they offer (OI01)."""
    more = [by] if by else []
    offers = tallies.tally(work, slice_, "offre_recue", "month", *more)
    total = counts(tallies.total(work, slice_, "offre_recue"))
    if by:
        columns, rows = tallies.by_month(work, slice_, "offre_recue", by, Unit.OFFERS)
        return Counted("OI01", columns, rows, total)
    posts = tallies.sums(work, slice_, "offre_recue", "month")
    rows = tuple(
        Row(month, month, (counts(offers.get((month,), 0)), Cell(posts.get((month,), 0), offers.get((month,), 0))))
        for month in slice_.months()
    )
    columns = (Head(Unit.LABEL, "month"), Head(Unit.OFFERS, "offers"), Head(Unit.POSTS, "posts"))
    return Counted("OI01", columns, rows, total)


def decided(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Offers published and offers turned down, by outcome, month by month or by a dimension (OI02)."""
    along = by or "month"
    published = tallies.tally(work, slice_, "offre_publiee", along)
    refused = tallies.tally(work, slice_, "offre_ecartee", along, "part")
    reasons = sorted({str(part) for _, part in refused})

    def cells(key: str) -> tuple[Cell, ...]:
        return (counts(published.get((key,), 0)), *(counts(refused.get((key, reason), 0)) for reason in reasons))

    met = {str(key[0]) for key in (*published, *refused)}
    rows = rows_of(work, by, {key: cells(key) for key in met}) if by else tuple(
        Row(month, month, cells(month)) for month in slice_.months())  # fmt: skip
    turned_down = (Head(Unit.OFFERS, label=tallies.worded(work, reason)) for reason in reasons)
    heads = (Head(Unit.OFFERS, "published"), *turned_down)
    out = sum(published.values())
    total = share(out, out + sum(refused.values()))
    return Counted("OI02", (Head(Unit.LABEL, str(along)), *heads), rows, total, by, additive=False)


def published_in(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Working days from receiving an offer to publishing it, month by month (OI03): median and P90, or the median by
    the values of a dimension."""
    fact = "offre_publiee"
    found: dict[tuple[str, str], dict[int, int]] = {}
    for key, n in tallies.tally(work, slice_, fact, "month", *([by] if by else []), "value").items():
        found.setdefault((str(key[0]), str(key[1]) if by else ""), {})[int(key[-1])] = n
    keys = tallies.keys_of(work, by, (key for _, key in found)) if by else [""]
    shown = (0.5,) if by else (0.5, 0.9)
    rows: list[Row] = []
    for month in slice_.months():
        spreads = [Spread(found.get((month, key), {})) for key in keys]
        cells = [Cell(rounded(one.quantile(level)), one.count) for one in spreads for level in shown]
        rows.append(Row(month, month, tuple(cells)))
    heads = heads_of(work, by, keys, Unit.DAYS) if by else (Head(Unit.DAYS, "median"), Head(Unit.DAYS, "p90"))
    every = tallies.spreads(work, slice_, fact).get("", Spread({}))
    total = Cell(rounded(every.quantile(0.5)), every.count)
    return Counted("OI03", (Head(Unit.LABEL, "month"), *heads), tuple(rows), total, additive=False)


def filled_in(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Days from publishing an offer to its selection and to the first departure (OI04)."""
    if by:
        return spread_of("OI04", "selection_offre", None)(work, slice_, by)
    spreads = {fact: tallies.spreads(work, slice_, fact).get("", Spread({})) for fact, _ in FILLED}
    rows = tuple(Row("", tallies.named(work, row), box(spreads[fact])) for fact, row in FILLED)
    return boxed("OI04", rows, box(spreads["selection_offre"])[1], None, Unit.DAYS)


def satisfied(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Posts filled over posts offered, of the offers closed (OI05)."""
    by = by or Dimension.DESTINATION
    offered, filled = (
        {str(key[0]): n for key, n in tallies.sums(work, slice_, fact, by).items()}
        for fact in ("postes_offre_close", "postes_pourvus")
    )
    rows = rows_of(work, by, {key: (share(filled.get(key, 0), n), counts(n)) for key, n in offered.items()})
    columns = (Head(Unit.LABEL, str(by)), Head(Unit.PERCENT, "share"), Head(Unit.POSTS, "posts"))
    total = share(sum(filled.values()), sum(offered.values()))
    return Counted("OI05", columns, rows, total, by, additive=False)


def people(work: Work, slice_: Slice, fact: str, by: Dimension | None) -> Mapping[str, int]:
    """How many people a fact stands for, by the values of a dimension ("" when nothing is broken down)."""
    count = tallies.sums if fact in WEIGHTED else tallies.tally
    found: dict[str, int] = {}
    for key, n in count(work, slice_, fact, *([by] if by else [])).items():
        found[str(key[0]) if by else ""] = n
    return found


def funnel(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """People at each stage from the application to the departure, and the share of the first (OI06)."""
    stages = {fact: people(work, slice_, fact, by) for fact in STAGES}
    keys = tallies.keys_of(work, by, (key for found in stages.values() for key in found)) if by else [""]
    first = sum(stages["candidature"].values())
    rows: list[Row] = []
    for fact in STAGES:
        cells = tuple(counts(stages[fact].get(key, 0)) for key in keys)
        words = tallies.named(work, f"oi06_{fact}")
        rows.append(Row("", words, cells if by else (*cells, share(cells[0].behind, first))))
    heads = heads_of(work, by, keys, Unit.PEOPLE)
    columns = (Head(Unit.LABEL, "stage"), *heads, *(() if by else (Head(Unit.PERCENT, "share"),)))
    return Counted("OI06", columns, tuple(rows), counts(first), additive=False)


def per_post(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Applications per post, of the offers preselected (OI07)."""
    by = by or Dimension.OCCUPATION
    people, posts = (
        {str(key[0]): n for key, n in tallies.sums(work, slice_, fact, by).items()}
        for fact in ("candidatures_offre", "postes_preselection")
    )

    def cells(applied: int, offered: int) -> tuple[Cell, ...]:
        rate = Cell(round(applied / offered, 1) if offered else None, applied)
        return rate, counts(applied), Cell(offered, applied)

    rows = rows_of(work, by, {key: cells(n, posts.get(key, 0)) for key, n in people.items()})
    columns = (
        Head(Unit.LABEL, str(by)),
        Head(Unit.RATE, "rate"),
        Head(Unit.PEOPLE, "applied"),
        Head(Unit.POSTS, "posts"),
    )
    total = cells(sum(people.values()), sum(posts.values()))[0]
    return Counted("OI07", columns, rows, total, by, additive=False)


def fraud(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Offers turned down for fraud, by the signal that was met (OI08); one offer may show several."""
    heads, table = parted(work, slice_, "signal_fraude", by, Unit.OFFERS)
    behind = {part: sum(cell.behind for cell in cells) for part, cells in table.items()}
    order = sorted(table, key=lambda part: (-behind[part], part))
    rows = tuple(Row("", tallies.worded(work, part), table[part]) for part in order)
    total = counts(tallies.total(work, slice_, "offre_frauduleuse"))
    return Counted("OI08", (Head(Unit.LABEL, "part"), *heads), rows, total, additive=False)


def quotas(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """People placed under an agreement over its quota of the years of the slice (OI09)."""
    found = used(work, slice_)
    rows = tuple(
        Row("", one.label, (share(one.placed, one.quota), counts(one.placed), Cell(one.quota, one.placed)))
        for one in found
    )
    columns = (Head(Unit.LABEL, "agreement"), Head(Unit.PERCENT, "share"), Head(Unit.PEOPLE, "placed"),
               Head(Unit.POSTS, "quota"))  # fmt: skip
    total = share(sum(one.placed for one in found), sum(one.quota for one in found))
    return Counted("OI09", columns, rows, total, additive=False)


def by_way(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """Departures by the way their offer came (OI10)."""
    heads, table = parted(work, slice_, WAY, by, Unit.PEOPLE)
    rows = tuple(
        Row("", tallies.listed(work, WAYS, way) if way else tallies.named(work, "oi10_sans_offre"), table[way])
        for way in in_order(work, WAYS, table)
    )
    total = counts(tallies.total(work, slice_, WAY))
    return Counted("OI10", (Head(Unit.LABEL, "way"), *heads), rows, total)


OFFERS: dict[str, Count] = {
    "OI01": received,
    "OI02": decided,
    "OI03": published_in,
    "OI04": filled_in,
    "OI05": satisfied,
    "OI06": funnel,
    "OI07": per_post,
    "OI08": fraud,
    "OI09": quotas,
    "OI10": by_way,
}
