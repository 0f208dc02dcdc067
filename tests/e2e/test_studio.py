"""Salif, who manages the procedures, adds a step to the request for services; only new cases meet it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.agent import Agent, Script
from tests.e2e.axe import violations
from tests.e2e.conftest import Desk, Staff
from tests.e2e.server import Server

STUDIO = "/studio/demande_services"
NEW, OLD = Script.of("01_"), Script.of("05_")
"""Two people, so that nobody is taken for somebody else."""
PLAN, PANEL = ".studio-plan", ".studio-side"
FINDINGS = "[aria-labelledby=findings-title]"


def opened(page: Page, address: str = STUDIO) -> Page:
    """A page with a drawing, once the drawing stands."""
    page.goto(address)
    expect(page.locator(".djs-shape").first).to_be_visible()
    return page


def chosen(page: Page, name: str) -> None:
    """Choose a step in the plan, by keyboard."""
    step = page.locator(PLAN).get_by_role("button", name=name, exact=True)
    step.focus()
    step.press("Enter")
    expect(page.locator(PANEL).get_by_role("heading", level=2)).to_have_text(name)


def test_a_manager_adds_a_step_and_only_new_cases_meet_it(server: Server, staff: Staff) -> None:
    fanta, salif = staff("fanta"), staff("salif")
    old = fanta.opens_a_case()
    page = opened(salif.page)
    the_step_is_added_by_keyboard(page)
    what_is_missing_is_found_and_repaired(page)
    the_edition_is_published(page)
    fanta.opens_a_case()
    finishes_registering(fanta, NEW)
    expect(fanta.page.get_by_role("heading", level=1)).to_have_text("Vérifier le passeport")
    fanta.button("Prendre la tâche").click()
    expect(fanta.page.get_by_label("Numéro du passeport")).to_be_editable()
    fanta.page.goto(f"/taches?liste=a-moi&q={old}")
    fanta.page.locator("tbody tr", has_text=old).get_by_role("link", name="Enregistrer la demande").click()
    finishes_registering(fanta, OLD)
    server.settle()
    fanta.opens(old)
    expect(fanta.sentence()).to_contain_text("Fixer le rendez-vous d’entretien")


def the_step_is_added_by_keyboard(page: Page) -> None:
    """After « Enregistrer la demande »: named, given to the same role, chosen at once."""
    chosen(page, "Enregistrer la demande")
    more = page.get_by_text("Ajouter une étape après", exact=True)
    more.focus()
    more.press("Enter")
    page.get_by_label("Nom de la nouvelle étape").fill("Vérifier le passeport")
    page.get_by_label("Nom de la nouvelle étape").press("Enter")
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading", level=2)).to_have_text("Vérifier le passeport")
    expect(panel.get_by_label("Faite par", exact=True).first).to_have_value("accueil")
    expect(page.locator(PLAN).get_by_role("button", name="Vérifier le passeport")).to_be_visible()


def what_is_missing_is_found_and_repaired(page: Page) -> None:
    """The checker says that the step has no form, below the drawing and at the step; a new form answers it."""
    expect(page.locator(FINDINGS)).to_contain_text("« Vérifier le passeport » n’a pas de formulaire")
    expect(page.locator(".studio-badge")).to_have_count(1)
    page.get_by_role("button", name="Créer un formulaire").click()
    form = page.get_by_role("dialog", name="Nouveau formulaire")
    form.get_by_label("Titre du formulaire").fill("Contrôle du passeport")
    form.get_by_label("Question").first.fill("Numéro du passeport")
    form.get_by_role("button", name="Créer le formulaire").click()
    expect(page.get_by_label("Formulaire", exact=True)).to_have_value("forms/controle_du_passeport.json")
    expect(page.locator(FINDINGS)).to_contain_text("Rien à corriger")
    expect(page.locator(".studio-badge")).to_have_count(0)


def the_edition_is_published(page: Page) -> None:
    """The stories of the folder know nothing of the new step: Salif says that he means it."""
    page.get_by_role("button", name="Publier…").click()
    dialog = page.get_by_role("dialog", name="Publier cette édition")
    expect(dialog).to_contain_text("L’étape « Vérifier le passeport » est nouvelle")
    expect(dialog).to_contain_text("Le formulaire « Contrôle du passeport » est nouveau.")
    dialog.get_by_label("Ce qui change, en une phrase").fill("Le passeport est vérifié dès l’accueil.")
    dialog.get_by_role("button", name="Publier l’édition").click()
    dialog.get_by_label("Le changement est voulu : publier sans ces exemples").check()
    dialog.get_by_role("button", name="Publier l’édition").click()
    page.wait_for_url("**/procedures/demande_services")
    row = page.locator("tbody tr", has_text="Le passeport est vérifié dès l’accueil.")
    expect(row).to_contain_text(re.compile(r"2\s*en vigueur"))
    expect(page.locator("section", has_text="Ce qui a changé avec l’édition 2").last).to_contain_text("est nouvelle")


def finishes_registering(fanta: Agent, story: Script) -> None:
    """Write down the request that stands on the screen."""
    fanta.fills("DS_01", story.answers("DS_01"))
    fanta.completes()


def test_a_condition_is_judged_while_it_is_typed(desk: Desk) -> None:
    page = opened(desk("salif"))
    page.locator(PLAN).get_by_role("button", name=re.compile("^oui → Alerter")).click()
    condition = page.get_by_label("Seulement si")
    condition.fill("intermediaire_paye == true")
    expect(page.locator("#p-verdict")).to_contain_text("« == » n’existe pas en FEEL")
    condition.fill("intermediaire_paye = true")
    expect(page.locator("#p-verdict")).to_contain_text("Compris")


def test_a_change_is_kept_undone_and_tidied(desk: Desk) -> None:
    page = opened(desk("salif"))
    chosen(page, "Noter la présence")
    name = page.get_by_label("Nom de l’étape")
    name.fill("Noter qui est venu")
    name.press("Tab")
    expect(page.locator(PLAN).get_by_role("button", name="Noter qui est venu")).to_be_visible()
    expect(page.get_by_role("toolbar").get_by_role("status")).to_have_text("")
    page = opened(page)
    expect(page.locator(PLAN).get_by_role("button", name="Noter qui est venu")).to_be_visible()
    chosen(page, "Noter qui est venu")
    page.get_by_label("Nom de l’étape").fill("Noter la présence")
    page.get_by_label("Nom de l’étape").press("Tab")
    expect(page.locator(PLAN).get_by_role("button", name="Noter la présence", exact=True)).to_be_visible()
    page.get_by_role("button", name="Annuler", exact=True).first.click()
    expect(page.locator(PLAN).get_by_role("button", name="Noter qui est venu")).to_be_visible()
    page.get_by_role("button", name="Ranger le diagramme").click()
    expect(page.locator(PLAN).get_by_role("button", name="Noter qui est venu")).to_be_visible()
    expect(page.locator(FINDINGS)).to_contain_text("Rien à corriger")


def test_a_counsellor_has_no_workbench(desk: Desk) -> None:
    counsellor = desk("awa")
    counsellor.goto(STUDIO)
    expect(counsellor.get_by_role("heading", name="Cette page n’est pas ouverte à votre rôle")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nobody_is_kept_out(desk: Desk, width: int, scheme: str) -> None:
    page = desk("salif", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in (STUDIO, "/procedures/demande_services"):
        opened(page, address)
        page.wait_for_timeout(500)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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
