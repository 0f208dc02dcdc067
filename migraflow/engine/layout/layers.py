"""Columns from left to right: loops opened, then every node one column after the last one before it."""

from collections.abc import Sequence

Edge = tuple[str, str]


def back_edges(nodes: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """The edges that close a loop, found by walking depth first from the nodes nothing leads to."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    entered = {target for source, target in edges if source != target}
    for source, target in edges:
        after[source].append(target)
    starts = [node for node in nodes if node not in entered]
    closing: set[Edge] = {(source, target) for source, target in edges if source == target}
    done: set[str] = set()
    for start in [*starts, *nodes]:
        if start not in done:
            _walk(start, after, done, closing)
    return closing


def _walk(start: str, after: dict[str, list[str]], done: set[str], closing: set[Edge]) -> None:
    trail = [(start, iter(after[start]))]
    open_nodes = {start}
    done.add(start)
    while trail:
        node, rest = trail[-1]
        target = next(rest, None)
        if target is None:
            open_nodes.discard(node)
            trail.pop()
        elif target in open_nodes:
            closing.add((node, target))
        elif target not in done:
            done.add(target)
            open_nodes.add(target)
            trail.append((target, iter(after[target])))


def layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """A layer for each node such that every edge but the loop-closing ones leads to a later layer."""
    closing = back_edges(nodes, edges)
    forward = [edge for edge in dict.fromkeys(edges) if edge not in closing]
    before: dict[str, list[str]] = {node: [] for node in nodes}
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in forward:
        before[target].append(source)
        after[source].append(target)
    order = _topological(nodes, before, after)
    layer: dict[str, int] = {}
    for node in order:
        layer[node] = max((layer[each] + 1 for each in before[node]), default=0)
    for node in reversed(order):
        if after[node] and len(after[node]) >= len(before[node]) != 1:
            layer[node] = min(layer[each] for each in after[node]) - 1
    return layer


def _topological(nodes: Sequence[str], before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    waiting = {node: len(before[node]) for node in nodes}
    order: list[str] = [node for node in nodes if not waiting[node]]
    for node in order:
        for target in after[node]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order
