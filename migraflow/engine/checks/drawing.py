"""Nodes and flows: is everything there, reachable, and linked as the engine will follow it?"""

from __future__ import annotations

from migraflow.engine.build import ATTACHABLE
from migraflow.engine.checks.study import Study
from migraflow.engine.diagram import EventKind, Flow, Kind, Node
from migraflow.engine.reach import forwards

ACTIVITIES = frozenset(
    {
        Kind.USER,
        Kind.MANUAL,
        Kind.SCRIPT,
        Kind.RULE,
        Kind.SERVICE,
        Kind.SEND,
        Kind.RECEIVE,
        Kind.CALL,
        Kind.SUBPROCESS,
    }
)
INSTEAD = {
    "complexGateway": ("Utilisez une passerelle inclusive ou parallèle.", "Use an inclusive or a parallel gateway."),
    "transaction": ("Utilisez un sous-processus ordinaire.", "Use an ordinary subprocess."),
    "adHocSubProcess": (
        "Dessinez les étapes avec une passerelle inclusive.",
        "Draw the steps behind an inclusive gateway.",
    ),
}


def check_drawing(study: Study) -> None:
    """Everything about nodes and flows."""
    diagram = study.diagram
    if diagram.id != study.bundle.id:
        study.add("process_id", diagram.id, folder=study.bundle.id)
    for oddity in diagram.oddities:
        study.add(odd_code(oddity.code, oddity.facts.get("tag", "")), oddity.element, **oddity.facts)
    for flow in diagram.flows.values():
        check_flow(study, flow)
    for scope in diagram.scopes:
        check_scope(study, scope)
    for node in diagram.nodes.values():
        check_node(study, node)
    check_reachable(study)


def odd_code(code: str, tag: str) -> str:
    """The finding's code for something noted while reading."""
    return "data_store" if code == "data_dropped" and tag == "dataStoreReference" else code


def check_flow(study: Study, flow: Flow) -> None:
    """A flow links two nodes of its own scope, in the right direction."""
    nodes = study.diagram.nodes
    source, target = nodes.get(flow.source), nodes.get(flow.target)
    words = {"name": flow.name or flow.id}
    if source is None or target is None:
        study.add("dangling_flow", flow.id, **words)
    elif source.scope != flow.scope or target.scope != flow.scope:
        study.add("crossing_flow", flow.id, **words)
    elif target.kind in (Kind.START, Kind.BOUNDARY) or source.kind is Kind.END:
        study.add("flow_misplaced", flow.id, **words)


def check_scope(study: Study, scope: str) -> None:
    """A process or subprocess has one plain start and at least one end."""
    nodes = study.diagram.inside(scope)
    node = study.diagram.nodes.get(scope)
    name = study.diagram.name or scope if node is None else node.label
    if node is not None and not nodes:
        study.at("subprocess_empty", node)
        return
    starts = [one for one in nodes if one.kind is Kind.START]
    plain = [one for one in starts if one.trigger.kind is EventKind.NONE]
    if not starts:
        study.add("no_start" if node is None else "implicit_start", scope, name=name)
    if len(plain) > 1:
        study.add("several_starts", plain[1].id, name=name)
    if node is None and not any(one.kind is Kind.END for one in nodes):
        study.add("no_end", scope, name=name)
    for start in starts:
        if start.trigger.kind is EventKind.NONE:
            continue
        if node is not None and node.event_subprocess:
            continue
        if node is not None or start.trigger.kind is not EventKind.MESSAGE:
            study.at("unsupported_event", start, event=start.trigger.kind.value, kind=start.kind.value)


def check_node(study: Study, node: Node) -> None:
    """What a node is, apart from where it leads."""
    if node.kind is Kind.UNSUPPORTED:
        french, english = INSTEAD[node.tag]
        study.at("unsupported_element", node, tag=node.tag, advice_fr=french, advice_en=english)
    if node.event_subprocess and not sound_guard(study, node):
        study.at("event_subprocess", node)
    if node.compensates:
        study.at("compensation", node)
    outgoing = study.diagram.outgoing.get(node.id, ())
    if not outgoing and node.kind is not Kind.END and not node.event_subprocess and not node.compensates:
        study.at("implicit_end", node)
    if node.kind is Kind.BOUNDARY:
        host = study.diagram.nodes.get(node.attached)
        if host is None or host.kind not in ACTIVITIES or host.scope != node.scope:
            study.at("boundary_host", node)


def sound_guard(study: Study, node: Node) -> bool:
    """Whether an event subprocess stands apart, with one start that says its event."""
    diagram = study.diagram
    starts = [one for one in diagram.inside(node.id) if one.kind is Kind.START]
    linked = diagram.incoming.get(node.id) or diagram.outgoing.get(node.id)
    return len(starts) == 1 and starts[0].trigger.kind in ATTACHABLE and not linked


def check_reachable(study: Study) -> None:
    """Every node lies on a path from a start; those that do not are named, the rest of their island is not."""
    diagram = study.diagram
    for scope in diagram.scopes:
        nodes = diagram.inside(scope)
        starts = [node.id for node in nodes if node.kind is Kind.START]
        if not starts:
            apart = [node for node in nodes if node.kind is not Kind.BOUNDARY and not node.event_subprocess]
            starts = [node.id for node in apart if not diagram.incoming.get(node.id)]
        reached = forwards(diagram, starts)
        for node in nodes:
            quiet = node.event_subprocess or node.compensates or node.kind is Kind.BOUNDARY
            if node.id not in reached and not quiet:
                study.at("unreachable", node)
