"""Text into tokens: names, numbers, texts, operators."""

import re
from dataclasses import dataclass
from enum import StrEnum

from .errors import Cause, FeelSyntaxError

SPACES = "\\t\\n\\v\\f\\r \\u0085\\u00A0\\u1680\\u180E\\u2000-\\u200B\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF"
START = (
    "A-Za-z_\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u167F\\u1681-\\u180D\\u180F-\\u1FFF"
    "\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFEFE\\uFF00-\\uFFFD"
    "\\U00010000-\\U000EFFFF"
)
PART = START + "0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040"

TOKEN = re.compile(
    rf"""(?P<space>[{SPACES}]+|//[^\n\r]*|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[{START}][{PART}]*(?:['’][{PART}]+)*)
    |(?P<at>@[{SPACES}]*"(?:[^"\\]|\\.)*")
    |(?P<text>"(?:[^"\\]|\\.)*")
    |(?P<sign>\*\*|\.\.|->|<=|>=|!=|/(?!\*)|[-+*<>=()\[\]{{}},:.?])""",
    re.VERBOSE | re.DOTALL,
)

FOREIGN = {"==": "=", "&&": "and", "||": "or", "<>": "!=", "=>": ">=", "=<": "<=", "!": "not(…)", "%": "modulo(a, b)"}
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")

LONGEST = 6_000


class Sort(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    AT = "at"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: `text` as written, `start` and `end` its 0-based place."""

    sort: Sort
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """All tokens, then an END token; raises FeelSyntaxError."""
    if len(text) > LONGEST:
        raise FeelSyntaxError(text, LONGEST, Cause.TOO_LONG, {"size": len(text), "limit": LONGEST})
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None:
            raise stranger(text, position)
        if found.lastgroup != "space":
            tokens.append(Token(Sort(found.lastgroup or "end"), found.group(), position, found.end()))
            refuse_foreign(text, tokens)
        position = found.end()
    tokens.append(Token(Sort.END, "", len(text), len(text)))
    return tokens


def refuse_foreign(text: str, tokens: list[Token]) -> None:
    """Catch `==`, `<>`, `=>` and `=<`, which other languages write and FEEL does not know."""
    if len(tokens) < 2 or tokens[-1].sort is not Sort.SIGN or tokens[-2].end != tokens[-1].start:
        return
    pair = tokens[-2].text + tokens[-1].text
    typed = len(tokens) > 2 and tokens[-3].text in ("function", "context")
    if pair in FOREIGN and not typed:
        raise FeelSyntaxError(text, tokens[-2].start, Cause.FOREIGN_OPERATOR, {"found": pair, "instead": FOREIGN[pair]})


def stranger(text: str, position: int) -> FeelSyntaxError:
    """The error for a place where no token starts."""
    if text[position] == '"' or text.startswith('@"', position):
        return FeelSyntaxError(text, position, Cause.UNCLOSED_TEXT)
    if text.startswith("/*", position):
        return FeelSyntaxError(text, position, Cause.UNCLOSED_COMMENT)
    quoted = re.compile(r"['‘’]([^'‘’]*)['‘’]|[“«]\s*([^”»]*?)\s*[”»]").match(text, position)
    if quoted:
        return FeelSyntaxError(text, position, Cause.SINGLE_QUOTES, {"text": quoted[1] or quoted[2] or ""})
    for length in (2, 1):
        found = text[position : position + length]
        if found in FOREIGN:
            return FeelSyntaxError(text, position, Cause.FOREIGN_OPERATOR, {"found": found, "instead": FOREIGN[found]})
    return FeelSyntaxError(text, position, Cause.STRANGE_CHARACTER, {"found": visible(text[position])})


def visible(character: str) -> str:
    """A character as people can see it: its code where it shows nothing."""
    return character if character.isprintable() else f"U+{ord(character):04X}"


def unquoted(token: Token) -> str:
    """The characters a text token stands for; an unknown escape such as `\\s` stays as written (regexes use it)."""
    inner = token.text[token.text.index('"') + 1 : -1]
    if "\\" not in inner:
        return inner

    def resolved(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "uU" and len(code) > 1 and int(code[1:], 16) <= 0x10FFFF:
            return chr(int(code[1:], 16))
        return ESCAPES.get(code, found[0])

    joined = ESCAPE.sub(resolved, inner)
    return SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), joined)
