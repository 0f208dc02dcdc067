"""Decisions that need one another, functions, services, types, several files."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from migraflow import dmn, feel
from tests.unit.dmn.models import NAMESPACE, decision, definitions, given, literal, table


def test_a_decision_works_out_what_it_needs_once() -> None:
    xml = definitions(
        given("prix")
        + decision("taxe", literal("prix * 0.18"), "i_prix")
        + decision("total", literal("prix + taxe"), "i_prix d_taxe")
        + decision("double", literal("total + taxe"), "d_total d_taxe")
    )
    model = dmn.parse(xml)
    assert model.evaluate("double", {"prix": 100}).value == 136
    assert model.decisions["total"] is model.decisions["d_total"]
    assert [each.name for each in model.inputs] == ["prix"]


def test_a_decision_sees_only_what_it_is_linked_to() -> None:
    model = dmn.parse(definitions(given("a") + decision("x", literal("a"))))
    assert model.evaluate("x", {"a": 1}).value is None
    (finding,) = dmn.check(model)
    assert finding.sentence("fr") == (
        "Décision « x » : « a » n’est ni une entrée ni une décision reliée. "
        "Reliez-la dans le diagramme ou corrigez le nom."
    )


def test_decisions_in_a_circle_are_null_and_found() -> None:
    model = dmn.parse(definitions(decision("a", literal("b"), "d_b") + decision("b", literal("a"), "d_a")))
    assert model.evaluate("a", {}).value is None
    assert dmn.Flaw.CIRCLE in {each.flaw for each in dmn.check(model)}


def test_an_unknown_decision_is_refused_with_the_known_ones() -> None:
    model = dmn.parse(definitions(decision("avis", literal("1"))))
    with pytest.raises(dmn.DmnError) as caught:
        model.evaluate("avi", {})
    assert caught.value.sentence("fr") == "La décision « avi » n’existe pas dans le fichier. Décisions connues : avis."


KNOWLEDGE = (
    '<businessKnowledgeModel id="k_remise" name="remise"><variable name="remise"/><encapsulatedLogic>'
    '<formalParameter name="montant" typeRef="number"/>'
    f"{literal('montant * 0.9', 'number')}</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_knowledge_model_may_call_itself_within_measure() -> None:
    def counting(end: str) -> str:
        body = literal(f"if {end} then n else fibo(n - 1) + fibo(n - 2)")
        logic = f'<encapsulatedLogic><formalParameter name="n" typeRef="number"/>{body}</encapsulatedLogic>'
        return (
            f'<businessKnowledgeModel id="k_fibo" name="fibo"><variable name="fibo"/>{logic}</businessKnowledgeModel>'
        )

    decided = decision("x", literal("fibo(10)"), "k_fibo")
    model = dmn.parse(definitions(counting("n < 2") + decided))
    assert model.evaluate("x", {}).value == 55
    assert dmn.check(model) == ()
    with pytest.raises(feel.LimitReached):
        dmn.parse(definitions(counting("n = 0.5") + decided)).evaluate("x", {})


def test_a_knowledge_model_is_a_function() -> None:
    model = dmn.parse(
        definitions(
            KNOWLEDGE
            + decision("a", literal("remise(100)"), "k_remise")
            + decision("b", literal("remise(montant: 10)"), "k_remise")
            + decision("c", literal('remise("dix")'), "k_remise")
            + decision("d", literal("for m in [10, 20] return remise(m)"), "k_remise")
        )
    )
    assert model.evaluate("a", {}).value == 90
    assert model.evaluate("b", {}).value == 9
    assert model.evaluate("c", {}).value is None
    assert model.evaluate("d", {}).value == [9, 18]
    assert model.evaluate("remise", {"montant": 1000}).value == 900


def test_an_invocation_binds_by_name() -> None:
    bound = (
        f'<invocation>{literal("remise")}<binding><parameter name="montant"/>{literal("prix")}</binding></invocation>'
    )
    model = dmn.parse(definitions(given("prix") + KNOWLEDGE + decision("net", bound, "i_prix k_remise")))
    assert model.evaluate("net", {"prix": 50}).value == 45


SERVICE = (
    '<decisionService id="s_calcul" name="calcul"><variable name="calcul"/><outputDecision href="#d_total"/>'
    '<encapsulatedDecision href="#d_taxe"/><inputDecision href="#d_taux"/><inputData href="#i_prix"/></decisionService>'
)


def test_a_decision_service_takes_inputs_then_decisions() -> None:
    model = dmn.parse(
        definitions(
            given("prix", "number")
            + decision("taux", literal("0.5"))
            + decision("taxe", literal("prix * taux"), "i_prix d_taux")
            + decision("total", literal("prix + taxe"), "i_prix d_taxe")
            + SERVICE
            + decision("appel", literal("calcul(100, 0.1)"), "s_calcul")
        )
    )
    assert model.evaluate("total", {"prix": 100}).value == 150
    assert model.evaluate("appel", {}).value == 110
    assert model.evaluate("calcul", {"prix": 100, "taux": 0.2}).value == 120


TYPES = (
    '<itemDefinition name="tRégion"><typeRef>string</typeRef>'
    '<allowedValues><text>"Kayes", "Gao"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tPersonne"><itemComponent name="nom"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="âge"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tRégions" isCollection="true"><typeRef>tRégion</typeRef></itemDefinition>'
)


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("tRégion", "Kayes", "Kayes"),
        ("tRégion", "Paris", None),
        ("tRégion", ["Gao"], "Gao"),
        ("tRégions", "Gao", ["Gao"]),
        ("tRégions", ["Gao", "Paris"], None),
        ("tPersonne", {"nom": "Awa", "âge": 30, "plus": 1}, {"nom": "Awa", "âge": Decimal(30), "plus": Decimal(1)}),
        ("tPersonne", {"nom": "Awa"}, None),
        ("number", "12", None),
        ("date and time", date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC)),
    ],
)
def test_inputs_must_fit_their_type(kind: str, raw: object, expected: object) -> None:
    model = dmn.parse(definitions(TYPES + given("x", kind) + decision("y", literal("x"), "i_x")))
    outcome = model.evaluate("y", {"x": raw})
    assert outcome.value == expected
    assert bool(outcome.troubles) == (expected is None)


def test_results_must_fit_their_type() -> None:
    wrong, single = decision("a", literal('"x"'), kind="number"), decision("b", literal("[1]"), kind="number")
    model = dmn.parse(definitions(wrong + single))
    assert model.evaluate("a", {}).value is None
    assert model.evaluate("a", {}).troubles[0].code == "result_does_not_fit"
    assert model.evaluate("b", {}).value == 1


def test_one_file_imports_another() -> None:
    base = dmn.parse(definitions(given("taux") + decision("demi", literal("taux / 2"), "i_taux") + TYPES, "urn:base"))
    link = '<informationRequirement><requiredDecision href="urn:base#d_demi"/></informationRequirement>'
    imported = f'<import name="base" namespace="urn:base" importType="{NAMESPACE}"/>'
    logic = link + literal("base.demi + 1")
    model = dmn.parse(definitions(imported + decision("x", logic)), {"urn:base": base})
    assert model.evaluate("x", {"base": {"taux": 8}}).value == 5
    assert model.evaluate("x", {"taux": 8}).value == 5
    assert not dmn.check(model)


def test_today_is_the_callers() -> None:
    model = dmn.parse(definitions(decision("jour", literal("today()"))))
    assert model.evaluate("jour", {}, now=datetime(2026, 3, 31, 23, tzinfo=UTC)).value == date(2026, 3, 31)


def test_a_graph_has_one_budget() -> None:
    chain = decision("d0", literal("for i in 1..3000 return i"))
    for n in range(1, 30):
        chain += decision(f"d{n}", literal(f"for i in d{n - 1} return i + 1"), f"d_d{n - 1}")
    model = dmn.parse(definitions(chain))
    assert len(feel.show(model.evaluate("d1", {}).value)) > 3000
    with pytest.raises(feel.LimitReached):
        model.evaluate("d29", {})


def test_explanations_of_tables_behind_tables_come_in_order() -> None:
    inner = decision("classe", table(["âge"], [["< 18", '"A"'], [">= 18", '"B"']]), "i_âge")
    outer = decision("avis", table(["classe"], [['"A"', "1"], ['"B"', "2"]]), "d_classe")
    outcome = dmn.parse(definitions(given("âge") + inner + outer)).evaluate("avis", {"âge": 40})
    assert [(each.decision, each.rules, each.outputs) for each in outcome.explanation] == [
        ("classe", (2,), ("B",)),
        ("avis", (2,), (Decimal(2),)),
    ]
