"""Small repairs of form files: why a question is asked, an answer taken over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from migraflow.engine.editing.sheet import Moot, Sheet

Facts = Mapping[str, str]
Table = dict[str, Any]


def say_why(sheet: Sheet, element: str, facts: Facts) -> None:
    """Say why a personal question is asked: `file`, `why`; `element` is the field's path."""
    table, field = found(sheet, element, facts)
    if field.get("x-why"):
        raise Moot(element)
    field["x-why"] = facts["why"]
    write(sheet, facts, table)


def take_answer(sheet: Sheet, element: str, facts: Facts) -> None:
    """Let a question begin with the answer given before to `first`."""
    table, field = found(sheet, element, facts)
    if field.get("x-default"):
        raise Moot(element)
    field["x-default"] = facts["first"]
    write(sheet, facts, table)


def found(sheet: Sheet, element: str, facts: Facts) -> tuple[Table, Table]:
    """The form's table and its field at the path `element`."""
    try:
        table = cast(Table, json.loads(sheet.files[facts.get("file", "")]))
    except (KeyError, ValueError) as error:
        raise Moot(element) from error
    for path, field in walk("", table):
        if path == element:
            return table, field
    raise Moot(element)


def walk(prefix: str, table: Table) -> Iterator[tuple[str, Table]]:
    """Every field with its path, rows of a group under ``[]``."""
    for name, field in cast("dict[str, Table]", table.get("properties", {})).items():
        yield prefix + name, field
        yield from walk(f"{prefix}{name}.", field)
        if isinstance(field.get("items"), dict):
            yield from walk(f"{prefix}{name}.[].", field["items"])


def write(sheet: Sheet, facts: Facts, table: Table) -> None:
    """Write the form's file again."""
    sheet.files[facts["file"]] = json.dumps(table, ensure_ascii=False, indent=2).encode() + b"\n"
