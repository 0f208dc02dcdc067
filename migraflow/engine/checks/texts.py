"""Expressions: every FEEL text compiles, every script is made of assignments, every variable is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migraflow import feel
from migraflow.domain.cases import OWN_NUMBER
from migraflow.domain.forms import Form
from migraflow.engine.bundle import Bundle
from migraflow.engine.checks.letters import check_letters
from migraflow.engine.checks.links import drawn
from migraflow.engine.checks.study import Study, near
from migraflow.engine.diagram import EventKind, Kind, Node, calls
from migraflow.engine.expressions import ScriptError, script_lines
from migraflow.engine.timers import BARE

WORD = re.compile(r"[^\W\d]\w*")
HOUSE_NAMES = frozenset({"issue", OWN_NUMBER})


@dataclass(frozen=True)
class Text:
    """One FEEL text: the element it belongs to and what it is there for."""

    element: str
    name: str
    place: tuple[str, str]
    text: str


CONDITION = ("La condition", "The condition")
TIMER = ("La minuterie", "The timer")
PARAMETER = ("Le paramètre « {} »", "The parameter “{}”")
REPEAT = ("La répétition", "The repetition")
PAYLOAD = ("Le contenu du message", "The message’s payload")
SUMMARY = ("Le résumé", "The summary")
LINE = ("La ligne {} du script", "Line {} of the script")


def check_texts(study: Study, forms: Mapping[str, Form], written: set[str]) -> None:
    """Compile every text; then see that what is read is written somewhere."""
    known = written | variables(study, forms)
    for text in texts(study):
        expression = compiled(study, text)
        if expression is None or study.facts.callable:
            continue
        for variable in sorted(expression.names - known):
            study.add("variable_unknown", text.element, name=text.name, variable=variable, near=near(variable, known))
    check_letters(study, known)


def compiled(study: Study, text: Text) -> feel.Expression | None:
    """`text` compiled, or the finding that says where it stops being FEEL."""
    try:
        return study.language.compile(text.text)
    except feel.FeelSyntaxError as error:
        study.add(
            "feel_invalid",
            text.element,
            name=text.name,
            place_fr=text.place[0],
            place_en=text.place[1],
            text=text.text[:120],
            position=str(error.position + 1),
            sentence_fr=error.sentence("fr"),
            sentence_en=error.sentence("en"),
        )
        return None


def texts(study: Study) -> Iterator[Text]:
    """Every FEEL text of the diagram, timers apart when they are plain ISO."""
    for flow in study.diagram.flows.values():
        if flow.condition:
            yield Text(flow.id, flow.name or flow.id, CONDITION, flow.condition)
    for node in study.diagram.nodes.values():
        for place, text in of_node(node):
            yield Text(node.id, node.label, place, text)
        yield from of_script(study, node)


def of_node(node: Node) -> Iterator[tuple[tuple[str, str], str]]:
    """The FEEL texts a node carries besides its script."""
    for name, text in node.parameters.items():
        yield (PARAMETER[0].format(name), PARAMETER[1].format(name)), text
    if node.trigger.payload:
        yield PAYLOAD, node.trigger.payload
    if node.trigger.kind is EventKind.TIMER and node.trigger.text and not BARE.fullmatch(node.trigger.text.strip()):
        yield TIMER, node.trigger.text
    if node.repeat is not None:
        for text in (node.repeat.collection, node.repeat.cardinality, node.repeat.condition):
            if text:
                yield REPEAT, text
    if node.properties.get("resume"):
        yield SUMMARY, node.properties["resume"]


def of_script(study: Study, node: Node) -> Iterator[Text]:
    """The right-hand sides of a script's lines."""
    if node.kind is not Kind.SCRIPT:
        return
    try:
        lines = script_lines(node.script)
    except ScriptError as error:
        study.at("script_invalid", node, line=str(error.line), text=error.text)
        return
    if not lines:
        study.at("script_empty", node)
    for _, body, number in lines:
        yield Text(node.id, node.label, (LINE[0].format(number), LINE[1].format(number)), body)


def variables(study: Study, forms: Mapping[str, Form]) -> set[str]:
    """Every variable something in the procedure writes."""
    known = set(HOUSE_NAMES) | {study.facts.person}
    for form in forms.values():
        known |= {field.name for field in form.fields}
    for node in study.diagram.nodes.values():
        known |= {node.result} if node.result else set()
        if node.repeat is not None:
            known |= {node.repeat.item, node.repeat.output, node.repeat.output_item}
        if node.kind is Kind.SCRIPT:
            known |= script_names(node.script)
    for called in called_by(study):
        known |= called_words(called.files)
    return known


def called_by(study: Study) -> list[Bundle]:
    """The procedures this one calls, and those they call."""
    found: dict[str, Bundle] = {}
    todo = [study.diagram]
    while todo:
        for node in calls(todo.pop()):
            called = study.house.called.get(node.called)
            if called is not None and called.id not in found:
                found[called.id] = called
                inner = drawn(called)
                todo += [] if inner is None else [inner]
    return list(found.values())


def script_names(script: str) -> set[str]:
    """The variables a script writes; none when it cannot be read."""
    try:
        return {name for name, _, _ in script_lines(script)}
    except ScriptError:
        return set()


def called_words(files: Mapping[str, bytes]) -> set[str]:
    """The words of a called procedure's files: its data come back whole, so none of them is surely unknown."""
    return {word for content in files.values() for word in WORD.findall(content.decode("utf-8", "replace"))}


def check_repeats(study: Study) -> None:
    """A loop marker says over what, and when it ends."""
    for node in study.diagram.nodes.values():
        repeat = node.repeat
        if repeat is None:
            continue
        if repeat.standard and not repeat.condition and repeat.maximum is None:
            study.at("loop_without_end", node)
        elif not repeat.standard and not repeat.collection and not repeat.cardinality:
            study.at("repeat_source", node)
