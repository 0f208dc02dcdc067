"""The whole sheet: pools one below the other, black boxes side by side above and below, messages between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from migraflow.engine.layout import labels, messages, sizes
from migraflow.engine.layout.draw import Drawing, draw
from migraflow.engine.layout.geometry import Box
from migraflow.engine.layout.messages import End, Message
from migraflow.engine.layout.model import Lane, Model, Pool
from migraflow.engine.layout.plan import descendants, leaves
from migraflow.engine.layout.routing import DOWN, UP, Step

_LEFT, _TOP = 160.0, 80.0
_HEAD = 30.0
_BOX_HEIGHT = 60.0
_APART = 20.0


@dataclass
class _Sheet:
    """What is known of the sheet so far; ``storey`` counts from the top, -1 for the black boxes above."""

    model: Model
    order: list[str]
    drawing: Drawing = field(default_factory=Drawing)
    home: dict[str, str] = field(default_factory=dict[str, str])
    boxes: dict[Step, list[Pool]] = field(default_factory=dict[Step, list[Pool]])
    storey: dict[str, int] = field(default_factory=dict[str, int])
    spans: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    edges: dict[int, tuple[float, float]] = field(default_factory=dict[int, tuple[float, float]])
    messages: list[Message] = field(default_factory=list[Message])
    width: float = 0.0


def compose(model: Model) -> Drawing:
    """Draws everything the document holds on one plane."""
    sheet = _Sheet(model, list(model.processes))
    sheet.home = {node: scope for scope in model.processes for node in descendants(model, scope)}
    sheet.home |= {pool.id: pool.process for pool in model.pools if pool.process in model.inside}
    _side_boxes(sheet)
    drawn = {scope: draw(model, scope, _outwards(sheet, scope)) for scope in sheet.order}
    _gather(sheet, drawn)
    _stack(sheet, drawn)
    _connect(sheet)
    return sheet.drawing


def _side_boxes(sheet: _Sheet) -> None:
    """Each black box above or below, nearer to the lanes it talks with."""
    sheet.boxes = {UP: [], DOWN: []}
    for pool in sheet.model.pools:
        if pool.process in sheet.model.inside:
            continue
        heights = [_height(sheet, end) for end in _partners(sheet, pool.id) if end in sheet.home]
        mean = sum(heights) / len(heights) if heights else 1.0
        side = UP if mean < 0.5 else DOWN
        sheet.boxes[side].append(pool)
        sheet.storey[pool.id] = -1 if side == UP else len(sheet.order)
    sheet.storey |= {name: sheet.order.index(scope) for name, scope in sheet.home.items()}


def _partners(sheet: _Sheet, pool: str) -> list[str]:
    pairs = [(message.source, message.target) for message in sheet.model.messages]
    return [b if a == pool else a for a, b in pairs if pool in (a, b)]


def _height(sheet: _Sheet, node: str) -> float:
    """How far down a node stands on the sheet, from 0 to 1, by pool and lane."""
    scope = sheet.home[node]
    bands = leaves(sheet.model.lanes.get(scope, []))
    lane = next((index for index, lane in enumerate(bands) if node in lane.refs), len(bands) / 2)
    return (sheet.order.index(scope) + (lane + 0.5) / max(1, len(bands))) / len(sheet.order)


def _outwards(sheet: _Sheet, scope: str) -> dict[str, Step]:
    sides: dict[str, Step] = {}
    here = sheet.order.index(scope)
    for message in sheet.model.messages:
        storeys = [sheet.storey.get(end, here) for end in (message.source, message.target)]
        if here in storeys and storeys[0] != storeys[1]:
            sides[message.id] = UP if min(storeys) < here else DOWN
    return sides


def _gather(sheet: _Sheet, drawn: Mapping[str, Drawing]) -> None:
    """Takes the beginnings of the messages out of the pools, finds the sheet's width and where messages end."""
    model = sheet.model
    for flow in model.messages:
        if flow.source in sheet.storey and flow.target in sheet.storey:
            ends = [_end(sheet, drawn, flow.id, each) for each in (flow.source, flow.target)]
            sheet.messages.append(messages.message(flow, *ends))
    width = max((each.width + _head(model, scope) for scope, each in drawn.items()), default=600.0)
    sheet.width = max(_partition(sheet, side, width) for side in (UP, DOWN))
    whole = (_LEFT, _LEFT + sheet.width)
    sheet.spans |= {pool.id: whole for pool in model.pools if pool.process in model.inside}
    crossing = [each for each in sheet.messages if each.upper.storey != each.lower.storey]
    messages.aim(
        [each for each in crossing if all(_known(sheet, end) for end in (each.upper, each.lower))], sheet.spans
    )


def _known(sheet: _Sheet, end: End) -> bool:
    return bool(end.stub) or end.name in sheet.spans


def _end(sheet: _Sheet, drawn: Mapping[str, Drawing], flow: str, name: str) -> End:
    storey, scope = sheet.storey[name], sheet.home.get(name, "")
    line = drawn[scope].lines.pop(flow, []) if scope in drawn and name in sheet.model.nodes else []
    dx = _LEFT + _head(sheet.model, scope)
    return End(storey, name, [(x + dx, y) for x, y in line])


def _stack(sheet: _Sheet, drawn: Mapping[str, Drawing]) -> None:
    """Black boxes, pools one below the other as wide as the widest, black boxes, with room for the messages."""
    y = _TOP
    for storey in range(-1, len(sheet.order) + 1):
        if 0 <= storey < len(sheet.order):
            scope = sheet.order[storey]
            height = drawn[scope].height
            _set_pool(sheet, scope, drawn[scope], y)
        else:
            side = UP if storey < 0 else DOWN
            height = _BOX_HEIGHT if sheet.boxes[side] else 0.0
            for pool in sheet.boxes[side]:
                left, right = sheet.spans[pool.id]
                sheet.drawing.shapes[pool.id] = Box(left, y, right - left, _BOX_HEIGHT)
        sheet.edges[storey] = (y, y + height)
        y += height + (messages.room(sheet.messages, storey) if height else 0.0)


def _set_pool(sheet: _Sheet, scope: str, each: Drawing, y: float) -> None:
    head, pool = _head(sheet.model, scope), sheet.model.pool_of(scope)
    frame = Box(_LEFT, y, sheet.width if pool else each.width + head, each.height)
    if pool:
        sheet.drawing.shapes[pool.id] = frame
    _set_lanes(sheet, scope, each, frame, _HEAD if pool else 0.0)
    for found in sheet.messages:
        for end in (found.upper, found.lower):
            if end.stub and end.storey == sheet.order.index(scope):
                end.stub = [(px, py + y) for px, py in end.stub]
    sheet.drawing.take(each, _LEFT + head, y)


def _head(model: Model, scope: str) -> float:
    depth = _depth(model.lanes.get(scope, []))
    return _HEAD * (bool(model.pool_of(scope)) + depth)


def _depth(lanes: Sequence[Lane]) -> int:
    return max((1 + _depth(lane.parts) for lane in lanes), default=0)


def _set_lanes(sheet: _Sheet, scope: str, each: Drawing, frame: Box, indent: float) -> None:
    lanes = sheet.model.lanes.get(scope, [])
    bands = dict(zip([lane.id for lane in leaves(lanes)], each.bands, strict=False))

    def settle(lane: Lane, depth: int) -> tuple[float, float]:
        parts = [settle(part, depth + 1) for part in lane.parts] or [bands[lane.id]]
        top, bottom = parts[0][0], parts[-1][1]
        x = frame.x + indent + _HEAD * depth
        sheet.drawing.shapes[lane.id] = Box(x, frame.y + top, frame.right - x, bottom - top)
        return top, bottom

    for lane in lanes:
        settle(lane, 0)


def _partition(sheet: _Sheet, side: Step, width: float) -> float:
    """Black boxes share the width: each around the middle of its messages, none narrower than its name."""
    pools, right = sheet.boxes[side], _LEFT + width
    middles = {pool.id: _middle(sheet, pool.id, (_LEFT + right) / 2) for pool in pools}
    ordered = sorted(pools, key=lambda pool: middles[pool.id])
    least = [max(120.0, sizes.label(pool.name)[0] + 60.0) for pool in ordered]
    right = max(right, _LEFT + sum(least) + _APART * (len(least) - 1))
    at = _LEFT
    for index, pool in enumerate(ordered):
        rest = sum(least[index + 1 :]) + _APART * (len(least) - index - 1)
        last = index == len(ordered) - 1
        wish = right if last else (middles[pool.id] + middles[ordered[index + 1].id]) / 2 - _APART / 2
        end = round(min(max(wish, at + least[index]), right - rest))
        sheet.spans[pool.id] = (at, end)
        at = end + _APART
    return right - _LEFT


def _middle(sheet: _Sheet, pool: str, otherwise: float) -> float:
    """The middle of the places where a black box's messages leave the pools."""
    ends: list[float] = []
    for each in sheet.messages:
        if pool in (each.upper.name, each.lower.name):
            ends += [end.stub[-1][0] for end in (each.upper, each.lower) if end.stub]
    return sum(ends) / len(ends) if ends else otherwise


def _connect(sheet: _Sheet) -> None:
    drawing, model = sheet.drawing, sheet.model
    for number, each in enumerate(sheet.messages):
        ends = [drawing.shapes.get(end) for end in (each.flow.source, each.flow.target)]
        if each.upper.storey != each.lower.storey and all(_known(sheet, end) for end in (each.upper, each.lower)):
            drawing.lines[each.flow.id] = messages.line(sheet.messages, each, sheet.edges, _LEFT + sheet.width)
        elif ends[0] and ends[1] and each.flow.source not in sheet.home:
            below = each.upper.storey >= 0
            drawing.lines[each.flow.id] = messages.round_line(ends[0], ends[1], number, below=below)
    names = {flow.id: flow.name for flow in model.messages if flow.id in drawing.lines}
    rules = [rule for name, box in drawing.shapes.items() for rule in box.outline() if name not in model.nodes]
    framing = {lane.id for lanes in model.lanes.values() for lane in _all(lanes)}
    framing |= {pool.id for pool in model.pools if pool.process in model.inside}
    framing |= {node for node, found in model.inside.items() if found}
    solid = [box for name, box in drawing.shapes.items() if name not in framing]
    drawing.labels.update(labels.place(names, drawing.lines, solid, list(drawing.labels.values()), {}, rules))


def _all(lanes: Sequence[Lane]) -> list[Lane]:
    return [each for lane in lanes for each in (lane, *_all(lane.parts))]
