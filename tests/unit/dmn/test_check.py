"""Before publication: gaps, overlaps, broken links, each with its sentence."""

import pytest

from migraflow import dmn
from tests.unit.dmn.models import decision, definitions, given, literal, table


def findings(logic: str, *inputs: str, types: str = "") -> list[dmn.Finding]:
    """What the check says of a table."""
    needs = " ".join(f"i_{name}" for name in inputs)
    return list(dmn.check(dmn.parse(definitions(types + "".join(map(given, inputs)) + decision("avis", logic, needs)))))


def sentences(logic: str, *inputs: str, types: str = "") -> list[str]:
    """The French sentences."""
    return [each.sentence("fr") for each in findings(logic, *inputs, types=types)]


def test_a_complete_table_has_nothing_to_say() -> None:
    assert not findings(table(["âge"], [["< 18", "1"], ["[18..60)", "2"], [">= 60", "3"]]), "âge")


def test_a_gap_between_two_ages_is_named() -> None:
    assert sentences(table(["âge"], [["< 18", "1"], ["[20..60]", "2"], ["> 60", "3"]]), "âge") == [
        "Table « avis » : aucune règle ne s’applique quand 18 <= âge < 20. Ajoutez une règle ou une valeur par défaut."
    ]


def test_a_gap_needs_all_its_columns() -> None:
    rules = [["< 18", "-", "1"], [">= 18", '"Kayes"', "2"], [">= 18", '"Gao"', "3"]]
    (gap,) = findings(table(["âge", "région"], rules), "âge", "région")
    assert gap.flaw is dmn.Flaw.GAP
    assert "quand âge >= 18 et région : autre valeur" in gap.sentence("fr")
    assert "when âge >= 18 and région: any other value" in gap.sentence("en")
    assert not findings(table(["âge", "région"], [*rules, [">= 18", 'not("Kayes", "Gao")', "4"]]), "âge", "région")


def test_allowed_values_close_the_gap() -> None:
    rules = [['"Kayes"', "1"], ['"Gao"', "2"]]
    assert findings(table(["région"], rules), "région")
    assert not findings(table(["région"], rules, allowed='"Kayes", "Gao"'), "région")
    types = (
        '<itemDefinition name="tR"><typeRef>string</typeRef><allowedValues><text>"Kayes", "Gao"</text></allowedValues>'
        "</itemDefinition>"
    )
    assert not findings(table(["région:tR"], rules), "région", types=types)


@pytest.mark.parametrize("policy", ["COLLECT", "RULE ORDER"])
def test_tables_that_may_answer_nothing_have_no_gaps(policy: str) -> None:
    assert not findings(table(["âge"], [["< 18", "1"]], policy), "âge")
    assert not findings(table(["âge"], [["< 18", "1"]], default="0"), "âge")


def test_an_overlap_is_an_error_with_its_place() -> None:
    rules = [["<= 18", "-", "1"], ["[18..30]", "true", "2"], ["> 30", "-", "3"], ["(18..30]", "false", "4"]]
    (overlap,) = findings(table(["âge", "inscrit:boolean"], rules), "âge", "inscrit")
    assert overlap.severity is dmn.Severity.ERROR
    assert overlap.sentence("fr") == (
        "Table « avis » : les règles 1 et 2 s’appliquent ensemble quand âge = 18 et inscrit = true. "
        "Précisez leurs conditions ou changez la politique de la table."
    )
    assert overlap.element == "r2"


def test_rules_that_agree_may_overlap_under_any() -> None:
    rules = [["< 20", "1"], ["> 10", "1"]]
    assert not findings(table(["âge"], rules, "ANY"), "âge")
    assert [each.flaw for each in findings(table(["âge"], [["< 20", "1"], ["> 10", "2"]], "ANY"), "âge")] == [
        dmn.Flaw.OVERLAP
    ]


def test_a_rule_behind_a_wider_one_is_never_used() -> None:
    assert [each.flaw for each in findings(table(["âge"], [["-", "1"], ["< 3", "2"]], "FIRST"), "âge")] == [
        dmn.Flaw.NEVER_USED
    ]


def test_dates_have_no_gap_between_two_days() -> None:
    rules = [['<= date("2026-03-31")', "1"], ['>= date("2026-04-01")', "2"]]
    assert not findings(table(["dépôt:date"], rules), "dépôt")


def test_a_condition_on_the_input_mark_is_understood() -> None:
    rules = [["? < 10 or ? > 20", "1"], ["? between 10 and 20", "2"]]
    assert not findings(table(["x"], rules), "x")


def test_what_cannot_be_told_is_said() -> None:
    found = findings(table(["x"], [["odd(?)", "1"], ["even(?)", "2"]]), "x")
    assert [each.flaw for each in found] == [dmn.Flaw.NOT_CHECKED]
    assert "règles 1, 2" in found[0].sentence("fr")


def test_a_decimal_comma_in_a_cell_is_pointed_at() -> None:
    found = findings(table(["x"], [["> 1,5", "1"], ["-", "2"]], "FIRST"), "x")
    assert dmn.Flaw.DECIMAL_COMMA in {each.flaw for each in found}


@pytest.mark.parametrize(
    ("logic", "flaw"),
    [
        (table(["x"], [["-", "1"]], "BEST"), dmn.Flaw.BAD_HIT_POLICY),
        (table(["x"], [["-", "1"]], aggregation="SUM"), dmn.Flaw.BAD_AGGREGATION),
        (table(["x"], [["-", "1"]], "COLLECT", "a b", aggregation="SUM"), dmn.Flaw.BAD_AGGREGATION),
        (table(["x"], [["-", "1"]], "PRIORITY"), dmn.Flaw.NO_PRIORITY),
        (table(["x"], [["-"]]), dmn.Flaw.CELLS_MISSING),
        (table(["y"], [["-", "1"]]), dmn.Flaw.UNKNOWN_NAME),
        (literal("x +"), dmn.Flaw.BAD_TEXT),
        (literal("x", "tInconnu"), dmn.Flaw.UNKNOWN_TYPE),
        ("", dmn.Flaw.NO_LOGIC),
        ('<informationRequirement><requiredInput href="#nulle"/></informationRequirement>', dmn.Flaw.MISSING_REFERENCE),
    ],
)
def test_other_flaws(logic: str, flaw: dmn.Flaw) -> None:
    found = [each for each in findings(logic, "x") if each.flaw is flaw]
    assert found
    assert found[0].sentence("fr") != found[0].sentence("en")


def test_two_elements_of_one_name() -> None:
    model = dmn.parse(definitions(given("x") + decision("x", literal("1"))))
    assert [each.flaw for each in dmn.check(model)] == [dmn.Flaw.SAME_NAME]


def test_a_huge_table_is_left_after_a_while_and_says_so() -> None:
    names = [f"x{n}" for n in range(12)]
    starts = [[(n * 7 + place * 3) % 40 for place in range(12)] for n in range(60)]
    rules = [[*(f"[{start}..{start + 9}]" for start in row), "1"] for row in starts]
    found = findings(table(names, rules, "FIRST"), *names)
    assert found
    assert {each.flaw for each in found} <= {dmn.Flaw.NOT_CHECKED, dmn.Flaw.GAP, dmn.Flaw.NEVER_USED}


def test_a_table_of_thousands_of_rules_is_published_without_the_search() -> None:
    found = findings(table(["x"], [[str(n), str(n)] for n in range(900)], "FIRST"), "x")
    assert [each.flaw for each in found] == [dmn.Flaw.NOT_CHECKED]
    assert "900 règles" in found[0].sentence("fr")
