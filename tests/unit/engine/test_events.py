"""What a case waits for: time, messages, signals, errors; and what stops a step on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from migraflow import engine
from migraflow.domain.errors import StepFailed, Unfit
from migraflow.engine import WaitKind


def dossier(draw, *events, more=""):
    """A subprocess `instruction` with one step, and events on it that each lead to an end of their own."""
    inner = draw.start("di") + draw.user("instruire") + draw.user("signer") + draw.end("fi")
    inner += draw.chain("di", "instruire", "signer", "fi")
    pieces = [draw.start(), draw.node("subProcess", "instruction", inner), draw.end(), *events, more]
    return "".join(pieces) + draw.chain("debut", "instruction", "fin_traite")


def test_a_reminder_does_not_stop_the_task_and_comes_three_times(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.boundary("relance", "a", draw.timer("R3/P30D", "timeCycle"), False),
        draw.service("rappeler", "avis", modele='"relance"'),
        draw.end(),
        draw.end("fin_relance"),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("relance", "rappeler", "fin_relance"),
    )
    assert desk.progress.next_due == desk.now + timedelta(days=30)
    for count in (1, 2, 3):
        desk.wait(days=30)
        assert (desk.open, len(desk.effects)) == (["a"], count)
    assert desk.progress.next_due is None
    desk.wait(days=400)
    assert len(desk.effects) == 3
    desk.do("a")
    assert desk.progress.ended.outcome == "traite"


def test_reminders_missed_while_the_house_was_closed_are_made_up_one_by_one(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.boundary("relance", "a", draw.timer("R5/P1D", "timeCycle"), False),
        draw.service("rappeler", "avis"),
        draw.end(),
        draw.end("fin_r"),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("relance", "rappeler", "fin_r"),
    )
    desk.wait(days=3, hours=1)
    assert len(desk.effects) == 3
    assert desk.progress.next_due == desk.now - timedelta(hours=1) + timedelta(days=1)


def test_work_begun_by_a_reminder_outlives_the_task_it_was_attached_to(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.boundary("relance", "a", draw.timer("P1D"), False),
        draw.user("appeler"),
        draw.end(),
        draw.end("fin_r"),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("relance", "appeler", "fin_r"),
    )
    desk.wait(days=1)
    desk.do("a")
    assert (desk.open, desk.progress.ended) == (["appeler"], None)
    desk.do("appeler")
    assert desk.progress.ended is not None


def test_the_45th_day_closes_the_step(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.boundary("trop_tard", "a", draw.timer('@"P45D"')),
        draw.end(),
        draw.end("fin_classe"),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("trop_tard", "fin_classe"),
    )
    (wait,) = desk.progress.waits
    assert (wait.kind, wait.host, wait.due) == (WaitKind.TIMER, "a", desk.now + timedelta(days=45))
    desk.wait(days=44, hours=23)
    assert desk.open == ["a"]
    desk.wait(hours=1)
    assert (desk.open, desk.progress.ended.outcome) == ([], "classe")


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "P15D", datetime(2026, 1, 27, 9, tzinfo=UTC)),
        ("timeDuration", "P1M", datetime(2026, 2, 12, 9, tzinfo=UTC)),
        ("timeDuration", '@"P1Y"', datetime(2027, 1, 12, 9, tzinfo=UTC)),
        ("timeDuration", 'duration("PT90M")', datetime(2026, 1, 12, 10, 30, tzinfo=UTC)),
        ("timeDate", "2026-02-01T08:00:00Z", datetime(2026, 2, 1, 8, tzinfo=UTC)),
        ("timeDate", 'date and time(rdv, time("08:00:00"))', datetime(2026, 3, 5, 8, tzinfo=UTC)),
        ("timeDate", "echeance ouvree(5)", datetime(2026, 1, 19, 16, tzinfo=UTC)),
        ("timeDate", "echeance ouvree(6)", datetime(2026, 1, 21, 16, tzinfo=UTC)),  # the 20th is a holiday
        ("timeDate", 'delai("DS-01")', datetime(2026, 1, 13, 16, tzinfo=UTC)),
        ("timeCycle", '"R2/PT2H"', datetime(2026, 1, 12, 11, tzinfo=UTC)),
    ],
)
def test_a_timer_is_counted_from_the_moment_the_token_arrives(draw, open_case, kind, text, due):
    desk = open_case(
        draw.start(),
        draw.catch("attendre", draw.timer(text, kind)),
        draw.end(),
        draw.chain("debut", "attendre", "fin_traite"),
        data={"rdv": date(2026, 3, 5)},
    )
    assert desk.progress.next_due == due
    desk.now = due - timedelta(seconds=1)
    assert desk.wait().ended is None
    assert desk.wait(seconds=1).ended is not None


def test_a_timer_whose_date_is_unknown_stops_the_step_with_its_name(draw, open_case):
    with pytest.raises(StepFailed) as failure:
        open_case(
            draw.start(),
            draw.catch("attendre", draw.timer("date_rdv", "timeDate")),
            draw.end(),
            draw.chain("debut", "attendre", "fin_traite"),
        )
    assert failure.value.element == "attendre"


def test_a_message_reaches_the_case_and_brings_its_answers(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.catch("attendre", draw.event("message", "msg_pieces")),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "attendre", "a", "fin_traite"),
        before=draw.message("pieces"),
    )
    (wait,) = desk.progress.waits
    assert (wait.kind, wait.name, wait.element) == (WaitKind.MESSAGE, "pieces", "attendre")
    desk.receive("pieces", recues=["passeport"])
    assert (desk.open, desk.progress.data) == (["a"], {"recues": ["passeport"]})
    with pytest.raises(Unfit) as refusal:
        desk.receive("pieces")
    assert refusal.value.code == "message_unexpected"


def test_one_message_is_carried_to_one_waiting_place_only(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.catch("m1", draw.event("message", "msg_p")),
        draw.catch("m2", draw.event("message", "msg_p")),
        draw.user("a"),
        draw.user("b"),
        draw.end(),
        draw.end("fin_b"),
        draw.chain("debut", "f", "m1", "a", "fin_traite"),
        draw.chain("f", "m2", "b", "fin_b"),
        before=draw.message("p"),
    )
    desk.receive("p")
    assert desk.open == ["a"]
    desk.receive("p")
    assert desk.open == ["a", "b"]


def test_a_withdrawal_stops_the_whole_instruction_and_keeps_what_was_written(draw, open_case):
    desk = open_case(
        dossier(
            draw,
            draw.boundary("retrait", "instruction", draw.event("message", "msg_retrait")),
            draw.end("fin_retire"),
            more=draw.chain("retrait", "fin_retire"),
        ),
        before=draw.message("retrait"),
    )
    desk.do("instruire", motif="études")
    assert [(wait.name, wait.host) for wait in desk.progress.waits] == [("retrait", "instruction")]
    desk.receive("retrait", raison="départ")
    assert (desk.open, desk.progress.ended.outcome) == ([], "retire")
    assert desk.progress.data == {"motif": "études", "raison": "départ"}


def test_an_update_may_come_as_often_as_needed_without_stopping_anything(draw, open_case):
    desk = open_case(
        dossier(
            draw,
            draw.boundary("actu", "instruction", draw.event("message", "msg_actu"), False),
            draw.script("noter", "vues := if vues = null then 1 else vues + 1"),
            draw.end("fin_a"),
            more=draw.chain("actu", "noter", "fin_a"),
        ),
        before=draw.message("actu"),
    )
    sizes = []
    for count in range(1, 31):
        desk.receive("actu", derniere=count)
        assert desk.open == ["instruire"]
        sizes.append(len(desk.progress.snapshot))
    assert desk.progress.data["derniere"] == 30
    assert sizes[-1] <= sizes[3] * 2.5


def test_the_first_event_of_an_event_gateway_wins(draw, open_case):
    def drawn():
        return (
            draw.start(),
            draw.node("eventBasedGateway", "g"),
            draw.catch("m", draw.event("message", "msg_p")),
            draw.catch("t", draw.timer("P10D")),
            draw.end("fin_recu"),
            draw.end("fin_delai"),
            draw.chain("debut", "g", "m", "fin_recu"),
            draw.chain("g", "t", "fin_delai"),
        )

    early = open_case(*drawn(), before=draw.message("p"))
    early.receive("p")
    assert (early.progress.ended.outcome, early.progress.waits) == ("recu", ())
    late = open_case(*drawn(), before=draw.message("p"))
    late.wait(days=10)
    assert (late.progress.ended.outcome, late.progress.waits) == ("delai", ())


def test_a_signal_reaches_every_place_that_listens(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.catch("s1", draw.event("signal", "sig_suspendu")),
        draw.catch("s2", draw.event("signal", "sig_suspendu")),
        draw.user("a"),
        draw.user("b"),
        draw.end(),
        draw.end("fin_b"),
        draw.chain("debut", "f", "s1", "a", "fin_traite"),
        draw.chain("f", "s2", "b", "fin_b"),
        before=draw.signal("suspendu"),
    )
    assert desk.hear("autre").tasks == ()
    desk.hear("suspendu")
    assert desk.open == ["a", "b"]


def test_a_signal_end_event_is_heard_inside_the_case(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.catch("s", draw.event("signal", "sig_x")),
        draw.user("a"),
        draw.end("fin_a"),
        draw.user("b"),
        draw.end("fin_s", draw.event("signal", "sig_x")),
        draw.chain("debut", "f", "s", "a", "fin_a"),
        draw.chain("f", "b", "fin_s"),
        before=draw.signal("x"),
    )
    desk.do("b")
    assert desk.open == ["a"]


def faulty(draw, kind, end="fe", **words):
    inner = draw.start("di") + draw.user("x") + draw.node("exclusiveGateway", "g", default="bon") + draw.user("suite")
    inner += draw.end("fi") + draw.end(end, draw.event(kind, "code_1")) + draw.chain("di", "x", "g")
    inner += draw.flow("g", end, "mal = true") + draw.flow("g", "suite", id="bon") + draw.chain("suite", "fi")
    return draw.node("subProcess", "sp", inner, **words)


def test_an_error_end_takes_the_boundary_that_names_its_code(draw, open_case):
    before = '<bpmn:error id="code_1" name="Rejet" errorCode="REJET"/><bpmn:error id="code_2" errorCode="AUTRE"/>'
    desk = open_case(
        draw.start(),
        faulty(draw, "error"),
        draw.boundary("e2", "sp", draw.event("error", "code_2")),
        draw.boundary("e1", "sp", draw.event("error", "code_1")),
        draw.end(),
        draw.end("fin_rejet"),
        draw.end("fin_autre"),
        draw.chain("debut", "sp", "fin_traite"),
        draw.chain("e1", "fin_rejet"),
        draw.chain("e2", "fin_autre"),
        before=before,
    )
    desk.do("x", mal=True, motif="pièces fausses")
    assert desk.progress.ended.outcome == "rejet"
    assert desk.progress.data["motif"] == "pièces fausses"


def test_an_error_leaves_a_called_procedure_by_the_callers_boundary(draw, open_case):
    inner = (
        draw.start("d2") + draw.user("x") + draw.end("fe", draw.event("error", "code_1")) + draw.chain("d2", "x", "fe")
    )
    called = draw.bundle(inner, id="aide", before='<bpmn:error id="code_1" errorCode="REJET"/>')
    caller = draw.bundle(
        draw.start(),
        draw.node("callActivity", "appel", calledElement="aide"),
        draw.boundary("e1", "appel", draw.event("error", "err")),
        draw.end(),
        draw.end("fin_rejet"),
        draw.chain("debut", "appel", "fin_traite"),
        draw.chain("e1", "fin_rejet"),
        before='<bpmn:error id="err" errorCode="REJET"/>',
    )
    desk = open_case(caller, house=engine.House(called={"aide": called}))
    desk.do("x", n=1)
    assert (desk.progress.ended.outcome, desk.progress.data) == ("rejet", {"n": 1})


def test_an_escalation_warns_without_stopping(draw, open_case):
    before = '<bpmn:escalation id="code_1" escalationCode="SLA"/>'
    inner = draw.start("di") + draw.user("x") + draw.throw("monter", draw.event("escalation", "code_1"))
    inner += draw.user("suite") + draw.end("fi") + draw.chain("di", "x", "monter", "suite", "fi")
    desk = open_case(
        draw.start(),
        draw.node("subProcess", "sp", inner),
        draw.boundary("alerte", "sp", draw.event("escalation", "code_1"), False),
        draw.user("voir"),
        draw.end(),
        draw.end("fin_vu"),
        draw.chain("debut", "sp", "fin_traite"),
        draw.chain("alerte", "voir", "fin_vu"),
        before=before,
    )
    desk.do("x")
    assert desk.open == ["voir", "suite"]
    desk.do("voir")
    desk.do("suite")
    assert desk.progress.ended is not None


def test_links_go_on_where_the_drawing_says(draw, open_case):
    link = '<bpmn:linkEventDefinition id="{}" name="A"/>'
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.throw("lt", link.format("l1")),
        draw.catch("lc", link.format("l2")),
        draw.user("b"),
        draw.end(),
        draw.chain("debut", "a", "lt"),
        draw.chain("lc", "b", "fin_traite"),
    )
    desk.do("a")
    assert desk.open == ["b"]


def test_a_case_may_be_opened_by_a_message(draw, house):
    bundle = draw.bundle(
        draw.start(),
        draw.start("recu", draw.event("message", "msg_p")),
        draw.user("a"),
        draw.user("b"),
        draw.end(),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("recu", "b", "fin_traite"),
        before=draw.message("p"),
    )
    compiled = engine.compile_edition(bundle, house)
    now = datetime(2026, 1, 12, tzinfo=UTC)
    assert [task.element for task in engine.start(compiled, now=now).tasks] == ["a"]
    assert [task.element for task in engine.start(compiled, now=now, message="p").tasks] == ["b"]
    with pytest.raises(Unfit):
        engine.start(compiled, now=now, message="inconnu")
