"""The drawing written into the document as BPMN DI: one diagram, one plane, nothing else touched."""

from lxml import etree

from migraflow.engine.layout.draw import Drawing
from migraflow.engine.layout.geometry import Box
from migraflow.engine.layout.model import BLOCKS, MODEL, Family, Lane, Model

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
_NAMES = {"bpmndi": BPMNDI, "dc": DC, "di": DI}


def strip(root: etree._Element) -> None:
    """Takes every diagram out of the document."""
    for diagram in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        before = diagram.getprevious()
        tail = diagram.tail
        root.remove(diagram)
        if before is not None and diagram is not None:
            before.tail = tail
        elif before is None:
            root.text = tail


def write(root: etree._Element, model: Model, drawing: Drawing, frames: set[str]) -> None:
    """Adds one diagram after the last element of ``root``."""
    taken = {value for element in root.iter() if (value := element.get("id"))}
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", nsmap=_NAMES)
    diagram.set("id", _fresh("BPMNDiagram_1", taken))
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane")
    plane.set("id", _fresh("BPMNPlane_1", taken))
    plane.set("bpmnElement", model.plane)
    for name in _shapes(model):
        if name in drawing.shapes:
            _shape(plane, name, model, drawing, taken, frames)
    for name in _lines(model):
        if name in drawing.lines:
            _edge(plane, name, drawing, taken)
    _indent(diagram)


def _shapes(model: Model) -> list[str]:
    lanes = [lane.id for scope in model.processes for lane in _all(model.lanes.get(scope, []))]
    return [*(pool.id for pool in model.pools), *lanes, *model.nodes]


def _all(lanes: list[Lane] | tuple[Lane, ...]) -> list[Lane]:
    return [each for lane in lanes for each in (lane, *_all(lane.parts))]


def _lines(model: Model) -> list[str]:
    return [*(flow.id for flows in model.flows.values() for flow in flows), *(each.id for each in model.messages)]


def _fresh(wish: str, taken: set[str]) -> str:
    name, number = wish, 1
    while name in taken:
        number += 1
        name = f"{wish}_{number}"
    taken.add(name)
    return name


def _shape(plane: etree._Element, name: str, model: Model, drawing: Drawing, taken: set[str], frames: set[str]) -> None:
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape")
    shape.set("id", _fresh(f"{name}_di", taken))
    shape.set("bpmnElement", name)
    node = model.nodes.get(name)
    if node is None:
        shape.set("isHorizontal", "true")
    elif node.family is Family.BLOCK:
        shape.set("isExpanded", "true")
        if name in frames:
            shape.set(f"{{{COLOR}}}background-color", "none")
    elif node.kind in BLOCKS:
        shape.set("isExpanded", "false")
    elif node.kind == "exclusiveGateway":
        shape.set("isMarkerVisible", "true")
    _bounds(shape, drawing.shapes[name])
    if name in drawing.labels:
        _label(shape, drawing.labels[name])


def _edge(plane: etree._Element, name: str, drawing: Drawing, taken: set[str]) -> None:
    edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge")
    edge.set("id", _fresh(f"{name}_di", taken))
    edge.set("bpmnElement", name)
    for x, y in drawing.lines[name]:
        point = etree.SubElement(edge, f"{{{DI}}}waypoint")
        point.set("x", _number(x))
        point.set("y", _number(y))
    if name in drawing.labels:
        _label(edge, drawing.labels[name])


def _label(parent: etree._Element, box: Box) -> None:
    _bounds(etree.SubElement(parent, f"{{{BPMNDI}}}BPMNLabel"), box)


def _bounds(parent: etree._Element, box: Box) -> None:
    bounds = etree.SubElement(parent, f"{{{DC}}}Bounds")
    for key, value in (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)):
        bounds.set(key, _number(value))


def _number(value: float) -> str:
    """Whole pixels, written without a decimal point; halves and docking points on curves to one decimal."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def _indent(diagram: etree._Element) -> None:
    """Two spaces a level, and the document's own last line break kept after the diagram."""
    before = diagram.getprevious()
    root = diagram.getparent()
    if before is not None:
        diagram.tail, before.tail = "\n", "\n  "
    elif root is not None:
        diagram.tail, root.text = "\n", "\n  "
    etree.indent(diagram, space="  ", level=1)


def is_definitions(root: etree._Element) -> bool:
    """Whether the document is BPMN 2.0."""
    return root.tag == f"{{{MODEL}}}definitions"
