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
_GAP, _TRACK = 40.0, 14.0


@dataclass
class _Sheet:
    model: Model
    drawing: Drawing = field(default_factory=Drawing)
    home: dict[str, str] = field(default_factory=dict[str, str])
    order: list[str] = field(default_factory=list[str])
    boxes: dict[Step, list[Pool]] = field(default_factory=dict[Step, list[Pool]])
    stubs: dict[tuple[str, str], list[Point]] = field(default_factory=dict[tuple[str, str], list[Point]])
    frames: dict[str, Box] = field(default_factory=dict[str, Box])


def compose(model: Model) -> Drawing:
    """Draws everything the document holds on one plane."""
    sheet = _Sheet(model, order=list(model.processes))
    sheet.home = {node: scope for scope in model.processes for node in descendants(model, scope)}
    sheet.home |= {pool.id: pool.process for pool in model.pools if pool.process in model.inside}
    _side_boxes(sheet)
    drawn = {scope: draw(model, scope, _outwards(sheet, scope)) for scope in sheet.order}
    _stack(sheet, drawn)
    _set_boxes(sheet, UP)
    _set_boxes(sheet, DOWN)
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
    model = sheet.model
    width = max((each.width + _head(model, scope) for scope, each in drawn.items()), default=600.0)
    y = _TOP + (_BOX_HEIGHT + _gap(sheet) if sheet.boxes[UP] else 0.0)
    for scope, each in drawn.items():
        head = _head(model, scope)
        pool = model.pool_of(scope)
        frame = Box(_LEFT, y, width if pool else each.width + head, each.height)
        if pool:
            sheet.drawing.shapes[pool.id] = frame
        _set_lanes(sheet, scope, each, frame, _HEAD if pool else 0.0)
        sheet.frames[scope] = frame
        for message in model.messages:
            if message.id in each.lines:
                line = each.lines.pop(message.id)
                sheet.stubs[message.id, scope] = [(px + _LEFT + head, py + y) for px, py in line]
        sheet.drawing.take(each, _LEFT + head, y)
        y += each.height + _gap(sheet)


def _gap(sheet: _Sheet) -> float:
    """Room between pools: a track for every message and the height of the highest name."""
    tallest = max((sizes.label(message.name)[1] for message in sheet.model.messages), default=0.0)
    return _GAP + tallest + _TRACK * len(sheet.model.messages)


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


def _set_boxes(sheet: _Sheet, side: Step) -> None:
    """Black boxes share the width: each around the middle of its messages, none narrower than its name."""
    pools = sheet.boxes[side]
    if not pools:
        return
    whole = list(sheet.frames.values())
    left, right = _LEFT, max((frame.right for frame in whole), default=_LEFT + 600.0)
    bottom = max((frame.bottom for frame in whole), default=_TOP)
    y = _TOP if side == UP else bottom + (_gap(sheet) if whole else 0.0)
    middles = {pool.id: _middle(sheet, pool.id, (left + right) / 2) for pool in pools}
    ordered = sorted(pools, key=lambda pool: middles[pool.id])
    least = [max(120.0, sizes.label(pool.name)[0] + 60.0) for pool in ordered]
    right = max(right, left + sum(least) + 20.0 * (len(least) - 1))
    at = left
    for index, pool in enumerate(ordered):
        rest = sum(least[index + 1 :]) + 20.0 * (len(least) - index - 1)
        last = index == len(ordered) - 1
        wish = right if last else (middles[pool.id] + middles[ordered[index + 1].id]) / 2 - 10.0
        end = round(min(max(wish, at + least[index]), right - rest))
        sheet.drawing.shapes[pool.id] = Box(at, y, end - at, _BOX_HEIGHT)
        at = end + 20.0


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
    for number, message in enumerate(sheet.model.messages):
        level = _GAP / 2 + _TRACK * number
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
    framing = {lane.id for lanes in sheet.model.lanes.values() for lane in _all(lanes)}
    framing |= {pool.id for pool in sheet.model.pools if pool.process in sheet.model.inside}
    framing |= {node for node, found in sheet.model.inside.items() if found}
    solid = [box for name, box in drawing.shapes.items() if name not in framing]
    drawing.labels.update(labels.place(names, drawing.lines, solid, list(drawing.labels.values())))


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
    turn = y + level if y < end else y - level
    apart = [frame for frame in sheet.frames.values() if min(y, end) < frame.y and frame.bottom < max(y, end)]
    if not apart:
        return [*first, (x, turn), (goal, turn), *last[::-1]]
    side = max(frame.right for frame in sheet.frames.values()) + level
    again = end - level if y < end else end + level
    return [*first, (x, turn), (side, turn), (side, again), (goal, again), *last[::-1]]
