"""A diagram as it stands in a document: bounds, waypoints and labels by element id."""

from dataclasses import dataclass, field

from lxml import etree

from migraflow.engine.layout.geometry import Box, Point

_BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DI = "{http://www.omg.org/spec/DD/20100524/DI}"


@dataclass
class Drawn:
    """What the first plane shows; ``closed`` are the subprocesses drawn collapsed."""

    shapes: dict[str, Box] = field(default_factory=dict[str, Box])
    labels: dict[str, Box] = field(default_factory=dict[str, Box])
    lines: dict[str, list[Point]] = field(default_factory=dict[str, list[Point]])
    closed: set[str] = field(default_factory=set[str])


def drawn(root: etree._Element) -> Drawn:
    """Reads the document's first diagram (empty when there is none)."""
    result = Drawn()
    plane = root.find(f"{_BPMNDI}BPMNDiagram/{_BPMNDI}BPMNPlane")
    for element in plane if plane is not None else ():
        name = str(element.get("bpmnElement", "")).rpartition(":")[2]
        if element.tag == f"{_BPMNDI}BPMNShape":
            if (box := _bounds(element)) is not None:
                result.shapes[name] = box
            if element.get("isExpanded") == "false":
                result.closed.add(name)
        elif element.tag == f"{_BPMNDI}BPMNEdge":
            result.lines[name] = [_point(each) for each in element.findall(f"{_DI}waypoint")]
        label = element.find(f"{_BPMNDI}BPMNLabel")
        if label is not None and (box := _bounds(label)) is not None:
            result.labels[name] = box
    return result


def _bounds(element: etree._Element) -> Box | None:
    bounds = element.find(f"{_DC}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (float(bounds.get(key, "0")) for key in ("x", "y", "width", "height"))
    return Box(x, y, width, height)


def _point(element: etree._Element) -> Point:
    return (float(element.get("x", "0")), float(element.get("y", "0")))
