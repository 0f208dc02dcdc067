"""A form's file as text: what an edit leaves alone stays written as its author wrote it, line for line."""

from __future__ import annotations

import json
from typing import Any, cast

from migraflow.engine.editing.sheet import Moot

Table = dict[str, Any]
SHORT = 180
"""Characters up to which a value is written on one line."""
SPACES = " \t\r\n"


def loaded(content: bytes) -> Table:
    """The JSON object of a form's file. Raises Moot when it does not read."""
    try:
        found: Any = json.loads(content)
    except ValueError as error:
        raise Moot("form") from error
    if not isinstance(found, dict):
        raise Moot("form")
    return cast(Table, found)


def same(one: object, other: object) -> bool:
    """Whether two values are written alike: the order of the questions counts."""
    return json.dumps(one) == json.dumps(other)


def rewritten(table: Table, before: bytes) -> bytes:
    """The file of `table`, which was `before`; the very same bytes when nothing was changed."""
    if same(loaded(before), table):
        return before
    text = before.decode()
    old = members(text, text.index("{"))
    lines: list[str] = []
    for word, value in table.items():
        raw = old.get(word, (None, ""))
        if same(raw[0], value):
            written = raw[1]
        elif word == "properties" and raw[1].startswith("{"):
            written = entries(value, members(raw[1], 0))
        else:
            written = laid(value, "  ")
        lines.append(f"  {quoted(word)}: {written}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def entries(fields: Table, old: dict[str, tuple[Any, str]]) -> str:
    """The questions, those unchanged as they were written."""
    if not fields:
        return "{}"
    lines: list[str] = []
    for name, value in fields.items():
        raw = old.get(name, (None, ""))
        lines.append(f"    {quoted(name)}: {raw[1] if same(raw[0], value) else laid(value, '    ')}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def laid(value: Any, pad: str) -> str:
    """A value on one line, or on several when it is long."""
    flat = quoted(value)
    if not isinstance(value, (dict, list)) or len(flat) <= SHORT:
        return flat
    inner = pad + "  "
    if isinstance(value, dict):
        table = cast(Table, value)
        body = ",\n".join(f"{inner}{quoted(word)}: {laid(one, inner)}" for word, one in table.items())
        return "{\n" + body + f"\n{pad}}}"
    body = ",\n".join(inner + laid(one, inner) for one in cast(list[Any], value))
    return "[\n" + body + f"\n{pad}]"


def quoted(value: Any) -> str:
    """A value in JSON, accents as they are."""
    return json.dumps(value, ensure_ascii=False)


def members(text: str, start: int) -> dict[str, tuple[Any, str]]:
    """The entries of the JSON object that begins at `start`: each value, and the text it was written with."""
    found: dict[str, tuple[Any, str]] = {}
    decoder, at = json.JSONDecoder(), past(text, start + 1)
    while text[at] != "}":
        word, at = decoder.raw_decode(text, at)
        begin = past(text, past(text, at) + 1)
        value, end = decoder.raw_decode(text, begin)
        found[str(word)] = (value, text[begin:end])
        at = past(text, end)
        if text[at] == ",":
            at = past(text, at + 1)
    return found


def past(text: str, at: int) -> int:
    """The first place from `at` on that is no blank."""
    while text[at] in SPACES:
        at += 1
    return at
