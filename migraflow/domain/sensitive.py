"""Sensitive answers (``x-sensitive``): who may not see them neither reads nor erases them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from migraflow.domain.answer_values import is_blank
from migraflow.domain.forms import Field, Form, Kind

Values = Mapping[str, object]


def without_sensitive(form: Form) -> Form:
    """`form` as it reads for somebody who may not see sensitive answers."""
    return replace(form, fields=plain_fields(form.fields))


def plain_fields(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """`fields` without the sensitive ones, recursively."""
    return tuple(replace(f, fields=plain_fields(f.fields)) for f in fields if not f.sensitive)


def hidden(fields: tuple[Field, ...], values: Values) -> dict[str, object]:
    """`values` without the answers to sensitive fields."""
    shown = dict(values)
    for f in fields:
        value = shown.get(f.name)
        if f.sensitive:
            shown.pop(f.name, None)
        elif f.kind is Kind.BLOCK and isinstance(value, Mapping):
            shown[f.name] = hidden(f.fields, cast(Values, value))
        elif f.kind is Kind.GROUP and isinstance(value, list):
            rows = cast(list[object], value)
            shown[f.name] = [hidden(f.fields, cast(Values, row)) if isinstance(row, Mapping) else row for row in rows]
    return shown


def restored(fields: tuple[Field, ...], answers: Values, before: Values) -> dict[str, object]:
    """`answers` where sensitive fields left blank keep what was known `before`: blank means unseen, not erased."""
    kept = dict(answers)
    for f in fields:
        value, known = kept.get(f.name), before.get(f.name)
        if f.sensitive and is_blank(value) and known is not None and f.name in kept:
            kept[f.name] = known
        elif f.kind is Kind.BLOCK and isinstance(value, Mapping) and isinstance(known, Mapping):
            kept[f.name] = restored(f.fields, cast(Values, value), cast(Values, known))
    return kept
