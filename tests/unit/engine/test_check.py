"""Every finding the checker can give, each met once, and what a sound procedure looks like to it."""

from __future__ import annotations

import json

import pytest

from migraflow import engine
from migraflow.domain.access import Role, Scope
from migraflow.domain.calendar import Calendar, Deadline, Unit
from migraflow.domain.letters import LetterWords
from migraflow.domain.reference import ReferenceList
from migraflow.engine import Severity, check
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.findings import finding
from migraflow.engine.repairs import proposed
from migraflow.engine.wording import WORDS
from migraflow.engine.wording.drawing import DRAWING
from migraflow.engine.wording.service import SERVICE
from tests.unit.engine.mistakes import drawing_cases, file_cases, link_cases

READ = LetterWords(frozenset({"candidat"}), frozenset({"candidat"}))


@pytest.fixture
def town(note_form):
    """A house with one role, one list, one deadline, and two procedures to call."""
    roles = {"accueil": Role("accueil", "Accueil", "Desk", Scope.OFFICE, frozenset())}
    deadlines = {"DS-01": Deadline("DS-01", "Enregistrer", 1, Unit.WORKING_DAYS, 75, "")}
    return engine.House(roles, {"pays": ReferenceList("pays", {})}, deadlines, Calendar(), {})


@pytest.fixture
def sound(draw, note_form):
    """Builds a procedure that is right in everything but the pieces given."""

    def built(*pieces, chain=(), messages=(), files=None, before="", more="", extra="", lane=True, **issues):
        nodes = ["debut", "a", *chain, "fin_traite"]
        lanes = draw.lanes(accueil=[*nodes, "sp", "b", "u"]) if lane else ""
        body = (
            lanes,
            draw.start(),
            draw.with_form("a", "forms/note.json"),
            *pieces,
            draw.end(),
            draw.chain(*nodes),
            extra,
        )
        return draw.bundle(
            *body,
            files={"forms/note.json": note_form, **(files or {})},
            before=before,
            messages=messages,
            more=more,
            **issues,
        )

    return built


def codes(bundle, house):
    return {one.code for one in check(bundle, house)}


def test_a_sound_procedure_gives_no_finding(sound, town):
    assert check(sound(), town) == ()


def test_every_sentence_can_be_said_in_both_languages():
    for code, words in WORDS.items():
        for language in ("fr", "en"):
            one = finding(code, "procedure.bpmn", "x")
            assert one.sentence(language).strip(" :.") or "sentence" in words.sentence(language), code
            assert one.repair(language) or "advice" in words.repair(language), code
        assert words.fr[0] != words.en[0] or "{" in words.fr[0]


def test_findings_tell_where_and_what_to_do(draw, sound, town):
    bundle = sound(draw.script("s", "x := 1 +"), chain=["s"])
    (one,) = [one for one in check(bundle, town) if one.code == "feel_invalid"]
    assert (one.severity, one.file, one.element) == (Severity.ERROR, DIAGRAM, "s")
    assert "caractère" in one.sentence("fr")
    assert "character" in one.sentence("en")
    assert "x" not in one.repair("fr") or "1 +" in one.repair("fr")


UNREADABLE = {
    "too_big": b"<a>" + b" " * 2_000_001 + b"</a>",
    "doctype": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "not_xml": b"<a><b></a>",
    "not_bpmn": b"<a/>",
    "too_deep": b"<a>" * 80 + b"</a>" * 80,
    "too_many_elements": b"<a>" + b"<b/>" * 60_001 + b"</a>",
}


@pytest.mark.parametrize("code", UNREADABLE)
def test_a_file_that_is_no_honest_diagram_is_refused(sound, town, code):
    bundle = sound()
    files = {**bundle.files, DIAGRAM: UNREADABLE[code]}
    assert code in codes(engine.Bundle.of("essai", files), town)


def test_an_entity_in_another_encoding_is_refused_too(sound, town):
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    bundle = engine.Bundle.of("essai", {**sound().files, DIAGRAM: text.encode("utf-16")})
    assert codes(bundle, town) & {"doctype", "not_xml"}


@pytest.fixture
def cases(draw, sound, note_form):
    return {**drawing_cases(draw, sound), **link_cases(draw, sound, note_form), **file_cases(draw, sound)}


@pytest.fixture
def village(draw, town):
    """The town, with a procedure that may be called and one that may not."""

    def called(name, callable):
        inner = (draw.start("d2"), draw.script("x2", "n := 1"), draw.end("e2"), draw.chain("d2", "x2", "e2"))
        return draw.bundle(*inner, id=name, more=f"appelable = {callable}")

    bundles = {"appelee": called("appelee", "true"), "fermee": called("fermee", "false")}
    return engine.House(town.roles, town.lists, town.deadlines, town.holidays, bundles, {"L1": READ})


AUTHOR_ONLY = {
    "event_gateway_target", "endless_loop", "automatic_loop", "twice", "error_uncaught", "data_dropped", "data_store",
    "participant_only", "message_flow_drawn",
}  # fmt: skip
OF_IMPORTS = {"reference_dangling", "reference_endless", "too_many_steps"}
"""Said of files that are not even read as drafts: tests/api/test_procedures.py."""
APART = frozenset(
    {*OF_IMPORTS, "compile_failed", "check_too_long", "check_broken", "scenario_failed", *UNREADABLE, *SERVICE}
)
"""Met in tests of their own."""


@pytest.mark.parametrize("code", sorted(set(WORDS) - APART))
def test_each_mistake_is_found_and_named(cases, village, code):
    found = check(cases[code], village)
    assert code in {one.code for one in found}
    one = next(one for one in found if one.code == code)
    for language in ("fr", "en"):
        said = one.sentence(language) + one.repair(language)
        assert "{" not in said
        assert len(said) > 20


@pytest.mark.parametrize("code", sorted(set(WORDS) - APART))
def test_each_repair_answers_what_was_found(cases, village, code):
    bundle = cases[code]
    one = next(one for one in check(bundle, village) if one.code == code)
    for repair in proposed(one):
        mended = repair.on(bundle)
        assert mended.files != bundle.files, repair.code
        assert repair.on(mended).files == mended.files, "what is right is left alone"
        left = {(other.code, other.element) for other in check(mended, village)}
        assert (code, one.element) not in left, repair.code
        assert not left & {("not_xml", ""), ("not_bpmn", "")}
        for language in ("fr", "en"):
            assert len(repair.sentence(language)) > 8
            assert "{" not in repair.sentence(language)


def test_what_the_drawing_gets_wrong_has_a_repair_unless_its_author_alone_can_know(cases, village):
    without = set()
    for code in DRAWING:
        one = next(one for one in check(cases[code], village) if one.code == code)
        without |= set() if proposed(one) else {code}
    assert without == AUTHOR_ONLY


def test_what_is_refused_is_refused_for_one_reason_only(cases, village):
    """A manager who repairs one thing must not be shown ten."""
    for code, bundle in cases.items():
        errors = {one.code for one in check(bundle, village) if one.severity is Severity.ERROR}
        assert len(errors) <= 3, (code, errors)


def test_what_passes_the_check_compiles(cases, village):
    for code, bundle in cases.items():
        if not any(one.severity is Severity.ERROR for one in check(bundle, village)):
            assert engine.compile_edition(bundle, village).steps, code


def test_a_call_that_comes_back_by_another_procedure_is_found(draw, sound, town):
    def calling(name, target):
        inner = (draw.start("d2"), draw.node("callActivity", "c2", calledElement=target), draw.end("e2"))
        return draw.bundle(*inner, draw.chain("d2", "c2", "e2"), id=name, more="appelable = true")

    bundles = {"un": calling("un", "deux"), "deux": calling("deux", "essai")}
    house = engine.House(town.roles, town.lists, town.deadlines, town.holidays, bundles)
    bundle = sound(draw.node("callActivity", "c", calledElement="un"), chain=["c"])
    (one,) = [one for one in check(bundle, house) if one.code == "call_cycle"]
    assert one.facts["path"] == "essai → un → deux → essai"


def test_a_draft_is_checked_in_a_process_of_its_own_with_the_same_result(draw, sound, village):
    bundle = sound(draw.script("s", "n := 1 +"), draw.user("u"), chain=["s", "u"])
    assert engine.check_apart(bundle, village, seconds=60) == check(bundle, village)


def test_a_check_that_takes_too_long_is_stopped(sound, town):
    (one,) = engine.check_apart(sound(), town, seconds=0.0001)  # a child is born and done in less than 0.01
    assert one.code == "check_too_long"


def test_a_scenario_may_name_what_a_called_procedure_shows(draw, sound, village):
    bundle = sound(
        draw.node("callActivity", "c", calledElement="appelee"),
        chain=["c"],
        files={"scenarios/un.json": {"etapes": [{"tache": "x2"}], "fin": "traite"}},
    )
    assert "scenario_element" not in codes(bundle, village)


def test_thousands_of_steps_are_checked_too(draw, sound, town):
    names = [f"s{number}" for number in range(1_500)]
    bundle = sound(*(draw.script(name, "n := 1") for name in names), chain=names)
    assert codes(bundle, town) == set()
    engine.compile_edition(bundle, town)


def test_a_form_names_the_field_that_cannot_be_read(sound, town, note_form):
    wrong = json.loads(json.dumps(note_form))
    wrong["properties"]["avis"]["x-show-if"] = "1 +"
    found = check(sound(files={"forms/note.json": wrong}), town)
    (one,) = [one for one in found if one.code == "form_invalid"]
    assert (one.file, one.element) == ("forms/note.json", "avis")


@pytest.mark.parametrize("verify", [None, [], {"ouvertes": None}, {"ouvertes": 3}])
def test_a_step_of_a_scenario_that_verifies_nothing_readable_is_told(sound, town, verify):
    bundle = sound(files={"scenarios/un.json": {"etapes": [{"verifier": verify}]}})
    assert [one.code for one in check(bundle, town)] == ["scenario_word"]
