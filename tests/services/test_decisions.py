"""A table decides in a case: which rule, on what, stays with the step for whoever asks a year later."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.journal import EntryKind, first_broken
from migraflow.store import cases as store
from migraflow.store import journal
from migraflow.ui.case_words import case_words
from migraflow.wiring import Agency
from tests.cast import MONDAY
from tests.counter import Counter
from tests.small import chain, flow, node, petite_demande, publish, woman
from tests.unit.dmn.models import decision, definitions, given, table

RULES = [['"Kayes"', "< 25", '"jeunes"'], ['"Kayes"', ">= 25", '"adultes"'], ['"Gao"', "-", '"adultes"']]


@pytest.fixture
def ruled(agency: Agency, counter: Counter) -> Counter:
    """The counter, where a table is asked right after the registration."""
    columns = table(["lieu:string", "age_declare:number"], RULES, "UNIQUE", "parcours", allowed='"Kayes", "Gao"')
    inputs = given("lieu", "string") + given("age_declare", "number")
    xml = definitions(inputs + decision("orientation", columns, "i_lieu i_age_declare"))
    called = "<spiffworkflow:calledDecisionId>d_orientation</spiffworkflow:calledDecisionId>"
    task = node(
        "businessRuleTask", "P_D", f"<bpmn:extensionElements>{called}</bpmn:extensionElements>", name="Orienter"
    )
    changed = {flow("P_01", "P_01d"): task + chain("P_01", "P_D", "P_01d")}
    publish(agency, petite_demande(changed, {"rules/orientation.dmn": xml}))
    return counter


def decided(agency: Agency, ref: str) -> Mapping[str, object]:
    """What the journal keeps of the decision, read back from the database."""
    with agency.working(SYSTEM) as work:
        case = store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        kept = journal.chain_of(work.store, case.id)
        assert first_broken(kept) is None
        (entry,) = [one.entry for one in kept if one.entry.kind is EntryKind.DECISION]
    assert (entry.element, entry.name) == ("P_D", "Orienter")
    return entry.detail


def test_the_rule_that_fired_and_its_inputs_are_kept_with_the_step(agency: Agency, ruled: Counter) -> None:
    ref = ruled.registered(age_declare="31")
    assert decided(agency, ref) == {
        "decision": "d_orientation",
        "fired": [
            {
                "decision": "orientation", "policy": "UNIQUE", "rules": [2],
                "inputs": {"lieu": "Kayes", "age_declare": "31"}, "outputs": ["adultes"],
            }
        ],
        "troubles": [],
    }  # fmt: skip
    assert "orientation : règle 2" in [item.detail for item in ruled.case("awa", ref).timeline]


def test_a_value_the_table_does_not_know_is_kept_as_the_reason_for_no_answer(agency: Agency, ruled: Counter) -> None:
    receipt = ruled.open("fanta")
    answers = {"identite": woman(), "lieu": "Tombouctou", "age_declare": "31"}
    ruled.complete("fanta", receipt.next_token, answers)
    detail = decided(agency, receipt.case_ref)
    assert detail["troubles"] == [
        {
            "decision": "orientation", "code": "input_not_allowed",
            "facts": {"input": "lieu", "value": "Tombouctou", "allowed": '"Kayes", "Gao"'},
        }
    ]  # fmt: skip
    path = case_words(ruled.case("awa", receipt.case_ref), MONDAY, "en").path
    told = next(step.detail for step in path if step.title == "Orienter")
    assert "no result: “lieu” is not among the expected values" in told
    assert "Tombouctou" not in told
