"""Side by side in the channels: which line keeps to which track, so that none lies upon another and few cross."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from migraflow.engine.layout.routing import Cell, Way

_CLASH = 1000.0
_NEAR = 0.006


@dataclass(frozen=True)
class Run:
    """A straight piece of a line: on fine line ``line``, from ``low`` to ``high``; ``ends`` tell where it turns.

    An end is (position, direction): -1 turns to the left of an upright run (above a level one), +1 to its right
    (below), 0 stops there.
    """

    way: str
    index: int
    upright: bool
    line: int
    low: float
    high: float
    ends: tuple[tuple[float, int], ...]


@dataclass
class Tracks:
    """Track numbers by (way, run index), counted from the left or top; how many each channel needs; level runs moved.

    ``nudged`` holds (way, run index) → -1 or +1 for level runs that must leave their row's centre line.
    """

    number: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    count: dict[tuple[bool, int], int] = field(default_factory=dict[tuple[bool, int], int])
    nudged: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])


def runs(way: str, path: Sequence[Cell], shift: float, home: Cell) -> list[Run]:
    """The straight pieces of a path; ``shift`` is the first point's offset from its centre line, in columns.

    A path that begins in a channel comes there from the cell ``home``, above or below.
    """
    corners = [path[0]]
    for before, here, after in zip(path, path[1:], path[2:], strict=False):
        if (before[0] == here[0]) != (here[0] == after[0]):
            corners.append(here)
    corners.append(path[-1])
    found: list[Run] = []
    for index, (start, end) in enumerate(pairwise(corners)):
        upright = start[0] == end[0]
        axis = 1 if upright else 0
        first, last = float(start[axis]), float(end[axis])
        first += shift if index == 0 and not upright else 0.0
        first += shift if index == 1 and not upright and corners[0][0] == start[0] else 0.0
        origin = home if not index and path[0][1] % 2 == 0 and not upright and home != (0, 0) else start
        before = (corners[index - 1] if index else origin)[1 - axis] - start[1 - axis]
        after = corners[index + 2][1 - axis] - end[1 - axis] if index + 2 < len(corners) else 0
        ends = ((first, _sign(before)), (last, _sign(after)))
        found.append(Run(way, index, upright, start[1 - axis], min(first, last), max(first, last), ends))
    return found


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def tracks(ways: dict[str, Way], pieces: Sequence[Run]) -> Tracks:
    """Gives every run in a channel a track."""
    result = Tracks()
    channels: dict[tuple[bool, int], list[Run]] = {}
    for run in pieces:
        if run.line % 2 == 0:
            channels.setdefault((run.upright, run.line), []).append(run)
    for channel in sorted(channels):
        bundles = _bundles(ways, channels[channel])
        _number(result, channel, _ordered(ways, bundles))
        _nudge(result, ways, channels[channel])
    return result


def _bundles(ways: dict[str, Way], pieces: Sequence[Run]) -> list[list[Run]]:
    """Runs that may lie upon each other: touching, and all from one source or all to one target."""
    bundles: list[list[Run]] = []
    for run in sorted(pieces, key=lambda each: (each.low, each.high, each.way)):
        for bundle in bundles:
            touches = any(run.low <= other.high and other.low <= run.high for other in bundle)
            family = [ways[each.way] for each in (*bundle, run)]
            if touches and (len({way.source for way in family}) == 1 or len({way.target for way in family}) == 1):
                bundle.append(run)
                break
        else:
            bundles.append([run])
    return bundles


def _ordered(ways: dict[str, Way], bundles: list[list[Run]]) -> list[list[Run]]:
    """The order with the fewest crossings: each bundle moved to its best place until nothing helps."""
    price = {
        (one, other): sum(_price(ways, a, b) for a in bundles[one] for b in bundles[other])
        for one in range(len(bundles))
        for other in range(len(bundles))
        if one != other
    }
    order = list(range(len(bundles)))
    for _ in range(len(order) + 2):
        changed = False
        for each in list(order):
            rest = [other for other in order if other != each]
            costs = [_insertion(price, rest, each, place) for place in range(len(order))]
            best = min(range(len(order)), key=lambda place: (costs[place], abs(place - order.index(each))))
            if costs[best] < costs[order.index(each)] - 1e-9:
                order = [*rest[:best], each, *rest[best:]]
                changed = True
        if not changed:
            break
    return [bundles[index] for index in order]


def _insertion(price: dict[tuple[int, int], float], rest: Sequence[int], each: int, place: int) -> float:
    return sum(price[other, each] for other in rest[:place]) + sum(price[each, other] for other in rest[place:])


def _price(ways: dict[str, Way], before: Run, after: Run) -> float:
    """What it costs to set ``before`` left of (above) ``after``."""
    kin = _kin(ways, before, after)
    total = 0.0
    for place, direction in before.ends:
        if direction > 0 and after.low <= place <= after.high:
            clash = not kin and any(abs(place - other) < _NEAR and turn < 0 for other, turn in after.ends)
            clash = clash and round(place) % 2 == 1
            total += _CLASH if clash else 1.0 if after.low < place < after.high else 0.4
    for place, direction in after.ends:
        if direction < 0 and before.low <= place <= before.high:
            total += 1.0 if before.low < place < before.high else 0.4
    return total


def _kin(ways: dict[str, Way], one: Run, other: Run) -> bool:
    first, second = ways[one.way], ways[other.way]
    return first.source == second.source or first.target == second.target


def _number(result: Tracks, channel: tuple[bool, int], order: list[list[Run]]) -> None:
    numbers: list[int] = []
    for index, bundle in enumerate(order):
        low, high = min(run.low for run in bundle), max(run.high for run in bundle)
        number = 0
        for other, taken in zip(order[:index], numbers, strict=True):
            if low <= max(run.high for run in other) and min(run.low for run in other) <= high:
                number = max(number, taken + 1)
        numbers.append(number)
        result.number.update({(run.way, run.index): number for run in bundle})
    result.count[channel] = max(numbers, default=-1) + 1


def _nudge(result: Tracks, ways: dict[str, Way], pieces: Sequence[Run]) -> None:
    """Where two lines would share a piece of a row's centre line, the arriving one steps aside."""
    for run in pieces:
        for other in pieces:
            if not run.upright or run.way == other.way or _kin(ways, run, other):
                continue
            if result.number[run.way, run.index] >= result.number[other.way, other.index]:
                continue
            for number, (place, turn) in enumerate(run.ends):
                if turn > 0 and place % 2 == 1 and (place, -1) in other.ends:
                    aside = run.index + (1 if number else -1)
                    result.nudged[run.way, aside] = -1 if run.ends[1 - number][0] < place else 1
