"""Signing in and out at the counter, and looking after accounts."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotAllowed, NotFound, NotSignedIn, SignInFailed, Unfit
from migraflow.domain.organisations import SignInOutcome
from migraflow.services import accounts
from migraflow.services.sessions import SignedIn, note
from migraflow.store import accounts as store
from migraflow.wiring import Agency
from tests.cast import PASSWORD, Cast, Clock, username

NEW = "la saison des pluies 7"


def sign_in(agency: Agency, name: str = "awa.diallo", password: str = PASSWORD, address: str = "10.0.0.8") -> SignedIn:
    return agency.perform(accounts.sign_in, None, username=name, password=password, address=address)


def test_awa_signs_in_and_is_known_by_her_session(agency: Agency) -> None:
    signed_in = sign_in(agency)
    actor = agency.perform(accounts.who, signed_in.token)
    assert (actor.name, actor.office, actor.region) == ("Awa Diallo", "dr_kayes", "kayes")
    assert "conseiller" in actor.roles


@pytest.mark.parametrize("typed", ["Awa Diallo", " AWA.DIALLO ", "awa.diallo"])
def test_a_name_may_be_typed_in_several_ways(agency: Agency, typed: str) -> None:
    assert sign_in(agency, typed).actor.name == "Awa Diallo"


@pytest.mark.parametrize(("name", "password"), [("awa.diallo", "faux"), ("personne", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(agency: Agency, name: str, password: str) -> None:
    with pytest.raises(SignInFailed) as refusal:
        sign_in(agency, name, password)
    assert refusal.value.wait == 0


def test_the_token_is_nowhere_in_the_database(agency: Agency) -> None:
    signed_in = sign_in(agency)
    with agency.database.session() as session:
        seals = session.connection().exec_driver_sql("SELECT seal FROM sessions").scalars().all()
    assert len(seals) == 1
    assert signed_in.token not in seals[0]


def test_an_unused_session_ends_after_its_idle_time(agency: Agency, clock: Clock) -> None:
    signed_in = sign_in(agency)
    clock.advance(minutes=119)
    agency.perform(accounts.who, signed_in.token)
    clock.advance(minutes=119)
    agency.perform(accounts.who, signed_in.token)
    clock.advance(minutes=121)
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, signed_in.token)


def test_even_a_busy_session_ends_at_night(agency: Agency, clock: Clock) -> None:
    signed_in = sign_in(agency)
    for _ in range(11):
        clock.advance(hours=1)
        agency.perform(accounts.who, signed_in.token)
    clock.advance(hours=1)
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, signed_in.token)


@pytest.mark.parametrize("token", [None, "", "x" * 43, "é"])
def test_nobody_acts_without_a_session(agency: Agency, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, token)


def test_signing_out_ends_this_session_only(agency: Agency) -> None:
    office, phone = sign_in(agency), sign_in(agency)
    agency.perform(accounts.sign_out, None, token=office.token)
    agency.perform(accounts.sign_out, None, token=office.token)
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, office.token)
    assert agency.perform(accounts.who, phone.token).name == "Awa Diallo"


def test_signing_out_everywhere_ends_every_session_of_one_person(agency: Agency, cast: Cast) -> None:
    office, phone = sign_in(agency), sign_in(agency)
    agency.perform(accounts.sign_out_everywhere, phone.token)
    for token in (office.token, phone.token):
        with pytest.raises(NotSignedIn):
            agency.perform(accounts.who, token)
    assert agency.perform(accounts.who, cast.token("fanta")).name == "Fanta Coulibaly"


def test_five_wrong_tries_make_awa_wait_even_with_the_right_password(agency: Agency, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed):
            sign_in(agency, password="faux")
    with pytest.raises(SignInFailed) as refusal:
        sign_in(agency)
    assert refusal.value.wait == 30
    clock.advance(seconds=31)
    assert sign_in(agency).actor.name == "Awa Diallo"


def test_the_wait_doubles_and_is_forgotten_after_a_quarter_of_an_hour(agency: Agency, clock: Clock) -> None:
    waits = []
    for _ in range(8):
        with pytest.raises(SignInFailed) as refusal:
            sign_in(agency, password="faux")
        waits.append(refusal.value.wait)
        clock.advance(seconds=refusal.value.wait)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240]
    clock.advance(minutes=16)
    with pytest.raises(SignInFailed) as refusal:
        sign_in(agency, password="faux")
    assert refusal.value.wait == 0


def test_a_name_nobody_has_waits_like_any_other(agency: Agency) -> None:
    waits = []
    for _ in range(6):
        with pytest.raises(SignInFailed) as refusal:
            sign_in(agency, name="inconnu")
        waits.append(refusal.value.wait)
    assert waits == [0, 0, 0, 0, 30, 30]


def test_a_good_sign_in_forgets_the_wrong_tries_before_it(agency: Agency, clock: Clock) -> None:
    for _ in range(4):
        with pytest.raises(SignInFailed):
            sign_in(agency, password="faux")
    clock.advance(seconds=1)
    sign_in(agency)
    clock.advance(seconds=1)
    with pytest.raises(SignInFailed) as refusal:
        sign_in(agency, password="faux")
    assert refusal.value.wait == 0


def test_one_address_that_tries_many_names_waits_too(agency: Agency) -> None:
    with agency.working() as work:
        for number in range(59):
            note(work, f"nom{number}", None, "198.51.100.9", SignInOutcome.WRONG)
    with pytest.raises(SignInFailed) as refusal:
        sign_in(agency, name="nom60", password="faux", address="198.51.100.9")
    assert refusal.value.wait == 30
    with pytest.raises(SignInFailed) as refusal:
        sign_in(agency, address="198.51.100.9")
    assert refusal.value.wait == 30
    assert sign_in(agency, address="10.0.0.8").actor.name == "Awa Diallo"


def test_every_try_leaves_a_line(agency: Agency) -> None:
    with pytest.raises(SignInFailed):
        sign_in(agency, name="Inconnu", password="faux", address="198.51.100.9")
    token = sign_in(agency).token
    agency.perform(accounts.sign_out, None, token=token)
    with agency.database.session() as session:
        rows = session.connection().exec_driver_sql("SELECT username, address, outcome FROM sign_ins ORDER BY id")
        assert [tuple(row) for row in rows] == [
            ("inconnu", "198.51.100.9", "wrong"),
            ("awa.diallo", "10.0.0.8", "opened"),
            ("awa.diallo", "", "ended"),
        ]


def test_awa_changes_her_password_and_her_other_sessions_end(agency: Agency) -> None:
    office, phone = sign_in(agency), sign_in(agency)
    agency.perform(accounts.change_password, phone.token, old=PASSWORD, new=NEW)
    assert agency.perform(accounts.who, phone.token).name == "Awa Diallo"
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, office.token)
    with pytest.raises(SignInFailed):
        sign_in(agency)
    assert sign_in(agency, password=NEW).actor.name == "Awa Diallo"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("faux", NEW, "password_wrong"),
        (PASSWORD, PASSWORD, "password_unchanged"),
        (PASSWORD, "court", "password_too_short"),
        (PASSWORD, "motdepasse123", "password_too_common"),
        (PASSWORD, "awa.diallo2026", "password_is_your_name"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_its_reason(
    agency: Agency, cast: Cast, old: str, new: str, code: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        agency.perform(accounts.change_password, cast.token("awa"), old=old, new=new)
    assert refusal.value.code == code


def test_ibrahim_gives_a_new_colleague_an_account(agency: Agency, cast: Cast) -> None:
    row = agency.perform(
        accounts.create_account,
        cast.token("ibrahim"),
        username="Zeïnabou Rhissa",
        name="Zeïnabou Rhissa",
        password="premier jour au guichet",
        roles=["accueil"],
        office="dr_gao",
    )
    assert (row.username, row.region, row.must_change) == ("zeinabou.rhissa", "gao", True)
    actor = sign_in(agency, "zeinabou rhissa", "premier jour au guichet").actor
    assert (actor.name, set(actor.roles), actor.office) == ("Zeïnabou Rhissa", {"accueil"}, "dr_gao")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"username": "Awa Diallo"}, "username_taken"),
        ({"roles": ["chef_de_gare"]}, "role_unknown"),
        ({"roles": []}, "account_without_role"),
        ({"office": "dr_paris"}, "office_unknown"),
        ({"name": " "}, "account_without_name"),
        ({"language": "xx"}, "language_unknown"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(agency: Agency, cast: Cast, changed: dict, code: str) -> None:
    wish = {"username": "Rokia", "name": "Rokia", "password": NEW, "roles": ["accueil"], "office": "dr_gao"}
    with pytest.raises(Unfit) as refusal:
        agency.perform(accounts.create_account, cast.token("ibrahim"), **{**wish, **changed})
    assert refusal.value.code == code


@pytest.mark.parametrize("first", ["awa", "fanta", "salif", "mariam", "moussa"])
def test_only_those_who_manage_accounts_see_or_touch_them(agency: Agency, cast: Cast, first: str) -> None:
    token, other = cast.token(first), cast.id("binta")
    with pytest.raises(NotAllowed):
        agency.perform(accounts.accounts, token)
    with pytest.raises(NotAllowed):
        agency.perform(accounts.close_account, token, account_id=other)
    with pytest.raises(NotAllowed):
        agency.perform(accounts.reset_password, token, account_id=other, password=NEW)
    with pytest.raises(NotAllowed):
        agency.perform(accounts.set_roles, token, account_id=cast.id(first), roles=["administrateur"])


def test_a_closed_account_is_out_at_once_and_cannot_come_back(agency: Agency, cast: Cast) -> None:
    token = sign_in(agency).token
    agency.perform(accounts.close_account, cast.token("ibrahim"), account_id=cast.id("awa"))
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, token)
    with pytest.raises(SignInFailed):
        sign_in(agency)
    agency.perform(accounts.reopen_account, cast.token("ibrahim"), account_id=cast.id("awa"))
    assert sign_in(agency).actor.name == "Awa Diallo"


def test_ibrahim_cannot_close_his_own_account(agency: Agency, cast: Cast) -> None:
    with pytest.raises(Unfit):
        agency.perform(accounts.close_account, cast.token("ibrahim"), account_id=cast.id("ibrahim"))


def test_new_roles_hold_from_the_next_sign_in_and_the_old_sessions_end(agency: Agency, cast: Cast) -> None:
    token = sign_in(agency).token
    agency.perform(accounts.set_roles, cast.token("ibrahim"), account_id=cast.id("awa"), roles=["accueil"])
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, token)
    assert set(sign_in(agency).actor.roles) == {"accueil"}


def test_an_account_nobody_has_is_not_found(agency: Agency, cast: Cast) -> None:
    with pytest.raises(NotFound):
        agency.perform(accounts.close_account, cast.token("ibrahim"), account_id=999_999)


def test_awa_reads_english_from_now_on(agency: Agency, cast: Cast) -> None:
    agency.perform(accounts.set_language, cast.token("awa"), language="en")
    assert agency.perform(accounts.who, cast.token("awa")).language == "en"


def test_the_demo_passwords_are_known_for_what_they_are(agency: Agency, cast: Cast) -> None:
    with agency.database.session() as session:
        assert store.has_demo_passwords(session)
    for row in agency.perform(accounts.accounts, cast.token("ibrahim")):
        if row.username != username("ibrahim"):
            agency.perform(accounts.reset_password, cast.token("ibrahim"), account_id=row.id, password=NEW)
    agency.perform(accounts.change_password, cast.token("ibrahim"), old=PASSWORD, new=NEW)
    with agency.database.session() as session:
        assert not store.has_demo_passwords(session)
