"""Repairs of flows: conditions of other tools, choices nobody wrote, arrows that lead nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from lxml import etree

from migraflow import feel
from migraflow.engine.repairs.drawn import beside, line, move_end, place_of
from migraflow.engine.repairs.events import ask_with, unwrapped
from migraflow.engine.repairs.paper import Moot, Paper, inside, remove, slug
from migraflow.engine.xml import BPMN, Element, attribute, extensions, first, text_of

Facts = Mapping[str, str]
TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|==|!=|&&|\|\||!|[^\W\d]\w*|.""", re.S)
SPOKEN: Mapping[str, str] = {
    "==": "=",
    "&&": " and ",
    "||": " or ",
    "eq": "=",
    "ne": "!=",
    "gt": ">",
    "ge": ">=",
    "lt": "<",
    "le": "<=",
    "True": "true",
    "False": "false",
    "None": "null",
}
"""Words of JUEL and Python, in FEEL."""
PEOPLE = (BPMN + "userTask", BPMN + "manualTask", BPMN + "task")
GATEWAYS = (BPMN + "exclusiveGateway", BPMN + "inclusiveGateway")
EXPRESSION = "{http://www.w3.org/2001/XMLSchema-instance}type"


def translated(text: str) -> str | None:
    """`text` of another tool (JUEL, Python, FEEL behind ``=``) as FEEL; None when that gives nothing that compiles."""
    inner = unwrapped(text) if text.lstrip()[:1] in "$#=" else text
    spoken = "".join(said(str(word)) for word in TOKEN.findall(inner))
    spoken = re.sub(r"\bnot\s*([^\W\d][\w.]*)", r"not(\1)", spoken)
    try:
        feel.compile(" ".join(spoken.split()))
    except feel.FeelSyntaxError:
        return None
    return " ".join(spoken.split())


def said(word: str) -> str:
    """One word of another tool in FEEL."""
    if word[0] == "'" and len(word) > 1:
        return json.dumps(word[1:-1])
    return "not" if word == "!" else SPOKEN.get(word, word)


def translate(paper: Paper, element: str, facts: Facts) -> None:
    """Write a condition of another tool as FEEL."""
    condition = first(paper.flow(element), "conditionExpression")
    text = None if condition is None else translated(text_of(condition))
    if condition is None or text is None:
        raise Moot(element)
    condition.text = text
    condition.attrib.pop("language", None)


def keep_as_feel(paper: Paper, element: str, facts: Facts) -> None:
    """Say that a condition is FEEL."""
    condition = first(paper.flow(element), "conditionExpression")
    if condition is None:
        raise Moot(element)
    condition.attrib.pop("language", None)


def drop_condition(paper: Paper, element: str, facts: Facts) -> None:
    """Erase a condition nobody reads."""
    condition = first(paper.flow(element), "conditionExpression")
    if condition is None:
        raise Moot(element)
    remove(condition)


def drop_flow(paper: Paper, element: str, facts: Facts) -> None:
    """Take out an arrow that links nothing."""
    paper.flow(element)
    paper.forget(element)


def drop_default(paper: Paper, element: str, facts: Facts) -> None:
    """Forget a default way that does not leave its node."""
    paper.node(element).attrib.pop("default", None)


def make_default(paper: Paper, element: str, facts: Facts) -> None:
    """Make a flow the way taken when no condition holds."""
    flow = paper.flow(facts.get("flow", element))
    source = paper.node(attribute(flow, "sourceRef"))
    if source.get("default"):
        raise Moot(element)
    source.set("default", attribute(flow, "id"))
    condition = first(flow, "conditionExpression")
    if condition is not None:
        remove(condition)


def draw_parallel(paper: Paper, element: str, facts: Facts) -> None:
    """Draw the parallel gateway that the arrows out of a step mean."""
    node = paper.node(element)
    if node.tag in GATEWAYS or len(paper.leaving(node)) < 2 or any(map(written, paper.leaving(node))):
        raise Moot(element)
    insert(paper, node, "parallelGateway", "suite", "after")


def draw_choice(paper: Paper, element: str, facts: Facts) -> None:
    """Draw the choice that the arrows out of a step mean, and ask a person for it."""
    node = paper.node(element)
    flows = paper.leaving(node)
    if node.tag in GATEWAYS or len(flows) < 2 or any(map(written, flows)):
        raise Moot(element)
    insert(paper, node, "exclusiveGateway", "choix", "after")
    person_chooses(paper, attribute(flows[0], "id"), facts)


def ask_instead(paper: Paper, element: str, facts: Facts) -> None:
    """Let a person choose where a condition cannot be read; where there is nothing to choose it is erased."""
    flow = paper.flow(element)
    condition, source = first(flow, "conditionExpression"), paper.node(attribute(flow, "sourceRef"))
    if condition is None:
        raise Moot(element)
    remove(condition)
    if source.get("default") != element and not (source.tag in GATEWAYS and len(paper.leaving(source)) < 2):
        person_chooses(paper, element, facts)


def person_chooses(paper: Paper, element: str, facts: Facts) -> None:
    """Ask a person which way to go, at the step before (or at one drawn for it), and go by the answer."""
    source = paper.node(attribute(paper.flow(element), "sourceRef"))
    flows = paper.leaving(source)
    blank = [flow for flow in flows if not written(flow) and flow.get("id") != source.get("default")]
    if not blank or (len(flows) < 2 and source.tag in GATEWAYS):
        raise Moot(element)
    name = "choix_" + slug(attribute(source, "name") or attribute(source, "id"))
    several = source.tag != BPMN + "exclusiveGateway"
    asked = asking_step(paper, source)
    form = free_path(paper, name)
    ask_with(paper, asked, form)
    if asked is not source and source.tag not in GATEWAYS:
        source = asked
    answers = {attribute(flow, "id"): f"{slug(label(paper, flow))}_{place}" for place, flow in enumerate(flows, 1)}
    paper.files[form] = form_text(paper, form, name, source, flows, answers, several)
    if not source.get("default") and not several:
        source.set("default", attribute(blank[-1], "id"))
        blank = blank[:-1]
    for flow in blank:
        answer = json.dumps(answers[attribute(flow, "id")])
        put_condition(flow, f"list contains({name}, {answer})" if several else f"{name} = {answer}")


def written(flow: Element) -> bool:
    """Whether a flow has a condition with something in it."""
    return bool(text_of(first(flow, "conditionExpression")))


def label(paper: Paper, flow: Element) -> str:
    """What a way is called: its own name, or that of the step it leads to."""
    target = paper.find(attribute(flow, "targetRef"))
    words = attribute(flow, "name") or attribute(target, "name") or attribute(target, "id")
    return " ".join(words.split())


def free_path(paper: Paper, name: str) -> str:
    """The path of a form nobody has yet."""
    path, number = f"forms/{name}.json", 1
    while path in paper.files:
        number += 1
        path = f"forms/{name}_{number}.json"
    return path


def asking_step(paper: Paper, source: Element) -> Element:
    """The person's task at which to choose: the source itself or the one step before it, else a new one."""
    if source.tag not in GATEWAYS:
        return source if free_to_ask(source) else new_step(paper, source, after=True)
    entering = paper.entering(source)
    before = paper.find(attribute(entering[0], "sourceRef")) if len(entering) == 1 else None
    return before if before is not None and free_to_ask(before) else new_step(paper, source, after=False)


def free_to_ask(node: Element) -> bool:
    """Whether a step is a person's, done once, and has no form yet."""
    marks = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
    has_form = any(one.get("name") == "formJsonSchemaFilename" for one in extensions(node, "property"))
    return node.tag in PEOPLE and not has_form and all(first(node, mark) is None for mark in marks)


def new_step(paper: Paper, source: Element, *, after: bool) -> Element:
    """A new person's task before a gateway, or after a step whose ways out it takes over."""
    name = " ".join((attribute(source, "name") or attribute(source, "id")).split())
    step = insert(paper, source, "userTask", f"choisir_{slug(name)}", "after" if after else "above")
    step.set("name", f"Choisir la suite : {name}")
    return step


def insert(paper: Paper, source: Element, kind: str, wish: str, side: str) -> Element:
    """A new node beside another one: ``after`` takes over the flows out of it, ``above`` those into it."""
    after = side == "after"
    step = paper.add(inside(source), kind, wish)
    paper.same_lane(step, source)
    beside(paper, step, source, side)
    place, there = place_of(paper, step), place_of(paper, source)
    for flow in paper.leaving(source) if after else paper.entering(source):
        paper.turn(flow, "sourceRef" if after else "targetRef", step)
        if place is not None:
            move_end(paper, flow, 0 if after else -1, place.right if after else place.left)
    if after and source.get("default"):
        step.set("default", str(source.attrib.pop("default")))
    joined = paper.link(source, step) if after else paper.link(step, source)
    if place is not None and there is not None:
        line(paper, joined, (there.right, place.left) if after else (place.bottom, there.top))
    return step


def put_condition(flow: Element, text: str) -> None:
    """Write a flow's condition."""
    condition = first(flow, "conditionExpression")
    if condition is None:
        condition = etree.SubElement(flow, BPMN + "conditionExpression")
        condition.set(EXPRESSION, f"{flow.prefix}:tFormalExpression" if flow.prefix else "tFormalExpression")
    condition.attrib.pop("language", None)
    condition.text = text


def form_text(
    paper: Paper, path: str, name: str, source: Element, flows: list[Element], answers: Mapping[str, str], several: bool
) -> bytes:
    """The form that asks for the way: one answer, or several where several ways may be taken."""
    options = [{"const": answers[attribute(flow, "id")], "title": label(paper, flow)} for flow in flows]
    title = " ".join(attribute(source, "name").split()) or "La suite"
    one = {"type": "string", "oneOf": options}
    field = {"type": "array", "items": one, "minItems": 1} if several else one
    form = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": path.removeprefix("forms/").removesuffix(".json"),
        "title": title,
        "type": "object",
        "properties": {name: {"title": title, **field, "x-kind": "choices" if several else "choice"}},
        "required": [name],
    }
    return json.dumps(form, ensure_ascii=False, indent=2).encode() + b"\n"
