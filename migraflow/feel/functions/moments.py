"""Built-in functions on dates, times and durations."""

from datetime import timedelta
from decimal import Decimal

from .. import temporal
from ..budget import Run
from ..conformity import kind_of
from ..literals import at_midnight, read_date, read_date_time, read_time
from ..operators import equal
from ..values import Value, WideDuration, YearsMonths
from .signatures import Declaration, declare

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def date_from(value: Value) -> Value:
    """`date(from)`."""
    if isinstance(value, str):
        return read_date(value)
    if temporal.is_date_time(value):
        return temporal.date_on(temporal.day_number(value))
    return value


def date_of(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """`date(year, month, day)`."""
    return temporal.make_date(int(year), int(month), int(day))


def time_from(value: Value) -> Value:
    """`time(from)`; a date is its UTC midnight."""
    if isinstance(value, str):
        return read_time(value)
    if temporal.is_date(value):
        return temporal.make_time(0, temporal.fixed(0))
    if temporal.is_date_time(value):
        return temporal.make_time(temporal.nanos_of(value), value.tzinfo)
    return value


def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | WideDuration | None = None) -> Value:
    """`time(hour, minute, second, offset)`; seconds may have a fraction."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    zone = None
    if offset is not None:
        seconds = temporal.duration_nanos(offset) // temporal.SECOND
        if abs(seconds) > 18 * 3600:
            return None
        zone = temporal.fixed(seconds)
    nanos = int(hour) * temporal.HOUR + int(minute) * temporal.MINUTE + int(second * temporal.SECOND)
    return temporal.make_time(nanos, zone)


def date_time_from(value: Value) -> Value:
    """`date and time(from)`; a date alone is its midnight."""
    if not isinstance(value, str):
        return value
    day = read_date(value)
    return read_date_time(value) if day is None else at_midnight(day, None, None)


def date_time_of(day: Value, clock: Value) -> Value:
    """`date and time(date, time)`: the day of the one, the time and zone of the other."""
    if not temporal.is_time(clock) or not (temporal.is_date(day) or temporal.is_date_time(day)):
        return None
    nanos = temporal.day_number(day) * temporal.DAY + temporal.nanos_of(clock)
    return temporal.make_date_time(nanos, clock.tzinfo)


def months_from(start: Value, end: Value) -> Value:
    """`years and months duration(from, to)`."""
    if not (temporal.is_date(start) or temporal.is_date_time(start)):
        return None
    if not (temporal.is_date(end) or temporal.is_date_time(end)):
        return None
    return YearsMonths(temporal.months_between(start, end))


def now(run: Run) -> Value:
    """The moment of this evaluation, null when the caller gave none."""
    return run.now


def today(run: Run) -> Value:
    """The day of this evaluation, null when the caller gave none."""
    return None if run.now is None else run.now.date()


def day_of_year(day: temporal.Date | temporal.DateTime) -> Value:
    """1 for 1 January."""
    number = temporal.day_number(day)
    return Decimal(number - temporal.day_of(temporal.civil(number)[0], 1, 1) + 1)


def day_of_week(day: temporal.Date | temporal.DateTime) -> Value:
    """The English name of the day, as the standard has it."""
    return DAYS[(temporal.day_number(day) - 1) % 7]


def month_of_year(day: temporal.Date | temporal.DateTime) -> Value:
    """The English name of the month, as the standard has it."""
    return MONTHS[temporal.civil(temporal.day_number(day))[1] - 1]


def week_of_year(day: temporal.Date | temporal.DateTime) -> Value:
    """The ISO 8601 week: the one its Thursday belongs to."""
    number = temporal.day_number(day)
    thursday = number - (number - 1) % 7 + 3
    return Decimal((thursday - temporal.day_of(temporal.civil(thursday)[0], 1, 1)) // 7 + 1)


def same(one: Value, other: Value) -> Value:
    """`is(value1, value2)`: equal, of one kind, and written with the same offset or in the same zone."""
    if kind_of(one) is not kind_of(other):
        return False
    if (temporal.is_time(one) and temporal.is_time(other)) or (
        temporal.is_date_time(one) and temporal.is_date_time(other)
    ):
        zones = [
            (each.tzinfo is None, temporal.zone_name(each.tzinfo), temporal.offset_of(each)) for each in (one, other)
        ]
        return zones[0] == zones[1] and equal(one, other) is True
    return equal(one, other) is True


DECLARATIONS: tuple[Declaration, ...] = (
    declare("date(from: string|moment)", date_from, cost=15),
    declare("date(year: number, month: number, day: number)", date_of, cost=15),
    declare("time(from: string|time|moment)", time_from, cost=15),
    declare("time(hour: number, minute: number, second: number, offset?: days|null)", time_of, cost=15),
    declare("date and time(from: string|date and time)", date_time_from, cost=15),
    declare("date and time(date: moment, time: time)", date_time_of, cost=15),
    declare("years and months duration(from: moment, to: moment)", months_from, cost=15),
    declare("now()", now, calls=True),
    declare("today()", today, calls=True),
    declare("day of year(date: moment)", day_of_year),
    declare("day of week(date: moment)", day_of_week),
    declare("month of year(date: moment)", month_of_year),
    declare("week of year(date: moment)", week_of_year),
    declare("is(value1, value2)", same, deep=True, cost=60),
)
