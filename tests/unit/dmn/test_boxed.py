"""Boxed expressions, one by one."""

from decimal import Decimal

import pytest

from migraflow import dmn, feel
from tests.unit.dmn.models import decision, definitions, given, literal


def boxed(logic: str, **context: object) -> feel.Value:
    """The value of a boxed expression with these inputs."""
    inputs = "".join(given(name) for name in context)
    needs = " ".join(f"i_{name}" for name in context)
    return dmn.parse(definitions(inputs + decision("x", logic, needs))).evaluate("x", context).value


def entry(name: str, logic: str, kind: str = "") -> str:
    """A context entry, the result when it has no name."""
    typed = f' typeRef="{kind}"' if kind else ""
    variable = f'<variable name="{name}"{typed}/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def test_context_entries_see_those_before_and_the_last_may_be_the_result() -> None:
    entries = entry("a", literal("n + 1")) + entry("b c", literal("a * 2"))
    assert boxed(f"<context>{entries}</context>", n=1) == {"a": 2, "b c": 4}
    assert boxed(f"<context>{entries}{entry('', literal('b c + a'))}</context>", n=1) == 6


def test_an_entry_of_the_wrong_type_is_null() -> None:
    assert boxed(f"<context>{entry('a', literal('1'), 'string')}</context>") == {"a": None}


def test_list_and_relation() -> None:
    assert boxed(f"<list>{literal('1')}{literal('[2]')}</list>") == [Decimal(1), [Decimal(2)]]
    rows = "".join(f"<row>{literal(name)}{literal(str(age))}</row>" for name, age in (('"Awa"', 30), ('"Moussa"', 40)))
    relation = f'<relation><column name="nom"/><column name="âge"/>{rows}</relation>'
    assert boxed(relation) == [{"nom": "Awa", "âge": 30}, {"nom": "Moussa", "âge": 40}]


def test_a_function_definition_is_called_later() -> None:
    parameter = '<formalParameter name="y" typeRef="number"/>'
    function = f"<functionDefinition>{parameter}{literal('y + n')}</functionDefinition>"
    assert boxed(f"<context>{entry('f', function)}{entry('', literal('f(2)'))}</context>", n=40) == 42
    java = f'<functionDefinition kind="Java"><formalParameter name="y"/>{literal("y")}</functionDefinition>'
    assert boxed(f"<context>{entry('f', java)}{entry('', literal('f(2)'))}</context>") is None


def test_conditional() -> None:
    parts = f"<if>{literal('n > 1')}</if><then>{literal('n')}</then><else>{literal('0 - n')}</else>"
    assert boxed(f"<conditional>{parts}</conditional>", n=2) == 2
    assert boxed(f"<conditional>{parts}</conditional>", n=1) == -1
    assert boxed(f"<conditional>{parts}</conditional>", n="x") is None
    others = f"<then>{literal('1')}</then><else>{literal('2')}</else>"
    assert boxed(f"<conditional><if>{literal('null')}</if>{others}</conditional>") == 2
    assert boxed(f"<conditional><if>{literal('3')}</if>{others}</conditional>") is None


def test_a_function_of_another_language_is_found_fault_with() -> None:
    java = f'<functionDefinition id="f" kind="Java">{literal("1")}</functionDefinition>'
    model = dmn.parse(definitions(decision("x", java)))
    assert [(each.flaw, each.element, each.facts["name"]) for each in dmn.check(model)] == [
        (dmn.Flaw.OTHER_LANGUAGE, "f", "Java")
    ]


@pytest.mark.parametrize(
    ("match", "expected"),
    [("item > 1", [2, 3]), ("item > 5", []), ('"oui"', None), ('if item > 1 then true else "non"', None)],
)
def test_filter(match: str, expected: object) -> None:
    logic = f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal(match)}</match></filter>"
    assert boxed(logic) == feel.to_feel(expected)


def test_for_with_partial() -> None:
    body = "if n < 2 then n else partial[-1] + partial[-2]"
    logic = f'<for iteratorVariable="n"><in>{literal("[0..7]")}</in><return>{literal(body)}</return></for>'
    assert boxed(logic) == [0, 1, 1, 2, 3, 5, 8, 13]


@pytest.mark.parametrize(
    ("kind", "test", "expected"),
    [
        ("some", "n > 2", True),
        ("some", "n > 3", False),
        ("every", "n > 0", True),
        ("every", "n > 1", False),
        ("every", '"oui"', None),
        ("some", 'if n = 1 then true else "oui"', None),
        ("every", "null", None),
    ],
)
def test_quantified(kind: str, test: str, expected: object) -> None:
    inside = f"<in>{literal('[1, 2, 3]')}</in><satisfies>{literal(test)}</satisfies>"
    assert boxed(f'<{kind} iteratorVariable="n">{inside}</{kind}>') is expected


def test_another_language_is_not_run_and_is_reported() -> None:
    logic = '<literalExpression expressionLanguage="urn:python"><text>1 + 1</text></literalExpression>'
    model = dmn.parse(definitions(decision("x", logic)))
    assert model.evaluate("x", {}).value is None
    assert [each.flaw for each in dmn.check(model)] == [dmn.Flaw.OTHER_LANGUAGE]
