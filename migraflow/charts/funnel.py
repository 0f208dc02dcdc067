"""The way through the stages: how many reach each one."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from plotly.graph_objects import Figure

from migraflow.charts.bars import labels
from migraflow.charts.plate import Plate
from migraflow.charts.theme import BAR, INDIGO, LYING, figure


def stages(plate: Plate) -> Figure:
    """Stages as lying bars from the widest to the narrowest, each with its count and its share of the first."""
    reached = plate.column(0)
    texts = [f"{row[0]} ({row[1]})" if len(row) > 1 else "".join(row) for row in plate.texts]
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
    most = max((float(value) for value in reached if value is not None), default=0.0)
    across = {"visible": False, "range": [0, most * 1.4 or 1], "fixedrange": True}
    height = int(40 + max(len(plate.rows), 2) * (BAR + 12))
    return figure([trace], height=height, words=LYING, across=across, french=plate.french)
