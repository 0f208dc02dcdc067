"""The whole sheet: pools one below the other, black boxes side by side above and below, messages between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from migraflow.engine.layout import labels, sizes
from migraflow.engine.layout.draw import Drawing, draw
from migraflow.engine.layout.geometry import Box, Point, simplified
from migraflow.engine.layout.model import Flow, Lane, Model, Pool
from migraflow.engine.layout.plan import descendants, leaves
from migraflow.engine.layout.routing import DOWN, UP, Step

_LEFT, _TOP = 160.0, 80.0
_HEAD = 30.0
_BOX_HEIGHT = 60.0
_GAP, _TRACK, _APART = 40.0, 14.0, 20.0


@dataclass
class _Sheet:
    model: Model
    drawing: Drawing = field(default_factory=Drawing)
    home: dict[str, str] = field(default_factory=dict[str, str])
    order: list[str] = field(default_factory=list[str])
    boxes: dict[Step, list[Pool]] = field(default_factory=dict[Step, list[Pool]])
    stubs: dict[tuple[str, str], list[Point]] = field(default_factory=dict[tuple[str, str], list[Point]])
    frames: dict[str, Box] = field(default_factory=dict[str, Box])
    spans: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    levels: dict[str, float] = field(default_factory=dict[str, float])
    width: float = 0.0


def compose(model: Model) -> Drawing:
    """Draws everything the document holds on one plane."""
    sheet = _Sheet(model, order=list(model.processes))
    sheet.home = {node: scope for scope in model.processes for node in descendants(model, scope)}
    sheet.home |= {pool.id: pool.process for pool in model.pools if pool.process in model.inside}
    _side_boxes(sheet)
    drawn = {scope: draw(model, scope, _outwards(sheet, scope)) for scope in sheet.order}
    _stack(sheet, drawn)
    _set_boxes(sheet)
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
        sheet.boxes[UP if mean < 0.5 else DOWN].append(pool)


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
    above = {pool.id for pool in sheet.boxes[UP]}
    for message in sheet.model.messages:
        homes = [sheet.home.get(end, end) for end in (message.source, message.target)]
        if scope in homes and homes[0] != homes[1]:
            other = homes[1] if homes[0] == scope else homes[0]
            higher = other in above or (other in sheet.order and sheet.order.index(other) < sheet.order.index(scope))
            sides[message.id] = UP if higher else DOWN
    return sides


def _stack(sheet: _Sheet, drawn: Mapping[str, Drawing]) -> None:
    """Pools one below the other, as wide as the widest, with room between them for the messages that must turn."""
    model = sheet.model
    for scope, each in drawn.items():
        for message in model.messages:
            if message.id in each.lines:
                dx = _LEFT + _head(model, scope)
                sheet.stubs[message.id, scope] = [(x + dx, y) for x, y in each.lines.pop(message.id)]
    width = max((each.width + _head(model, scope) for scope, each in drawn.items()), default=600.0)
    sheet.width = max(_partition(sheet, side, width) for side in (UP, DOWN))
    y = _TOP + (_BOX_HEIGHT + _gap(sheet, "", sheet.order[0]) if sheet.boxes[UP] and drawn else 0.0)
    for scope, following in zip(sheet.order, [*sheet.order[1:], ""], strict=True):
        _set_pool(sheet, scope, drawn[scope], y)
        y += drawn[scope].height + _gap(sheet, scope, following)


def _set_pool(sheet: _Sheet, scope: str, each: Drawing, y: float) -> None:
    head, pool = _head(sheet.model, scope), sheet.model.pool_of(scope)
    frame = Box(_LEFT, y, sheet.width if pool else each.width + head, each.height)
    if pool:
        sheet.drawing.shapes[pool.id] = frame
    _set_lanes(sheet, scope, each, frame, _HEAD if pool else 0.0)
    sheet.frames[scope] = frame
    for (name, owner), line in sheet.stubs.items():
        if owner == scope:
            sheet.stubs[name, owner] = [(px, py + y) for px, py in line]
    sheet.drawing.take(each, _LEFT + head, y)


def _gap(sheet: _Sheet, upper: str, lower: str) -> float:
    """Room between two pools ("" for the black boxes): a track for every message that turns, and the highest name."""
    boxes = {pool.id for pool in sheet.boxes[DOWN if upper else UP]} if not (upper and lower) else set[str]()
    crossing = [
        message
        for message in sheet.model.messages
        if boxes & {message.source, message.target} or (not boxes and {upper, lower} == set(_sides(sheet, message)))
    ]
    tallest = max((sizes.label(message.name)[1] for message in crossing), default=0.0)
    turning = _ordered(sheet, [message for message in crossing if _turns(sheet, message)], upper, lower)
    for number, message in enumerate(turning):
        sheet.levels[message.id] = _GAP / 2 + _TRACK * number
    return _GAP + tallest + _TRACK * len(turning)


def _ordered(sheet: _Sheet, turning: list[Flow], upper: str, lower: str) -> list[Flow]:
    """Top to bottom: a message coming down where another goes further down must turn before that one begins."""
    order: list[Flow] = []
    waiting = list(turning)
    while waiting:
        ready = [each for each in waiting if not any(_first(sheet, other, each, upper, lower) for other in waiting)]
        order.append((ready or waiting)[0])
        waiting.remove(order[-1])
    return order


def _first(sheet: _Sheet, one: Flow, other: Flow, upper: str, lower: str) -> bool:
    above, below = sheet.stubs.get((one.id, upper)), sheet.stubs.get((other.id, lower))
    return one is not other and above is not None and below is not None and abs(above[-1][0] - below[-1][0]) < 8


def _sides(sheet: _Sheet, message: Flow) -> tuple[str, str]:
    return sheet.home.get(message.source, ""), sheet.home.get(message.target, "")


def _turns(sheet: _Sheet, message: Flow) -> bool:
    """Whether the message cannot run straight across the gap."""
    ends = [line[-1][0] for (name, _), line in sheet.stubs.items() if name == message.id]
    spans = [sheet.spans[end] for end in (message.source, message.target) if end in sheet.spans]
    if spans and ends:
        return not spans[0][0] + 10 <= ends[0] <= spans[0][1] - 10
    return len({round(end) for end in ends}) > 1


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


def _set_boxes(sheet: _Sheet) -> None:
    whole = list(sheet.frames.values())
    bottom = max((frame.bottom for frame in whole), default=_TOP)
    below = bottom + (_gap(sheet, sheet.order[-1], "") if whole else _BOX_HEIGHT + _GAP)
    for side, y in ((UP, _TOP), (DOWN, below)):
        for pool in sheet.boxes[side]:
            left, right = sheet.spans[pool.id]
            sheet.drawing.shapes[pool.id] = Box(left, y, right - left, _BOX_HEIGHT)


def _middle(sheet: _Sheet, pool: str, otherwise: float) -> float:
    ends = [
        line[-1][0]
        for message in sheet.model.messages
        if pool in (message.source, message.target)
        for (name, _), line in sheet.stubs.items()
        if name == message.id
    ]
    return sum(ends) / len(ends) if ends else otherwise


def _connect(sheet: _Sheet) -> None:
    used: list[float] = [line[-1][0] for line in sheet.stubs.values()]
    for message in sheet.model.messages:
        level = sheet.levels.get(message.id, _GAP / 2)
        first = _half(sheet, message, message.source)
        last = _half(sheet, message, message.target)
        if first and last:
            line = _joined(sheet, first, last, level)
        elif first or last:
            inner, outer = (first, message.target) if first else (last, message.source)
            line = _to_box(sheet, inner, outer, level, used)
            line = line if first else line[::-1]
        else:
            continue
        if line:
            sheet.drawing.lines[message.id] = simplified(line)
    drawing = sheet.drawing
    names = {message.id: message.name for message in sheet.model.messages if message.id in drawing.lines}
    rules = [rule for name, box in drawing.shapes.items() for rule in box.outline() if name not in sheet.model.nodes]
    framing = {lane.id for lanes in sheet.model.lanes.values() for lane in _all(lanes)}
    framing |= {pool.id for pool in sheet.model.pools if pool.process in sheet.model.inside}
    framing |= {node for node, found in sheet.model.inside.items() if found}
    solid = [box for name, box in drawing.shapes.items() if name not in framing]
    drawing.labels.update(labels.place(names, drawing.lines, solid, list(drawing.labels.values()), {}, rules))


def _all(lanes: Sequence[Lane]) -> list[Lane]:
    return [each for lane in lanes for each in (lane, *_all(lane.parts))]


def _half(sheet: _Sheet, message: Flow, end: str) -> list[Point]:
    return sheet.stubs.get((message.id, sheet.home.get(end, "")), [])


def _to_box(sheet: _Sheet, inner: list[Point], outer: str, level: float, used: list[float]) -> list[Point]:
    """From the pool's edge straight on into the box, or along a track of its own to a free place on it."""
    box = sheet.drawing.shapes.get(outer)
    if not box:
        return []
    x, y = inner[-1]
    down = y < box.y
    edge = box.y if down else box.bottom
    if box.x + 10 <= x <= box.right - 10:
        return [*inner, (x, edge)]
    goal = box.x + 14 if x < box.x else box.right - 14
    while any(abs(goal - other) < 10 for other in used) and box.x + 10 <= goal <= box.right - 10:
        goal += 12 if x < box.x else -12
    used.append(goal)
    turn = y + level if down else y - level
    return [*inner, (x, turn), (goal, turn), (goal, edge)]


def _joined(sheet: _Sheet, first: list[Point], last: list[Point], level: float) -> list[Point]:
    (x, y), (goal, end) = first[-1], last[-1]
    turn = min(y, end) + level
    apart = [frame for frame in sheet.frames.values() if min(y, end) < frame.y and frame.bottom < max(y, end)]
    if not apart:
        return [*first, (x, turn), (goal, turn), *last[::-1]]
    side = max(frame.right for frame in sheet.frames.values()) + level
    near, far = (y + level, end - level) if y < end else (y - level, end + level)
    return [*first, (x, near), (side, near), (side, far), (goal, far), *last[::-1]]
