"""Built-in functions that compare points and intervals.

A point is anything with an order; a missing end of an interval lies beyond everything. All comparisons are written
with `precedes`, so that an unordered pair makes the
whole answer null.
"""

from collections.abc import Callable

from ..operators import equal, less, within
from ..values import Range, Value
from .signatures import Declaration, declare


class UnorderedError(Exception):
    """Two ends that do not compare."""


def precedes(one: Value, other: Value) -> bool:
    """`one < other`; raises UnorderedError."""
    answer = less(one, other)
    if answer is None:
        raise UnorderedError
    return answer


def touches(one: Value, other: Value) -> bool:
    """`one = other`; raises UnorderedError."""
    answer = equal(one, other)
    if answer is None:
        raise UnorderedError
    return answer


def span(value: Value) -> Range:
    """A point as the interval that holds only it."""
    return value if isinstance(value, Range) else Range(value, value)


def ends_before(one: Range, other: Range) -> bool:
    """`one` is over before `other` starts."""
    if one.end is None or other.start is None:
        return False
    both = one.end_included and other.start_included
    return precedes(one.end, other.start) or (touches(one.end, other.start) and not both)


def before(one: Value, other: Value) -> bool:
    """`before(a, b)`."""
    return ends_before(span(one), span(other))


def meets(one: Range, other: Range) -> bool:
    """`one` ends exactly where `other` starts, both included."""
    return one.end_included and other.start_included and touches(one.end, other.start)


def overlaps(one: Range, other: Range) -> bool:
    """They have a point in common."""
    return not ends_before(one, other) and not ends_before(other, one)


def starts_first(one: Range, other: Range) -> bool:
    """`one` starts before `other`."""
    if one.start is None or other.start is None:
        return one.start is None and other.start is not None
    wider = one.start_included and not other.start_included
    return precedes(one.start, other.start) or (touches(one.start, other.start) and wider)


def ends_first(one: Range, other: Range) -> bool:
    """`one` ends before `other`."""
    if one.end is None or other.end is None:
        return one.end is not None and other.end is None
    narrower = other.end_included and not one.end_included
    return precedes(one.end, other.end) or (touches(one.end, other.end) and narrower)


def overlaps_before(one: Range, other: Range) -> bool:
    """They overlap, `one` starting first and ending no later."""
    return starts_first(one, other) and overlaps(one, other) and not ends_first(other, one)


def overlaps_after(one: Range, other: Range) -> bool:
    """They overlap, `other` starting first and ending first."""
    return starts_first(other, one) and overlaps(one, other) and not ends_first(one, other)


def same_end(one: Range, other: Range) -> bool:
    """They end together."""
    return touches(one.end, other.end) and one.end_included == other.end_included


def same_start(one: Range, other: Range) -> bool:
    """They start together."""
    return touches(one.start, other.start) and one.start_included == other.start_included


def finishes(one: Value, other: Range) -> bool:
    """`one` is an ending part of `other`."""
    if not isinstance(one, Range):
        return other.end_included and touches(one, other.end)
    return same_end(one, other) and not starts_first(one, other)


def starts(one: Value, other: Range) -> bool:
    """`one` is a starting part of `other`."""
    if not isinstance(one, Range):
        return other.start_included and touches(one, other.start)
    return same_start(one, other) and not ends_first(other, one)


def includes(one: Range, other: Value) -> bool:
    """`one` holds all of `other`."""
    if not isinstance(other, Range):
        inside = within(other, one)
        if inside is None:
            raise UnorderedError
        return inside
    return not starts_first(other, one) and not ends_first(one, other)


def coincides(one: Value, other: Value) -> bool:
    """The same point, or intervals with the same ends."""
    if isinstance(one, Range) and isinstance(other, Range):
        return same_start(one, other) and same_end(one, other)
    return touches(one, other)


def ask(test: Callable[..., bool], *, swapped: bool = False) -> Callable[[Value, Value], Value]:
    """A test as a built-in function: null where the ends do not compare."""

    def apply(one: Value, other: Value) -> Value:
        try:
            return test(other, one) if swapped else test(one, other)
        except UnorderedError:
            return None

    return apply


PAIRS = (
    ("point1: point", "point2: point"),
    ("point: point", "range: range"),
    ("range: range", "point: point"),
    ("range1: range", "range2: range"),
)


def pairs(name: str, body: Callable[..., Value], *chosen: int) -> list[Declaration]:
    """One declaration per pair of parameters the function takes."""
    return [declare(f"{name}({PAIRS[each][0]}, {PAIRS[each][1]})", body) for each in chosen]


DECLARATIONS: tuple[Declaration, ...] = (
    *pairs("before", ask(before), 0, 1, 2, 3),
    *pairs("after", ask(before, swapped=True), 0, 1, 2, 3),
    *pairs("meets", ask(meets), 3),
    *pairs("met by", ask(meets, swapped=True), 3),
    *pairs("overlaps", ask(overlaps), 3),
    *pairs("overlaps before", ask(overlaps_before), 3),
    *pairs("overlaps after", ask(overlaps_after), 3),
    *pairs("finishes", ask(finishes), 1, 3),
    *pairs("finished by", ask(finishes, swapped=True), 2, 3),
    *pairs("includes", ask(includes), 2, 3),
    *pairs("during", ask(includes, swapped=True), 1, 3),
    *pairs("starts", ask(starts), 1, 3),
    *pairs("started by", ask(starts, swapped=True), 2, 3),
    *pairs("coincides", ask(coincides), 0, 3),
)
