"""XPath regular expressions that cannot hang: compiled to a small program, run with a memory of dead ends.

Python's own `re` explores some patterns for hours. Here every (instruction, position) pair is tried once, so that a
match costs at most pattern × text; patterns with back-references cannot be remembered that way and simply pay for
every step from the budget of the evaluation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from .errors import Limit, LimitReached
from .regex_classes import Cursor, Holds, PatternError, bracketed, cases, escaped

FLAGS = frozenset("smixq")
LONGEST_PATTERN = 2000
LONGEST_PROGRAM = 4000

HOLD, SPLIT, JUMP, SAVE, START, END, BACK, DONE = range(8)
Step: TypeAlias = tuple[int, "Holds | int | None", int]
"""Operation, its class or first target or group, second target."""


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled pattern with `groups` capturing groups."""

    steps: tuple[Step, ...]
    groups: int
    remembers: bool
    lines: bool
    any_case: bool


class Assembler:
    """Reads a pattern and emits its program."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.any_case = "i" in flags
        self.dot_all = "s" in flags
        self.cursor = Cursor(pattern if "x" not in flags else unspaced(pattern))
        self.steps: list[Step] = []
        self.groups = 0
        self.closed: set[int] = set()
        self.back_references = False

    def emit(self, operation: int, first: "Holds | int | None" = None, second: int = 0) -> int:
        """Add a step; answers its place."""
        if len(self.steps) >= LONGEST_PROGRAM:
            raise LimitReached(Limit.SIZE)
        self.steps.append((operation, first, second))
        return len(self.steps) - 1

    def alternatives(self, depth: int) -> None:
        """`branch|branch`."""
        if depth > 30:
            raise LimitReached(Limit.DEPTH)
        exits: list[int] = []
        start = len(self.steps)
        self.branch(depth)
        while self.cursor.skip("|"):
            self.insert(start)
            exits.append(self.emit(JUMP))
            self.steps[start] = (SPLIT, start + 1, len(self.steps))
            start = len(self.steps)
            self.branch(depth)
        for place in exits:
            self.steps[place] = (JUMP, len(self.steps), 0)

    def insert(self, place: int) -> None:
        """Make room for one step before `place`, moving every target behind it."""
        moved = [shifted(step, place) for step in self.steps]
        self.emit(JUMP)
        self.steps = [*moved[:place], (JUMP, 0, 0), *moved[place:]]

    def branch(self, depth: int) -> None:
        """Pieces one after the other."""
        while self.cursor.next not in ("", "|", ")"):
            start = len(self.steps)
            self.atom(depth)
            least, most, lazy = self.quantity()
            if (least, most) != (1, 1):
                self.repeat(start, least, most, lazy=lazy)

    def atom(self, depth: int) -> None:
        """One character, class, anchor, group or back-reference."""
        sign = self.cursor.take()
        if sign == "(":
            self.group(depth)
        elif sign == "[":
            self.emit(HOLD, bracketed(self.cursor, any_case=self.any_case))
        elif sign == ".":
            self.emit(HOLD, (lambda character: True) if self.dot_all else (lambda character: character not in "\n\r"))
        elif sign in "^$":
            self.emit(START if sign == "^" else END)
        elif sign == "\\":
            self.escape()
        elif sign in "?*+{}]":
            raise PatternError(self.cursor.text)
        else:
            self.emit(HOLD, self.exactly(sign))

    def escape(self) -> None:
        """`\\d`, `\\.`, or `\\1`."""
        if self.cursor.next.isdigit() and self.cursor.next != "0":
            group = int(self.cursor.take())
            while self.cursor.next.isdigit() and group * 10 + int(self.cursor.next) <= self.groups:
                group = group * 10 + int(self.cursor.take())
            if group not in self.closed:
                raise PatternError(self.cursor.text)
            self.back_references = True
            self.emit(BACK, group)
            return
        found = escaped(self.cursor)
        self.emit(HOLD, self.exactly(found) if isinstance(found, str) else found)

    def exactly(self, sign: str) -> Holds:
        """One character, in any case where the flag says so."""
        if not self.any_case:
            return lambda character: character == sign
        same = {sign, *cases(sign)}
        return lambda character: character in same or any(each in same for each in cases(character))

    def group(self, depth: int) -> None:
        """`(…)` or `(?:…)`."""
        number = 0
        if self.cursor.skip("?"):
            if not self.cursor.skip(":"):
                raise PatternError(self.cursor.text)
        else:
            self.groups += 1
            number = self.groups
            self.emit(SAVE, 2 * number)
        self.alternatives(depth + 1)
        if not self.cursor.skip(")"):
            raise PatternError(self.cursor.text)
        if number:
            self.emit(SAVE, 2 * number + 1)
            self.closed.add(number)

    def quantity(self) -> tuple[int, int | None, bool]:
        """Least, most (null: no bound) and whether as few as possible."""
        bounds: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        if self.cursor.next in bounds and self.cursor.next:
            least, most = bounds[self.cursor.take()]
        elif self.cursor.skip("{"):
            least, most = self.counted()
        else:
            return 1, 1, False
        return least, most, self.cursor.skip("?")

    def counted(self) -> tuple[int, int | None]:
        """`{2}`, `{2,}` or `{2,5}` after its brace."""
        inside, brace, _ = self.cursor.text[self.cursor.place :].partition("}")
        self.cursor.place += len(inside) + 1
        low, comma, high = inside.partition(",")
        if not brace or not (low.isascii() and low.isdigit()) or (high and not (high.isascii() and high.isdigit())):
            raise PatternError(self.cursor.text)
        if len(low) > 5 or len(high) > 5:
            raise LimitReached(Limit.SIZE)
        most = int(high) if high else (None if comma else int(low))
        if most is not None and most < int(low):
            raise PatternError(self.cursor.text)
        return int(low), most

    def repeat(self, start: int, least: int, most: int | None, *, lazy: bool) -> None:
        """Replace the steps from `start` by their repetition."""
        body = self.steps[start:]
        del self.steps[start:]
        for _ in range(least):
            self.copy(body, start)
        if most is None:
            fork = self.emit(SPLIT)
            self.copy(body, start)
            self.emit(JUMP, fork)
            self.fork(fork, len(self.steps), lazy=lazy)
            return
        forks: list[int] = []
        for _ in range(most - least):
            forks.append(self.emit(SPLIT))
            self.copy(body, start)
        for fork in forks:
            self.fork(fork, len(self.steps), lazy=lazy)

    def fork(self, place: int, out: int, *, lazy: bool) -> None:
        """Into the repetition first, or out of it first when lazy."""
        self.steps[place] = (SPLIT, out, place + 1) if lazy else (SPLIT, place + 1, out)

    def copy(self, body: list[Step], origin: int) -> None:
        """Emit the steps of `body`, whose targets were relative to `origin`."""
        offset = len(self.steps) - origin
        for operation, first, second in body:
            if operation in (SPLIT, JUMP) and isinstance(first, int):
                self.emit(operation, first + offset, second + offset)
            else:
                self.emit(operation, first, second)


def shifted(step: Step, place: int) -> Step:
    """A step whose targets behind `place` move by one."""
    operation, first, second = step
    if operation not in (SPLIT, JUMP) or not isinstance(first, int):
        return step
    return operation, first + (first > place), second + (second > place)


def unspaced(pattern: str) -> str:
    """A pattern without the blanks the `x` flag ignores; those inside a class stay."""
    kept: list[str] = []
    inside, quoted = 0, False
    for sign in pattern:
        if not quoted:
            inside += (sign == "[") - (sign == "]" and inside > 0)
        if inside or not sign.isspace():
            kept.append(sign)
        quoted = sign == "\\" and not quoted
    return "".join(kept)


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str) -> Program:
    """The program of a pattern; raises PatternError, or LimitReached for a monstrous one."""
    if set(flags) - FLAGS:
        raise PatternError(flags)
    if len(pattern) > LONGEST_PATTERN:
        raise LimitReached(Limit.SIZE)
    assembler = Assembler(pattern if "q" not in flags else "", flags)
    if "q" in flags:
        for sign in pattern:
            assembler.emit(HOLD, assembler.exactly(sign))
    else:
        assembler.alternatives(0)
        if assembler.cursor.next:
            raise PatternError(pattern)
    assembler.emit(DONE)
    steps = tuple(assembler.steps)
    return Program(steps, assembler.groups, not assembler.back_references, "m" in flags, assembler.any_case)


Found: TypeAlias = list[int | None]
"""Start and end of the match and of each group."""

Branch: TypeAlias = tuple[int, int, Found]
"""The next step, the place in the text, and what was found on the way."""

Spend: TypeAlias = Callable[[int], None]


def search(program: Program, text: str, start: int, spend: Spend) -> Found | None:
    """The first match at or after `start`."""
    dead: set[int] = set()
    for place in range(start, len(text) + 1):
        found = attempt(program, text, place, dead, spend)
        if found is not None:
            return found
    return None


def attempt(program: Program, text: str, start: int, dead: set[int], spend: Spend) -> Found | None:
    """The match that begins exactly at `start`, by trying branches in order."""
    saved: Found = [None] * (2 * program.groups + 2)
    saved[0] = start
    pending: list[Branch] = [(0, start, saved)]
    while pending:
        spend(5)
        found = follow(program, text, pending.pop(), pending, (dead, spend))
        if found is not None:
            return found
    return None


def follow(
    program: Program, text: str, branch: Branch, pending: list[Branch], budget: tuple[set[int], Spend]
) -> Found | None:
    """One branch to its end: the match, or null at a dead end; the other sides of its forks are left pending."""
    step, place, groups = branch
    dead, spend = budget
    while True:
        spend(1)
        operation, first, second = program.steps[step]
        if operation == DONE:
            return [groups[0], place, *groups[2:]]
        if operation in (SPLIT, JUMP) and isinstance(first, int):
            key = step * (len(text) + 1) + place
            if key in dead:
                return None
            if program.remembers:
                dead.add(key)
            if operation == SPLIT:
                pending.append((second, place, groups))
            step = first
            continue
        moved = advance(program, (operation, first, second), text, place, groups)
        if moved is None:
            return None
        place, groups = moved
        step += 1


def advance(program: Program, step: Step, text: str, place: int, groups: Found) -> tuple[int, Found] | None:
    """Where one step that neither forks nor ends leads; null where it fails."""
    operation, first, _ = step
    if operation == HOLD and callable(first):
        return (place + 1, groups) if place < len(text) and first(text[place]) else None
    if operation == SAVE and isinstance(first, int):
        kept = [*groups]
        kept[first] = place
        return place, kept
    if operation == BACK and isinstance(first, int):
        return repeated(program, text, place, groups, first)
    if operation == START:
        return (place, groups) if place == 0 or (program.lines and text[place - 1] == "\n") else None
    at_end = place == len(text) or (program.lines and text[place] == "\n")
    return (place, groups) if at_end else None


def repeated(program: Program, text: str, place: int, groups: Found, group: int) -> tuple[int, Found] | None:
    """A back-reference: the same characters as the group; an unmatched group is empty."""
    start, end = groups[2 * group], groups[2 * group + 1]
    if start is None or end is None:
        return place, groups
    wanted, there = text[start:end], text[place : place + end - start]
    same = wanted.casefold() == there.casefold() if program.any_case else wanted == there
    return (place + end - start, groups) if same else None
