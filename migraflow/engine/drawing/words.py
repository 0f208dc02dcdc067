"""Names in a picture, set in lines that fit."""

from __future__ import annotations

from html import escape

from migraflow.engine.drawing.marks import INK
from migraflow.engine.layout.geometry import Box
from migraflow.engine.layout.text import BESIDE, INSIDE, width

LEADING = 1.2
PADDING = 7.0


def lines(words: str, limit: float, size: float) -> list[str]:
    """`words` in lines of at most `limit` px at `size` px; a longer word has a line of its own."""
    found: list[str] = []
    for word in words.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size) <= limit:
            found[-1] = longer
        else:
            found.append(word)
    return found


def text(rows: list[str], x: float, top: float, size: float, *, anchor: str = "middle") -> str:
    """Rows of words from `top` down, around or from `x`."""
    spans = "".join(
        f'<tspan x="{x:g}" y="{top + size * (LEADING * n + 0.95):g}">{escape(row)}</tspan>'
        for n, row in enumerate(rows)
    )
    return f'<text font-size="{size:g}" text-anchor="{anchor}" fill="{INK}">{spans}</text>'


def inside(words: str, box: Box, *, lift: float = 0) -> str:
    """A name in the middle of its box, `lift` px higher when signs stand below."""
    rows = lines(words, box.width - 2 * PADDING, INSIDE)
    height = len(rows) * LEADING * INSIDE
    return text(rows, box.centre[0], box.centre[1] - height / 2 - lift, INSIDE)


def beside(words: str, place: Box, *, left: bool = False) -> str:
    """A name beside its node or line, where the layout has left room; from the left border when `left`."""
    rows = lines(words, max(place.width, 90.0) + 2, BESIDE)
    if left:
        return text(rows, place.x, place.y, BESIDE, anchor="start")
    return text(rows, place.centre[0], place.y, BESIDE)


def upright(words: str, band: Box) -> str:
    """The title of a pool or lane, read from below."""
    rows = lines(words, max(band.height - 12, 40.0), INSIDE)
    rows = rows if len(rows) <= 2 else [rows[0], f"{rows[1]} …"]
    x, y = band.centre
    turned = text(rows, 0, -len(rows) * LEADING * INSIDE / 2, INSIDE)
    return f'<g transform="translate({x:g} {y:g}) rotate(-90)">{turned}</g>'
