"""Figures on paper: one typst sheet of the house, and all it says as its data. The same figures make the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.letters import Letterhead
from migraflow.domain.printed import Leaf

SHEET = Path(__file__).with_name("leaf.typ")
SAID = ("note", "filters", "made", "definition", "caveat")
"""What the sheet says around the figures."""
SHARP = 160.0
"""Dots per inch of a picture."""
ONE_AT_A_TIME = Lock()
"""The compiler serves one paper at a time."""


def pdf(leaf: Leaf, letterhead: Letterhead) -> bytes:
    """`leaf` as PDF. Raises BrokenBundle for a sheet of no use."""
    return made(leaf, letterhead, "pdf")


def png(leaf: Leaf, letterhead: Letterhead) -> bytes:
    """The only figure of `leaf` as a picture. Raises BrokenBundle for a sheet of no use."""
    return made(leaf, letterhead, "png")


def made(leaf: Leaf, letterhead: Letterhead, form: Literal["pdf", "png"]) -> bytes:
    """`leaf` in one of two forms; a picture stands alone, without the frame of a page."""
    says = {key: leaf.say(key) for key in SAID}
    told = {**asdict(leaf), **asdict(letterhead), "says": says, "alone": form == "png"}
    facts = json.dumps(told, ensure_ascii=False)
    with ONE_AT_A_TIME:
        try:
            found = compiler().compile(SHEET, sys_inputs={"leaf": facts}, format=form, ppi=SHARP, timestamp=0)
        except typst.TypstError as error:
            raise BrokenBundle(SHEET.name, "", error.message) from error
    return found if isinstance(found, bytes) else next(iter(found or ()), b"")


@cache
def compiler() -> typst.Compiler:
    """The compiler of this process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(SHEET, root=SHEET.parent, font_paths=fonts, sys_inputs={"leaf": "{}"})
