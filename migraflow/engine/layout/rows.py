"""Rows inside the lanes: every node at the height that keeps lines straight, short and uncrossed.

Each lane offers numbered slots, twice as many as rows are used, so that a node can always slip in between two others.
A steepest-descent search moves nodes, and straight runs of nodes, from slot to slot as long as the drawing gets
better; equal inputs give equal results, there is no chance in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from migraflow.engine.layout.board import Board, Link, cost, left, meet, right
from migraflow.engine.layout.plan import Plan

_ROUNDS = 12
_NEARBY = 4
_LEAST = 1e-6
"""What a move has to gain at least, so that rounding never makes one."""


@dataclass
class Rows:
    """The global row of every node; rows ``spans[lane]`` (first, last) belong to a lane; border rows hold no nodes."""

    row: dict[str, int]
    spans: list[tuple[int, int]]
    borders: set[int]


def rows(plan: Plan) -> Rows:
    """Chooses a row for every grid node of the plan."""
    links = _links(plan)
    board = Board(plan, links + _spine(plan, links), [1] * max(1, len(plan.lanes)))
    for number, link in enumerate(board.links):
        for end in (link.source, link.target):
            board.touching.setdefault(end, []).append(number)
    meet(board)
    _first_guess(board)
    for _ in range(_ROUNDS):
        _spread(board, 2)
        better = _sweep(board)
        _spread(board, 1)
        if not better:
            break
    return _numbered(board)


def _links(plan: Plan) -> list[Link]:
    links: list[Link] = []
    for flow in plan.flows:
        source, target = plan.seat(flow.source), plan.seat(flow.target)
        known = [end in plan.region or end in plan.frames for end in (source, target)]
        if flow.kind != "sequenceFlow" or not all(known) or source == target:
            continue
        back = left(plan, target) <= right(plan, source)
        links.append(Link(source, target, source != flow.source, back, origin=flow.source))
    return links


def _spine(plan: Plan, links: Sequence[Link]) -> list[Link]:
    """Wishes: along the longest way through the procedure, a lane's steps should stand in one row."""
    after: dict[str, list[str]] = {}
    for link in links:
        if not (link.back or link.guest or link.source in plan.frames or link.target in plan.frames):
            after.setdefault(link.source, []).append(link.target)
    reach: dict[str, int] = {}
    for node in sorted(plan.region, key=lambda each: -plan.column[each]):
        reach[node] = max((reach[each] + 1 for each in after.get(node, ())), default=0)
    wishes: list[Link] = []
    node = max(plan.region, key=lambda each: reach[each], default="")
    last: dict[int, str] = {}
    while node:
        lane = plan.lane[node]
        if lane in last:
            wishes.append(Link(last[lane], node, False, False, wish=True))
        last[lane] = node
        node = max(after.get(node, ()), key=lambda each: reach[each], default="")
    return [*wishes, *_through_frames(plan, links)]


def _through_frames(plan: Plan, links: Sequence[Link]) -> list[Link]:
    """Wishes: what leads into a frame stands level with its first step, what follows it with its last."""
    wishes: list[Link] = []
    for link in links:
        for frame, outer, edge in ((link.target, link.source, min), (link.source, link.target, max)):
            inner = [node for node in plan.region if plan.region[node] == frame] if frame in plan.frames else []
            if inner and outer in plan.region and not link.back:
                wishes.append(Link(outer, edge(inner, key=lambda each: plan.column[each]), False, False, wish=True))
    return wishes


def _first_guess(board: Board) -> None:
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
    board.settle()


def _spread(board: Board, factor: int) -> None:
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
    board.clear()
    for node, row in fresh.items():
        board.put(node, row)
    board.settle()


def _sweep(board: Board) -> bool:
    """Tries every node, and every straight run, in every slot of its lane; keeps what helps."""
    better = False
    for node in sorted(board.row, key=lambda each: (board.plan.column[each], board.row[each])):
        better = _move(board, [node]) or better
        if len(ahead := _run(board, node, ahead=True)) > 1:
            better = _move(board, ahead) or better
        if behind := _run(board, node, ahead=False)[1:]:
            better = _move(board, [*reversed(behind), *_run(board, node, ahead=True)]) or better
    return better


def _run(board: Board, node: str, *, ahead: bool) -> list[str]:
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


def _move(board: Board, unit: Sequence[str]) -> bool:
    """Brings a unit to the slot of its lane that gains most; False when none gains anything."""
    key = tuple(unit)
    if board.tried.get(key) == board.moves:
        return False
    plan = board.plan
    lane, home = plan.lane[unit[0]], board.row[unit[0]]
    base = board.base(lane)
    best, most, alone = home, _LEAST, cost(board, key)
    for row in _worth_trying(board, unit, range(base, base + board.slots[lane])):
        if row == home:
            continue
        movers = _swapped(board, unit, row)
        touched = (*unit, *movers)
        before, at = cost(board, touched) if movers else alone, board.before(touched)
        board.exchange(unit, movers, row, home)
        gain = before - cost(board, touched, before - most)
        board.put_back(unit, movers, row, home, at)
        if gain > most:
            best, most = row, gain
    if best == home:
        board.tried[key] = board.moves
        return False
    board.exchange(unit, _swapped(board, unit, best), best, home)
    board.moves += 1
    return True


def _worth_trying(board: Board, unit: Sequence[str], lane: range) -> list[int]:
    """The slots nearby, those level with what the nodes are linked to, and the lane's edges."""
    wanted = {board.row[unit[0]] + step for step in range(-_NEARBY, _NEARBY + 1)} | {lane.start, lane.stop - 1}
    for node in unit:
        for index in board.touching.get(node, ()):
            wanted.update(row + step for row in board.at[index] for step in (-1, 0, 1))
    return sorted(wanted.intersection(lane))


def _swapped(board: Board, unit: Sequence[str], row: int) -> list[str]:
    cells = ((board.plan.column[node], row) for node in unit)
    return [board.taken[cell] for cell in cells if cell in board.taken]


def _numbered(board: Board) -> Rows:
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
