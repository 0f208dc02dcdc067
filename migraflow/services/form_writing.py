"""Writes a simple form for a manager who has none to choose: a title and a list of questions, as JSON Schema."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from migraflow.domain.errors import Unfit
from migraflow.domain.forms import Kind

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
SHAPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string", "maxLength": 200},
    Kind.LONG_TEXT: {"type": "string", "maxLength": 4000},
    Kind.INTEGER: {"type": "integer"},
    Kind.AMOUNT: {"type": "object", "x-currency": "XOF"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.CHOICE: {"type": "string"},
    Kind.CHOICES: {"type": "array"},
    Kind.PHONE: {"type": "string"},
    Kind.EMAIL: {"type": "string", "format": "email"},
    Kind.FILE: {"type": "object"},
}
"""The kinds a simple form offers, with the JSON Schema keywords each one brings."""


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
    found = {"title": field.label.strip(), "x-kind": field.kind.value, **SHAPES[field.kind]}
    if field.kind not in (Kind.CHOICE, Kind.CHOICES):
        return found
    if not field.choices:
        raise Unfit("choice_without_choices", field=field.label.strip())
    codes: dict[str, str] = {}
    for choice in field.choices:
        codes[free_name(choice, codes)] = choice.strip()
    options = [{"const": code, "title": label} for code, label in codes.items()]
    return {**found, "oneOf": options} if field.kind is Kind.CHOICE else {**found, "items": {"oneOf": options}}


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
    return next(name for name in (base, *(f"{base}_{n}" for n in range(2, 1000))) if name not in taken)


def name_of(words: str) -> str:
    """« Numéro du passeport » → ``numero_du_passeport``; a name begins with a letter."""
    plain = unicodedata.normalize("NFD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:48].rstrip("_")


def titled(path: str, text: str, word: str = "title") -> str:
    """The title a JSON file carries under `word`; its path when it has none or does not read."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return path
    title: object = cast(Mapping[str, object], found).get(word) if isinstance(found, dict) else ""
    return str(title or path)
