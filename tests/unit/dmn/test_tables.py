"""Decision tables as managers draw them: which rule decides, and why."""

from decimal import Decimal

import pytest

from migraflow import dmn, feel
from tests.unit.dmn.models import decision, definitions, given, table


def answer(logic: str, context: dict[str, object], *inputs: str) -> dmn.Outcome:
    """What a table says."""
    needs = " ".join(f"i_{name}" for name in inputs)
    model = dmn.parse(definitions("".join(map(given, inputs)) + decision("avis", logic, needs)))
    return model.evaluate("avis", context)


AGES = [["< 18", '"mineur"'], ["[18..35]", '"jeune"'], ["> 35", '"adulte"']]


@pytest.mark.parametrize(("age", "expected"), [(17, "mineur"), (18, "jeune"), (35, "jeune"), (36, "adulte")])
def test_exactly_one_rule_decides(age: int, expected: str) -> None:
    outcome = answer(table(["âge"], AGES), {"âge": age}, "âge")
    assert outcome.value == expected


def test_the_decision_says_which_rule_fired_with_which_answers() -> None:
    outcome = answer(table(["âge"], AGES), {"âge": 20}, "âge")
    assert outcome.explanation == (dmn.Fired("avis", "t", "UNIQUE", (2,), {"âge": Decimal(20)}, ("jeune",)),)


def test_no_rule_no_answer_and_the_explanation_says_so() -> None:
    outcome = answer(table(["âge"], AGES), {}, "âge")
    assert outcome.value is None
    assert outcome.explanation[0].rules == ()


def test_rules_in_conflict_give_null_and_are_named() -> None:
    rules = [["> 10", "1"], ["> 20", "2"]]
    outcome = answer(table(["x"], rules), {"x": 30}, "x")
    assert outcome.value is None
    assert [(each.code, each.facts["rules"]) for each in outcome.troubles] == [("rules_overlap", (1, 2))]
    assert answer(table(["x"], rules, "ANY"), {"x": 30}, "x").troubles[0].code == "rules_disagree"
    same = [["> 10", "1"], ["> 20", "1.0"]]
    assert answer(table(["x"], same, "ANY"), {"x": 30}, "x").value == 1


LOANS = [["> 5", '"refus"'], ["> 7", '"accord"'], ["> 9", '"attente"']]


@pytest.mark.parametrize(
    ("policy", "more", "expected", "fired"),
    [
        ("FIRST", {}, "refus", (1,)),
        ("RULE ORDER", {}, ["refus", "accord", "attente"], (1, 2, 3)),
        ("COLLECT", {}, ["refus", "accord", "attente"], (1, 2, 3)),
        ("PRIORITY", {"values": '"attente", "accord", "refus"'}, "attente", (3,)),
        ("OUTPUT ORDER", {"values": '"accord", "attente", "refus"'}, ["accord", "attente", "refus"], (2, 3, 1)),
    ],
)
def test_hit_policies(policy: str, more: dict[str, str], expected: object, fired: tuple[int, ...]) -> None:
    outcome = answer(table(["x"], LOANS, policy, **more), {"x": 10}, "x")
    assert outcome.value == expected
    assert outcome.explanation[0].rules == fired


@pytest.mark.parametrize(
    ("aggregation", "expected", "empty"),
    [("SUM", 60, None), ("MIN", 10, None), ("MAX", 30, None), ("COUNT", 3, 0), ("", [10, 20, 30], [])],
)
def test_collected_amounts(aggregation: str, expected: object, empty: object) -> None:
    logic = table(["x"], [["> 1", "10"], ["> 2", "20"], ["> 3", "30"]], "COLLECT", aggregation=aggregation)
    assert answer(logic, {"x": 9}, "x").value == feel.to_feel(expected)
    assert answer(logic, {"x": 0}, "x").value == feel.to_feel(empty)


def test_several_outputs_make_a_context_and_defaults_fill_in() -> None:
    logic = table(["x"], [["> 1", "10", '"a"']], outputs="montant motif", default='"aucun"')
    assert answer(logic, {"x": 2}, "x").value == {"montant": 10, "motif": "a"}
    assert answer(logic, {"x": 0}, "x").value == {"montant": "aucun", "motif": "aucun"}


def test_an_input_outside_its_list_is_refused_aloud() -> None:
    logic = table(["région"], [["-", "1"]], allowed='"Kayes", "Gao"')
    outcome = answer(logic, {"région": "Paris"}, "région")
    assert outcome.value is None
    assert outcome.troubles[0].code == "input_not_allowed"
    assert answer(logic, {"région": "Gao"}, "région").value == 1


def test_a_cell_may_use_other_inputs_and_the_input_mark() -> None:
    logic = table(["montant", "région"], [["< plafond", 'starts with(?, "K")', "montant * 2"]])
    context: dict[str, object] = {"montant": 5, "plafond": 6, "région": "Kayes"}
    assert answer(logic, context, "montant", "région", "plafond").value == 10
    assert answer(logic, {**context, "plafond": 5}, "montant", "région", "plafond").value is None


def test_a_cell_that_is_not_feel_never_matches_and_is_reported() -> None:
    xml = definitions(given("x") + decision("avis", table(["x"], [[">> 5", "1"], ["> 5", "2"]]), "i_x"))
    model = dmn.parse(xml)
    assert model.evaluate("avis", {"x": 6}).value == 2
    (finding,) = [each for each in dmn.check(model) if each.flaw is dmn.Flaw.BAD_TEXT]
    assert "« >> 5 » n’est pas du FEEL valable" in finding.sentence("fr")
