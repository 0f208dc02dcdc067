"""A letter from the words of its model to the stranger who verifies the paper."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.counter import Counter
from tests.e2e.axe import faults
from tests.e2e.conftest import Desk, Register
from tests.e2e.server import Server

NAME = re.compile("L1 Reçu de demande")
CODES = "SELECT code FROM letters"


def codes(server: Server) -> list[str]:
    """The codes of every letter handed out."""
    with server.agency.database.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql(CODES)]


def rewrite(page: Page) -> None:
    """Salif gives the receipt another name; the preview follows, and says when the text does not read."""
    page.goto("/lettres/L1")
    picture, box = page.locator("main img"), page.locator("#letter-text")
    before = picture.get_attribute("src") or ""
    text = box.input_value()
    box.fill(text.replace("Récépissé de demande", "Reçu de demande"))
    expect(picture).not_to_have_attribute("src", before)
    box.fill(text.replace("{{ date_demande }}", "{{ date_inconnue }}"))
    expect(page.locator("main .notice")).to_contain_text("date_inconnue")
    box.fill(text.replace("Récépissé de demande", "Reçu de demande"))
    page.get_by_role("button", name="Enregistrer le texte").click()
    expect(page.get_by_text("Texte enregistré")).to_be_visible()


def fetched(page: Page, ref: str) -> Path:
    """The letter of a case, downloaded by a click."""
    page.goto(f"/dossiers/{ref}?partie=pieces")
    with page.expect_download() as coming:
        page.get_by_role("link", name=NAME).click()
    return Path(coming.value.path())


def test_a_letter_is_written_handed_out_and_verified(
    desk: Desk, server: Server, counter: Counter, register: Register
) -> None:
    rewrite(desk("salif"))
    ref, fanta = register(), desk("fanta")
    paper = fetched(fanta, ref)
    person = counter.case("fanta", ref).person
    assert person is not None
    fanta.goto(f"/personnes/{person.ref}")
    expect(fanta.get_by_role("link", name=NAME)).to_be_visible()

    anyone = desk("")
    anyone.goto(f"/verifier/{codes(server)[0]}")
    expect(anyone.get_by_text("Cette lettre a été remise")).to_be_visible()
    anyone.locator("#file").set_input_files(paper)
    anyone.get_by_role("button", name="Comparer").click()
    expect(anyone.get_by_text("exactement la lettre remise")).to_be_visible()
    changed = paper.with_suffix(".changed")
    changed.write_bytes(paper.read_bytes() + b" ")
    anyone.locator("#file").set_input_files(changed)
    anyone.get_by_role("button", name="Comparer").click()
    expect(anyone.get_by_text("Ce fichier a été modifié")).to_be_visible()
    assert not faults(anyone)


def test_salif_changes_a_rule_without_a_mouse(desk: Desk) -> None:
    """Arrows lead to a cell, Enter writes it, what is wrong is said there; then the rule answers for a girl of 19."""
    page = desk("salif")
    page.goto("/studio/demande_services/regles/d1_recevabilite")
    cell = page.locator('textarea[data-row="1"][data-column="1"]')
    page.locator('textarea[data-row="0"][data-column="0"]').focus()
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(cell).to_be_focused()
    page.keyboard.type("< (21")
    expect(page.locator("td .error")).to_contain_text("FEEL")
    page.keyboard.press("Escape")
    expect(cell).to_have_value("< 18")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("< 21")
    page.keyboard.press("Enter")
    expect(page.locator('textarea[data-row="2"][data-column="1"]')).to_be_focused()
    page.locator("#ask-consentement_donne").select_option("true")
    page.locator("#ask-age").fill("19")
    page.keyboard.press("Enter")
    expect(page.locator("tr.fired th")).to_contain_text("2")
    expect(page.locator("#rule-answer")).to_contain_text("Âge = 19")
    assert not faults(page)
    page.locator('textarea[data-row="1"][data-column="1"]').focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator('textarea[data-row="2"][data-column="0"]')).to_be_focused()
    expect(page.locator(".rule-grid tbody tr")).to_have_count(11)


def test_salif_lengthens_a_deadline_without_a_mouse(desk: Desk, server: Server) -> None:
    """What will not do cannot be saved; what will holds at once, and its past can be gone back to."""
    page = desk("salif")
    page.goto("/listes-de-reference/delais")
    cell = page.locator('textarea[data-row="0"][data-column="2"]')
    cell.focus()
    page.keyboard.type("trois")
    page.keyboard.press("Enter")
    expect(page.locator("main .notice.bad")).to_contain_text("Ligne 2, colonne « valeur »")
    assert not faults(page)
    cell.focus()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.locator("#list-note").fill("Décision du 12 janvier")
    page.keyboard.press("Enter")
    expect(page.locator(".list-past")).to_contain_text("Décision du 12 janvier")
    server.agency.hear(at_once=True)
    assert server.agency.house.deadlines["DS-01"].amount == 4
    page.locator(".list-past").get_by_role("button", name="Revenir à cet état").last.press("Enter")
    expect(page.locator(".list-past > li")).to_have_count(3)
    server.agency.hear(at_once=True)
    assert server.agency.house.deadlines["DS-01"].amount == 1
