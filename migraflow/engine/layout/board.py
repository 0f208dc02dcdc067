"""Who stands in which row while rows are chosen, and what the lines cost there.

All that does not change during the search is worked out once: which lines may cut which, which pass over a column, what
has to be looked at when a node moves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat

from migraflow.engine.layout.plan import Plan

_BEND, _CLIMB, _BLOCKED, _CROSSING, _ROW, _WISH = 1.0, 0.2, 2.2, 1.3, 0.9, 1.2
_ROWS = [0.0, *accumulate(repeat(_ROW, 2_000))]
"""What so many rows in use cost."""
_NO_LIMIT = 1e300
Before = list[tuple[int, tuple[int, int]]]
"""The rows of some links' ends as they were, by the number of the link."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line between two grid nodes; a `wish` is drawn nowhere."""

    source: str
    target: str
    guest: bool
    back: bool
    wish: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Stake:
    """What a move of some nodes may change: their lines with those that may cut them, the lines that pass over them."""

    lines: list[tuple[int, list[tuple[int, int, bool]]]]
    passed: list[tuple[str, list[int]]]


@dataclass
class Board:
    """Who stands where, and what never changes during the search: which lines may cut which, by their columns.

    `across` has a bit per column for each row, `at` the rows of every link's ends, `tried` the moves made when a unit
    was last found to stand best where it is."""

    plan: Plan
    links: list[Link]
    slots: list[int]
    row: dict[str, int] = field(default_factory=dict[str, int])
    taken: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    touching: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    filled: dict[int, int] = field(default_factory=dict[int, int])
    across: dict[int, int] = field(default_factory=dict[int, int])
    used: int = 0
    at: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    stakes: dict[tuple[str, ...], Stake] = field(default_factory=dict[tuple[str, ...], Stake])
    tried: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])
    moves: int = 0
    masks: list[int] = field(default_factory=list[int])
    spans: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    rivals: list[list[tuple[int, int, bool]]] = field(default_factory=list[list[tuple[int, int, bool]]])
    over: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def base(self, lane: int) -> int:
        """The first row of a lane."""
        return sum(self.slots[:lane])

    def put(self, node: str, row: int) -> None:
        """Set a node into a row."""
        column = self.plan.column[node]
        self.row[node] = row
        self.taken[column, row] = node
        self.across[row] = self.across.get(row, 0) | 1 << column
        count = self.filled.get(row, 0)
        self.filled[row] = count + 1
        self.used += not count

    def exchange(self, one: Sequence[str], other: Sequence[str], row: int, home: int) -> None:
        """Bring the nodes `one` from `home` to `row`, and `other` the other way, column by column."""
        self._exchanged(one, other, row, home)
        standing, at, ends, frames = self.row, self.at, self.links, self.plan.frames
        for node in (*one, *other):
            for index in self.touching.get(node, ()):
                link = ends[index]
                if link.source in frames or link.target in frames:
                    at[index] = self.ends(index)
                else:
                    at[index] = standing[link.source], standing[link.target]

    def put_back(self, one: Sequence[str], other: Sequence[str], row: int, home: int, at: Before) -> None:
        """Take such an exchange back; `at` are the rows of their lines' ends before it."""
        self._exchanged(other, one, row, home)
        for index, rows in at:
            self.at[index] = rows

    def before(self, nodes: Iterable[str]) -> Before:
        """The rows of the ends of the lines at these nodes, to be put back."""
        return [(index, self.at[index]) for node in nodes for index in self.touching.get(node, ())]

    def _exchanged(self, one: Sequence[str], other: Sequence[str], row: int, home: int) -> None:
        column, taken, across, filled = self.plan.column, self.taken, self.across, self.filled
        for node in one:
            del taken[column[node], home]
        for node in other:
            del taken[column[node], row]
        here = there = 0
        for node in one:
            taken[column[node], row], self.row[node] = node, row
            here |= 1 << column[node]
        for node in other:
            taken[column[node], home], self.row[node] = node, home
            there |= 1 << column[node]
        across[home] = across.get(home, 0) & ~here | there
        across[row] = across.get(row, 0) & ~there | here
        more = len(one) - len(other)
        for place, change in ((home, -more), (row, more)):
            count = filled.get(place, 0)
            filled[place] = count + change
            self.used += bool(count + change) - bool(count)

    def clear(self) -> None:
        """Take everything out."""
        self.row, self.taken, self.filled, self.across, self.used = {}, {}, {}, {}, 0
        self.moves += 1

    def settle(self) -> None:
        """Note the rows of the ends of all links."""
        self.at = [self.ends(index) for index in range(len(self.links))]

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


def meet(board: Board) -> None:
    """Notes, for every link, which others its columns let it cut (or be cut by), and which pass over each column."""
    plan = board.plan
    board.spans = [(right(plan, link.source), left(plan, link.target)) for link in board.links]
    board.masks = [(1 << max(end, start + 1)) - (1 << start + 1) for start, end in board.spans]
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


def _leaving(plan: Plan, link: Link) -> float:
    """Where between its column (0) and the next (1) a line first goes up or down."""
    if not link.guest:
        return 0.5
    guests = plan.guests[link.source]
    return 0.05 + 0.4 * guests.index(link.origin) / len(guests) if link.origin in guests else 0.2


def left(plan: Plan, node: str) -> int:
    """The first column of a node or frame."""
    return plan.frames[node].left if node in plan.frames else plan.column[node]


def right(plan: Plan, node: str) -> int:
    """The last column of a node or frame."""
    return plan.frames[node].right if node in plan.frames else plan.column[node]


def cost(board: Board, unit: Sequence[str], limit: float = _NO_LIMIT) -> float:
    """What the lines at these nodes cost, the lines they stand in the way of, and the rows in use.

    Above `limit` any number may be answered that is not below it: nobody wants to know it exactly."""
    stake = board.stakes.get(tuple(unit)) or _stake(board, tuple(unit))
    at, total = board.at, _ROWS[board.used]
    for index, rivals in stake.lines:
        mine = at[index]
        total += _line_cost(board, index, *mine)
        for other, part, cutting in rivals:
            theirs = at[other]
            (first, last), level = (mine, theirs[part]) if cutting else (theirs, mine[part])
            if first < level < last or last < level < first:
                total += _CROSSING
        if total > limit:
            return total
    for node, over in stake.passed:
        row = board.row[node]
        for other in over:
            if at[other][1] == row:
                total += _BLOCKED
    return total


def _stake(board: Board, unit: tuple[str, ...]) -> Stake:
    """What to look at when these nodes move; worked out once for each unit."""
    numbers = {index for node in unit for index in board.touching.get(node, ())}
    lines = [
        (index, [rival for rival in board.rivals[index] if rival[0] not in numbers or rival[0] >= index])
        for index in sorted(numbers)
    ]
    over = [(node, board.over.get(board.plan.column[node], ())) for node in unit]
    passed = [(node, [other for other in others if other not in numbers]) for node, others in over]
    board.stakes[unit] = found = Stake(lines, passed)
    return found


def _line_cost(board: Board, index: int, first: int, last: int) -> float:
    """What one line costs by itself: bends, height, nodes in its way."""
    link = board.links[index]
    climb = _CLIMB * abs(last - first) / 2
    if link.back:
        return 0.5 + 0.5 * climb
    if link.wish:
        return _WISH * (first != last) + climb
    mask = board.masks[index]
    along_last = bool(board.across.get(last, 0) & mask)
    if link.guest:
        return (0.6 if last > first else 2.5 if last == first else 3.5) + climb + _BLOCKED * along_last
    if first == last:
        return _BLOCKED * along_last
    along_first = along_last and bool(board.across.get(first, 0) & mask)
    return _BEND + climb + _BLOCKED * along_last * (0.5 + 0.5 * along_first)
