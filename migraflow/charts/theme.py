"""The look every figure shares. Text and axes take the page's ink through the stylesheet; marks keep these colours,
which stand 3:1 from paper in light and in dark."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plotly.graph_objects import Figure

GREEN, OCHRE, INDIGO, BRICK = "#2e9372", "#bf7d1f", "#5f7fc0", "#c4605a"
SERIES = (GREEN, OCHRE, INDIGO, BRICK)
INK = "#6b6358"
GRID = "rgba(128, 118, 104, 0.28)"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
BAR = 26
"""Pixels of height per bar in a lying bar chart."""
AXIS = {"gridcolor": GRID, "zerolinecolor": GRID, "automargin": True, "fixedrange": True}
LYING = {**AXIS, "autorange": "reversed", "showgrid": False}
"""The axis of words beside lying bars: the first row of the table on top."""
STANDING = {**AXIS, "showgrid": False}
"""The axis of words under standing bars."""

Trace = Mapping[str, object]


def figure(
    traces: Sequence[Trace],
    *,
    height: int,
    words: Mapping[str, object] = AXIS,
    across: Mapping[str, object] = AXIS,
    barmode: str = "group",
) -> Figure:
    """`traces` in the house's look: no frame, quiet grid, French numbers; `words` is the upright axis."""
    layout = {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": INK},
        "separators": ", ",
        "colorway": list(SERIES),
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.28,
        "barmode": barmode,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "showlegend": len(traces) > 1,
        "xaxis": across,
        "yaxis": words,
    }
    return Figure({"data": list(traces), "layout": layout})
