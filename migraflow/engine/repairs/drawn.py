"""Puts what a repair adds into the drawing, beside what it belongs to; a diagram without a drawing stays without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from migraflow.engine.layout.writer import BPMNDI, DC, DI
from migraflow.engine.repairs.paper import Paper
from migraflow.engine.xml import Element, attribute

SIZES = {"startEvent": (36, 36), "endEvent": (36, 36), "parallelGateway": (50, 50), "exclusiveGateway": (50, 50)}
TASK = (100, 80)
GAP = 54
"""Pixels between what is added and what it stands beside."""


@dataclass(frozen=True)
class Place:
    """Where a node is drawn, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> tuple[float, float]:
        """The middle of the left side."""
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> tuple[float, float]:
        """The middle of the right side."""
        return self.x + self.width, self.y + self.height / 2

    @property
    def top(self) -> tuple[float, float]:
        """The middle of the upper side."""
        return self.x + self.width / 2, self.y

    @property
    def bottom(self) -> tuple[float, float]:
        """The middle of the lower side."""
        return self.x + self.width / 2, self.y + self.height


def shape_of(paper: Paper, node: Element) -> Element | None:
    """The shape that shows `node`, None when it is not drawn."""
    shapes = paper.root.iter(f"{{{BPMNDI}}}BPMNShape")
    return next((shape for shape in shapes if shape.get("bpmnElement") == node.get("id")), None)


def place_of(paper: Paper, node: Element) -> Place | None:
    """Where `node` is drawn, None when it is not."""
    shape = shape_of(paper, node)
    bounds = None if shape is None else shape.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    try:
        return Place(*(float(attribute(bounds, name)) for name in ("x", "y", "width", "height")))
    except ValueError:
        return None


def beside(paper: Paper, new: Element, node: Element, side: str) -> None:
    """Draw `new` before, after or above `node`."""
    there, shape = place_of(paper, node), shape_of(paper, node)
    if there is None or shape is None:
        return
    width, height = SIZES.get(etree.QName(new).localname, TASK)
    x, y = there.x + there.width + GAP, there.y + (there.height - height) / 2
    if side == "before":
        x = there.x - GAP - width
    elif side == "above":
        x, y = there.x + (there.width - width) / 2, there.y - GAP - height
    drawn = etree.Element(f"{{{BPMNDI}}}BPMNShape")
    drawn.set("id", paper.fresh(f"{attribute(new, 'id')}_di"))
    drawn.set("bpmnElement", attribute(new, "id"))
    bounds = etree.SubElement(drawn, f"{{{DC}}}Bounds")
    for name, value in (("x", x), ("y", y), ("width", width), ("height", height)):
        bounds.set(name, f"{value:g}")
    shape.addnext(drawn)


def line(paper: Paper, flow: Element, points: Iterable[tuple[float, float]]) -> None:
    """Draw a new flow through `points`."""
    source = paper.find(attribute(flow, "sourceRef"))
    shape = shape_of(paper, source)
    if shape is None:
        return
    edge = etree.Element(f"{{{BPMNDI}}}BPMNEdge")
    edge.set("id", paper.fresh(f"{attribute(flow, 'id')}_di"))
    edge.set("bpmnElement", attribute(flow, "id"))
    for x, y in points:
        point = etree.SubElement(edge, f"{{{DI}}}waypoint")
        point.set("x", f"{x:g}")
        point.set("y", f"{y:g}")
    shape.addnext(edge)


def straight(paper: Paper, flow: Element) -> None:
    """Draw a new flow straight from the right of its source to the left of its target."""
    source, target = (place_of(paper, paper.find(attribute(flow, name))) for name in ("sourceRef", "targetRef"))
    if source is not None and target is not None:
        line(paper, flow, (source.right, target.left))


def move_end(paper: Paper, flow: Element, end: int, point: tuple[float, float]) -> None:
    """Move the first (0) or last (-1) point of a flow that now begins or ends elsewhere."""
    for edge in paper.root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        points = edge.findall(f"{{{DI}}}waypoint")
        if edge.get("bpmnElement") == flow.get("id") and points:
            points[end].set("x", f"{point[0]:g}")
            points[end].set("y", f"{point[1]:g}")
