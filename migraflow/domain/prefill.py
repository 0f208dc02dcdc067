"""What a form starts from: the case's own values for its fields, else the fields' defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from migraflow.domain.answer_values import is_blank
from migraflow.domain.answers import Setting, Values
from migraflow.domain.forms import SHOWN_ONLY, Field, Form, Kind
from migraflow.domain.formulas import worked_out


def starting(form: Form, setting: Setting) -> dict[str, object]:
    """The raw answers a blank form starts from."""
    return start_fields(form.fields, setting.known, setting)


def start_fields(fields: tuple[Field, ...], known: Mapping[str, object], setting: Setting) -> dict[str, object]:
    """The starting raw answers of `fields`, recursively into blocks."""
    raw: dict[str, object] = {}
    for f in fields:
        if f.kind in SHOWN_ONLY:
            continue
        given = known.get(f.name)
        if f.kind is Kind.BLOCK:
            raw[f.name] = start_fields(f.fields, cast(Values, given) if isinstance(given, Mapping) else {}, setting)
        elif not is_blank(given):
            raw[f.name] = raw_of(given)
        elif f.default is not None:
            value = worked_out(f.default, {**setting.known, **known}, setting.now)
            if value is not None:
                raw[f.name] = raw_of(value)
        elif f.kind is Kind.GROUP and f.limits.min_items:
            raw[f.name] = [start_fields(f.fields, {}, setting) for _ in range(f.limits.min_items)]
    return raw


def raw_of(value: object) -> object:
    """A typed value as JSON-safe raw answers: dates and numbers as text, the rest as it is."""
    if isinstance(value, Mapping):
        return {name: raw_of(inner) for name, inner in cast(Mapping[str, object], value).items()}
    if isinstance(value, list):
        return [raw_of(inner) for inner in cast(list[object], value)]
    return value if value is None or isinstance(value, bool | str) else str(value)
