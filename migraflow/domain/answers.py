"""Accepts the answers to a form: the same rules decide on screen and on the server.

Hidden answers are dropped, unknown ones refused, shown-only ones computed here, never taken from the client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from migraflow import feel
from migraflow.domain.answer_values import PARSERS, Unreadable, is_blank
from migraflow.domain.errors import AnswersRejected, FieldError
from migraflow.domain.forms import SHOWN_ONLY, Condition, Field, Form, Kind
from migraflow.domain.formulas import worked_out
from migraflow.domain.reference import Lists

Raw = Mapping[str, object]
Values = dict[str, object]

MATCHES = feel.compile("matches(reponse, modele)")
"""Patterns go through FEEL, whose regular expressions cannot run away."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form is answered in: the case's typed data, the moment (UTC), the reference lists."""

    known: Mapping[str, object]
    now: datetime
    lists: Lists


@dataclass(slots=True)
class Reading:
    """Answers being read: typed values, what could not be read, what is hidden, all by path."""

    values: Values = field(default_factory=dict[str, object])
    errors: dict[str, FieldError] = field(default_factory=dict[str, FieldError])
    hidden: set[str] = field(default_factory=set[str])

    def refuse(self, path: str, code: str, message: str = "", **facts: str) -> None:
        """Record the first reason against the field at `path`."""
        self.errors.setdefault(path, FieldError(path, code, facts, message))


def accept(form: Form, raw: Raw, setting: Setting) -> Values:
    """The typed answers of `form`, visible fields only, computed ones included.

    Raises AnswersRejected with one reason per field, in the form's order.
    """
    reading = read(form, raw, setting)
    validate(form, reading, setting)
    if reading.errors:
        order = {path: place for place, path in enumerate(paths(form.fields, reading.values))}
        raise AnswersRejected(sorted(reading.errors.values(), key=lambda error: order.get(error.path, len(order))))
    return {f.name: reading.values.get(f.name) for f in form.fields if kept(f, reading.hidden)}


def kept(field_: Field, hidden: set[str]) -> bool:
    """Whether a field's value goes into the case."""
    return field_.kind is not Kind.READ_ONLY and field_.name not in hidden


def read(form: Form, raw: Raw, setting: Setting) -> Reading:
    """Parse what was typed and settle which fields are hidden and what the computed ones are worth.

    Hiding one field may hide another that depends on it, so the two are repeated until nothing moves.
    """
    reading = Reading()
    typed = read_fields(form.fields, raw, "", reading, setting.lists)
    for _ in range(len(form.fields) + 2):
        hidden: set[str] = set()
        values = settle(form, typed, hidden, setting, reading.values)
        if hidden == reading.hidden and values == reading.values:
            break
        reading.hidden, reading.values = hidden, values
    reading.errors = {path: error for path, error in reading.errors.items() if not is_hidden(path, reading.hidden)}
    return reading


def read_fields(fields: tuple[Field, ...], raw: Raw, prefix: str, reading: Reading, lists: Lists) -> Values:
    """The typed values of `fields`; unknown names and unreadable answers become errors of `reading`."""
    names = {f.name for f in fields}
    for name in raw:
        if name not in names:
            reading.refuse(prefix + str(name)[:60], "field_unknown")
    return {
        f.name: read_one(f, raw.get(f.name), prefix + f.name, reading, lists)
        for f in fields
        if f.kind not in SHOWN_ONLY
    }


def read_one(field_: Field, raw: object, path: str, reading: Reading, lists: Lists) -> object:
    """One typed value, None when blank or unreadable."""
    if field_.kind is Kind.BLOCK:
        inner: Raw = cast(Raw, raw) if isinstance(raw, Mapping) else {}
        return read_fields(field_.fields, inner, f"{path}.", reading, lists)
    if field_.kind is Kind.GROUP:
        rows = cast(list[object], raw) if isinstance(raw, list) else []
        return [
            read_fields(
                field_.fields, cast(Raw, row) if isinstance(row, Mapping) else {}, f"{path}.{n}.", reading, lists
            )
            for n, row in enumerate(rows)
        ]
    if is_blank(raw):
        return [] if field_.kind is Kind.CHOICES else None
    try:
        return PARSERS[field_.kind](field_, raw, lists)
    except Unreadable as error:
        reading.refuse(path, error.code, **error.facts)
        return None


def settle(form: Form, typed: Values, hidden: set[str], setting: Setting, before: Values) -> Values:
    """One pass: `typed` without what is hidden (added to `hidden`), with computed values.

    Conditions see the result of the pass before, so that the order of fields does not matter.
    """
    scope: Values = {**setting.known, **{f.name: None for f in form.fields if f.kind not in SHOWN_ONLY}}
    scope |= before or typed
    for section in form.sections:
        if section.show_if is not None and worked_out(section.show_if, scope, setting.now) is not True:
            hidden.update(section.fields)
    return settle_fields(form.fields, typed, "", scope, hidden, setting)


def settle_fields(
    fields: tuple[Field, ...], typed: Values, prefix: str, scope: Values, hidden: set[str], setting: Setting
) -> Values:
    """The values of `fields` after hiding and computing, recursively into blocks and rows."""
    values: Values = {}
    for f in fields:
        path = prefix + f.name
        if path in hidden or (f.show_if is not None and worked_out(f.show_if, scope, setting.now) is not True):
            hidden.add(path)
        elif f.kind is Kind.COMPUTED and f.value is not None:
            values[f.name] = worked_out(f.value, {**scope, **values}, setting.now)
        elif f.kind is Kind.BLOCK:
            inner = cast(Values, typed.get(f.name) or {})
            values[f.name] = settle_fields(f.fields, inner, f"{path}.", {**scope, **inner}, hidden, setting)
        elif f.kind is Kind.GROUP:
            rows = cast(list[Values], typed.get(f.name) or [])
            values[f.name] = [
                settle_fields(f.fields, row, f"{path}.{n}.", {**scope, **row}, hidden, setting)
                for n, row in enumerate(rows)
            ]
        elif f.kind is not Kind.READ_ONLY:
            values[f.name] = typed.get(f.name)
    return values


def is_hidden(path: str, hidden: set[str]) -> bool:
    """Whether the field at `path`, or anything it stands in, is hidden."""
    parts = path.split(".")
    return any(".".join(parts[:n]) in hidden for n in range(1, len(parts) + 1))


def validate(form: Form, reading: Reading, setting: Setting) -> None:
    """Required answers, bounds, the fields' own checks, then the rules across fields."""
    scope: Values = {**setting.known, **reading.values}
    validate_fields(form.fields, reading.values, "", scope, reading, setting)
    for rule in form.rules:
        if not any(is_hidden(name, reading.hidden) for name in rule.fields):
            judge(rule, scope, "", reading, setting)


def validate_fields(
    fields: tuple[Field, ...], values: Values, prefix: str, scope: Values, reading: Reading, setting: Setting
) -> None:
    """Validate `fields` one by one, recursively into blocks and rows."""
    for f in fields:
        path = prefix + f.name
        if path in reading.hidden or f.kind in SHOWN_ONLY:
            continue
        value = values.get(f.name)
        validate_one(asked_now(f, scope, setting), value, path, reading, setting)
        for check in f.checks:
            inner = cast(Values, value) if f.kind is Kind.BLOCK and value else {}
            at = f"{path}." if f.kind is Kind.BLOCK and check.fields != (f.name,) else prefix
            if not is_blank(value) and f.kind is not Kind.GROUP:
                judge(check, {**scope, **inner}, at, reading, setting)
        if f.kind is Kind.BLOCK:
            inner = cast(Values, value or {})
            validate_fields(f.fields, inner, f"{path}.", {**scope, **inner}, reading, setting)
        elif f.kind is Kind.GROUP:
            validate_rows(f, cast(list[Values], value or []), path, scope, reading, setting)


def asked_now(f: Field, scope: Values, setting: Setting) -> Field:
    """`f` as it is asked now: required where its condition holds."""
    if f.required_if is None or worked_out(f.required_if, scope, setting.now) is not True:
        return f
    return replace(f, required=True)


def validate_rows(f: Field, rows: list[Values], path: str, scope: Values, reading: Reading, setting: Setting) -> None:
    """Validate each row of a group, the group's checks included."""
    for n, row in enumerate(rows):
        inner = {**scope, **row}
        validate_fields(f.fields, row, f"{path}.{n}.", inner, reading, setting)
        for check in f.checks:
            if check.fields != (f.name,):
                judge(check, inner, f"{path}.{n}.", reading, setting)
    for check in f.checks:
        if check.fields == (f.name,):
            judge(check, scope, path[: -len(f.name)], reading, setting)


def validate_one(f: Field, value: object, path: str, reading: Reading, setting: Setting) -> None:
    """Required, lengths, bounds and pattern of one field."""
    limits = f.limits
    if f.required and is_blank(value) and f.kind is not Kind.BLOCK:
        reading.refuse(path, "required", label=f.label)
    if isinstance(value, str):
        if limits.min_length is not None and len(value) < limits.min_length:
            reading.refuse(path, "too_short", least=str(limits.min_length), length=str(len(value)))
        if limits.max_length is not None and len(value) > limits.max_length:
            reading.refuse(path, "too_long", most=str(limits.max_length), length=str(len(value)))
        asked = {"reponse": value, "modele": f"^(?:{limits.pattern})$"}
        if limits.pattern and worked_out(MATCHES, asked, None) is not True:
            reading.refuse(path, "pattern", message=f.pattern_message)
    number = cast(Values, value).get("montant") if f.kind is Kind.AMOUNT and value else value
    if f.kind in {Kind.INTEGER, Kind.AMOUNT, Kind.BORN_AROUND} and number is not None:
        if limits.minimum is not None and cast(int, number) < limits.minimum:
            reading.refuse(path, "too_small", least=str(limits.minimum))
        if limits.maximum is not None and cast(int, number) > limits.maximum:
            reading.refuse(path, "too_big", most=str(limits.maximum))
    if isinstance(value, list):
        count = len(cast(list[object], value))
        if (limits.min_items is not None and 0 < count < limits.min_items) or (
            limits.min_items and not count and f.required
        ):
            reading.refuse(path, "too_few", least=str(limits.min_items))
        if limits.max_items is not None and count > limits.max_items:
            reading.refuse(path, "too_many", most=str(limits.max_items))


def judge(rule: Condition, scope: Values, prefix: str, reading: Reading, setting: Setting) -> None:
    """Refuse the rule's fields when its check is false; unknown (null) is not false."""
    if worked_out(rule.check, scope, setting.now) is False:
        for name in rule.fields or ("",):
            reading.refuse(prefix + name, "rule", message=rule.message)


def paths(fields: tuple[Field, ...], values: Values, prefix: str = "") -> Iterator[str]:
    """Every path of the form in reading order, the rows of `values` counted out."""
    for f in fields:
        path = prefix + f.name
        yield path
        if f.kind is Kind.BLOCK:
            yield from paths(f.fields, cast(Values, values.get(f.name) or {}), f"{path}.")
        elif f.kind is Kind.GROUP:
            for n, row in enumerate(cast(list[Values], values.get(f.name) or [])):
                yield from paths(f.fields, row, f"{path}.{n}.")
