"""Comparison and arithmetic, with null for whatever the standard leaves undefined."""

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException

from . import temporal
from .conformity import kind_of
from .kinds import Basic
from .values import NUMBERS, Function, Range, Value, YearsMonths

ATOMS = frozenset({Decimal, str, bool})


def equal(left: Value, right: Value) -> bool | None:
    """`left = right`; null where the two are of different kinds."""
    if type(left) is type(right) and type(left) in ATOMS:
        return left == right
    if left is None or right is None:
        return left is right
    if kind_of(left) is not kind_of(right):
        return None
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(equal(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, Range) and isinstance(right, Range):
        return ranges_equal(left, right)
    if isinstance(left, Function):
        return left is right
    return order_key(left) == order_key(right)


def ranges_equal(left: Range, right: Range) -> bool:
    """Written with the same sign or as intervals both, the same ends, included alike."""
    alike = (left.operator, left.start_included, left.end_included) == (
        right.operator, right.start_included, right.end_included,
    )  # fmt: skip
    return alike and bool(equal(left.start, right.start)) and bool(equal(left.end, right.end))


def order_key(value: Value) -> tuple[str, Decimal | str | int] | None:
    """A pair whose first part says what may be compared with what, and the second how; null for the rest.

    Moments compare by their whole seconds, as the standard's `second` counts them; what is computed keeps the rest.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return ("number", value)
    if isinstance(value, str):
        return ("string", value)
    if isinstance(value, YearsMonths):
        return ("months", value.months)
    if temporal.is_date_time(value):
        return ("local" if value.tzinfo is None else "instant", temporal.instant_of(value) // temporal.SECOND)
    if temporal.is_date(value):
        return ("date", temporal.day_number(value))
    if temporal.is_time(value):
        return ("clock" if value.tzinfo is None else "universal clock", temporal.instant_of(value) // temporal.SECOND)
    if temporal.is_duration(value):
        return ("days", temporal.duration_nanos(value))
    return None


def less(left: Value, right: Value) -> bool | None:
    """`left < right`; null where the two have no order between them."""
    one, other = order_key(left), order_key(right)
    if one is None or other is None or one[0] != other[0]:
        return None
    return bool(operator.lt(one[1], other[1]))


def at_most(left: Value, right: Value) -> bool | None:
    """`left <= right`."""
    after = less(right, left)
    return None if after is None else not after


def within(value: Value, span: Range) -> bool | None:
    """`value in span`; the end a unary test leaves open never stops anything, one that is null leaves a doubt."""
    if span.operator == "!=":
        same = equal(value, span.start)
        return None if same is None else not same
    if not span.operator and (span.start is None or span.end is None):
        return None
    above: bool | None = True
    if span.start is not None:
        above = at_most(span.start, value) if span.start_included else less(span.start, value)
    if above is False:
        return False
    below: bool | None = True
    if span.end is not None:
        below = at_most(value, span.end) if span.end_included else less(value, span.end)
    return None if above is None or below is None else below


def satisfies(value: Value, test: Value) -> bool | None:
    """Whether `value` passes a unary test that evaluated to `test`: equal to it, inside it, or listed in it."""
    if isinstance(test, list):
        return any(satisfies(value, item) for item in test) or equal(value, test) is True
    if isinstance(test, Range) and not isinstance(value, Range):
        return within(value, test)
    return equal(value, test) is True


def guarded(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Value:
    """A decimal operation; null for overflow, division by zero and the undefined."""
    try:
        return operation(left, right)
    except DecimalException:
        return None


def add(left: Value, right: Value) -> Value:
    """`left + right`: numbers, texts, durations, and a moment plus a duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return guarded(NUMBERS.add, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(left.months + right.months)
    if temporal.is_duration(left) and temporal.is_duration(right):
        return temporal.make_duration(temporal.duration_nanos(left) + temporal.duration_nanos(right))
    if kind_of(left) in (Basic.DAYS, Basic.MONTHS):
        return moved(right, left, 1)
    return moved(left, right, 1)


def moved(moment: Value, length: Value, sign: int) -> Value:
    """A date, time or date and time moved by a duration."""
    if temporal.is_time(moment) and temporal.is_duration(length):
        nanos = temporal.nanos_of(moment) + sign * temporal.duration_nanos(length)
        return temporal.make_time(nanos, moment.tzinfo)
    if not (temporal.is_date(moment) or temporal.is_date_time(moment)):
        return None
    if isinstance(length, YearsMonths):
        return temporal.add_months(moment, sign * length.months)
    if temporal.is_duration(length):
        return temporal.add_nanos(moment, sign * temporal.duration_nanos(length))
    return None


def subtract(left: Value, right: Value) -> Value:
    """`left - right`: numbers, durations, a moment minus a duration, and the time between two moments."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return guarded(NUMBERS.subtract, left, right)
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(left.months - right.months)
    if temporal.is_duration(left) and temporal.is_duration(right):
        return temporal.make_duration(temporal.duration_nanos(left) - temporal.duration_nanos(right))
    if temporal.is_time(left) and temporal.is_time(right):
        return between(left, right)
    if (temporal.is_date(left) or temporal.is_date_time(left)) and (
        temporal.is_date(right) or temporal.is_date_time(right)
    ):
        return between_days(left, right)
    return moved(left, right, -1)


def between_days(left: temporal.Date | temporal.DateTime, right: temporal.Date | temporal.DateTime) -> Value:
    """The time from `right` to `left`; a date facing a date and time counts as its UTC midnight."""
    if temporal.is_date(left) and temporal.is_date(right):
        return temporal.make_duration((temporal.day_number(left) - temporal.day_number(right)) * temporal.DAY)
    return between(temporal.as_date_time(left), temporal.as_date_time(right))


def between(left: temporal.Time | temporal.DateTime, right: temporal.Time | temporal.DateTime) -> Value:
    """The time from `right` to `left`; null when only one of them knows its offset."""
    if (left.tzinfo is None) != (right.tzinfo is None):
        return None
    return temporal.make_duration(temporal.instant_of(left) - temporal.instant_of(right))


def multiply(left: Value, right: Value) -> Value:
    """`left * right`: numbers, and a duration times a number."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return guarded(NUMBERS.multiply, left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(right, Decimal):
        return scaled(left, right, NUMBERS.multiply)
    return None


def scaled(length: Value, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> Value:
    """A duration multiplied or divided by a number; fractions of a month or nanosecond are dropped."""
    size = length.months if isinstance(length, YearsMonths) else None
    if temporal.is_duration(length):
        size = temporal.duration_nanos(length)
    result = None if size is None else guarded(operation, Decimal(size), factor)
    if not isinstance(result, Decimal) or result.adjusted() > 30:
        return None
    return YearsMonths(int(result)) if isinstance(length, YearsMonths) else temporal.make_duration(int(result))


def divide(left: Value, right: Value) -> Value:
    """`left / right`: numbers, a duration by a number, two durations of one kind."""
    if isinstance(right, Decimal):
        if isinstance(left, Decimal):
            return guarded(NUMBERS.divide, left, right)
        return scaled(left, right, NUMBERS.divide)
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return guarded(NUMBERS.divide, Decimal(left.months), Decimal(right.months))
    if temporal.is_duration(left) and temporal.is_duration(right):
        one, other = temporal.duration_nanos(left), temporal.duration_nanos(right)
        return guarded(NUMBERS.divide, Decimal(one), Decimal(other))
    return None


def power(left: Value, right: Value) -> Value:
    """`left ** right`."""
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    if not left and not right:
        return Decimal(1)
    return guarded(NUMBERS.power, left, right)


def negate(value: Value) -> Value:
    """`-value`: numbers and durations."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return temporal.make_duration(-temporal.duration_nanos(value)) if temporal.is_duration(value) else None
