"""Holes and overlaps of a decision table, found by trying every piece of every column against every cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migraflow import feel
from migraflow.feel import Value

from .axes import Piece, pieces_of
from .tables import Cell, Input, Rule, Table
from .types import ItemType

MOST_REGIONS = 20_000
MOST_HOLES = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column cut into pieces; `answers[rule]` has one bit per piece its cell accepts, `opaque` says which cannot
    be told."""

    name: str
    pieces: tuple[Piece, ...]
    answers: tuple[int, ...]
    opaque: frozenset[int]


Hole = tuple[tuple[str, tuple[Piece, ...]], ...]
"""For each column that matters, its name and the neighbouring pieces no rule covers."""


def column_of(column: Input, place: int, rules: Sequence[Rule], types: dict[str, ItemType]) -> Column:
    """One column analysed."""
    cells = [rule.tests[place] if place < len(rule.tests) else None for rule in rules]
    marks: list[Value] = []
    opaque: set[int] = set()
    for number, cell in enumerate(cells):
        found = marks_of(cell)
        if found is None:
            opaque.add(number)
        else:
            marks += found
    limits = allowed_values(column, types)
    for text, _ in limits:
        marks += feel.landmarks(text) or ()
    pieces = pieces_of(marks, base_name(column, types))
    if pieces is None:
        return Column(column.text, (Piece(None),), tuple(1 for _ in rules), frozenset(range(len(rules))))
    kept = tuple(piece for piece in pieces if all(accepts(test, piece.sample) for _, test in limits)) or pieces
    answers = tuple(bits(cell, kept) for cell in cells)
    return Column(column.text, kept, answers, frozenset(opaque))


def marks_of(cell: Cell | None) -> tuple[Value, ...] | None:
    """The landmarks of a cell; none for one that accepts everything, null for an opaque one."""
    if cell is None or cell.text in ("", "-"):
        return ()
    return None if cell.expression is None else feel.landmarks(cell.text, cell.expression.names)


def allowed_values(column: Input, types: dict[str, ItemType]) -> list[tuple[str, feel.Expression]]:
    """The restrictions on a column: its input values and its type's allowed values."""
    found: list[tuple[str, feel.Expression]] = []
    if column.allowed is not None and column.allowed.expression is not None and not column.allowed.expression.names:
        found.append((column.allowed.text, column.allowed.expression))
    kind = types.get(column.type_name)
    if kind is not None and kind.allowed_text and kind.item is None:
        try:
            found.append((kind.allowed_text, feel.compile_unary(kind.allowed_text)))
        except feel.FeelSyntaxError:
            return found
    return found


def base_name(column: Input, types: dict[str, ItemType]) -> str:
    """The built-in type of a column, empty when nobody said."""
    kind = types.get(column.type_name)
    return str(kind.kind) if kind is not None else column.type_name


def accepts(expression: feel.Expression, sample: Value) -> bool:
    """Whether a test accepts a sample."""
    return expression.within({}, feel.Run(), sample) is True


def bits(cell: Cell | None, pieces: Sequence[Piece]) -> int:
    """One bit per piece the cell accepts; all of them for a cell that cannot be told."""
    everything = (1 << len(pieces)) - 1
    if cell is None or cell.text in ("", "-") or cell.expression is None or marks_of(cell) is None:
        return everything
    return sum(1 << place for place, piece in enumerate(pieces) if accepts(cell.expression, piece.sample))


def columns_of(table: Table, types: dict[str, ItemType]) -> list[Column]:
    """All columns analysed."""
    return [column_of(column, place, table.rules, types) for place, column in enumerate(table.inputs)]


def overlaps(columns: Sequence[Column], rules: int) -> Iterator[tuple[int, int]]:
    """Pairs of rules that some input satisfies both; rules with an opaque cell are left out."""
    hidden = frozenset[int]().union(*(column.opaque for column in columns))
    clear = [number for number in range(rules) if number not in hidden]
    for place, one in enumerate(clear):
        for other in clear[place + 1 :]:
            if all(column.answers[one] & column.answers[other] for column in columns):
                yield one, other


def masked(columns: Sequence[Column], rules: int) -> Iterator[tuple[int, int]]:
    """Rules that an earlier one always beats: (beaten, earlier)."""
    hidden = frozenset[int]().union(*(column.opaque for column in columns))
    clear = [number for number in range(rules) if number not in hidden]
    for place, later in enumerate(clear):
        for earlier in clear[:place]:
            if all(not column.answers[later] & ~column.answers[earlier] for column in columns):
                yield later, earlier
                break


class TooManyRegionsError(RuntimeError):
    """The table is too large to be searched for holes."""


class Search:
    """The search for holes, column by column, keeping the rules still possible as bits."""

    def __init__(self, columns: Sequence[Column], rules: int) -> None:
        self.columns = columns
        self.rules = rules
        self.accepting = [
            tuple(
                sum(1 << number for number in range(rules) if column.answers[number] >> place & 1)
                for place in range(len(column.pieces))
            )
            for column in columns
        ]
        self.visited = 0
        self.holes: list[Hole] = []

    def run(self) -> list[Hole]:
        """Up to 20 holes; raises TooManyRegionsError."""
        self.visit(0, (1 << self.rules) - 1, ())
        return self.holes

    def visit(self, place: int, alive: int, region: Hole) -> None:
        """Go through one column with the rules still alive."""
        self.visited += 1
        if self.visited > MOST_REGIONS:
            raise TooManyRegionsError
        if not alive:
            self.holes.append(region)
            return
        if place == len(self.columns):
            return
        column = self.columns[place]
        for left, pieces in self.groups(place, alive):
            if len(self.holes) >= MOST_HOLES:
                return
            narrowed = region if len(pieces) == len(column.pieces) else (*region, (column.name, pieces))
            self.visit(place + 1, left, narrowed)

    def groups(self, column: int, alive: int) -> list[tuple[int, tuple[Piece, ...]]]:
        """Neighbouring pieces on which the same rules stay alive."""
        found: list[tuple[int, tuple[Piece, ...]]] = []
        for piece, accepting in zip(self.columns[column].pieces, self.accepting[column], strict=True):
            left = alive & accepting
            if found and found[-1][0] == left:
                found[-1] = (left, (*found[-1][1], piece))
            else:
                found.append((left, (piece,)))
        return found
