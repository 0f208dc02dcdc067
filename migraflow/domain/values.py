"""Typed values of a case as text and back, and by dotted path.

JSON keeps numbers, words, booleans, lists and dicts as they are; what JSON has no word for stands as
``{"@": kind, "=": text}``. Field names never begin with ``@``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

from migraflow import feel
from migraflow.domain.answer_paths import inside

MARK, TEXT = "@", "="


def dumps(value: object) -> str:
    """`value` as one line of text; equal values give equal texts."""
    return ENCODER.encode(value)


def loads(text: str) -> object:
    """The value `dumps` wrote; None for ""."""
    return unpacked(json.loads(text)) if text else None


def loads_mapping(text: str) -> dict[str, object]:
    """The mapping `dumps` wrote; {} for ""."""
    return cast(dict[str, object], loads(text) or {})


def packed(value: object) -> object:
    """What JSON's encoder does not know, made of what it knows."""
    if isinstance(value, datetime):  # asked most, of every entry of the journal
        return {MARK: "moment", TEXT: value.isoformat()}
    if isinstance(value, Mapping):
        return {str(key): item for key, item in cast(Mapping[object, object], value).items()}
    return marked(value)


def marked(value: object) -> dict[str, str]:
    """A value JSON has no word for; FEEL text for what only FEEL knows."""
    if isinstance(value, Decimal):
        return {MARK: "decimal", TEXT: str(value)}
    if isinstance(value, date):
        return {MARK: "date", TEXT: value.isoformat()}
    if isinstance(value, time):
        return {MARK: "time", TEXT: value.isoformat()}
    if isinstance(value, timedelta):
        return {MARK: "seconds", TEXT: str(value.total_seconds())}
    return {MARK: "feel", TEXT: feel.show(feel.to_feel(value))}


ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=packed
)


def unpacked(value: object) -> object:
    """What `dumps` was given."""
    if isinstance(value, list):
        return [unpacked(item) for item in cast(list[object], value)]
    if not isinstance(value, dict):
        return value
    entries = cast(dict[str, object], value)
    if MARK not in entries:
        return {key: unpacked(item) for key, item in entries.items()}
    text = str(entries[TEXT])
    return READERS[str(entries[MARK])](text)


def seconds(text: str) -> timedelta:
    """A duration from its seconds."""
    return timedelta(seconds=float(text))


READERS: Mapping[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": seconds,
    "feel": str,
}


def at_path(values: Mapping[str, object], path: str) -> object:
    """What stands at a dotted `path` of nested mappings; None where the path leaves them."""
    found: object = values
    for part in path.split("."):
        found = inside(found, part)
    return found


def block_at(values: Mapping[str, object], path: str) -> dict[str, object]:
    """The mapping at a dotted `path`; {} when there is none."""
    found = at_path(values, path)
    return dict(cast(Mapping[str, object], found)) if isinstance(found, Mapping) else {}


def with_path(values: Mapping[str, object], path: str, value: object) -> dict[str, object]:
    """`values` with `value` at a dotted `path`; a mapping is laid over the one that stands there."""
    head, _, rest = path.partition(".")
    inner = values.get(head)
    held: Mapping[str, object] = cast(Mapping[str, object], inner) if isinstance(inner, Mapping) else {}
    if rest:
        return {**values, head: with_path(held, rest, value)}
    if isinstance(value, Mapping):
        return {**values, head: {**held, **cast(Mapping[str, object], value)}}
    return {**values, head: value}
