"""Changes of the diagram: its nodes one by one by their ids, then the ways between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from migraflow.domain.effects import Operator
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.compile import DEADLINE, FORM, Compiled
from migraflow.engine.diagram import PEOPLE, Diagram, EventKind, Flow, Kind, Node, Trigger
from migraflow.engine.diff.change import NOTHING, Area, Change, Naming, Said
from migraflow.engine.editing.delays import say

KINDS: Mapping[Kind, Said] = {
    Kind.START: Said("Début", "Start"),
    Kind.END: Said("Fin", "End"),
    Kind.CATCH: Said("Attente", "Wait"),
    Kind.THROW: Said("Envoi", "Throw"),
    Kind.BOUNDARY: Said("Événement", "Event"),
    Kind.USER: Said("Étape", "Step"),
    Kind.MANUAL: Said("Étape", "Step"),
    Kind.SCRIPT: Said("Calcul", "Computation"),
    Kind.RULE: Said("Décision", "Decision"),
    Kind.SERVICE: Said("Service", "Service"),
    Kind.SEND: Said("Envoi", "Send"),
    Kind.RECEIVE: Said("Réception", "Receive"),
    Kind.CALL: Said("Procédure appelée", "Called procedure"),
    Kind.SUBPROCESS: Said("Sous-processus", "Subprocess"),
    Kind.EXCLUSIVE: Said("Choix", "Choice"),
    Kind.PARALLEL: Said("Branches parallèles", "Parallel branches"),
    Kind.INCLUSIVE: Said("Branches au choix", "Optional branches"),
    Kind.EVENT_GATEWAY: Said("Attente du premier événement", "Wait for the first event"),
    Kind.UNSUPPORTED: Said("Élément", "Element"),
}
LINKED = frozenset({FORM, DEADLINE})
"""Properties that have sentences of their own."""
PAPERS: Mapping[str, str] = {Operator.LETTER: "letter", Operator.NOTICE: "notice"}
MODEL = "modele"
"""What goes out from a service step, and the parameter that says which."""
INTERRUPTING = {True: Said("interrompt", "interrupts"), False: Said("n'interrompt pas", "does not interrupt")}


def steps_changed(before: Compiled, after: Compiled, naming: Naming) -> Iterator[Change]:
    """What changes in the diagram, new things first."""
    old, new = before.diagrams[before.bundle.id], after.diagrams[after.bundle.id]
    for id, node in new.nodes.items():
        if id not in old.nodes:
            yield there(node, new, naming, "added")
    for id, node in old.nodes.items():
        if id not in new.nodes:
            yield there(node, old, naming, "removed")
    for id, node in new.nodes.items():
        if id in old.nodes:
            yield from node_changed(old.nodes[id], node, (old.role(old.nodes[id]), new.role(node)), naming)
            yield from form_linked(before, after, id)
    yield from flows_changed(old, new)


def there(node: Node, diagram: Diagram, naming: Naming, what: str) -> Change:
    """A node that came or went."""
    if node.kind in PEOPLE:
        role, limit = naming.role(diagram.role(node)), node.properties.get(DEADLINE, "")
        until = naming.deadline(limit) if limit else Said("", "")
        told = Said(*(f"{one}, {other}" if other else one for one, other in ((role.fr, until.fr), (role.en, until.en))))
        return change(f"step_{what}", node, role=told)
    if node.operator in PAPERS and MODEL in node.parameters:
        return change(f"{PAPERS[node.operator]}_{what}", node, letter=bare(node.parameters[MODEL]))
    return change(f"node_{what}", node, kind=KINDS[node.kind])


def change(code: str, node: Node, **facts: str | Said) -> Change:
    """A change of one node."""
    return Change(code, Area.DIAGRAM, DIAGRAM, node.id, {"name": node.label, **facts})


def node_changed(old: Node, new: Node, lanes: tuple[str, str], naming: Naming) -> Iterator[Change]:
    """What changes in one node."""
    if old.label != new.label:
        yield change("renamed", new, before=old.label, after=new.label)
    if lanes[0] != lanes[1]:
        yield change("lane", new, before=naming.role(lanes[0]), after=naming.role(lanes[1]))
    if old.kind is not new.kind:
        yield change("kind", new, before=KINDS[old.kind], after=KINDS[new.kind])
    yield from properties_changed(old, new, naming)
    yield from triggers_changed(old, new)
    for code, read in PLAIN.items():
        one, other = read(old), read(new)
        if one != other:
            yield change(code, new, before=one or NOTHING, after=other or NOTHING)
    for word in sorted(old.parameters.keys() | new.parameters.keys()):
        one, other = old.parameters.get(word, ""), new.parameters.get(word, "")
        if one != other and one and other and word == MODEL and new.operator in PAPERS:
            yield change(PAPERS[new.operator], new, before=bare(one), after=bare(other))
        elif one != other:
            yield change("parameter", new, word=word, before=one or "—", after=other or "—")
    if old.repeat != new.repeat:
        yield change("repeated", new)


PLAIN: Mapping[str, Callable[[Node], str]] = {
    "instructions": lambda node: node.instructions,
    "script": lambda node: node.script,
    "decision": lambda node: node.decision,
    "operator": lambda node: node.operator,
    "called": lambda node: node.called,
}
"""What is compared as the text it is."""


def properties_changed(old: Node, new: Node, naming: Naming) -> Iterator[Change]:
    """Form, deadline and the other properties of a step."""
    one, other = old.properties.get(DEADLINE, ""), new.properties.get(DEADLINE, "")
    if one != other:
        code = "deadline" if one and other else "deadline_added" if other else "deadline_removed"
        yield change(code, new, before=naming.deadline(one), after=naming.deadline(other))
    for word in sorted((old.properties.keys() | new.properties.keys()) - LINKED):
        one, other = old.properties.get(word, ""), new.properties.get(word, "")
        if one != other:
            yield change("property", new, word=word, before=one or "—", after=other or "—")


def form_linked(before: Compiled, after: Compiled, id: str) -> Iterator[Change]:
    """Another form at a step, by its title."""
    one, other = (compiled.places[compiled.bundle.id, id].form for compiled in (before, after))
    if one != other:
        old, new = before.form(before.bundle.id, one), after.form(after.bundle.id, other)
        node = after.diagrams[after.bundle.id].nodes[id]
        yield change("form_linked", node, before=old.title if old else NOTHING, after=new.title if new else NOTHING)


def triggers_changed(old: Node, new: Node) -> Iterator[Change]:
    """What an event waits for."""
    one, other = old.trigger, new.trigger
    if other.kind is EventKind.TIMER and (one.text, one.timer) != (other.text, other.timer):
        yield change("timer", new, before=awaited(one), after=awaited(other))
    elif (one.kind, one.ref, one.text) != (other.kind, other.ref, other.text):
        yield change("waits_for", new, before=one.ref or one.text or str(one.kind),
                     after=other.ref or other.text or str(other.kind))  # fmt: skip
    if old.kind is Kind.BOUNDARY and old.interrupting != new.interrupting:
        yield change("interrupting", new, after=INTERRUPTING[new.interrupting])


def bare(text: str) -> str:
    """A FEEL text as its words, anything else as it is written."""
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else text


def awaited(trigger: Trigger) -> Said:
    """How long an event waits, in words where there are some."""
    written = trigger.text or "—"
    return Said(say(trigger.timer.value if trigger.timer else "", written) or written, written)


def flows_changed(old: Diagram, new: Diagram) -> Iterator[Change]:
    """The ways between nodes, known by where they lead: their ids change with every drawing."""
    ways, ways_now = by_way(old), by_way(new)
    for way, flow in ways_now.items():
        if way not in ways and known(old, way):
            yield flow_change("flow_added", flow, new)
    for way, flow in ways.items():
        if way not in ways_now and known(new, way):
            yield flow_change("flow_removed", flow, old)
    for way, flow in ways_now.items():
        before = ways.get(way)
        if before is not None and (before.condition or "") != (flow.condition or ""):
            yield flow_change("condition", flow, new, before=before.condition or "—", after=flow.condition or "—")
    for id, node in new.nodes.items():
        held = old.nodes.get(id)
        if held is not None and target(old, held.default) != target(new, node.default) and node.default:
            yield change("default", node, after=new.nodes[target(new, node.default)].label)


def by_way(diagram: Diagram) -> dict[tuple[str, str, int], Flow]:
    """Flows by where they come from and lead, and which of several alike they are."""
    found: dict[tuple[str, str, int], Flow] = {}
    for flow in diagram.flows.values():
        nth = sum(flow.source == source and flow.target == target for source, target, _ in found)
        found[flow.source, flow.target, nth] = flow
    return found


def known(diagram: Diagram, way: tuple[str, str, int]) -> bool:
    """Whether both ends of a way stand in `diagram`: a step that comes or goes tells of its own ways."""
    return way[0] in diagram.nodes and way[1] in diagram.nodes


def target(diagram: Diagram, flow: str) -> str:
    """Where a flow leads; "" for none."""
    found = diagram.flows.get(flow)
    return found.target if found else ""


def flow_change(code: str, flow: Flow, diagram: Diagram, **facts: str | Said) -> Change:
    """A change of one way."""
    when = Said(f", si {flow.condition}", f", if {flow.condition}") if flow.condition else ""
    ends = {"source": diagram.nodes[flow.source].label, "target": diagram.nodes[flow.target].label, "when": when}
    return Change(code, Area.DIAGRAM, DIAGRAM, flow.id, {**ends, **facts})
