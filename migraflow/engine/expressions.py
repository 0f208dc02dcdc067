"""Expressions of a procedure: FEEL with the house's own functions, and script tasks as lines of assignments.

Authored text reaches ``migraflow.feel`` and nothing else. `now` is that of the current moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from migraflow import feel
from migraflow.domain.calendar import Calendar, Deadline
from migraflow.domain.errors import Unfit
from migraflow.domain.reference import Entry, Lists
from migraflow.engine.bundle import House
from migraflow.engine.moment import current, utc

Functions = Mapping[str, Callable[..., object]]
Thing = TypeVar("Thing")
ASSIGNMENT = re.compile(r"^\s*([^\W\d]\w*)\s*:=(.*)$")
ANY_ASSIGNMENT = re.compile(r"^\s*[^:=\"]*:=")


@dataclass(frozen=True)
class Assignment:
    """One line of a script: the variable, what it becomes, and the line's number (from 1)."""

    name: str
    expression: feel.Expression
    line: int


class ScriptError(Exception):
    """A line of a script that is not an assignment."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(f"line {line}: {text}")
        self.line = line
        self.text = text


class The(Generic[Thing]):
    """This very thing, and no equal one: what tells it apart is which one it is."""

    __slots__ = ("one",)

    def __init__(self, one: Thing) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, The) and self.one is cast("The[Any]", other).one

    def __hash__(self) -> int:
        return id(self.one)


@lru_cache(maxsize=8)
def said_in(holidays: The[Calendar], deadlines: The[Mapping[str, Deadline]], lists: The[Lists]) -> Functions:
    """The functions every FEEL text of a procedure may call, the same ones for the same house: what one edition has
    compiled another need not compile again."""
    return house_functions(holidays.one, deadlines.one, lists.one)


def house_functions(calendar: Calendar, deadlines: Mapping[str, Deadline], known: Lists) -> Functions:
    """The functions over a calendar, deadlines and lists."""

    def working_deadline(count: Any = None) -> datetime | None:
        return None if count is None else calendar.working_days_after(utc(current().now), int(count))

    def deadline(code: Any = None) -> datetime | None:
        found = deadlines.get(str(code))
        return None if found is None else calendar.due(found, utc(current().now))

    def working_days(start: Any = None, end: Any = None) -> int | None:
        first, last = as_day(start), as_day(end)
        return None if first is None or last is None else calendar.working_days_between(first, last)

    def lines(name: Any = None) -> list[dict[str, str]] | None:
        found = known.get(str(name))
        return None if found is None else [line_of(entry) for entry in found.entries.values() if not entry.retired]

    return {"echeance ouvree": working_deadline, "delai": deadline, "jours ouvres": working_days, "liste": lines}


def line_of(entry: Entry) -> dict[str, str]:
    """A line of a reference list as FEEL reads it: its code, its label and its further columns, as text."""
    return {**entry.more, "code": entry.code, "libelle": entry.label}


def as_day(value: object) -> date | None:
    """The day of a date or of a date and time, None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


class Language:
    """FEEL as one house speaks it. Compiled texts are cached by `feel` itself."""

    def __init__(self, house: House) -> None:
        self.functions = said_in(The(house.holidays), The(house.deadlines), The(house.lists))

    def compile(self, text: str) -> feel.Expression:
        """`text` compiled. Raises feel.FeelSyntaxError."""
        return feel.compile(text, functions=self.functions)

    def script(self, text: str) -> tuple[Assignment, ...]:
        """The assignments of a script task. Raises ScriptError or feel.FeelSyntaxError."""
        return tuple(Assignment(name, self.compile(body), line) for name, body, line in script_lines(text))


def script_lines(text: str) -> list[tuple[str, str, int]]:
    """(variable, FEEL text, line number) of each assignment; a line that begins none goes on with the one before."""
    found: list[tuple[str, str, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        match = ASSIGNMENT.match(line)
        if match:
            found.append((match[1], match[2].strip(), number))
        elif found and not ANY_ASSIGNMENT.match(line):
            name, body, first = found[-1]
            found[-1] = (name, f"{body}\n{line}", first)
        else:
            raise ScriptError(number, line.strip()[:80])
    return found


def evaluate(expression: feel.Expression, data: Mapping[str, Any]) -> Any:
    """The value of `expression` over `data` at the current moment. Raises Unfit when it asks for too much."""
    try:
        return feel_value(expression.evaluate(data, now=current().now))
    except feel.LimitReached as error:
        raise Unfit("expression_too_costly", expression=expression.text[:80]) from error


def feel_value(value: Any) -> Any:
    """A FEEL value fit to be kept in a case: functions and ranges are not data."""
    if callable(value):
        return None
    if isinstance(value, dict):
        return {key: feel_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [feel_value(inner) for inner in value]
    return value


class NoScripts(BasePythonScriptEngineEnvironment):
    """The library's door to Python, walled up: every node of ours evaluates FEEL by itself."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        """Refuse: no authored text is ever evaluated here."""
        raise PermissionError("authored text is never evaluated as Python")

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        """Refuse: no authored text is ever executed here."""
        raise PermissionError("authored text is never executed as Python")


WALLED = PythonScriptEngine(environment=NoScripts())
