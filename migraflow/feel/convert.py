"""Plain Python values turned into FEEL values."""

import math
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal, Overflow
from enum import Enum
from typing import cast

from .values import NUMBERS, Function, Range, Value, WideDate, WideDateTime, WideDuration, WideTime, YearsMonths

EXACT = frozenset(
    {
        type(None), bool, str, date, datetime, time, timedelta,
        YearsMonths, WideDate, WideTime, WideDateTime, WideDuration, Range, Function,
    }
)  # fmt: skip

NESTING = 60
BIGGEST = 10**34


def to_feel(raw: object, depth: int = NESTING) -> Value:
    """The FEEL value of a plain Python value.

    Integers and floats become decimals (34 digits), tuples and sets lists, mappings contexts with text keys,
    enumerations their value, subclasses of dates the plain date. What FEEL has no word for becomes null, so does
    what is nested deeper than 60 levels.
    """
    kind = type(raw)
    if kind in EXACT:
        return cast("Value", raw)
    if kind is int and -BIGGEST < cast("int", raw) < BIGGEST:
        return Decimal(cast("int", raw))
    if kind is Decimal:
        return number(cast("Decimal", raw))
    if depth == 0:
        return None
    if isinstance(raw, Mapping):
        entries = cast("Mapping[object, object]", raw)
        return {str(key): to_feel(item, depth - 1) for key, item in entries.items()}
    if isinstance(raw, str):
        return str(raw.value) if isinstance(raw, Enum) else str(raw)
    if isinstance(raw, (bytes, bytearray, memoryview)):
        return None
    if isinstance(raw, (Sequence, Set)):
        return [to_feel(item, depth - 1) for item in cast("Sequence[object]", raw)]
    return plain(raw)


def number(raw: Decimal) -> Value:
    """A decimal rounded to 34 digits; null for what is not a finite number."""
    if not raw.is_finite():
        return None
    try:
        return NUMBERS.plus(raw)
    except Overflow:
        return None


def plain(raw: object) -> Value:
    """Numbers, enumerations and subclasses of the date classes."""
    if isinstance(raw, Enum):
        return to_feel(raw.value)
    if isinstance(raw, int):
        return number(Decimal(int(raw))) if raw.bit_length() < 30_000 else None
    if isinstance(raw, float):
        return number(Decimal(repr(float(raw)))) if math.isfinite(raw) else None
    if isinstance(raw, datetime):
        return datetime.combine(raw.date(), raw.timetz())
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    if isinstance(raw, time):
        return time(raw.hour, raw.minute, raw.second, raw.microsecond, raw.tzinfo)
    if isinstance(raw, timedelta):
        return timedelta(raw.days, raw.seconds, raw.microseconds)
    return None
