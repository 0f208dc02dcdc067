"""The files of a procedure being put right: the diagram as a tree whose drawing and foreign parts are kept."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.node_reader import KINDS
from migraflow.engine.xml import BPMN, SPIFF, Element, attribute, children, first, parse, text_of

NODE_TAGS = tuple(BPMN + name for name in KINDS)
BEFORE_FLOWS = frozenset(f"{BPMN}{name}" for name in ("documentation", "extensionElements", "auditing", "monitoring"))
OWN = {
    "callActivity": ("calledElement",),
    "subProcess": ("triggeredByEvent",),
    "adHocSubProcess": ("ordering", "cancelRemainingInstances"),
    "transaction": ("method",),
    "scriptTask": ("scriptFormat",),
    "complexGateway": ("activationCondition",),
}
"""What only one kind of node may carry; dropped when it becomes another."""
COMMON = ("implementation", "operationRef", "messageRef", "instantiate")


class Moot(Exception):
    """What was to be put right is no longer there."""


class Paper:
    """The files, by path; `root` is the diagram's tree, written back by `finished`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)

    @cached_property
    def root(self) -> Element:
        """The diagram. Raises xml.Unreadable."""
        return parse(self.files[DIAGRAM], whole=True)

    def finished(self) -> dict[str, bytes]:
        """The files with the diagram as it is now."""
        if "root" in self.__dict__:
            tree = self.root.getroottree()
            self.files[DIAGRAM] = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
        return self.files

    def every(self, *names: str) -> Iterator[Element]:
        """Every BPMN element of these names, in document order; a list, so that the tree may change meanwhile."""
        return iter(list(self.root.iter(*(BPMN + name for name in names))))

    def find(self, identifier: str) -> Element:
        """The first BPMN element with that id. Raises Moot."""
        for element in self.root.iter(f"{BPMN}*"):
            if element.get("id") == identifier:
                return element
        raise Moot(identifier)

    def node(self, identifier: str) -> Element:
        """The node with that id. Raises Moot for anything else."""
        found = self.find(identifier)
        if found.tag not in NODE_TAGS:
            raise Moot(identifier)
        return found

    def flow(self, identifier: str) -> Element:
        """The sequence flow with that id. Raises Moot for anything else."""
        found = self.find(identifier)
        if found.tag != BPMN + "sequenceFlow":
            raise Moot(identifier)
        return found

    def fresh(self, wish: str) -> str:
        """An id nobody has."""
        taken = {element.get("id") for element in self.root.iter("*")}
        name, number = wish, 1
        while name in taken:
            number += 1
            name = f"{wish}_{number}"
        return name

    def add(self, container: Element, kind: str, wish: str, /, **words: str) -> Element:
        """A new element in `container`, before its artifacts (which the schema wants last)."""
        element = etree.Element(BPMN + kind)
        element.set("id", self.fresh(wish))
        for word, value in words.items():
            element.set(word, value)
        last = [child for child in container if child.tag in (BPMN + "textAnnotation", BPMN + "association")]
        if last:
            last[0].addprevious(element)
        else:
            container.append(element)
        return element

    def link(self, source: Element, target: Element) -> Element:
        """A new flow between two nodes of one scope."""
        ends = {"sourceRef": attribute(source, "id"), "targetRef": attribute(target, "id")}
        flow = self.add(inside(source), "sequenceFlow", f"flux_{ends['sourceRef']}_{ends['targetRef']}", **ends)
        mention(source, "outgoing", attribute(flow, "id"))
        mention(target, "incoming", attribute(flow, "id"))
        return flow

    def leaving(self, node: Element) -> list[Element]:
        """The flows out of `node`."""
        return [flow for flow in children(inside(node), "sequenceFlow") if flow.get("sourceRef") == node.get("id")]

    def entering(self, node: Element) -> list[Element]:
        """The flows into `node`."""
        return [flow for flow in children(inside(node), "sequenceFlow") if flow.get("targetRef") == node.get("id")]

    def turn(self, flow: Element, end: str, node: Element) -> None:
        """Let `flow` begin (``sourceRef``) or end (``targetRef``) at another node."""
        name = "outgoing" if end == "sourceRef" else "incoming"
        for other in self.every(name):
            if text_of(other) == flow.get("id"):
                remove(other)
        flow.set(end, attribute(node, "id"))
        mention(node, name, attribute(flow, "id"))

    def become(self, node: Element, name: str) -> None:
        """Make a node another kind of node; what the new kind cannot carry is dropped."""
        before = etree.QName(node).localname
        for word in (*OWN.get(before, ()), *COMMON):
            node.attrib.pop(word, None)
        for child in list(node):
            own = child.tag in (BPMN + "script", BPMN + "completionCondition")
            if own:
                node.remove(child)
            elif name.endswith("Task") and holds_steps(child):
                self.drop(child)
        node.tag = BPMN + name

    def forget(self, identifier: str) -> None:
        """Take the first element with that id out, with all that is nothing without it. Nothing when there is none."""
        for element in [one for one in self.root.iter("*") if one.get("id") == identifier][:1]:
            self.drop(element)

    def drop(self, element: Element) -> None:
        """Take an element out with what points at it or into it: flows, attached events, lanes' entries, drawing."""
        every = list(self.root.iter("*"))
        left = Counter(attribute(one, "id") for one in every)
        pointers: dict[str, list[Element]] = {}
        for one in every:
            for name in pointed_at(one):
                pointers.setdefault(name, []).append(one)
        todo, gone = [element], set[Element]()
        while todo:
            one = todo.pop()
            inner = [part for part in one.iter("*") if part not in gone]
            gone.update(inner)
            left.subtract(attribute(part, "id") for part in inner)
            remove(one)
            lost = {attribute(part, "id") for part in inner if not left[attribute(part, "id")]} - {""}
            todo += [other for name in lost for other in pointers.get(name, ()) if other not in gone]

    def same_lane(self, new: Element, beside: Element) -> None:
        """Put a new node into the lanes of another one."""
        for reference in self.every("flowNodeRef"):
            if text_of(reference) == beside.get("id"):
                copy = etree.Element(BPMN + "flowNodeRef")
                copy.text = attribute(new, "id")
                reference.addnext(copy)


def inside(node: Element) -> Element:
    """The process or subprocess `node` stands in."""
    container = node.getparent()
    if container is None:
        raise Moot(attribute(node, "id"))
    return container


def remove(element: Element) -> None:
    """Take one element out of the tree, the text after it kept."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def pointed_at(element: Element) -> set[str]:
    """The ids without which `element` is nothing: what it links, attaches to, shows or mentions."""
    ends = {attribute(element, word) for word in ("sourceRef", "targetRef", "attachedToRef", "bpmnElement")}
    names = (BPMN + "flowNodeRef", BPMN + "incoming", BPMN + "outgoing")
    return (ends | ({text_of(element)} if element.tag in names else set())) - {""}


def holds_steps(child: Element) -> bool:
    """Whether a child of a subprocess belongs to the steps drawn in it."""
    drawn = {BPMN + name for name in ("sequenceFlow", "laneSet", "textAnnotation", "association", "group")}
    data = {BPMN + name for name in ("dataObject", "dataObjectReference", "dataStoreReference")}
    return child.tag in NODE_TAGS or child.tag in drawn | data


def mention(node: Element, name: str, flow: str) -> None:
    """Write ``<incoming>`` or ``<outgoing>`` into a node, where the schema wants it."""
    entry = etree.Element(BPMN + name)
    entry.text = flow
    before = BEFORE_FLOWS | {BPMN + "incoming"} | ({BPMN + "outgoing"} if name == "outgoing" else set())
    place = next((index for index, child in enumerate(node) if child.tag not in before), len(node))
    node.insert(place, entry)


def set_property(node: Element, name: str, value: str) -> None:
    """Write one of the node's extension properties."""
    holder = first(node, "extensionElements")
    if holder is None:
        holder = etree.Element(BPMN + "extensionElements")
        node.insert(1 if first(node, "documentation") is not None else 0, holder)
    names = {"spiffworkflow": SPIFF}
    table = next(holder.iter(f"{{{SPIFF}}}properties"), None)
    if table is None:
        table = etree.SubElement(holder, f"{{{SPIFF}}}properties", nsmap=names)
    known = [one for one in table if one.get("name") == name]
    entry = known[0] if known else etree.SubElement(table, f"{{{SPIFF}}}property", nsmap=names)
    entry.set("name", name)
    entry.set("value", value)


def slug(text: str, other: str = "x") -> str:
    """`text` as a name of small letters, digits and underscores that begins with a letter."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
    words = words[:40].strip("_") or other
    return words if words[0].isalpha() else f"{other}_{words}"
