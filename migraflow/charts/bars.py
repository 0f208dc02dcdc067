"""Bars, lying down because their labels are words: plain, stacked, against a target, as quartiles, as causes."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping

from plotly.graph_objects import Figure

from migraflow.charts.lines import standing
from migraflow.charts.plate import Plate, Value
from migraflow.charts.theme import (
    AXIS,
    BAR,
    FROM_ZERO,
    GAP,
    LETTER,
    LYING,
    MARGIN,
    ORANGE,
    Trace,
    colour,
    figure,
    line_at,
)

WIDTH = 28
"""Characters of a label before it is broken into two lines."""
MOST = 15
"""Bars that are drawn; the table holds them all."""
FEW: Mapping[str, object] = {"nticks": 5, "tickangle": 0}
"""Figures under an axis that lie level on a phone too."""
MEDIAN, LOW, HIGH, FAR = 1, 0, 2, 3
"""Columns of a table of quartiles: first quartile, median, third quartile, ninth decile."""


def broken(label: object) -> str:
    """A label on at most two lines, cut with an ellipsis beyond."""
    lines = textwrap.wrap(str(label), WIDTH)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")


def labels(plate: Plate) -> list[str]:
    """The labels beside the bars; Plotly lays bars of one label over one another, so the second is told apart."""
    names, seen = [broken(row) for row in plate.rows[:MOST]], Counter[str]()
    for place, name in enumerate(names):
        seen[name] += 1
        names[place] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return names


def across(plate: Plate, values: list[Value]) -> Mapping[str, object]:
    """The axis of figures: room for the longest bar, and for the words of the target."""
    most = max([float(value) for value in values if value is not None] + [plate.target or 0.0], default=0.0)
    room = 1.02 if plate.target is None else 1.2
    return {**FROM_ZERO, "range": [0, most * room or 1], "ticksuffix": plate.suffix, **FEW}


def margin(texts: Iterable[str]) -> Mapping[str, object]:
    """The room beside the bars for what is written at their ends, however narrow the screen."""
    longest = max(map(len, texts), default=0)
    return {"margin": {**MARGIN, "r": 16 + LETTER * longest}}


def bars(plate: Plate) -> Figure:
    """Rows as lying bars, first row on top; a hidden figure leaves a gap, since a bar of unknown length is a guess."""
    return lying(plate, stacked=False)


def stack(plate: Plate) -> Figure:
    """The columns of a row one after the other, in one bar; months stand, whatever else lies."""
    if plate.table.columns[0].key != "month":
        return lying(plate, stacked=True)
    traces: list[Trace] = [
        {
            "type": "bar",
            "name": head,
            "x": list(plate.rows),
            "y": plate.column(place),
            "marker": {"color": colour(place)},
            "hovertext": plate.hover(place),
            "hoverinfo": "text",
        }
        for place, head in enumerate(plate.heads)
    ]
    return figure(
        traces, height=300, words=FROM_ZERO, across=standing(plate.rows), barmode="stack", french=plate.french
    )


def lying(plate: Plate, *, stacked: bool) -> Figure:
    """Bars of every column; written at their end when each row has one."""
    single = len(plate.heads) == 1
    traces = [bar(plate, place, written=single) for place in range(len(plate.heads))]
    lines = max(len(plate.rows[:MOST]), 2) * (1 if stacked or single else len(traces) * 0.8)
    more = {**(margin(row[0] for row in plate.texts[:MOST]) if single else {}), **({} if stacked else target(plate))}
    return figure(
        traces,
        height=int((60 if single else 90) + lines * (BAR + 10)),
        gap=GAP if len(plate.rows) > 1 else 1 - (1 - GAP) / 2,
        words=LYING,
        across=along(plate, stacked=stacked),
        barmode="stack" if stacked else "group",
        french=plate.french,
        more=more,
    )


def along(plate: Plate, *, stacked: bool) -> Mapping[str, object]:
    """The axis under lying bars; it has no figures where each bar has its own at its end."""
    single = len(plate.heads) == 1
    if stacked:
        return {**AXIS, **FEW}
    axis = across(plate, [value for place in range(len(plate.heads)) for value in plate.column(place)])
    return {**axis, "showticklabels": not single, "showgrid": not single}


def target(plate: Plate) -> dict[str, object]:
    """The target across lying bars, when there is one."""
    return {} if plate.target is None else line_at(plate.target, plate.target_words, upright=True)


def bar(plate: Plate, place: int, *, written: bool) -> Trace:
    """One column as bars."""
    trace: dict[str, object] = {
        "type": "bar",
        "name": plate.heads[place],
        "y": labels(plate),
        "x": plate.column(place)[:MOST],
        "orientation": "h",
        "marker": {"color": colour(place)},
        "customdata": [row.key for row in plate.table.rows[:MOST]],
        "hovertext": plate.hover(place)[:MOST],
        "hoverinfo": "text",
    }
    if written:
        trace |= {
            "text": [texts[place] for texts in plate.texts[:MOST]],
            "textposition": "outside",
            "cliponaxis": False,
        }
    return trace


def gauge(plate: Plate) -> Figure:
    """The figure of each row as a bar held against the target line."""
    return lying(plate, stacked=False)


def quartiles(plate: Plate) -> Figure:
    """Half of the people lie within the bar, the stroke in it is the median, the line ends where 9 in 10 are below.

    Drawn from quartiles that were computed before: no point here is a person.
    """
    low, middle, high, far = (plate.column(place)[:MOST] for place in (LOW, MEDIAN, HIGH, FAR))
    names, hover = labels(plate), [boxed(plate, place) for place in range(len(low))]
    half = [None if a is None or b is None else b - a for a, b in zip(low, high, strict=True)]
    box: Trace = {
        "type": "bar", "name": "", "showlegend": False, "orientation": "h", "y": names, "x": half,
        "base": low, "width": 0.45, "marker": {"color": colour(0)}, "hovertext": hover, "hoverinfo": "text",
    }  # fmt: skip
    line: Trace = {
        "type": "scatter", "mode": "lines", "line": {"color": colour(0)}, "showlegend": False, "hoverinfo": "skip",
        **whiskers(names, high, far),
    }  # fmt: skip
    stroke = {"symbol": "line-ns", "size": 16, "line": {"width": 4, "color": ORANGE}}
    middles: Trace = {
        "type": "scatter", "mode": "markers", "y": names, "x": middle, "name": plate.heads[MEDIAN], "marker": stroke,
        "hoverinfo": "skip",
    }  # fmt: skip
    more = target(plate)
    height = int(90 + max(len(names), 2) * (BAR + 16))
    axis = across(plate, [*high, *far])
    return figure([box, line, middles], height=height, words=LYING, across=axis, french=plate.french, more=more)


def boxed(plate: Plate, place: int) -> str:
    """What a pointer reads over one box."""
    told = zip(plate.heads, plate.texts[place], strict=True)
    return "<br>".join((plate.rows[place], *(f"{head} : {text}" for head, text in told)))


def whiskers(names: list[str], near: list[Value], far: list[Value]) -> Mapping[str, object]:
    """Lines from the third quartile to the ninth decile of each row, one trace with gaps between."""
    across: list[Value] = []
    upright: list[str | None] = []
    for name, start, end in zip(names, near, far, strict=True):
        across += [start, end, None]
        upright += [name, name, None]
    return {"x": across, "y": upright}


def pareto(plate: Plate) -> Figure:
    """Causes from the most frequent down, with the running share as a line: where most of the weight lies."""
    counts = {**bar(plate, 0, written=True), "name": plate.heads[0]}
    traces: list[Trace] = [counts]
    more: dict[str, object] = {}
    if len(plate.heads) > 1:
        traces.append({
            "type": "scatter", "mode": "lines+markers", "name": plate.heads[1], "y": labels(plate), "xaxis": "x2",
            "x": plate.column(1)[:MOST], "line": {"color": ORANGE, "width": 2, "dash": "dot"},
            "marker": {"size": 6}, "hovertext": plate.hover(1)[:MOST], "hoverinfo": "text",
        })  # fmt: skip
        running = {
            **AXIS,
            "overlaying": "x",
            "side": "top",
            "range": [0, 104],
            "ticksuffix": "\u202f%",
            "showgrid": False,
        }
        more = {"xaxis2": running, "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"}}
    height = int(110 + max(len(plate.rows[:MOST]), 2) * (BAR + 10))
    axis = across(plate, plate.column(0))
    return figure(traces, height=height, words=LYING, across=axis, french=plate.french, more=more)
