"""Codes of letters: « L1 » names a model, « 7K3F-9QXA-M2TD » is what one letter is verified by."""

from __future__ import annotations

import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's thirty-two: none of them is taken for another when read aloud or copied by hand."""
LOOKALIKES = str.maketrans("OIL", "011")
LONG, GROUP = 12, 4
"""Twelve of them are sixty bits: nobody finds a letter by guessing."""
MODEL = re.compile(r"[Ll]0*([1-9][0-9]{0,2})([a-z]?)")


def code_of(chance: bytes) -> str:
    """A verification code out of eight random bytes: three groups of four."""
    number = int.from_bytes(chance[:8], "big")
    plain = "".join(LETTERS[number >> 5 * place & 31] for place in range(LONG))
    return grouped(plain)


def read_code(text: str) -> str:
    """A verification code as it was typed or scanned, in its own spelling; "" for what can be none."""
    plain = re.sub(r"[\s.\-–]", "", text).upper().translate(LOOKALIKES)
    return grouped(plain) if len(plain) == LONG and set(plain) <= set(LETTERS) else ""


def grouped(plain: str) -> str:
    """Twelve letters as they are written: with hyphens between four."""
    return "-".join(plain[start : start + GROUP] for start in range(0, LONG, GROUP))


def model_code(text: str) -> str:
    """« L1 » for L1, L01 and l001; the text itself when it names no model."""
    found = MODEL.fullmatch(text.strip())
    return f"L{found[1]}{found[2]}" if found else text.strip()


def rank(code: str) -> tuple[int, str]:
    """The place of a model in a list: L2 before L10."""
    found = MODEL.fullmatch(code)
    return (int(found[1]), found[2]) if found else (1000, code)


def numbered(count: int, year: int, office: str) -> str:
    """The number of a letter: « 000012/2026/DR-KAYES »; `office` is a slug, "" for the agency as a whole."""
    return f"{count:06}/{year}/{(office or 'anpe').replace('_', '-').upper()}"
