"""Tokens read one by one, with the names in sight: what the parser stands on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, Overflow

from .errors import Cause, FeelSyntaxError
from .kinds import NAMED, Kind
from .lexer import TOKEN, Sort, Token, tokens_of
from .values import NUMBERS

KEYWORDS = frozenset(
    "and or between in then else return satisfies instance if for some every function external true false null".split()
)
DEEPEST = 60
LONG = 300  # characters beyond which a text may be made to repeat without any loop
BLANKS = re.compile(r"\s+")

Pieces = tuple[tuple[str, bool], ...]
Index = dict[str, list[tuple[Pieces, str]]]
"""Names by their first piece, longest first; a piece is its text and whether a blank stands before it."""


def pieces_of(name: str) -> Pieces:
    """A name cut the way the lexer cuts an expression."""
    found: list[tuple[str, bool]] = []
    position, blank = 0, False
    while position < len(name):
        match = TOKEN.match(name, position)
        if match is None:
            return ()
        if match.lastgroup == "space":
            blank = True
        else:
            found.append((match.group(), blank))
            blank = False
        position = match.end()
    return tuple(found)


def index_of(names: Iterable[str]) -> Index:
    """The names, ready to be recognised."""
    index: Index = {}
    for name in names:
        pieces = pieces_of(name)
        if pieces:
            index.setdefault(pieces[0][0], []).append((pieces, name))
    for candidates in index.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return index


KIND_INDEX = index_of(NAMED)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a text may name: everything recognised, the variables among it, functions and extra types."""

    index: Index
    variables: frozenset[str]
    functions: Index
    kinds: Mapping[str, Kind] = field(default_factory=dict[str, Kind])


class Reader:
    """A cursor over tokens, with what is in sight."""

    def __init__(self, text: str, sight: Sight) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.position = 0
        self.known = sight.index
        self.known_names = sight.variables
        self.functions = sight.functions
        self.function_names = frozenset(name for candidates in sight.functions.values() for _, name in candidates)
        self.free: set[str] = set()
        self.kinds = sight.kinds
        self.kind_index = index_of(self.kinds)
        self.locals: list[set[str]] = []
        self.local_index: Index = {}
        self.guessing: int = 0
        self.depth: int = 0
        self.moves = 0
        self.asks: bool = False
        self.repeats = len(text) > LONG
        self.bracket_closes = False

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.position]

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or words."""
        token = self.token
        return token.text in texts and token.sort in (Sort.SIGN, Sort.NAME)

    def ahead(self, text: str) -> bool:
        """Whether the token after the next one is this sign or word."""
        return self.position + 1 < len(self.tokens) and self.tokens[self.position + 1].text == text

    def take(self) -> Token:
        """Read one token."""
        self.moves += 1
        if self.moves > 3 * len(self.tokens) + 500:
            raise FeelSyntaxError(self.text, self.token.start, Cause.TOO_MANY_PARTS)
        token = self.tokens[self.position]
        if token.sort is not Sort.END:
            self.position += 1
        return token

    def expect(self, text: str) -> None:
        """Read this sign or word, or say that it is missing."""
        if not self.at(text):
            raise self.missing(text)
        self.take()

    def missing(self, expected: str) -> FeelSyntaxError:
        """The error for something that should stand here."""
        token = self.token
        if token.text == "," and self.between_digits():
            return self.comma_error()
        if token.sort is Sort.END:
            return FeelSyntaxError(self.text, token.start, Cause.MISSING, {"expected": expected, "found": "fin"})
        return FeelSyntaxError(self.text, token.start, Cause.MISSING, {"expected": expected, "found": token.text})

    def unexpected(self) -> FeelSyntaxError:
        """The error for something that should not stand here."""
        token = self.token
        if token.sort is Sort.END:
            before = self.tokens[self.position - 1].text if self.position else ""
            cause = Cause.UNFINISHED if before else Cause.EMPTY
            return FeelSyntaxError(self.text, token.start, cause, {"after": before})
        if token.text == "," and self.between_digits():
            return self.comma_error()
        return FeelSyntaxError(self.text, token.start, Cause.UNEXPECTED, {"found": token.text})

    def between_digits(self) -> bool:
        """Whether the comma here stands between two numbers without a blank: a French decimal comma."""
        before = self.tokens[self.position - 1] if self.position else None
        after = self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        return (
            before is not None
            and before.sort is Sort.NUMBER
            and after.sort is Sort.NUMBER
            and (before.end, self.token.end) == (self.token.start, after.start)
        )

    def comma_error(self) -> FeelSyntaxError:
        """The error for `1,5` where only one number makes sense."""
        before, after = self.tokens[self.position - 1], self.tokens[self.position + 1]
        return FeelSyntaxError(
            self.text, self.token.start, Cause.DECIMAL_COMMA, {"instead": f"{before.text}.{after.text}"}
        )

    def down(self) -> None:
        """One nesting level deeper."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FeelSyntaxError(self.text, self.token.start, Cause.TOO_DEEP, {"limit": DEEPEST})

    def up(self) -> None:
        """Back out of a nesting level."""
        self.depth -= 1

    def bind(self, names: Iterable[str]) -> None:
        """Open a scope with these local names."""
        own = set(names)
        self.locals.append(own)
        for first, candidates in index_of(own).items():
            merged = self.local_index.setdefault(first, [])
            merged.extend(candidate for candidate in candidates if candidate not in merged)
            merged.sort(key=lambda candidate: -len(candidate[0]))

    def unbind(self) -> None:
        """Close the innermost scope."""
        self.locals.pop()

    def is_local(self, name: str) -> bool:
        """Whether the text itself binds this name."""
        return any(name in scope for scope in self.locals)

    def longest(self, index: Index) -> tuple[int, str]:
        """How many tokens the longest name of `index` takes here, and that name; (0, "") for none."""
        for pieces, name in index.get(self.token.text, ()):
            if len(pieces) <= len(self.tokens) - self.position and self.matches(pieces):
                return len(pieces), name
        return 0, ""

    def matches(self, pieces: Pieces) -> bool:
        """Whether the tokens from here spell these pieces, blanks where the name has blanks."""
        start = self.position
        for offset, (text, blank) in enumerate(pieces):
            token = self.tokens[start + offset]
            if token.text != text or (offset and (self.tokens[start + offset - 1].end != token.start) != blank):
                return False
        return True

    def plain_name(self) -> int:
        """How many tokens a name without signs or keywords takes here."""
        end = self.position
        while self.tokens[end].sort is Sort.NAME and self.tokens[end].text not in KEYWORDS:
            end += 1
            while self.tokens[end].sort is Sort.NUMBER and end > self.position:
                end += 1
        return end - self.position

    def read_name(self) -> str:
        """A name: the longest known one, or as many words in a row as there are."""
        count, name = max(self.longest(self.known), self.longest(self.local_index), self.longest(self.functions))
        plain = self.plain_name()
        if plain > count:
            count, name = plain, self.spelling(self.position, self.position + plain)
        if not count:
            raise self.unexpected()
        for _ in range(count):
            self.take()
        return name

    def spelling(self, start: int, end: int) -> str:
        """The text of a run of tokens, blanks collapsed."""
        return BLANKS.sub(" ", self.text[self.tokens[start].start : self.tokens[end - 1].end])

    def label(self, stop: str) -> str | None:
        """The name before `stop` (a context key, a named argument), or null if something else stands here."""
        end = self.position
        while self.tokens[end].sort in (Sort.NAME, Sort.NUMBER) or self.tokens[end].text in ("+", "-", "*", "/", "."):
            end += 1
        if end == self.position or self.tokens[end].text != stop or self.token.sort is not Sort.NAME:
            return None
        name = self.spelling(self.position, end)
        while self.position < end:
            self.take()
        return name

    def number(self) -> Decimal:
        """A number token as a decimal of 34 digits."""
        token = self.take()
        try:
            return NUMBERS.create_decimal(token.text)
        except Overflow:
            raise FeelSyntaxError(self.text, token.start, Cause.NUMBER_TOO_LARGE) from None
