"""Conditions in boxes: a field, a comparison, a value ⇄ FEEL, where a text is no more than that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from migraflow.domain.forms import Kind


class Comparison(StrEnum):
    """How a field is compared."""

    IS = "is"
    IS_NOT = "is_not"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    HOLDS = "holds"
    HOLDS_NOT = "holds_not"
    FILLED = "filled"
    EMPTY = "empty"


SIGNS: Mapping[Comparison, str] = {
    Comparison.IS: "=",
    Comparison.IS_NOT: "!=",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
    Comparison.MORE: ">",
    Comparison.AT_LEAST: ">=",
}
EQUAL = (Comparison.IS, Comparison.IS_NOT)
ORDERED = tuple(SIGNS)
THERE = (Comparison.FILLED, Comparison.EMPTY)
BY_KIND: Mapping[Kind, tuple[Comparison, ...]] = {
    Kind.YES_NO: (Comparison.IS, *THERE),
    Kind.INTEGER: (*ORDERED, *THERE),
    Kind.AMOUNT: (*ORDERED, *THERE),
    Kind.DATE: (*ORDERED, *THERE),
    Kind.BORN_AROUND: (*ORDERED, *THERE),
    Kind.CHOICES: (Comparison.HOLDS, Comparison.HOLDS_NOT, *THERE),
    Kind.FILE: THERE,
    Kind.GROUP: THERE,
    Kind.PERSON: THERE,
}
"""The comparisons that make sense for a kind; every other kind is compared by equality."""
NAME = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LITERAL = r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|@"\d{4}-\d{2}-\d{2}"|date\("\d{4}-\d{2}-\d{2}"\)'
SIMPLE = re.compile(rf"({NAME})\s*(!=|<=|>=|=|<|>)\s*({LITERAL})")
HELD = re.compile(rf"list contains\(({NAME}),\s*({LITERAL})\)")
HELD_NOT = re.compile(rf"not\(list contains\(({NAME}),\s*({LITERAL})\)\)")
PARTS = re.compile(r'("(?:[^"\\]|\\.)*")|\s+(and|or)\s+')


@dataclass(frozen=True, slots=True)
class Check:
    """One line of boxes; `value` as typed: a word, a number, ``true``, a day ``2026-11-22``."""

    field: str = ""
    comparison: Comparison = Comparison.IS
    value: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """Several lines: all must hold, or `either`: one is enough."""

    checks: tuple[Check, ...]
    either: bool = False


def comparisons(kind: Kind | None) -> tuple[Comparison, ...]:
    """The comparisons for a kind of field; equality and presence for a value of no known kind."""
    return (*ORDERED, *THERE) if kind is None else BY_KIND.get(kind, (*EQUAL, *THERE))


def read(text: str) -> Checks | None:
    """The boxes that say what `text` says; None when it says more."""
    parts, joints = split(text)
    if len(set(joints)) > 1:
        return None
    tests = [read_test(part) for part in parts]
    sound = tuple(test for test in tests if test is not None)
    return Checks(sound, either="or" in joints) if len(sound) == len(tests) else None


def split(text: str) -> tuple[list[str], list[str]]:
    """The pieces of `text` around ``and`` and ``or`` outside quotes, and those words."""
    pieces, joints, start = [], [], 0
    for match in PARTS.finditer(text):
        if match[2]:
            pieces.append(text[start : match.start()].strip())
            joints.append(match[2])
            start = match.end()
    return [*pieces, text[start:].strip()], joints


def read_test(text: str) -> Check | None:
    """One comparison; None when it is not as simple."""
    for pattern, comparison in ((HELD_NOT, Comparison.HOLDS_NOT), (HELD, Comparison.HOLDS)):
        held = pattern.fullmatch(text)
        if held:
            return Check(held[1], comparison, plain(held[2]))
    match = SIMPLE.fullmatch(text)
    if match is None:
        return None
    sign = next(comparison for comparison, written in SIGNS.items() if written == match[2])
    if match[3] == "null":
        return {"=": Check(match[1], Comparison.EMPTY), "!=": Check(match[1], Comparison.FILLED)}.get(match[2])
    name = match[1].removesuffix(".montant")
    return Check(name, sign, plain(match[3]))


def plain(literal: str) -> str:
    """A literal as typed."""
    inner = literal.removeprefix("@").removeprefix("date(").removesuffix(")")
    return inner[1:-1].replace('\\"', '"') if inner.startswith('"') else inner


def write(tests: Checks, kinds: Mapping[str, Kind]) -> str:
    """The FEEL text of the lines that are complete; "" when none is."""
    written = [write_test(test, kinds.get(test.field)) for test in tests.checks]
    return (" or " if tests.either else " and ").join(filter(None, written))


def write_test(test: Check, kind: Kind | None) -> str:
    """One line in FEEL; "" while something is missing."""
    if not test.field:
        return ""
    if test.comparison in THERE:
        return f"{test.field} {'!=' if test.comparison is Comparison.FILLED else '='} null"
    value = literal(test.value.strip(), kind)
    if not value:
        return ""
    if test.comparison is Comparison.HOLDS:
        return f"list contains({test.field}, {value})"
    if test.comparison is Comparison.HOLDS_NOT:
        return f"not(list contains({test.field}, {value}))"
    place = f"{test.field}.montant" if kind is Kind.AMOUNT else test.field
    return f"{place} {SIGNS[test.comparison]} {value}"


def literal(value: str, kind: Kind | None) -> str:
    """A typed value in FEEL; "" when it does not suit its kind."""
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if kind in (Kind.INTEGER, Kind.AMOUNT, Kind.BORN_AROUND):
        number = value.replace(" ", "").replace("\u202f", "").replace(",", ".")
        return number if NUMBER.fullmatch(number) else ""
    if kind is Kind.DATE:
        return f'date("{value}")' if DAY.fullmatch(value) else ""
    if kind is Kind.YES_NO:
        return value if value in ("true", "false") else ""
    if kind is None and (NUMBER.fullmatch(value) or value in ("true", "false")):
        return value
    return quoted if value else ""
