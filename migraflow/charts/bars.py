"""Bars, lying down when their labels are words."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from plotly.graph_objects import Figure

from migraflow.charts.theme import BAR, LYING, SERIES, STANDING, figure
from migraflow.domain.measures import Figure as Value
from migraflow.domain.measures import Table

WIDTH = 30
"""Characters of a label before it is broken into two lines."""
LEVEL = 15
"""Months that have room for a label each; of more, Plotly shows some."""


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
    return figure([trace], height=280, across=standing(labels))


def standing(labels: Sequence[str]) -> Mapping[str, object]:
    """The axis under standing months: a year stands under its first month only, so that a dozen labels lie level."""
    if len(labels) > LEVEL:
        return STANDING
    years = [label.rpartition(" ")[2] for label in labels]
    new = [place == 0 or year != years[place - 1] for place, year in enumerate(years)]
    short = [label.rpartition(" ")[0] or label for label in labels]
    told = [f"{name}<br>{year}" if first else name for name, year, first in zip(short, years, new, strict=True)]
    return {**STANDING, "tickmode": "array", "tickvals": list(labels), "ticktext": told}
