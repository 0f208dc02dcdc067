"""Calendar arithmetic on whole nanoseconds and day numbers, in the proleptic Gregorian calendar.

Day numbers count like `date.toordinal`: 1 is 0001-01-01, 0 and below are the years before (year 0 exists, as in
ISO 8601). Every maker answers the plain Python value where it fits and the wide one where it does not; null beyond
nine-digit years.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TypeGuard
from zoneinfo import ZoneInfo

from .values import Value, WideDate, WideDateTime, WideDuration, WideTime

Date = date | WideDate
DateTime = datetime | WideDateTime
Time = time | WideTime
Duration = timedelta | WideDuration

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ERA = 146_097  # days in 400 Gregorian years
MAX_YEAR = 999_999_999
MAX_DURATION = 2**63 * SECOND  # what a 64-bit count of seconds can say


def is_date(value: Value) -> TypeGuard[Date]:
    """A date without time."""
    return type(value) is date or type(value) is WideDate


def is_date_time(value: Value) -> TypeGuard[DateTime]:
    """A date with a time."""
    return type(value) is datetime or type(value) is WideDateTime


def is_time(value: Value) -> TypeGuard[Time]:
    """A time of day."""
    return type(value) is time or type(value) is WideTime


def is_duration(value: Value) -> TypeGuard[Duration]:
    """A days-and-time duration."""
    return type(value) is timedelta or type(value) is WideDuration


def day_of(year: int, month: int, day: int) -> int:
    """The day number of a civil date (no validity check)."""
    year -= month <= 2
    era, within = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * ERA + within * 365 + within // 4 - within // 100 + day_of_year - 305


def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    era, within = divmod(day + 305, ERA)
    year = (within - within // 1460 + within // 36524 - within // 146_096) // 365
    rest = within - (365 * year + year // 4 - year // 100)
    month = (5 * rest + 2) // 153
    return (
        era * 400 + year + (month >= 10),
        month + (3 if month < 10 else -9),
        rest - (153 * month + 2) // 5 + 1,
    )


def month_length(year: int, month: int) -> int:
    """Days in a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def make_date(year: int, month: int, day: int) -> Date | None:
    """A date, null where the calendar has none."""
    if not (-MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    return date(year, month, day) if 1 <= year <= 9999 else WideDate(day_of(year, month, day))


def date_on(day: int) -> Date | None:
    """The date with this day number."""
    if 1 <= day <= 3_652_059:
        return date.fromordinal(day)
    return WideDate(day) if abs(civil(day)[0]) <= MAX_YEAR else None


def day_number(value: Date | DateTime) -> int:
    """The day number of a date or of the (local) day of a date and time."""
    if isinstance(value, WideDate):
        return value.day
    return value.nanos // DAY if isinstance(value, WideDateTime) else value.toordinal()


def nanos_of(value: Time | DateTime) -> int:
    """Nanoseconds since (local) midnight."""
    if isinstance(value, (WideTime, WideDateTime)):
        return value.nanos % DAY
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond * 1000


def make_time(nanos: int, zone: tzinfo | None) -> Time:
    """A time of day from nanoseconds since midnight (taken modulo one day)."""
    nanos %= DAY
    if nanos % 1000:
        return WideTime(nanos, zone)
    hour, rest = divmod(nanos, HOUR)
    minute, rest = divmod(rest, MINUTE)
    return time(hour, minute, rest // SECOND, rest % SECOND // 1000, zone)


def make_date_time(local: int, zone: tzinfo | None) -> DateTime | None:
    """A date and time from local nanoseconds since day number 0."""
    day, nanos = divmod(local, DAY)
    if nanos % 1000 or not 1 <= day <= 3_652_059:
        return WideDateTime(local, zone) if abs(civil(day)[0]) <= MAX_YEAR else None
    plain = make_time(nanos, zone)
    return datetime.combine(date.fromordinal(day), plain) if isinstance(plain, time) else None


def local_of(value: DateTime) -> int:
    """Local nanoseconds since day number 0."""
    return value.nanos if isinstance(value, WideDateTime) else value.toordinal() * DAY + nanos_of(value)


def offset_of(value: Time | DateTime) -> int | None:
    """Seconds east of Greenwich; null without offset and zone.

    A time of day with a zone takes the zone's offset of 1 January 2000: it has no date to ask the zone about.
    """
    zone = value.tzinfo
    if zone is None:
        return None
    if isinstance(zone, timezone):
        return round(zone.utcoffset(None).total_seconds())
    moment = value if isinstance(value, datetime) else stand_in(value)
    offset = zone.utcoffset(moment.replace(tzinfo=zone))
    return None if offset is None else round(offset.total_seconds())


def stand_in(value: Time | DateTime) -> datetime:
    """A plain date and time on which a zone has the offset that `value` asks about."""
    day, nanos = (730_120, nanos_of(value)) if is_time(value) else divmod(local_of(as_date_time(value)), DAY)
    year, month, day_in_month = civil(day)
    moment = datetime(year if 1 < year < 9999 else 2000 + year % 400, month, day_in_month)
    return moment + timedelta(microseconds=nanos // 1000)


def as_date_time(value: Time | DateTime | Date) -> DateTime:
    """A date becomes its UTC midnight; a date and time stays itself."""
    if isinstance(value, (WideDateTime, datetime)):
        return value
    day = day_number(value) if isinstance(value, (date, WideDate)) else 0
    return make_date_time(day * DAY, UTC) or WideDateTime(day * DAY, UTC)


def instant_of(value: Time | DateTime) -> int:
    """Nanoseconds on the universal time line (local where the value has no offset)."""
    local = nanos_of(value) if is_time(value) else local_of(as_date_time(value))
    return local - (offset_of(value) or 0) * SECOND


def make_duration(nanos: int) -> Duration | None:
    """A days-and-time duration."""
    if nanos % 1000 == 0 and abs(nanos) < 999_999_999 * DAY:
        return timedelta(microseconds=nanos // 1000)
    return WideDuration(nanos) if abs(nanos) < MAX_DURATION else None


def duration_nanos(value: Duration) -> int:
    """The whole length in nanoseconds."""
    if isinstance(value, WideDuration):
        return value.nanos
    return ((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000


def zone_name(zone: tzinfo | None) -> str | None:
    """The IANA name of a zone; null for a plain offset."""
    return zone.key if isinstance(zone, ZoneInfo) else None


def fixed(seconds: int) -> tzinfo:
    """The zone of a plain offset."""
    return UTC if seconds == 0 else timezone(timedelta(seconds=seconds))


def add_months(value: Date | DateTime, months: int) -> Date | DateTime | None:
    """The same day `months` later; the last day of the month where that day does not exist."""
    year, month, day = civil(day_number(value))
    year, month = divmod(year * 12 + month - 1 + months, 12)
    moved = make_date(year, month + 1, min(day, month_length(year, month + 1)))
    if moved is None or not is_date_time(value):
        return moved
    return make_date_time(day_number(moved) * DAY + nanos_of(value), value.tzinfo)


def add_nanos(value: Date | DateTime, nanos: int) -> Date | DateTime | None:
    """`nanos` later: the day reached for a date, the instant for a date and time (its zone is kept)."""
    if not is_date_time(value):
        return date_on((day_number(value) * DAY + nanos) // DAY)
    if zone_name(value.tzinfo) is None:
        return make_date_time(local_of(value) + nanos, value.tzinfo)
    return in_zone(instant_of(value) + nanos, value.tzinfo)


def in_zone(instant: int, zone: tzinfo | None) -> DateTime | None:
    """The local date and time of an instant in a zone."""
    universal = make_date_time(instant, UTC)
    if universal is None or zone is None:
        return universal
    if isinstance(universal, datetime) and 1 < universal.year < 9999:
        return universal.astimezone(zone)
    offset = offset_of(WideDateTime(instant, zone)) or 0
    return make_date_time(instant + offset * SECOND, zone)


def months_between(start: Date | DateTime, end: Date | DateTime) -> int:
    """Whole months from `start` to `end`, negative going back; local dates count, times of day do not."""
    if day_number(end) < day_number(start):
        return -months_between(end, start)
    first_year, first_month, first_day = civil(day_number(start))
    last_year, last_month, last_day = civil(day_number(end))
    return (last_year - first_year) * 12 + last_month - first_month - (last_day < first_day)
