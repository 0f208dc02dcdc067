"""*Mon compte*: choosing a password, and being led there until one has."""

from __future__ import annotations

from typing import Any

import pytest

import migraflow.migraflow as application
from migraflow import wiring
from migraflow.domain.errors import SignInFailed
from migraflow.services import account_book, accounts
from migraflow.ui.pages.own_account import OwnAccountState
from migraflow.ui.pages.tasks import TasksState
from migraflow.ui.routes import inside
from migraflow.ui.session import SessionState
from migraflow.wiring import Agency
from tests.cast import PASSWORD, Cast
from tests.ui.window import fire, heard, window

NEW = "la saison des pluies 7"


@pytest.fixture
def house(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """The agency this process serves, for the length of a test."""
    assert application.app is not None
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    return agency


def choose(seen: Any, old: str, new: str, again: str) -> str:
    """Send the form; what the browser is told, as text."""
    return heard(*fire(seen, "choose_password", {"old": old, "new": new, "again": again}))


def test_the_page_says_who_one_is(house: Agency, cast: Cast) -> None:
    seen = window(OwnAccountState, cast.token("awa"), "/compte")
    fire(seen, "load")
    assert (seen.name, seen.username, seen.office, seen.region) == (
        *("Awa Diallo", "awa.diallo", "Direction régionale de Kayes", "Kayes"),
    )
    assert seen.roles == "Conseiller·ère emploi et mobilité, Conseillers et conseillères de la région"
    assert not seen.provisional


@pytest.mark.parametrize(
    ("old", "new", "again", "wrong"),
    [
        ("", "", "", {"old": "Écrivez", "new": "Écrivez"}),
        ("faux", NEW, NEW, {"old": "Le mot de passe actuel n’est pas celui-là"}),
        (PASSWORD, "court", "court", {"new": "trop court"}),
        (PASSWORD, PASSWORD, PASSWORD, {"new": "le même mot de passe"}),
        (PASSWORD, "awa diallo 2026", "awa diallo 2026", {"new": "ressemble à votre nom"}),
        (PASSWORD, NEW, f"{NEW} ", {"again": "pas pareils"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    house: Agency, cast: Cast, old: str, new: str, again: str, wrong: dict[str, str]
) -> None:
    seen = window(OwnAccountState, cast.token("awa"), "/compte")
    fire(seen, "load")
    told = choose(seen, old, new, again)
    assert seen.errors.keys() == wrong.keys()
    assert all(words in seen.errors[field] for field, words in wrong.items())
    assert f"'{next(iter(wrong))}'" in told
    assert house.perform(accounts.sign_in, None, username="awa.diallo", password=PASSWORD, address="")


def test_no_password_stays_in_the_page(house: Agency, cast: Cast) -> None:
    seen = window(OwnAccountState, cast.token("awa"), "/compte")
    fire(seen, "load")
    choose(seen, "celui de ma grand-mère", NEW, "autre chose encore")
    held = str(seen.dict())
    assert NEW not in held and "grand-mère" not in held and "autre chose" not in held


def test_a_new_password_holds_at_once_and_one_stays_on_the_page(house: Agency, cast: Cast) -> None:
    seen = window(OwnAccountState, cast.token("awa"), "/compte")
    fire(seen, "load")
    told = choose(seen, PASSWORD, NEW, NEW)
    assert "Votre mot de passe est changé" in told and "suite" not in told
    with pytest.raises(SignInFailed):
        house.perform(accounts.sign_in, None, username="awa.diallo", password=PASSWORD, address="")
    assert house.perform(accounts.sign_in, None, username="awa.diallo", password=NEW, address="")


def test_awa_back_from_leave_chooses_a_password_and_goes_on_to_her_tasks(house: Agency, cast: Cast) -> None:
    opened = house.perform(account_book.renew_password, cast.token("ibrahim"), account_id=cast.id("awa"))
    token = house.perform(accounts.sign_in, None, username="awa.diallo", password=opened.password, address="").token
    assert "/compte?suite=/taches" in heard(fire(window(TasksState, token), "load"))
    frame = window(SessionState, token)
    fire(frame, "enter")
    assert frame.name == "Awa Diallo"
    seen = window(OwnAccountState, token, "/compte?suite=/taches")
    fire(seen, "load")
    assert seen.provisional
    assert choose(seen, opened.password, NEW, NEW).startswith("/taches ")
    tasks = window(TasksState, token)
    fire(tasks, "load")
    assert tasks.standing == "ready"


def test_closing_every_session_sends_one_to_the_door(house: Agency, cast: Cast) -> None:
    seen = window(OwnAccountState, cast.token("awa"), "/compte")
    assert "migraflow.leave()" in heard(fire(seen, "close_all"))
    assert "/connexion" in heard(fire(seen, "load"))


def test_another_language_is_remembered(house: Agency, cast: Cast) -> None:
    seen = window(OwnAccountState, cast.token("awa"), "/compte")
    fire(seen, "speak", {"language": "en"})
    assert house.perform(accounts.who, cast.token("awa")).language == "en"
    assert seen.roles.startswith("Employment")


@pytest.mark.parametrize("wanted", ["/taches", "/dossiers?q=diarra&region=kayes", "/dossiers/DS-2026-KAY-000001", "/"])
def test_the_way_back_is_kept(wanted: str) -> None:
    assert inside(wanted) == wanted


@pytest.mark.parametrize("wanted", ["", "//mechant.example", "/\\mechant.example", "https://mechant.example", "/a\nb"])
def test_no_way_back_leads_out_of_the_house(wanted: str) -> None:
    assert inside(wanted) == "/"
