"""Corrections: what was written wrong is put right once, for every case."""

from __future__ import annotations

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import age_band
from migraflow.domain.errors import AnswersRejected, Conflict, NotAllowed, NotFound, Unfit
from migraflow.services import corrections, filling, people
from migraflow.services.filling import About, Filled
from migraflow.store import people as store
from migraflow.store.database import run
from tests.counter import Counter
from tests.small import woman

IDENTITY = {
    "nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "ne_vers": False, "date_naissance": "1999-03-12",
    "lieu_naissance": "Kita", "nationalite": "MLI", "pays_residence": "MLI", "region": "kayes",
    "telephone": "66 00 11 22", "niveau_instruction": "fondamental_2",
}  # fmt: skip


def number(counter: Counter) -> str:
    """Fatoumata's number in the register."""
    counter.registered(identite=woman(handicap="visuel"))
    return counter.wish("fanta", people.search, query="diarra").rows[0].ref


def correct(counter: Counter, first: str, ref: str, version: int = 1, **changed: object) -> None:
    """Somebody corrects her identity."""
    answers = {**IDENTITY, **changed}
    counter.wish(first, corrections.correct, ref=ref, answers=answers, version=version, key=counter.key())


def test_a_corrected_phone_is_told_in_the_journal_of_the_open_case(counter: Counter) -> None:
    ref = number(counter)
    form, known = counter.wish("fanta", corrections.form, ref=ref)
    assert (form.title, known["telephone"]) == ("Identité", "+22376123456")
    assert "handicap" not in known
    correct(counter, "fanta", ref)
    page = counter.wish("awa", people.sheet, ref=ref)
    assert (page.facts.phone, page.version) == ("+223 66 00 11 22", 2)
    sheet = counter.case("awa", page.cases[0].ref)
    assert "corrected" in [item.kind for item in sheet.timeline]
    known = counter.wish("awa", corrections.form, ref=ref)[1]
    assert known["handicap"] == "visuel"


def test_what_cases_are_counted_under_follows_the_correction(counter: Counter) -> None:
    ref = number(counter)
    correct(counter, "fanta", ref, sexe="M", date_naissance="2009-02-01")
    with counter.agency.working() as work:
        counted = [tuple(row) for row in run(work.store, "SELECT sex, age, age_band FROM cases")]
    assert counted == [("M", 16, age_band(16))], "their age when the case was opened, in January 2026"


def test_a_correction_is_checked_like_any_answer(counter: Counter) -> None:
    ref = number(counter)
    with pytest.raises(AnswersRejected) as refusal:
        correct(counter, "fanta", ref, nom="", date_naissance="2999-01-01")
    assert {error.path for error in refusal.value.errors} == {"nom", "date_naissance"}


def test_two_corrections_do_not_overwrite_each_other(counter: Counter) -> None:
    ref = number(counter)
    correct(counter, "fanta", ref)
    with pytest.raises(Conflict):
        correct(counter, "nana", ref, version=1)


def test_only_those_who_may_correct_do(counter: Counter) -> None:
    ref = number(counter)
    for first in ("oumar", "moussa", "mariam"):
        with pytest.raises(NotAllowed):
            correct(counter, first, ref)
    with pytest.raises(NotFound):
        correct(counter, "kadi", ref)


def test_the_sheet_tells_who_may_correct(counter: Counter) -> None:
    ref = number(counter)
    told = {first: counter.wish(first, people.sheet, ref=ref).may_correct for first in ("fanta", "awa", "moussa")}
    assert told == {"fanta": True, "awa": True, "moussa": False}


def complete(counter: Counter) -> About:
    """The page that corrects Fatoumata, whose record lacks nothing."""
    ref = number(counter)
    correct(counter, "fanta", ref)
    return About(person=ref)


def changed(counter: Counter, first: str, filled: Filled, about: About, **changes: object) -> Filled:
    """Somebody types into the page of a correction."""
    page = {"answers": filled.answers, "version": filled.version}
    return counter.wish(first, filling.changed, about=about, changes=changes, **page)


def finish(counter: Counter, first: str, filled: Filled, about: About) -> None:
    """Somebody presses the button of that page."""
    page = {"answers": filled.answers, "version": filled.version}
    counter.wish(first, filling.finish, about=about, key=counter.key(), **page)


def test_a_correction_is_filled_in_like_a_task_but_kept_nowhere_before_its_end(counter: Counter) -> None:
    about = complete(counter)
    opened = counter.wish("fanta", filling.opened, about=about)
    typed = changed(counter, "fanta", opened, about, telephone="76 55 44 33", region="sikasso")
    assert typed.saved_at is None
    assert counter.wish("fanta", filling.opened, about=about).answers == opened.answers
    circles = counter.wish("fanta", filling.propose, about=about, path="cercle", words="", answers=typed.answers)
    entries = counter.agency.house.lists["cercles"].entries
    assert {entries[choice.code].more["region"] for choice in circles} == {"sikasso"}
    with pytest.raises(AnswersRejected):
        finish(counter, "fanta", changed(counter, "fanta", typed, about, prenoms=""), about)
    finish(counter, "fanta", typed, about)
    assert counter.wish("awa", people.sheet, ref=about.person).facts.phone == "+223 76 55 44 33"


def test_whoever_comes_second_is_told_and_loses_nothing(counter: Counter) -> None:
    about = complete(counter)
    opened = counter.wish("nana", filling.opened, about=about)
    typed = changed(counter, "nana", opened, about, quartier="Lafiabougou")
    correct(counter, "fanta", about.person, version=2, telephone="76 55 44 33")
    with pytest.raises(Conflict):
        finish(counter, "nana", typed, about)
    fresh = counter.wish("nana", filling.opened, about=about)
    words = {"fresh": fresh, "begun": opened.answers, "answers": typed.answers}
    finish(counter, "nana", counter.wish("nana", filling.laid_over, about=about, **words), about)
    known = counter.wish("nana", corrections.form, ref=about.person)[1]
    assert (known["telephone"], known["quartier"]) == ("+22376554433", "Lafiabougou")


def test_what_a_correction_does_not_ask_for_it_does_not_erase(counter: Counter) -> None:
    """Files are kept with the case they came with; sensitive answers are not for the front desk."""
    about = complete(counter)
    photo = {"id": "f" * 32, "nom": "photo.jpg", "taille": 1, "sha256": "0"}
    with counter.agency.working() as work:
        person = store.find(work.store, about.person, seen_by=SYSTEM)
        assert person is not None
        people.note(work, person.id, "identite.photo", photo)
    opened = counter.wish("fanta", filling.opened, about=about)
    asked = {view.path for part in opened.parts for view in part.fields}
    assert {"photo", "handicap"} & asked == set()
    for path in ("photo", "handicap"):
        with pytest.raises(Unfit):
            changed(counter, "fanta", opened, about, **{path: "x"})
    finish(counter, "fanta", changed(counter, "fanta", opened, about, telephone="76 55 44 33"), about)
    with counter.agency.working() as work:
        person = store.find(work.store, about.person, seen_by=SYSTEM)
    assert person is not None
    identity = person.known["identite"]
    assert isinstance(identity, dict)
    assert (identity["photo"], identity["handicap"], identity["telephone"]) == (photo, "visuel", "+22376554433")


def test_the_form_of_somebody_of_another_office_is_not_there(counter: Counter) -> None:
    about = About(person=number(counter))
    with pytest.raises(NotFound):
        counter.wish("kadi", filling.opened, about=about)
    with pytest.raises(NotAllowed):
        counter.wish("moussa", filling.opened, about=about)
