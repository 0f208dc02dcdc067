"""Lists of people on paper: one typst sheet of the house, titles and rows as its data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.letters import Letterhead

SHEET = Path(__file__).with_name("roll.typ")
ONE_AT_A_TIME = Lock()
"""The compiler serves one list at a time."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a title of their own: a region, an office."""

    title: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Roll:
    """A list: `titles` of its columns with their `widths` in parts (0: as wide as needed), `groups` of rows.

    `sign` leaves room in the rows for a hand; `wide` turns the sheet.
    """

    title: str
    subtitle: str
    day: str
    titles: Sequence[str]
    widths: Sequence[int]
    groups: Sequence[Group]
    sign: bool = False
    wide: bool = False


def pdf(roll: Roll, head: Letterhead) -> bytes:
    """`roll` as PDF. Raises BrokenBundle for a sheet of no use."""
    facts = json.dumps({**asdict(roll), **asdict(head)}, ensure_ascii=False)
    with ONE_AT_A_TIME:
        try:
            made = compiler().compile(SHEET, sys_inputs={"roll": facts}, timestamp=0)
        except typst.TypstError as error:
            raise BrokenBundle(SHEET.name, "", error.message) from error
    return made if isinstance(made, bytes) else b""


@cache
def compiler() -> typst.Compiler:
    """The compiler of this process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(SHEET, root=SHEET.parent, font_paths=fonts, sys_inputs={"roll": "{}"})
