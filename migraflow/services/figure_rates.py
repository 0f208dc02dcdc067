"""Shares of facts whose value says yes (1) or no (0), in the shapes indicators come in."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import tallies
from migraflow.services.figure_shapes import Count
from migraflow.services.work import Work
from migraflow.store.figures import By

Flags = dict[tuple[str, ...], tuple[int, int]]
"""How many said yes, and among how many, by what is told apart."""


def flags(work: Work, slice_: Slice, fact: str, *by: By) -> Flags:
    """How many facts of the slice say yes, among how many."""
    found: Flags = {}
    for key, n in tallies.tally(work, slice_, fact, *by, "value").items():
        told = tuple(str(one) for one in key[:-1])
        hits, among = found.get(told, (0, 0))
        found[told] = (hits + (n if int(key[-1]) > 0 else 0), among + n)
    return found


def total_flags(work: Work, slice_: Slice, fact: str) -> tuple[int, int]:
    """How many say yes, among how many, told apart by nothing: hidden rows do not take the total with them."""
    return flags(work, slice_, fact).get((), (0, 0))


def rate_by_month(code: str, fact: str) -> Count:
    """A share month by month: one column, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        found = flags(work, slice_, fact, "month", *([by] if by else []))
        keys = tallies.keys_of(work, by, (key[1] for key in found)) if by else [""]
        heads = [Head(Unit.PERCENT, label=tallies.label_of(work, by, key), value=key) if by
                 else Head(Unit.PERCENT, "share") for key in keys]  # fmt: skip
        rows = tuple(
            Row(
                month, month, tuple(tallies.share(*found.get((month, key) if by else (month,), (0, 0))) for key in keys)
            )
            for month in slice_.months()
        )
        total = tallies.share(*total_flags(work, slice_, fact))
        return Counted(code, (Head(Unit.LABEL, "month"), *heads), rows, total, additive=False)

    return count


def rate_by_part(code: str, fact: str, list_name: str, words: Mapping[str, str] | None = None) -> Count:
    """A share per part of a fact, or per value of the dimension, with how many it is a share of.

    The words of a part are those of a list of the agency, or of `words`.
    """

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        found = flags(work, slice_, fact, by or "part")
        keys = tallies.keys_of(work, by, (key[0] for key in found)) if by else sorted(key[0] for key in found)
        rows = tuple(
            Row(
                key if by else "",
                tallies.label_of(work, by, key)
                if by
                else (words or {}).get(key) or tallies.listed(work, list_name, key),
                (tallies.share(*found[(key,)]), tallies.counts(found[(key,)][1])),
            )
            for key in keys
        )
        columns = (Head(Unit.LABEL, str(by) if by else "part"), Head(Unit.PERCENT, "share"), Head(Unit.CASES, "among"))
        return Counted(code, columns, rows, tallies.share(*total_flags(work, slice_, fact)), by, additive=False)

    return count


def rate_of(code: str, fact: str) -> Count:
    """One share for everybody, or one per value of the dimension."""

    def count(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
        found = flags(work, slice_, fact, *([by] if by else []))
        rows = rate_rows(work, found, by)
        columns = (Head(Unit.LABEL, str(by) if by else "all"), Head(Unit.PERCENT, "share"))
        return Counted(code, columns, rows, tallies.share(*total_flags(work, slice_, fact)), by, additive=False)

    return count


def rate_rows(work: Work, found: Flags, by: Dimension | None, row: str = tallies.EVERYBODY) -> tuple[Row, ...]:
    """A row per value of the dimension, or one under the words of `row`."""
    if by is None:
        return (Row("", tallies.named(work, row), (tallies.share(*found.get((), (0, 0))),)),)
    return tuple(
        Row(key, tallies.label_of(work, by, key), (tallies.share(*found[(key,)]),))
        for key in tallies.keys_of(work, by, (key[0] for key in found))
    )


def stages_of(counts: list[tuple[str, int]]) -> tuple[Row, ...]:
    """The stages of a funnel: a count, and its share of the first stage."""
    first = counts[0][1] if counts else 0
    return tuple(Row("", label, (tallies.counts(n), part_of(n, first))) for label, n in counts)


def part_of(count: int, first: int) -> Cell:
    """A stage as a percentage of the first; nothing when it holds more: the first then lies before the period."""
    return Cell(round(100 * count / first, 1), first, count) if first and count <= first else Cell(None, first)
