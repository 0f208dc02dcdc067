"""Messages find the token of their key, timers tell when they were due, and stand still when they are told to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from migraflow import engine
from migraflow.domain.errors import BrokenBundle, Unfit
from migraflow.engine.correlation import key_text
from tests.unit.engine.conftest import MORNING


def told(draw, id: str, definition: str, **properties: str) -> str:
    """A catch event with extension properties."""
    lines = "".join(f'<spiffworkflow:property name="{name}" value="{text}"/>' for name, text in properties.items())
    inner = f"<spiffworkflow:properties>{lines}</spiffworkflow:properties>"
    return draw.catch(id, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>{definition}")


def two_replies(draw, open_case):
    """A case that waits for two replies at once, each with its own number."""
    wait = draw.event("message", "msg_reponse")
    return open_case(
        draw.start(), draw.node("parallelGateway", "et"), draw.node("parallelGateway", "puis"),
        told(draw, "une", wait, correlation="premier"), told(draw, "autre", wait, correlation="second"),
        draw.user("U"), draw.user("V"), draw.end(),
        draw.chain("debut", "et", "une", "U", "puis", "fin_traite"), draw.chain("et", "autre", "V", "puis"),
        before=draw.message("reponse"), messages=("reponse",), data={"premier": "A-1", "second": 7},
    )  # fmt: skip


def deliver(desk, correlation: str | None) -> None:
    snapshot = desk.progress.snapshot
    desk.see(engine.deliver(desk.compiled, snapshot, "reponse", {}, now=desk.now, correlation=correlation))


def test_a_message_goes_to_the_token_that_waits_for_its_key(draw, open_case) -> None:
    desk = two_replies(draw, open_case)
    assert {(wait.element, wait.correlation) for wait in desk.progress.waits} == {("une", "A-1"), ("autre", "7")}
    deliver(desk, "7")
    assert desk.open == ["V"]
    deliver(desk, "A-1")
    assert set(desk.open) == {"U", "V"}


def test_a_message_with_another_key_or_none_is_not_taken_by_a_token_that_waits_for_one(draw, open_case) -> None:
    desk = two_replies(draw, open_case)
    for key in ("A-2", ""):
        with pytest.raises(Unfit, match="message_unexpected"):
            deliver(desk, key)
    deliver(desk, None)
    assert desk.open == ["U"]


def test_what_is_thrown_carries_the_key_it_was_thrown_with(draw, open_case) -> None:
    throw = draw.throw("envoi", draw.event("message", "msg_reponse")).replace(
        "<bpmn:messageEventDefinition",
        '<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="correlation" value="numero"/>'
        '<spiffworkflow:property name="validite" value="@&quot;P2D&quot;"/></spiffworkflow:properties>'
        "</bpmn:extensionElements><bpmn:messageEventDefinition",
    )
    desk = open_case(draw.start(), throw, draw.end(), draw.chain("debut", "envoi", "fin_traite"),
                     before=draw.message("reponse"), data={"numero": "A-1"})  # fmt: skip
    (effect,) = desk.effects
    assert (effect.operator, effect.parameters["correlation"]) == ("message", "A-1")
    assert effect.parameters["validite"] == timedelta(days=2)


def test_a_signal_is_heard_inside_and_told_to_the_other_cases(draw, open_case) -> None:
    desk = open_case(draw.start(), draw.throw("cri", draw.event("signal", "sig_arret")), draw.end(),
                     draw.chain("debut", "cri", "fin_traite"), before=draw.signal("arret"))  # fmt: skip
    assert [(effect.operator, effect.parameters["nom"]) for effect in desk.effects] == [("signal", "arret")]


def test_equal_values_make_equal_keys() -> None:
    assert key_text(7) == key_text("7") == "7"
    assert key_text(None) == key_text("") == key_text([None, "x"]) == ""
    assert len(key_text("x" * 500)) == 64


def test_each_round_of_a_cycle_tells_when_it_was_due(draw, open_case) -> None:
    desk = open_case(
        draw.start(), draw.user("U"), draw.boundary("rappel", "U", draw.timer("R3/P1D", "timeCycle"), False),
        draw.end("fin_r"), draw.end(), draw.chain("debut", "U", "fin_traite"), draw.chain("rappel", "fin_r"),
    )  # fmt: skip
    desk.wait(days=10)
    dues = [step.due for step in desk.trail if step.element == "rappel"]
    assert dues == [MORNING + timedelta(days=day) for day in (1, 2, 3)]


def test_timers_that_count_stand_still_and_those_set_to_a_date_do_not(draw, open_case) -> None:
    day = 'date and time("2026-02-01T08:00:00Z")'
    desk = open_case(
        draw.start(), draw.user("U"),
        draw.boundary("compte", "U", draw.timer("P10D"), False),
        draw.boundary("date", "U", draw.timer(day, "timeDate"), False),
        draw.boundary("delai", "U", draw.timer('delai("DS-01")', "timeDate"), False),
        draw.end("fin_a"), draw.end("fin_b"), draw.end("fin_c"), draw.end(),
        draw.chain("debut", "U", "fin_traite"), draw.chain("compte", "fin_a"), draw.chain("date", "fin_b"),
        draw.chain("delai", "fin_c"),
    )  # fmt: skip
    before = {wait.element: wait.due for wait in desk.progress.waits}
    since, until = MORNING, MORNING + timedelta(days=2, hours=3)
    desk.see(engine.postpone(desk.compiled, desk.progress.snapshot, since=since, until=until, now=until))
    after: dict[str, datetime] = {wait.element: wait.due for wait in desk.progress.waits}
    moved = {name: after[name] - before[name] for name in before}
    assert moved == {"compte": timedelta(days=2, hours=3), "date": timedelta(), "delai": timedelta(days=3)}


def test_what_cases_are_about_has_to_be_readable(draw, open_case) -> None:
    pieces = (draw.start(), draw.end(), draw.chain("debut", "fin_traite"))
    desk = open_case(*pieces, more='[sujets.corridor]\nlibelle = "Pays"\nvaleur = "pays"\nliste = "pays"')
    assert desk.compiled.subjects["corridor"].list_name == "pays"
    with pytest.raises(BrokenBundle, match="corridor"):
        open_case(*pieces, more='[sujets.corridor]\nvaleur = "pays ("')
