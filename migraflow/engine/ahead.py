"""What lies ahead of a case and what it has left behind, and which answers it would miss in another edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from migraflow.domain.answer_values import is_blank
from migraflow.domain.forms import SHOWN_ONLY, Field, Form
from migraflow.domain.formulas import worked_out
from migraflow.engine.compile import Compiled
from migraflow.engine.diagram import PEOPLE, Diagram, Node
from migraflow.engine.reach import forwards


@dataclass(frozen=True, slots=True)
class Question:
    """An answer a case would miss: the step of the new edition that asks for it, its form, the field and its label."""

    element: str
    step: str
    form: str
    field: str
    label: str


def ahead(diagram: Diagram, standing: Iterable[str]) -> set[str]:
    """Every element a case may still come to from `standing`, those included: out of subprocesses, and into them."""
    seen: set[str] = set()
    todo = list(standing)
    while todo:
        element = todo.pop()
        if element not in diagram.nodes:
            continue
        fresh = forwards(diagram, [element]) - seen
        seen |= fresh
        todo += [node.id for node in diagram.nodes.values() if node.scope in fresh and node.id not in seen]
        around = diagram.nodes[element].scope
        todo += [flow.target for flow in diagram.outgoing.get(around, ()) if flow.target not in seen]
        todo += [event.id for event in diagram.attached.get(around, ()) if event.id not in seen]
    return seen


def missed(
    old: Compiled, new: Compiled, standing: Mapping[str, str], data: Mapping[str, Any], now: datetime
) -> tuple[Question, ...]:
    """The questions only `new` asks, at steps a case has left behind, whose answers something ahead of it reads.

    `standing` maps the elements of `new` where the case stands to the procedure they belong to.
    """
    home = new.bundle.id
    diagram = new.diagrams[home]
    here = [element for element, procedure in standing.items() if procedure == home]
    coming = ahead(diagram, here)
    read = read_ahead(new, coming)
    return tuple(
        question
        for node in diagram.nodes.values()
        if node.kind in PEOPLE and node.id not in coming and ahead(diagram, [node.id]) & set(here)
        for question in asked_newly(old, new, node, data, now)
        if re.search(rf"(?<!\w){re.escape(question.field)}(?!\w)", read)
    )


def asked_newly(old: Compiled, new: Compiled, node: Node, data: Mapping[str, Any], now: datetime) -> Iterator[Question]:
    """What a step of `new` must be answered that `old` did not ask there, and `data` does not know."""
    home = new.bundle.id
    form = form_at(new, node.id)
    before = form_at(old, node.id)
    known = {field.name for field in before.fields if field.required} if before else set[str]()
    for field in form.fields if form else ():
        if field.name in known or not required(field, data, now) or not is_blank(data.get(field.name)):
            continue
        yield Question(node.id, node.label, new.places[home, node.id].form or "", field.name, field.label)


def required(field: Field, data: Mapping[str, Any], now: datetime) -> bool:
    """Whether a field must be answered by somebody of whom `data` is known."""
    shown = field.show_if is None or worked_out(field.show_if, data, now) is True
    return field.required and shown and field.kind not in SHOWN_ONLY


def form_at(compiled: Compiled, element: str) -> Form | None:
    """The form of a step of the procedure itself, None when it has none or does not exist."""
    step = compiled.places.get((compiled.bundle.id, element))
    return None if step is None else compiled.form(step.procedure, step.form)


def read_ahead(compiled: Compiled, coming: set[str]) -> str:
    """Every authored text that is read at the elements `coming`: conditions, scripts, timers, rules, forms, letters."""
    diagram = compiled.diagrams[compiled.bundle.id]
    nodes = [node for node in diagram.nodes.values() if node.id in coming]
    texts = [flow.condition or "" for flow in diagram.flows.values() if flow.source in coming]
    for node in nodes:
        repeat = node.repeat
        texts += [node.script, node.trigger.text, node.trigger.payload, *node.parameters.values()]
        texts += [*node.properties.values(), *((repeat.collection, repeat.condition) if repeat else ())]
        step = compiled.places[compiled.bundle.id, node.id]
        texts.append(text_of(compiled, step.form or ""))
    if any(node.decision for node in nodes):
        texts += [content.decode("utf-8", "replace") for content in compiled.bundle.under("rules/").values()]
    return "\n".join(texts)


def text_of(compiled: Compiled, path: str) -> str:
    """A file of the edition as text, "" when there is none."""
    return compiled.bundle.files.get(path, b"").decode("utf-8", "replace")
