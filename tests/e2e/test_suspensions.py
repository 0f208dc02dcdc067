"""The ministry stops a destination from a page of its own, reads that it holds, and lets it go on again."""

from __future__ import annotations

from playwright.sync_api import expect

from migraflow.services import suspensions
from tests.counter import Counter
from tests.e2e.axe import faults
from tests.e2e.conftest import Desk, Register


def test_a_destination_is_suspended_for_a_reason_and_released_again(desk: Desk) -> None:
    page = desk("mariam", reduced_motion="reduce")
    page.goto("/suspensions")
    page.locator("#kind").select_option("corridor")
    expect(page.locator("select#subject")).to_be_visible()
    page.get_by_role("button", name="Suspendre maintenant").click()
    expect(page.locator("#subject-error")).to_contain_text("Choisissez dans la liste")
    page.locator("select#subject").select_option("SAU")
    page.locator("#reason").fill("Violences contre les travailleuses.")
    page.locator("#basis").fill("Arrêté 2026-0112, article 3")
    page.get_by_role("button", name="Suspendre maintenant").click()
    decided = page.locator(".told-list li", has_text="Arabie saoudite")
    expect(decided).to_contain_text("En vigueur")
    expect(decided).to_contain_text("Arrêté 2026-0112")
    assert not faults(page)
    decided.get_by_text("Mettre fin").click()
    decided.locator("textarea").fill("Accord signé.")
    decided.get_by_role("button", name="Confirmer la fin").click()
    expect(decided).to_contain_text("Levée")
    expect(decided).to_contain_text("Accord signé")


def test_a_suspended_case_says_so_on_its_pages(desk: Desk, counter: Counter, register: Register) -> None:
    ref = register()
    wish = {"kind": "dossier", "subject": ref, "reason": "Enquête en cours.", "basis": "Note 0114"}
    counter.wish("moussa", suspensions.suspend, **wish)
    token = next(step.token for step in counter.case("moussa", ref).open_steps if step.token)
    page = desk("moussa", reduced_motion="reduce")
    for address in (f"/dossiers/{ref}", f"/taches/{token}"):
        page.goto(address)
        expect(page.locator("#suspended")).to_contain_text("Suspendu par Moussa Keïta")
        expect(page.locator("#suspended")).to_contain_text("Enquête en cours. (Note 0114)")
    assert not faults(page)
    page.goto(f"/dossiers/{ref}")
    page.get_by_role("link", name="Suspendre", exact=True).click()
    expect(page.locator("#subject")).to_have_value(ref)
