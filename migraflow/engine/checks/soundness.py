"""Can a case get stuck, or a step be open twice? Walks the markings of each scope, tokens on flows.

A token game on the drawing alone (conditions unknown: every way out of a choice is tried). Exploration is bounded; a
diagram too wide to be explored gets no finding from here, for a checker must not guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migraflow.engine.checks.study import Study
from migraflow.engine.diagram import Diagram, EventKind, Kind, Node
from migraflow.engine.reach import reach

MOST_WORK = 400_000
"""Tokens looked at in one exploration: about half a second."""
MOST_WAYS = 6
Marking = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Net:
    """A scope as a net; for each inclusive gateway, by which of its flows a token at a node may still arrive."""

    diagram: Diagram
    reach: Mapping[str, Mapping[str, frozenset[str]]]


def check_soundness(study: Study) -> None:
    """Explore every scope that has gateways able to go wrong."""
    for scope in study.diagram.scopes:
        nodes = study.diagram.inside(scope)
        if any(node.kind in (Kind.PARALLEL, Kind.INCLUSIVE) for node in nodes):
            explore(study, scope)


def explore(study: Study, scope: str) -> None:
    """Walk the markings of one scope; tell the joins where tokens stay behind and the places reached twice."""
    diagram = study.diagram
    net = Net(diagram, {node.id: reach(diagram, node) for node in diagram.inside(scope) if node.kind is Kind.INCLUSIVE})
    starts = [node for node in diagram.inside(scope) if node.kind is Kind.START][:1]
    if not starts:
        return
    first: Marking = frozenset((flow.id, 1) for flow in diagram.outgoing.get(starts[0].id, ()))
    seen, todo = {first}, [first]
    stuck: set[str] = set()
    twice: set[str] = set()
    work = 0
    while todo:
        marking = todo.pop()
        work += len(marking) * len(marking)
        if work > MOST_WORK:
            return
        following = list(successors(net, dict(marking)))
        work += len(following) * (len(marking) + 1)
        if not following:
            stuck |= {diagram.flows[flow].target for flow, _ in marking}
        for after in following:
            double = {diagram.flows[flow].target for flow, count in after.items() if count > 1}
            twice |= double
            frozen = frozenset(after.items())
            if not double and frozen not in seen:
                seen.add(frozen)
                todo.append(frozen)
    tell(study, "stuck", stuck)
    tell(study, "twice", {name for name in twice if name not in stuck})


def tell(study: Study, code: str, names: set[str]) -> None:
    """One finding per node."""
    for name in sorted(names):
        study.at(code, study.diagram.nodes[name])


def successors(net: Net, marking: dict[str, int]) -> Iterator[dict[str, int]]:
    """Every marking one node away."""
    diagram = net.diagram
    for name in {diagram.flows[flow].target for flow in marking}:
        node = diagram.nodes[name]
        for taken in inputs(net, node, marking):
            for made in outputs(diagram, node):
                after = dict(marking)
                for flow in taken:
                    after[flow] -= 1
                    if not after[flow]:
                        del after[flow]
                for flow in made:
                    after[flow] = after.get(flow, 0) + 1
                yield {} if node.kind is Kind.END and node.trigger.kind is EventKind.TERMINATE else after


def inputs(net: Net, node: Node, marking: dict[str, int]) -> Iterator[tuple[str, ...]]:
    """The tokens a node would take: one of each flow for a parallel join, all there are for an inclusive one."""
    diagram = net.diagram
    here = tuple(flow.id for flow in diagram.incoming.get(node.id, ()) if flow.id in marking)
    if node.kind is Kind.PARALLEL:
        if len(here) == len(diagram.incoming.get(node.id, ())):
            yield here
    elif node.kind is Kind.INCLUSIVE:
        if not may_still_come(net, node, marking, here):
            yield here
    else:
        for flow in here:
            yield (flow,)


def may_still_come(net: Net, node: Node, marking: dict[str, int], here: tuple[str, ...]) -> bool:
    """Whether the inclusive gateway would wait: the same rule as the engine's (`gateways.InclusiveSpec`)."""
    taken = set(here)
    for flow in marking:
        ways = net.reach[node.id].get(net.diagram.flows[flow].target, frozenset())
        if flow not in taken and ways and not ways & taken:
            return True
    return False


def outputs(diagram: Diagram, node: Node) -> Iterator[tuple[str, ...]]:
    """The sets of flows a node may put tokens on; attached events may take the token away, or add one."""
    flows = tuple(flow.id for flow in diagram.outgoing.get(node.id, ()))
    if node.kind in (Kind.EXCLUSIVE, Kind.EVENT_GATEWAY) and flows:
        yield from ((flow,) for flow in flows)
    elif node.kind is Kind.INCLUSIVE and 1 < len(flows) <= MOST_WAYS:
        for bits in range(1, 1 << len(flows)):
            yield tuple(flow for place, flow in enumerate(flows) if bits >> place & 1)
    else:
        yield flows
    for event in diagram.attached.get(node.id, ()):
        around = tuple(flow.id for flow in diagram.outgoing.get(event.id, ()))
        yield around if event.interrupting else flows + around
