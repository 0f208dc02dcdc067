"""Character classes of XPath regular expressions: escapes, Unicode categories, sets and their subtraction."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Holds: TypeAlias = Callable[[str], bool]
"""Whether a class holds a character."""


class PatternError(ValueError):
    """A text that is not an XPath regular expression."""


@dataclass(slots=True)
class Cursor:
    """A place in a pattern."""

    text: str
    place: int = 0

    @property
    def next(self) -> str:
        """The character here, empty at the end."""
        return self.text[self.place : self.place + 1]

    def take(self) -> str:
        """Read one character; raises PatternError at the end."""
        if self.place >= len(self.text):
            raise PatternError(self.text)
        self.place += 1
        return self.text[self.place - 1]

    def skip(self, text: str) -> bool:
        """Read this text if it stands here."""
        if not self.text.startswith(text, self.place):
            return False
        self.place += len(text)
        return True


CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn".split()
)
BLOCKS: dict[str, tuple[int, int]] = {
    "IsBasicLatin": (0x0, 0x7F),
    "IsLatin-1Supplement": (0x80, 0xFF),
    "IsLatinExtended-A": (0x100, 0x17F),
    "IsLatinExtended-B": (0x180, 0x24F),
    "IsIPAExtensions": (0x250, 0x2AF),
    "IsCombiningDiacriticalMarks": (0x300, 0x36F),
    "IsGreek": (0x370, 0x3FF),
    "IsGreekandCoptic": (0x370, 0x3FF),
    "IsCyrillic": (0x400, 0x4FF),
    "IsHebrew": (0x590, 0x5FF),
    "IsArabic": (0x600, 0x6FF),
    "IsNKo": (0x7C0, 0x7FF),
    "IsThai": (0xE00, 0xE7F),
    "IsTifinagh": (0x2D30, 0x2D7F),
    "IsGeneralPunctuation": (0x2000, 0x206F),
    "IsCurrencySymbols": (0x20A0, 0x20CF),
    "IsHiragana": (0x3040, 0x309F),
    "IsKatakana": (0x30A0, 0x30FF),
    "IsCJKUnifiedIdeographs": (0x4E00, 0x9FFF),
}
LITERAL_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.?*+(){}-[]^$"}


def is_space(character: str) -> bool:
    """`\\s`."""
    return character in " \t\n\r"


def is_digit(character: str) -> bool:
    """`\\d`."""
    return unicodedata.category(character) == "Nd"


def is_word(character: str) -> bool:
    """`\\w`: anything but punctuation, separators and the unassigned."""
    return unicodedata.category(character)[0] not in "PZC"


def starts_name(character: str) -> bool:
    """`\\i`: what an XML name may start with."""
    return character in "_:" or character.isalpha()


def in_name(character: str) -> bool:
    """`\\c`: what an XML name may hold."""
    return starts_name(character) or character in "-.·" or is_digit(character) or unicodedata.combining(character) > 0


MULTIPLE: dict[str, Holds] = {"s": is_space, "d": is_digit, "w": is_word, "i": starts_name, "c": in_name}


def escaped(cursor: Cursor) -> str | Holds:
    """What follows a backslash: one character, or a class."""
    letter = cursor.take()
    if letter in LITERAL_ESCAPES:
        return LITERAL_ESCAPES[letter]
    if letter.lower() in MULTIPLE:
        holds = MULTIPLE[letter.lower()]
        return holds if letter.islower() else negated(holds)
    if letter in "pP" and cursor.skip("{"):
        end = cursor.text.find("}", cursor.place)
        if end < 0:
            raise PatternError(cursor.text)
        name = cursor.text[cursor.place : end]
        cursor.place = end + 1
        holds = category(name)
        return holds if letter == "p" else negated(holds)
    raise PatternError(cursor.text)


def category(name: str) -> Holds:
    """A Unicode category or block."""
    if name in BLOCKS:
        first, last = BLOCKS[name]
        return lambda character: first <= ord(character) <= last
    if name not in CATEGORIES:
        raise PatternError(name)
    return lambda character: unicodedata.category(character).startswith(name)


def negated(holds: Holds) -> Holds:
    """All other characters."""
    return lambda character: not holds(character)


def bracketed(cursor: Cursor, *, any_case: bool) -> Holds:
    """A class after its opening bracket: `^`, characters, ranges, escapes, `-[…]`."""
    negative = cursor.skip("^")
    parts: list[Holds] = []
    singles: set[str] = set()
    without: Holds | None = None
    first = True
    while first or cursor.next != "]":
        if not first and cursor.skip("-["):
            without = bracketed(cursor, any_case=any_case)
            break
        member(cursor, parts, singles)
        first = False
    if cursor.take() != "]":
        raise PatternError(cursor.text)
    return assembled(frozenset(singles), tuple(parts), without, negative=negative, any_case=any_case)


def member(cursor: Cursor, parts: list[Holds], singles: set[str]) -> None:
    """One character, range or escape of a bracketed class."""
    low = class_character(cursor)
    if not isinstance(low, str):
        parts.append(low)
        return
    ahead = cursor.text[cursor.place : cursor.place + 2]
    if not ahead.startswith("-") or ahead in ("-]", "-["):
        singles.add(low)
        return
    cursor.take()
    high = class_character(cursor)
    if not isinstance(high, str) or high < low:
        raise PatternError(cursor.text)
    parts.append(lambda character: low <= character <= high)


def class_character(cursor: Cursor) -> str | Holds:
    """One character inside brackets; an opening bracket must be escaped there."""
    sign = cursor.take()
    if sign == "\\":
        return escaped(cursor)
    if sign in "[]":
        raise PatternError(cursor.text)
    return sign


def assembled(
    singles: frozenset[str], parts: tuple[Holds, ...], without: Holds | None, *, negative: bool, any_case: bool
) -> Holds:
    """The class made of its parts."""

    def one(character: str) -> bool:
        return character in singles or any(part(character) for part in parts)

    def holds(character: str) -> bool:
        found = one(character) or (any_case and any(map(one, cases(character))))
        return found is not negative and not (without is not None and without(character))

    return holds


def cases(character: str) -> tuple[str, ...]:
    """The same letter in other cases."""
    return tuple(each for each in (character.lower(), character.upper()) if len(each) == 1)
