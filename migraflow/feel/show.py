"""Values as text: the `string()` function, and how a value is written back as FEEL."""

import re
from decimal import Decimal

from . import temporal
from .lexer import PART, START
from .reader import KEYWORDS
from .values import Function, Range, Value, YearsMonths

PLAIN_KEY = re.compile(rf"[{START}][{PART}]*(?: [{START}][{PART}]*)*")
QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def show(value: Value) -> str:
    """The text of a value as FEEL's `string()` writes it; null is « null »."""
    return value if isinstance(value, str) else written(value)


def written(value: Value) -> str:
    """A value inside another one, where texts keep their quotation marks."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{show_key(key)}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return show_range(value)
    if isinstance(value, Function):
        return "function(" + ", ".join(parameter.name for parameter in value.parameters) + ")"
    return show_temporal(value)


def quoted(text: str) -> str:
    """A text as it stands in an expression."""
    return f'"{text.translate(QUOTED)}"'


def show_number(value: Decimal) -> str:
    """Digits without exponent or idle zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def show_key(key: str) -> str:
    """A context key, quoted where it is not a name."""
    return key if PLAIN_KEY.fullmatch(key) and key not in KEYWORDS else quoted(key)


def show_range(value: Range) -> str:
    """`[1..10)`, or `>= 1` for a unary test."""
    if value.operator:
        return f"{value.operator} {written(value.start if value.end is None else value.end)}"
    opening = "[" if value.start_included else "("
    closing = "]" if value.end_included else ")"
    return f"{opening}{written(value.start)}..{written(value.end)}{closing}"


def show_temporal(value: Value) -> str:
    """Dates, times and durations, as `@"…"` reads them."""
    if isinstance(value, YearsMonths):
        return show_months(value.months)
    if temporal.is_duration(value):
        return show_days(temporal.duration_nanos(value))
    if temporal.is_date_time(value):
        return f"{show_day(temporal.day_number(value))}T{show_clock(temporal.nanos_of(value))}{show_zone(value)}"
    if temporal.is_date(value):
        return show_day(temporal.day_number(value))
    return f"{show_clock(temporal.nanos_of(value))}{show_zone(value)}" if temporal.is_time(value) else ""


def show_day(day: int) -> str:
    """`2026-03-31`; years have at least four digits."""
    year, month, day = temporal.civil(day)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


def show_clock(nanos: int) -> str:
    """`08:30:00`, with the fraction of a second if there is one."""
    seconds, fraction = divmod(nanos, temporal.SECOND)
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
    return f"{text}.{fraction:09d}".rstrip("0") if fraction else text


def show_zone(value: temporal.Time | temporal.DateTime) -> str:
    """`Z`, `+02:00`, `@Europe/Paris`, or nothing."""
    name = temporal.zone_name(value.tzinfo)
    if name is not None:
        return f"@{name}"
    return "" if value.tzinfo is None else show_offset(temporal.offset_of(value) or 0)


def show_offset(seconds: int) -> str:
    """`Z` or `+02:00`."""
    if seconds == 0:
        return "Z"
    minutes, second = divmod(abs(seconds), 60)
    tail = f":{second:02d}" if second else ""
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def show_months(months: int) -> str:
    """`P1Y2M`."""
    years, rest = divmod(abs(months), 12)
    parts = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-P" if months < 0 else "P") + (parts or "0M")


def show_days(nanos: int) -> str:
    """`P1DT2H3M4.5S`."""
    rest = abs(nanos)
    days, rest = divmod(rest, temporal.DAY)
    hours, rest = divmod(rest, temporal.HOUR)
    minutes, rest = divmod(rest, temporal.MINUTE)
    seconds, fraction = divmod(rest, temporal.SECOND)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += (f"{seconds}.{fraction:09d}".rstrip("0") if fraction else str(seconds)) + "S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-P" if nanos < 0 else "P") + (text or "T0S")
