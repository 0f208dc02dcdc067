"""Built-in functions that take regular expressions, in XPath's syntax: `matches`, `replace`, `split`."""

import re
from collections.abc import Iterator

from ..budget import Run
from ..regex import Found, Program, compile_pattern, search
from ..regex_classes import PatternError
from ..values import Value
from .signatures import Declaration, declare

SPECIAL = re.compile(r"[\\|.?*+(){}\[\]^$]")
GROUP = re.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")


def program_of(pattern: str, flags: str | None) -> Program | None:
    """The compiled pattern, null when it is none."""
    try:
        return compile_pattern(pattern, flags or "")
    except PatternError:
        return None


def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    """Whether the pattern is found anywhere in the text."""
    if not flags and not SPECIAL.search(pattern):
        return pattern in text
    program = program_of(pattern, flags)
    return None if program is None else search(program, text, 0, run.spend) is not None


def each_match(run: Run, program: Program, text: str) -> Iterator[Found]:
    """Matches from left to right, none overlapping."""
    place = 0
    while place <= len(text):
        found = search(program, text, place, run.spend)
        if found is None or found[1] is None:
            return
        yield found
        place = found[1] + (found[1] == found[0])


def matches_nothing(run: Run, program: Program) -> bool:
    """Whether the pattern matches the empty text, which `replace` and `split` refuse as XPath does."""
    return search(program, "", 0, run.spend) is not None


def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """Every match replaced; `$1` stands for a group, `\\$` and `\\\\` for themselves."""
    program = program_of(pattern, flags)
    if program is None or matches_nothing(run, program):
        return None
    literal = "q" in (flags or "") or not ("$" in replacement or "\\" in replacement)
    if not literal and any(found[3] for found in GROUP.finditer(replacement)):
        return None
    made: list[str] = []
    end = 0
    dear = 0 if literal else 1 + len(replacement) // 2
    for found in each_match(run, program, text):
        run.spend(dear)
        start, stop = found[0] or 0, found[1] or 0
        new = replacement if literal else filled(replacement, text, found, program.groups)
        run.spend(len(new) // 20)
        run.keep_text(len(new) + start - end)
        made += [text[end:start], new]
        end = stop
    return "".join([*made, text[end:]])


def filled(replacement: str, text: str, found: Found, groups: int) -> str:
    """A replacement with its groups filled in."""

    def part(reference: re.Match[str]) -> str:
        if reference[1]:
            return reference[1]
        digits, rest = reference[2], ""
        while len(digits) > 1 and int(digits) > groups:
            digits, rest = digits[:-1], digits[-1] + rest
        number = int(digits)
        if number > groups:
            return rest
        start, stop = found[2 * number], found[2 * number + 1]
        return ("" if start is None or stop is None else text[start:stop]) + rest

    return GROUP.sub(part, replacement)


def split(run: Run, text: str, delimiter: str) -> Value:
    """The pieces between the matches of a pattern."""
    program = program_of(delimiter, None)
    if program is None or matches_nothing(run, program):
        return None
    pieces: list[Value] = []
    end = 0
    for found in each_match(run, program, text):
        pieces.append(text[end : found[0]])
        run.keep_text((found[0] or 0) - end)
        end = found[1] or 0
    return [*pieces, text[end:]]


DECLARATIONS: tuple[Declaration, ...] = (
    declare("matches(input: string, pattern: string, flags?: string|null)", matches, calls=True),
    declare("replace(input: string, pattern: string, replacement: string, flags?: string|null)", replace, calls=True),
    declare("split(string: string, delimiter: string)", split, calls=True),
)
