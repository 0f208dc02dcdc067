"""Texts written to exhaust the machine: refused when compiled, or stopped when run, in little room.

Time is kept by the budget of steps, which the tests check instead of a clock; memory is measured.
"""

import tracemalloc

import pytest

from migraflow import feel

DOUBLING = ", ".join(f"x{n}: [x{n - 1}, x{n - 1}]" for n in range(1, 40))
TEXTS = ", ".join(f"x{n}: x{n - 1} + x{n - 1}" for n in range(1, 40))

PAYLOADS = [
    "for i in 1..1000000000 return i",
    "for i in 1..100000, j in 1..100000 return i * j",
    "count(for i in 1..10000000 return i)",
    "some i in 1..1000000000 satisfies i < 0",
    "every i in 1..1000000000 satisfies i > 0",
    "for i in 0..100000 return partial",
    "for i in 0..5000 return [partial, partial]",
    "for a in 1..9, b in 1..9, c in 1..9, d in 1..9, e in 1..9, f in 1..9 return 1",
    'for i in @"0001-01-01"..@"9999-12-31" return [i, i, i]',
    "{f: function(x) f(x), r: f(1)}.r",
    "{g: function(h) h(h), r: g(g)}.r",
    "{g: function(h, n) h(h, n - 1) + h(h, n - 1), r: g(g, 30)}.r",
    f"{{x0: [1, 1], {DOUBLING}}}",
    f"{{x0: [1, 1], {DOUBLING}, y: string(x39)}}.y",
    f"{{x0: [1, 1], {DOUBLING}, y: x38 = x39}}.y",
    f"{{x0: [1, 1], {DOUBLING}, y: count(flatten(x39))}}.y",
    f"{{x0: [1, 1], {DOUBLING}, y: x39.name}}.y",
    f"{{x0: [1, 1], {DOUBLING}, y: x39 in [x38, x39]}}.y",
    f"{{x0: [1, 1], {DOUBLING}, y: x39 instance of list<list<list<list<number>>>>}}.y",
    f"{{x0: [1, 1], {DOUBLING}, y: distinct values([x39, x39])}}.y",
    f'{{x0: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", {TEXTS}}}.x39',
    'string join(for i in 1..1000000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
    "for i in 1..100000 return exp(i / 1000)",
    "for i in 1..100000 return 1.1 ** (i / 7)",
    "for i in 1..100000 return decimal(1 / 3, 6000)",
    "for i in 1..100000 return string(1e-6000)",
    "for i in 1..100000 return {a: i, b: i, c: i}",
    "for i in 1..100000 return function(x) x",
    'for i in 1..100000 return @"2020-01-01T00:00:00@Europe/Paris" + @"PT1H" * i',
    'for i in 1..100000 return date and time("2020-01-01T00:00:00@Europe/Nowhere")',
    'for i in 1..100000 return is(@"10:00:00@Europe/Paris", @"10:00:00@Europe/Paris")',
    'for i in 1..100000 return range("[1..2]")',
    "for i in 1..100000 return stddev([3, 1, 2])",
    "for i in 1..100000 return overlaps([1..2], [2..3])",
    "sort(for i in 1..100000 return -i, function(x, y) x < y)",
    f'matches("{"a" * 3000}", "(a+)+b")',
    f'matches("{"a" * 3000}", "(a|aa)+$b")',
    f'matches("{"a" * 3000}", "(a*)*\\\\1b")',
    f'matches("{"a" * 2000}", "(.*)(.*)(.*)(.*)(.*)(.*)x")',
    f'matches("{"a" * 60}", "^(a?){{60}}(a*)\\\\2\\\\2\\\\2b$")',
    f'split("{"ab" * 1500}", "(a*b*)*c")',
    f'replace("{"x" * 2500}", "x", "{"y" * 2500}")',
    'matches("a", "((((a{99}){99}){99}){99})")',
    f'matches("a", "{"(" * 900}a{")" * 900}")',
    f'matches("a", "{"a?" * 1500}")',
]

REFUSED = [
    "(" * 3000 + "1" + ")" * 3000,
    "[" * 6000,
    "[1.." * 1500,
    "-" * 5000 + "1",
    "not(" * 1000 + "true" + ")" * 1000,
    "{a:" * 1000 + "1" + "}" * 1000,
    "a" + ".a" * 2900,
    "a" + "[1]" * 1900,
    "if true then " * 400,
    "some x in " * 500,
    "function(x) " * 400 + "x",
    "x instance of " + "list<" * 900 + "number" + ">" * 900,
    "[x[x[x[x[x[" * 400,
    '"' + "\\" * 5999,
    "/*" * 2999,
    "9" * 6000 + "e9",
    "@" * 6000,
    "a" * 6001,
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_computation_without_measure_is_refused_when_compiled(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)
    assert caught.value.cause in (feel.Cause.TOO_MANY_STEPS, feel.Cause.TOO_LARGE, feel.Cause.ENDLESS_CALLS)
    assert caught.value.sentence("fr") != caught.value.sentence("en")


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_computation_that_waits_for_an_answer_is_stopped_in_little_room(text: str) -> None:
    rule = feel.compile(f"if réponse = null then {text} else 0")
    run = feel.Run()
    tracemalloc.start()
    try:
        with pytest.raises(feel.LimitReached) as caught:
            rule.evaluate({}, run=run)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000
    assert caught.value.sentence("fr") != caught.value.sentence("en")


@pytest.mark.parametrize("text", REFUSED)
def test_a_monstrous_text_is_refused_when_compiled(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)
    assert len(caught.value.sentence("fr")) < 400
    with pytest.raises(feel.FeelSyntaxError):
        feel.compile_unary(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "().__class__.__base__.__subclasses__()",
        "x.__class__",
        "[].append",
        'eval("1")',
        "open('/etc/passwd')",
        "lambda: 1",
        "f'{x}'",
        'function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}',
        'get value({}, "__class__")',
        '"%s" + "{0.__class__}"',
    ],
)
def test_nothing_of_python_can_be_reached(text: str) -> None:
    try:
        found = feel.evaluate(text, {"x": 1})
    except feel.FeelSyntaxError:
        return
    assert found is None or isinstance(found, (feel.Function, str, list))


def test_an_honest_rule_over_a_thousand_offers_is_within_budget() -> None:
    offers = [{"region": "Kayes" if n % 3 else "Gao", "postes": n} for n in range(1000)]
    assert feel.evaluate('count(offres[region = "Kayes" and postes > 10])', {"offres": offers}) == 659


def test_long_sums_and_conditions_do_not_nest() -> None:
    assert feel.evaluate("1" + " + 1" * 1400) == 1401
    assert feel.evaluate("true" + " and true" * 600) is True


def test_one_budget_can_be_shared_between_evaluations() -> None:
    rule = feel.compile("count(for i in 1..2000 return i)")
    run = feel.Run()
    with pytest.raises(feel.LimitReached):
        for _ in range(1000):
            rule.evaluate({}, run=run)
