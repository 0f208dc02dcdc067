"""FEEL types as values: the built-in ones by name, and those composed of others."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Basic(StrEnum):
    """The built-in types, by their FEEL names."""

    ANY = "Any"
    NULL = "Null"
    NUMBER = "number"
    STRING = "string"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date and time"
    DAYS = "days and time duration"
    MONTHS = "years and months duration"
    LIST = "list"
    CONTEXT = "context"
    RANGE = "range"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class ListKind:
    """`list<item>`."""

    item: "Kind"


@dataclass(frozen=True, slots=True)
class RangeKind:
    """`range<item>`."""

    item: "Kind"


@dataclass(frozen=True, slots=True)
class ContextKind:
    """`context<name: kind, …>`: at least these entries."""

    fields: tuple[tuple[str, "Kind"], ...]


@dataclass(frozen=True, slots=True)
class FunctionKind:
    """`function<kind, …> -> result`."""

    parameters: tuple["Kind", ...]
    result: "Kind"


Kind: TypeAlias = Basic | ListKind | RangeKind | ContextKind | FunctionKind

NAMED: dict[str, Kind] = {
    **{kind.value: kind for kind in Basic},
    "any": Basic.ANY,
    "dateTime": Basic.DATE_TIME,
    "dayTimeDuration": Basic.DAYS,
    "yearMonthDuration": Basic.MONTHS,
}
