"""What a task asks: forms are JSON Schema files read into these values; one object per field, a closed set of kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from migraflow.feel import Expression


class Kind(StrEnum):
    """The closed set of kinds of field; the values are what stands in ``x-kind``."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    INTEGER = "integer"
    AMOUNT = "amount"
    YES_NO = "yes-no"
    DATE = "date"
    BORN_AROUND = "born-around"
    CHOICE = "choice"
    CHOICES = "choices"
    REFERENCE = "reference"
    PHONE = "phone"
    EMAIL = "email"
    NINA = "nina"
    PERSON = "person"
    FILE = "file"
    GROUP = "group"
    BLOCK = "block"
    READ_ONLY = "read-only"
    COMPUTED = "computed"


SHOWN_ONLY = frozenset({Kind.READ_ONLY, Kind.COMPUTED})
"""Kinds that are never typed by a person."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer among a closed set."""

    code: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the JSON Schema keywords; None where there is none. Lengths in characters, items in rows."""

    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A FEEL check that must not be false, and the author's sentence when it is."""

    check: Expression
    message: str
    fields: tuple[str, ...] = ()
    message_en: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `fields` are the inner questions of a block or of one row of a group.

    `default` and `value` (computed) are FEEL; `show_if` too: a field is shown only when it is true.
    `register` is the field's place in the person register, "" when it is not kept there. `required_if` makes it
    required only when it is true. `purpose`, `basis` and `retention` say what a personal answer is for, on which legal
    basis it is asked and how long it is kept. Words that end in `_en` are read by those who read English.
    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    why: str = ""
    required: bool = False
    required_if: Expression | None = None
    show_if: Expression | None = None
    default: Expression | None = None
    value: Expression | None = None
    checks: tuple[Condition, ...] = ()
    warnings: tuple[Condition, ...] = ()
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    list_filter: Expression | None = None
    limits: Limits = Limits()
    pattern_message: str = ""
    currency: str = "XOF"
    unit: str = ""
    register: str = ""
    sensitive: bool = False
    purpose: str = ""
    basis: str = ""
    retention: str = ""
    label_en: str = ""
    hint_en: str = ""
    why_en: str = ""
    pattern_message_en: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Fields shown together under a title; `fields` are names of the form's top-level fields."""

    title: str
    fields: tuple[str, ...]
    hint: str = ""
    show_if: Expression | None = None
    title_en: str = ""
    hint_en: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as published. `fingerprint` is the sha256 of its file with the shared blocks it uses."""

    id: str
    title: str
    description: str
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    rules: tuple[Condition, ...]
    fingerprint: str
    title_en: str = ""
    description_en: str = ""

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Every field with its path; rows of a group stand under ``[]``: ``pieces.[].numero``."""
        yield from walk("", self.fields)

    def field(self, path: str) -> Field | None:
        """The field at `path`, row numbers allowed (``pieces.0.numero``); None where there is none."""
        fields, found = self.fields, None
        for part in path.split("."):
            if part.isdigit() or part == "[]":
                continue
            found = next((field for field in fields if field.name == part), None)
            if found is None:
                return None
            fields = found.fields
        return found


def walk(prefix: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, Field]]:
    """`fields` and all inside them, depth first, with their paths."""
    for field in fields:
        path = prefix + field.name
        yield path, field
        inner = f"{path}.[]." if field.kind is Kind.GROUP else f"{path}."
        yield from walk(inner, field.fields)
