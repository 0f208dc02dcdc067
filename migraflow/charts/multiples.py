"""Small multiples: one little line per place, all on the same scale, so that shapes and sizes compare at a glance."""

from __future__ import annotations

from html import escape

from migraflow.charts.plate import Plate, Value

MANY = 4
"""Lines one figure holds; beyond, each has a picture of its own."""
MOST = 20
WIDE, TALL = 120, 36


def multiples(plate: Plate) -> str:
    """A grid of small lines, the largest sum first; a gap where a figure is hidden."""
    columns = [plate.column(place) for place in range(len(plate.heads))]
    most = max((float(value) for column in columns for value in column if value is not None), default=0.0) or 1.0
    ranked = sorted(range(len(columns)), key=lambda place: -sum(value or 0 for value in columns[place]))[:MOST]
    return f'<div class="multiples">{"".join(one(plate, place, columns[place], most) for place in ranked)}</div>'


def one(plate: Plate, place: int, column: list[Value], most: float) -> str:
    """One place: its name, its line, its last figure."""
    last = plate.texts[-1][place] if plate.texts else ""
    return (
        f"<div><span>{escape(plate.heads[place])}</span>"
        f'<svg viewBox="0 0 {WIDE} {TALL}" preserveAspectRatio="none"><path d="{line(column, most)}"/></svg>'
        f"<b>{escape(last)}</b></div>"
    )


def line(column: list[Value], most: float) -> str:
    """The path of a line, broken where there is no figure; a lone point is a short stroke."""
    step, path, drawing = WIDE / max(len(column) - 1, 1), "", False
    for place, value in enumerate(column):
        if value is None:
            drawing = False
            continue
        at = f"{place * step:.1f} {TALL - 2 - (TALL - 4) * float(value) / most:.1f}"
        path += f"L{at}" if drawing else f"M{at}l.1 0"
        drawing = True
    return path
