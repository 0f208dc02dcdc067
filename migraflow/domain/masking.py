"""Small counts are hidden, and enough others with them that no total gives them away.

A cell of 1 to 4 people could point at somebody: it is shown as « < 5 ». Where a line of cells has a visible total, the
hidden ones must be at least two and stand for at least five people together, else the total would tell.
Source: the agency's rule for published tables (k = 5); complementary suppression as statistical offices do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

LEAST = 5
"""The smallest count that is shown; zero is shown too, it points at nobody."""

Cell = tuple[str, str]


def hidden_in_line(counts: Sequence[int]) -> frozenset[int]:
    """The places of `counts` that must be hidden when their total is shown beside them."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    spare = sorted((count, place) for place, count in enumerate(counts) if count >= LEAST)
    for _, place in spare:
        if not hidden or (len(hidden) > 1 and sum(counts[place] for place in hidden) >= LEAST):
            break
        hidden.add(place)
    return frozenset(hidden)


def masked_line(counts: Sequence[int]) -> tuple[int | None, ...]:
    """`counts` with None where a count is hidden."""
    hidden = hidden_in_line(counts)
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def hidden_in_table(
    cells: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]
) -> tuple[frozenset[Cell], frozenset[str]]:
    """The cells, and the row totals, to hide in a table that shows the total of each row and of everything.

    `cells` holds counts by (row, column); a missing cell is zero. A row whose total is hidden hides all it holds, else
    its cells would add up to it. Repeated until every row and every column is safe.
    """
    totals = [sum(cells.get((row, column), 0) for column in columns) for row in rows]
    closed = frozenset(rows[place] for place in hidden_in_line(totals))
    hidden = {(row, column) for (row, column), count in cells.items() if 0 < count < LEAST or (row in closed and count)}
    lines = [[(row, column) for column in columns] for row in rows if row not in closed]
    lines += [[(row, column) for row in rows] for column in columns]
    moved = True
    while moved:
        moved = any(protect(line, cells, hidden) for line in lines)
    return frozenset(hidden), closed


def protect(line: Iterable[Cell], cells: Mapping[Cell, int], hidden: set[Cell]) -> bool:
    """Hide what one line needs more, smallest first; whether anything was added to `hidden`."""
    here = list(line)
    added = False
    for cell in sorted(here, key=lambda cell: cells.get(cell, 0)):
        covered = [other for other in here if other in hidden]
        if not covered or (len(covered) > 1 and sum(cells.get(other, 0) for other in covered) >= LEAST):
            return added
        if cell not in hidden and cells.get(cell, 0) > 0:
            hidden.add(cell)
            added = True
    return added
