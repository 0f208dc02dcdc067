"""A case moves: tasks, gateways, subprocesses, effects."""

from __future__ import annotations

from decimal import Decimal

import pytest

from migraflow import engine
from migraflow.domain.errors import StepFailed, Unfit


def test_awa_opens_a_case_and_moussa_closes_it(draw, open_case):
    desk = open_case(
        draw.lanes(accueil=["debut", "recevoir"], chef=["decider", "fin_traite"]),
        draw.start(),
        draw.user("recevoir"),
        draw.user("decider"),
        draw.end(),
        draw.chain("debut", "recevoir", "decider", "fin_traite"),
    )
    assert [(task.element, task.role) for task in desk.progress.tasks] == [("recevoir", "accueil")]
    desk.do("recevoir", nom="Coulibaly")
    assert [(task.element, task.role) for task in desk.progress.tasks] == [("decider", "chef")]
    desk.do("decider", avis="favorable")
    assert desk.progress.ended == engine.Ended("fin_traite", "fin traite", "traite")
    assert desk.progress.data == {"nom": "Coulibaly", "avis": "favorable"}
    assert desk.passed == ["debut", "recevoir", "decider", "fin_traite"]


def test_the_trail_names_the_flow_taken_into_each_node(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.node("exclusiveGateway", "g", default="non"),
        draw.end("fin_oui"),
        draw.end("fin_non"),
        draw.flow("debut", "a", id="f1"),
        draw.flow("a", "g", id="f2"),
        draw.flow("g", "fin_oui", "ok = true", id="oui"),
        draw.flow("g", "fin_non", id="non"),
    )
    desk.do("a", ok=True)
    assert [(step.element, step.flow) for step in desk.trail] == [
        ("debut", None),
        ("a", "f1"),
        ("g", "f2"),
        ("fin_oui", "oui"),
    ]


def test_a_task_completed_twice_is_refused_the_second_time(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    token = desk.task("a").token
    desk.do("a")
    with pytest.raises(Unfit) as refusal:
        engine.advance(desk.compiled, desk.progress.snapshot, token, {}, now=desk.now)
    assert refusal.value.code == "task_not_open"


@pytest.mark.parametrize("token", ["", "pas-un-jeton", "00000000-0000-0000-0000-000000000000"])
def test_a_token_that_never_was_is_refused(draw, open_case, token):
    desk = open_case(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    with pytest.raises(Unfit):
        engine.advance(desk.compiled, desk.progress.snapshot, token, {}, now=desk.now)


def test_the_same_event_on_the_same_snapshot_gives_the_same_bytes(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    token, before = desk.task("a").token, desk.progress.snapshot
    once = engine.advance(desk.compiled, before, token, {"x": 1}, now=desk.now)
    twice = engine.advance(desk.compiled, before, token, {"x": 1}, now=desk.now)
    assert once.snapshot == twice.snapshot
    assert once.tasks[0].token == twice.tasks[0].token != token


def test_a_script_counts_and_later_lines_see_earlier_ones(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.script("s", "// compter", "n := if n = null then 1 else n + 1", "", 'texte := "relance " + string(n)'),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "s", "a", "fin_traite"),
    )
    assert desk.progress.data == {"n": Decimal(1), "texte": "relance 1"}


def test_both_branches_of_a_parallel_gateway_are_open_and_joined(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.node("parallelGateway", "j"),
        draw.user("z"),
        draw.end(),
        draw.chain("debut", "f", "a", "j"),
        draw.chain("f", "b", "j"),
        draw.chain("j", "z", "fin_traite"),
    )
    assert desk.open == ["a", "b"]
    desk.do("b", deux=2)
    assert desk.open == ["a"]
    desk.do("a", un=1)
    assert desk.open == ["z"]
    assert desk.progress.data == {"un": 1, "deux": 2}
    assert desk.passed.count("j") == 2


def test_an_inclusive_gateway_waits_for_those_it_sent_only(draw, open_case):
    pieces = (
        draw.start(),
        draw.user("d"),
        draw.node("inclusiveGateway", "f", default="fc"),
        draw.user("a"),
        draw.user("b"),
        draw.user("c"),
        draw.node("inclusiveGateway", "j"),
        draw.user("z"),
        draw.end(),
        draw.chain("debut", "d", "f"),
        draw.flow("f", "a", "x > 1"),
        draw.flow("f", "b", "x > 2"),
        draw.flow("f", "c", id="fc"),
        draw.chain("a", "j"),
        draw.chain("b", "j"),
        draw.chain("c", "j"),
        draw.chain("j", "z", "fin_traite"),
    )
    both = open_case(*pieces)
    both.do("d", x=3)
    assert both.open == ["a", "b"]
    both.do("a")
    assert both.open == ["b"]
    both.do("b")
    assert both.open == ["z"]
    none = open_case(*pieces)
    none.do("d", x=0)
    assert none.open == ["c"]
    none.do("c")
    assert none.open == ["z"]


def test_a_gateway_without_a_way_out_stops_the_step_and_keeps_the_case(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.node("exclusiveGateway", "g"),
        draw.end(),
        draw.end("fin_autre"),
        draw.chain("debut", "a", "g"),
        draw.flow("g", "fin_traite", "x = 1"),
        draw.flow("g", "fin_autre", "x = 2"),
    )
    with pytest.raises(StepFailed) as failure:
        desk.do("a", x=3)
    assert failure.value.element == "g"
    assert desk.open == ["a"]


def test_a_subprocess_takes_the_data_in_and_gives_it_back(draw, open_case):
    inner = draw.start("ds") + draw.user("dedans") + draw.end("ef") + draw.chain("ds", "dedans", "ef")
    desk = open_case(
        draw.lanes(conseiller=["instruction"], accueil=["apres"]),
        draw.start(),
        draw.node("subProcess", "instruction", inner),
        draw.user("apres"),
        draw.end(),
        draw.chain("debut", "instruction", "apres", "fin_traite"),
        data={"n": 1},
    )
    assert (desk.open, desk.task("dedans").role) == (["dedans"], "conseiller")
    desk.do("dedans", m=2)
    assert (desk.open, desk.progress.data) == (["apres"], {"n": 1, "m": 2})
    desk.do("apres")
    assert desk.passed == ["debut", "ds", "dedans", "ef", "instruction", "apres", "fin_traite"]


def test_a_called_procedure_keeps_its_lane_its_form_and_its_name(draw, open_case, house, note_form):
    called = draw.bundle(
        draw.lanes(chef=["proteger"]),
        draw.start("d2"),
        draw.with_form("proteger", "forms/note.json"),
        draw.end("e2"),
        draw.chain("d2", "proteger", "e2"),
        id="protection",
        files={"forms/note.json": note_form},
    )
    caller = draw.bundle(
        draw.lanes(accueil=["appel", "apres"]),
        draw.start(),
        draw.node("callActivity", "appel", calledElement="protection"),
        draw.user("apres"),
        draw.end(),
        draw.chain("debut", "appel", "apres", "fin_traite"),
    )
    desk = open_case(caller, house=engine.House(roles=house.roles, called={"protection": called}), data={"n": 1})
    task = desk.task("proteger")
    assert (task.role, task.procedure, task.form) == ("chef", "protection", "forms/note.json")
    assert desk.compiled.form(task.procedure, task.form).title == "Note"
    desk.do("proteger", avis="oui")
    assert desk.open == ["apres"]
    assert desk.progress.data == {"n": 1, "avis": "oui"}


def test_a_called_procedure_without_lanes_is_worked_in_the_callers(draw, open_case, house):
    called = draw.bundle(draw.start("d2"), draw.user("x"), draw.end("e2"), draw.chain("d2", "x", "e2"), id="aide")
    caller = draw.bundle(
        draw.lanes(conseiller=["appel"]),
        draw.start(),
        draw.node("callActivity", "appel", calledElement="aide"),
        draw.end(),
        draw.chain("debut", "appel", "fin_traite"),
    )
    desk = open_case(caller, house=engine.House(called={"aide": called}))
    assert desk.task("x").role == "conseiller"


def test_an_effect_is_yielded_once_and_the_case_goes_on(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.service("convoquer", "avis", modele='"convocation"', jour="jour"),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "convoquer", "a", "fin_traite"),
        data={"jour": "lundi"},
    )
    (effect,) = desk.effects
    assert (effect.operator, effect.parameters, effect.awaits) == (
        "avis",
        {"modele": "convocation", "jour": "lundi"},
        False,
    )
    desk.do("a")
    assert len(desk.effects) == 1


def test_the_case_waits_for_the_answer_of_an_awaited_effect(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.service("chercher", "chercher_doublons", "doublons", nom="nom"),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "chercher", "a", "fin_traite"),
        data={"nom": "Diarra"},
    )
    (effect,) = desk.effects
    assert (effect.awaits, desk.open) == (True, [])
    desk.answer(effect.token, [{"nom": "Diarra"}])
    assert (desk.open, desk.progress.data["doublons"]) == (["a"], [{"nom": "Diarra"}])
    with pytest.raises(Unfit) as refusal:
        desk.answer(effect.token, [])
    assert refusal.value.code == "effect_not_awaited"


def test_a_message_thrown_is_an_effect(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.throw("t", draw.event("message", "msg_offre")),
        draw.end(),
        draw.chain("debut", "t", "fin_traite"),
        before=draw.message("offre"),
    )
    assert [(effect.operator, effect.parameters["nom"]) for effect in desk.effects] == [("message", "offre")]
    assert desk.progress.ended.outcome == "traite"


def test_the_variable_issue_names_the_outcome(draw, open_case):
    desk = open_case(
        draw.start(), draw.script("s", 'issue := "retire"'), draw.end(), draw.chain("debut", "s", "fin_traite")
    )
    assert desk.progress.ended.outcome == "retire"


def test_a_terminate_end_closes_everything(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.end(),
        draw.end("fin_nette", draw.event("terminate")),
        draw.chain("debut", "f", "a", "fin_traite"),
        draw.chain("f", "b", "fin_nette"),
    )
    desk.do("b")
    assert (desk.open, desk.progress.ended.outcome) == ([], "nette")


def test_a_case_with_two_ends_is_over_when_both_are_reached(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.end("fin_a"),
        draw.end("fin_b"),
        draw.chain("debut", "f", "a", "fin_a"),
        draw.chain("f", "b", "fin_b"),
    )
    desk.do("a", x=1)
    assert desk.progress.ended is None
    desk.do("b", y=2)
    assert desk.progress.ended.outcome == "b"
    assert desk.progress.data == {"x": 1, "y": 2}


def test_what_ends_last_beside_the_main_way_is_not_the_outcome(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("plainte"),
        draw.end(),
        draw.end("fin_plainte"),
        draw.chain("debut", "f", "a", "fin_traite"),
        draw.chain("f", "plainte", "fin_plainte"),
    )
    desk.do("a")
    desk.do("plainte")
    assert desk.progress.ended.element == "fin_traite"
    assert desk.progress.ended.outcome == "traite"
