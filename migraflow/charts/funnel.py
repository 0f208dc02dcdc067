"""The way through the stages: how many reach each one."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from plotly.graph_objects import Figure

from migraflow.charts.bars import labels, margin
from migraflow.charts.plate import Plate
from migraflow.charts.theme import BAR, INDIGO, LYING, figure
from migraflow.domain.indicators import Line


def stages(plate: Plate) -> Figure:
    """Stages as lying bars from the widest to the narrowest, each with its count and its share of the first.

    Where the count is hidden no bar stands, but the word that says so.
    """
    reached = [value or 0 for value in plate.column(0)]
    texts = [told(line, row) for line, row in zip(plate.table.rows, plate.texts, strict=True)]
    trace = {
        "type": "bar",
        "y": labels(plate),
        "x": reached,
        "orientation": "h",
        "marker": {"color": INDIGO},
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": plate.hover(0),
        "hoverinfo": "text",
    }
    most = max(map(float, reached), default=0.0)
    across = {"visible": False, "range": [0, most or 1], "fixedrange": True}
    height = int(40 + max(len(plate.rows), 2) * (BAR + 12))
    return figure([trace], height=height, words=LYING, across=across, french=plate.french, more=margin(texts))


def told(line: Line, texts: tuple[str, ...]) -> str:
    """What stands at the end of a bar: the count, and the share where there is one to tell."""
    count, *share = texts
    shared = bool(share) and all(mark.value is not None for mark in line.marks[:2])
    return f"{count} ({share[0]})" if shared else count
