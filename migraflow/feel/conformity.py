"""Which kind a value is, whether it conforms to a type, and how it is made to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from .kinds import Basic, ContextKind, FunctionKind, Kind, ListKind, RangeKind
from .temporal import DAY, day_number, is_date, make_date_time
from .values import Function, Range, Value, WideDate, WideDateTime, WideDuration, WideTime, YearsMonths

BY_TYPE: dict[type, Basic] = {
    type(None): Basic.NULL,
    bool: Basic.BOOLEAN,
    Decimal: Basic.NUMBER,
    str: Basic.STRING,
    date: Basic.DATE,
    WideDate: Basic.DATE,
    datetime: Basic.DATE_TIME,
    WideDateTime: Basic.DATE_TIME,
    time: Basic.TIME,
    WideTime: Basic.TIME,
    timedelta: Basic.DAYS,
    WideDuration: Basic.DAYS,
    YearsMonths: Basic.MONTHS,
    list: Basic.LIST,
    dict: Basic.CONTEXT,
    Range: Basic.RANGE,
    Function: Basic.FUNCTION,
}


def kind_of(value: Value) -> Basic:
    """The built-in type of a value."""
    return BY_TYPE[type(value)]


def conforms(value: Value, kind: Kind) -> bool:
    """Whether `value` is an instance of `kind`; null is an instance of Null only."""
    if isinstance(kind, Basic):
        return value is not None if kind is Basic.ANY else kind_of(value) is kind
    if isinstance(kind, ListKind):
        return isinstance(value, list) and all(fits(item, kind.item) for item in value)
    if isinstance(kind, ContextKind):
        return isinstance(value, dict) and all(
            name in value and fits(value[name], field) for name, field in kind.fields
        )
    if isinstance(kind, RangeKind):
        return isinstance(value, Range) and all(
            end is None or conforms(end, kind.item) for end in (value.start, value.end)
        )
    return isinstance(value, Function) and function_conforms(value, kind)


def fits(value: Value, kind: Kind) -> bool:
    """Conforms, or is null: null belongs everywhere."""
    return value is None or conforms(value, kind)


def function_conforms(value: Function, kind: FunctionKind) -> bool:
    """As many parameters, each accepting what the type promises, and a result (if it is known) that keeps it."""
    if len(value.parameters) != len(kind.parameters):
        return False
    promised = zip(kind.parameters, value.parameters, strict=True)
    accepted = all(parameter.kind is None or narrower(given, parameter.kind) for given, parameter in promised)
    return accepted and (value.result is None or narrower(value.result, kind.result))


def narrower(kind: Kind, wider: Kind) -> bool:
    """Whether every value of `kind` is one of `wider`."""
    if wider is Basic.ANY or kind is Basic.NULL or kind == wider:
        return True
    if isinstance(wider, Basic):
        return outer(kind) is wider and not isinstance(kind, Basic)
    if isinstance(kind, ListKind) and isinstance(wider, ListKind):
        return narrower(kind.item, wider.item)
    if isinstance(kind, RangeKind) and isinstance(wider, RangeKind):
        return narrower(kind.item, wider.item)
    if isinstance(kind, ContextKind) and isinstance(wider, ContextKind):
        own = dict(kind.fields)
        return all(name in own and narrower(own[name], field) for name, field in wider.fields)
    if isinstance(kind, FunctionKind) and isinstance(wider, FunctionKind):
        return functions_nest(kind, wider)
    return False


def functions_nest(kind: FunctionKind, wider: FunctionKind) -> bool:
    """Parameters may only widen, the result may only narrow."""
    if len(kind.parameters) != len(wider.parameters):
        return False
    pairs = zip(wider.parameters, kind.parameters, strict=True)
    return all(narrower(theirs, ours) for theirs, ours in pairs) and narrower(kind.result, wider.result)


def outer(kind: Kind) -> Basic:
    """The built-in type a composite type refines."""
    if isinstance(kind, Basic):
        return kind
    shapes: dict[type, Basic] = {
        ListKind: Basic.LIST,
        RangeKind: Basic.RANGE,
        ContextKind: Basic.CONTEXT,
        FunctionKind: Basic.FUNCTION,
    }
    return shapes[type(kind)]


def coerce(value: Value, kind: Kind) -> Value:
    """`value` made to fit `kind` by the conversions the standard allows, null where none does.

    A list of one becomes its item, an item becomes a list of one, a date becomes its UTC midnight.
    """
    for candidate in (value, *conversions(value, kind)):
        if fits(candidate, kind):
            return candidate
    return None


def conversions(value: Value, kind: Kind) -> Iterator[Value]:
    """What the standard lets a value be read as when `kind` is expected."""
    shape = outer(kind)
    if isinstance(value, list):
        if len(value) == 1 and shape is not Basic.LIST:
            yield value[0]
    elif shape is Basic.LIST:
        yield [value]
    if shape is Basic.DATE_TIME and is_date(value):
        yield make_date_time(day_number(value) * DAY, UTC)
