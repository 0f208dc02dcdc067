"""The manual on paper: one typst book of the house, and all it says as its data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.manual import Manual
from migraflow.domain.shown import day

SHEET = Path(__file__).with_name("book.typ")
ONE_AT_A_TIME = Lock()
"""The compiler serves one book at a time."""


def pdf(book: Manual, plates: Mapping[str, list[str]]) -> bytes:
    """`book` as PDF; `plates` are the pictures of each procedure's diagram (SVG), by its id. Raises BrokenBundle."""
    facts = asdict(book)
    for chapter in facts["chapters"]:
        for one in chapter["procedures"]:
            one["drawing"] = plates.get(one["id"], [])
            one["published"] = day(one["published"].date())
    with ONE_AT_A_TIME:
        try:
            made = compiler().compile(SHEET, sys_inputs={"book": json.dumps(facts, ensure_ascii=False)}, timestamp=0)
        except typst.TypstError as error:
            raise BrokenBundle(SHEET.name, "", error.message) from error
    return made if isinstance(made, bytes) else b""


@cache
def compiler() -> typst.Compiler:
    """The compiler of this process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(SHEET, root=SHEET.parent, font_paths=fonts, sys_inputs={"book": "{}"})
