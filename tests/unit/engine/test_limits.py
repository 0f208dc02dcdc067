"""Authored text never reaches Python, a loop never holds the server, excess tokens and types are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from migraflow import engine
from migraflow.domain.calendar import Deadlines
from migraflow.domain.errors import MigraflowError, StepFailed
from migraflow.engine.bundle import Bundle, House
from migraflow.engine.child import NURSERY, Failed, TooLong, in_child

ESCAPES = [
    "__import__('os').system('id')",
    "().__class__.__base__.__subclasses__()",
    "open('/etc/passwd').read()",
    "exec('import os')",
    "[x for x in ().__class__.__mro__]",
    "lambda: 1",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_no_authored_text_reaches_python(draw, house, text):
    """Refused when compiled, or worth null: FEEL knows no such words."""
    places = (
        (draw.script("s", f"x := {text}"), ""),
        (draw.catch("s", draw.timer(text)), ""),
        (draw.service("s", "avis", modele=text), ""),
    )
    for piece, _ in places:
        bundle = draw.bundle(
            draw.start(), piece, draw.user("a"), draw.end(), draw.chain("debut", "s", "a", "fin_traite")
        )
        try:
            compiled = engine.compile_edition(bundle, house)
            progress = engine.start(compiled, now=datetime(2026, 1, 12, tzinfo=UTC))
        except MigraflowError:
            continue
        assert progress.data.get("x") is None
        assert all(effect.parameters.get("modele") is None for effect in progress.effects)


def test_an_automatic_loop_stops_the_step_instead_of_the_server(draw, open_case):
    with pytest.raises(StepFailed):
        open_case(
            draw.start(),
            draw.node("exclusiveGateway", "m"),
            draw.script("s", "n := 1"),
            draw.node("exclusiveGateway", "g", default="bon"),
            draw.end(),
            draw.chain("debut", "m", "s", "g"),
            draw.flow("g", "m", "n = 1"),
            draw.flow("g", "fin_traite", id="bon"),
        )


def test_tokens_that_come_twice_by_the_same_way_are_both_kept(draw, open_case):
    """The bare join forgets excess tokens."""
    desk = open_case(
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.node("exclusiveGateway", "m"),
        draw.node("parallelGateway", "f2"),
        draw.user("c"),
        draw.node("parallelGateway", "j"),
        draw.user("z"),
        draw.end(),
        draw.chain("debut", "f", "a", "m"),
        draw.chain("f", "b", "m", "f2", "c", "j"),
        draw.chain("f2", "j"),
        draw.chain("j", "z", "fin_traite"),
    )
    desk.do("a")
    desk.do("b")
    assert desk.open == ["c", "c"]
    desk.do("c")
    desk.do("c")
    assert desk.open == ["z", "z"]
    desk.do("z")
    desk.do("z")
    assert desk.progress.ended is not None


def test_the_same_case_moved_in_two_languages_of_json_numbers_keeps_its_types(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    desk.do("a", entier=3, decimal=Decimal("3.0"), vrai=True, nul=None, texte="3")
    kept = desk.task("b").data
    assert [(type(kept[name]), kept[name]) for name in ("entier", "decimal", "vrai", "nul", "texte")] == [
        (int, 3),
        (Decimal, Decimal("3.0")),
        (bool, True),
        (type(None), None),
        (str, "3"),
    ]


def test_a_child_that_fills_the_memory_ends_alone():
    """Twice what it may have is asked for, and never written: a machine without limits is not troubled."""
    pytest.importorskip("resource")
    with pytest.raises(Failed):
        in_child("tests.unit.engine.greedy", {}, 60)


def test_a_child_that_does_not_answer_is_stopped():
    with pytest.raises(TooLong):
        in_child("migraflow.engine", {}, 0.001)


def test_a_child_that_meets_a_mistake_of_ours_is_told_from_one_that_takes_too_long():
    with pytest.raises(Failed):
        in_child("migraflow.engine", {"something": "else"}, 60)


def test_a_child_that_never_ends_is_ended_and_the_next_one_answers():
    """The nursery ends only once all its children have; a new one is started for the next wish."""
    with pytest.raises(TooLong):
        in_child("tests.unit.engine.endless", {}, 0.05)
    NURSERY.close()
    assert engine.check_apart(Bundle.of("essai", {}), House(deadlines=Deadlines()))


def test_a_nursery_that_was_killed_is_replaced():
    nothing, house = Bundle.of("essai", {}), House(deadlines=Deadlines())
    before = engine.check_apart(nothing, house)
    assert NURSERY.process
    NURSERY.process.kill()
    NURSERY.process.wait()
    assert engine.check_apart(nothing, house) == before
    assert {one.code for one in before} == {"file_missing"}
