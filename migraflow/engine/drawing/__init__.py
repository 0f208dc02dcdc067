"""A diagram as a picture: SVG drawn from what the file itself says of places and lines, without a browser.

The same BPMN gives the same bytes. No font is needed to draw it: widths are estimated as the layout does, on the
generous side, and whoever shows the picture writes it in a font of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

from migraflow.engine.drawing.halos import Mark, halos
from migraflow.engine.drawing.marks import DEFS
from migraflow.engine.drawing.shapes import Heat, Pen, edges, lanes, nodes
from migraflow.engine.layout import drawn as places
from migraflow.engine.layout import lay_out
from migraflow.engine.layout import model as reading
from migraflow.engine.layout.geometry import Box, union
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import parse

__all__ = ["Box", "Heat", "Mark", "extent", "plates", "svg"]

MARGIN = 16.0
"""Empty px around what is drawn."""
OVERLAP = 160.0
"""What two neighbouring pieces of an atlas both show, in px."""
FONT = "Segoe UI, Source Sans 3, Roboto, Arial, Helvetica, Libertinus Serif, sans-serif"


NO_HEAT: Mapping[str, Heat] = {}
UNMARKED: Mapping[str, Mark] = {}


def svg(
    xml: bytes,
    roles: Mapping[str, str],
    *,
    title: str = "",
    part: Box | None = None,
    heat: Mapping[str, Heat] = NO_HEAT,
    marked: Mapping[str, Mark] = UNMARKED,
) -> str:
    """The diagram in `xml` as an SVG picture. Raises Unreadable for a file that is no BPMN.

    `roles` are the words for the codes that name lanes, `part` the piece of the plane to show (all of it when None),
    `heat` what makes steps darker and `marked` what differs from another edition, by their ids.
    """
    pen = pen_of(xml, roles)
    view = part or whole(pen)
    pen = replace(pen, part=view, heat=heat)
    words = "".join((*lanes(pen), *halos(pen, marked), *nodes(pen), *edges(pen)))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view.x:g} {view.y:g} {view.width:g} {view.height:g}" '
        f'width="{view.width:g}" height="{view.height:g}" role="img" font-family="{FONT}">'
    )
    return f"{head}<title>{escape(title or pen.name)}</title>{DEFS}{words}</svg>"


def extent(xml: bytes) -> Box:
    """The piece of the plane the diagram in `xml` takes, in px, with a margin."""
    return whole(pen_of(xml, {}))


def plates(xml: bytes, width: float, height: float) -> list[Box]:
    """The plane of `xml` cut into pieces of at most `width` by `height` px, row by row: pages of an atlas.

    They overlap a little, so that nothing is cut on every page it stands on.
    """
    box = extent(xml)
    across, down = cuts(box.width, width), cuts(box.height, height)
    return [Box(box.x + x, box.y + y, min(width, box.width), min(height, box.height)) for y in down for x in across]


def cuts(whole_: float, piece: float) -> list[float]:
    """Where pieces of a length begin so that they cover the whole, spread evenly."""
    if whole_ <= piece:
        return [0.0]
    count = 1 + -(-(whole_ - piece) // (piece - OVERLAP))
    return [n * (whole_ - piece) / (count - 1) for n in range(int(count))]


def pen_of(xml: bytes, roles: Mapping[str, str]) -> Pen:
    """All there is to know to draw `xml`; what says nothing of places is laid out first."""
    root, diagram = parse(xml), read_diagram(xml)
    seen = places.drawn(root)
    if not seen.shapes:
        root = parse(lay_out(xml))
        seen = places.drawn(root)
    return Pen(reading.read(root), seen, diagram, roles)


def whole(pen: Pen) -> Box:
    """Everything drawn, with a margin."""
    points = [Box(x, y, 0, 0) for line in pen.seen.lines.values() for x, y in line]
    return union([*pen.seen.shapes.values(), *pen.seen.labels.values(), *points]).grown(MARGIN)
