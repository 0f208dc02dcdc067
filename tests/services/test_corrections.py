"""Corrections: what was written wrong is put right once, for every case."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import AnswersRejected, Conflict, NotAllowed, NotFound
from migraflow.services import corrections, people
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
