"""The look every figure shares. Text and axes take the page's ink through the stylesheet; marks keep these colours.

They stand 3:1 from paper in light and in dark, and apart from one another for colour-blind eyes (a test computes it).
"""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plotly.graph_objects import Figure

GREEN, ORANGE, INDIGO, ROSE, SKY, STONE = "#178a68", "#cf6a12", "#4668c5", "#b8588f", "#2f93b8", "#857b6e"
SERIES = (GREEN, ORANGE, INDIGO, ROSE, SKY, STONE)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Lines differ by their stroke too: no figure is told apart by its colour alone."""
TARGET = "#c4534c"
INK = "#6b6358"
GRID = "rgba(128, 118, 104, 0.28)"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
BAR, GAP = 26, 0.28
"""Pixels of height per bar in a lying bar chart; the part of them that stays free between two."""
LETTER = 8
"""Pixels a letter of a figure takes at most."""
MARGIN: Mapping[str, int] = {"l": 8, "r": 12, "t": 8, "b": 8}
AXIS: Mapping[str, object] = {
    "gridcolor": GRID,
    "zerolinecolor": GRID,
    "automargin": True,
    "fixedrange": True,
    "exponentformat": "none",
    "separatethousands": True,
}
"""Thousands are written out: « 50 k » is no French."""
LYING: Mapping[str, object] = {**AXIS, "autorange": "reversed", "showgrid": False}
"""The axis of words beside lying bars: the first row of the table on top."""
STANDING: Mapping[str, object] = {**AXIS, "showgrid": False}
"""The axis of words under standing bars."""
FROM_ZERO: Mapping[str, object] = {**AXIS, "rangemode": "tozero"}

LOOK: Mapping[str, object] = {
    "template": None,
    "margin": MARGIN,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": FONT, "size": 13, "color": INK},
    "colorway": list(SERIES),
    "hovermode": "closest",
    "dragmode": False,
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
}
"""What every figure has alike. The template is left out: it would travel with every figure and say nothing."""

Trace = Mapping[str, object]


def colour(place: int) -> str:
    """The colour of a series by its place."""
    return SERIES[place % len(SERIES)]


def figure(
    traces: Sequence[Trace],
    *,
    height: int,
    words: Mapping[str, object] = AXIS,
    across: Mapping[str, object] = AXIS,
    barmode: str = "group",
    gap: float = GAP,
    french: bool = True,
    more: Mapping[str, object] | None = None,
) -> Figure:
    """`traces` in the house's look: no frame, quiet grid, numbers of the language; `words` is the upright axis.

    `more` adds to the layout.
    """
    layout: dict[str, object] = {
        **LOOK,
        "height": height,
        "separators": ",\u202f" if french else ".,",
        "barmode": barmode,
        "bargap": gap,
        "showlegend": len(traces) > 1,
        "xaxis": across,
        "yaxis": words,
        **(more or {}),
    }
    return Figure({"data": list(traces), "layout": layout})


def line_at(value: float, words: str, *, upright: bool) -> dict[str, object]:
    """A target across a figure, with its words: lying figures have it upright."""
    along, across = ("x", "y") if upright else ("y", "x")
    stroke = {"color": TARGET, "width": 2, "dash": "dot"}
    shape: dict[str, object] = {"type": "line", f"{along}0": value, f"{along}1": value, f"{across}0": 0}
    shape |= {f"{across}1": 1, f"{across}ref": "paper", "line": stroke}
    note: dict[str, object] = {"text": words, "showarrow": False, "font": {"color": TARGET, "size": 12}}
    note |= {along: value, across: 1, f"{across}ref": "paper", "xanchor": "left" if upright else "right"}
    note |= {"yanchor": "bottom", "xshift": 4 if upright else 0}
    return {"shapes": [shape], "annotations": [note]}
