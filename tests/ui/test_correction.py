"""The correction of a person, on their sheet: who is offered it, what it keeps, what whoever comes second is told."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest

from migraflow import wiring
from migraflow.services import corrections, people
from migraflow.ui.answering import AnswersState
from migraflow.ui.pages.person import PersonPageState
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman
from tests.ui.window import fire, go, window

IDENTITY = {
    "nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "ne_vers": False, "date_naissance": "1999-03-12",
    "lieu_naissance": "Kita", "nationalite": "MLI", "pays_residence": "MLI", "region": "kayes",
    "telephone": "66 00 11 22", "niveau_instruction": "fondamental_2",
}  # fmt: skip
LETTERS = count(1)


@pytest.fixture
def counter(agency: Agency, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The agency this process serves, at work by the small procedure."""
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    publish(agency, petit_secret(), petite_demande())
    return Counter(agency, cast)


@pytest.fixture
def ref(counter: Counter) -> str:
    """Fatoumata's number; her record lacks nothing."""
    counter.registered(identite=woman())
    found = counter.wish("fanta", people.search, query="diarra").rows[0].ref
    correct(counter, found, 1)
    return found


def correct(counter: Counter, ref: str, version: int, **changed: object) -> None:
    """Fanta corrects her, without a page."""
    answers = {**IDENTITY, **changed}
    counter.wish("fanta", corrections.correct, ref=ref, answers=answers, version=version, key=counter.key())


def arrive(counter: Counter, first: str, ref: str, query: str = "?corriger=identite") -> tuple[Any, Any]:
    """Somebody opens the sheet, or its correction: the State of the page and that of its form, in one window."""
    page = window(PersonPageState, counter.cast.token(first), f"/personnes/{ref}{query}")
    fire(page, "load")
    return page, page._get_root_state().get_substate(AnswersState.get_full_name().split("."))


def turn(counter: Counter, page: Any, first: str, address: str) -> None:
    """The same window at another address."""
    go(page, address, counter.cast.token(first))
    fire(page, "load")


def send(form: Any, handler: str, **answers: str) -> str:
    """What the script of the form sends; the answer in words."""
    number = next(LETTERS)
    text = json.dumps({"number": number, "about": form.about, "answers": answers, "key": f"touche-{number}"})
    told = fire(form, handler, text)
    return " ".join(str(event.args) for event in (told if isinstance(told, list) else [told] if told else []))


def value(form: Any, path: str) -> str:
    """The answer that stands in the form."""
    return str(form._filled.answers.get(path, ""))


@pytest.mark.parametrize("first, offered", [("fanta", True), ("awa", True), ("oumar", False), ("moussa", False)])
def test_only_those_who_may_correct_are_offered_to(counter: Counter, ref: str, first: str, offered: bool):
    page, form = arrive(counter, first, ref)
    assert (bool(page.correction), page.correcting, form.about != "") == (offered, offered, offered)


def test_a_corrected_phone_stands_on_the_sheet(counter: Counter, ref: str):
    page, form = arrive(counter, "fanta", ref)
    send(form, "save", telephone="76 55 44 33")
    told = send(form, "complete")
    assert f"/personnes/{ref}" in told
    assert "La fiche est corrig" in told
    turn(counter, page, "fanta", f"/personnes/{ref}")
    assert not page.correcting
    assert "+223 76 55 44 33" in [line.value for block in page.blocks for line in block.lines]


def test_a_wrong_answer_is_told_beside_its_question_and_the_others_stay(counter: Counter, ref: str):
    _, form = arrive(counter, "fanta", ref)
    send(form, "complete", telephone="12", quartier="Lafiabougou")
    assert set(form.errors) == {"telephone"}
    assert [wrong.label for wrong in form.wrongs] == ["Téléphone"]
    assert value(form, "quartier") == "Lafiabougou"


def test_what_was_typed_outlives_a_reload_and_ends_with_annuler(counter: Counter, ref: str):
    page, form = arrive(counter, "fanta", ref)
    send(form, "save", quartier="Lafiabougou")
    fire(page, "load")
    assert value(form, "quartier") == "Lafiabougou"
    turn(counter, page, "fanta", f"/personnes/{ref}")
    turn(counter, page, "fanta", f"/personnes/{ref}?corriger=identite")
    assert value(form, "quartier") == ""


def test_whoever_comes_second_is_told_in_words_and_keeps_what_they_typed(counter: Counter, ref: str):
    _, form = arrive(counter, "nana", ref)
    send(form, "save", quartier="Lafiabougou")
    correct(counter, ref, 2, telephone="76 55 44 33")
    before = form.drawing
    assert "Vos changements sont gard" in send(form, "complete", commune="Kayes")
    assert form.drawing == before + 1
    kept = {path: value(form, path) for path in ("quartier", "commune", "telephone")}
    assert kept == {"quartier": "Lafiabougou", "commune": "Kayes", "telephone": "+22376554433"}
    assert "La fiche est corrig" in send(form, "complete")
    known = counter.wish("nana", corrections.form, ref=ref)[1]
    assert (known["telephone"], known["quartier"], known["commune"]) == ("+22376554433", "Lafiabougou", "Kayes")


def test_a_correction_pressed_twice_is_made_once(counter: Counter, ref: str):
    _, form = arrive(counter, "fanta", ref)
    send(form, "complete", quartier="Lafiabougou")
    assert send(form, "complete", quartier="Liberté") == ""
    assert counter.wish("fanta", people.sheet, ref=ref).version == 3
