"""Words for the codes of every field that the folders' forms ask: what a preview shows in place of codes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from migraflow.domain.letters import Labels
from migraflow.domain.reference import Lists

Written = Mapping[str, object]


def words_of(folder: Path, lists: Lists) -> Labels:
    """The words of every field's codes, by the field's name: its own choices, or the list they are taken from."""
    paths = sorted((*folder.glob("*/forms/*.json"), *folder.glob("registers/*.json")))
    own, listed = read_forms(tuple((path, path.stat().st_mtime_ns) for path in paths))
    named = {
        field: {code: one.label for code, one in lists[name].entries.items()}
        for field, name in listed.items()
        if name in lists
    }
    return {**named, **own}


@lru_cache(maxsize=2)
def read_forms(files: tuple[tuple[Path, int], ...]) -> tuple[Labels, Mapping[str, str]]:
    """The choices of fields, and the lists of others, in forms as they stand since their moments."""
    own: dict[str, Mapping[str, str]] = {}
    listed: dict[str, str] = {}
    for path, _ in files:
        try:
            written: object = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        for name, field in fields_in(written):
            options = field.get("oneOf")
            if isinstance(options, list):
                own[name] = dict(choices_in(cast(list[object], options)))
            elif isinstance(field.get("x-list"), str):
                listed[name] = str(field["x-list"])
    return own, listed


def fields_in(written: object) -> Iterator[tuple[str, Written]]:
    """Every field of a form, however deep, with its name; a list of several choices gives its words too."""
    if not isinstance(written, Mapping):
        return
    form = cast(Written, written)
    fields = form.get("properties")
    for name, inner in cast(Written, fields).items() if isinstance(fields, Mapping) else ():
        if isinstance(inner, Mapping):
            field = cast(Written, inner)
            entries = field.get("items")
            yield name, field
            if isinstance(entries, Mapping):
                yield name, cast(Written, entries)
                yield from fields_in(cast(Written, entries))
            yield from fields_in(field)


def choices_in(options: list[object]) -> Iterator[tuple[str, str]]:
    """(code, words) of each choice."""
    for option in options:
        if isinstance(option, Mapping):
            one = cast(Written, option)
            yield str(one.get("const")), str(one.get("title"))
