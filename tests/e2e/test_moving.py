"""A step is tried, replayed, published by two people; a new case meets it, an old one when it is moved; then back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from migraflow.domain.tasks import Basket
from migraflow.services import studio, workbench
from tests.counter import Counter
from tests.e2e.agent import Script
from tests.e2e.conftest import NAMES, Staff
from tests.e2e.server import Server

DEMANDE = "demande_services"
STORY = Script.of("01_")
PATIENCE = 90_000
"""Milliseconds the worker may take with a replay, verdicts, a wave; a slow machine compiles editions meanwhile."""
FLOW = '<bpmn:sequenceFlow id="f_DS_01_DS_02" sourceRef="DS_01" targetRef="DS_02"/>'
STEP = (
    '<bpmn:userTask id="DS_01b" name="Vérifier le passeport"><bpmn:extensionElements><spiffworkflow:properties>'
    '<spiffworkflow:property name="formJsonSchemaFilename" value="forms/passeport.json"/></spiffworkflow:properties>'
    "</bpmn:extensionElements></bpmn:userTask>"
    '<bpmn:sequenceFlow id="f_DS_01_DS_02" sourceRef="DS_01" targetRef="DS_01b"/>'
    '<bpmn:sequenceFlow id="f_DS_01b_DS_02" sourceRef="DS_01b" targetRef="DS_02"/>'
)
LANE = "<bpmn:flowNodeRef>DS_01</bpmn:flowNodeRef>"
FORM = (
    '{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "passeport", "title": "Contrôle du passeport", '
    '"type": "object", "required": ["numero_controle"], "properties": {"numero_controle": {"title": "Numéro contrôlé", '
    '"type": "string", "x-kind": "text", "maxLength": 20}}}'
)


def prepared(counter: Counter) -> None:
    """Salif's draft: a step after the registration, and the wish that two people publish it."""
    draft = counter.wish("salif", studio.open_draft, procedure=DEMANDE)
    diagram = draft.files["procedure.bpmn"].replace(LANE, LANE + LANE.replace("DS_01", "DS_01b"))
    files = {
        "procedure.bpmn": re.sub(r"\s*<bpmn:outgoing>f_DS_01_DS_02</bpmn:outgoing>", "", diagram).replace(FLOW, STEP),
        "forms/passeport.json": FORM,
        "procedure.toml": "quatre_yeux = true\n" + draft.files["procedure.toml"],
    }
    draft = counter.wish("salif", studio.save_draft, procedure=DEMANDE, files=files, version=draft.version)
    counter.wish("salif", workbench.tidy, procedure=DEMANDE, version=draft.version)


def at(page: Page, room: str, sight: str = "main .tabs") -> Page:
    """A page around the draft, once it stands."""
    page.goto(f"/{room}/{DEMANDE}")
    expect(page.locator(sight).first).to_be_visible(timeout=PATIENCE)
    return page


def test_a_change_is_tried_replayed_published_by_two_and_moved_to(
    server: Server, counter: Counter, staff: Staff
) -> None:
    counter.promote("moussa", "gestionnaire")
    fanta, salif, moussa = staff("fanta"), staff("salif"), staff("moussa")
    old, stays = fanta.opens_a_case(), counter.open("fanta", DEMANDE)
    prepared(counter)
    it_is_tried(at(salif.page, "essais", ".djs-shape"), salif.fills)
    it_is_replayed(at(salif.page, "rejeux"))
    it_is_proposed(at(salif.page, "publications", ".djs-shape"))
    it_is_accepted(at(moussa.page, "publications", ".djs-shape"))
    new = counter.open("fanta", DEMANDE)
    assert step_after_registration(counter, new.next_token or "", NAMES[0]) == "Vérifier le passeport"
    assert step_after_registration(counter, stays.next_token or "", NAMES[3]) != "Vérifier le passeport"
    the_old_case_is_moved(at(salif.page, "deplacements"))
    token = next(row.token for row in counter.inbox("fanta", Basket.MINE) if row.case_ref == old)
    assert step_after_registration(counter, token, NAMES[1]) == "Vérifier le passeport"
    it_is_taken_back(at(salif.page, "publications"))
    last = counter.open("fanta", DEMANDE)
    assert step_after_registration(counter, last.next_token or "", NAMES[2]) != "Vérifier le passeport"


def step_after_registration(counter: Counter, token: str, somebody: tuple[str, str, str]) -> str:
    """What lies open in a case once its registration is done, for `somebody` (surname, given names, telephone)."""
    surname, given, phone = somebody
    told = STORY.answers("DS_01")
    identity = told["identite"] | {"nom": surname, "prenoms": given, "telephone": phone, "nina": ""}
    papers = [paper | {"numero": f"{paper['numero'][:6]}{phone[-2:]}"} for paper in told["pieces"]]
    receipt = counter.complete("fanta", token, told | {"identite": identity, "pieces": papers})
    sheet = counter.case("fanta", receipt.case_ref)
    return sheet.open_steps[0].name


def it_is_tried(page: Page, fills) -> None:
    """The walk meets the new step; the clock moves; the walk is kept."""
    expect(page.get_by_role("heading", name="À faire maintenant")).to_be_visible()
    page.get_by_role("button", name="Faire Enregistrer la demande").click()
    fills("DS_01", STORY.answers("DS_01"))
    page.get_by_role("button", name="Terminer cette étape").click()
    expect(page.get_by_role("button", name="Faire Vérifier le passeport")).to_be_visible(timeout=PATIENCE)
    clock = page.locator("[role=status]", has_text="nous sommes")
    before = clock.inner_text()
    page.get_by_role("button", name="+ 15 jours").click()
    expect(clock).not_to_have_text(before)
    page.get_by_label("Titre de l’exemple").fill("Le passeport se vérifie")
    page.get_by_role("button", name="Garder comme exemple").click()
    expect(page.locator("#notices")).to_contain_text("L’exemple est gardé", timeout=PATIENCE)


def it_is_replayed(page: Page) -> None:
    """The cases there are were only opened: they go the same way."""
    page.get_by_role("button", name="Rejouer les dossiers").click()
    expect(page.get_by_text("0 % des dossiers prendraient un autre chemin")).to_be_visible(timeout=PATIENCE)


def it_is_proposed(page: Page) -> None:
    """The examples that go otherwise are set aside, their ends waived; a second person is needed."""
    expect(page.get_by_text("L’étape « Vérifier le passeport » est nouvelle")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("Le changement est voulu").check()
    page.get_by_label("Une même raison pour toutes les autres").fill("Les exemples sont à refaire.")
    page.get_by_label("Ce qui change, en une phrase").fill("Le passeport est vérifié dès l’accueil.")
    page.get_by_role("button", name="Proposer à une deuxième personne").click()
    expect(page.get_by_text("Une autre personne doit accepter votre proposition.")).to_be_visible(timeout=PATIENCE)


def it_is_accepted(page: Page) -> None:
    """The second account reads what changes, and why ends have no example, and agrees."""
    expect(page.get_by_text("Proposée par Salif Traoré")).to_be_visible()
    expect(page.get_by_text("L’étape « Vérifier le passeport » est nouvelle")).to_be_visible()
    expect(page.get_by_text("Les exemples sont à refaire.").first).to_be_visible()
    page.get_by_role("button", name="Accepter et publier").click()
    page.wait_for_url(f"**/procedures/{DEMANDE}", timeout=PATIENCE)
    expect(page.locator("tbody tr", has_text="Le passeport est vérifié dès l’accueil.")).to_contain_text("en vigueur")


def the_old_case_is_moved(page: Page) -> None:
    """The dry run says that it moves; the wave of its region moves it."""
    page.get_by_label("Pourquoi").fill("Le passeport est vérifié.")
    page.get_by_role("button", name="Essayer sur tous les dossiers").click()
    start = page.get_by_role("button", name="Lancer la vague Kayes")
    expect(start).to_be_visible(timeout=PATIENCE)
    start.click()
    expect(page.get_by_role("button", name="Remettre comme avant Kayes")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("vague finie")).to_be_visible(timeout=PATIENCE)


def it_is_taken_back(page: Page) -> None:
    """One wish, one reason."""
    page.get_by_label("Raison", exact=True).fill("Les agents ne sont pas formés.")
    page.get_by_role("button", name="Revenir à cette édition").click()
    page.wait_for_url(f"**/procedures/{DEMANDE}", timeout=PATIENCE)
