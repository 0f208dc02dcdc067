"""Rows inside the lanes: every node at the height that keeps lines straight, short and uncrossed.

Each lane offers numbered slots, twice as many as rows are used, so that a node can always slip in between two others.
A steepest-descent search moves nodes, and straight runs of nodes, from slot to slot as long as the drawing gets
better; equal inputs give equal results, there is no chance in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from migraflow.engine.layout.plan import Plan

_ROUNDS = 12
_NEARBY = 4
_BEND, _CLIMB, _BLOCKED, _CROSSING, _ROW, _WISH = 1.0, 0.2, 2.2, 1.3, 0.9, 1.2


@dataclass(frozen=True)
class _Link:
    source: str
    target: str
    guest: bool
    back: bool
    wish: bool = False
    origin: str = ""


@dataclass
class Rows:
    """The global row of every node; rows ``spans[lane]`` (first, last) belong to a lane; border rows hold no nodes."""

    row: dict[str, int]
    spans: list[tuple[int, int]]
    borders: set[int]


@dataclass
class _Board:
    """Who stands where, and what never changes during the search: which lines may cut which, by their columns."""

    plan: Plan
    links: list[_Link]
    slots: list[int]
    row: dict[str, int] = field(default_factory=dict[str, int])
    taken: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    touching: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    filled: dict[int, int] = field(default_factory=dict[int, int])
    spans: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    rivals: list[list[tuple[int, int, bool]]] = field(default_factory=list[list[tuple[int, int, bool]]])
    over: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def base(self, lane: int) -> int:
        return sum(self.slots[:lane])

    def put(self, node: str, row: int) -> None:
        self.row[node] = row
        self.taken[self.plan.column[node], row] = node
        self.filled[row] = self.filled.get(row, 0) + 1

    def lift(self, node: str) -> int:
        row = self.row[node]
        del self.taken[self.plan.column[node], row]
        self.filled[row] -= 1
        return row

    def ends(self, index: int) -> tuple[int, int]:
        """The rows of a link's two ends; a frame's end stands at the other end's height."""
        link = self.links[index]
        first, last = self.row.get(link.source), self.row.get(link.target)
        if first is None:
            first = self._clamped(link.source, last or 0)
        return first, self._clamped(link.target, first) if last is None else last

    def _clamped(self, frame: str, row: int) -> int:
        found = self.plan.frames[frame]
        low, high = self.base(found.first), self.base(found.last) + self.slots[found.last] - 1
        return min(max(row, low), high)


def rows(plan: Plan) -> Rows:
    """Chooses a row for every grid node of the plan."""
    links = _links(plan)
    board = _Board(plan, links + _spine(plan, links), [1] * max(1, len(plan.lanes)))
    for number, link in enumerate(board.links):
        for end in (link.source, link.target):
            board.touching.setdefault(end, []).append(number)
    _meet(board)
    _first_guess(board)
    for _ in range(_ROUNDS):
        _spread(board, 2)
        better = _sweep(board)
        _spread(board, 1)
        if not better:
            break
    return _numbered(board)


def _links(plan: Plan) -> list[_Link]:
    links: list[_Link] = []
    for flow in plan.flows:
        source, target = plan.seat(flow.source), plan.seat(flow.target)
        known = [end in plan.region or end in plan.frames for end in (source, target)]
        if flow.kind != "sequenceFlow" or not all(known) or source == target:
            continue
        back = _left(plan, target) <= _right(plan, source)
        links.append(_Link(source, target, source != flow.source, back, origin=flow.source))
    return links


def _spine(plan: Plan, links: Sequence[_Link]) -> list[_Link]:
    """Wishes: along the longest way through the procedure, a lane's steps should stand in one row."""
    after: dict[str, list[str]] = {}
    for link in links:
        if not (link.back or link.guest or link.source in plan.frames or link.target in plan.frames):
            after.setdefault(link.source, []).append(link.target)
    reach: dict[str, int] = {}
    for node in sorted(plan.region, key=lambda each: -plan.column[each]):
        reach[node] = max((reach[each] + 1 for each in after.get(node, ())), default=0)
    wishes: list[_Link] = []
    node = max(plan.region, key=lambda each: reach[each], default="")
    last: dict[int, str] = {}
    while node:
        lane = plan.lane[node]
        if lane in last:
            wishes.append(_Link(last[lane], node, False, False, wish=True))
        last[lane] = node
        node = max(after.get(node, ()), key=lambda each: reach[each], default="")
    return [*wishes, *_through_frames(plan, links)]


def _through_frames(plan: Plan, links: Sequence[_Link]) -> list[_Link]:
    """Wishes: what leads into a frame stands level with its first step, what follows it with its last."""
    wishes: list[_Link] = []
    for link in links:
        for frame, outer, edge in ((link.target, link.source, min), (link.source, link.target, max)):
            inner = [node for node in plan.region if plan.region[node] == frame] if frame in plan.frames else []
            if inner and outer in plan.region and not link.back:
                wishes.append(_Link(outer, edge(inner, key=lambda each: plan.column[each]), False, False, wish=True))
    return wishes


def _left(plan: Plan, node: str) -> int:
    return plan.frames[node].left if node in plan.frames else plan.column[node]


def _right(plan: Plan, node: str) -> int:
    return plan.frames[node].right if node in plan.frames else plan.column[node]


def _first_guess(board: _Board) -> None:
    """From left to right: each node in the row of what leads to it, or the nearest free one below."""
    plan = board.plan
    depth: dict[str, int] = {}
    cells: set[tuple[int, int, int]] = set()
    for node in sorted(plan.region, key=lambda each: plan.column[each]):
        column, lane = plan.column[node], plan.lane[node]
        links = [board.links[index] for index in board.touching.get(node, ())]
        before = [link for link in links if link.target == node and link.source in depth]
        near = [depth[link.source] + link.guest for link in before if plan.lane[link.source] == lane]
        place = near[0] if near else 0
        while (column, lane, place) in cells:
            place += 1
        cells.add((column, lane, place))
        depth[node] = place
    board.slots = [
        1 + max((depth[node] for node in plan.region if plan.lane[node] == lane), default=0)
        for lane in range(len(board.slots))
    ]
    for node in plan.region:
        board.put(node, board.base(plan.lane[node]) + depth[node])


def _spread(board: _Board, factor: int) -> None:
    """Drops unused rows, then leaves an empty slot around every row (``factor`` 2) or none (1)."""
    plan = board.plan
    old, slots, fresh = dict(board.row), list(board.slots), dict[str, int]()
    base = fresh_base = 0
    for lane, count in enumerate(slots):
        used = sorted({old[node] for node in plan.region if plan.lane[node] == lane} & set(range(base, base + count)))
        place = {row: fresh_base + index * factor + (factor - 1) for index, row in enumerate(used)}
        fresh.update((node, place[old[node]]) for node in plan.region if plan.lane[node] == lane)
        board.slots[lane] = max(1, len(used)) * factor + (factor - 1)
        base, fresh_base = base + count, fresh_base + board.slots[lane]
    board.row, board.taken, board.filled = {}, {}, {}
    for node, row in fresh.items():
        board.put(node, row)


def _sweep(board: _Board) -> bool:
    """Tries every node, and every straight run, in every slot of its lane; keeps what helps."""
    better = False
    for node in sorted(board.row, key=lambda each: (board.plan.column[each], board.row[each])):
        better = _move(board, [node]) or better
        if len(ahead := _run(board, node, ahead=True)) > 1:
            better = _move(board, ahead) or better
        if behind := _run(board, node, ahead=False)[1:]:
            better = _move(board, [*reversed(behind), *_run(board, node, ahead=True)]) or better
    return better


def _run(board: _Board, node: str, *, ahead: bool) -> list[str]:
    """The node and what follows (or leads to) it in one straight line inside its lane."""
    run, plan = [node], board.plan
    found = True
    while found:
        found = False
        for index in board.touching.get(run[-1], ()):
            link = board.links[index]
            near, far = (link.source, link.target) if ahead else (link.target, link.source)
            if near != run[-1] or far in run or far not in board.row or link.back or link.guest or link.wish:
                continue
            if board.row[far] == board.row[node] and plan.lane[far] == plan.lane[node]:
                run.append(far)
                found = True
                break
    return run


def _move(board: _Board, unit: Sequence[str]) -> bool:
    plan = board.plan
    lane, home = plan.lane[unit[0]], board.row[unit[0]]
    base = board.base(lane)
    best, best_cost = home, _cost(board, unit)
    for row in _worth_trying(board, unit, range(base, base + board.slots[lane])):
        movers = _swapped(board, unit, row)
        if row == home:
            continue
        before = _cost(board, [*unit, *movers])
        _exchange(board, unit, movers, row, home)
        gain = before - _cost(board, [*unit, *movers])
        _exchange(board, movers, unit, row, home)
        if gain > 1e-6 and (best == home or gain > best_cost):
            best, best_cost = row, gain
    if best == home:
        return False
    _exchange(board, unit, _swapped(board, unit, best), best, home)
    return True


def _worth_trying(board: _Board, unit: Sequence[str], lane: range) -> list[int]:
    """The slots nearby, those level with what the nodes are linked to, and the lane's edges."""
    wanted = {board.row[unit[0]] + step for step in range(-_NEARBY, _NEARBY + 1)} | {lane.start, lane.stop - 1}
    for node in unit:
        for index in board.touching.get(node, ()):
            wanted.update(row + step for row in board.ends(index) for step in (-1, 0, 1))
    return sorted(wanted.intersection(lane))


def _swapped(board: _Board, unit: Sequence[str], row: int) -> list[str]:
    cells = ((board.plan.column[node], row) for node in unit)
    return [board.taken[cell] for cell in cells if cell in board.taken]


def _exchange(board: _Board, one: Sequence[str], other: Sequence[str], row: int, home: int) -> None:
    """Brings ``one`` to ``row`` and ``other`` to ``home`` (or back, called the other way round)."""
    for node in (*one, *other):
        board.lift(node)
    for node in one:
        board.put(node, row)
    for node in other:
        board.put(node, home)


def _meet(board: _Board) -> None:
    """Notes, for every link, which others its columns let it cut (or be cut by), and which pass over each column."""
    plan = board.plan
    board.spans = [(_right(plan, link.source), _left(plan, link.target)) for link in board.links]
    board.rivals = [[] for _ in board.links]
    for one, link in enumerate(board.links):
        for column in range(board.spans[one][0] + 1, 0 if link.back or link.wish else board.spans[one][1]):
            board.over.setdefault(column, []).append(one)
        for other, rival in enumerate(board.links):
            kin = link.origin == rival.origin or link.target == rival.target
            if one == other or kin or link.back or rival.back or link.wish or rival.wish:
                continue
            upright = board.spans[one][0] + _leaving(plan, link)
            begin, end = board.spans[other]
            turn = begin + _leaving(plan, rival)
            if begin < upright < end and upright != turn:
                part = 1 if upright > turn else 0
                if rival.guest and not part:
                    continue
                board.rivals[one].append((other, part, True))
                board.rivals[other].append((one, part, False))


def _leaving(plan: Plan, link: _Link) -> float:
    """Where between its column (0) and the next (1) a line first goes up or down."""
    if not link.guest:
        return 0.5
    guests = plan.guests[link.source]
    return 0.05 + 0.4 * guests.index(link.origin) / len(guests) if link.origin in guests else 0.2


def _cost(board: _Board, unit: Iterable[str]) -> float:
    """What the lines at these nodes cost, the lines they stand in the way of, and the rows in use."""
    unit = list(unit)
    numbers = {index for node in unit for index in board.touching.get(node, ())}
    ends: dict[int, tuple[int, int]] = {}
    total = sum(_ROW for count in board.filled.values() if count)
    for index in sorted(numbers):
        mine = ends.setdefault(index, board.ends(index))
        total += _line_cost(board, index, mine)
        for other, part, cutting in board.rivals[index]:
            if other in numbers and other < index:
                continue
            theirs = ends.get(other) or ends.setdefault(other, board.ends(other))
            (first, last), level = (mine, theirs[part]) if cutting else (theirs, mine[part])
            if first < level < last or last < level < first:
                total += _CROSSING
    for node in unit:
        row = board.row[node]
        for other in board.over.get(board.plan.column[node], ()):
            if other not in numbers and (ends.get(other) or board.ends(other))[1] == row:
                total += _BLOCKED
    return total


def _line_cost(board: _Board, index: int, ends: tuple[int, int]) -> float:
    link, (start, end), (first, last) = board.links[index], board.spans[index], ends
    climb = _CLIMB * abs(last - first) / 2
    if link.back:
        return 0.5 + 0.5 * climb
    if link.wish:
        return _WISH * (first != last) + climb
    along_last = any((column, last) in board.taken for column in range(start + 1, end))
    if link.guest:
        return (0.6 if last > first else 2.5 if last == first else 3.5) + climb + _BLOCKED * along_last
    if first == last:
        return _BLOCKED * along_last
    along_first = along_last and any((column, first) in board.taken for column in range(start + 1, end))
    return _BEND + climb + _BLOCKED * along_last * (0.5 + 0.5 * along_first)


def _numbered(board: _Board) -> Rows:
    """Global row numbers, with a row for every frame border at the edge of its outermost lanes."""
    plan = board.plan
    row, spans, borders = dict[str, int](), list[tuple[int, int]](), set[int]()
    following = 0
    for lane, count in enumerate(board.slots):
        first = following
        for frame in plan.frames.values():
            if frame.first == lane:
                frame.top = following
                borders.add(following)
                following += 1
        base = board.base(lane)
        row.update((node, following + board.row[node] - base) for node in plan.region if plan.lane[node] == lane)
        following += count
        for frame in reversed(plan.frames.values()):
            if frame.last == lane:
                frame.bottom = following
                borders.add(following)
                following += 1
        spans.append((first, following - 1))
    return Rows(row, spans, borders)
