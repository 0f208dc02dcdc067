"""A drawing (SVG) as a picture (PNG), drawn by typst with the fonts it brings along: the same on every machine."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from migraflow.domain.errors import BrokenBundle

SHEET = Path(__file__).with_name("picture.typ")
SHARP = 144.0
"""Dots per inch: two for each px of the drawing, so that it can be enlarged on a screen or printed."""
MOST_DOTS = 20_000_000
"""Dots of a picture at most: a larger drawing is drawn less sharp, so that nobody fills the memory with it."""
PLAIN = 72.0
"""Dots per inch at which a px of the drawing is a dot."""
ONE_AT_A_TIME = Lock()


def png(drawing: str, width: float, height: float) -> bytes:
    """A drawing of `width` by `height` px as PNG on white. Raises BrokenBundle for what is no drawing."""
    sharp = min(SHARP, PLAIN * math.sqrt(MOST_DOTS / max(1.0, width * height)))
    with ONE_AT_A_TIME:
        try:
            made = compiler().compile(SHEET, sys_inputs={"drawing": drawing}, format="png", ppi=sharp)
        except typst.TypstError as error:
            raise BrokenBundle(SHEET.name, "", error.message) from error
    return made if isinstance(made, bytes) else b""


@cache
def compiler() -> typst.Compiler:
    """The compiler of this process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(SHEET, root=SHEET.parent, font_paths=fonts, sys_inputs={"drawing": "<svg/>"})
