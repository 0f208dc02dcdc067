"""One rule compiled, and evaluated, beside Python's `eval` of a compiled code object and beside simpleeval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from timeit import repeat

from simpleeval import EvalWithCompoundTypes

from migraflow import feel
from migraflow.feel.compile import attempt
from tests.bench.table import Measured, beside

RULE = 'amount > 1000 and risk in ("mid", "high")'
DATA = {"amount": 2500, "risk": "mid"}


def microseconds(act: Callable[[], object], number: int) -> float:
    """The best of five series, per call: what disturbs a series only makes it longer."""
    return min(repeat(act, number=number, repeat=5)) / number * 1e6


def compiled_anew() -> feel.Expression:
    """The rule compiled as if it had never been seen."""
    attempt.cache_clear()
    return feel.compile(RULE)


def run(number: int) -> Iterator[Measured]:
    """`number` evaluations in each series."""
    rule, code = feel.compile(RULE), compile(RULE, "rule", "eval")
    simple = EvalWithCompoundTypes(names=DATA)
    tree = simple.parse(RULE)
    assert rule.evaluate(DATA) is eval(code, {}, DATA) is simple.eval(RULE, tree) is True
    ours = microseconds(lambda: rule.evaluate(DATA), number)
    python = microseconds(lambda: eval(code, {}, DATA), number)
    other = microseconds(lambda: simple.eval(RULE, tree), number)
    yield beside(
        "FEEL rule evaluated, beside Python eval", ours, python, "µs", "eval guards nothing: no budget, no null"
    )
    yield beside("FEEL rule evaluated, beside simpleeval", ours, other, "µs", "below 1: faster than simpleeval")
    fresh = microseconds(compiled_anew, max(number // 50, 1))
    theirs = microseconds(lambda: compile(RULE, "rule", "eval"), max(number // 50, 1))
    yield beside("FEEL rule compiled, beside Python compile", fresh, theirs, "µs", "once per text, then cached")
    yield beside(
        "FEEL rule compiled, beside simpleeval parse", fresh,
        microseconds(lambda: simple.parse(RULE), max(number // 50, 1)), "µs", "simpleeval does so at every call",
    )  # fmt: skip
    again = microseconds(lambda: feel.compile(RULE), number)
    yield beside("FEEL rule compiled again (cached), beside evaluating it", again, ours, "µs", "")
