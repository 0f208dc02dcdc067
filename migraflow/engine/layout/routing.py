"""The way of every line through the grid, before coordinates: along channels and free cells, never through a node.

Fine grid: column ``c`` has its centre line at x = 2c + 1 with channels at 2c and 2c + 2; rows likewise in y. Nodes
stand on odd/odd points. A piece of a centre line belongs to one line only, or to lines that share a source or a
target; a channel (an even coordinate) takes any number of lines, side by side.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

Cell = tuple[int, int]
Step = tuple[int, int]

RIGHT, LEFT, DOWN, UP = (1, 0), (-1, 0), (0, 1), (0, -1)
_BEND, _CROSSING, _COMPANY, _SHARED = 4.0, 3.0, 0.15, 3.0
_MANY = 150


@dataclass(frozen=True)
class Way:
    """A line to be routed: where it may leave and arrive, with what each choice costs.

    ``starts`` and ``goals`` map (cell, direction) to a cost; a goal's direction is that of the last step into the cell.
    A way with ``aside`` (-1 or +1) leaves above or below the middle of its side, beside whatever else leaves there.
    ``shape`` is the node it leaves where ``source`` is only a name (messages share nothing with their node's flows).
    A way that starts in the channel beside its ``home`` cell leaves ``offset`` px from the middle of its shape. One
    that is ``backwards`` is routed from its target to its source.
    """

    id: str
    source: str
    target: str
    starts: dict[tuple[Cell, Step], float]
    goals: dict[tuple[Cell, Step], float]
    within: tuple[int, int, int, int]
    walls: tuple[tuple[int, int, int, int], ...] = ()
    ranked: float = 0.0
    aside: int = 0
    shape: str = ""
    offset: float = 0.0
    home: Cell = (0, 0)
    backwards: bool = False

    @cached_property
    def at(self) -> frozenset[Cell]:
        """The cells the line may begin in."""
        return frozenset(cell for cell, _ in self.starts)

    @cached_property
    def ends(self) -> frozenset[Cell]:
        """The cells the line may end in."""
        return frozenset(cell for cell, _ in self.goals)


@dataclass
class Grid:
    """What stands in the way: nodes on their cells, rows that are only borders, and the lines routed so far.

    `owners` are the lines along a piece, `through` those along any piece that touches a cell, `turns` those that bend
    there. `kin` are the lines that may lie upon a line, `around` the steps open to it from a cell, looked up once."""

    nodes: dict[Cell, str]
    borders: set[int]
    paths: dict[str, list[Cell]] = field(default_factory=dict[str, list[Cell]])
    ways: dict[str, Way] = field(default_factory=dict[str, Way])
    owners: dict[tuple[Cell, Cell], list[str]] = field(default_factory=dict[tuple[Cell, Cell], list[str]])
    through: dict[Cell, list[str]] = field(default_factory=dict[Cell, list[str]])
    turns: dict[Cell, list[str]] = field(default_factory=dict[Cell, list[str]])
    ports: dict[tuple[Cell, Step], list[tuple[str, bool]]] = field(
        default_factory=dict[tuple[Cell, Step], list[tuple[str, bool]]]
    )
    kin: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    around: dict[str, dict[Cell, list[tuple[Cell, Step]]]] = field(
        default_factory=dict[str, dict[Cell, list[tuple[Cell, Step]]]]
    )


def route(grid: Grid, ways: Iterable[Way]) -> dict[str, list[Cell]]:
    """Routes the easy lines first, then takes each up again and routes it knowing all the others (very many: once)."""
    ordered = sorted(ways, key=lambda way: way.ranked)
    rounds = 2 if len(ordered) <= _MANY else 1
    _introduce(grid, ordered)
    for way in ordered:
        _lay(grid, way)
    for _ in range(rounds):
        for way in ordered:
            _take_up(grid, way)
            _lay(grid, way)
    return grid.paths


def _introduce(grid: Grid, ways: Iterable[Way]) -> None:
    """Makes lines known, and which of all lines may lie upon one another: those of one source, those to one target."""
    grid.ways.update((way.id, way) for way in ways)
    ends: dict[tuple[bool, str], set[str]] = {}
    for way in grid.ways.values():
        for end in ((True, way.source), (False, way.target)):
            ends.setdefault(end, set()).add(way.id)
    grid.kin = {way.id: ends[True, way.source] | ends[False, way.target] for way in grid.ways.values()}
    grid.around = {way.id: {} for way in grid.ways.values()}


def _lay(grid: Grid, way: Way) -> None:
    path = _search(grid, way, strict=True) or _search(grid, way, strict=False)
    if not path:
        raise ValueError(f"no way from {way.source} to {way.target}")
    grid.paths[way.id] = path
    for start, end in zip(path[bool(way.aside) :], path[1 + bool(way.aside) :], strict=False):
        grid.owners.setdefault(_key(start, end), []).append(way.id)
        grid.through.setdefault(start, []).append(way.id)
        grid.through.setdefault(end, []).append(way.id)
    for before, here, after in zip(path, path[1:], path[2:], strict=False):
        if (before[0] == here[0]) != (here[0] == after[0]):
            grid.turns.setdefault(here, []).append(way.id)
    for port, leaving in () if way.aside else _ports(path):
        grid.ports.setdefault(port, []).append((way.id, leaving))


def _take_up(grid: Grid, way: Way) -> None:
    path = grid.paths.pop(way.id)
    for start, end in zip(path[bool(way.aside) :], path[1 + bool(way.aside) :], strict=False):
        grid.owners[_key(start, end)].remove(way.id)
        grid.through[start].remove(way.id)
        grid.through[end].remove(way.id)
    for here in path:
        if way.id in grid.turns.get(here, ()):
            grid.turns[here].remove(way.id)
    for port, leaving in () if way.aside else _ports(path):
        grid.ports[port].remove((way.id, leaving))


def _ports(path: list[Cell]) -> Iterator[tuple[tuple[Cell, Step], bool]]:
    yield (path[0], _step(path[0], path[1])), True
    yield (path[-1], _step(path[-1], path[-2])), False


def _step(start: Cell, end: Cell) -> Step:
    return (end[0] - start[0], end[1] - start[1])


def _key(start: Cell, end: Cell) -> tuple[Cell, Cell]:
    return (start, end) if start <= end else (end, start)


def _search(grid: Grid, way: Way, *, strict: bool) -> list[Cell]:
    """The cheapest way (A* over cell and direction); empty when there is none."""
    bounds = _bounds(way)
    queue: list[tuple[float, int, Cell, Step]] = []
    came: dict[tuple[Cell, Step], tuple[Cell, Step] | None] = {}
    cost, count = dict[tuple[Cell, Step], float](), 0
    for (cell, step), extra in way.starts.items():
        if not strict or _port_free(grid, way, cell, step, leaving=True):
            shared = extra + _SHARED * bool(grid.ports.get((cell, step)))
            setting_off = (2 * step[0], 2 * step[1])
            cost[cell, setting_off], came[cell, setting_off] = shared, None
            heapq.heappush(queue, (shared + _ahead(bounds, cell), count, cell, setting_off))
            count += 1
    settled: set[tuple[Cell, Step]] = set()
    while queue:
        _, _, cell, step = heapq.heappop(queue)
        here = (cell, step)
        if here in settled:
            continue
        settled.add(here)
        so_far = cost[here]
        if cell == _END:
            return _trail(came, here)
        for there, price in _moves(grid, way, cell, step, settled, strict=strict):
            total = so_far + price
            if total < cost.get(there, 1e9) - 1e-9:
                cost[there], came[there] = total, here
                count += 1
                heapq.heappush(queue, (total + _ahead(bounds, there[0]), count, *there))
    return []


_END: Cell = (-9, -9)


def _bounds(way: Way) -> tuple[int, int, int, int]:
    across, down = [cell[0] for cell, _ in way.goals], [cell[1] for cell, _ in way.goals]
    return min(across), max(across), min(down), max(down)


def _ahead(bounds: tuple[int, int, int, int], cell: Cell) -> float:
    """What the rest of the way costs at least: the distance to the goals, at the lowest price of a step."""
    if cell == _END:
        return 0.0
    left, right, top, bottom = bounds
    return 0.9 * (max(left - cell[0], 0, cell[0] - right) + max(top - cell[1], 0, cell[1] - bottom))


def _trail(came: dict[tuple[Cell, Step], tuple[Cell, Step] | None], last: tuple[Cell, Step]) -> list[Cell]:
    cells: list[Cell] = []
    at = came[last]
    while at is not None:
        cells.append(at[0])
        at = came[at]
    return cells[::-1]


def _moves(
    grid: Grid, way: Way, cell: Cell, step: Step, settled: set[tuple[Cell, Step]], *, strict: bool
) -> Iterator[tuple[tuple[Cell, Step], float]]:
    """The next steps with their prices, but those `settled`; a doubled ``step`` is that of a line setting off."""
    first = 2 in step or -2 in step
    step = (step[0] // 2, step[1] // 2) if first else step
    arrived = not first and (cell, step) in way.goals
    if arrived and (not strict or _port_free(grid, way, cell, (-step[0], -step[1]), leaving=False)):
        yield (_END, step), way.goals[cell, step]
    if not first and cell in grid.nodes:
        return
    near_by = grid.around[way.id].get(cell)
    near_by = _around(grid, way, cell) if near_by is None else near_by
    back = (-step[0], -step[1])
    for there in near_by:
        near, turn = there
        if turn == back or (first and turn != step) or there in settled:
            continue
        price = _price(grid, way, cell, near, step, turn)
        if price < _FORBIDDEN:
            yield there, price
        elif not strict:
            yield there, 60.0


_FORBIDDEN = 1e6


def _around(grid: Grid, way: Way, cell: Cell) -> list[tuple[Cell, Step]]:
    """The steps open to a line from a cell."""
    steps = [((cell[0] + turn[0], cell[1] + turn[1]), turn) for turn in (RIGHT, LEFT, DOWN, UP)]
    found = grid.around[way.id][cell] = [(near, turn) for near, turn in steps if _open(grid, way, cell, near)]
    return found


def _open(grid: Grid, way: Way, cell: Cell, near: Cell) -> bool:
    x, y = near
    low_x, high_x, low_y, high_y = way.within
    arriving = near in way.ends
    if not arriving and (not (low_x <= x <= high_x and low_y <= y <= high_y) or near in grid.nodes):
        return False
    if cell[1] == y and y % 2 and (y - 1) // 2 in grid.borders:
        return False
    return arriving or not any(a <= x <= b and c <= y <= d for a, b, c, d in way.walls)


def _price(grid: Grid, way: Way, cell: Cell, near: Cell, step: Step, turn: Step) -> float:
    level, price = turn[1] == 0, 1.0
    owned = grid.owners.get((cell, near) if cell <= near else (near, cell))
    if owned:
        kin = grid.kin[way.id]
        strangers = [other for other in owned if other not in kin]
        central = (cell[1] if level else cell[0]) % 2 == 1
        mates = not level and all(_mates(way, grid.ways[other]) for other in strangers)
        if strangers and central and not mates and not (way.aside and cell in grid.nodes):
            return _FORBIDDEN
        price = 1.0 + _COMPANY * len(strangers) - 0.1 * (len(owned) > len(strangers))
    if step != turn:
        price += _BEND
    if cell[0] % 2 and cell[1] % 2 and cell not in grid.nodes:
        price += _free_cell(grid, way, cell, turned=step != turn)
    elif step == turn:
        price += _CROSSING * _crossed(grid, way, cell, level=level)
    return price


def _free_cell(grid: Grid, way: Way, cell: Cell, *, turned: bool) -> float:
    present = grid.through.get(cell)
    if not present:
        return 0.0
    kin = grid.kin[way.id]
    for other in grid.turns.get(cell, ()):
        if other not in kin and (turned or not _mates(way, grid.ways[other])):
            return _FORBIDDEN
    strangers = sum(each not in kin and not _mates(way, grid.ways[each]) for each in set(present))
    return _FORBIDDEN if turned and strangers else _CROSSING * strangers


def _crossed(grid: Grid, way: Way, cell: Cell, *, level: bool) -> int:
    dx, dy = (0, 1) if level else (1, 0)
    one = grid.owners.get((cell, (cell[0] + dx, cell[1] + dy)))
    other = grid.owners.get(((cell[0] - dx, cell[1] - dy), cell)) if one else None
    if not one or not other:
        return 0
    kin = grid.kin[way.id]
    return sum(each in other and each not in kin for each in one)


def _mates(one: Way, other: Way) -> bool:
    """Lines from boundary events of one host go down side by side."""
    return one.home == other.home != (0, 0) and one.home not in (*one.at, *other.at)


def _port_free(grid: Grid, way: Way, cell: Cell, side: Step, *, leaving: bool) -> bool:
    """A side of a node is for lines out or for lines in, not for both."""
    if cell[0] % 2 == 0 or cell[1] % 2 == 0 or way.aside:
        return True
    return all(
        out == leaving and (grid.ways[other].source == way.source if leaving else grid.ways[other].target == way.target)
        for other, out in grid.ports.get((cell, side), ())
    )
