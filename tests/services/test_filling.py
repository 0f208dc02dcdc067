"""Filling in forms: drafts that lose nothing, rows that come and go, proposals out of long lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from migraflow.domain.errors import AnswersRejected, NotFound, Unfit
from migraflow.services import filling, tasks
from migraflow.services.filling import About
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.counter import Counter
from tests.small import woman


@pytest.fixture
def desk(counter: Counter) -> tuple[Counter, About]:
    """Fanta has opened a case; its first form lies before her."""
    receipt = counter.open("fanta")
    assert receipt.next_token
    return counter, About(token=receipt.next_token)


@pytest.fixture
def real_desk(tmp_path: Path, opened: Path, clock: Clock) -> Iterator[tuple[Counter, About]]:
    """The same with the agency's own request for services, whose form has groups and long lists."""
    path = tmp_path / "opened.db"
    shutil.copyfile(opened, path)
    agency = Agency(settings_for(f"sqlite:///{path}", tmp_path), clock=clock)
    counter = Counter(agency, Cast(agency))
    receipt = counter.open("fanta", "demande_services")
    assert receipt.next_token
    yield counter, About(token=receipt.next_token)
    agency.close()


def changed(counter: Counter, about: About, **changes: object):
    return counter.wish("fanta", filling.changed, about=about, answers={}, changes=changes)


def test_two_windows_on_the_same_task_lose_nothing(desk: tuple[Counter, About]):
    counter, about = desk
    changed(counter, about, **{"identite.nom": "Diarra"})
    changed(counter, about, **{"identite.prenoms": "Fatoumata"})
    kept = counter.wish("fanta", filling.opened, about=about)
    assert kept.answers["identite"]["nom"] == "Diarra"
    assert kept.answers["identite"]["prenoms"] == "Fatoumata"
    assert kept.saved_at is not None


def test_what_the_form_does_not_ask_is_refused_and_nothing_kept(desk: tuple[Counter, About]):
    counter, about = desk
    with pytest.raises(Unfit):
        changed(counter, about, salaire="1000000")
    assert counter.wish("fanta", filling.opened, about=about).saved_at is None


def test_a_row_is_added_and_taken_out(real_desk: tuple[Counter, About]):
    counter, about = real_desk
    wish = {"about": about, "answers": {}, "changes": {}}
    counter.wish("fanta", filling.changed, **wish, add="identite.langues")
    counter.wish("fanta", filling.changed, about=about, answers={}, changes={"identite.langues.0.code": "bambara"})
    two = counter.wish("fanta", filling.changed, **wish, add="identite.langues")
    assert two.answers["identite"]["langues"] == [{"code": "bambara"}, {}]
    one = counter.wish("fanta", filling.changed, **wish, remove="identite.langues.1")
    assert one.answers["identite"]["langues"] == [{"code": "bambara"}]


def test_nobody_writes_ten_thousand_rows(desk: tuple[Counter, About]):
    counter, about = desk
    with pytest.raises(Unfit):
        changed(counter, about, **{"identite.langues.9999.code": "bambara"})


def test_letters_find_entries_without_accents(real_desk: tuple[Counter, About]):
    counter, about = real_desk
    found = counter.wish(
        "fanta", filling.propose, about=about, path="identite.nationalite", words="cote iv", answers={}
    )
    assert [choice.code for choice in found] == ["CIV"]


def test_a_filter_keeps_the_circles_of_the_region(real_desk: tuple[Counter, About]):
    counter, about = real_desk
    answers = {"identite": {"region": "kayes"}}
    found = counter.wish("fanta", filling.propose, about=about, path="identite.cercle", words="", answers=answers)
    circles = counter.agency.house.lists["cercles"].entries
    assert {circles[choice.code].more["region"] for choice in found} == {"kayes"}


def test_a_field_without_a_list_proposes_nothing(desk: tuple[Counter, About]):
    counter, about = desk
    assert counter.wish("fanta", filling.propose, about=about, path="identite.nom", words="a", answers={}) == ()


def test_a_draft_ends_the_task_with_what_was_kept(desk: tuple[Counter, About]):
    counter, about = desk
    answers = {f"identite.{name}": value for name, value in woman().items()}
    kept = changed(counter, about, **answers, lieu="Kayes")
    receipt = counter.wish(
        "fanta", filling.finish, about=about, answers=kept.answers, version=kept.version, key=counter.key()
    )
    assert receipt.case_ref
    assert counter.wish("fanta", tasks.sheet, token=about.token).state == "done"


def test_wrong_answers_end_nothing_and_stay_in_the_draft(desk: tuple[Counter, About]):
    counter, about = desk
    kept = changed(counter, about, **{"identite.nom": "Diarra"})
    with pytest.raises(AnswersRejected):
        counter.wish(
            "fanta", filling.finish, about=about, answers=kept.answers, version=kept.version, key=counter.key()
        )
    assert counter.wish("fanta", filling.opened, about=about).answers["identite"]["nom"] == "Diarra"


def test_a_form_of_another_office_is_not_there(desk: tuple[Counter, About]):
    counter, about = desk
    with pytest.raises(NotFound):
        counter.wish("kadi", filling.opened, about=about)


def test_no_form_at_all_is_not_there(counter: Counter):
    with pytest.raises(NotFound):
        counter.wish("fanta", filling.opened, about=About())
