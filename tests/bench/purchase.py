"""A purchase, as text for two engines: ten tasks in three lanes, a table, an exclusive, a parallel and a rework
gateway, two timers on tasks, a called procedure.

Nothing here imports migraflow: the bare engine is measured in a process of its own, unpatched.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Mapping

HEADS = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
)
LANES: Mapping[str, tuple[str, ...]] = {
    "demandeur": ("debut", "remplir", "joindre", "confirmer"),
    "chef": ("risque", "tri", "viser", "examiner", "tard", "reprendre", "ensemble", "decider", "suite", "fin_traite"),
    "finances": ("partage", "budget", "rappel", "noter", "fin_rappel", "fournisseur", "controle", "reunion", "payer"),
}
WORDS = {
    "python": {"risky": "risk != 'low'", "again": "decision == 'rework'", "note": "reminded = True",
               "copy": "seen = risk", "P3D": "'P3D'", "P1D": "'P1D'", "middle": "1000 <= ? < 10000"},
    "feel": {"risky": 'risk != "low"', "again": 'decision = "rework"', "note": "reminded := true",
             "copy": "seen := risk", "P3D": "P3D", "P1D": "P1D", "middle": "[1000..10000)"},
}  # fmt: skip
"""What the two engines write differently: Python for the one, FEEL for the other."""

ANSWERS: Mapping[str, Mapping[str, object]] = {
    "remplir": {
        "customer": "ACME Holdings Ltd", "amount": 2500, "currency": "EUR", "cost_centre": "CC-1042",
        "reason": "Replacement laptops for the field team", "needed_by": "2026-12-01",
        "lines": [{"sku": f"SKU-{n}", "qty": n + 1, "text": "A line of the order"} for n in range(5)],
    },
    "joindre": {"attachments": [{"name": f"doc{n}.pdf", "bytes": 123456} for n in range(3)], "confirmed": True},
    "decider": {"decision": "go", "comment": "Looks fine to me, budget is there."},
}  # fmt: skip


def answers(element: str, *, again: bool = False) -> dict[str, object]:
    """What a person types at a step; `again` sends the request back to its start."""
    said = {f"{element}_ok": True, f"{element}_comment": f"Comment of {element}", f"{element}_by": "user@example.org"}
    return {**ANSWERS.get(element, said), **({"decision": "rework"} if again and element == "decider" else {})}


def node(tag: str, id: str, inner: str = "", **words: str) -> str:
    """One element."""
    attributes = "".join(f' {name}="{value}"' for name, value in words.items())
    return f'<bpmn:{tag} id="{id}"{attributes}>{inner}</bpmn:{tag}>'


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    """A sequence flow."""
    inner = node("conditionExpression", f"c_{source}_{target}", html.escape(condition))
    inner = inner.replace("<bpmn:conditionExpression", '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression"')
    ends = {"sourceRef": source, "targetRef": target}
    return node("sequenceFlow", id or f"f_{source}_{target}", inner if condition else "", **ends)


def chain(*ids: str) -> str:
    """Flows from one to the next."""
    return "".join(flow(one, other) for one, other in itertools.pairwise(ids))


def user(id: str) -> str:
    """A task somebody does, with instructions."""
    words = "instructionsForEndUser>Please see to it for the customer."
    inner = f"<spiffworkflow:{words}</spiffworkflow:instructionsForEndUser>"
    return node("userTask", id, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>", name=f"Faire {id}")


def boundary(id: str, host: str, span: str, *, interrupting: bool) -> str:
    """A timer on a task."""
    inner = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{span}</bpmn:timeDuration>'
    event = node("timerEventDefinition", f"{id}_d", inner)
    return node("boundaryEvent", id, event, attachedToRef=host, cancelActivity=str(interrupting).lower())


def script(id: str, text: str) -> str:
    """A script task."""
    return node("scriptTask", id, f"<bpmn:script>{html.escape(text)}</bpmn:script>")


def process(id: str, body: str) -> bytes:
    """A file around one process."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {HEADS} targetNamespace="http://anpe.example">'
        f'<bpmn:process id="{id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    ).encode()


def lanes() -> str:
    """The three lanes."""
    inner = "".join(
        node("lane", f"lane_{name}", "".join(f"<bpmn:flowNodeRef>{id}</bpmn:flowNodeRef>" for id in ids), name=name)
        for name, ids in LANES.items()
    )
    return f'<bpmn:laneSet id="lanes">{inner}</bpmn:laneSet>'


def purchase(language: str) -> bytes:
    """The procedure in "python" or "feel"."""
    words = WORDS[language]
    decision = "<spiffworkflow:calledDecisionId>risk_level</spiffworkflow:calledDecisionId>"
    nodes = [
        lanes(), node("startEvent", "debut"), user("remplir"), user("joindre"),
        node("businessRuleTask", "risque", f"<bpmn:extensionElements>{decision}</bpmn:extensionElements>"),
        node("exclusiveGateway", "tri", default="simple"), user("viser"), user("examiner"),
        boundary("tard", "examiner", words["P3D"], interrupting=True), user("reprendre"),
        node("exclusiveGateway", "ensemble"), node("parallelGateway", "partage"), user("budget"),
        boundary("rappel", "budget", words["P1D"], interrupting=False), script("noter", words["note"]),
        node("endEvent", "fin_rappel"), user("fournisseur"),
        node("callActivity", "controle", calledElement="sub_check"), node("parallelGateway", "reunion"),
        user("decider"), node("exclusiveGateway", "suite", default="bon"), user("confirmer"), user("payer"),
        node("endEvent", "fin_traite"),
    ]  # fmt: skip
    flows = [
        chain("debut", "remplir", "joindre", "risque", "tri"), flow("tri", "examiner", words["risky"]),
        flow("tri", "viser", id="simple"), chain("viser", "ensemble"), chain("examiner", "ensemble"),
        chain("tard", "reprendre", "ensemble"), chain("ensemble", "partage", "budget", "reunion"),
        chain("partage", "fournisseur", "reunion"), chain("partage", "controle", "reunion"),
        chain("rappel", "noter", "fin_rappel"), chain("reunion", "decider", "suite"),
        flow("suite", "remplir", words["again"]), flow("suite", "confirmer", id="bon"),
        chain("confirmer", "payer", "fin_traite"),
    ]  # fmt: skip
    return process("purchase", "".join(nodes + flows))


def called(language: str) -> bytes:
    """The procedure it calls."""
    nodes = [node("startEvent", "c_debut"), script("c_copie", WORDS[language]["copy"]), user("conformite")]
    return process(
        "sub_check", "".join(nodes) + node("endEvent", "c_fin") + chain("c_debut", "c_copie", "conformite", "c_fin")
    )


def table(language: str) -> bytes:
    """The decision table."""
    rules = (("< 1000", "low"), (WORDS[language]["middle"], "mid"), (">= 10000", "high"))
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="a{n}"><text>{html.escape(test)}</text></inputEntry>'
        f'<outputEntry id="b{n}"><text>"{risk}"</text></outputEntry></rule>'
        for n, (test, risk) in enumerate(rules)
    )
    given = '<inputData id="i_amount" name="amount"><variable name="amount" typeRef="number"/></inputData>'
    needs = '<informationRequirement><requiredInput href="#i_amount"/></informationRequirement>'
    head = (
        '<input id="i1"><inputExpression id="e1" typeRef="number"><text>amount</text></inputExpression></input>'
        '<output id="o1" name="risk" typeRef="string"/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" '
        f'id="defs" name="d" namespace="http://anpe.example">{given if language == "feel" else ""}'
        f'<decision id="risk_level" name="risk_level">{needs if language == "feel" else ""}'
        f'<decisionTable id="t" hitPolicy="UNIQUE">{head}{rows}</decisionTable></decision></definitions>'
    ).encode()
