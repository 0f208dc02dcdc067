"""Messages between pools: straight across the gap where they can, else along a track of their own in it.

Everything on the sheet stands on a storey: black boxes above on -1, pools on 0, 1, …, black boxes below on the last.
Gap ``g`` lies under storey ``g``. A message between storeys further apart goes round them on the right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from migraflow.engine.layout import sizes
from migraflow.engine.layout.geometry import Box, Point, simplified
from migraflow.engine.layout.model import Flow

_GAP, _TRACK, _NEAR, _CORNER = 40.0, 14.0, 10.0, 50.0


@dataclass
class End:
    """One end of a message: ``stub`` leads from a node to its pool's edge, none for a whole pool or black box."""

    storey: int
    name: str
    stub: list[Point] = field(default_factory=list[Point])
    x: float = 0.0


@dataclass
class Message:
    """A message flow from the upper to the lower end, or upwards when ``rising``."""

    flow: Flow
    upper: End
    lower: End
    rising: bool

    @property
    def turning(self) -> bool:
        return abs(self.upper.x - self.lower.x) > 0.5 or self.lower.storey - self.upper.storey > 1

    def crosses(self, gap: int) -> bool:
        return self.upper.storey <= gap < self.lower.storey


def message(flow: Flow, source: End, target: End) -> Message:
    """The message with its ends sorted from top to bottom."""
    if target.storey < source.storey:
        return Message(flow, target, source, rising=True)
    return Message(flow, source, target, rising=False)


def aim(found: Sequence[Message], spans: Mapping[str, tuple[float, float]]) -> None:
    """Chooses where messages meet whole pools and black boxes: straight across if possible, never twice in a place."""
    taken: list[float] = []
    for each in found:
        for end in (each.upper, each.lower):
            if end.stub:
                end.x = end.stub[-1][0]
                taken.append(end.x)
    for each in found:
        for end, other in ((each.upper, each.lower), (each.lower, each.upper)):
            if not end.stub:
                straight = [other.x] if other.x and each.lower.storey - each.upper.storey == 1 else []
                end.x = _place(spans[end.name], other.x if other.x else None, straight, taken)
                taken.append(end.x)


def _place(span: tuple[float, float], wish: float | None, straight: Sequence[float], taken: Sequence[float]) -> float:
    left, right = span[0] + 14, span[1] - 14
    if straight and left <= straight[0] <= right:
        return straight[0]
    at = min(max(wish if wish is not None else (left + right) / 2, left), right)
    step = -12.0 if at > (left + right) / 2 else 12.0
    place = at
    while any(abs(place - other) < _NEAR for other in taken) and left <= place + step <= right:
        place += step
    return place


def tracks(found: Sequence[Message], gap: int) -> list[Message]:
    """The messages that turn in a gap, top to bottom.

    One that comes down in the place where another goes on downwards must turn before that one begins.
    """
    waiting = [each for each in found if each.crosses(gap) and each.turning]
    order: list[Message] = []
    while waiting:
        ready = [each for each in waiting if not any(_first(other, each, gap) for other in waiting)]
        order.append((ready or waiting)[0])
        waiting.remove(order[-1])
    return order


def _first(one: Message, other: Message, gap: int) -> bool:
    comes, goes = one.upper.storey == gap, other.lower.storey == gap + 1
    return one is not other and comes and goes and abs(one.upper.x - other.lower.x) < _NEAR


def room(found: Sequence[Message], gap: int) -> float:
    """How high a gap must be: a track for every message that turns in it, and the highest name."""
    tallest = max((sizes.label(each.flow.name)[1] for each in found if each.crosses(gap)), default=0.0)
    return _GAP + tallest + _TRACK * len(tracks(found, gap))


def line(
    found: Sequence[Message], each: Message, edges: Mapping[int, tuple[float, float]], right: float
) -> list[Point]:
    """A message's waypoints; ``edges`` gives every storey's top and bottom, ``right`` where all pools have ended."""
    upper, lower = each.upper, each.lower
    start, end = (upper.x, edges[upper.storey][1]), (lower.x, edges[lower.storey][0])
    points = [*upper.stub, start]
    first, last = upper.storey, lower.storey - 1
    if each.turning and first <= last:
        levels = [edges[gap][1] + _GAP / 2 + _TRACK * tracks(found, gap).index(each) for gap in (first, last)]
        beside = right + 20 + _TRACK * found.index(each)
        around = [] if first == last else [(beside, levels[0]), (beside, levels[1])]
        points += [(upper.x, levels[0]), *around, (lower.x, levels[1])]
    points += [end, *reversed(lower.stub)]
    return simplified(points[::-1] if each.rising else points)


def round_line(one: Box, other: Box, number: int, *, below: bool) -> list[Point]:
    """A message between two black boxes side by side: round the outside, the ``number``-th one a track further out."""
    rightwards = one.x < other.x
    start = one.right - _CORNER if rightwards else one.x + _CORNER
    end = other.x + _CORNER if rightwards else other.right - _CORNER
    edge, away = (one.bottom, 1) if below else (one.y, -1)
    level = edge + away * (_GAP / 2 + _TRACK * number)
    step = _TRACK * number * (-1 if rightwards else 1)
    return [(start + step, edge), (start + step, level), (end - step, level), (end - step, edge)]
