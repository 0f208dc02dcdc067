"""Blocks of questions that several forms share: where each is asked, and a new name for one of its questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from migraflow.engine.editing.form_names import NAME
from migraflow.engine.editing.form_places import fields, holder
from migraflow.engine.editing.form_renaming import (
    Renaming,
    Use,
    form_notes,
    of_examples,
    of_forms,
    of_papers,
    rename_in,
)
from migraflow.engine.editing.form_text import Table, loaded, rewritten
from migraflow.engine.editing.sheet import Moot

SHARED = "registers/"
"""Begins the path of a shared block's file."""
DEEPEST = 8
"""How far blocks may lie in one another, as the reader of forms has it."""


def is_shared(path: str) -> bool:
    """Whether the file at `path` is a shared block."""
    return path.startswith(SHARED)


def places(files: Mapping[str, bytes], block: str) -> dict[str, list[str]]:
    """Where `block` is asked: form by form, the places of the questions that are it or repeat it.

    A table's rows stand under ``[]``: ``pieces.[]``. Forms that do not read are left out.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        if path.startswith("forms/"):
            try:
                inside = list(met(files, loaded(files[path]), block, "", 0))
            except Moot:
                continue
            if inside:
                found[path] = inside
    return found


def met(files: Mapping[str, bytes], held: Table, block: str, prefix: str, depth: int) -> Iterator[str]:
    """The places of `block` in what `held` holds, through other shared blocks too."""
    for name, entry in fields(held).items() if depth < DEEPEST else ():
        inner, at = entry, prefix + name
        if isinstance(entry.get("items"), dict):
            inner, at = cast(Table, entry["items"]), f"{at}.[]"
        other = str(inner.get("$ref", ""))
        if other == block:
            yield at
        yield from met(files, loaded(files[other]) if other in files else inner, block, f"{at}.", depth + 1)


def renamed_in_block(
    files: Mapping[str, bytes], block: str, place: str, new: str
) -> tuple[dict[str, bytes], tuple[Use, ...]]:
    """The files after the question at `place` of `block` is called `new`, wherever the block is asked.

    Raises Moot, Unreadable.
    """
    table, change = loaded(files[block]), Renaming(place, new)
    held, _ = holder(table, place)
    if not NAME.fullmatch(new) or new in fields(held):
        raise Moot(place)
    uses = [Use(block, at, text) for at, text in form_notes(table, change, asks=True)]
    rename_in(table, change)
    after = {**files, block: rewritten(table, files[block])}
    asked = places(files, block)
    for above in dict.fromkeys(at for inside in asked.values() for at in inside):
        outer = Renaming(f"{above}.{place}", new)
        forms = [path for path, inside in asked.items() if above in inside]
        for file, notes, content in (*of_forms(after, forms, outer, own=False), *of_papers(after, outer),
                                     *of_examples(after, forms, outer)):  # fmt: skip
            after[file] = content
            uses += [Use(file, at, text) for at, text in notes]
    return after, tuple(uses)
