"""What the indicators are made of: how many facts there are in a slice, by month, part, value and dimension.

Whole months are read from the cells, of the coarsest level that tells apart what is asked; other spans from the facts
themselves. Nothing here carries a name or the number of a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from migraflow.domain.facts import STANDING
from migraflow.domain.measures import Dimension, Slice
from migraflow.store.database import Session, run
from migraflow.store.facts import LEVELS, bit

By = Dimension | str
"""What to tell apart: a dimension, or ``month``, ``part``, ``value``, ``fact``."""
Counts = dict[tuple[str | int, ...], int]
FOREVER = date(9998, 12, 31)
"""No figure is later."""


def column(by: By) -> str:
    """The column that holds what is told apart."""
    return by.name.lower() if isinstance(by, Dimension) else by


def whole_months(slice_: Slice) -> bool:
    """Whether a slice begins and ends with a month."""
    return slice_.since.day == 1 and (slice_.until + timedelta(days=1)).day == 1


def counted(
    store: Session, slice_: Slice, facts: Sequence[str], by: Sequence[By] = (), *, from_the_first: bool = False
) -> Counts:
    """How many of these facts there are in the slice, by what `by` tells apart, in its order.

    `from_the_first` counts since the beginning of everything: what a stock is made of.
    """
    chosen = slice_.chosen()
    needed = bit(*chosen, *(one for one in by if isinstance(one, Dimension)))
    in_cells = whole_months(slice_)
    spans = ("month", *(f"{day:%Y-%m}" for day in (slice_.since, slice_.until))) if in_cells else (
        "day", slice_.since, slice_.until)  # fmt: skip
    where = [f"fact IN ({', '.join('?' for _ in facts)})", f"{spans[0]} <= ?"]
    values: list[object] = [*facts, spans[2]]
    if not from_the_first:
        where.append(f"{spans[0]} >= ?")
        values.append(spans[1])
    if in_cells:
        where.insert(0, "level = ?")
        values.insert(0, level_of(needed))
    for dimension, value in chosen.items():
        where.append(f"{column(dimension)} = ?")
        values.append(value)
    names = [column(one) for one in by]
    total, table = ("SUM(n)", "cells") if in_cells else ("COUNT(*)", "facts")
    grouped = f" GROUP BY {', '.join(names)}" if names else ""
    sql = f"SELECT {', '.join([*names, total])} FROM {table} WHERE {' AND '.join(where)}{grouped}"
    return {tuple(row[:-1]): int(row[-1]) for row in run(store, sql, values) if row[-1]}


def level_of(needed: int) -> int:
    """The coarsest level that tells apart what is needed."""
    return next(level for level in sorted(LEVELS) if level & needed == needed)


def standing(store: Session, slice_: Slice, stock: str, by: Sequence[By] = ()) -> Counts:
    """How many stand in a stock (``domain.facts.STANDING``) at the end of a slice, by `since` and dimensions.

    Those who stand in it now, less what has changed after the slice: what was long before costs nothing.
    """
    chosen = slice_.chosen()
    names = [column(one) for one in by]
    where = "".join(f" AND {column(dimension)} = ?" for dimension in chosen)
    grouped = f" GROUP BY {', '.join(names)}" if names else ""
    sql = f"SELECT {', '.join([*names, 'SUM(n)'])} FROM stocks WHERE level = ? AND stock = ?{where}{grouped}"
    needed = bit(*chosen, *(one for one in by if isinstance(one, Dimension)))
    found: Counter[tuple[str | int, ...]] = Counter()
    for row in run(store, sql, (level_of(needed), stock, *chosen.values())):
        found[tuple(row[:-1])] = int(row[-1] or 0)
    later = replace(slice_, since=slice_.until + timedelta(days=1), until=FOREVER)
    for key, n in changes(store, later, stock, by).items():
        found[key[1:]] -= n
    return {key: n for key, n in found.items() if n}


def changes(store: Session, slice_: Slice, stock: str, by: Sequence[By] = ()) -> Counts:
    """By how much a stock grows in each month of a slice, by month, then by `since` and dimensions."""
    brings, takes = STANDING[stock]
    names = ("fact", "month", *(("part" if one == "since" else one) for one in by))
    found: Counter[tuple[str | int, ...]] = Counter()
    for (fact, month, *key), n in counted(store, slice_, (brings, takes), names).items():
        told = (month, *((value or month) if one == "since" else value for one, value in zip(by, key, strict=True)))
        found[told] += n if fact == brings else -n
    return {key: n for key, n in found.items() if n}


def people(store: Session, slice_: Slice, fact: str, by: Dimension) -> dict[str, tuple[int, int]]:
    """How many facts there are in the slice, and how many people they are about, by the values of a dimension."""
    where, values = "", list[object]()
    for dimension, value in slice_.chosen().items():
        where += f" AND f.{column(dimension)} = ?"
        values.append(value)
    sql = f"""SELECT f.{column(by)}, COUNT(*), COUNT(DISTINCT COALESCE(c.person_id, -c.id)) FROM facts AS f
JOIN cases AS c ON c.id = f.case_id WHERE f.fact = ? AND f.day >= ? AND f.day <= ?{where} GROUP BY f.{column(by)}"""
    span = (fact, slice_.since.isoformat(), slice_.until.isoformat())
    return {str(row[0]): (int(row[1]), int(row[2])) for row in run(store, sql, (*span, *values))}


COST_PLACES = {
    Dimension.REGION: "p.region",
    Dimension.SEX: "p.sex",
    Dimension.OCCUPATION: "SUBSTR(p.occupation, 1, 2)",
    Dimension.DESTINATION: "p.country",
    Dimension.MIGRATION: "p.migration",
}
"""Where an account of costs says itself what it is counted under; the rest stands with the fact that tells of it."""
DECLARED = "couts_declares"
ACCOUNTS = """FROM placement_costs AS p LEFT JOIN facts AS f ON f.case_id = p.case_id AND f.fact = ?
WHERE p.month >= ? AND p.month <= ? AND p.ratio_thousandths IS NOT NULL"""


def cost_place(dimension: Dimension) -> str:
    """What an account of costs is counted under."""
    return COST_PLACES.get(dimension, f"COALESCE(f.{column(dimension)}, '')")


def cost_span(slice_: Slice) -> tuple[object, ...]:
    """The values of ACCOUNTS: an account lies on the first day of its month."""
    return DECLARED, slice_.since.replace(day=1).isoformat(), slice_.until.isoformat()


def ratios(store: Session, slice_: Slice, by: Dimension) -> list[tuple[str, int]]:
    """Cost over one month's wage, in thousandths, of each placement of the slice, with its value of a dimension."""
    chosen = slice_.chosen()
    where = "".join(f" AND {cost_place(dimension)} = ?" for dimension in chosen)
    sql = f"SELECT {cost_place(by)}, p.ratio_thousandths {ACCOUNTS}{where}"
    return [(str(row[0]), int(row[1])) for row in run(store, sql, (*cost_span(slice_), *chosen.values()))]


def declared(store: Session, slice_: Slice, axes: Sequence[Dimension]) -> Counts:
    """How many accounts come to a ratio in the span of a slice, by the values of `axes` and then the month."""
    names = [cost_place(one) for one in axes]
    sql = f"SELECT {', '.join([*names, 'p.month', 'COUNT(*)'])} {ACCOUNTS} GROUP BY {', '.join([*names, 'p.month'])}"
    found = run(store, sql, cost_span(slice_))
    return {(*(str(value) for value in row[:-2]), str(row[-2])[:7]): int(row[-1]) for row in found}
