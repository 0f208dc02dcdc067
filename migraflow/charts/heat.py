"""Rows by columns, darker where the figure is higher: months of entry by months after, people by places."""

from __future__ import annotations

from html import escape

from migraflow.charts.plate import Plate
from migraflow.charts.shades import shade

MOST = 18
"""Rows that are drawn; the table holds them all."""


def matrix(plate: Plate) -> str:
    """The table as HTML whose cells have a ground; a share is dark by itself, a count by the highest of all."""
    values = [value for place in range(len(plate.heads)) for value in plate.column(place) if value is not None]
    most = max((float(value) for value in values), default=0.0)
    heads = "".join(f"<th>{escape(head)}</th>" for head in ("", *plate.heads))
    rows = "".join(matrix_row(plate, place, most) for place in range(min(len(plate.rows), MOST)))
    table = f'<table class="heat-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="scroll">{table}</div>'


def matrix_row(plate: Plate, place: int, most: float) -> str:
    """One row with its label."""
    marks = zip(plate.table.rows[place].marks, plate.texts[place], strict=True)
    cells = "".join(f'<td class="{shade(mark.value, most)}">{escape(text)}</td>' for mark, text in marks)
    return f"<tr><th>{escape(plate.rows[place])}</th>{cells}</tr>"
