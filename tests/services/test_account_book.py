"""The book of accounts: found by name, opened with a provisional password, given roles within one's own reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migraflow.domain.access import SYSTEM, Permission, Role, Scope
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.passwords import weakness
from migraflow.services import account_book, accounts, welcome
from migraflow.wiring import Agency
from tests.cast import PASSWORD, Cast

RECEPTION = {"roles": ["accueil"], "office": "dr_gao"}


def names(agency: Agency, cast: Cast, **wish: str) -> list[str]:
    return [row.name for row in agency.perform(account_book.search, cast.token("ibrahim"), **wish).rows]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"query": "kone"}, ["Korotoumou Koné"]),
        ({"query": "DIALLO awa"}, ["Awa Diallo"]),
        ({"query": "kona"}, ["Seydou Konaté"]),
        ({"query": "personne"}, []),
        ({"office": "dr_sikasso"}, ["Binta Dembélé", "Kadiatou Sangaré"]),
        ({"role": "conseiller", "office": "dr_kayes"}, ["Awa Diallo", "Korotoumou Koné"]),
    ],
)
def test_an_account_is_found(agency: Agency, cast: Cast, wish: dict[str, str], found: list[str]) -> None:
    assert names(agency, cast, **wish) == found


def test_the_book_has_fifty_lines_on_a_page_in_the_order_people_expect(agency: Agency, cast: Cast) -> None:
    with agency.working(SYSTEM) as work:
        for number in range(60):
            name = f"{'Élise' if number % 2 else 'Elise'} Traoré {number:02}"
            accounts.create_account(work, username=name, name=name, password=PASSWORD, demo=True, **RECEPTION)
    first = agency.perform(account_book.search, cast.token("ibrahim"), query="elise")
    assert (len(first.rows), first.after is None) == (50, False)
    second = agency.perform(account_book.search, cast.token("ibrahim"), query="elise", after=first.after)
    assert (len(second.rows), second.after) == (10, None)
    assert [row.name[-2:] for row in (*first.rows, *second.rows)] == [f"{number:02}" for number in range(60)]


def test_a_line_says_when_somebody_was_last_seen(agency: Agency, cast: Cast) -> None:
    agency.perform(accounts.sign_in, None, username="awa.diallo", password=PASSWORD, address="")
    seen = {row.name: row.seen for row in agency.perform(account_book.search, cast.token("ibrahim")).rows}
    assert seen["Awa Diallo"] == agency.clock()
    assert seen["Fanta Coulibaly"] is None


def test_a_taken_user_name_gets_a_number(agency: Agency, cast: Cast) -> None:
    proposed = [
        agency.perform(account_book.propose_username, cast.token("ibrahim"), name=name)
        for name in ("Zeïnabou Rhissa", "Awa DIALLO", " … ", "")
    ]
    assert proposed == ["zeinabou.rhissa", "awa.diallo2", "", ""]


def test_somebody_who_was_given_a_password_is_asked_for_one_of_their_own(agency: Agency, cast: Cast) -> None:
    opened = agency.perform(
        account_book.open_account, cast.token("ibrahim"), name="Zeïnabou Rhissa", username="", **RECEPTION
    )
    name = opened.account.username
    assert weakness(opened.password, username=name, name="Zeïnabou Rhissa") is None
    signed_in = agency.perform(accounts.sign_in, None, username=name, password=opened.password, address="")
    assert signed_in.actor.must_change
    agency.perform(accounts.change_password, signed_in.token, old=opened.password, new="la saison des pluies 7")
    assert not agency.perform(accounts.who, signed_in.token).must_change


def test_no_two_provisional_passwords_are_alike(agency: Agency, cast: Cast) -> None:
    given = {
        agency.perform(account_book.renew_password, cast.token("ibrahim"), account_id=cast.id("awa")).password
        for _ in range(3)
    }
    assert len(given) == 3
    assert all(len(password) == 24 for password in given)


@pytest.mark.parametrize(
    ("roles", "place", "code"),
    [
        (["accueil"], {}, "role_without_office"),
        (["accueil"], {"region": "gao"}, "role_without_office"),
        (["directeur_regional"], {}, "role_without_region"),
        (["chef_de_gare"], {}, "role_unknown"),
        ([], {"office": "dr_gao"}, "account_without_role"),
    ],
)
def test_a_role_needs_the_place_it_ends_at(
    agency: Agency, cast: Cast, roles: list[str], place: dict[str, str], code: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        agency.perform(
            account_book.open_account, cast.token("ibrahim"), name="Rokia", username="r", roles=roles, **place
        )
    assert refusal.value.code == code


def test_a_regional_director_may_do_without_an_office(agency: Agency, cast: Cast) -> None:
    opened = agency.perform(
        account_book.open_account,
        cast.token("ibrahim"),
        name="Rokia",
        username="rokia",
        roles=["directeur_regional"],
        region="gao",
    )
    assert (opened.account.office, opened.account.region) == ("", "gao")


def test_nobody_loses_their_last_role_or_changes_their_own(agency: Agency, cast: Cast) -> None:
    for first, roles, code in (("awa", [], "account_without_role"), ("ibrahim", ["accueil"], "own_roles_stay")):
        with pytest.raises(Unfit) as refusal:
            agency.perform(account_book.change_roles, cast.token("ibrahim"), account_id=cast.id(first), roles=roles)
        assert refusal.value.code == code
    assert cast["ibrahim"].may(Permission.MANAGE_ACCOUNTS)


@pytest.fixture
def kayes(agency: Agency) -> Agency:
    """An agency whose regional directors keep the accounts of their region."""
    held = agency.house.roles["directeur_regional"]
    roles = {
        **agency.house.roles,
        held.code: replace(held, permissions=held.permissions | {Permission.MANAGE_ACCOUNTS}),
    }
    agency.house = replace(agency.house, roles=roles)
    return agency


def test_oumar_gives_the_roles_of_his_region_and_none_wider(kayes: Agency, cast: Cast) -> None:
    offered: tuple[Role, ...] = kayes.perform(account_book.roles_to_give, cast.token("oumar"))
    assert {role.scope for role in offered} == {Scope.OFFICE, Scope.REGION}
    kayes.perform(account_book.change_roles, cast.token("oumar"), account_id=cast.id("nana"), roles=["conseiller"])
    with pytest.raises(Unfit) as refusal:
        kayes.perform(account_book.change_roles, cast.token("oumar"), account_id=cast.id("nana"), roles=["protection"])
    assert (refusal.value.code, refusal.value.facts["role"][:10]) == ("role_too_wide", "Protection")
    assert cast["nana"].roles == {"conseiller"}


def test_oumar_sees_and_touches_no_account_of_another_region(kayes: Agency, cast: Cast) -> None:
    rows = kayes.perform(account_book.search, cast.token("oumar")).rows
    assert {row.region for row in rows} == {"kayes"}
    with pytest.raises(NotFound):
        kayes.perform(account_book.renew_password, cast.token("oumar"), account_id=cast.id("binta"))
    with pytest.raises(NotAllowed):
        kayes.perform(account_book.open_account, cast.token("oumar"), name="Rokia", username="rokia", **RECEPTION)


@pytest.mark.parametrize("first", ["awa", "salif", "mariam"])
def test_the_book_is_closed_to_everybody_else(agency: Agency, cast: Cast, first: str) -> None:
    token = cast.token(first)
    for use_case, wish in (
        (account_book.search, {}),
        (account_book.roles_to_give, {}),
        (account_book.propose_username, {"name": "Awa Diallo"}),
        (account_book.sheet, {"account_id": cast.id("binta")}),
        (account_book.renew_password, {"account_id": cast.id("binta")}),
        (account_book.change_roles, {"account_id": cast.id(first), "roles": ["administrateur"]}),
        (account_book.open_account, {"name": "Rokia", "username": "rokia", **RECEPTION}),
    ):
        with pytest.raises(NotAllowed):
            agency.perform(use_case, token, **wish)


def test_everybody_reads_their_own_account(agency: Agency, cast: Cast) -> None:
    me = agency.perform(welcome.myself, cast.token("moussa"))
    assert (me.username, me.office, me.must_change) == (
        "moussa.keita",
        "Siège, Département Coopération-Migration",
        False,
    )
    assert me.roles == ("Chef·fe du Département Coopération-Migration",)
