"""Where a token may still go: paths along sequence flows inside one scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migraflow.engine.diagram import Diagram, Node


def reach(diagram: Diagram, gateway: Node) -> Mapping[str, frozenset[str]]:
    """For each node, the flows into `gateway` it may arrive by without passing the gateway itself."""
    found: dict[str, set[str]] = {}
    for flow in diagram.incoming.get(gateway.id, ()):
        for node in backwards(diagram, flow.source, stop=gateway.id):
            found.setdefault(node, set()).add(flow.id)
    return {node: frozenset(flows) for node, flows in found.items()}


def backwards(diagram: Diagram, start: str, stop: str) -> set[str]:
    """`start` and every node a path leads from to it, paths through `stop` left out."""
    seen: set[str] = set()
    todo = [start] if start != stop else []
    while todo:
        node = todo.pop()
        if node in seen or node == stop:
            continue
        seen.add(node)
        todo.extend(flow.source for flow in diagram.incoming.get(node, ()))
    return seen


def forwards(diagram: Diagram, starts: Iterable[str]) -> set[str]:
    """Every node a token may come to from `starts`: along flows, into subprocesses, out by boundary events."""
    seen: set[str] = set()
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node in seen or node not in diagram.nodes:
            continue
        seen.add(node)
        todo.extend(flow.target for flow in diagram.outgoing.get(node, ()))
        todo.extend(event.id for event in diagram.attached.get(node, ()))
    return seen
