"""The shapes indicators come in: months, parts, shares, spreads, broken down by one dimension or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import tallies
from migraflow.services.work import Work

Count = Callable[[Work, Slice, Dimension | None], Counted]
"""One indicator: in which slice, broken down by what (None for its own shape)."""
EVERYBODY = "Ensemble"
BOX = (("quartile1", 0.25), ("median", 0.5), ("quartile3", 0.75), ("p90", 0.9))
"""The columns of a box and the share of values each lies above."""


def per_month(code: str, fact: str, unit: Unit = Unit.CASES) -> Count:
    """Counts of a fact month by month: one column, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        columns, rows = tallies.by_month(work, slice_, fact, by, unit)
        total = tallies.counts(tallies.total(work, slice_, fact))
        return Counted(code, columns, rows, total)

    return count


def per_part(code: str, fact: str, list_name: str, unit: Unit = Unit.CASES) -> Count:
    """Counts of a fact by its part, words from a list: one column, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        found = tallies.tally(work, slice_, fact, "part", *([by] if by else []))
        keys = tallies.keys_of(work, by, (str(key[1]) for key in found)) if by else [""]
        heads = [Head(unit, label=tallies.label_of(work, by, key), value=key) if by else Head(unit, "all")
                 for key in keys]  # fmt: skip
        parts = tallies.summed(found, 0)
        rows = tuple(
            Row("", tallies.listed(work, list_name, part),
                tuple(tallies.counts(found.get((part, key) if by else (part,), 0)) for key in keys))
            for part in in_order(work, list_name, parts)
        )  # fmt: skip
        total = tallies.counts(sum(parts.values()))
        return Counted(code, (Head(Unit.LABEL, "part"), *heads), rows, total)

    return count


def spread_of(code: str, fact: str, by_default: Dimension | None, unit: Unit = Unit.DAYS) -> Count:
    """Quartiles, median and P90 of the values of a fact, one row per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        by = by or by_default
        every = tallies.spreads(work, slice_, fact).get("", Spread({}))
        found = tallies.spreads(work, slice_, fact, by) if by else {}
        rows = tuple(
            Row(key, tallies.label_of(work, by, key), box(found[key])) for key in tallies.keys_of(work, by, found)
        ) if by else (Row("", EVERYBODY, box(every)),)  # fmt: skip
        columns = (Head(Unit.LABEL, str(by) if by else "all"), *(Head(unit, key) for key, _ in BOX))
        return Counted(code, columns, rows, box(every)[1], by, additive=False)

    return count


def box(spread: Spread) -> tuple[Cell, ...]:
    """The figures of one box, with one decimal."""
    return tuple(Cell(rounded(spread.quantile(share)), spread.count) for _, share in BOX)


def rounded(value: float | None, digits: int = 1) -> float | None:
    """A figure with so many decimals."""
    return None if value is None else round(value, digits)


def in_order(work: Work, list_name: str, parts: Mapping[str, int]) -> list[str]:
    """The parts that were met, in the order of their list; others after them, what is not known last."""
    known = work.house.lists.get(list_name)
    listed = [code for code in known.entries if code in parts] if known is not None else []
    return [*listed, *sorted(set(parts) - set(listed) - {""}), *([""] if "" in parts else [])]
