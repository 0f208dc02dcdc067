"""Where the questions of a form stand: by section, in the order they are asked."""

from __future__ import annotations

from typing import Any, cast

from migraflow.engine.editing.form_text import Table
from migraflow.engine.editing.sheet import Moot

SECTION = "§"
"""Begins the place of a section: ``§0``; every other place is the path of a question: ``pieces.[].numero``."""


def holder(table: Table, place: str) -> tuple[Table, str]:
    """What holds the question at `place` (the form, a block, a row), and its name there. Raises Moot."""
    above, _, name = place.rpartition(".")
    held = inside(table, above)
    if name not in fields(held):
        raise Moot(place)
    return held, name


def inside(table: Table, place: str) -> Table:
    """The form itself for "", else what the block or the row at `place` holds. Raises Moot for a shared block."""
    at = table
    for part in filter(None, place.split(".")):
        try:
            at = cast(Table, at["items"] if part == "[]" else at["properties"][part])
        except (KeyError, TypeError) as error:
            raise Moot(place) from error
    return at


def fields(held: Table) -> dict[str, Table]:
    """The questions directly in a form, a block or a row."""
    return cast("dict[str, Table]", held.get("properties") or {})


def question(table: Table, place: str) -> Table:
    """The question at `place`. Raises Moot."""
    held, name = holder(table, place)
    return fields(held)[name]


def sections(table: Table) -> list[Table]:
    """The sections of a form."""
    return cast("list[Table]", table.get("x-sections") or [])


def section_number(table: Table, place: str) -> int:
    """The number of the section at `place`. Raises Moot."""
    number = place.removeprefix(SECTION)
    if not place.startswith(SECTION) or not number.isdigit() or int(number) >= len(sections(table)):
        raise Moot(place)
    return int(number)


def parts(table: Table) -> list[tuple[int, list[str]]]:
    """The names of the form's own questions as they are asked: (number of the section, -1 for none; names)."""
    names, taken = list(fields(table)), set[str]()
    found: list[tuple[int, list[str]]] = []
    for number, section in enumerate(sections(table)):
        wanted = set(section.get("fields", [])) - taken
        found.append((number, [name for name in names if name in wanted]))
        taken |= wanted
    rest = [name for name in names if name not in taken]
    return [*found, (-1, rest)] if rest or not found else found


def arrange(table: Table, order: list[tuple[int, list[str]]]) -> None:
    """Ask the form's own questions in this order, each in its section."""
    known = fields(table)
    table["properties"] = {name: known[name] for _, names in order for name in names}
    for number, names in order:
        if number >= 0:
            put_names(sections(table)[number], names)


def put_names(section: Table, names: list[str]) -> None:
    """Let a section hold `names`; the order it was written in stays while they are the same."""
    if set(section.get("fields", [])) != set(names):
        section["fields"] = names


def within(held: Table, names: list[str]) -> None:
    """Ask the questions of a block or a row in this order."""
    known = fields(held)
    held["properties"] = {name: known[name] for name in names}


def require(held: Table, name: str, wanted: bool) -> None:
    """Whether the question `name` must be answered."""
    names: list[Any] = [one for one in held.get("required", []) if one != name]
    if wanted:
        names = [*held.get("required", []), *([] if name in held.get("required", []) else [name])]
    if names or "required" in held:
        held["required"] = names
