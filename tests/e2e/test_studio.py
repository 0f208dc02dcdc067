"""Salif, who manages the procedures, changes drafts: by keyboard, on a phone, undone and tidied, a form designed."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import faults, violations
from tests.e2e.conftest import Desk
from tests.e2e.managing import FINDINGS, PANEL, PLAN, heading, line

STUDIO = "/studio/demande_services"
SIGHTS = (
    (STUDIO, ".djs-shape"),
    (f"{STUDIO}/plan", ".studio-plan button"),
)


def opened(page: Page, address: str = STUDIO, sight: str = ".djs-shape") -> Page:
    """A page with a drawing, once the drawing stands; or with another `sight`."""
    page.goto(address)
    expect(page.locator(sight).first).to_be_visible()
    return page


def chosen(page: Page, name: str) -> None:
    """Choose a step in the plan, by keyboard."""
    line(page, name).press("Enter")
    heading(page, name)


def left(field: Locator, text: str) -> None:
    """Write into a field and go on, as the keyboard does."""
    field.fill(text)
    field.press("Tab")


def test_the_list_of_steps_is_changed_by_keyboard_on_a_phone(desk: Desk) -> None:
    """Without a drawing: a step is added, given a deadline, a reminder; undone, done again; nothing scrolls."""
    page = opened(
        desk("salif", viewport={"width": 360, "height": 800}), "/studio/suivi_placement/plan", f"{PLAN} button"
    )
    assert not page.locator(".djs-container").count()
    first = page.locator(f"{PLAN} .of-user button").first
    name = first.locator(".words > span").first.inner_text()
    first.press("Enter")
    expect(page.locator("#seen")).to_be_focused()
    page.get_by_text("Ajouter une étape", exact=True).press("Enter")
    page.get_by_label("Nom de la nouvelle étape").fill("Vérifier le passeport")
    page.get_by_label("Nom de la nouvelle étape").press("Enter")
    heading(page, "Vérifier le passeport")
    page.get_by_label("À finir en").select_option("own")
    expect(page.get_by_label("Durée", exact=True)).to_have_value("2")
    page.get_by_text("Rappels", exact=True).press("Enter")
    page.get_by_label("Après", exact=True).fill("bientôt")
    page.get_by_label("Après", exact=True).press("Enter")
    expect(page.locator("#notices")).to_contain_text("Ce délai n’est pas compris")
    page.get_by_label("Après", exact=True).fill("le 5 de chaque mois")
    page.get_by_label("Après", exact=True).press("Enter")
    expect(page.locator(PANEL)).to_contain_text("le 5 de chaque mois : ")
    page.get_by_role("button", name="Revenir à la liste").press("Enter")
    expect(line(page, "Vérifier le passeport")).to_be_focused()
    expect(line(page, "Vérifier le passeport")).to_contain_text("délai 2 jo")
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(line(page, "Vérifier le passeport")).not_to_contain_text("rappels")
    page.get_by_role("button", name="Rétablir").press("Enter")
    expect(line(page, "Vérifier le passeport")).to_contain_text("rappels : 1")
    expect(line(page, name)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_condition_is_judged_while_it_is_typed(desk: Desk) -> None:
    page = opened(desk("salif"))
    page.locator(PLAN).get_by_role("button", name=re.compile("retenue dans une campagne|au rendez-vous")).first.click()
    page.get_by_text("Le texte derrière", exact=False).click()
    condition = page.get_by_label("Le texte de la condition")
    condition.fill("intermediaire_paye == true")
    expect(page.locator("#p-verdict")).to_contain_text("« == » n’existe pas en FEEL")
    condition.fill("intermediaire_paye = true")
    expect(page.locator("#p-verdict")).to_contain_text("Compris")


def test_a_change_is_kept_undone_and_tidied(desk: Desk) -> None:
    page = opened(desk("salif"), "/studio/veille_marche")
    step = page.locator(f"{PLAN} .of-user button").first
    name = step.locator(".words > span").first.inner_text()
    chosen(page, name)
    left(page.get_by_label("Nom de l’étape"), "Noter qui est venu")
    expect(line(page, "Noter qui est venu")).to_be_visible()
    page = opened(page, "/studio/veille_marche")
    expect(line(page, "Noter qui est venu")).to_be_visible()
    page.get_by_role("button", name="Annuler", exact=True).first.click()
    expect(line(page, name)).to_be_visible()
    page.get_by_role("button", name="Rétablir", exact=True).first.click()
    expect(line(page, "Noter qui est venu")).to_be_visible()
    page.get_by_role("button", name="Ranger le diagramme").click()
    expect(line(page, "Noter qui est venu")).to_be_visible()
    page.get_by_role("button", name="Vue d’ensemble").click()
    expect(page.locator(".djs-minimap.open")).to_be_visible()
    expect(page.locator(FINDINGS)).to_contain_text("Rien à corriger")


def test_a_counsellor_has_no_workbench(desk: Desk) -> None:
    counsellor = desk("awa")
    counsellor.goto(STUDIO)
    expect(counsellor.get_by_role("heading", name="Cette page n’est pas ouverte à votre rôle")).to_be_visible()


def test_nobody_is_kept_out(desk: Desk) -> None:
    """With a step chosen, its whole panel beside it; the pages with nothing chosen are looked at in test_axe_steer."""
    page = desk("salif", reduced_motion="reduce")
    for address, sight in SIGHTS:
        opened(page, address, sight)
        page.locator(f"{PLAN} .of-user button").first.click()
        expect(page.locator(f"{PANEL} #p-name")).to_be_visible()
        assert faults(page) == []


def test_the_drawing_comes_only_where_it_is_shown(desk: Desk) -> None:
    page = desk("salif")
    fetched: list[str] = []
    page.on("response", lambda response: fetched.append(response.url) if response.url.endswith(".js") else None)
    page.goto("/procedures")
    expect(page.get_by_role("heading", name="Procédures", level=1)).to_be_visible()
    before = [page.request.get(url).text() for url in fetched]
    opened(page, "/procedures/demande_services")
    after = [page.request.get(url).text() for url in fetched]
    assert not any("bpmn.io" in text for text in before)
    assert any("bpmn.io" in text for text in after)


def test_a_form_gets_a_question_with_a_condition_by_keyboard_alone(desk: Desk) -> None:
    """From the step to its form: added, named, asked only if, advised, put right, moved, undone; the form is tried."""
    page = opened(desk("salif"), "/studio/demande_services/plan", f"{PLAN} button")
    chosen(page, "Enregistrer la demande")
    expect(page.locator("#seen")).to_be_focused()
    page.get_by_role("link", name="Modifier le formulaire").press("Enter")
    expect(page.get_by_role("heading", name="Enregistrer la demande", level=1)).to_be_visible()
    page.locator("[data-place=numero_anpe]").press("Enter")
    expect(page.locator("#seen")).to_be_focused()
    page.get_by_text("Ajouter une question", exact=True).press("Enter")
    page.get_by_role("button", name="Téléphone", exact=True).press("Enter")
    expect(page.locator("#w-title")).to_be_focused()
    left(page.locator("#w-title"), "Téléphone de la famille")
    row = page.locator("[data-place=telephone_de_la_famille]")
    expect(row).to_contain_text("Téléphone de la famille")
    it_is_asked_only_if(page, row)
    its_finding_is_put_right(page, row)
    number = int(row.locator(".number").inner_text())
    row.press("Alt+ArrowUp")
    expect(page.locator("#said")).to_have_text(
        f"« Téléphone de la famille » est maintenant numéro {number - 1} sur 25."
    )
    expect(row).to_be_focused()
    page.keyboard.press("Control+z")
    expect(row.locator(".number")).to_have_text(str(number))
    page.keyboard.press("Control+y")
    expect(row.locator(".number")).to_have_text(str(number - 1))
    assert violations(page) == []
    page = opened(page, page.url, "[data-place=telephone_de_la_famille]")
    expect(row).to_contain_text("sous condition")


def it_is_asked_only_if(page: Page, row: Locator) -> None:
    """In boxes; beside them the real form shows and hides it while it is filled in."""
    panel = page.locator(".design-side")
    panel.get_by_role("group", name="Montrer seulement si").get_by_role("button", name="Ajouter").press("Enter")
    panel.get_by_label("Réponse 1", exact=True).select_option("deja_inscrit_anpe")
    panel.locator("select[aria-label='Valeur 1']").select_option("true")
    expect(row).to_contain_text("sous condition")
    tried = page.locator(".design-trial")
    expect(tried.get_by_label("Téléphone de la famille")).to_be_visible()
    tried.locator("[name=deja_inscrit_anpe][value=false]").press("Space")
    expect(tried.get_by_label("Téléphone de la famille")).to_have_count(0)


def its_finding_is_put_right(page: Page, row: Locator) -> None:
    """A telephone says why it is asked: seen at its line and in its panel, answered by one key."""
    expect(row.locator(".chip")).to_contain_text("conseil")
    page.locator(".design-side .studio-findings").get_by_role("button", name="Dire").press("Enter")
    expect(row.locator(".chip")).to_have_count(0)
    expect(page.locator(".design-side .studio-findings")).to_have_count(0)


def test_a_form_is_designed_on_a_phone(desk: Desk) -> None:
    """The list first, the question as a sheet over it, and back; a new form has no question yet."""
    page = opened(
        desk("salif", viewport={"width": 360, "height": 800}), "/studio/veille_marche/formulaires", ".design-forms a"
    )
    page.get_by_label("Titre du formulaire").fill("Contrôle du passeport")
    page.get_by_label("Titre du formulaire").press("Enter")
    expect(page.get_by_text("Ce formulaire n’a pas encore de question")).to_be_visible()
    page.get_by_text("Ajouter une question", exact=True).click()
    page.get_by_role("button", name="Date", exact=True).click()
    left(page.locator("#w-title"), "Date du passeport")
    page.get_by_role("button", name="Revenir à la liste").click()
    row = page.locator("[data-place=date_du_passeport]")
    expect(row).to_be_focused()
    expect(page.locator("#w-title")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
