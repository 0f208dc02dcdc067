"""The look every figure shares. Text and axes take the page's ink through the stylesheet; marks keep these colours,
which stand 3:1 from paper in light and in dark."""

from __future__ import annotations

from plotly import graph_objects as go

GREEN, OCHRE, INDIGO, BRICK = "#2e9372", "#bf7d1f", "#5f7fc0", "#c4605a"
SERIES = (GREEN, OCHRE, INDIGO, BRICK)
INK = "#6b6358"
GRID = "rgba(128, 118, 104, 0.28)"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
BAR = 26
"""Pixels of height per bar in a lying bar chart."""


def dressed(figure: go.Figure, *, height: int = 300, left: int = 8) -> go.Figure:
    """`figure` in the house's look: no frame, quiet grid, French numbers, `left` pixels for the labels."""
    figure.update_layout(
        height=height,
        margin={"l": left, "r": 12, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": INK},
        separators=", ",
        colorway=list(SERIES),
        hovermode="closest",
        dragmode=False,
        bargap=0.28,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": ""},
        showlegend=len(figure.data) > 1,  # pyright: ignore[reportArgumentType]
    )
    figure.update_xaxes(gridcolor=GRID, zerolinecolor=GRID, automargin=True, fixedrange=True)
    figure.update_yaxes(gridcolor=GRID, zerolinecolor=GRID, automargin=True, fixedrange=True)
    return figure
