"""Figures along time: months, and what is left of a group as months pass."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plotly.graph_objects import Figure

from migraflow.charts.plate import Plate
from migraflow.charts.theme import DASHES, FROM_ZERO, STANDING, STONE, Trace, colour, figure, line_at

LEVEL = 7
"""Months that have room for a label each; of more, every second or third has one."""
HEIGHT = 280


def months(plate: Plate) -> Figure:
    """One line per column from month to month; last year's beneath, dashed and grey; the target across."""
    traces: list[Trace] = [series(plate, place) for place in range(len(plate.heads))]
    if any(value is not None for value in plate.before):
        traces.insert(0, last_year(plate))
    across = standing(plate.rows)
    upright = {**FROM_ZERO, "ticksuffix": plate.suffix}
    return figure(traces, height=HEIGHT, words=upright, across=across, french=plate.french, more=target(plate))


def target(plate: Plate) -> dict[str, object]:
    """The target across the figure, when there is one."""
    return {} if plate.target is None else line_at(plate.target, plate.target_words, upright=False)


def series(plate: Plate, place: int) -> Trace:
    """One column as a line; a gap where a figure is hidden."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plate.heads[place],
        "x": list(plate.rows),
        "y": plate.column(place),
        "connectgaps": False,
        "line": {"color": colour(place), "width": 2.5, "dash": DASHES[place % len(DASHES)]},
        "marker": {"color": colour(place), "size": 7},
        "hovertext": plate.hover(place),
        "hoverinfo": "text",
    }


def last_year(plate: Plate) -> Trace:
    """The same months a year earlier."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plate.before_words,
        "x": list(plate.rows),
        "y": list(plate.before),
        "line": {"color": STONE, "width": 2, "dash": "dash"},
        "marker": {"color": STONE, "size": 4},
        "hoverinfo": "name+y",
    }


def survival(plate: Plate) -> Figure:
    """The share that is left after so many months, as steps from 100 %."""
    trace: Trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plate.heads[0],
        "x": list(plate.rows),
        "y": plate.column(0),
        "line": {"color": colour(0), "width": 2.5, "shape": "hv"},
        "marker": {"size": 6},
        "hovertext": plate.hover(0),
        "hoverinfo": "text",
    }
    upright = {**FROM_ZERO, "range": [0, 103], "ticksuffix": plate.suffix}
    return figure([trace], height=HEIGHT, words=upright, across=STANDING, french=plate.french, more=target(plate))


def standing(labels: Sequence[str]) -> Mapping[str, object]:
    """The axis under months: a year stands under its first month only, so that a dozen labels lie level."""
    kept = labels[:: -(-len(labels) // LEVEL) or 1]
    years = [label.rpartition(" ")[2] for label in kept]
    new = [place == 0 or year != years[place - 1] for place, year in enumerate(years)]
    short = [label.rpartition(" ")[0] or label for label in kept]
    told = [f"{name}<br>{year}" if first else name for name, year, first in zip(short, years, new, strict=True)]
    return {**STANDING, "type": "category", "tickangle": 0, "tickvals": list(kept), "ticktext": told}
