"""How a built-in function is declared and called.

A declaration reads like the standard's own tables: `substring(string: string, start position: number,
length?: number)`. A parameter without a kind takes anything; `?` marks one that may be left out; `..2` one that
takes all remaining arguments, at least two. Arguments that fit no declaration give null.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from ..budget import Run
from ..conformity import kind_of
from ..frames import weigh
from ..kinds import Basic
from ..temporal import DAY, day_number, is_date, make_date_time
from ..values import Function, Parameter, Value

KINDS: dict[str, tuple[Basic, ...]] = {
    "string": (Basic.STRING,),
    "number": (Basic.NUMBER,),
    "boolean": (Basic.BOOLEAN,),
    "date": (Basic.DATE,),
    "time": (Basic.TIME,),
    "moment": (Basic.DATE, Basic.DATE_TIME),
    "date and time": (Basic.DATE_TIME,),
    "days": (Basic.DAYS,),
    "duration": (Basic.DAYS, Basic.MONTHS),
    "list": (Basic.LIST,),
    "context": (Basic.CONTEXT,),
    "range": (Basic.RANGE,),
    "function": (Basic.FUNCTION,),
    "null": (Basic.NULL,),
    "point": (
        Basic.NUMBER, Basic.STRING, Basic.DATE, Basic.TIME, Basic.DATE_TIME, Basic.DAYS, Basic.MONTHS,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One declared parameter; no `kinds` means anything, null included."""

    name: str
    kinds: frozenset[Basic]
    optional: bool
    least: int


class Misfit(Exception):
    """An argument does not fit the declared parameter."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One way to call a function; `body` takes the run first when `calls` (it spends or calls back)."""

    name: str
    slots: tuple[Slot, ...]
    body: Callable[..., Value]
    calls: bool
    deep: bool
    cost: int

    def fit(self, arguments: list[Value], *, exactly: bool) -> list[Value]:
        """The arguments as the body wants them; raises Misfit."""
        fitted: list[Value] = []
        given = len(arguments)
        for place, slot in enumerate(self.slots):
            if slot.least:
                rest = arguments[place:]
                if len(rest) < slot.least:
                    raise Misfit
                return [*fitted, [fit_one(slot, each, exactly=exactly) for each in rest]]
            if place < given:
                fitted.append(fit_one(slot, arguments[place], exactly=exactly))
            elif not slot.optional:
                raise Misfit
        if given > len(self.slots):
            raise Misfit
        return fitted

    def order(self, arguments: Mapping[str, Value]) -> list[Value]:
        """Named arguments in declared order, null for one that is not named; raises Misfit."""
        if set(arguments) - {slot.name for slot in self.slots}:
            raise Misfit
        ordered: list[Value] = []
        for slot in self.slots:
            if slot.name not in arguments:
                if slot.optional:
                    continue
                if slot.kinds:
                    raise Misfit
            value = arguments.get(slot.name)
            ordered.extend(value if slot.least and isinstance(value, list) else [value])
        return ordered


def fit_one(slot: Slot, value: Value, *, exactly: bool) -> Value:
    """One argument, converted the ways the standard allows unless `exactly`; raises Misfit."""
    if not slot.kinds or kind_of(value) in slot.kinds:
        return value
    if value is None or exactly:
        raise Misfit
    if Basic.LIST in slot.kinds:
        return [value]
    if isinstance(value, list) and len(value) == 1 and kind_of(value[0]) in slot.kinds:
        return value[0]
    if Basic.DATE_TIME in slot.kinds and is_date(value):
        return make_date_time(day_number(value) * DAY, UTC)
    raise Misfit


def declare(
    text: str, body: Callable[..., Value], *, calls: bool = False, deep: bool = False, cost: int = 5
) -> Declaration:
    """A declaration from its text; `deep` functions pay for everything inside their arguments, all pay `cost` steps."""
    name, _, inside = text.rstrip(")").partition("(")
    slots: list[Slot] = []
    for part in inside.split(", ") if inside else ():
        label, _, kinds = part.partition(": ")
        label, _, least = label.partition("..")
        found = frozenset(basic for kind in kinds.split("|") if kind for basic in KINDS[kind])
        slots.append(Slot(label.rstrip("?"), found, label.endswith("?"), int(least or 0)))
    return Declaration(name, tuple(slots), body, calls, deep, cost)


def price(run: Run, declaration: Declaration, arguments: Iterable[Value]) -> None:
    """Pay for what the body is going to look at."""
    for value in arguments:
        if isinstance(value, (list, dict)):
            if declaration.deep:
                weigh(run, value)
            else:
                run.spend(len(value))
        elif isinstance(value, str):
            run.spend(len(value) // 50)


def perform(run: Run, declaration: Declaration, arguments: list[Value]) -> Value:
    """Call the body, paying for what goes in and what comes out."""
    run.spend(declaration.cost)
    price(run, declaration, arguments)
    value = declaration.body(run, *arguments) if declaration.calls else declaration.body(*arguments)
    if isinstance(value, str):
        run.keep_text(len(value))
    elif isinstance(value, (list, dict)):
        run.keep(len(value) + 3)
    return value


def builtin(name: str, declarations: list[Declaration]) -> Function:
    """The function several declarations make together."""

    def invoke(run: Run, arguments: list[Value]) -> Value:
        for exactly in (True, False):
            for declaration in declarations:
                try:
                    fitted = declaration.fit(arguments, exactly=exactly)
                except Misfit:
                    continue
                return perform(run, declaration, fitted)
        return None

    def invoke_named(run: Run, arguments: Mapping[str, Value]) -> Value:
        for exactly in (True, False):
            for declaration in declarations:
                try:
                    fitted = declaration.fit(declaration.order(arguments), exactly=exactly)
                except Misfit:
                    continue
                return perform(run, declaration, fitted)
        return None

    longest = max(declarations, key=lambda each: len(each.slots))
    parameters = tuple(Parameter(slot.name) for slot in declarations[0].slots or longest.slots)
    return Function(name, parameters, invoke, invoke_named)
