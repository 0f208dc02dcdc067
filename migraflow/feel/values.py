"""FEEL values as Python values.

Everything a manager writes about is a plain Python value where Python has one: `Decimal`, `str`, `bool`, `None`,
`date`, `time`, `datetime`, `timedelta`, `list`, `dict`. Four *wide* twins hold what Python's calendar cannot:
years outside 1–9999 and fractions of a second finer than a microsecond (FEEL allows years of nine digits and
nanoseconds). A wide value is only ever made when the plain one cannot say it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TypeAlias

from .budget import Run
from .kinds import Kind

Zone = tzinfo

NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])
"""IEEE 754 decimal128, the arithmetic the standard asks for; ties round to even."""


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date outside years 1–9999; `day` counts like `date.toordinal` (1 is 0001-01-01)."""

    day: int


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time finer than a microsecond; `nanos` since midnight."""

    nanos: int
    tzinfo: Zone | None = None


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time `datetime` cannot hold; `nanos` of local time since the start of day ordinal 0."""

    nanos: int
    tzinfo: Zone | None = None


@dataclass(frozen=True, slots=True)
class WideDuration:
    """A days-and-time duration `timedelta` cannot hold, in nanoseconds."""

    nanos: int


@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A years-and-months duration, in months (negative going back)."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval, or a unary test kept as a value.

    `operator` is the sign of a unary test such as `(< 10)`, whose missing end is open for ever; it is empty for an
    interval written with two ends, where an end that is null makes every membership null.
    """

    start: "Value"
    end: "Value"
    start_included: bool = True
    end_included: bool = True
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One formal parameter of a function an author wrote; `kind` is what its argument must be."""

    name: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: a built-in, a host function, or one an author wrote.

    `invoke` takes the arguments in order; `invoke_named` takes them by name. Both answer null for arguments that
    do not fit.
    """

    name: str
    parameters: tuple[Parameter, ...]
    invoke: "Callable[[Run, list[Value]], Value]"
    invoke_named: "Callable[[Run, Mapping[str, Value]], Value] | None" = None
    result: Kind | None = field(default=None)


Atom: TypeAlias = (
    bool
    | Decimal
    | str
    | date
    | datetime
    | time
    | timedelta
    | YearsMonths
    | WideDate
    | WideTime
    | WideDateTime
    | WideDuration
    | Range
    | Function
)
Value: TypeAlias = "Atom | list[Value] | dict[str, Value] | None"
