"""Texts compiled to closures, once: `compile_expression`, `compile_unary`, `Expression`."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from . import make_loops, make_tests, make_values, nodes
from .budget import Run
from .convert import to_feel
from .errors import FeelSyntaxError, Limit, LimitReached
from .frames import Frame, Inputs, trusted, weigh
from .functions import BUILTINS
from .kinds import Kind
from .maker import Code, Maker
from .parser import Parsed, parse
from .reader import Index, Sight, index_of
from .rehearsal import BRIEF, rehearse
from .room import roomy
from .values import Function, Parameter, Value

HostFunction = Callable[..., object]

TABLE: dict[type, Callable[[Any, Maker], Code]] = {
    nodes.Literal: make_values.literal,
    nodes.Name: make_values.name,
    nodes.Path: make_values.path,
    nodes.Items: make_values.items,
    nodes.Entries: make_values.entries,
    nodes.Interval: make_values.interval,
    nodes.If: make_values.choice,
    nodes.InstanceOf: make_values.instance_of,
    nodes.Definition: make_values.definition,
    nodes.Call: make_values.call,
    nodes.Filter: make_loops.filtered,
    nodes.For: make_loops.loop,
    nodes.Quantified: make_loops.quantified,
    nodes.Comparison: make_tests.comparison,
    nodes.Junction: make_tests.junction,
    nodes.Arithmetic: make_tests.arithmetic,
    nodes.Negation: make_tests.negation,
    nodes.Between: make_tests.between,
    nodes.Membership: make_tests.membership,
    nodes.Test: make_tests.unary,
    nodes.InputTest: make_tests.input_test,
}

BUILTIN_INDEX = index_of(BUILTINS)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled text. `names` are the variables it takes from outside; evaluation never changes it."""

    text: str
    names: frozenset[str]
    code: Code = field(repr=False, compare=False)
    functions: Mapping[str, Function] = field(repr=False, compare=False)

    def evaluate(
        self,
        context: Mapping[str, object],
        *,
        now: datetime | None = None,
        input: object = None,
        run: Run | None = None,
    ) -> Value:
        """The value in `context`; `input` is what `?` means, `now` what now() and today() answer.

        Bad data gives null. Raises LimitReached only; pass `run` to share one budget between several evaluations.
        """
        names: dict[str, Value] = {} if input is None else {"?": to_feel(input)}
        return self.guarded(Frame(names, None, Inputs(context, self.functions), run or Run(now)))

    def within(self, values: Mapping[str, Value], run: Run, subject: Value = None) -> Value:
        """The value where everything known is a FEEL value already; `subject` is what `?` means."""
        names: dict[str, Value] = {} if subject is None else {"?": subject}
        return self.guarded(Frame(names, None, Inputs(values, self.functions, trusted), run))

    def guarded(self, frame: Frame) -> Value:
        """The value in a frame; what it holds is paid for, shared parts each time they are met."""
        try:
            value = self.code(frame)
            if type(value) is list or type(value) is dict:
                weigh(frame.run, value)
        except (RecursionError, MemoryError):
            raise LimitReached(Limit.DEPTH) from None
        return value


def compile_expression(
    text: str,
    names: Iterable[str] = (),
    functions: Mapping[str, HostFunction] | None = None,
    kinds: Mapping[str, Kind] | None = None,
    members: Iterable[str] = (),
) -> Expression:
    """A FEEL expression, compiled once and kept; raises FeelSyntaxError, also for a computation without measure that
    takes nothing from outside.

    `names` are the variables that exist (needed for names holding signs or keywords, such as `a-b`); `functions`
    are extra functions by FEEL name; `kinds` are extra type names; `members` are entries contexts may have, recognised
    after a dot and in filters without being variables.
    """
    return cached(text, surroundings(names, functions, kinds, members), unary=False)


def compile_unary(
    text: str,
    names: Iterable[str] = (),
    functions: Mapping[str, HostFunction] | None = None,
    kinds: Mapping[str, Kind] | None = None,
    members: Iterable[str] = (),
) -> Expression:
    """The unary tests of a decision table cell, to be evaluated with `input`; raises FeelSyntaxError."""
    return cached(text, surroundings(names, functions, kinds, members), unary=True)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text may refer to."""

    names: frozenset[str]
    functions: frozenset[tuple[str, HostFunction]]
    kinds: frozenset[tuple[str, Kind]]
    members: frozenset[str]


def surroundings(
    names: Iterable[str],
    functions: Mapping[str, HostFunction] | None,
    kinds: Mapping[str, Kind] | None,
    members: Iterable[str],
) -> Surroundings:
    """The surroundings as one hashable thing."""
    return Surroundings(
        frozenset(names),
        frozenset((functions or {}).items()),
        frozenset((kinds or {}).items()),
        frozenset(members),
    )


def cached(text: str, around: Surroundings, *, unary: bool) -> Expression:
    """One compilation per text and surroundings, failed ones included; raises FeelSyntaxError."""
    found = attempt(text, around, unary=unary)
    if isinstance(found, FeelSyntaxError):
        raise FeelSyntaxError(found.text, found.position, found.cause, found.facts)
    return found


@lru_cache(maxsize=16384)
def attempt(text: str, around: Surroundings, *, unary: bool) -> Expression | FeelSyntaxError:
    """The expression, or why the text is none (said anew, for an error caught holds all that was computed)."""
    try:
        return compiled(text, around, unary=unary)
    except FeelSyntaxError as error:
        why = error.text, error.position, error.cause, error.facts
    return FeelSyntaxError(*why)


def compiled(text: str, around: Surroundings, *, unary: bool) -> Expression:
    """A text compiled, whatever it costs; raises FeelSyntaxError."""
    names = around.names
    callables = BUILTINS
    if around.functions:
        callables = BUILTINS | {name: host(name, call) for name, call in around.functions}
    index = names_index(names | around.members)
    called = BUILTIN_INDEX if callables is BUILTINS else names_index(frozenset(callables))
    parsed = parse(text, Sight(index, names, called, dict(around.kinds)), unary=unary)
    if not parsed.names and (parsed.repeats or len(text) > BRIEF):
        rehearse(text, closure(parsed, BUILTINS))
    values = {name: call for name, call in callables.items() if name not in names} if names else callables
    return Expression(text, parsed.names, closure(parsed, callables), values)


@lru_cache(maxsize=512)
def names_index(names: frozenset[str]) -> Index:
    """The index of a set of names."""
    return index_of(names)


def closure(parsed: Parsed, functions: Mapping[str, Function]) -> Code:
    """The closure of a whole tree."""
    code = Maker(TABLE, functions).make(parsed.node)
    return roomy(code) if parsed.repeats else code


def host(name: str, call: HostFunction) -> Function:
    """A function of the house made callable from FEEL; underscores in its parameters read as blanks.

    It is called with FEEL values; data it cannot work on (TypeError, ValueError, ArithmeticError, LookupError)
    gives null.
    """
    names = [each.replace("_", " ") for each in inspect.signature(call).parameters]

    def invoke(run: Run, arguments: list[Value]) -> Value:
        run.spend(20)
        try:
            return to_feel(call(*arguments))
        except (TypeError, ValueError, ArithmeticError, LookupError):
            return None

    return Function(name, tuple(Parameter(each) for each in names), invoke)


def evaluate(
    text: str, context: Mapping[str, object] | None = None, *, now: datetime | None = None, input: object = None
) -> Value:
    """Compile and evaluate at once; the names of `context` are known names."""
    known = context or {}
    return compile_expression(text, known).evaluate(known, now=now, input=input)
