"""Lanes that answers left over."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from migraflow.engine.repairs.paper import remove
from migraflow.engine.xml import BPMN, attribute, children, first, parse


def without_empty_lanes(diagram: bytes) -> bytes:
    """`diagram` without the lanes nothing stands in whose role has another lane; as it was when there is none."""
    root = parse(diagram, whole=True)
    lanes = list(root.iter(BPMN + "lane"))
    names = Counter(attribute(lane, "name") for lane in lanes)
    gone: set[str] = set()
    for lane in lanes:
        holds = next(children(lane, "flowNodeRef"), None) is not None or first(lane, "childLaneSet") is not None
        if holds or names[attribute(lane, "name")] < 2:
            continue
        names[attribute(lane, "name")] -= 1
        gone.add(attribute(lane, "id"))
        remove(lane)
    for shape in [one for one in root.iter("{*}BPMNShape") if one.get("bpmnElement") in gone]:
        remove(shape)
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True) if gone else diagram
