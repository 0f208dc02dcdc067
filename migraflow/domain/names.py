"""Names of people as they are searched for: without accents, case or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """`text` in lower case, without accents, with single spaces: « Traoré-Koné » → ``traore kone``."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return NOT_A_LETTER.sub(" ", plain).strip()


def name_key(surname: str, given: str) -> str:
    """The key two spellings of one person's name share: folded words in alphabetical order."""
    return " ".join(sorted(fold(f"{surname} {given}").split()))
