"""Names of questions: made from their words, and found again in every FEEL text that speaks of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from migraflow.feel import FeelSyntaxError
from migraflow.feel.lexer import Sort, Token, tokens_of

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
Chain = tuple[str, ...]
"""A name as FEEL writes it, step by step: ``identite.nom`` is ("identite", "nom")."""


def name_of(words: str) -> str:
    """« Numéro du passeport » → ``numero_du_passeport``; a name begins with a letter."""
    plain = unicodedata.normalize("NFD", words.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:48].rstrip("_")


def free(wish: str, taken: Container[str]) -> str:
    """`wish`, numbered when it is `taken`."""
    return next(name for name in (wish, *(f"{wish}_{n}" for n in range(2, 1000))) if name not in taken)


def swapped(text: str, chains: Container[Chain], longest: int, new: str, rows: str = "", row: str = "") -> str:
    """`text` with the last step of every one of `chains` written `new`; as it is when it is no FEEL.

    `rows` names a table: in a text that speaks of it, `row` is one of its questions, by whatever it is reached."""
    try:
        tokens = tokens_of(text)
    except FeelSyntaxError:
        return text
    spoken = bool(rows) and any(token.text == rows and token.sort is Sort.NAME for token in tokens)
    places = chained(tokens, chains, longest)
    if spoken:
        places += [token for at, token in enumerate(tokens) if token.text == row and in_row(tokens, at)]
    for token in sorted(set(places), key=lambda one: -one.start):
        text = text[: token.start] + new + text[token.end :]
    return text


def chained(tokens: list[Token], chains: Container[Chain], longest: int) -> list[Token]:
    """The last token of every chain in `tokens`: not inside a longer one, no key of a context, no function."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if token.sort is not Sort.NAME or (at and tokens[at - 1].text == "."):
            continue
        chain, end = [token.text], at
        while tuple(chain) not in chains and len(chain) < longest and tokens[end + 1].text == ".":
            end += 2
            chain.append(tokens[end].text)
        after = tokens[end + 1].text if end + 1 < len(tokens) else ""
        if tuple(chain) in chains and after != "(" and not (after == ":" and len(chain) == 1):
            found.append(tokens[end])
    return found


def in_row(tokens: list[Token], at: int) -> bool:
    """Whether the token may be a question of a row: ``x.numero``, or ``numero`` between square brackets."""
    if tokens[at].sort is not Sort.NAME or tokens[at + 1].text == "(":
        return False
    before = [token.text for token in tokens[:at]]
    return before[-1:] == ["."] or before.count("[") > before.count("]")
