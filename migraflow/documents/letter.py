"""Letters drawn on paper: the one typst sheet of the house, and the words of a letter as its data.

What managers write and what people answer reach the sheet as JSON, so that no word of theirs is ever typst code.
The fonts are those typst brings along: the same letter gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from migraflow.documents.qr import qr
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.letters import FilledLetter, Letterhead, Signed
from migraflow.domain.shown import day

SHEET = Path(__file__).with_name("letter.typ")
SHARP = 110.0
"""Dots per inch of a preview."""
ONE_AT_A_TIME = Lock()
"""The compiler serves one letter at a time; it keeps the fonts and the sheet between two."""


def pdf(letter: FilledLetter, signed: Signed, head: Letterhead) -> bytes:
    """The letter as PDF, tagged for screen readers."""
    return drawn(facts_of(letter, signed, head), "pdf")[0]


def png(letter: FilledLetter, signed: Signed, head: Letterhead) -> list[bytes]:
    """The letter as pictures, one per page."""
    return drawn(facts_of(letter, signed, head), "png")


def drawn(facts: str, form: Literal["pdf", "png"]) -> list[bytes]:
    """The sheet with `facts`, as one file or as one picture per page. Raises BrokenBundle for a sheet of no use."""
    with ONE_AT_A_TIME:
        try:
            made = compiler().compile(SHEET, sys_inputs={"letter": facts}, format=form, ppi=SHARP, timestamp=0)
        except typst.TypstError as error:
            raise BrokenBundle(SHEET.name, "", error.message) from error
    if isinstance(made, bytes):
        return [made]
    return list(made or ())


@cache
def compiler() -> typst.Compiler:
    """The compiler of this process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(SHEET, root=SHEET.parent, font_paths=fonts, sys_inputs={"letter": "{}"})


def facts_of(letter: FilledLetter, signed: Signed, head: Letterhead) -> str:
    """All that stands on the sheet, as JSON."""
    return json.dumps(
        {
            **asdict(letter),
            "head": asdict(head),
            "number": signed.number,
            "place": signed.place,
            "office": signed.office,
            "day": day(signed.day),
            "code": signed.code,
            "address": signed.address,
            "qr": qr(signed.address),
            "specimen": signed.specimen,
        },
        ensure_ascii=False,
    )
