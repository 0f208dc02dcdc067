"""Bars, lying down when their labels are words."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from plotly.graph_objects import Figure

from migraflow.charts.theme import BAR, LYING, SERIES, figure
from migraflow.domain.measures import Figure as Value
from migraflow.domain.measures import Table

WIDTH = 30
"""Characters of a label before it is broken into two lines."""


def broken(label: Value) -> str:
    """A label on at most two lines, cut with an ellipsis beyond."""
    lines = textwrap.wrap(str(label), WIDTH)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")


def lying(table: Table, *, series: Sequence[tuple[int, str]], most: int = 15, stacked: bool = False) -> Figure:
    """Rows of `table` as lying bars, first row on top; `series` pairs a column's place with its words.

    Hidden figures leave a gap: a bar of unknown length would be a guess.
    """
    rows = table.rows[:most]
    labels = [broken(row[0]) for row in rows]
    traces = [
        {
            "type": "bar",
            "name": words,
            "y": labels,
            "x": [row[place] for row in rows],
            "orientation": "h",
            "marker": {"color": SERIES[number % len(SERIES)]},
            "hovertemplate": "%{y}<br>" + words + " : %{x}<extra></extra>",
        }
        for number, (place, words) in enumerate(series)
    ]
    lines = max(len(labels), 2) * (1 if stacked or len(series) == 1 else len(series) * 0.8)
    height = int(90 + lines * (BAR + 10))
    return figure(traces, height=height, words=LYING, barmode="stack" if stacked else "group")


def months(table: Table, *, words: str, labels: Sequence[str]) -> Figure:
    """One standing bar per month; `labels` are the months in words, in the order of the rows."""
    values = [row[1] for row in table.rows]
    trace = {
        "type": "bar",
        "x": list(labels),
        "y": values,
        "name": words,
        "hovertemplate": "%{x} : %{y}<extra></extra>",
    }
    return figure([trace], height=280)
