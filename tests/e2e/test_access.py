"""Doors: the ministry meets nobody's name, a stranger meets the sign-in page, and leaving means leaving."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from migraflow.services import documents
from tests.cast import PASSWORD, username
from tests.counter import Counter
from tests.e2e.agent import Agent, sign_in
from tests.e2e.conftest import Desk, Register, Staff
from tests.e2e.personal import Known
from tests.e2e.server import Server

SIGN_IN = re.compile(r"/connexion\?suite=")
REFUSED = re.compile("Cette page n’est pas ouverte à votre rôle|Cette page n’existe pas, ou n’est pas pour vous")
PDF = b"%PDF-1.7 essai"


@pytest.fixture(scope="module")
def places(register: Register, counter: Counter) -> dict[str, str]:
    """Addresses that show a person or a case: of each page that there is."""
    ref = register()
    token = counter.task("fanta", "Fixer le rendez-vous").token
    person = counter.case("fanta", ref).person
    assert person is not None
    kept = counter.wish("fanta", documents.add, token=token, name="carte.pdf", kind="piece", content=PDF)
    return {"case": f"/dossiers/{ref}", "task": f"/taches/{token}", "person": f"/personnes/{person.ref}",
            "file": f"/files/{kept.id}", "tasks": "/taches?liste=mon-service", "cases": f"/dossiers?q={ref}",
            "people": "/personnes?q=diarra", "new": "/nouveau"}  # fmt: skip


def test_the_ministry_meets_no_page_that_shows_a_person(desk: Desk, places: dict[str, str], server: Server) -> None:
    page, known = desk("mariam"), Known.of(server.agency)
    for name, address in places.items():
        if name == "file":
            assert page.request.get(address).status in {403, 404}
            continue
        page.goto(address)
        expect(page.locator("main .bone")).to_have_count(0)
        expect(page.get_by_role("heading", level=1).or_(page.locator("main .empty"))).not_to_have_count(0)
        shown = page.locator("main").inner_text()
        assert REFUSED.search(shown) or page.locator("main .empty").is_visible(), (name, shown)
        asked = {word for word in known.words if word in address}
        assert known.told_in([page.content()]) <= asked, name
    page.goto("/")
    menu = page.get_by_role("navigation", name="Menu").first
    expect(menu.get_by_role("link")).to_contain_text(["Accueil", "Mes tâches", "Procédures", "Tableaux de bord"])


def test_a_stranger_is_sent_to_sign_in_and_then_where_they_wanted(desk: Desk, places: dict[str, str]) -> None:
    page = desk("")
    for address in [*(at for name, at in places.items() if name != "file"), "/", "/procedures", "/tableaux"]:
        page.goto(address)
        page.wait_for_url(SIGN_IN)
        expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    assert page.request.get(places["file"]).status in {401, 403, 404}
    page.goto(places["case"])
    page.wait_for_url(SIGN_IN)
    page.fill("#username", username("fanta"))
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"**{places['case']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(places["case"].rpartition("/")[2])
    assert page.request.get(places["file"]).body() == PDF


def test_a_wrong_password_is_told_and_the_name_of_nobody_is_given_away(desk: Desk) -> None:
    page = desk("")
    told: list[str] = []
    for name in (username("awa"), "personne.ici"):
        page.goto("/connexion")
        page.fill("#username", name)
        page.fill("#password", "pas le bon")
        page.press("#password", "Enter")
        page.wait_for_url("**/connexion#erreur")
        expect(page.locator("#erreur")).to_be_visible()
        told.append(page.locator("form").inner_text())
    assert told[0] == told[1]
    assert "Le nom ou le mot de passe ne correspond pas." in told[0]


def leaves(page: Page) -> None:
    """Sign out by the menu of one's own account."""
    page.get_by_role("banner").locator("details summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion#fin")


def test_signing_out_ends_the_session_in_every_tab_and_for_good(desk: Desk, places: dict[str, str]) -> None:
    fanta = Agent("fanta", desk(""))
    sign_in(fanta.page, "fanta")
    fanta.opens_a_case()
    fanta.fills("DS_01", {"observations": "À effacer de cette machine."})
    expect(fanta.page.locator("html")).to_have_attribute("data-draft", "saved")
    page, other = fanta.page, fanta.page.context.new_page()
    other.goto(places["tasks"])
    expect(other.locator("main tbody tr").first).to_be_visible()
    [cookie] = [one for one in page.context.cookies() if one["name"] == "migraflow_session"]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    leaves(page)
    expect(page.get_by_text("Votre session est terminée.")).to_be_visible()
    kept = "() => Object.keys(localStorage).filter(key => key.startsWith('migraflow:'))"
    assert page.evaluate(kept) == []
    page.go_back()
    page.wait_for_url(SIGN_IN)
    other.get_by_role("link", name="En retard").first.click()
    other.wait_for_url(SIGN_IN)
    page.context.add_cookies([cookie])
    page.goto(places["case"])
    page.wait_for_url(SIGN_IN)


def test_a_session_ends_by_itself_and_the_page_comes_back(staff: Staff, server: Server, register: Register) -> None:
    ref = register()
    nana = staff("nana")
    nana.opens(ref)
    server.advance(hours=3)
    nana.page.get_by_role("link", name="Réponses").click()
    nana.page.wait_for_url(SIGN_IN)
    sign_in(nana.page, "nana")
    nana.opens(ref, "reponses")
