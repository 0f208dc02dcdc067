"""A scenario tells the story of one case; where the procedure parts from it, that is said with the step's number."""

from __future__ import annotations

import pytest

from migraflow import engine
from migraflow.engine import scenario


@pytest.fixture
def compiled(draw, house, note_form):
    """Register, look for doubles, wait at most 45 days for the missing piece, decide."""
    bundle = draw.bundle(
        draw.lanes(accueil=["a"], chef=["decider"]),
        draw.start(),
        draw.with_form("a", "forms/note.json"),
        draw.service("chercher", "chercher_doublons", "doublons"),
        draw.node("eventBasedGateway", "g"),
        draw.catch("recu", draw.event("message", "msg_pieces")),
        draw.catch("tard", draw.timer("P45D")),
        draw.user("decider"),
        draw.end(),
        draw.end("fin_classe"),
        draw.chain("debut", "a", "chercher", "g", "recu", "decider", "fin_traite"),
        draw.chain("g", "tard", "fin_classe"),
        before=draw.message("pieces"),
        messages=["pieces"],
        files={"forms/note.json": note_form},
        classe="Classé",
    )
    return engine.compile_edition(bundle, house)


def story(*steps, **words):
    return {"titre": "Une histoire", "debut": "2026-01-12T09:00:00Z", "etapes": list(steps), **words}


def test_a_story_that_goes_as_told(compiled, morning):
    played = scenario.play(
        compiled,
        story(
            {"tache": "a", "role": "accueil", "reponses": {"avis": "complet"}},
            {"effet": "chercher_doublons", "resultat": []},
            {"verifier": {"ouvertes": [], "donnees": {"avis": "complet", "doublons": []}}},
            {"attendre": "P10D"},
            {"message": "pieces", "reponses": {}},
            {"verifier": {"ouvertes": ["decider"]}},
            {"tache": "decider", "reponses": {"montant": 5}},
            fin="traite",
        ),
        now=morning,
    )
    assert (played.problems, played.ended.outcome) == ((), "traite")
    assert [passed.element for passed in played.trail][-2:] == ["decider", "fin_traite"]
    assert played.beats[-1].at.isoformat() == "2026-01-22T09:00:00+00:00"


def test_time_passes_and_what_falls_due_happens_at_its_own_moment(compiled, morning):
    played = scenario.play(
        compiled, story({"tache": "a", "reponses": {}}, {"attendre": "P3M"}, fin="classe"), now=morning
    )
    assert played.ok
    assert played.beats[-1].at.isoformat() == "2026-02-26T09:00:00+00:00"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"tache": "decider", "reponses": {}}, "not_open"),
        ({"tache": "a", "reponses": {"inconnu": 1}}, "answers"),
        ({"tache": "a", "role": "chef", "reponses": {}}, "wrong_role"),
        ({"message": "pieces", "reponses": {}}, "refused"),
        ({"effet": "lettre"}, "no_effect"),
        ({"attendre": "bientôt"}, "bad_wait"),
        ({"rever": 1}, "bad_step"),
        ({"verifier": {"ouvertes": ["decider"]}}, "open_differs"),
        ({"verifier": {"donnees": {"avis": "oui"}}}, "data_differs"),
    ],
)
def test_where_the_story_and_the_procedure_part(compiled, morning, step, code):
    played = scenario.play(compiled, story(step), now=morning)
    assert [(problem.step, problem.code) for problem in played.problems] == [(1, code)]
    for language in ("fr", "en"):
        assert "{" not in played.problems[0].sentence(language)


def test_another_end_than_told(compiled, morning):
    played = scenario.play(compiled, story({"tache": "a", "reponses": {}}, fin="traite"), now=morning)
    assert [problem.code for problem in played.problems] == ["end_differs"]


def test_a_step_that_fails_is_told_with_its_element(draw, house, morning):
    bundle = draw.bundle(
        draw.start(),
        draw.catch("t", draw.timer("rien", "timeDate")),
        draw.end(),
        draw.chain("debut", "t", "fin_traite"),
    )
    played = scenario.play(engine.compile_edition(bundle, house), story(), now=morning)
    assert [(problem.code, problem.facts["element"]) for problem in played.problems] == [("failed", "t")]
