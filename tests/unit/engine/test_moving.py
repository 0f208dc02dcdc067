"""Running cases change edition: what they carry stays, what they cannot carry is said in words."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from migraflow import engine
from migraflow.engine import Verdict, Wish

PASSPORT = json.dumps({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "passeport", "title": "Passeport",
    "type": "object", "required": ["numero"],
    "properties": {"numero": {"title": "Numéro du passeport", "type": "string", "x-kind": "text"}},
}).encode()  # fmt: skip


@pytest.fixture
def edition(draw, house):
    """Compiles an edition from pieces."""
    return lambda *pieces, **words: engine.compile_edition(draw.bundle(*pieces, **words), house)


def moved(desk, new, now, mapping=None, answers=None) -> engine.Moved:
    """The case at a desk, moved."""
    wish = Wish(mapping or {}, answers or {})
    return engine.move(desk.progress.snapshot, desk.compiled, new, wish, now=now)


def go_on(desk, new, found: engine.Moved):
    """The desk goes on with the moved case in the new edition."""
    assert found.progress is not None
    desk.compiled = new
    desk.see(found.progress)
    return desk


def line(draw, *steps: str) -> tuple[str, ...]:
    return (draw.start(), *(draw.user(step) for step in steps), draw.end(), draw.chain("debut", *steps, "fin_traite"))


def test_a_case_meets_the_step_that_was_added_ahead_of_it(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "A", "B"))
    token = desk.task("A").token
    new = edition(*line(draw, "A", "N", "B"))
    found = moved(desk, new, morning)
    assert (found.verdict, found.reasons, found.questions) == (Verdict.MOVES, (), ())
    go_on(desk, new, found)
    assert desk.task("A").token == token
    desk.do("A")
    assert desk.open == ["N"]
    desk.do("N")
    desk.do("B")
    assert desk.progress.ended is not None


def test_a_step_that_is_gone_keeps_the_case_unless_another_replaces_it(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "A", "B"))
    new = edition(*line(draw, "C", "B"))
    found = moved(desk, new, morning)
    assert (found.verdict, found.progress) == (Verdict.STAYS, None)
    assert [reason.sentence() for reason in found.reasons] == [
        "« Faire A » n’existe plus dans la nouvelle édition. Dites quelle étape la remplace, puis relancez l’essai."
    ]
    token = desk.task("A").token
    go_on(desk, new, moved(desk, new, morning, {"A": "C"}))
    assert [(task.element, task.token) for task in desk.progress.tasks] == [("C", token)]
    desk.do("C")
    assert desk.open == ["B"]


def test_a_step_of_another_kind_keeps_the_case(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "A"))
    new = edition(draw.start(), draw.catch("A", draw.timer("P1D")), draw.end(), draw.chain("debut", "A", "fin_traite"))
    assert [reason.code for reason in moved(desk, new, morning).reasons] == ["step_other"]


def test_a_due_time_that_runs_goes_on_and_a_new_one_begins_at_the_move(draw, open_case, edition, morning):
    def drawn(after: str, *more: str) -> tuple[str, ...]:
        timers = [
            draw.boundary("rappel", "A", draw.timer(after), interrupting=False),
            draw.user("R"),
            draw.end("fin_r"),
        ]
        return (*line(draw, "A"), *timers, draw.chain("rappel", "R", "fin_r"), *more)

    desk = open_case(*drawn("P10D"))
    due = desk.progress.next_due
    more = (draw.boundary("limite", "A", draw.timer("P3D")), draw.end("fin_l"), draw.chain("limite", "fin_l"))
    new = edition(*drawn("P2D", *more))
    later = morning + timedelta(days=4)
    found = moved(desk, new, later)
    assert found.progress is not None
    waits = {wait.element: wait.due for wait in found.progress.waits}
    assert waits == {"rappel": due, "limite": later + timedelta(days=3)}
    go_on(desk, new, found)
    after = engine.fire(new, desk.progress.snapshot, now=later + timedelta(days=3))
    assert after.ended is not None
    assert after.ended.element == "fin_l"


def test_a_first_reminder_can_be_given_to_a_step_that_had_none(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "A"))
    reminder = (draw.boundary("rappel", "A", draw.timer("P2D"), interrupting=False), draw.end("fin_r"))
    new = edition(*line(draw, "A"), *reminder, draw.chain("rappel", "fin_r"))
    go_on(desk, new, moved(desk, new, morning))
    assert desk.progress.next_due == morning + timedelta(days=2)
    desk.do("A")
    assert desk.progress.ended is not None
    assert desk.progress.next_due is None


def test_a_reminder_that_was_taken_out_rings_no_more(draw, open_case, edition, morning):
    reminder = (draw.boundary("rappel", "A", draw.timer("P2D")), draw.end("fin_r"), draw.chain("rappel", "fin_r"))
    desk = open_case(*line(draw, "A"), *reminder)
    new = edition(*line(draw, "A"))
    go_on(desk, new, moved(desk, new, morning))
    assert (desk.open, desk.progress.next_due) == (["A"], None)
    desk.do("A")
    assert desk.progress.ended is not None


def items(draw, sequential: bool = False) -> tuple[str, ...]:
    mode = ' isSequential="true"' if sequential else ""
    loop = (
        f"<bpmn:multiInstanceLoopCharacteristics{mode}><bpmn:loopDataInputRef>pieces</bpmn:loopDataInputRef>"
        '<bpmn:loopDataOutputRef>avis</bpmn:loopDataOutputRef><bpmn:inputDataItem id="i1" name="piece"/>'
        '<bpmn:outputDataItem id="o1" name="verdict"/></bpmn:multiInstanceLoopCharacteristics>'
    )
    return draw.user("A", loop), draw.user("B"), draw.start(), draw.end()


def test_items_of_a_repeated_step_survive_half_done(draw, open_case, edition, morning):
    desk = open_case(*items(draw), draw.chain("debut", "A", "fin_traite"), data={"pieces": ["20", "30", "40"]})
    desk.do("A", "30", verdict="oui")
    tokens = {task.item: task.token for task in desk.progress.tasks}
    new = edition(*items(draw), draw.chain("debut", "A", "B", "fin_traite"))
    go_on(desk, new, moved(desk, new, morning))
    assert {task.item: task.token for task in desk.progress.tasks} == tokens
    desk.do("A", "20", verdict="non")
    desk.do("A", "40", verdict="oui")
    assert desk.open == ["B"]
    assert desk.progress.data["avis"] == ["non", "oui", "oui"]


def test_items_asked_one_by_one_cannot_become_items_asked_together(draw, open_case, edition, morning):
    desk = open_case(*items(draw), draw.chain("debut", "A", "fin_traite"), data={"pieces": ["20", "30"]})
    new = edition(*items(draw, sequential=True), draw.chain("debut", "A", "fin_traite"))
    assert [reason.code for reason in moved(desk, new, morning).reasons] == ["repeat_other"]


def forked(draw, *branches: str) -> tuple[str, ...]:
    gates = (draw.node("parallelGateway", "et"), draw.node("parallelGateway", "jonction", name="Tout est là"))
    ways = [draw.flow("et", one, id=f"vers_{one}") + draw.flow(one, "jonction", id=f"de_{one}") for one in branches]
    return (draw.start(), *gates, *(draw.user(one) for one in branches), draw.end(), draw.flow("debut", "et"), *ways,
            draw.flow("jonction", "fin_traite"))  # fmt: skip


def test_a_case_between_fork_and_join_is_not_made_to_wait_for_a_branch_it_never_began(
    draw, open_case, edition, morning
):
    desk = open_case(*forked(draw, "A", "B"))
    desk.do("A")
    found = moved(desk, edition(*forked(draw, "A", "B", "C")), morning)
    assert [reason.code for reason in found.reasons] == ["join_short"]
    assert "Tout est là" in found.reasons[0].sentence()


def test_a_branch_that_was_taken_out_lets_the_join_go(draw, open_case, edition, morning):
    desk = open_case(*forked(draw, "A", "B", "C"))
    desk.do("A")
    desk.do("B")
    found = moved(desk, edition(*forked(draw, "A", "B")), morning, {"C": "B"})
    assert found.verdict is Verdict.MOVES
    found = moved(desk, edition(*forked(draw, "A", "B")), morning)
    assert [reason.code for reason in found.reasons] == ["step_gone"]


def test_a_case_before_the_fork_meets_every_branch(draw, open_case, edition, morning):
    before = (draw.user("Z"),)
    old = [piece.replace('sourceRef="debut" targetRef="et"', 'sourceRef="Z" targetRef="et"')
           for piece in forked(draw, "A", "B")]  # fmt: skip
    desk = open_case(*old, *before, draw.flow("debut", "Z"))
    new = edition(*[piece.replace('sourceRef="debut" targetRef="et"', 'sourceRef="Z" targetRef="et"')
                    for piece in forked(draw, "A", "B", "C")], *before, draw.flow("debut", "Z"))  # fmt: skip
    go_on(desk, new, moved(desk, new, morning))
    desk.do("Z")
    assert sorted(desk.open) == ["A", "B", "C"]


def asking(draw, condition: str) -> tuple[str, ...]:
    gate = draw.node("exclusiveGateway", "choix", default="sinon")
    return (draw.start(), draw.with_form("N", "forms/passeport.json"), draw.user("B"), draw.user("C"), gate, draw.end(),
            draw.chain("debut", "N", "B", "choix"), draw.flow("choix", "C", condition),
            draw.flow("choix", "fin_traite", id="sinon"), draw.flow("C", "fin_traite"))  # fmt: skip


def test_an_answer_the_case_never_gave_is_asked_for_when_something_ahead_reads_it(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "B"))
    new = edition(*asking(draw, 'numero = "A1"'), files={"forms/passeport.json": PASSPORT})
    found = moved(desk, new, morning)
    assert found.verdict is Verdict.ASKS
    assert [(one.element, one.field, one.label) for one in found.questions] == [("N", "numero", "Numéro du passeport")]
    found = moved(desk, new, morning, answers={"numero": "A1"})
    assert found.verdict is Verdict.MOVES
    go_on(desk, new, found)
    desk.do("B")
    assert desk.open == ["C"]


def test_an_answer_nothing_ahead_reads_is_not_asked_for(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "B"))
    new = edition(*asking(draw, "montant > 3"), files={"forms/passeport.json": PASSPORT})
    assert moved(desk, new, morning).verdict is Verdict.MOVES


def test_a_case_inside_a_block_moves_with_the_events_that_wait_around_it(draw, open_case, edition, morning):
    def drawn(*inner: str) -> tuple[str, ...]:
        block = draw.node(
            "subProcess",
            "bloc",
            "".join(
                (draw.start("d2"), *(draw.user(one) for one in inner), draw.end("f2"), draw.chain("d2", *inner, "f2"))
            ),
        )
        event = draw.boundary("retrait", "bloc", draw.event("message", "msg_retrait"))
        flows = draw.chain("debut", "bloc", "fin_traite") + draw.chain("retrait", "fin_retrait")
        return draw.start(), block, event, draw.end(), draw.end("fin_retrait"), flows

    words = {"before": draw.message("retrait"), "messages": ["retrait"]}
    desk = open_case(*drawn("A"), **words)
    new = edition(*drawn("A", "N"), **words)
    go_on(desk, new, moved(desk, new, morning))
    assert [wait.name for wait in desk.progress.waits] == ["retrait"]
    desk.do("A")
    assert desk.open == ["N"]
    desk.receive("retrait")
    assert desk.progress.ended is not None
    assert desk.progress.ended.element == "fin_retrait"


def test_there_and_back_again_leaves_the_case_where_it_was(draw, open_case, edition, morning):
    desk = open_case(*line(draw, "A", "B"))
    new = edition(*line(draw, "A", "N", "B"))
    there = moved(desk, new, morning)
    assert there.progress is not None
    back = engine.move(there.progress.snapshot, new, desk.compiled, Wish(), now=morning)
    assert back.progress is not None
    assert back.progress.tasks == desk.progress.tasks
    assert back.progress.snapshot == desk.progress.snapshot
