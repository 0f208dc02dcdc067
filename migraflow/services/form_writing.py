"""Writes a simple form for a manager who has none to choose: a title and a list of questions, as JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from migraflow.domain.errors import Unfit
from migraflow.domain.forms import Kind
from migraflow.engine.editing.form_kinds import give_answers, shape
from migraflow.engine.editing.form_names import free, name_of

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
OFFERED = (
    Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.AMOUNT, Kind.YES_NO, Kind.DATE, Kind.CHOICE, Kind.CHOICES, Kind.PHONE,
    Kind.EMAIL, Kind.FILE,
)  # fmt: skip
"""The kinds a simple form offers; the form designer knows them all."""


@dataclass(frozen=True, slots=True)
class NewField:
    """One question of a new form; `choices` are the words to choose among, for the two kinds that choose."""

    label: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()


def written(path: str, title: str, fields: Iterable[NewField]) -> str:
    """The text of the form file. Raises Unfit when it has no question, or a choice nothing to choose from."""
    names: dict[str, NewField] = {}
    for field in fields:
        names[free_name(field.label, names)] = field
    if not names:
        raise Unfit("form_without_fields")
    table = {
        "$schema": SCHEMA,
        "$id": path.removeprefix("forms/").removesuffix(".json"),
        "title": title.strip(),
        "type": "object",
        "properties": {name: property_of(field) for name, field in names.items()},
        "required": [name for name, field in names.items() if field.required],
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def property_of(field: NewField) -> dict[str, Any]:
    """One property of the schema."""
    found = shape(field.kind, field.label.strip())
    if field.kind not in (Kind.CHOICE, Kind.CHOICES):
        return found
    if not field.choices:
        raise Unfit("choice_without_choices", field=field.label.strip())
    codes: dict[str, str] = {}
    for choice in field.choices:
        codes[free_name(choice, codes)] = choice.strip()
    give_answers(found, field.kind, [{"const": code, "title": label} for code, label in codes.items()])
    return found


def free_path(title: str, taken: Container[str]) -> str:
    """A path for a form of this `title` that no file has yet. Raises Unfit when the title has no letter."""
    base = name_of(title)
    if not base:
        raise Unfit("form_without_title")
    numbered = (f"forms/{base}.json" if n == 1 else f"forms/{base}_{n}.json" for n in range(1, 1000))
    return next(path for path in numbered if path not in taken)


def free_name(label: str, taken: Container[str]) -> str:
    """A field's name made from its label, different from those `taken`. Raises Unfit when the label has no letter."""
    base = name_of(label)
    if not base:
        raise Unfit("field_without_label")
    return free(base, taken)


def titled(path: str, text: str, word: str = "title") -> str:
    """The title a JSON file carries under `word`; its path when it has none or does not read."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return path
    title: object = cast(Mapping[str, object], found).get(word) if isinstance(found, dict) else ""
    return str(title or path)
