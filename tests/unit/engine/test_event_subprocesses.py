"""Event subprocesses: they wait beside everything else in their scope, and end with it.

The bare engine ignores whether they interrupt, starts the error ones at once, and changes the shared specification.
"""

from __future__ import annotations

from migraflow.engine import check


def aside(
    draw, definition: str, *nodes: str, interrupting: bool = True, end: str = "fin_ailleurs", id: str = "cas"
) -> str:
    """An event subprocess: a start with its event, the nodes (drawn by their names as user tasks), an end."""
    flag = "true" if interrupting else "false"
    inner = draw.node("startEvent", f"debut_{id}", definition, isInterrupting=flag) + draw.end(end)
    inner += "".join(draw.user(node) for node in nodes) + draw.chain(f"debut_{id}", *nodes, end)
    return draw.node("subProcess", id, inner, triggeredByEvent="true")


def main(draw, *nodes: str) -> str:
    """The ordinary path: user tasks one after the other."""
    users = "".join(draw.user(node) for node in nodes)
    return draw.start() + users + draw.end() + draw.chain("debut", *nodes, "fin_traite")


def test_a_message_that_interrupts_takes_the_case_over(draw, open_case):
    desk = open_case(
        main(draw, "a", "b"),
        aside(draw, draw.event("message", "msg_retrait"), "clore", end="fin_retire"),
        before=draw.message("retrait"),
    )
    assert [(wait.name, wait.element) for wait in desk.progress.waits] == [("retrait", "debut_cas")]
    desk.do("a", motif="études")
    desk.receive("retrait", raison="départ")
    assert (desk.open, desk.progress.waits) == (["clore"], ())
    desk.do("clore")
    assert desk.progress.ended.outcome == "retire"
    assert desk.progress.data == {"motif": "études", "raison": "départ"}


def test_one_that_never_happens_does_not_hold_up_the_end(draw, open_case):
    desk = open_case(
        main(draw, "a"),
        aside(draw, draw.event("message", "msg_p")),
        aside(draw, draw.timer("P90D"), id="tard", end="fin_t"),
        before=draw.message("p"),
    )
    desk.do("a")
    assert (desk.progress.ended.outcome, desk.progress.waits, desk.progress.next_due) == ("traite", (), None)


def test_one_that_does_not_interrupt_runs_beside_and_may_come_again(draw, open_case):
    desk = open_case(
        main(draw, "a"), aside(draw, draw.event("signal", "sig_s"), "voir", interrupting=False), before=draw.signal("s")
    )
    desk.hear("s")
    desk.hear("s")
    assert sorted(desk.open) == ["a", "voir", "voir"]
    desk.do("a", x=1)
    assert desk.progress.ended is None
    desk.do("voir", y=2)
    desk.do("voir", z=3)
    assert desk.progress.ended.outcome == "traite"
    assert desk.progress.data == {"x": 1, "y": 2, "z": 3}


def test_an_error_is_caught_in_its_own_scope_and_nothing_runs_before(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.user("a"),
        draw.node("exclusiveGateway", "g", default="bon"),
        draw.end(),
        draw.end("fin_e", draw.event("error", "err")),
        draw.chain("debut", "a", "g"),
        draw.flow("g", "fin_e", "mal = true"),
        draw.flow("g", "fin_traite", id="bon"),
        aside(draw, draw.event("error", "err"), "reparer", end="fin_repare"),
        before='<bpmn:error id="err" errorCode="REJET"/>',
    )
    assert desk.open == ["a"]
    desk.do("a", mal=True)
    assert desk.open == ["reparer"]
    desk.do("reparer")
    assert desk.progress.ended.outcome == "repare"


def test_inside_a_subprocess_it_ends_that_subprocess_only(draw, open_case):
    inner = draw.start("di") + draw.user("x") + draw.end("fi") + draw.chain("di", "x", "fi")
    inner += aside(draw, draw.timer("P10D"), "relancer")
    desk = open_case(
        draw.start(),
        draw.node("subProcess", "sp", inner),
        draw.user("suite"),
        draw.end(),
        draw.chain("debut", "sp", "suite", "fin_traite"),
    )
    desk.wait(days=10)
    assert desk.open == ["relancer"]
    desk.do("relancer", n=1)
    assert (desk.open, desk.progress.data) == (["suite"], {"n": 1})
    desk.do("suite")
    assert desk.progress.ended.outcome == "traite"


def test_a_case_of_a_hundred_rounds_beside_a_waiting_event_stays_small(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.node("exclusiveGateway", "m"),
        draw.user("a"),
        draw.node("exclusiveGateway", "g", default="bon"),
        draw.end(),
        draw.chain("debut", "m", "a", "g"),
        draw.flow("g", "m", "encore = true"),
        draw.flow("g", "fin_traite", id="bon"),
        aside(draw, draw.event("message", "msg_p")),
        before=draw.message("p"),
    )
    sizes = []
    for _ in range(100):
        desk.do("a", encore=True)
        sizes.append(len(desk.progress.snapshot))
    assert max(sizes) <= sizes[2] + 20


def test_one_without_its_event_is_found(draw, house):
    bundle = draw.bundle(draw.lanes(accueil=["a"]), main(draw, "a"), aside(draw, ""))
    assert "event_subprocess" in {one.code for one in check(bundle, house)}
    good = draw.bundle(draw.lanes(accueil=["a"]), main(draw, "a"), aside(draw, draw.timer("P1D")), ailleurs="x")
    assert {one.code for one in check(good, house)} == {"form_none"}
