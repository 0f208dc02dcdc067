"""Ways through a diagram: what lies behind what, and whether a way avoids what should be met on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migraflow.engine.diagram import Diagram, Kind, Node


def behind(diagram: Diagram, first: str, second: str) -> bool:
    """Whether a case may come from `first` to `second`."""
    return second in reached(diagram, [first], lambda _: False) - {first}


def reached(diagram: Diagram, begin: list[str], closed: Callable[[Node], bool]) -> set[str]:
    """What can be reached from `begin` without going on from a `closed` node: along flows, into and out of blocks, by
    attached events."""
    found, todo = set[str](), list(begin)
    while todo:
        one = todo.pop()
        if one in found or one not in diagram.nodes:
            continue
        found.add(one)
        if not closed(diagram.nodes[one]):
            todo += nexts(diagram, diagram.nodes[one])
    return found


def nexts(diagram: Diagram, node: Node) -> Iterator[str]:
    """Where a case may stand after `node`."""
    inner = [one for one in diagram.inside(node.id) if one.kind is Kind.START] if node.kind is Kind.SUBPROCESS else []
    yield from (one.id for one in inner)
    yield from (event.id for event in diagram.attached.get(node.id, ()))
    if not inner:
        yield from (flow.target for flow in diagram.outgoing.get(node.id, ()))
    if node.kind is Kind.END and node.scope in diagram.nodes:
        yield from (flow.target for flow in diagram.outgoing.get(node.scope, ()))


def starts(diagram: Diagram) -> list[str]:
    """Where cases begin."""
    return [node.id for node in diagram.inside(diagram.id) if node.kind is Kind.START]
