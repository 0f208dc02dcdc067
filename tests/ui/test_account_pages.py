"""*Comptes* as Ibrahim, the administrator, uses it; and the pages that show one thing at a time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import migraflow.migraflow as application
from migraflow import wiring
from migraflow.services import accounts
from migraflow.ui.components.account_parts import NOTHING, boxes, ticked
from migraflow.ui.menu import ADMINISTRATION
from migraflow.ui.pages.account import AccountPageState
from migraflow.ui.pages.accounts import AccountsState
from migraflow.ui.pages.home import HomeState
from migraflow.ui.pages.new_account import BESIDE, NewAccountState
from migraflow.ui.pages.person import PersonPageState
from migraflow.ui.session import SessionState
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.ui.window import fire, go, heard, window

ZEINABOU = {"name": "Zeïnabou Rhissa", "username": "zeinabou.rhissa", "role-accueil": "on", "office": "dr_gao"}


@pytest.fixture
def house(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """The agency this process serves, for the length of a test."""
    assert application.app is not None
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    return agency


def test_ibrahim_finds_awa_without_her_accents_and_sees_her_roles(house: Agency, cast: Cast) -> None:
    seen = window(AccountsState, cast.token("ibrahim"), "/comptes?q=DIALLO&agence=dr_kayes&role=conseiller")
    fire(seen, "load")
    (line,) = seen.rows
    assert (line.name, line.place, line.state) == ("Awa Diallo", "Direction régionale de Kayes", "ouvert")
    assert line.roles == "Conseiller·ère emploi et mobilité, Conseillers et conseillères de la région"


@pytest.mark.parametrize("first", ["awa", "moussa", "salif", "mariam"])
def test_the_book_is_closed_to_everybody_else(house: Agency, cast: Cast, first: str) -> None:
    seen = window(AccountsState, cast.token(first), "/comptes")
    fire(seen, "load")
    assert (seen.standing, seen.rows) == ("refused", [])
    frame = window(SessionState, cast.token(first))
    fire(frame, "enter")
    assert [entry for entry in ADMINISTRATION if entry.needs in frame.may] == []


def test_a_new_colleague_gets_an_account_and_a_password_shown_once(house: Agency, cast: Cast) -> None:
    seen = window(NewAccountState, cast.token("ibrahim"), "/comptes/nouveau")
    fire(seen, "load")
    fire(seen, "propose", "Zeïnabou Rhissa")
    assert seen.proposed == "zeinabou.rhissa"
    fire(seen, "create", ZEINABOU)
    assert seen.handed.sentence == "Le compte de Zeïnabou Rhissa est créé."
    signed_in = house.perform(
        accounts.sign_in, None, username=seen.handed.username, password=seen.handed.password, address=""
    )
    assert signed_in.actor.must_change
    fire(seen, "load")
    assert seen.handed == NOTHING


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " ", "username": ""}, "name"),
        ({"username": "Awa Diallo"}, "username"),
        ({"role-accueil": ""}, "roles"),
        ({"office": ""}, "office"),
        ({"office": "dr_paris"}, "office"),
        ({"role-accueil": "", "role-directeur_regional": "on", "office": ""}, "region"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_beside_its_field(
    house: Agency, cast: Cast, changed: dict[str, str], field: str
) -> None:
    seen = window(NewAccountState, cast.token("ibrahim"), "/comptes/nouveau")
    fire(seen, "load")
    fire(seen, "create", ZEINABOU | changed)
    assert list(seen.errors) == [field]
    assert seen.handed == NOTHING


def test_every_refusal_of_an_account_has_its_field() -> None:
    source = Path(accounts.__file__).parent
    text = "".join((source / name).read_text() for name in ("accounts.py", "account_book.py"))
    elsewhere = {"own_account_stays_open", "own_roles_stay", "password_wrong", "password_unchanged", "language_unknown"}
    assert set(re.findall(r'Unfit\(\s*"([a-z_]+)"', text)) - elsewhere == set(BESIDE)


def page_of(cast: Cast, first: str) -> str:
    """The address of somebody's account."""
    return f"/comptes/{cast.id(first)}"


def test_roles_are_changed_and_the_page_says_so(house: Agency, cast: Cast) -> None:
    seen = window(AccountPageState, cast.token("ibrahim"), page_of(cast, "koro"))
    fire(seen, "load")
    assert [box.name for box in seen.roles if box.held] == ["role-conseiller"]
    told = fire(seen, "change_roles", {"role-accueil": "on", "role-charge_dossier": "on"})
    assert "Les rôles de Korotoumou Koné sont changés" in heard(told)
    assert [box.name for box in seen.roles if box.held] == ["role-accueil", "role-charge_dossier"]


def test_nobody_is_left_without_a_role(house: Agency, cast: Cast) -> None:
    seen = window(AccountPageState, cast.token("ibrahim"), page_of(cast, "koro"))
    fire(seen, "load")
    fire(seen, "change_roles", {})
    assert seen.error == "Choisissez au moins un rôle."
    assert cast["koro"].roles == {"conseiller"}


def test_an_account_is_closed_opened_again_and_helped(house: Agency, cast: Cast) -> None:
    seen = window(AccountPageState, cast.token("ibrahim"), page_of(cast, "koro"))
    fire(seen, "load")
    fire(seen, "close")
    assert (seen.active, seen.line.state) == (False, "fermé")
    fire(seen, "reopen")
    fire(seen, "renew")
    assert (seen.active, seen.line.state) == (True, "mot de passe à choisir")
    assert house.perform(
        accounts.sign_in, None, username="korotoumou.kone", password=seen.handed.password, address=""
    ).actor.must_change
    fire(seen, "load")
    assert seen.handed == NOTHING


@pytest.mark.parametrize("name", ["0", "999999", "moi", "-1", "²", "12345678901234567890"])
def test_an_account_that_is_none_is_absent(house: Agency, cast: Cast, name: str) -> None:
    seen = window(AccountPageState, cast.token("ibrahim"), f"/comptes/{name}")
    fire(seen, "load")
    assert seen.standing == "absent"


def test_a_box_stands_for_each_role_and_is_read_back(house: Agency) -> None:
    made = boxes(house.house.roles.values(), {"accueil", "protection"}, "fr")
    assert ticked({box.name: "on" for box in made if box.held} | {"name": "role-"}) == ["accueil", "protection"]


def test_a_page_of_one_thing_is_loading_until_it_has_the_next_one(house: Agency, cast: Cast) -> None:
    """Otherwise the second record shows the first one's name for as long as the line is slow."""
    seen = window(AccountPageState, cast.token("ibrahim"), page_of(cast, "koro"))
    fire(seen, "load")
    assert (seen.at, seen.standing) == (page_of(cast, "koro"), "ready")
    go(seen, page_of(cast, "awa"), cast.token("ibrahim"))
    assert seen._arrive() == str(cast.id("awa"))
    assert (seen.at, seen.standing) == (page_of(cast, "awa"), "loading")


def test_a_record_that_is_absent_may_be_there_the_next_time(house: Agency, cast: Cast) -> None:
    seen = window(PersonPageState, cast.token("awa"), "/personnes/P-000009")
    for _ in range(2):
        assert fire(seen, "load") is None
        assert seen.standing == "absent"


@pytest.mark.parametrize(
    ("first", "href"),
    [("ibrahim", "/comptes"), ("salif", "/procedures"), ("mariam", "/tableaux"), ("fanta", "/nouveau")],
)
def test_the_home_page_gives_each_role_one_thing_to_begin_with(
    house: Agency, cast: Cast, first: str, href: str
) -> None:
    seen = window(HomeState, cast.token(first), "/")
    frame = seen._get_root_state().get_substate(SessionState.get_full_name().split("."))
    fire(frame, "enter")
    fire(seen, "load")
    assert seen.beginning.href == href
    assert seen.beginning.words
