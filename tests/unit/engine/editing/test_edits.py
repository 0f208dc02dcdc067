"""Salif changes a procedure at his desk: each change does what it says, and leaves a procedure that still runs."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from migraflow import engine
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.diagram import Diagram, EventKind, Kind
from migraflow.engine.editing import EDITS, Edit, Moot, describe, outline
from migraflow.engine.layout import audit, lay_out
from migraflow.engine.reader import read_diagram
from migraflow.services.house import bundles_in, read_house

WORKFLOWS = Path(__file__).parents[4] / "workflows"
FOLDERS = sorted(path.parent.name for path in WORKFLOWS.glob("*/procedure.bpmn"))
FEW = ("verification_employeur", "veille_marche")
SOAK = os.environ.get("MIGRAFLOW_SOAK") == "1"
REMINDER = {"kind": "timeDate", "value": "echeance ouvree(1)", "notice": "relance_pieces", "to": "personne"}


@cache
def house() -> engine.House:
    plain = read_house(WORKFLOWS)
    return replace(plain, called={one.id: one for one in bundles_in(WORKFLOWS)})


@cache
def folder(name: str) -> engine.Bundle:
    return engine.Bundle.read(WORKFLOWS / name, WORKFLOWS / "registers")


def drawn(files) -> Diagram:
    return read_diagram(files[DIAGRAM])


def after(files, code: str, element: str, **facts: str):
    return Edit(code, element, facts).on(files)


def grown(name: str) -> str:
    """A person's step of a procedure on a straight way, the first in reading order."""
    diagram = drawn(folder(name).files)
    return next(
        line.id
        for line in outline(diagram)
        if line.kind == "user" and line.may_grow and diagram.incoming.get(line.id) and not diagram.nodes[line.id].repeat
    )


def errors(name: str, files) -> list[str]:
    found = engine.check(engine.Bundle.of(name, files), house())
    return [finding.sentence() for finding in found if finding.severity is not engine.Severity.ADVICE]


def codes(name: str, files) -> set[str]:
    found = engine.check(engine.Bundle.of(name, files), house())
    return {finding.code for finding in found if finding.severity is not engine.Severity.ADVICE}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_step_with_all_it_needs_finds_its_place_in_every_procedure(name: str):
    files, here = folder(name).files, grown(name)
    made = after(files, "add_after", here, name="Vérifier le passeport")
    step = made.chosen
    for code, facts in (
        ("deadline", {"value": "2 jo"}),
        ("instructions", {"value": "Regardez la date."}),
        ("only_if", {"value": 'issue = "place"'}),
        ("reminder", REMINDER),
        ("notice", {"notice": "relance_pieces", "to": "personne"}),
    ):
        made = after(made.files, code, step, **facts)
    diagram = drawn(made.files)
    seen = describe(diagram, step)
    assert (seen.name, seen.deadline, seen.guard) == ("Vérifier le passeport", "2 jo", 'issue = "place"')
    assert seen.role == describe(drawn(files), here).role
    assert [(one.when, one.notice) for one in seen.reminders] == [("1 jour ouvré", "relance_pieces")]
    assert [line.id for line in outline(diagram) if line.id == step] == [step]
    if SOAK or name in FEW:
        assert errors(name, made.files) == errors(name, files)
        assert audit(lay_out(made.files[DIAGRAM])) == ()


@pytest.mark.parametrize("name", FOLDERS)
def test_whatever_is_added_can_be_taken_out_again(name: str):
    files, here = folder(name).files, grown(name)
    plain = drawn(files)
    made = after(files, "add_before", here, name="Vérifier le passeport")
    step = made.chosen
    made = after(made.files, "reminder", step, **REMINDER)
    made = after(made.files, "only_if", step, value='issue = "place"')
    assert len(drawn(made.files).nodes) == len(plain.nodes) + 5
    made = after(made.files, "only_if", step, value="")
    made = after(made.files, "remove", step)
    left = drawn(made.files)
    assert left.nodes.keys() == plain.nodes.keys()
    assert sorted((flow.source, flow.target) for flow in left.flows.values()) == sorted(
        (flow.source, flow.target) for flow in plain.flows.values()
    )
    assert left.lanes == plain.lanes


@pytest.mark.parametrize("name", FOLDERS if SOAK else FEW)
@pytest.mark.parametrize("pattern", ["approve", "wait", "refer"])
def test_a_common_way_of_working_runs_as_drawn(name: str, pattern: str):
    files, here = folder(name).files, grown(name)
    made = after(files, "pattern", here, pattern=pattern, notice="relance_partenaire", to="chef_dcm", deadline="3 jo")
    one_of_many = {"stuck"} if name == "verification_employeur" else set()  # refused in one of several ways at once
    assert codes(name, made.files) - one_of_many == codes(name, files)
    assert audit(lay_out(made.files[DIAGRAM])) == ()


@pytest.mark.parametrize("name", FOLDERS)
def test_steps_change_places_and_back(name: str):
    files = folder(name).files
    movable = [line.id for line in outline(drawn(files)) if line.may_rise]
    if not movable:
        pytest.skip("no two steps in a straight line")
    made = after(files, "move_up", movable[0])
    (flow,) = drawn(made.files).outgoing[movable[0]]
    assert flow.target == drawn(files).incoming[movable[0]][0].source
    back = after(made.files, "move_down", movable[0])
    pairs = [sorted((flow.source, flow.target) for flow in drawn(one).flows.values()) for one in (files, back.files)]
    assert pairs[0] == pairs[1]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_element_can_be_shown_and_every_line_stands_once(name: str):
    diagram = drawn(folder(name).files)
    assert all(describe(diagram, one).id == one for one in (*diagram.nodes, *diagram.flows))
    ids = [line.id for line in outline(diagram)]
    assert len(ids) == len(set(ids))
    people = {node.id for node in diagram.nodes.values() if node.kind in (Kind.USER, Kind.SERVICE, Kind.CALL)}
    assert people <= set(ids)


@pytest.mark.parametrize("name", FOLDERS)
def test_whatever_is_removed_the_procedure_still_reads(name: str):
    files = folder(name).files
    diagram = drawn(files)
    for line in outline(diagram)[:: 1 if SOAK else 1 + len(diagram.nodes) // 8]:
        try:
            left = drawn(after(files, "remove", line.id).files)
        except Moot:
            continue
        assert line.id not in left.nodes and line.id not in left.flows
        ends = {end for flow in left.flows.values() for end in (flow.source, flow.target)}
        assert ends <= left.nodes.keys()
        starts = {node.id for node in left.nodes.values() if node.kind in (Kind.START, Kind.BOUNDARY)}
        led = {flow.target for flow in left.flows.values()}
        fresh = left.nodes.keys() - led - starts - (diagram.nodes.keys() - {f.target for f in diagram.flows.values()})
        assert not fresh


def test_a_step_goes_to_another_role_and_draws_its_lane():
    files = folder("veille_marche").files
    here = grown("veille_marche")
    made = after(files, "role", here, value="consulat")
    assert describe(drawn(made.files), here).role == "consulat"
    assert "consulat" in drawn(made.files).lanes
    assert made.redrawn


def test_an_exit_a_condition_a_default(draw):
    bundle = draw.bundle(
        draw.start(), draw.user("a"), draw.node("exclusiveGateway", "g"), draw.user("b"), draw.end(),
        draw.chain("debut", "a", "g"), draw.flow("g", "b", id="f1"), draw.flow("g", "fin_traite", id="f2"),
        draw.chain("b", "fin_traite"),
    )  # fmt: skip
    made = after(bundle.files, "condition", "f1", value="age >= 18")
    made = after(made.files, "default", "g", value="f2")
    made = after(made.files, "name", "f1", value="majeure")
    flow = drawn(made.files).flows["f1"]
    assert (flow.condition, flow.name, drawn(made.files).nodes["g"].default) == ("age >= 18", "majeure", "f2")
    assert describe(drawn(made.files), "b").guard == "age >= 18"
    with pytest.raises(Moot):
        after(made.files, "default", "g", value="f9")


def test_an_effect_asks_for_its_own_parameters(draw):
    bundle = draw.bundle(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    made = after(bundle.files, "kind", "a", value="serviceTask")
    made = after(made.files, "operator", "a", value="avis")
    made = after(made.files, "parameter", "a", name="modele", value='"relance_pieces"')
    assert describe(drawn(made.files), "a").parameters == {"modele": '"relance_pieces"'}
    made = after(made.files, "operator", "a", value="lettre")
    assert describe(drawn(made.files), "a").parameters == {}


def test_a_step_is_repeated_and_no_more(draw):
    bundle = draw.bundle(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    made = after(bundle.files, "repeat", "a", value="regions", item="region", order="sequence")
    seen = describe(drawn(made.files), "a")
    assert (seen.over, seen.item, seen.sequential) == ("regions", "region", True)
    made = after(made.files, "repeat", "a", value="structures", order="together")
    assert (describe(drawn(made.files), "a").over, describe(drawn(made.files), "a").sequential) == ("structures", False)
    assert describe(drawn(after(made.files, "repeat", "a", value="").files), "a").over == ""


def test_a_wait_without_end_learns_to_remind(draw):
    bundle = draw.bundle(
        draw.start(), draw.catch("attente", draw.event("message", "msg_reponse")), draw.end(),
        draw.chain("debut", "attente", "fin_traite"), before=draw.message("reponse"), messages=("reponse",),
    )  # fmt: skip
    made = after(bundle.files, "remind", "attente", notice="relance_partenaire", to="accueil")
    diagram = drawn(made.files)
    (choice,) = [node for node in diagram.nodes.values() if node.kind is Kind.EVENT_GATEWAY]
    waits = {diagram.nodes[flow.target].trigger.kind for flow in diagram.outgoing[choice.id]}
    assert waits == {EventKind.MESSAGE, EventKind.TIMER}


def test_only_known_changes_are_made():
    with pytest.raises(KeyError):
        after(folder("veille_marche").files, "erase_everything", "debut")
    assert all(change.__doc__ for change in EDITS.values())
