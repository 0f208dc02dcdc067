"""The way through the stages: how many reach each one."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from plotly.graph_objects import Figure

from migraflow.charts.bars import broken
from migraflow.charts.theme import BAR, GREEN, LYING, figure
from migraflow.domain.measures import Table


def stages(table: Table, *, words: str) -> Figure:
    """Stages as lying bars from the widest to the narrowest, each with its count and its share of the first."""
    trace = {
        "type": "bar",
        "y": [broken(row[0]) for row in table.rows],
        "x": [row[1] for row in table.rows],
        "orientation": "h",
        "marker": {"color": GREEN},
        "text": ["" if row[2] is None else f"{row[1]} ({row[2]} %)".replace(".", ",") for row in table.rows],
        "textposition": "auto",
        "hovertemplate": "%{y}<br>" + words + " : %{x}<extra></extra>",
    }
    return figure([trace], height=int(70 + max(len(table.rows), 2) * (BAR + 16)), words=LYING)
