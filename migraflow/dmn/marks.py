"""What a table does not answer, and where two of its rules answer at once: in words, and as a rule to add."""

from collections.abc import Sequence
from dataclasses import dataclass

from migraflow import feel

from .axes import ELSEWHERE, Piece
from .check import MOST_CELLS, SINGLE, where
from .coverage import Hole, Search, TooManyRegionsError, columns_of, overlaps
from .model import Model
from .tables import Table

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """A combination no rule answers: in words (`where`, `where_en`), and the conditions of a rule that would."""

    where: str
    where_en: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """Gaps, and the pairs of rules (from 0) that some values satisfy both; `complete`: all of the table was searched.

    `answers_all`: its policy or a default answers every combination, so that a gap is no fault.
    """

    gaps: tuple[Gap, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
    complete: bool = True
    answers_all: bool = False


def marks(model: Model, table: Table) -> Marks:
    """The gaps and overlaps of one table of `model`."""
    if not table.rules or not table.inputs:
        return Marks()
    if len(table.rules) ** 2 * len(table.inputs) > MOST_CELLS:
        return Marks(complete=False)
    columns = columns_of(table, dict(model.types))
    opaque = any(column.opaque for column in columns)
    pairs = tuple(pair for pair, _ in zip(overlaps(columns, len(table.rules)), range(MOST_SHOWN), strict=False))
    if table.hit_policy not in SINGLE or any(column.default is not None for column in table.outputs):
        return Marks((), pairs, not opaque, answers_all=True)
    try:
        holes = Search(columns, len(table.rules)).run()
    except TooManyRegionsError:
        return Marks((), pairs, complete=False)
    return Marks(tuple(gap(table, hole) for hole in holes), pairs, not opaque)


def gap(table: Table, hole: Hole) -> Gap:
    """One hole in words, and as conditions. Columns of one name share what is said of it."""
    said = dict(hole)
    tests = tuple(condition(said[column.text]) if column.text in said else "-" for column in table.inputs)
    return Gap(where(hole, "fr"), where(hole, "en"), tests)


def condition(run: Sequence[Piece]) -> str:
    """Neighbouring pieces of a column as a condition: ``[18..25)``, ``"a","b"``; ``-`` where no words could say it."""
    samples = [piece.sample for piece in run]
    if ELSEWHERE in samples:
        return "-"
    if not run or samples[0] is None:
        return "-"
    if all(isinstance(one, (str, bool)) for one in samples):
        return ",".join(feel.written(one) for one in samples)
    return span(run[0], run[-1])


def span(first: Piece, last: Piece) -> str:
    """Ordered pieces from one to another as a condition."""
    low = first.sample if first.exact else first.low
    high = last.sample if last.exact else last.high
    if low is None and high is None:
        return "-"
    if first is last and first.exact:
        return feel.written(low)
    if high is None:
        return f"{'>=' if first.exact else '>'} {feel.written(low)}"
    if low is None:
        return f"{'<=' if last.exact else '<'} {feel.written(high)}"
    return f"{'[' if first.exact else '('}{feel.written(low)}..{feel.written(high)}{']' if last.exact else ')'}"
