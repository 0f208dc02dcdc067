"""One column of a decision table cut into pieces on which no cell changes its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cmp_to_key

from migraflow import feel
from migraflow.feel import Value, YearsMonths

ELSEWHERE = "\ue000 any other text"
STEPS: dict[type, Value] = {
    Decimal: Decimal(1),
    date: timedelta(days=1),
    datetime: timedelta(seconds=1),
    timedelta: timedelta(seconds=1),
    YearsMonths: YearsMonths(1),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column: one value, everything strictly between two, or every other text.

    `low` and `high` are the landmarks around an open piece, null beyond the last; `sample` lies inside.
    """

    sample: Value
    low: Value = None
    high: Value = None
    exact: bool = False


def pieces_of(landmarks: Iterable[Value], type_name: str) -> tuple[Piece, ...] | None:
    """The pieces of a column with these landmarks; null when they are of several kinds or have no order."""
    values: list[Value] = [value for value in landmarks if value is not None]
    kinds = {type(value) for value in values}
    if type_name == "boolean" or kinds == {bool}:
        return (Piece(True, exact=True), Piece(False, exact=True)) if kinds <= {bool} else None
    if not values:
        return (Piece(None),)
    if kinds == {str}:
        texts = dict.fromkeys(value for value in values if isinstance(value, str))
        return (*(Piece(text, exact=True) for text in texts), Piece(ELSEWHERE))
    if len(kinds) > 1 or not kinds <= set(STEPS):
        return None
    return ordered_pieces(values, STEPS[kinds.pop()])


def ordered_pieces(values: list[Value], step: Value) -> tuple[Piece, ...]:
    """Below the first landmark, each landmark, between neighbours, above the last."""
    marks: list[Value] = []
    for value in sorted(values, key=cmp_to_key(compare)):
        if not marks or feel.equal(marks[-1], value) is not True:
            marks.append(value)
    pieces = [Piece(feel.subtract(marks[0], step), high=marks[0])]
    for place, mark in enumerate(marks):
        pieces.append(Piece(mark, exact=True))
        if place + 1 < len(marks):
            middle = between(mark, marks[place + 1])
            if middle is not None:
                pieces.append(Piece(middle, mark, marks[place + 1]))
    pieces.append(Piece(feel.add(marks[-1], step), low=marks[-1]))
    return tuple(pieces)


def compare(one: Value, other: Value) -> int:
    """Order of two values of one kind."""
    return -1 if feel.less(one, other) else int(feel.less(other, one) or False)


def between(low: Value, high: Value) -> Value:
    """A value strictly between two, null where there is none (two days in a row)."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return (low + high) / 2
    if isinstance(low, YearsMonths) and isinstance(high, YearsMonths):
        return YearsMonths((low.months + high.months) // 2) if high.months - low.months > 1 else None
    if isinstance(low, timedelta) and isinstance(high, timedelta):
        return (low + high) / 2
    if isinstance(low, datetime) and isinstance(high, datetime):
        return low + (high.astimezone(UTC) - low.astimezone(UTC)) / 2
    return day_between(low, high)


def day_between(low: Value, high: Value) -> Value:
    """A day strictly between two, null for neighbours."""
    if type(low) is not date or type(high) is not date:
        return None
    first, last = low.toordinal(), high.toordinal()
    return date.fromordinal((first + last) // 2) if last - first > 1 else None


def described(name: str, run: tuple[Piece, ...], language: str) -> str:
    """Neighbouring pieces in words: `18 <= Âge < 25`."""
    if run[0].sample == ELSEWHERE or any(piece.sample == ELSEWHERE for piece in run):
        return f"{name} : autre valeur" if language == "fr" else f"{name}: any other value"
    first, last = run[0], run[-1]
    if isinstance(first.sample, (str, bool)):
        join = " ou " if language == "fr" else " or "
        return f"{name} = " + join.join(feel.written(piece.sample) for piece in run)
    low = first.sample if first.exact else first.low
    high = last.sample if last.exact else last.high
    if low is None and high is None:
        return ""
    if len(run) == 1 and first.exact:
        return f"{name} = {feel.show(low)}"
    left = "" if low is None else f"{feel.show(low)} {'<=' if first.exact else '<'} "
    if high is None:
        return f"{name} {'>=' if first.exact else '>'} {feel.show(low)}"
    return f"{left}{name} {'<=' if last.exact else '<'} {feel.show(high)}"
