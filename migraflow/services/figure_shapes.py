"""The shapes indicators come in: months, parts, shares, spreads, broken down by one dimension or not.

Asked for a breakdown, what is told by months, parts or stages has a column per value of the dimension; shares, spreads
and places have a row per value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import tallies
from migraflow.services.tallies import counts, share
from migraflow.services.work import Work

Count = Callable[[Work, Slice, Dimension | None], Counted]
"""One indicator: in which slice, broken down by what (None for its own shape)."""
BOX = (("quartile1", 0.25), ("median", 0.5), ("quartile3", 0.75), ("p90", 0.9))
"""The columns of a box and the share of values each lies above."""


def per_month(code: str, fact: str, unit: Unit = Unit.CASES) -> Count:
    """Counts of a fact month by month: one column, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        columns, rows = tallies.by_month(work, slice_, fact, by, unit)
        total = counts(tallies.total(work, slice_, fact))
        return Counted(code, columns, rows, total)

    return count


def per_part(code: str, fact: str, list_name: str, unit: Unit = Unit.CASES) -> Count:
    """Counts of a fact by its part, words from a list: one column, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        heads, table = parted(work, slice_, fact, by, unit)
        rows = tuple(
            Row("", tallies.listed(work, list_name, part), table[part]) for part in in_order(work, list_name, table)
        )
        total = counts(tallies.total(work, slice_, fact))
        return Counted(code, (Head(Unit.LABEL, "part"), *heads), rows, total)

    return count


def parted(
    work: Work, slice_: Slice, fact: str, by: Dimension | None, unit: Unit
) -> tuple[tuple[Head, ...], dict[str, tuple[Cell, ...]]]:
    """Counts of a fact by its part: the columns, and the cells of each part."""
    found = tallies.tally(work, slice_, fact, "part", *([by] if by else []))
    keys = tallies.keys_of(work, by, (str(key[1]) for key in found)) if by else [""]
    parts = sorted({str(key[0]) for key in found})
    table = {part: tuple(counts(found.get((part, key) if by else (part,), 0)) for key in keys) for part in parts}
    return heads_of(work, by, keys, unit), table


def heads_of(work: Work, by: Dimension | None, keys: Sequence[str], unit: Unit) -> tuple[Head, ...]:
    """A column per value of the dimension; one for all when nothing is broken down."""
    if by is None:
        return (Head(unit, "all"),)
    return tuple(Head(unit, label=tallies.label_of(work, by, key), value=key) for key in keys)


def per_place(code: str, fact: str, dimension: Dimension, unit: Unit = Unit.PEOPLE) -> Count:
    """Counts of a fact, one row per value of the dimension (`dimension` when none is asked for)."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        by = by or dimension
        found = {str(key[0]): n for key, n in tallies.tally(work, slice_, fact, by).items()}
        rows = rows_of(work, by, {key: (counts(n),) for key, n in found.items()})
        columns = (Head(Unit.LABEL, str(by)), Head(unit, "all"))
        return Counted(code, columns, rows, counts(sum(found.values())), by)

    return count


def share_by(code: str, hits: str, among: str, dimension: Dimension = Dimension.REGION) -> Count:
    """The share of `among` that are `hits`, one row per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        by = by or dimension
        every = {str(key[0]): n for key, n in tallies.tally(work, slice_, among, by).items()}
        found = {str(key[0]): n for key, n in tallies.tally(work, slice_, hits, by).items()}
        rows = rows_of(work, by, {key: (share(found.get(key, 0), n), counts(n)) for key, n in every.items()})
        columns = (Head(Unit.LABEL, str(by)), Head(Unit.PERCENT, "share"), Head(Unit.CASES, "all"))
        total = share(sum(found.get(key, 0) for key in every), sum(every.values()))
        return Counted(code, columns, rows, total, by, additive=False)

    return count


def share_per_month(code: str, hits: str, among: str) -> Count:
    """The share of `among` that are `hits`, month by month: one column, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        more = [by] if by else []
        every, found = (tallies.tally(work, slice_, fact, "month", *more) for fact in (among, hits))
        keys = tallies.keys_of(work, by, (str(key[1]) for key in every)) if by else [""]
        rows = tuple(
            Row(month, month, tuple(share(found.get(at, 0), every.get(at, 0)) for at in places(month, keys, by)))
            for month in slice_.months()
        )
        columns = (Head(Unit.LABEL, "month"), *heads_of(work, by, keys, Unit.PERCENT))
        total = share(sum(found.get(key, 0) for key in every), sum(every.values()))
        return Counted(code, columns, rows, total, additive=False)

    return count


def places(first: str, keys: Sequence[str], by: Dimension | None) -> list[tuple[str, ...]]:
    """The keys of one row of counts."""
    return [(first, key) if by else (first,) for key in keys]


def spread_of(code: str, fact: str, dimension: Dimension | None, unit: Unit = Unit.DAYS) -> Count:
    """Quartiles, median and P90 of the values of a fact, one row per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        by = by or dimension
        every = tallies.spreads(work, slice_, fact).get("", Spread({}))
        found = tallies.spreads(work, slice_, fact, by) if by else {}
        cells = {key: box(spread) for key, spread in found.items()}
        rows = rows_of(work, by, cells) if by else (Row("", tallies.named(work, tallies.EVERYBODY), box(every)),)
        return boxed(code, rows, box(every)[1], by, unit)

    return count


def boxed(code: str, rows: tuple[Row, ...], total: Cell, by: Dimension | None, unit: Unit) -> Counted:
    """A table of boxes."""
    columns = (Head(Unit.LABEL, str(by) if by else "all"), *(Head(unit, key) for key, _ in BOX))
    return Counted(code, columns, rows, total, by, additive=False)


def box(spread: Spread, digits: int = 1) -> tuple[Cell, ...]:
    """The figures of one box, with so many decimals."""
    return tuple(Cell(rounded(spread.quantile(share), digits), spread.count) for _, share in BOX)


def rounded(value: float | None, digits: int = 1) -> float | None:
    """A figure with so many decimals."""
    return None if value is None else round(value, digits)


def rows_of(work: Work, by: Dimension, cells: Mapping[str, tuple[Cell, ...]]) -> tuple[Row, ...]:
    """A row per value of a dimension, in the order of its list."""
    return tuple(Row(key, tallies.label_of(work, by, key), cells[key]) for key in tallies.keys_of(work, by, cells))


def in_order(work: Work, list_name: str, parts: Mapping[str, object]) -> list[str]:
    """The parts that were met, in the order of their list; others after them, what is not known last."""
    known = work.house.lists.get(list_name)
    listed = [code for code in known.entries if code in parts] if known is not None else []
    return [*listed, *sorted(set(parts) - set(listed) - {""}), *([""] if "" in parts else [])]
