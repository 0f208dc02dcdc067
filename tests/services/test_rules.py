"""Salif changes a rule in his studio: the grid, what is wrong at which cell, and which rule applies for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migraflow.dmn.editing import Change, Part
from migraflow.domain.errors import Conflict, NotAllowed, NotFound, Unfit
from migraflow.services import drafting, rule_trials, rules
from migraflow.services.rules import RuleSight
from migraflow.wiring import Agency
from tests.cast import Cast

PROCEDURE, RULE = "demande_services", "d1_recevabilite"
AT = {"procedure": PROCEDURE, "rule": RULE}


@pytest.fixture
def database_url(tmp_path: Path, opened: Path) -> str:
    """A house with every procedure published."""
    path = tmp_path / "rules.db"
    path.write_bytes(opened.read_bytes())
    return f"sqlite:///{path}"


def open_it(agency: Agency, cast: Cast, who: str = "salif") -> RuleSight:
    return agency.perform(rules.open_rule, cast.token(who), **AT)


def edit(agency: Agency, cast: Cast, version: int, *changes: Change) -> RuleSight:
    return agency.perform(rules.edit_rule, cast.token("salif"), **AT, changes=changes, version=version)


def test_salif_sees_which_steps_ask_which_table(agency: Agency, cast: Cast) -> None:
    rows = {row.name: row for row in agency.perform(rules.rule_rows, cast.token("salif"), procedure=PROCEDURE)}
    assert rows[RULE].decisions == (("D1", "La demande est-elle recevable ?"),)
    assert rows[RULE].steps and rows[RULE].rules == 10
    found = agency.perform(rules.rule_of_decision, cast.token("salif"), procedure=PROCEDURE, decision="D1")
    assert found == RULE
    with pytest.raises(NotAllowed):
        agency.perform(rules.rule_rows, cast.token("awa"), procedure=PROCEDURE)
    with pytest.raises(NotFound):
        agency.perform(rules.open_rule, cast.token("salif"), procedure=PROCEDURE, rule="../../etc/passwd")


def test_a_changed_rule_is_kept_undone_and_made_again(agency: Agency, cast: Cast) -> None:
    sight = open_it(agency, cast)
    first = sight.draft.files[f"rules/{RULE}.dmn"]
    later = edit(agency, cast, sight.draft.version, Change("cell", "D1", row=1, column=1, value="< 21"))
    assert later.sheets[0].grids[0].rules[1].tests[1] == "< 21"
    with pytest.raises(Conflict):
        edit(agency, cast, sight.draft.version, Change("rule_remove", "D1"))
    back = agency.perform(drafting.undo, cast.token("salif"), procedure=PROCEDURE)
    assert back is not None and back.files[f"rules/{RULE}.dmn"] == first
    again = agency.perform(drafting.redo, cast.token("salif"), procedure=PROCEDURE)
    assert again is not None and "&lt; 21" in again.files[f"rules/{RULE}.dmn"]


def test_what_is_wrong_is_said_at_its_cell_in_french(agency: Agency, cast: Cast) -> None:
    sight = open_it(agency, cast)
    assert not sight.faults
    bad = Change("cell", "D1", row=1, column=1, value="< dix huit ans")
    asked = {**AT, "change": bad}
    assert "ni une entrée" in agency.perform(rules.judge_cell, cast.token("salif"), **asked)
    fine = {**AT, "change": Change("cell", "D1", row=1, column=1, value="< 21")}
    assert agency.perform(rules.judge_cell, cast.token("salif"), **fine) == ""
    later = edit(agency, cast, sight.draft.version, bad)
    cell = later.sheets[0].grids[0].rules[1].ids[1]
    assert set(later.faults) == {cell}


def test_a_condition_over_an_answer_is_linked_by_itself(agency: Agency, cast: Cast) -> None:
    sight = open_it(agency, cast)
    wish = {**AT, "change": Change("column_add", "D1", facts={"expression": "sexe"}), "version": sight.draft.version}
    known = {one.name: one for one in sight.known}
    name = "sexe" if "sexe" in known else next(iter(known))
    wish["change"] = Change("column_add", "D1", facts={"expression": name})
    wider = agency.perform(rules.add_column, cast.token("salif"), **wish)
    head = wider.sheets[0].grids[0].inputs[-1]
    assert (head.expression, head.label) == (name, known[name].label)
    assert not wider.faults


def test_which_rule_applies_for_a_girl_of_sixteen(agency: Agency, cast: Cast) -> None:
    open_it(agency, cast)
    names = {one.name: one.type for one in agency.perform(rule_trials.wanted, cast.token("salif"), **AT, sheet="D1")}
    assert names["age"] == "number"
    values = {"consentement_donne": "true", "age": "16"}
    answer = agency.perform(rule_trials.ask_rule, cast.token("salif"), **AT, sheet="D1", values=values)
    assert answer.because[0].rules == (2,)
    assert dict(answer.because[0].values)["age"] == "16"
    assert '"mineur"' in answer.value
    with pytest.raises(Unfit):
        agency.perform(rule_trials.ask_rule, cast.token("salif"), **AT, sheet="D1", values={"age": "seize ("})


def test_a_new_table_is_written_and_taken_into_the_draft(agency: Agency, cast: Cast) -> None:
    sight = open_it(agency, cast)
    name, draft = agency.perform(
        rules.new_rule, cast.token("salif"), procedure=PROCEDURE, question="Faut-il un visa ?",
        inputs=(sight.known[0].name, "inconnu"), output="visa_exige", version=sight.draft.version,
    )  # fmt: skip
    assert name == "d_faut_il_un_visa"
    fresh = agency.perform(rules.open_rule, cast.token("salif"), procedure=PROCEDURE, rule=name)
    grid = fresh.sheets[0].grids[0]
    assert [one.expression for one in grid.inputs] == [sight.known[0].name]
    assert [one.name for one in grid.outputs] == ["visa_exige"]
    wish = Change("cell", name, part=Part.OUTPUT, value="true")
    at = {"procedure": PROCEDURE, "rule": name, "version": draft.version}
    assert not agency.perform(rules.edit_rule, cast.token("salif"), **at, changes=(wish,)).faults


def test_a_second_manager_looks_and_does_not_change(agency: Agency, cast: Cast) -> None:
    sight = open_it(agency, cast)
    other = replace(cast["salif"], account_id=cast.id("awa"), name="Une autre gestionnaire")
    seen = agency.perform_as(other, rules.open_rule, **AT)
    assert not seen.mine and seen.draft.holder == sight.draft.holder
    with pytest.raises(Unfit):
        changes = (Change("rule_remove", "D1"),)
        agency.perform_as(other, rules.edit_rule, **AT, changes=changes, version=seen.draft.version)
