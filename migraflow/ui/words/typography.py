"""French typography, put in by machine so that nobody has to type invisible characters."""

from __future__ import annotations

import re

NARROW, WIDE = "\u202f", "\u00a0"
RULES = (
    (re.compile("'"), "’"),
    (re.compile(r" ([;?!])"), rf"{NARROW}\1"),
    (re.compile(" :"), f"{WIDE}:"),
    (re.compile("« "), f"«{WIDE}"),
    (re.compile(" »"), f"{WIDE}»"),
)


def typeset(text: str) -> str:
    """`text` with curly apostrophes and the unbreakable spaces French puts before high punctuation."""
    for pattern, put in RULES:
        text = pattern.sub(put, text)
    return text
