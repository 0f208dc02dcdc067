"""What differs between two editions, on a drawing: a coloured halo with a sign, so that nobody needs the colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from html import escape

from migraflow.engine.drawing.shapes import Pen
from migraflow.engine.layout.geometry import Box


class Mark(StrEnum):
    """How an element differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


LOOK: Mapping[Mark, tuple[str, str, str]] = {
    Mark.ADDED: ("#0E6B4C", "+", ""),
    Mark.REMOVED: ("#A3261D", "−", "6 4"),
    Mark.CHANGED: ("#9A6200", "≠", ""),
    Mark.MOVED: ("#3A4A9F", "↕", "2 3"),
}
"""Colour, sign, and how the outline is broken."""
AROUND = 7.0
"""How far a halo stands off what it surrounds, in px."""


def halos(pen: Pen, marked: Mapping[str, Mark]) -> Iterator[str]:
    """A halo behind each marked element that is drawn."""
    for element, mark in marked.items():
        colour, sign, dash = LOOK[mark]
        inner = around(pen.seen.shapes[element], colour, dash) if element in pen.seen.shapes else ""
        inner += along(pen.seen.lines[element], colour) if element in pen.seen.lines else ""
        if not inner:
            continue
        x, y = corner(pen, element)
        yield (
            f'<g class="halo" data-element="{escape(element)}">{inner}<circle cx="{x:g}" cy="{y:g}" r="9" '
            f'fill="{colour}"/><text x="{x:g}" y="{y + 4.5:g}" text-anchor="middle" font-size="13" font-weight="700" '
            f'fill="#FFFFFF">{sign}</text></g>'
        )


def around(box: Box, colour: str, dash: str) -> str:
    """The halo of a node."""
    wide = box.grown(AROUND)
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{wide.x:g}" y="{wide.y:g}" width="{wide.width:g}" height="{wide.height:g}" rx="12" fill="{colour}" '
        f'fill-opacity=".16" stroke="{colour}" stroke-width="2.5"{broken}/>'
    )


def along(points: list[tuple[float, float]], colour: str) -> str:
    """The halo of a line."""
    path = "M" + " ".join(f"{x:g} {y:g}" for x, y in points)
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity=".35" stroke-width="9"/>'


def corner(pen: Pen, element: str) -> tuple[float, float]:
    """Where the sign stands: the upper right corner of a node, the middle of a line."""
    box = pen.seen.shapes.get(element)
    if box is not None:
        return box.right + AROUND, box.y - AROUND
    points = pen.seen.lines[element]
    (x, y), (ahead, down) = points[(len(points) - 1) // 2], points[(len(points) - 1) // 2 + 1]
    return (x + ahead) / 2, (y + down) / 2
