"""Loops of a diagram: sets of nodes that lead to one another (strongly connected components)."""

from __future__ import annotations

from migraflow.engine.diagram import Diagram


def cycles(diagram: Diagram) -> list[frozenset[str]]:
    """Every set of nodes that all lead to one another along flows (two passes, no recursion)."""
    order = finishing_order(diagram)
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    for start in reversed(order):
        group: set[str] = set()
        todo = [start]
        while todo:
            node = todo.pop()
            if node in seen or node not in diagram.nodes:
                continue
            seen.add(node)
            group.add(node)
            todo.extend(flow.source for flow in diagram.incoming.get(node, ()))
        loops = len(group) > 1 or any(flow.target in group for node in group for flow in diagram.outgoing.get(node, ()))
        if loops:
            found.append(frozenset(group))
    return found


def finishing_order(diagram: Diagram) -> list[str]:
    """Nodes in the order a depth-first walk leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for start in diagram.nodes:
        stack = [(start, False)]
        while stack:
            node, left = stack.pop()
            if left:
                order.append(node)
            elif node not in seen and node in diagram.nodes:
                seen.add(node)
                stack.append((node, True))
                stack.extend((flow.target, False) for flow in diagram.outgoing.get(node, ()))
    return order
