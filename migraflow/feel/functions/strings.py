"""Built-in functions on texts, and conversions to and from them."""

import re
from decimal import Decimal

from ..budget import Run
from ..literals import read_duration
from ..show import show
from ..values import NUMBERS, Value
from .signatures import Declaration, declare

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")


def text_of(run: Run, value: Value) -> Value:
    """`string(from)`; writing takes longer than looking."""
    text = None if value is None else show(value)
    run.spend(len(text or "") // 4)
    return text


def number_of(text: str, grouping: str | None = None, point: str | None = None) -> Value:
    """`number(from, grouping separator, decimal separator)`."""
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (point and grouping == point):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        text = text.replace(".", "x").replace(",", ".")
    if len(text) > 7000 or not NUMBER.fullmatch(text):
        return None
    number = NUMBERS.create_decimal(text)
    return number if number.is_finite() else None


def substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """Characters from a 1-based start, counted from the end when negative; null outside the text."""
    place = int(start)
    if place == 0 or abs(place) > len(text) or (length is not None and length < 1):
        return None
    first = place - 1 if place > 0 else len(text) + place
    return text[first:] if length is None else text[first : first + int(length)]


def before(text: str, match: str) -> Value:
    """What stands before the first `match`."""
    return text[: max(text.find(match), 0)]


def after(text: str, match: str) -> Value:
    """What stands after the first `match`."""
    place = text.find(match)
    return text[place + len(match) :] if place >= 0 else ""


def has(text: str, match: str) -> Value:
    """`contains`."""
    return match in text


def opens(text: str, match: str) -> Value:
    """`starts with`."""
    return text.startswith(match)


def closes(text: str, match: str) -> Value:
    """`ends with`."""
    return text.endswith(match)


def joined(items: list[Value], delimiter: str | None = None) -> Value:
    """The texts of a list in one, nulls left out; null if anything else is in the list."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    return (delimiter or "").join(item for item in texts if isinstance(item, str))


def length(text: str) -> Value:
    """Characters, not bytes."""
    return Decimal(len(text))


def duration_of(value: Value) -> Value:
    """`duration(from)`."""
    return read_duration(value) if isinstance(value, str) else value


def opposite(value: Value) -> Value:
    """`not(…)`: null for anything but a boolean."""
    return not value if isinstance(value, bool) else None


DECLARATIONS: tuple[Declaration, ...] = (
    declare("string(from)", text_of, calls=True, deep=True, cost=15),
    declare("number(from: string)", number_of),
    declare("number(from: string, grouping separator: string|null, decimal separator: string|null)", number_of),
    declare("not(negand)", opposite),
    declare("substring(string: string, start position: number, length?: number|null)", substring),
    declare("string length(string: string)", length),
    declare("upper case(string: string)", str.upper),
    declare("lower case(string: string)", str.lower),
    declare("substring before(string: string, match: string)", before),
    declare("substring after(string: string, match: string)", after),
    declare("contains(string: string, match: string)", has),
    declare("starts with(string: string, match: string)", opens),
    declare("ends with(string: string, match: string)", closes),
    declare("string join(list: list, delimiter?: string|null)", joined),
    declare("duration(from: string|duration)", duration_of, cost=15),
)
