"""Conditions: of an exit, of a whole step, and which exit is taken when none holds."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.editing.sheet import ACTIVITIES, Moot, Sheet, expression, slug
from migraflow.engine.editing.steps import take_out
from migraflow.engine.repairs.paper import remove as cut
from migraflow.engine.xml import BPMN, Element, attribute, first

Facts = Mapping[str, str]
CHOICE = BPMN + "exclusiveGateway"
JOINS = (BPMN + "parallelGateway", BPMN + "inclusiveGateway")
"""Gateways that wait for every way that leads to them."""


def set_condition(sheet: Sheet, element: str, facts: Facts) -> None:
    """When an exit is taken (FEEL); an empty text erases the condition."""
    flow, text = sheet.flow(element), facts.get("value", "").strip()
    source = sheet.source(flow)
    expression(flow, "conditionExpression", text)
    if text and source.get("default") == element:
        source.attrib.pop("default", None)


def set_default(sheet: Sheet, element: str, facts: Facts) -> None:
    """The exit of a choice taken when no condition holds; it carries none itself."""
    node, wanted = sheet.node(element), facts.get("value", "")
    if not wanted:
        node.attrib.pop("default", None)
        return
    flow = sheet.flow(wanted)
    if flow.get("sourceRef") != element:
        raise Moot(wanted)
    node.set("default", wanted)
    condition = first(flow, "conditionExpression")
    if condition is not None:
        cut(condition)


def only_if(sheet: Sheet, element: str, facts: Facts) -> None:
    """Do a step only when a condition holds (FEEL), else pass it by; an empty text does it always again."""
    node, text = sheet.step(element), facts.get("value", "").strip()
    sheet.chosen = element
    guard = guard_of(sheet, node)
    if guard is not None and text:
        expression(guard, "conditionExpression", text)
    elif guard is not None:
        unguard(sheet, guard)
    elif text:
        guard_step(sheet, node, text)


def guard_of(sheet: Sheet, node: Element) -> Element | None:
    """The conditional flow into a step that is otherwise passed by, None where it is always done."""
    entering = sheet.entering(node)
    if len(entering) != 1 or sheet.source(entering[0]).tag != CHOICE:
        return None
    source = sheet.source(entering[0])
    others = [flow for flow in sheet.leaving(source) if flow is not entering[0]]
    if len(others) != 1 or source.get("default") != others[0].get("id"):
        return None
    return entering[0] if leads_to(sheet, node, attribute(others[0], "targetRef")) else None


def leads_to(sheet: Sheet, node: Element, wanted: str) -> bool:
    """Whether a straight line of steps leads from `node` to the element `wanted`."""
    seen: list[Element] = []
    while node.tag in ACTIVITIES and node not in seen and len(sheet.leaving(node)) == len(sheet.entering(node)) == 1:
        seen.append(node)
        target = sheet.target(sheet.leaving(node)[0])
        if target.get("id") == wanted:
            return True
        node = target
    return False


def guard_step(sheet: Sheet, node: Element, text: str) -> None:
    """Draw the choice before a step."""
    entering, out = sheet.entering(node), sheet.only_exit(node)
    if not entering or any(sheet.source(flow).tag == BPMN + "eventBasedGateway" for flow in entering):
        raise Moot(attribute(node, "id"))
    name = f"{attribute(node, 'name') or attribute(node, 'id')} ?"
    choice = sheet.near("exclusiveGateway", f"si_{slug(attribute(node, 'id'))}", node, name=name)
    sheet.give(choice, sheet.role_of(node))
    for flow in entering:
        sheet.turn(flow, "targetRef", choice)
    yes, no = sheet.link(choice, node), sheet.link(choice, met(sheet, node, out))
    yes.set("name", "oui")
    no.set("name", "non")
    choice.set("default", attribute(no, "id"))
    expression(yes, "conditionExpression", text)


def met(sheet: Sheet, node: Element, out: Element) -> Element:
    """Where a step and the way past it meet again: its target, or before a gateway that would wait for both."""
    target = sheet.target(out)
    if target.tag not in JOINS:
        return target
    meeting = sheet.near("exclusiveGateway", f"suite_{slug(attribute(node, 'id'))}", node)
    sheet.give(meeting, sheet.role_of(node))
    sheet.turn(out, "targetRef", meeting)
    sheet.link(meeting, target)
    return meeting


def unguard(sheet: Sheet, guard: Element) -> None:
    """Take the choice before a step out, and the gateway where both ways met when it has nothing else to do."""
    source = sheet.source(guard)
    passed = [flow for flow in sheet.leaving(source) if flow is not guard]
    meetings = [sheet.target(flow) for flow in passed]
    for flow in passed:
        sheet.drop(flow)
    source.attrib.pop("default", None)
    expression(guard, "conditionExpression", "")
    take_out(sheet, source)
    for node in meetings:
        if node.tag == CHOICE and len(sheet.entering(node)) == len(sheet.leaving(node)) == 1:
            take_out(sheet, node)
