"""Reads ``procedure.bpmn`` into a `Diagram`, noting on the way all that the engine would drop or stumble on."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from migraflow.engine.correlation import read_correlations, understood
from migraflow.engine.diagram import Diagram, EventKind, Flow, Kind, Node, Oddity
from migraflow.engine.node_reader import KINDS, Definitions, read_node
from migraflow.engine.xml import BPMN, Element, Unreadable, attribute, children, first, parse, tag, text_of

DROPPED = {
    "ioSpecification": "data_dropped",
    "dataInputAssociation": "data_dropped",
    "dataOutputAssociation": "data_dropped",
    "dataStoreReference": "data_dropped",
    "dataObject": "data_dropped",
    "dataObjectReference": "data_dropped",
    "correlationKey": "correlation_dropped",
    "correlationProperty": "correlation_dropped",
}
FEEL_NAMES = re.compile(r"(?i)feel|/dmn/|/DMN/")
QUIET = frozenset(
    """laneSet documentation extensionElements textAnnotation association group incoming outgoing
    multiInstanceLoopCharacteristics standardLoopCharacteristics category categoryValue property monitoring auditing
    completionCondition correlationSubscription""".split()
)


class Reading:
    """The diagram being read; turned into a `Diagram` at the end."""

    def __init__(self, definitions: Definitions, lanes: dict[str, str]) -> None:
        self.definitions = definitions
        self.lanes = lanes
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.scopes: dict[str, str] = {}
        self.oddities: list[Oddity] = []

    def odd(self, code: str, element: str, **facts: str) -> None:
        """Note something that deserves a finding."""
        self.oddities.append(Oddity(code, element, facts))


@lru_cache(maxsize=64)
def read_diagram(content: bytes) -> Diagram:
    """The one executable process of `content`, read once: a procedure that others call is met again with each of them.

    Raises `xml.Unreadable`.
    """
    root = parse(content)
    if root.tag != BPMN + "definitions":
        raise Unreadable("not_bpmn")
    process = executable(root)
    reading = Reading(Definitions.read(root), lanes_of(process))
    duplicates(root, reading)
    read_scope(process, "", reading)
    join_links(reading)
    note_around(root, process, reading)
    return Diagram(
        id=attribute(process, "id"),
        name=attribute(process, "name"),
        nodes=reading.nodes,
        flows=reading.flows,
        scopes=reading.scopes,
        messages=frozenset(reading.definitions.messages.values()),
        signals=frozenset(reading.definitions.signals.values()),
        lanes=tuple(dict.fromkeys(attribute(lane, "name") for lane in process.iter(BPMN + "lane"))),
        oddities=tuple(reading.oddities),
        correlations=read_correlations(root),
    )


def note_around(root: Element, process: Element, reading: Reading) -> None:
    """Note what is drawn and not run: data elements, correlations, the processes of the other pools."""
    others = {other for other in children(root, "process") if other is not process}
    for part in (part for part in root if part not in others):
        for element in part.iter(*(BPMN + name for name in DROPPED)):
            note_dropped(reading, element, tag(element))
    for other in (one for one in children(root, "process") if one in others and steps_in(one)):
        name = pool_of(root, other) or attribute(other, "name") or attribute(other, "id")
        reading.odd("participant_only", attribute(other, "id"), name=name, count=str(steps_in(other)))
    for flow in root.iter(BPMN + "messageFlow"):
        ends = [reading.nodes.get(attribute(flow, name)) for name in ("sourceRef", "targetRef")]
        if any(node is not None and node.trigger.kind is not EventKind.MESSAGE for node in ends):
            name = attribute(flow, "name") or attribute(flow, "id")
            reading.odd("message_flow_drawn", attribute(flow, "id"), name=name)


def steps_in(process: Element) -> int:
    """How many nodes are drawn in a process and its subprocesses."""
    return sum(1 for _ in process.iter(*(BPMN + name for name in KINDS)))


def pool_of(root: Element, process: Element) -> str:
    """The name of the pool that shows `process`, "" when none does."""
    pools = [pool for pool in root.iter(BPMN + "participant") if pool.get("processRef") == process.get("id")]
    return next((" ".join(attribute(pool, "name").split()) for pool in pools if pool.get("name")), "")


def note_dropped(reading: Reading, element: Element, name: str) -> None:
    """Note a data element; associations and inner parts belong to a node that is named instead."""
    if name.startswith("correlation") and understood(element):
        return
    holder = element if element.get("id") else element.getparent()
    identifier = "" if holder is None else attribute(holder, "id")
    reading.odd(DROPPED[name], identifier, tag=name, name=attribute(element, "name") or identifier)


def executable(root: Element) -> Element:
    """The executable process; when none says so, the only one with steps in it."""
    processes = list(children(root, "process"))
    marked = [process for process in processes if process.get("isExecutable") == "true"]
    chosen = marked or [process for process in processes if steps_in(process)] or processes[:1]
    if not chosen:
        raise Unreadable("no_process")
    if len(chosen) > 1:
        longest = max(chosen, key=steps_in)
        raise Unreadable("several_processes", attribute(longest, "id"), count=str(len(chosen)))
    if not attribute(chosen[0], "id"):
        raise Unreadable("no_process")
    return chosen[0]


def lanes_of(process: Element) -> dict[str, str]:
    """The innermost lane's name for each node listed in one (document order: inner lanes come after outer ones)."""
    lanes: dict[str, str] = {}
    for lane in process.iter(BPMN + "lane"):
        for reference in children(lane, "flowNodeRef"):
            lanes[text_of(reference)] = attribute(lane, "name")
    return lanes


def duplicates(root: Element, reading: Reading) -> None:
    """Note every id that stands twice among BPMN elements: the engine would keep one of them only."""
    ids = Counter(
        element.get("id") for element in root.iter() if str(element.tag).startswith(BPMN) and element.get("id")
    )
    for identifier, count in ids.items():
        if count > 1 and identifier:
            reading.odd("duplicate_id", identifier)


def read_scope(container: Element, around: str, reading: Reading) -> None:
    """The nodes and flows of a process or subprocess, then those of the subprocesses in it."""
    scope = attribute(container, "id")
    reading.scopes[scope] = around
    for child in container:
        name = tag(child)
        if name == "sequenceFlow":
            read_flow(child, scope, reading)
        elif name in KINDS:
            node = read_node(child, scope, reading.definitions, reading.lanes)
            keep_node(node, reading)
            if node.kind is Kind.SUBPROCESS:
                read_scope(child, node.id, reading)
        elif name not in QUIET and name not in DROPPED and str(child.tag).startswith(BPMN):
            reading.odd("unknown_element", attribute(child, "id"), tag=name)


def keep_node(node: Node, reading: Reading) -> None:
    """Keep `node`; one without an id cannot be pointed at, one with an id already used is noted elsewhere."""
    if not node.id:
        raise Unreadable("without_id", tag=node.tag)
    reading.nodes.setdefault(node.id, node)


def read_flow(element: Element, scope: str, reading: Reading) -> None:
    """One sequence flow."""
    condition = first(element, "conditionExpression")
    language = "" if condition is None else attribute(condition, "language")
    if text_of(condition) and language and not FEEL_NAMES.search(language):
        reading.odd("foreign_language", attribute(element, "id"), language=language, text=text_of(condition)[:80])
    flow = Flow(
        id=attribute(element, "id"),
        source=attribute(element, "sourceRef"),
        target=attribute(element, "targetRef"),
        scope=scope,
        name=attribute(element, "name"),
        condition=None if condition is None else text_of(condition),
    )
    if not flow.id:
        raise Unreadable("without_id", tag="sequenceFlow")
    reading.flows.setdefault(flow.id, flow)


def join_links(reading: Reading) -> None:
    """A link throw goes on at the link catch of the same name in the same scope, as the drawing means."""
    links = [node for node in reading.nodes.values() if node.trigger.kind is EventKind.LINK]
    for throw in (node for node in links if node.kind is Kind.THROW):
        for catch in (node for node in links if node.kind is Kind.CATCH):
            if (catch.scope, catch.trigger.ref) == (throw.scope, throw.trigger.ref):
                flow = Flow(f"{throw.id}__{catch.id}", throw.id, catch.id, throw.scope)
                reading.flows[flow.id] = flow
                break
        else:
            reading.odd("link_without_target", throw.id, name=throw.label)
