"""JSON somebody wrote: read as UTF-8, and as text every page and database can hold."""

from __future__ import annotations

import json


def read_json(content: bytes) -> object:
    """The value in `content`.

    Raises ValueError, RecursionError; also for half of a character (a lone surrogate), which JSON may name and no
    encoding can write."""
    text = content.decode("utf-8-sig")
    found: object = json.loads(text)
    if "\\u" in text:
        json.dumps(found, ensure_ascii=False).encode()
    return found
