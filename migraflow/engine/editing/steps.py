"""Adding, removing, naming and moving steps; whatever stood around a step stays joined."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migraflow.engine.editing.sheet import ACTIVITIES, NODE_TAGS, Moot, Sheet, inside, slug
from migraflow.engine.repairs.paper import remove as cut
from migraflow.engine.xml import BPMN, Element, attribute, children, first

Facts = Mapping[str, str]
KINDS = frozenset({"userTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity"})
GENERATED = re.compile(r"(Activity|Gateway|Event)_[0-9a-z]{7}")
POINTERS = ("id", "sourceRef", "targetRef", "attachedToRef", "bpmnElement", "default")
EVENT_GATEWAY = BPMN + "eventBasedGateway"
GATEWAYS = (BPMN + "exclusiveGateway", BPMN + "inclusiveGateway", BPMN + "parallelGateway")


def add_after(sheet: Sheet, element: str, facts: Facts) -> None:
    """Add a step after a step, on an arrow, or behind a start. `facts`: name, role (that of its neighbour), kind."""
    found = sheet.find(element)
    if found.tag == BPMN + "sequenceFlow":
        new = on_flow(sheet, found, facts)
    else:
        node = sheet.node(element)
        if node.tag == BPMN + "endEvent":
            raise Moot(element)
        flows = sheet.leaving(node)
        if len(flows) > 1:
            raise Moot(element)
        new = on_flow(sheet, flows[0], facts) if flows else behind(sheet, node, facts)
    sheet.chosen = attribute(new, "id")


def add_before(sheet: Sheet, element: str, facts: Facts) -> None:
    """Add a step before another: whatever came to that one comes to the new one."""
    node = sheet.node(element)
    entering = sheet.entering(node)
    if not entering or any(sheet.source(flow).tag == EVENT_GATEWAY for flow in entering):
        raise Moot(element)
    new = made(sheet, node, facts)
    for flow in entering:
        sheet.turn(flow, "targetRef", new)
    sheet.link(new, node)
    sheet.chosen = attribute(new, "id")


def on_flow(sheet: Sheet, flow: Element, facts: Facts) -> Element:
    """A new step on an arrow; behind the awaited event where the arrow leaves a choice between events."""
    source, target = sheet.source(flow), sheet.target(flow)
    if source.tag == EVENT_GATEWAY:
        return on_flow(sheet, sheet.only_exit(target), facts)
    beside = target if source.tag in GATEWAYS and target.tag in ACTIVITIES else source
    new = made(sheet, beside, facts)
    sheet.turn(flow, "targetRef", new)
    sheet.link(new, target)
    return new


def behind(sheet: Sheet, node: Element, facts: Facts) -> Element:
    """A new step after one that nothing follows."""
    new = made(sheet, node, facts)
    sheet.link(node, new)
    return new


def made(sheet: Sheet, beside: Element, facts: Facts) -> Element:
    """The new step itself, in the lane wished for or in that of its neighbour."""
    name = " ".join(facts.get("name", "").split()) or "Nouvelle étape"
    kind = facts.get("kind") or "userTask"
    if kind not in KINDS:
        raise Moot(kind)
    new = sheet.near(kind, slug(name, "etape"), beside, name=name)
    sheet.give(new, facts.get("role") or sheet.role_of(beside))
    return new


def rename(sheet: Sheet, element: str, facts: Facts) -> None:
    """Name a step, an event, a choice or an exit."""
    found = sheet.find(element)
    name = " ".join(facts.get("value", "").split())
    if name:
        found.set("name", name)
    else:
        found.attrib.pop("name", None)
    if name and found.tag in NODE_TAGS and GENERATED.fullmatch(element):
        sheet.chosen = readable(sheet, found, name)


def readable(sheet: Sheet, node: Element, name: str) -> str:
    """Give a node drawn by hand an id made from its first name, so that forms, scenarios and journals say what they
    speak of."""
    old, new = attribute(node, "id"), sheet.fresh(slug(name, "etape"))
    for one in sheet.root.iter("*"):
        for word in POINTERS:
            if one.get(word) == old:
                one.set(word, new)
        if one.tag == BPMN + "flowNodeRef" and (one.text or "").strip() == old:
            one.text = new
    return new


def set_role(sheet: Sheet, element: str, facts: Facts) -> None:
    """Give a step to another role; of a lane, the role itself."""
    found, role = sheet.find(element), facts.get("value", "")
    if found.tag == BPMN + "lane":
        found.set("name", role or attribute(found, "name"))
    else:
        sheet.give(sheet.node(element), role)


def remove(sheet: Sheet, element: str, facts: Facts) -> None:
    """Take a step, an event or an exit out; what came to it goes on to what followed, what only it led to goes too."""
    found = sheet.find(element)
    if found.tag == BPMN + "sequenceFlow":
        take_out_flow(sheet, found)
    elif found.tag == BPMN + "boundaryEvent":
        after = sheet.after(found)
        sheet.drop(found)
        sheet.sweep(after)
    elif found.tag == BPMN + "startEvent":
        raise Moot(element)
    else:
        take_out(sheet, sheet.node(element))


def take_out(sheet: Sheet, node: Element) -> None:
    """Take a node out and join what stood around it."""
    flows, entering = sheet.leaving(node), sheet.entering(node)
    if len(flows) > 1 or (not flows and any(sheet.source(flow).tag not in GATEWAYS for flow in entering)):
        raise Moot(attribute(node, "id"))
    if flows and entering and any(sheet.source(flow).tag == EVENT_GATEWAY for flow in entering):
        raise Moot(attribute(node, "id"))
    after = sheet.after(node)
    if flows:
        target = sheet.target(flows[0])
        sheet.drop(flows[0])
        for flow in entering:
            join(sheet, flow, target)
    sheet.drop(node)
    sheet.sweep(after)
    sheet.chosen = ""


def join(sheet: Sheet, flow: Element, target: Element) -> None:
    """Lead a flow to `target`; one that would come back to its own source, or go twice the same way, is spared."""
    source = sheet.source(flow)
    if source is target:
        sheet.drop(flow)
        return
    sheet.turn(flow, "targetRef", target)
    alike = [one for one in sheet.leaving(source) if one.get("targetRef") == target.get("id")]
    if source.tag == BPMN + "exclusiveGateway" and len(alike) == len(sheet.leaving(source)) > 1:
        for other in alike[1:]:
            sheet.drop(other)
        source.attrib.pop("default", None)
        condition = first(alike[0], "conditionExpression")
        if condition is not None:
            cut(condition)
        take_out(sheet, source)


def take_out_flow(sheet: Sheet, flow: Element) -> None:
    """Take an exit of a choice away, with what only it leads to; a choice keeps at least one."""
    source, target = sheet.source(flow), sheet.target(flow)
    if len(sheet.leaving(source)) < 2:
        raise Moot(attribute(flow, "id"))
    if source.get("default") == flow.get("id"):
        source.attrib.pop("default", None)
    sheet.drop(flow)
    sheet.sweep([target])


def move_up(sheet: Sheet, element: str, facts: Facts) -> None:
    """Let a step come before the one it follows."""
    swap(sheet, sheet.step(element))
    sheet.chosen = element


def move_down(sheet: Sheet, element: str, facts: Facts) -> None:
    """Let a step come after the one that follows it."""
    node = sheet.step(element)
    swap(sheet, sheet.step(attribute(sheet.only_exit(node), "targetRef")))
    sheet.chosen = element


def swap(sheet: Sheet, node: Element) -> None:
    """Let `node` come before the step it follows, in one straight line."""
    into, out = sheet.only_entry(node), sheet.only_exit(node)
    before, target = sheet.step(attribute(into, "sourceRef")), sheet.target(out)
    if sheet.only_exit(before) is not into or target is node or target is before or inside(before) is not inside(node):
        raise Moot(attribute(node, "id"))
    if not sheet.entering(before):
        raise Moot(attribute(before, "id"))
    for flow in sheet.entering(before):
        sheet.turn(flow, "targetRef", node)
    sheet.turn(into, "sourceRef", node)
    sheet.turn(into, "targetRef", before)
    sheet.turn(out, "sourceRef", before)


def attached(sheet: Sheet, node: Element) -> list[Element]:
    """The events attached to a step."""
    return [one for one in children(inside(node), "boundaryEvent") if one.get("attachedToRef") == node.get("id")]
