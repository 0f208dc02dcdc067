"""Repairs of events: what they wait for, what they throw, when a timer falls due."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from migraflow.engine.node_reader import EVENTS
from migraflow.engine.repairs.paper import Moot, Paper, inside, remove, set_property, slug
from migraflow.engine.xml import BPMN, Element, attribute, children, extensions, first, text_of

Facts = Mapping[str, str]
ONE_DAY = "P1D"
TIMES = ("timeDate", "timeDuration", "timeCycle")
WRAPPED = re.compile(
    r"""^\s*(?:[$#]\{\s*(?P<juel>.*?)\s*\}|=\s*(?P<feel>.*?)|'(?P<one>[^']*)'|"(?P<two>[^"]*)")\s*$""", re.S
)
EXPRESSION = "{http://www.w3.org/2001/XMLSchema-instance}type"


def definitions_of(node: Element) -> list[Element]:
    """The event definitions of a node, those it only refers to included."""
    own = [child for child in node if isinstance(child.tag, str) and etree.QName(child).localname in EVENTS]
    return [*own, *children(node, "eventDefinitionRef")]


def replace_event(node: Element, name: str) -> Element:
    """Take the events off a node and give it another one."""
    old = definitions_of(node)
    place = list(node).index(old[0]) if old else len(node)
    for definition in old:
        remove(definition)
    definition = etree.Element(f"{BPMN}{name}EventDefinition")
    node.insert(place, definition)
    return definition


def define(paper: Paper, kind: str, word: str, identifier: str = "") -> str:
    """The id of the message or signal called `word`, defined at the head of the file when there is none."""
    for one in children(paper.root, kind):
        if (one.get("name") or one.get("id")) == word and not identifier:
            return attribute(one, "id")
    element = etree.Element(BPMN + kind)
    element.set("id", identifier or paper.fresh(f"{kind}_{slug(word)}"))
    element.set("name", word)
    next(children(paper.root, "process")).addprevious(element)
    return attribute(element, "id")


def word_for(node: Element) -> str:
    """A name for what a node sends or waits for."""
    return slug(attribute(node, "name") or attribute(node, "id"), "message")


def wait_for_message(paper: Paper, node: Element) -> None:
    """Let an event wait for a message of its own, which a person sends."""
    replace_event(node, "message").set("messageRef", define(paper, "message", word_for(node)))


def start_otherwise(paper: Paper, element: str, facts: Facts) -> None:
    """Let a person begin: a plain start, or a message when there is a plain one already; an event subprocess always
    waits for one."""
    node = paper.node(element)
    container = inside(node)
    guard = container.get("triggeredByEvent") == "true"
    plain = [one for one in children(container, "startEvent") if not definitions_of(one)]
    waits = [one for one in definitions_of(node) if one.tag == BPMN + "messageEventDefinition"]
    if node.tag != BPMN + "startEvent" or not definitions_of(node) or (guard and waits):
        raise Moot(element)
    if guard or (plain and container.tag == BPMN + "process"):
        wait_for_message(paper, node)
        return
    for definition in definitions_of(node):
        remove(definition)


def start_by_message(paper: Paper, element: str, facts: Facts) -> None:
    """Let a second plain start begin a case when its message is sent."""
    node = paper.node(element)
    if node.tag != BPMN + "startEvent" or definitions_of(node):
        raise Moot(element)
    wait_for_message(paper, node)


def say_event(paper: Paper, element: str, facts: Facts) -> None:
    """Give the start of an event subprocess a message of its own."""
    starts = list(children(paper.node(element), "startEvent"))
    if len(starts) != 1:
        raise Moot(element)
    wait_for_message(paper, starts[0])


def attach_message(paper: Paper, element: str, facts: Facts) -> None:
    """Let an attached event wait for a message instead of what is not supported."""
    node = paper.node(element)
    if node.tag != BPMN + "boundaryEvent":
        raise Moot(element)
    wait_for_message(paper, node)


def confirm_instead(paper: Paper, element: str, facts: Facts) -> None:
    """Let a person say that what was awaited has happened."""
    node = paper.node(element)
    for definition in definitions_of(node):
        remove(definition)
    node.attrib.pop("parallelMultiple", None)
    paper.become(node, "userTask")


def throw_nothing(paper: Paper, element: str, facts: Facts) -> None:
    """Pass an event that would throw what is not supported."""
    node = paper.node(element)
    found = definitions_of(node)
    if not found:
        raise Moot(element)
    for definition in found:
        remove(definition)


def name_event(paper: Paper, element: str, facts: Facts) -> None:
    """Define the message or signal an event is about, by the event's own name."""
    node = paper.node(element)
    kind = facts.get("event", "message")
    holders = [one for one in definitions_of(node) if one.tag == f"{BPMN}{kind}EventDefinition"]
    holder = holders[0] if holders else node
    holder.set(f"{kind}Ref", define(paper, kind, word_for(node)))


def define_missing(paper: Paper, element: str, facts: Facts) -> None:
    """Write the definition an event refers to and nobody wrote."""
    kind, reference = facts.get("event", "message"), facts.get("reference", "")
    paper.node(element)
    if not reference or any(one.get("id") == reference for one in children(paper.root, kind)):
        raise Moot(element)
    local = reference.split(":")[-1]
    define(paper, kind, slug(local, kind), local if local == reference else "")
    for holder in paper.root.iter(f"{BPMN}*"):
        if local != reference and holder.get(f"{kind}Ref") == reference:
            holder.set(f"{kind}Ref", define(paper, kind, slug(local, kind)))


def end_here(paper: Paper, element: str, facts: Facts) -> None:
    """Let a path end at a link that leads nowhere."""
    node = paper.node(element)
    for definition in definitions_of(node):
        remove(definition)
    paper.become(node, "endEvent")


def timer_of(paper: Paper, element: str) -> Element:
    """The timer of a node. Raises Moot."""
    for definition in definitions_of(paper.node(element)):
        if definition.tag == BPMN + "timerEventDefinition":
            return definition
    raise Moot(element)


def write_time(definition: Element, name: str, text: str) -> None:
    """Write one time into a timer, in place of what stood there."""
    for time in TIMES:
        for old in list(children(definition, time)):
            remove(old)
    written = etree.SubElement(definition, BPMN + name)
    written.set(EXPRESSION, f"{definition.prefix}:tFormalExpression" if definition.prefix else "tFormalExpression")
    written.text = text


def one_day(paper: Paper, element: str, facts: Facts) -> None:
    """Let a timer without time fall due after one day, to be corrected."""
    write_time(timer_of(paper, element), "timeDuration", ONE_DAY)


def unwrapped(text: str) -> str:
    """`text` out of another tool's quotes or brackets: ``${x}``, ``#{x}``, ``=x``, ``'PT1H'``."""
    found = WRAPPED.match(text)
    return next((group for group in found.groups() if group), text) if found else text


def plain_time(paper: Paper, element: str, facts: Facts) -> None:
    """Take the quotes or brackets of another tool off a timer."""
    definition = timer_of(paper, element)
    for name in TIMES:
        written = first(definition, name)
        if written is not None and unwrapped(text_of(written)) != text_of(written):
            write_time(definition, name, unwrapped(text_of(written)))
            return
    raise Moot(element)


def fire_once(paper: Paper, element: str, facts: Facts) -> None:
    """Write the plain duration of a cycle that would run only once."""
    definition = timer_of(paper, element)
    written = text_of(first(definition, "timeCycle")).strip('"')
    if "/P" not in written:
        raise Moot(element)
    write_time(definition, "timeDuration", written[written.rindex("/P") + 1 :])


def drop_payload(paper: Paper, element: str, facts: Facts) -> None:
    """Let a message go without the contents nobody can read."""
    for one in list(extensions(paper.node(element), "messagePayload")):
        remove(one)


def ask_with(paper: Paper, node: Element, form: str) -> None:
    """Make `node` a person's task with a form."""
    if node.tag != BPMN + "userTask":
        paper.become(node, "userTask")
    set_property(node, "formJsonSchemaFilename", form)
