"""Dates, times and durations read from text, as XML Schema writes them with FEEL's `@Zone/Name` added."""

import re
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .temporal import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Date,
    DateTime,
    Duration,
    Time,
    day_number,
    fixed,
    make_date,
    make_date_time,
    make_duration,
    make_time,
    nanos_of,
)
from .values import Value, YearsMonths

DATE_FORM = r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
TIME_FORM = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,30}))?([zZ]|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@.{1,60})?"
DATE = re.compile(DATE_FORM)
TIME = re.compile(TIME_FORM)
DATE_TIME = re.compile(f"{DATE_FORM}T{TIME_FORM}")
DAYS = re.compile(
    r"(-?)P(?:([0-9]{1,19})D)?(?:T(?=[0-9.])(?:([0-9]{1,19})H)?(?:([0-9]{1,19})M)?"
    r"(?:([0-9]{1,19})(?:\.([0-9]{0,30}))?S)?)?"
)
MONTHS = re.compile(r"(-?)P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")
ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")
LONGEST_OFFSET = 18 * 3600


class NoZoneError(ValueError):
    """The text after the time names no offset and no zone."""


def read_date(text: str) -> Date | None:
    """`2026-03-31`, also years before 0 and beyond 9999."""
    found = DATE.fullmatch(text)
    return make_date(int(found[1]), int(found[2]), int(found[3])) if found else None


def read_zone(text: str | None) -> tzinfo | None:
    """`Z`, `+02:00` or `@Europe/Paris`; raises NoZoneError for anything else."""
    if not text:
        return None
    if text in ("Z", "z"):
        return fixed(0)
    if text[0] == "@":
        return named_zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = hours * 3600 + minutes * 60 + (seconds[0] if seconds else 0)
    if offset > LONGEST_OFFSET or minutes > 59 or (seconds and seconds[0] > 59):
        raise NoZoneError(text)
    return fixed(-offset if text[0] == "-" else offset)


def named_zone(name: str) -> tzinfo:
    """An IANA zone; raises NoZoneError."""
    zone = zone_or_none(name)
    if zone is None:
        raise NoZoneError(name)
    return zone


@lru_cache(maxsize=1024)
def zone_or_none(name: str) -> tzinfo | None:
    """An IANA zone, null for a name nobody knows (which is remembered: looking for it reads files)."""
    try:
        return ZoneInfo(name) if ZONE.fullmatch(name) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def nanos_from(hour: str, minute: str, second: str, fraction: str | None) -> int | None:
    """Nanoseconds since midnight; 24:00:00 is the midnight that ends the day."""
    nanos = int(hour) * HOUR + int(minute) * MINUTE + int(second) * SECOND + int((fraction or "0").ljust(9, "0")[:9])
    if int(minute) > 59 or int(second) > 59 or nanos > DAY:
        return None
    return nanos


def read_time(text: str) -> Time | None:
    """`08:30:00`, with fraction, offset or zone."""
    found = TIME.fullmatch(text)
    if not found:
        return None
    nanos = nanos_from(found[1], found[2], found[3], found[4])
    try:
        zone = read_zone(found[5])
    except NoZoneError:
        return None
    return None if nanos is None else make_time(nanos, zone)


def read_date_time(text: str) -> DateTime | None:
    """`2026-03-31T08:30:00`, with fraction, offset or zone."""
    found = DATE_TIME.fullmatch(text)
    if not found:
        return None
    day = make_date(int(found[1]), int(found[2]), int(found[3]))
    nanos = nanos_from(found[4], found[5], found[6], found[7])
    try:
        zone = read_zone(found[8])
    except NoZoneError:
        return None
    return None if day is None or nanos is None else make_date_time(day_number(day) * DAY + nanos, zone)


def read_duration(text: str) -> Duration | YearsMonths | None:
    """`P1Y2M` or `P3DT4H5M6.7S`; never both kinds at once."""
    if text[-1:] in ("P", "T"):
        return None
    months = MONTHS.fullmatch(text)
    if months:
        total = int(months[2] or 0) * 12 + int(months[3] or 0)
        return YearsMonths(-total if months[1] else total)
    days = DAYS.fullmatch(text)
    if not days:
        return None
    nanos = int(days[2] or 0) * DAY + int(days[3] or 0) * HOUR + int(days[4] or 0) * MINUTE
    nanos += int(days[5] or 0) * SECOND + int((days[6] or "0").ljust(9, "0")[:9])
    return make_duration(-nanos if days[1] else nanos)


def read_temporal(text: str) -> Value:
    """The value of `@"…"`: a date, a date and time, a time or a duration; null for anything else."""
    return read_date(text) or read_date_time(text) or read_time(text) or read_duration(text)


def at_midnight(day: Date, clock: Time | None, zone: tzinfo | None) -> DateTime | None:
    """A day joined with a time of day; midnight where there is none."""
    return make_date_time(day_number(day) * DAY + (nanos_of(clock) if clock is not None else 0), zone)
