"""Forms on the screen: wrong answers, questions that come and go, drafts, a second tab, a line that goes down."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.agent import COMPLETE, Agent, Script
from tests.e2e.conftest import Register, Staff

STORY = Script.of("01_")
SAVED = re.compile(r"Enregistré à 9\sh\s\d\d")
HOLD = """() => {
  const send = WebSocket.prototype.send, kept = [];
  WebSocket.prototype.send = function (words) { kept.push([this, words]); };
  window.letGo = () => { WebSocket.prototype.send = send; kept.forEach(([socket, words]) => socket.send(words)); };
}"""
"""What the page sends is held back, as on a line that stands still."""
LET_GO = "() => window.letGo()"


@pytest.fixture
def fanta(staff: Staff) -> Agent:
    """Fanta, who has just opened a case: the form of the request is on her screen."""
    agent = staff("fanta")
    agent.opens_a_case()
    return agent


def field(page: Page, path: str) -> Locator:
    """The whole of a question: label, input, what is said beside it."""
    return page.locator(".field").filter(has=page.locator(f'[name="{path}"]')).last


def region(page: Page) -> Locator:
    """Where the region is typed."""
    return page.get_by_role("combobox", name="Région de résidence")


def saved(page: Page) -> None:
    """Wait until the server has everything that was typed."""
    expect(page.locator("html")).to_have_attribute("data-draft", "saved")
    expect(page.get_by_text(SAVED)).to_be_visible()


def test_wrong_answers_are_told_beside_the_question_and_at_the_top(fanta: Agent) -> None:
    page = fanta.page
    fanta.fills("DS_01", {"identite": {"nom": "Diarra", "telephone": "12"}, "date_demande": "2026-02-01"})
    fanta.button(COMPLETE).click()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_have_text(re.compile(r"\d+ réponses sont à corriger"))
    expect(page.locator("#errors")).to_be_focused()
    expect(field(page, "identite.telephone")).to_contain_text("Ce numéro n’existe pas. Exemple : 76 12 34 56")
    expect(field(page, "date_demande")).to_contain_text("La date de la demande ne peut pas être future.")
    expect(field(page, "identite.prenoms")).to_contain_text("Une réponse est nécessaire.")
    expect(summary).to_contain_text("La date de la demande ne peut pas être future.")
    wrong = page.locator('[name="identite.telephone"]')
    expect(wrong).to_have_attribute("aria-invalid", "true")
    assert set((wrong.get_attribute("aria-describedby") or "").split()) >= {"q-identite-telephone-error"}
    expect(wrong).to_have_value("12")
    expect(page.locator('[name="identite.nom"]')).to_have_value("Diarra")
    expect(page.locator('[name="date_demande"]')).to_have_value("2026-02-01")


def test_the_summary_leads_to_the_question_and_a_correction_takes_the_message_away(fanta: Agent) -> None:
    page = fanta.page
    fanta.fills("DS_01", STORY.answers("DS_01") | {"date_demande": "2026-02-01"})
    fanta.button(COMPLETE).click()
    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text("Une réponse est à corriger")
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Date de la demande").click()
    expect(page.locator('[name="date_demande"]')).to_be_focused()
    page.locator('[name="date_demande"]').fill("2026-01-12")
    expect(field(page, "date_demande")).not_to_contain_text("future")
    fanta.completes()
    expect(page.locator("#notices")).to_contain_text("Tâche terminée.")


def test_questions_come_and_go_with_the_answers_they_depend_on(fanta: Agent) -> None:
    page = fanta.page
    months = page.get_by_label("Au chômage depuis (mois)")
    expect(months).to_have_count(0)
    fanta.fills("DS_01", {"observations": "Revient jeudi.", "situation_emploi": "chomeur", "duree_chomage_mois": 14})
    fanta.fills("DS_01", {"situation_emploi": "occupe"})
    expect(months).to_have_count(0)
    fanta.fills("DS_01", {"intermediaire_paye": True, "montant_paye": "150 000", "beneficiaire_paiement": "Un passeur"})
    expect(page.get_by_text("Une alerte « frais interdits » partira au département.")).to_be_visible()
    fanta.fills("DS_01", {"intermediaire_paye": False})
    expect(page.get_by_label("À qui")).to_have_count(0)
    expect(page.get_by_label("Observations")).to_have_value("Revient jeudi.")


def test_a_mismatched_nina_warns_and_does_not_stop(fanta: Agent) -> None:
    fanta.fills("DS_01", STORY.answers("DS_01") | {"observations": "Carte relue."})
    fanta.fills("DS_01", {"identite": {"nina": "11989910012345K", "sexe": "M"}})
    expect(field(fanta.page, "identite.nina")).not_to_contain_text("ne s’accorde pas")
    fanta.fills("DS_01", {"identite": {"sexe": "F"}})
    expect(field(fanta.page, "identite.nina")).to_contain_text("Le numéro NINA ne s’accorde pas")
    fanta.completes()


def test_a_reload_at_once_loses_nothing(fanta: Agent) -> None:
    page = fanta.page
    fanta.fills("DS_01", typed())
    page.reload()
    still_there(page)
    saved(page)


def test_a_second_tab_shows_the_same_and_hears_what_is_typed(fanta: Agent) -> None:
    page = fanta.page
    fanta.fills("DS_01", typed())
    saved(page)
    second = Agent("fanta", page.context.new_page())
    second.page.goto(page.url)
    still_there(second.page)
    second.page.get_by_label("Observations").fill("Écrit dans le second onglet.")
    expect(page.get_by_label("Observations")).to_have_value("Écrit dans le second onglet.")
    second.fills("DS_01", {"identite": {"region": "segou"}})
    expect(region(page)).to_have_value("Ségou")
    page.get_by_label("Quartier ou village").fill("Légal Ségou")
    saved(page)
    second.page.reload()
    expect(second.page.get_by_label("Observations")).to_have_value("Écrit dans le second onglet.")
    expect(second.page.get_by_label("Quartier ou village")).to_have_value("Légal Ségou")


def test_a_draft_waits_on_the_server_for_another_machine(fanta: Agent, staff: Staff) -> None:
    fanta.fills("DS_01", typed())
    saved(fanta.page)
    elsewhere = staff("fanta")
    elsewhere.page.goto(fanta.page.url)
    still_there(elsewhere.page)
    expect(elsewhere.page.get_by_text(SAVED)).to_be_visible()


def typed() -> dict[str, object]:
    """A bit of every kind of input."""
    return {
        "identite": {"nom": "Keïta", "prenoms": "Nènè", "sexe": "F",
                     "langues": [{"code": "soninke", "niveau": "B1", "lecture": True}]},
        "services_demandes": ["conseil", "formation"],
        "deja_inscrit_anpe": False,
        "destination_souhaitee": ["ESP"],
        "structure_accueil": "dr_kayes",
    }  # fmt: skip


def still_there(page: Page) -> None:
    """All that `typed` wrote stands in the form."""
    expect(page.locator('[name="identite.nom"]')).to_have_value("Keïta")
    expect(page.locator('[name="identite.prenoms"]')).to_have_value("Nènè")
    expect(page.get_by_role("radio", name="Femme")).to_be_checked()
    expect(page.locator('[data-path="structure_accueil"]')).to_have_value("Direction régionale de Kayes")
    expect(page.locator('[data-path="identite.langues.0.code"]')).to_have_value("Soninké")
    expect(page.locator('[name="identite.langues.0.niveau"]')).to_have_value("B1")
    expect(page.locator('[name="services_demandes"][value="formation"]')).to_be_checked()
    expect(page.locator('[name="services_demandes"][value="information"]')).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Espagne")).to_be_checked()
    expect(page.locator('[name="deja_inscrit_anpe"][value="false"]')).to_be_checked()


def test_while_the_line_is_down_typing_goes_on_and_is_sent_afterwards(fanta: Agent, staff: Staff) -> None:
    page = fanta.page
    fanta.fills("DS_01", {"identite": {"nom": "Keïta"}})
    saved(page)
    page.context.set_offline(True)
    fanta.fills("DS_01", {"identite": {"prenoms": "Nènè"}, "services_demandes": ["conseil"], "observations": "À pied."})
    expect(page.get_by_text("La ligne est coupée.")).to_be_visible()
    expect(page.get_by_text("Gardé sur cet appareil", exact=True)).to_be_visible()
    expect(page.get_by_text(SAVED)).to_be_hidden()
    fanta.button(COMPLETE).click()
    expect(page.locator("#notices")).to_contain_text("La ligne est coupée.")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_have_count(0)
    saved(page)
    expect(page.locator('[name="identite.prenoms"]')).to_have_value("Nènè")
    elsewhere = staff("fanta").page
    elsewhere.goto(page.url)
    expect(elsewhere.locator('[name="identite.prenoms"]')).to_have_value("Nènè")
    expect(elsewhere.get_by_label("Observations")).to_have_value("À pied.")


def test_what_is_typed_into_a_row_about_to_go_does_not_stand_in_the_next(fanta: Agent) -> None:
    page = fanta.page
    fanta.fills("DS_01", {"pieces": [{"numero": "UN"}, {"numero": "DEUX"}]})
    saved(page)
    page.locator('[name="pieces.0.numero"]').fill("UN DE TROP")
    page.get_by_role("button", name="Enlever Pièces présentées 1").click()
    expect(page.locator('[data-row^="pieces."]')).to_have_count(1)
    expect(page.locator('[name="pieces.0.numero"]')).to_have_value("DEUX")
    saved(page)
    page.reload()
    expect(page.locator('[name="pieces.0.numero"]')).to_have_value("DEUX")


def test_who_writes_elsewhere_when_the_new_row_comes_is_left_there(fanta: Agent) -> None:
    page = fanta.page
    page.evaluate(HOLD)
    page.click("[data-add=pieces]")
    page.get_by_label("Observations").fill("Pendant que la ligne tarde")
    page.evaluate(LET_GO)
    expect(page.locator('[data-row^="pieces."]')).to_have_count(1)
    page.wait_for_timeout(200)  # the row would take the focus 60 ms after it is drawn
    expect(page.get_by_label("Observations")).to_be_focused()


def test_a_row_may_be_added_and_taken_out_again(fanta: Agent) -> None:
    page = fanta.page
    papers = STORY.answers("DS_01")["pieces"]
    fanta.fills("DS_01", {"pieces": papers})
    page.get_by_role("button", name=re.compile("Enlever Pièces présentées 1")).click()
    expect(page.locator('[data-row^="pieces."]')).to_have_count(1)
    expect(page.locator('[data-path="pieces.0.type_piece"]')).to_have_value("Passeport")
    expect(page.locator('[name="pieces.0.numero"]')).to_have_value("AES0042917")


def test_an_entry_of_a_long_list_is_chosen_by_keyboard(fanta: Agent) -> None:
    page = fanta.page
    typed_in = region(page)
    typed_in.fill("segou")
    expect(page.get_by_role("option", name="Ségou")).to_be_visible()
    expect(typed_in).to_have_attribute("aria-expanded", "true")
    typed_in.press("ArrowDown")
    typed_in.press("Enter")
    expect(typed_in).to_have_value("Ségou")
    expect(typed_in).to_have_attribute("aria-expanded", "false")
    saved(page)
    page.reload()
    expect(region(page)).to_have_value("Ségou")


def test_the_form_of_a_message_tells_what_is_wrong_and_stays_open(staff: Staff, register: Register) -> None:
    awa, ref = staff("awa"), register()
    awa.opens(ref)
    awa.way("reclamation").click()
    awa.fills("reclamation", {"date_reclamation": "2026-02-01"})
    awa.button("Enregistrer").click()
    expect(awa.page.locator("#errors")).to_be_focused()
    awa.page.get_by_role("alert").get_by_role("link").first.click()
    assert awa.page.evaluate("() => !!document.activeElement.closest('form[data-answers]')")
    assert "signaler=reclamation" in awa.page.url
    expect(awa.page.locator("form[data-answers]")).to_contain_text("Une réponse est nécessaire.")


def test_on_a_bad_line_one_row_is_taken_out_once_and_what_is_typed_meanwhile_stays_in_its_row(fanta: Agent) -> None:
    page = fanta.page
    fanta.fills("DS_01", {"pieces": [{"numero": "UN"}, {"numero": "DEUX"}, {"numero": "TROIS"}]})
    saved(page)
    page.evaluate(HOLD)
    page.get_by_role("button", name="Enlever Pièces présentées 1").click()
    page.locator('[name="pieces.2.numero"]').fill("TROIS BIS")
    page.wait_for_timeout(9_000)  # the script loses patience, and sends the same letter again
    page.evaluate(LET_GO)
    expect(page.locator('[data-row^="pieces."]')).to_have_count(2)
    saved(page)
    page.reload()
    expect(page.locator('[name="pieces.0.numero"]')).to_have_value("DEUX")
    expect(page.locator('[name="pieces.1.numero"]')).to_have_value("TROIS BIS")
    expect(page.locator('[data-row^="pieces."]')).to_have_count(2)
