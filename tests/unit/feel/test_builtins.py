"""The built-in functions of the standard, one line each, nulls included."""

from decimal import Decimal

import pytest

from migraflow import feel

CASES = {
    'string length("Ségou")': 5,
    'upper case("réinséré")': "RÉINSÉRÉ",
    'substring before("a-b-c", "-")': "a",
    'substring after("a-b-c", "-")': "b-c",
    'contains("Bamako", "mak")': True,
    'replace("76 12 34 56", "\\s", "")': "76123456",
    'replace("abc", "(a)(b)", "$2$1")': "bac",
    'replace("abc", ".*?", "x")': None,
    'matches("ML-2026-0042", "^ML-\\d{4}-\\d{4}$")': True,
    'matches("é", "^\\p{Ll}$")': True,
    'matches("abab", "^(ab)\\1$")': True,
    'matches("b", "^[a-z-[aeiou]]$")': True,
    'matches("a", "(?=a)")': None,
    'matches("A\nb", "^B$", "im")': True,
    'split("a;b;;", ";")': ["a", "b", "", ""],
    'string join(["a", null, "b"], ", ")': "a, b",
    'string join(["a", 1])': None,
    'number("1 234,5", " ", ",")': Decimal("1234.5"),
    'number("1,234.5", ",", ".")': Decimal("1234.5"),
    'number("douze")': None,
    "decimal(2.5, 0)": 2,
    "round half up(2.5, 0)": 3,
    "round down(-2.59, 1)": Decimal("-2.5"),
    "floor(-1.5)": -2,
    "ceiling(-1.5)": -1,
    "modulo(-7, 3)": 2,
    "modulo(1, 0)": None,
    "sqrt(16)": 4,
    "sqrt(-1)": None,
    "abs(@\"-P2D\") = @\"P2D\"": True,
    "odd(3)": True,
    "even(2.5)": None,
    "min(3, 1, 2)": 1,
    "max([])": None,
    "sum([])": None,
    'sum(1, "a")': None,
    "mean([1, 2])": Decimal("1.5"),
    "median(8, 2, 5, 3, 4)": 4,
    "mode([6, 3, 9, 6, 6, 3, 3])": [3, 6],
    "stddev(2, 4, 7, 5) > 2.08": True,
    "all(true, null)": None,
    "any(false, true, null)": True,
    "sublist([1, 2, 3], -2)": [2, 3],
    "append([1], 2, 3)": [1, 2, 3],
    "concatenate([1], [2, 3])": [1, 2, 3],
    "insert before([1, 3], 2, 2)": [1, 2, 3],
    "remove([1, 2, 3], 2)": [1, 3],
    "list replace([1, 2], function(x, n) x = 2, 9)": [1, 9],
    "reverse([1, 2])": [2, 1],
    "index of([1, 2, 1], 1)": [1, 3],
    "union([1, 2], [2, 3])": [1, 2, 3],
    "distinct values([1, 1.0, 2, null, null])": [1, 2, None],
    "flatten([1, [2, [3]]])": [1, 2, 3],
    "sort([3, 1, 2], function(a, b) a > b)": [3, 2, 1],
    "list contains([1, null], null)": True,
    'get value({a: 1}, "a")': 1,
    "get entries({a: 1})": [{"key": "a", "value": 1}],
    'context([{key: "a", value: 1}])': {"a": 1},
    'context put({a: {b: 1}}, ["a", "b"], 2)': {"a": {"b": 2}},
    "context merge([{a: 1}, {a: 2, b: 3}])": {"a": 2, "b": 3},
    'day of week(@"2026-03-31")': "Tuesday",
    'day of year(@"2026-03-31")': 90,
    'month of year(@"2026-03-31")': "March",
    'week of year(@"2026-01-01")': 1,
    'string(time(10, 30, 15.5, @"PT1H"))': "10:30:15.5+01:00",
    'string(date and time(@"2026-03-31", @"10:00:00Z"))': "2026-03-31T10:00:00Z",
    'is(@"10:00:00Z", @"11:00:00+01:00")': False,
    'is(@"2026-01-01", @"2026-01-01")': True,
    "includes([1..10], [2..5])": True,
    "during(5, [1..5))": False,
    "starts([1..3], [1..5])": True,
    "finishes(5, [1..5])": True,
    "met by([5..8], [1..5])": True,
    "overlaps before([1..5], [3..8])": True,
    "overlaps after([1..5], [3..8])": False,
    "coincides([1..5], [1..5])": True,
    "includes((< 10), [1..5])": True,
    "before((> 3), 2)": False,
    "overlaps((> 3), (< 5))": True,
    'after(1, "a")': None,
    "1 instance of number": True,
    '["a", 1] instance of list<string>': False,
    '{a: 1} instance of context<a: number>': True,
    "[1..5] instance of range<number>": True,
    '(function(a: number) a > 1) instance of function<number> -> boolean': True,
    '(function(a: number) "x") instance of function<number> -> number': False,
    "abs instance of function<number> -> number": True,
}


@pytest.mark.parametrize("text", CASES)
def test_a_builtin_answers_what_the_standard_says(text: str) -> None:
    assert feel.evaluate(text) == feel.to_feel(CASES[text])


@pytest.mark.parametrize("name", sorted(feel.BUILTINS))
def test_no_builtin_minds_wrong_arguments(name: str) -> None:
    strange = ["", "null", "1", '"a"', "[]", "{}", '@"2026-01-01"', "null, null", '1, "a"', "[1], 1e30, 2", "x: 1"]
    for arguments in strange:
        feel.evaluate(f"{name}({arguments})")
