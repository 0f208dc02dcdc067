"""Values of a case as JSON and back: numbers, dates, durations and texts survive; nothing a person types is a command.

Plain JSON values stand for themselves. Everything else is written ``{"~": tag, "v": …}``; a person's own mapping that
has a key ``~`` is wrapped too, so no data can be mistaken for a tag.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from migraflow import feel

TAG, VALUE = "~", "v"
PLAIN = frozenset({str, int, float, bool, type(None)})


class Unkeepable(TypeError):
    """A value that cannot be kept in a case."""


def encoded(value: Any) -> Any:
    """`value` as plain JSON. Raises Unkeepable."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is dict:
        return encoded_mapping(value)
    if kind is list:
        return [encoded(inner) for inner in value]
    encoder = ENCODERS.get(kind)
    if encoder is not None:
        return encoder(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return encoded_mapping(value)
    if isinstance(value, tuple | set | frozenset):
        return [encoded(inner) for inner in value]
    raise Unkeepable(f"{kind.__name__} cannot be kept in a case")


def encoded_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    """A mapping; wrapped as pairs when it has our own key."""
    inner = {str(key): encoded(item) for key, item in value.items()}
    return {TAG: "map", VALUE: list(inner.items())} if TAG in inner else inner


def tagged(tag: str, write: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    """An encoder that puts what `write` gives under `tag`."""
    return lambda value: {TAG: tag, VALUE: write(value)}


def zoned(value: datetime) -> Any:
    """A date and time; the name of its zone beside it when it has one."""
    zone = getattr(value.tzinfo, "key", None)
    return value.isoformat() if zone is None else [value.replace(tzinfo=None).isoformat(), zone, value.fold]


def unzoned(value: Any) -> datetime:
    """The date and time `zoned` wrote."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    moment, zone, fold = value
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone), fold=fold)


def shown(value: Any) -> dict[str, Any]:
    """A FEEL value beyond what Python's calendar holds: kept as FEEL writes it."""
    return {TAG: "text", VALUE: feel.show(value)}


ENCODERS: Mapping[type, Callable[[Any], Any]] = {
    Decimal: tagged("dec", str),
    datetime: tagged("dt", zoned),
    date: tagged("d", lambda value: value.isoformat()),
    time: tagged("t", lambda value: value.isoformat()),
    timedelta: tagged("td", lambda value: [value.days, value.seconds, value.microseconds]),
    feel.YearsMonths: tagged("ym", lambda value: value.months),
    UUID: tagged("id", str),
    bytes: tagged("b", lambda value: base64.b64encode(value).decode()),
    feel.WideDate: shown,
    feel.WideDateTime: shown,
    feel.WideTime: shown,
    feel.WideDuration: shown,
    feel.Range: shown,
}
DECODERS: Mapping[str, Callable[[Any], Any]] = {
    "map": lambda pairs: {key: decoded(value) for key, value in pairs},
    "dec": Decimal,
    "dt": unzoned,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "td": lambda parts: timedelta(*parts),
    "ym": feel.YearsMonths,
    "id": UUID,
    "b": base64.b64decode,
    "text": str,
}


def decoded(value: Any) -> Any:
    """The value that `encoded` wrote."""
    kind = type(value)
    if kind is list:
        return [decoded(inner) for inner in value]
    if kind is not dict:
        return value
    if TAG in value:
        return DECODERS[value[TAG]](value[VALUE])
    return {key: decoded(inner) for key, inner in value.items()}
