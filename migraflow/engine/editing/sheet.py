"""The files of a procedure while somebody edits them: what `Paper` knows, plus lanes, joins and what falls away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from migraflow.engine.repairs.paper import NODE_TAGS, Moot, Paper, inside, mention, remove, slug
from migraflow.engine.xml import BPMN, SPIFF, Element, attribute, children, first, text_of

EXPRESSION = "{http://www.w3.org/2001/XMLSchema-instance}type"
ACTIVITIES = tuple(
    BPMN + name
    for name in (
        "userTask manualTask task scriptTask businessRuleTask serviceTask sendTask receiveTask callActivity subProcess"
    ).split()
)
"""Steps: what does something, against events and gateways, which only decide or wait."""
ORIGINS = (BPMN + "startEvent", BPMN + "boundaryEvent")
"""Nodes nothing leads to, and that are wanted all the same."""


class Sheet(Paper):
    """Files being edited. `chosen` is the element to show afterwards."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self.chosen = ""

    def step(self, identifier: str) -> Element:
        """The activity with that id. Raises Moot for anything else."""
        found = self.node(identifier)
        if found.tag not in ACTIVITIES:
            raise Moot(identifier)
        return found

    def only_exit(self, node: Element) -> Element:
        """The one flow out of `node`. Raises Moot when there are several, or none."""
        return alone(self.leaving(node), node)

    def only_entry(self, node: Element) -> Element:
        """The one flow into `node`. Raises Moot when there are several, or none."""
        return alone(self.entering(node), node)

    def source(self, flow: Element) -> Element:
        """Where a flow begins."""
        return self.node(attribute(flow, "sourceRef"))

    def target(self, flow: Element) -> Element:
        """Where a flow ends."""
        return self.node(attribute(flow, "targetRef"))

    def near(self, kind: str, wish: str, beside: Element, /, **words: str) -> Element:
        """A new element written right after `beside`, in its scope."""
        made = self.add(inside(beside), kind, wish, **words)
        beside.addnext(made)
        return made

    def role_of(self, node: Element) -> str:
        """The role whose lane holds `node`, or the block around it; "" where there is none."""
        lanes = {text_of(entry): entry.getparent() for entry in self.every("flowNodeRef")}
        at: Element | None = node
        while at is not None:
            lane = lanes.get(attribute(at, "id")) if attribute(at, "id") else None
            if lane is not None:
                return attribute(lane, "name")
            at = at.getparent()
        return ""

    def give(self, node: Element, role: str) -> None:
        """Put `node` into the lane of `role`, drawn below the others when the procedure has none yet."""
        for entry in self.every("flowNodeRef"):
            if text_of(entry) == node.get("id"):
                remove(entry)
        if role:
            entry = etree.SubElement(self.lane(node, role), BPMN + "flowNodeRef")
            entry.text = attribute(node, "id")

    def lane(self, node: Element, role: str) -> Element:
        """The lane of `role` in the process around `node`."""
        process = next(one for one in node.iterancestors(BPMN + "process"))
        for lane in process.iter(BPMN + "lane"):
            if lane.get("name") == role and first(lane, "childLaneSet") is None:
                return lane
        lanes = first(process, "laneSet")
        if lanes is None:
            lanes = etree.Element(BPMN + "laneSet")
            lanes.set("id", self.fresh("couloirs"))
            heads = [child for child in process if child.tag in (BPMN + "documentation", BPMN + "extensionElements")]
            process.insert(len(heads), lanes)
        made = etree.SubElement(lanes, BPMN + "lane")
        made.set("id", self.fresh(f"couloir_{slug(role)}"))
        made.set("name", role)
        return made

    def sweep(self, suspects: Iterable[Element]) -> None:
        """Take out what nothing leads to any more, and what only that led to."""
        todo = list(suspects)
        while todo:
            node = todo.pop()
            if node.getparent() is None or node.tag in ORIGINS or self.entering(node):
                continue
            if node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true":
                continue
            todo += self.after(node)
            self.drop(node)

    def after(self, node: Element) -> list[Element]:
        """What `node` leads to by itself, and by the events attached to it."""
        attached = [
            one for one in children(inside(node), "boundaryEvent") if one.get("attachedToRef") == node.get("id")
        ]
        return [self.target(flow) for one in (node, *attached) for flow in self.leaving(one)]


def alone(flows: list[Element], node: Element) -> Element:
    """The only one of `flows`. Raises Moot."""
    if len(flows) != 1:
        raise Moot(attribute(node, "id"))
    return flows[0]


def expression(holder: Element, name: str, text: str) -> None:
    """Write the formal expression `name` of `holder`; an empty text erases it."""
    written = first(holder, name)
    if not text:
        if written is not None:
            remove(written)
        return
    if written is None:
        written = etree.SubElement(holder, BPMN + name)
        written.set(EXPRESSION, f"{holder.prefix}:tFormalExpression" if holder.prefix else "tFormalExpression")
    written.text = text


def extension(node: Element, name: str) -> Element:
    """The extension element `name` of a node, written where there is none."""
    holder = first(node, "extensionElements")
    if holder is None:
        holder = etree.Element(BPMN + "extensionElements")
        node.insert(1 if first(node, "documentation") is not None else 0, holder)
    found = holder.find(f"{{{SPIFF}}}{name}")
    return etree.SubElement(holder, f"{{{SPIFF}}}{name}", nsmap={"spiffworkflow": SPIFF}) if found is None else found


def clear_extension(node: Element, name: str) -> None:
    """Take an extension element off a node, and the empty shell around it."""
    holder = first(node, "extensionElements")
    for one in [] if holder is None else list(holder.iter(f"{{{SPIFF}}}{name}")):
        remove(one)
    if holder is not None and not len(holder):
        remove(holder)


__all__ = [
    "ACTIVITIES",
    "NODE_TAGS",
    "Moot",
    "Sheet",
    "alone",
    "clear_extension",
    "expression",
    "extension",
    "inside",
    "mention",
    "slug",
]
