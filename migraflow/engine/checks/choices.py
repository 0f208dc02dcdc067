"""Gateways and loops: is there always a way on, and an end to turning round?"""

from __future__ import annotations

from migraflow.domain.effects import AWAITED
from migraflow.engine.checks.cycles import cycles
from migraflow.engine.checks.study import Study
from migraflow.engine.diagram import EventKind, Flow, Kind, Node

CHOOSING = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE})
FOLLOWING_ALL = frozenset({Kind.PARALLEL, Kind.EVENT_GATEWAY})
WAITING = frozenset({Kind.USER, Kind.MANUAL, Kind.RECEIVE, Kind.CALL, Kind.SUBPROCESS})
AWAITED_EVENTS = frozenset({EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL})


def check_choices(study: Study) -> None:
    """Every gateway, every implicit split, every loop."""
    for node in study.diagram.nodes.values():
        flows = study.diagram.outgoing.get(node.id, ())
        check_default(study, node, flows)
        if node.kind in CHOOSING:
            check_choice(study, node, flows)
        elif node.kind in FOLLOWING_ALL:
            check_all(study, node, flows)
        elif len(flows) > 1 or any(flow.condition for flow in flows):
            check_split(study, node, flows)
    check_loops(study)


def check_default(study: Study, node: Node, flows: tuple[Flow, ...]) -> None:
    """A default flow leaves its own node and carries no condition."""
    if not node.default:
        return
    chosen = next((flow for flow in flows if flow.id == node.default), None)
    if chosen is None:
        study.at("default_dangling", node)
    elif chosen.condition:
        study.add("default_conditional", chosen.id, name=chosen.name or chosen.id)


def check_choice(study: Study, node: Node, flows: tuple[Flow, ...]) -> None:
    """Each way out of a choice has its condition, one is the default."""
    if len(flows) < 2 and not any(flow.condition for flow in flows):
        return
    for flow in flows:
        if not flow.condition and flow.id != node.default:
            study.add("condition_missing", flow.id, name=flow.name or flow.id, default=node.default)
    if not node.default and all(flow.condition for flow in flows):
        study.at("default_missing", node, **last(flows))


def check_split(study: Study, node: Node, flows: tuple[Flow, ...]) -> None:
    """Several ways out of a step. Beside a default way each needs its condition; one left blank was to be written."""
    plain = [flow for flow in flows if not flow.condition and flow.id != node.default]
    missing = [flow for flow in plain if node.default or flow.condition == ""]
    for flow in missing:
        study.add("condition_missing", flow.id, name=flow.name or flow.id, default=node.default)
    if plain and len(flows) > 1 and not missing:
        study.at("implicit_split", node)
    elif not plain and not node.default:
        study.at("split_without_default", node, **last(flows))


def last(flows: tuple[Flow, ...]) -> dict[str, str]:
    """The last way out, which is most often the one for all other cases."""
    return {"flow": flows[-1].id, "way": flows[-1].name or flows[-1].target}


def check_all(study: Study, node: Node, flows: tuple[Flow, ...]) -> None:
    """Parallel and event gateways know no condition; after an event gateway come events."""
    for flow in flows:
        if flow.condition:
            study.add("condition_ignored", flow.id, name=flow.name or flow.id)
        target = study.diagram.nodes.get(flow.target)
        if node.kind is Kind.EVENT_GATEWAY and target is not None and not awaits(target):
            study.at("event_gateway_target", target)


def awaits(node: Node) -> bool:
    """Whether a node waits for an event."""
    return node.kind in (Kind.CATCH, Kind.RECEIVE) and node.trigger.kind in AWAITED_EVENTS


def check_loops(study: Study) -> None:
    """A loop in which nothing waits either never ends, or must be watched."""
    diagram = study.diagram
    for loop in cycles(diagram):
        nodes = [diagram.nodes[name] for name in loop]
        if any(node.kind in WAITING or awaits(node) or may_wait(node) for node in nodes):
            continue
        leaves = any(flow.target not in loop for node in nodes for flow in diagram.outgoing.get(node.id, ()))
        first = min(nodes, key=lambda node: node.line)
        study.at("automatic_loop" if leaves else "endless_loop", first)


def may_wait(node: Node) -> bool:
    """Whether a service task waits for its answer."""
    return node.kind is Kind.SERVICE and node.operator in AWAITED
