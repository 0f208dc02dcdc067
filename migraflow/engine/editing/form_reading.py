"""How a form reads while it is edited, even when it cannot be published: its sections, its questions, one in full."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from migraflow.domain.forms import Kind
from migraflow.engine.editing.form_edits import HEAD
from migraflow.engine.editing.form_kinds import ENGLISH, RULES, answers_of
from migraflow.engine.editing.form_places import SECTION, fields, holder, parts, sections
from migraflow.engine.editing.form_text import Table
from migraflow.engine.editing.sheet import Moot

PLAIN = {"string": Kind.TEXT, "integer": Kind.INTEGER, "boolean": Kind.YES_NO, "object": Kind.BLOCK}


@dataclass(frozen=True)
class FormLine:
    """One line of a form: a section (`kind` ``section``) or a question. `depth` counts the blocks around it; `block`
    is the shared block it is or repeats."""

    place: str
    name: str
    label: str
    kind: str
    depth: int
    required: bool = False
    conditional: bool = False
    personal: bool = False
    block: str = ""
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Asked:
    """One question, or a section, in full: its `words` by keyword, the rules its kind knows, the names it holds."""

    place: str = ""
    name: str = ""
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    required: bool = False
    sensitive: bool = False
    answers: str = ""
    answers_en: str = ""
    rules: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    block: str = ""


def lines(table: Table, registers: Mapping[str, bytes]) -> tuple[FormLine, ...]:
    """The form line by line, in the order it is asked."""
    found: list[FormLine] = []
    order = parts(table)
    count = len(sections(table))
    for number, names in order:
        if number >= 0:
            section = sections(table)[number]
            words = str(section.get("title", ""))
            found.append(
                FormLine(f"{SECTION}{number}", "", words, "section", 0, conditional="x-show-if" in section,
                         first=number == 0, last=number == count - 1)
            )  # fmt: skip
        found += lines_of(table, names, "", 0, registers)
    own = [at for at, one in enumerate(found) if one.depth == 0 and one.kind != "section"]
    ends = {own[0]: "first", own[-1]: "last"} if len(own) > 1 else {}
    return tuple(ended(one, ends.get(at, ""), alone=len(own) == 1) for at, one in enumerate(found))


def ended(one: FormLine, end: str, *, alone: bool) -> FormLine:
    """A line that knows whether it is the first or the last that may be moved."""
    if one.depth or one.kind == "section":
        return one
    words = {**one.__dict__, "first": end == "first" or alone, "last": end == "last" or alone}
    return FormLine(**words)


def lines_of(
    held: Table, names: list[str], prefix: str, depth: int, registers: Mapping[str, bytes]
) -> Iterator[FormLine]:
    """The questions `names` of a form, a block or a row, and those inside them that are the form's own."""
    for at, name in enumerate(names):
        entry, place = fields(held)[name], prefix + name
        kind, block = kind_of(entry, registers), block_of(entry)
        yield FormLine(
            place, name, str(entry.get("title", name)), kind, depth,
            required=name in held.get("required", []), conditional="x-show-if" in entry,
            personal=bool(entry.get("x-sensitive") or entry.get("x-purpose")), block=block,
            first=at == 0, last=at == len(names) - 1,
        )  # fmt: skip
        inner = cast(Table, entry.get("items", entry)) if isinstance(entry.get("items", entry), dict) else {}
        if not block and fields(inner):
            row = f"{place}.[]." if "items" in entry else f"{place}."
            yield from lines_of(inner, list(fields(inner)), row, depth + 1, registers)


def block_of(entry: Table) -> str:
    """The shared block a question is, or repeats; "" when its questions are the form's own."""
    items = entry.get("items")
    return str(entry.get("$ref") or (cast(Table, items).get("$ref") if isinstance(items, dict) else "") or "")


def kind_of(entry: Table, registers: Mapping[str, bytes]) -> str:
    """The kind of a question, as the reader of forms would see it."""
    if "x-kind" in entry:
        return str(entry["x-kind"])
    if "$ref" in entry:
        return str(shared(str(entry["$ref"]), registers).get("x-kind", Kind.BLOCK.value))
    if "oneOf" in entry or "enum" in entry:
        return Kind.CHOICE.value
    if entry.get("format") in ("date", "email"):
        return str(entry["format"])
    if entry.get("type") == "array":
        rows = "properties" in entry.get("items", {}) or "$ref" in entry.get("items", {})
        return (Kind.GROUP if rows else Kind.CHOICES).value
    return PLAIN.get(str(entry.get("type")), Kind.TEXT).value


def shared(block: str, registers: Mapping[str, bytes]) -> Table:
    """A shared block's table; an empty one when it does not read."""
    try:
        found: object = json.loads(registers.get(block, b"{}"))
    except ValueError:
        return {}
    return cast(Table, found) if isinstance(found, dict) else {}


def asked(table: Table, place: str, registers: Mapping[str, bytes]) -> Asked:
    """What stands at `place`; the form itself for "" and for what is no longer there."""
    if place.startswith(SECTION) and place[1:].isdigit() and int(place[1:]) < len(sections(table)):
        section = sections(table)[int(place[1:])]
        return Asked(place, "", "section", words_of(section), holds=tuple(map(str, section.get("fields", []))))
    try:
        held, name = holder(table, place)
    except Moot:
        return Asked(words={word: str(table.get(word, "")) for word in HEAD})
    entry, kind = fields(held)[name], kind_of(fields(held)[name], registers)
    block = block_of(entry)
    inner = shared(block, registers) if block else cast(Table, entry.get("items", entry))
    return Asked(
        place=place,
        name=name,
        kind=kind,
        words=words_of(entry),
        required=name in held.get("required", []),
        sensitive=entry.get("x-sensitive") is True,
        answers=answer_lines(entry, "title"),
        answers_en=answer_lines(entry, ENGLISH),
        rules=RULES.get(Kind(kind), ()) if kind in set(Kind) else (),
        holds=tuple(str(one.get("title", name)) for name, one in fields(inner).items()),
        block=block,
    )


def answer_lines(entry: Table, word: str) -> str:
    """What may be answered, one per line: ``code = words``, those under `word`."""
    plain = word == "title"
    return "\n".join(
        f"{one.get('const')} = {one.get(word, one.get('const') if plain else '')}" for one in answers_of(entry)
    )


def words_of(entry: Table) -> dict[str, str]:
    """The keywords of a question that are plain words or numbers; a plain starting value is shown as FEEL."""
    found = {word: str(value) for word, value in entry.items() if isinstance(value, (str, int)) and value is not True}
    if "default" in entry and "x-default" not in entry:
        found["x-default"] = json.dumps(entry["default"], ensure_ascii=False)
    return found
