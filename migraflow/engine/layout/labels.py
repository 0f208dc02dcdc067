"""Names of lines: room kept for them before the grid is measured, and the best free place afterwards."""

from collections.abc import Iterable, Mapping, Sequence

from migraflow.engine.layout import sizes
from migraflow.engine.layout.coordinates import Needs
from migraflow.engine.layout.geometry import Box, Point, crosses, segments
from migraflow.engine.layout.tracks import Run, Tracks

Piece = tuple[Point, Point]

_GAP = 4.0
_ARROW = 14.0


def needs(names: Mapping[str, str], pieces: Mapping[str, Sequence[Run]], tracks: Tracks) -> Needs:
    """What must be kept free for each named line, on its first level piece that is long enough."""
    result = Needs()
    for way, runs in pieces.items():
        if not names.get(way):
            continue
        width, height = sizes.label(names[way])
        run = next((each for each in runs if _central(each) or not (each.upright or each.line % 2)), None)
        if run is None:
            continue
        low = min(run.ends[0][0], run.ends[1][0])
        channel = int(low + 1) // 2
        forked = low % 2 == 1 and run.index > 0 and not tracks.count.get((True, 2 * channel), 0)
        room = result.across if forked else result.beside
        room[channel] = max(room.get(channel, 0.0), width + 2 * _GAP + _ARROW)
        if run.line % 2:
            result.above[run.line // 2] = max(result.above.get(run.line // 2, 0.0), height + 2 * _GAP)
        else:
            key = (run.line // 2, tracks.number[run.way, run.index])
            result.over[key] = max(result.over.get(key, 0.0), height + 2 * _GAP)
    return result


def _central(run: Run) -> bool:
    """A level piece on a row that reaches to the right of a channel's tracks."""
    start, end = run.ends[0][0], run.ends[1][0]
    return not run.upright and run.line % 2 == 1 and end > start and int(end) % 2 == 1


def place(
    names: Mapping[str, str],
    lines: Mapping[str, Sequence[Point]],
    shapes: Iterable[Box],
    labels: Iterable[Box],
    sources: Mapping[str, str],
    rules: Sequence[Piece] = (),
) -> dict[str, Box]:
    """The first free place along each line, near its beginning; the least bad one where none is free.

    Lines of one source begin together; each is named after they part. Names keep off ``rules`` (lanes' and frames'
    borders) too.
    """
    solid = [box.grown(1) for box in shapes]
    written = list(labels)
    pieces = {way: list(segments(points)) for way, points in lines.items()}
    found: dict[str, Box] = {}
    for way, name in names.items():
        if not name or way not in lines:
            continue
        kin = {other for other in pieces if sources.get(other) == sources.get(way)}
        choices = _choices(way, pieces, kin, sizes.label(name))
        best = _best(choices, solid, written, pieces, rules)
        found[way] = best
        written.append(best)
    return found


def _choices(
    way: str, pieces: Mapping[str, list[Piece]], kin: set[str], size: tuple[float, float]
) -> list[tuple[Box, float]]:
    """Where a line runs alone; dearer: where it has parted from its own source's others; last: anywhere along it."""
    others = {other: each for other, each in pieces.items() if other != way}
    alone = _own(pieces[way], [piece for each in others.values() for piece in each])
    parted = _own(pieces[way], [piece for other, each in others.items() if other in kin for piece in each])
    start = pieces[way][0][0]
    return [
        (box, price + penalty)
        for own, penalty in ((alone, 0.0), (parted, 60.0), (pieces[way], 900.0))
        for box, price in _candidates(own, *size, forked=bool(own) and own[0][0] != start)
    ]


def _best(
    choices: Sequence[tuple[Box, float]],
    solid: Sequence[Box],
    written: Sequence[Box],
    pieces: Mapping[str, list[Piece]],
    rules: Sequence[Piece],
) -> Box:
    """The cheapest choice, what it covers or is struck by included."""
    best, least = choices[0][0], float("inf")
    for box, price in sorted(choices, key=lambda choice: choice[1]):
        if price >= least:
            break
        total = price + _trouble(box, solid, written, pieces, rules)
        if total < least:
            best, least = box, total
    return best


def _own(mine: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    """The parts of a line that no other line lies upon, in walking order."""
    free: list[Piece] = []
    for start, end in mine:
        axis = 0 if start[1] == end[1] else 1
        level, forward = start[1 - axis], end[axis] > start[axis]
        low, high = min(start[axis], end[axis]), max(start[axis], end[axis])
        spans = [(low, high)]
        for one, other in others:
            if abs(one[1 - axis] - level) < 1 and abs(other[1 - axis] - level) < 1:
                cut = (min(one[axis], other[axis]), max(one[axis], other[axis]))
                spans = [part for span in spans for part in _without(span, cut)]
        for a, b in spans if forward else spans[::-1]:
            near, far = (a, b) if forward else (b, a)
            free.append(((near, level), (far, level)) if axis == 0 else ((level, near), (level, far)))
    return free


def _without(span: tuple[float, float], cut: tuple[float, float]) -> list[tuple[float, float]]:
    parts = [(span[0], min(span[1], cut[0])), (max(span[0], cut[1]), span[1])]
    return [part for part in parts if part[1] - part[0] > 1]


def _trouble(
    box: Box,
    solid: Sequence[Box],
    written: Sequence[Box],
    pieces: Mapping[str, list[Piece]],
    rules: Sequence[Piece],
) -> float:
    over = sum(box.overlaps(other) for other in (*solid, *written))
    cut = sum(crosses(start, end, box) for line in pieces.values() for start, end in line)
    ruled = sum(crosses(start, end, box) for start, end in rules)
    return 1000.0 * over + 1000.0 * cut + 150.0 * ruled


def _candidates(own: Sequence[Piece], width: float, height: float, *, forked: bool) -> Iterable[tuple[Box, float]]:
    """Places above, then below level pieces and beside upright ones, each with a price: far and below cost more.

    On a line that has parted from others a name beside an upright piece would seem to belong to the branch it left.
    """
    walked = 0.0
    for start, end in own:
        length = abs(end[0] - start[0]) + abs(end[1] - start[1])
        if start[1] == end[1]:
            yield from _along(start, end, width, height, walked, length)
        else:
            yield from _beside(start, end, width, height, walked + (600 if forked else 0), length)
        walked += length


def _along(
    start: Point, end: Point, width: float, height: float, walked: float, length: float
) -> Iterable[tuple[Box, float]]:
    left, right = min(start[0], end[0]), max(start[0], end[0])
    short = 200.0 if width > length - 6 else 0.0
    stop = max(right - width - _GAP, left + _GAP)
    at = left + _GAP
    while at <= stop:
        away = at - left if end[0] > start[0] else stop - at
        price = 0.2 * (walked + away) + short
        yield Box(at, start[1] - height - 3, width, height), price
        yield Box(at, start[1] + 3, width, height), price + 12
        at += 6


def _beside(
    start: Point, end: Point, width: float, height: float, walked: float, length: float
) -> Iterable[tuple[Box, float]]:
    top, bottom = min(start[1], end[1]), max(start[1], end[1])
    short = 200.0 if height > length - 6 else 0.0
    at = top + _GAP
    while at <= max(bottom - height - _GAP, top + _GAP):
        away = at - top if end[1] > start[1] else bottom - at
        price = 0.2 * (walked + away) + 25 + short
        yield Box(start[0] + 4, at, width, height), price
        yield Box(start[0] - 4 - width, at, width, height), price + 5
        at += 6
