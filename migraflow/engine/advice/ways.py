"""What happens to people on the way: no refusal without its motive and way of appeal, no wait without end."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migraflow.domain.effects import Operator
from migraflow.domain.forms import Form
from migraflow.engine.advice.graph import reached, starts
from migraflow.engine.checks.study import Study
from migraflow.engine.compile import DEADLINE, FORM
from migraflow.engine.diagram import PEOPLE, EventKind, Kind, Node
from migraflow.engine.procedure_file import form_path

REFUSAL = re.compile(r"(?i)\b(refus|rejet|non[ _]recevable|irrecevable)")
MOTIVE = re.compile(r"(?i)motif|explication|raison")
APPEAL = re.compile(r"(?i)recours|contester|contestation|reclamation")
WAITS = (Kind.CATCH, Kind.RECEIVE)
LETTERS = (Operator.LETTER.value, Operator.NOTICE.value)


def advise_ways(study: Study, forms: Mapping[str, Form]) -> None:
    """The advice on refusals and waits."""
    for node in study.diagram.nodes.values():
        if node.kind is Kind.END and node.scope == study.diagram.id and not study.facts.callable:
            advise_refusal(study, node, forms)
        if node.kind in PEOPLE:
            advise_step(study, node)
        if node.kind in WAITS and node.trigger.kind in (EventKind.MESSAGE, EventKind.SIGNAL):
            advise_wait(study, node)


def advise_refusal(study: Study, end: Node, forms: Mapping[str, Form]) -> None:
    """Every way to a refusal passes a step that gives the motive, and one that says how to contest."""
    words = f"{end.name} {study.facts.issues.get(end.id.removeprefix('fin_'), '')}"
    if not REFUSAL.search(words):
        return
    for code, pattern in (("refusal_without_motive", MOTIVE), ("refusal_without_appeal", APPEAL)):
        met = {node.id for node in study.diagram.nodes.values() if speaks(study, node, pattern, forms)}
        seen = reached(study.diagram, starts(study.diagram), lambda node, met=met: node.id in met)
        if seen & decided_at(study, end):
            study.at(code, end)


def decided_at(study: Study, end: Node) -> set[str]:
    """Where an outcome is decided: the calculations that note it, else its end."""
    noted = f'issue := "{end.id.removeprefix("fin_")}"'
    return {node.id for node in study.diagram.nodes.values() if noted in node.script} or {end.id}


def speaks(study: Study, node: Node, pattern: re.Pattern[str], forms: Mapping[str, Form]) -> bool:
    """Whether a step asks for, tells or waits for what `pattern` names; a letter of refusal says both by its model."""
    form = forms.get(form_path(node.properties[FORM].strip())) if node.properties.get(FORM) else None
    asked = [f"{one.name} {one.label}" for _, one in form.walk()] if form else []
    said = [node.name, node.script, node.trigger.ref, node.instructions, *asked]
    letter = node.operator in LETTERS and REFUSAL.search(f"{node.name} {' '.join(node.parameters.values())}")
    return bool(letter) or any(pattern.search(text) for text in said)


def advise_step(study: Study, node: Node) -> None:
    """A person's step says when it has to be done, or somebody is told when it is not."""
    timed = any(event.trigger.kind is EventKind.TIMER for event in study.diagram.attached.get(node.id, ()))
    if not node.properties.get(DEADLINE) and not timed:
        study.at("step_without_deadline", node)


def advise_wait(study: Study, node: Node) -> None:
    """A wait for somebody else ends, or is reminded of: by a time at the same choice, on its border or around it."""
    diagram = study.diagram
    sources = [diagram.nodes[flow.source] for flow in diagram.incoming.get(node.id, ())]
    beside = [
        diagram.nodes[flow.target]
        for source in sources
        if source.kind is Kind.EVENT_GATEWAY
        for flow in diagram.outgoing[source.id]
    ]
    around, scope = list(diagram.attached.get(node.id, ())), node.scope
    while scope in diagram.nodes:
        around += diagram.attached.get(scope, ())
        scope = diagram.nodes[scope].scope
    if not any(one.trigger.kind is EventKind.TIMER for one in (*beside, *around)):
        study.at("wait_without_reminder", node, role=diagram.role(node) or (sources[0].lane if sources else ""))
