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
