"""`value.name`: entries of contexts, and the properties dates, times, durations and intervals have."""

from collections.abc import Callable
from decimal import Decimal

from . import temporal
from .budget import Run
from .values import Range, Value, YearsMonths


def member(run: Run, value: Value, name: str) -> Value:
    """The entry or property, mapped over lists; null where there is none."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        run.spend(3 * len(value) + 1)
        run.keep(len(value) + 1)
        return [member(run, item, name) for item in value]
    if isinstance(value, Range):
        found = RANGE.get(name)
        return found(value) if found else None
    if isinstance(value, YearsMonths):
        return years_member(value.months, name)
    return temporal_member(value, name)


RANGE: dict[str, Callable[[Range], Value]] = {
    "start": lambda span: span.start,
    "end": lambda span: span.end,
    "start included": lambda span: span.start_included,
    "end included": lambda span: span.end_included,
}


def years_member(months: int, name: str) -> Value:
    """`years` and `months`, both negative going back; `value` is the whole length in months."""
    sign = -1 if months < 0 else 1
    parts = {"years": sign * (abs(months) // 12), "months": sign * (abs(months) % 12), "value": months}
    return Decimal(parts[name]) if name in parts else None


def temporal_member(value: Value, name: str) -> Value:
    """Properties of dates, times, date and times, and days-and-time durations."""
    if temporal.is_duration(value):
        return days_member(temporal.duration_nanos(value), name)
    if temporal.is_date(value):
        return day_member(value, name)
    if temporal.is_date_time(value):
        found = day_member(value, name)
        return clock_member(value, name) if found is None else found
    return clock_member(value, name) if temporal.is_time(value) else None


def days_member(nanos: int, name: str) -> Value:
    """`days`, `hours`, `minutes`, `seconds`, all negative going back; `value` is the whole length in seconds."""
    sign = -1 if nanos < 0 else 1
    size = abs(nanos)
    parts = {
        "days": (size // temporal.DAY, 1),
        "hours": (size % temporal.DAY // temporal.HOUR, 1),
        "minutes": (size % temporal.HOUR // temporal.MINUTE, 1),
        "seconds": (size % temporal.MINUTE, temporal.SECOND),
        "value": (size, temporal.SECOND),
    }
    if name not in parts:
        return None
    amount, unit = parts[name]
    return Decimal(sign * amount) / unit


def day_member(value: temporal.Date | temporal.DateTime, name: str) -> Value:
    """`year`, `month`, `day`, and `weekday` (1 is Monday)."""
    day = temporal.day_number(value)
    year, month, day_in_month = temporal.civil(day)
    parts = {"year": year, "month": month, "day": day_in_month, "weekday": (day - 1) % 7 + 1}
    if name == "value" and temporal.is_date(value):
        return Decimal((day - 719_163) * 86_400)
    return Decimal(parts[name]) if name in parts else None


def clock_member(value: temporal.Time | temporal.DateTime, name: str) -> Value:
    """`hour`, `minute`, `second`, `time offset`, `timezone`; `value` counts seconds."""
    nanos = temporal.nanos_of(value)
    if name == "time offset":
        offset = temporal.offset_of(value)
        return None if offset is None else temporal.make_duration(offset * temporal.SECOND)
    if name == "timezone":
        return temporal.zone_name(value.tzinfo)
    if name == "value":
        epoch = 0 if temporal.is_time(value) else 719_163 * temporal.DAY
        return Decimal(temporal.instant_of(value) - epoch) / temporal.SECOND
    parts = {
        "hour": nanos // temporal.HOUR,
        "minute": nanos % temporal.HOUR // temporal.MINUTE,
        "second": nanos % temporal.MINUTE // temporal.SECOND,
    }
    return Decimal(parts[name]) if name in parts else None
