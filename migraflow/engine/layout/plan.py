"""Which node stands in which column and lane, before any row or coordinate is chosen.

A subprocess whose inner nodes belong to several lanes is a *frame*: it keeps its columns for itself, spans its lanes'
bands, and its inner nodes stand in the same rows as everybody else's. Its boundary events stand on its right border,
each at the height of what it leads to. Any other subprocess is a *block*: laid out on its own and set as one node.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from migraflow.engine.layout.layers import layers
from migraflow.engine.layout.model import Family, Flow, Lane, Model, Node


@dataclass
class Frame:
    """A subprocess spanning lanes ``first`` to ``last``; its borders stand in columns and rows of their own."""

    id: str
    parent: str
    first: int = 0
    last: int = 0
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0


@dataclass
class Plan:
    """One process (or block) cut into columns and lanes."""

    scope: str
    lanes: list[str]
    model: Model
    column: dict[str, int] = field(default_factory=dict[str, int])
    lane: dict[str, int] = field(default_factory=dict[str, int])
    region: dict[str, str] = field(default_factory=dict[str, str])
    frames: dict[str, Frame] = field(default_factory=dict[str, Frame])
    guests: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    extras: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    flows: list[Flow] = field(default_factory=list[Flow])
    columns: int = 0

    def seat(self, node: str) -> str:
        """The grid node that carries this node: itself, its host, or what it annotates."""
        for carrier, carried in (*self.guests.items(), *self.extras.items()):
            if node in carried:
                return carrier
        return node


def leaves(lanes: Iterable[Lane]) -> list[Lane]:
    """The lanes that hold nodes, top to bottom."""
    return [leaf for lane in lanes for leaf in (leaves(lane.parts) if lane.parts else [lane])]


def plan(model: Model, scope: str) -> Plan:
    """Columns and lanes for everything directly drawn in this scope."""
    lanes = leaves(model.lanes.get(scope, []))
    result = Plan(scope, [lane.id for lane in lanes], model)
    told = {ref: index for index, lane in enumerate(lanes) for ref in lane.refs}
    _find_frames(result, scope, "", told)
    _seat(result, scope, "")
    _fill_lanes(result, told)
    result.columns = _columns(result, scope, 0)
    for frame in result.frames.values():
        inner = [result.lane[node] for node in result.lane if _within(result, node, frame.id)]
        frame.first, frame.last = min(inner, default=0), max(inner, default=0)
    for node, region in result.region.items():
        _keep_border_events_beside(result, node, region)
    return result


def _keep_border_events_beside(result: Plan, node: str, region: str) -> None:
    frame = result.frames.get(result.model.nodes[node].host)
    if frame and frame.parent == region:
        result.lane[node] = min(max(result.lane[node], frame.first), frame.last)


def _within(result: Plan, node: str, frame: str) -> bool:
    region = result.region.get(node, "")
    while region and region != frame:
        region = result.frames[region].parent
    return region == frame


def _find_frames(result: Plan, scope: str, parent: str, told: dict[str, int]) -> None:
    model = result.model
    ends = {end for message in model.messages for end in (message.source, message.target)}
    for node in model.inside[scope]:
        if model.nodes[node].family is not Family.BLOCK:
            continue
        inner = list(descendants(model, node))
        if len({told[each] for each in inner if each in told}) > 1 or ends.intersection(inner):
            result.frames[node] = Frame(node, parent)
            _find_frames(result, node, node, told)


def descendants(model: Model, scope: str) -> Iterable[str]:
    """Everything inside a scope, at any depth."""
    for node in model.inside.get(scope, ()):
        yield node
        yield from descendants(model, node)


def _seat(result: Plan, scope: str, region: str) -> None:
    model = result.model
    result.flows += model.flows[scope]
    anchors = _anchors(model, scope)
    for node in model.inside[scope]:
        host = model.nodes[node].host
        anchor = anchors.get(node)
        if host and host not in result.frames and host in model.nodes:
            result.guests.setdefault(host, []).append(node)
        elif anchor and anchor not in result.frames:
            carrier = model.nodes[anchor].host
            result.extras.setdefault(carrier if carrier and carrier not in result.frames else anchor, []).append(node)
        elif node in result.frames:
            _seat(result, node, node)
        else:
            result.region[node] = region


def _anchors(model: Model, scope: str) -> dict[str, str]:
    """Where notes and data are pinned: the first node an association ties them to."""
    ends = {flow.id: flow.source for flow in model.flows[scope]}
    members = {node for node in model.inside[scope] if model.nodes[node].family not in (Family.ITEM, Family.NOTE)}
    anchors: dict[str, str] = {}
    for flow in model.flows[scope]:
        for node, other in ((flow.source, flow.target), (flow.target, flow.source)):
            other = ends.get(other, other)
            if flow.kind != "sequenceFlow" and node in model.inside[scope] and node not in members and other in members:
                anchors.setdefault(node, other)
    return anchors


def _fill_lanes(result: Plan, told: dict[str, int]) -> None:
    seats = result.region
    result.lane = {node: told[node] for node in seats if node in told}
    for node in seats:
        inner = [told[each] for each in descendants(result.model, node) if each in told]
        if inner:
            result.lane[node] = max(sorted(set(inner)), key=inner.count)
    pairs = [(result.seat(flow.source), result.seat(flow.target)) for flow in result.flows]
    found = True
    while found:
        found = False
        for one, other in [*((b, a) for a, b in pairs), *pairs]:
            if one in seats and one not in result.lane and other in result.lane:
                result.lane[one] = result.lane[other]
                found = True
    for node in seats:
        result.lane.setdefault(node, 0)


def _columns(result: Plan, scope: str, first: int) -> int:
    model = result.model
    members = [node for node in model.inside[scope] if _stands(result, node)]
    layer = layers(members, _edges(result, scope, set(members)))
    column = first
    for level in sorted(set(layer.values())):
        level_nodes = [node for node in members if layer[node] == level]
        plain = [node for node in level_nodes if node not in result.frames]
        result.column.update(dict.fromkeys(plain, column))
        column += bool(plain)
        for node in level_nodes:
            if node in result.frames:
                frame = result.frames[node]
                frame.left, frame.right = column, max(_columns(result, node, column + 1), column + 2)
                column = frame.right + 1
                result.column.update((each, frame.right) for each in result.region if model.nodes[each].host == node)
    return column


def _stands(result: Plan, node: str) -> bool:
    return node in result.frames or (node in result.region and result.model.nodes[node].host not in result.frames)


def _edges(result: Plan, scope: str, members: set[str]) -> list[tuple[str, str]]:
    edges: list[tuple[str, str]] = []
    for flow in result.model.flows[scope]:
        ends = [host_of(result.model, end) for end in (flow.source, flow.target)]
        if flow.kind == "sequenceFlow" and members.issuperset(ends):
            edges.append((ends[0], ends[1]))
    return edges


def host_of(model: Model, node: str) -> str:
    """The activity a boundary event sits on; any other node itself."""
    found: Node | None = model.nodes.get(node)
    return found.host if found and found.host else node
