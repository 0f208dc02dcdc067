"""A form as it stands on the screen now: which parts are shown, with which values, under which titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from migraflow.domain.answer_paths import flat
from migraflow.domain.answer_values import NINA, is_blank
from migraflow.domain.answers import Raw, Reading, Setting, Values, asked_now, read
from migraflow.domain.errors import FieldError
from migraflow.domain.forms import SHOWN_ONLY, Choice, Field, Form, Kind, Section
from migraflow.domain.formulas import worked_out
from migraflow.domain.reference import Lists
from migraflow.domain.shown import show


class Part(StrEnum):
    """What a part of the form is: a plain section, a shared block, the head of a group, one row of it."""

    SECTION = "section"
    BLOCK = "block"
    GROUP = "group"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question on the screen. `path` is its name in the answers (``pieces.0.numero``).

    `value` is what the input holds as text; `values` the chosen codes of a multiple choice; `shown` the words for a
    reference, a person, a file, a computed or read-only value. `error` and `warning` are set by the page.
    """

    path: str
    kind: Kind
    label: str
    hint: str
    why: str
    required: bool
    value: str
    values: tuple[str, ...]
    shown: str
    choices: tuple[Choice, ...]
    list_name: str
    currency: str
    least: str
    most: str
    warning: str
    error: FieldError | None = None


@dataclass(frozen=True, slots=True)
class PartView:
    """Questions under one title. `rows` counts the rows of a group; `least`/`most` are its bounds."""

    part: Part
    path: str
    title: str
    hint: str
    level: int
    fields: tuple[FieldView, ...]
    rows: int = 0
    may_add: bool = False
    may_remove: bool = False
    error: FieldError | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What every view needs at once: the raw answers by path, the reading, the setting, the errors to show."""

    raw: Mapping[str, object]
    reading: Reading
    setting: Setting
    errors: Mapping[str, FieldError]


def views(form: Form, raw: Raw, setting: Setting, errors: tuple[FieldError, ...] = ()) -> tuple[PartView, ...]:
    """The visible parts of `form` for the nested raw answers `raw`, in reading order."""
    sight = Sight(dict(flat(raw)), read(form, raw, setting), setting, {error.path: error for error in errors})
    parts: list[PartView] = []
    for section in sections_of(form):
        fields = tuple(f for f in form.fields if f.name in section.fields and f.name not in sight.reading.hidden)
        parts += parts_of(
            fields, sight.reading.values, "", sight, PartView(Part.SECTION, "", section.title, section.hint, 2, ())
        )
    return tuple(part for part in parts if part.fields or part.part is not Part.SECTION)


def sections_of(form: Form) -> Iterator[Section]:
    """The form's sections, then one without a title for the fields no section names."""
    named = {name for section in form.sections for name in section.fields}
    rest = tuple(f.name for f in form.fields if f.name not in named)
    if rest and not form.sections:
        yield Section("", rest)
        return
    yield from form.sections
    if rest:
        yield Section("", rest)


def parts_of(
    fields: tuple[Field, ...], values: Values, prefix: str, sight: Sight, head: PartView
) -> Iterator[PartView]:
    """`fields` cut into parts: plain ones gather under `head`'s title, blocks and groups stand on their own."""
    plain: list[FieldView] = []
    title, hint = head.title, head.hint
    for f in fields:
        path = prefix + f.name
        if path in sight.reading.hidden:
            continue
        if f.kind not in {Kind.BLOCK, Kind.GROUP}:
            scope = {**sight.setting.known, **sight.reading.values, **values}
            plain.append(field_view(asked_now(f, scope, sight.setting), path, values.get(f.name), sight))
            continue
        if plain or title:
            yield PartView(head.part, head.path, title, hint, head.level, tuple(plain), may_remove=head.may_remove)
            plain, title, hint = [], "", ""
        yield from (
            block_of(f, path, values, sight, head.level + 1)
            if f.kind is Kind.BLOCK
            else group_of(f, path, values, sight, head.level + 1)
        )
    if plain or title:
        yield PartView(head.part, head.path, title, hint, head.level, tuple(plain), may_remove=head.may_remove)


def block_of(f: Field, path: str, values: Values, sight: Sight, level: int) -> Iterator[PartView]:
    """The part of a shared block, then the parts inside it."""
    head = PartView(Part.BLOCK, path, f.label, f.hint, level, ())
    yield from parts_of(f.fields, cast(Values, values.get(f.name) or {}), f"{path}.", sight, head)


def group_of(f: Field, path: str, values: Values, sight: Sight, level: int) -> Iterator[PartView]:
    """The head of a group with its count, then one part per row."""
    rows = cast(list[Values], values.get(f.name) or [])
    most = f.limits.max_items if f.limits.max_items is not None else 50
    yield PartView(
        Part.GROUP, path, f.label, f.hint, level, (), len(rows), len(rows) < most, error=sight.errors.get(path)
    )
    for n, row in enumerate(rows):
        at = f"{path}.{n}"
        head = PartView(Part.ROW, at, f"{f.label} {n + 1}", "", level + 1, (), may_remove=True)
        yield from parts_of(f.fields, row, f"{at}.", sight, head)


def field_view(f: Field, path: str, value: object, sight: Sight) -> FieldView:
    """One question as it stands now: what was typed wins over what could be read from it."""
    raw = sight.raw.get(path)
    limits = f.limits
    entered = value if f.kind is Kind.COMPUTED else sight.setting.known.get(f.name) if f.kind is Kind.READ_ONLY else raw
    return FieldView(
        path=path,
        kind=f.kind,
        label=f.label,
        hint=f.hint,
        why=f.why,
        required=f.required,
        value=input_text(entered),
        values=tuple(str(code) for code in cast(list[object], raw)) if isinstance(raw, list) else (),
        shown=show(f, entered if f.kind in SHOWN_ONLY else value, sight.setting.lists),
        choices=f.choices,
        list_name=f.list_name,
        currency=f.currency if f.kind is Kind.AMOUNT else f.unit,
        least=str(limits.minimum if limits.minimum is not None else ""),
        most=str(limits.maximum if limits.maximum is not None else limits.max_length or ""),
        warning=warning(f, value, sight),
        error=sight.errors.get(path),
    )


def warning(f: Field, value: object, sight: Sight) -> str:
    """The sentence of the first warning that holds ("nina_form": the page's own words); warnings never block."""
    if f.kind is Kind.NINA and isinstance(value, str) and not NINA.fullmatch(value):
        return "nina_form"
    scope = {**sight.setting.known, **sight.reading.values}
    for rule in f.warnings:
        if worked_out(rule.check, scope, sight.setting.now) is False:
            return rule.message
    return ""


def input_text(raw: object) -> str:
    """What an input holds for a raw or typed answer."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Mapping):
        given = cast(Mapping[str, object], raw)
        return str(given.get("montant", given.get("id", "")) or "")
    return "" if isinstance(raw, list) else str(raw)


def lines(form: Form, values: Mapping[str, object], lists: Lists) -> tuple[tuple[str, str], ...]:
    """The answered form as (label, shown value) pairs in the form's order; blank answers are left out."""
    return tuple(lines_of(form.fields, values, "", lists))


def lines_of(
    fields: tuple[Field, ...], values: Mapping[str, object], prefix: str, lists: Lists
) -> Iterator[tuple[str, str]]:
    """The pairs of `fields`, recursively into blocks and rows."""
    for f in fields:
        value = values.get(f.name)
        if is_blank(value):
            continue
        if f.kind is Kind.BLOCK:
            yield from lines_of(f.fields, cast(Values, value), prefix, lists)
        elif f.kind is Kind.GROUP:
            for n, row in enumerate(cast(list[Values], value)):
                yield from lines_of(f.fields, row, f"{f.label} {n + 1} · ", lists)
        else:
            yield prefix + f.label, show(f, value, lists)
