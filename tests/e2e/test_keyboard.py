"""The day's work without a mouse: the focus is always seen, and every primary button is reached."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.agent import COMPLETE, Script, name_of
from tests.e2e.axe import COMING
from tests.e2e.conftest import Register, Staff

FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
    const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { what: at.outerHTML.slice(0, 120), ring, seen, primary: at.matches('main .primary'),
             end: at === document.body };
}"""
LONGEST = 200
"""Presses of Tab that lead through the longest page."""


def walk(page: Page) -> bool:
    """Tab from the top of the page to its primary button; every stop must be seen. Whether the button was reached."""
    expect(page.locator(COMING)).to_have_count(0)  # what is drawn anew takes the focus away
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["end"]:
            return False
        assert stop["ring"] and stop["seen"], stop["what"]
        if stop["primary"]:
            return True
    return False


@pytest.mark.parametrize("address", ["/", "/nouveau", "/taches?liste=a-moi", "/dossiers"])
def test_tab_reaches_the_primary_button_and_is_always_seen(staff: Staff, register: Register, address: str) -> None:
    fanta = staff("fanta")
    if address == "/":
        fanta.takes(register(), "DS_04")
    fanta.page.goto(address)
    expect(fanta.page.locator("main .primary").first).to_be_visible()
    assert walk(fanta.page)


def test_a_long_form_is_walked_through_to_its_end(staff: Staff) -> None:
    fanta = staff("fanta")
    fanta.opens_a_case()
    expect(fanta.button(COMPLETE)).to_be_visible()
    assert walk(fanta.page)


def test_the_skip_link_leads_past_the_menu_and_keeps_the_list(staff: Staff, register: Register) -> None:
    fanta, ref = staff("fanta"), register()
    page = fanta.page
    page.goto("/taches?liste=mon-service")
    expect(page.locator("tbody tr", has_text=ref)).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert "liste=mon-service" in page.url
    expect(page.get_by_role("link", name=re.compile("^Mon service"))).to_have_attribute("aria-current", "page")


def test_letters_move_choose_take_and_open(staff: Staff, register: Register) -> None:
    refs = [register(), register()]
    page = staff("nana").page
    page.goto("/taches?liste=mon-service")
    here = page.locator("tr[data-here]")
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text=refs[1])).to_be_visible()
    for key, number in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(number)).to_have_attribute("data-here", "")
        expect(here).to_have_count(1)
    number = 0
    while not rows.nth(number).get_by_role("checkbox").count():
        page.keyboard.press("j")
        number += 1
        expect(rows.nth(number)).to_have_attribute("data-here", "")
    chosen = here.get_by_role("link", name="DS-2026-KAY-").inner_text()
    page.keyboard.press("x")
    expect(here.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("p")
    expect(page.locator("#notices")).to_contain_text("La tâche est à vous.")
    page.goto(f"/taches?liste=a-moi&q={chosen}")
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    expect(rows).to_have_attribute("data-here", "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name_of("DS_04"))


def test_a_task_is_done_from_the_list_to_its_end_by_keyboard(staff: Staff, register: Register) -> None:
    ref = register()
    page = staff("fanta").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Fanta")
    page.keyboard.press("Control+k")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type(ref)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossiers?q=*")
    expect(page.locator("main tbody tr")).to_contain_text([ref])
    page.locator("main").click(position={"x": 2, "y": 2})
    page.keyboard.press("j")
    expect(page.locator("tr[data-here]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(ref)
    page.get_by_role("link", name="Ouvrir la tâche").focus()
    page.keyboard.press("Enter")
    take = page.get_by_role("button", name="Prendre la tâche")
    take.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=COMPLETE)).to_be_visible()
    answers = Script.of("01_").answers("DS_04")
    page.get_by_label("Jour").focus()
    page.keyboard.type("02022026")  # read alike whether the browser puts the day or the month first
    page.get_by_label("Heure").focus()
    page.keyboard.type("9 h")
    page.get_by_label("Conseiller").focus()
    page.keyboard.type(answers["conseiller_id"])
    page.get_by_label("Lieu").focus()
    page.keyboard.type(answers["lieu_rdv"])
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Tâche terminée.")


def test_a_question_mark_tells_the_letters_and_escape_closes(staff: Staff) -> None:
    page = staff("awa").page
    page.goto("/taches")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes tâches")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Raccourcis du clavier")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.locator("#filter").fill("j?")
    expect(page.locator("#filter")).to_have_value("j?")
    expect(keys).to_be_hidden()
