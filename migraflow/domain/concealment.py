"""From what an indicator comes to, to what may be seen of it: small figures hidden, and whatever gives them away.

A share is hidden with the people it is a share of: 11 of 12 tells of one person. What differs in another world, one
that agrees with everything that may be told (``services/concealing``), is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from migraflow.domain.indicators import Cell, Counted, Line, Mark, Row, Shown
from migraflow.domain.masking import LEAST, protect

Place = tuple[str, str]
"""A row and a column of a table, as numbers."""
ALL = "all"
"""The key of a column that adds the others up."""
CLOSE = 1e-9


def conceal(found: Counted, other: Counted | None = None) -> Shown:
    """What may be seen of `found`; `other` is the same counted in another world."""
    found = with_rows_of(with_columns_of(found, other), other) if other else found
    cells = {(str(row), str(column)): cell
             for row, line in enumerate(found.rows) for column, cell in enumerate(line.cells)}  # fmt: skip
    hidden = {place for place, cell in cells.items() if small(cell)}
    hidden |= differing(found, other) if other else set()
    before = -1
    while len(hidden) > before:
        before = len(hidden)
        hidden |= beside(found, cells, hidden)
        if found.additive:
            counts = {place: cell.behind for place, cell in cells.items() if is_count(cell)}
            for line in lines_of(found, counts):
                protect(line, counts, hidden)
    rows = tuple(
        Line(line.key, line.label, tuple(marked(cell, (str(row), str(column)) in hidden)
                                         for column, cell in enumerate(line.cells)))
        for row, line in enumerate(found.rows)
    )  # fmt: skip
    total_hidden = small(found.total) or (other is not None and not same(found.total, other.total))
    total = marked(found.total, total_hidden or told_by_the_rest(found, cells, hidden))
    return Shown(found.code, found.columns, rows, total, found.dimension, found.additive)


def nothing_of(found: Counted) -> Shown:
    """`found` with every figure hidden, and no row that tells by being there."""
    return Shown(found.code, found.columns, (), Mark(None, hidden=True), found.dimension, found.additive)


def small(cell: Cell) -> bool:
    """Whether a figure rests on 1 to 4 people or cases, or leaves out so few."""
    if 0 < cell.behind < LEAST:
        return True
    return cell.hits is not None and (0 < cell.hits < LEAST or 0 < cell.behind - cell.hits < LEAST)


def told_by_the_rest(found: Counted, cells: Mapping[Place, Cell], hidden: set[Place]) -> bool:
    """Whether the total of shares, less the rows that may be seen, would tell of 1 to 4: « 2 late among the rest »."""
    shares = {place: cell for place, cell in cells.items() if cell.hits is not None}
    total = found.total
    if total.hits is None or not hidden & set(shares):
        return False
    every = [(cell.behind, cell.hits or 0) for cell in shares.values()]
    if (sum(behind for behind, _ in every), sum(hits for _, hits in every)) != (total.behind, total.hits):
        return False
    rest = [cell for place, cell in shares.items() if place in hidden]
    return small(Cell(None, sum(cell.behind for cell in rest), sum(cell.hits or 0 for cell in rest)))


def marked(cell: Cell, hidden: bool) -> Mark:
    """A figure as anybody may see it."""
    return Mark(None, hidden=True) if hidden else Mark(cell.value)


def is_count(cell: Cell) -> bool:
    """Whether a figure is the number of people or cases itself."""
    return cell.hits is None and (cell.value or 0) == cell.behind


def lines_of(found: Counted, counts: Mapping[Place, int]) -> Iterator[list[Place]]:
    """What adds up to a figure that may be known: each column, and each row of several counts."""
    columns = [str(place) for place in range(len(found.columns) - 1)]
    alls = {str(place) for place, head in enumerate(found.columns[1:]) if head.key == ALL}
    for column in columns:
        yield [place for row in range(len(found.rows)) if (place := (str(row), column)) in counts]
    for row in range(len(found.rows)):
        parts = [(str(row), column) for column in columns if column not in alls and (str(row), column) in counts]
        if len(parts) > 1:
            yield parts


def beside(found: Counted, cells: Mapping[Place, Cell], hidden: set[Place]) -> set[Place]:
    """What would tell a hidden figure of its own row: a share and its count, or shares that run on down the rows."""
    more: set[Place] = set()
    counts = {column for (_, column), cell in cells.items() if is_count(cell)}
    running = {column for (row, column), cell in cells.items()
               if cell.hits is not None and found.additive
               and not any(cells[row, one].behind == cell.hits for one in counts if (row, one) in cells)}  # fmt: skip
    for row, column in hidden:
        shares = any(cell.hits is not None for (other, _), cell in cells.items() if other == row)
        if shares or not found.additive:
            more |= {place for place in cells if place[0] == row}
        more |= {place for place in cells if place[1] in running and column in counts}
    return more


def differing(found: Counted, other: Counted) -> set[Place]:
    """The figures that differ in the other world."""
    others = by_head(other)
    heads = [f"{head.key} {head.label}" for head in found.columns[1:]]
    return {(str(place), str(column)) for place, (key, row) in enumerate(rows_of(found))
            for column, cell in enumerate(row.cells)
            if not same(cell, others.get(key, {}).get(heads[column]))}  # fmt: skip


def by_head(found: Counted) -> dict[tuple[str, str, int], dict[str, Cell]]:
    """The figures by row and by the words of their column."""
    heads = [f"{head.key} {head.label}" for head in found.columns[1:]]
    return {key: dict(zip(heads, row.cells, strict=True)) for key, row in rows_of(found)}


def rows_of(found: Counted) -> Iterator[tuple[tuple[str, str, int], Row]]:
    """The rows, each under what names it; the same words again are told apart by their order."""
    met: dict[tuple[str, str], int] = {}
    for row in found.rows:
        name = (row.key, row.label)
        met[name] = met.get(name, 0) + 1
        yield (*name, met[name]), row


def same(cell: Cell, other: Cell | None) -> bool:
    """Whether a figure and all behind it are the same in both worlds."""
    if other is None or (cell.value is None) != (other.value is None) or (cell.hits is None) != (other.hits is None):
        return False
    pairs = ((cell.value or 0, other.value or 0), (cell.behind, other.behind), (cell.hits or 0, other.hits or 0))
    return all(abs(one - two) < CLOSE for one, two in pairs)


def with_columns_of(found: Counted, other: Counted) -> Counted:
    """`found` with the columns that only the other world has."""
    have = {(head.key, head.label) for head in found.columns}
    new = tuple(head for head in other.columns[1:] if (head.key, head.label) not in have)
    more = tuple(Cell(0, 0) for _ in new)
    rows = tuple(replace(row, cells=(*row.cells, *more)) for row in found.rows)
    return replace(found, columns=(*found.columns, *new), rows=rows) if new else found


def with_rows_of(found: Counted, other: Counted) -> Counted:
    """`found` with the rows that only the other world has: not being there would tell that they are empty."""
    have = {key for key, _ in rows_of(found)}
    width = len(found.columns) - 1
    new = tuple(Row(key[0], key[1], tuple(Cell(0, 0) for _ in range(width)))
                for key, _ in rows_of(other) if key not in have)  # fmt: skip
    return replace(found, rows=(*found.rows, *new)) if new else found
