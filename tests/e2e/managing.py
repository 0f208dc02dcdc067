"""What a manager does to a procedure in the browser, part by part, by mouse or by keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.agent import Script, form_of, lists
from tests.e2e.hands import Mouse

PLAN, PANEL, FINDINGS = ".studio-plan", ".studio-side", "[aria-labelledby=findings-title]"
PATIENCE = 90_000
"""Milliseconds the worker may take with a replay, verdicts, a wave; a slow machine compiles editions meanwhile."""
STEP = "Vérifier le passeport"
NEW_STEP = f"L’étape « {STEP} » est nouvelle"
TITLE = "Demande de services d’un candidat"


def line(page: Page, name: str) -> Locator:
    """A step in the plan: « 12 Enregistrer la demande »."""
    return page.locator(PLAN).get_by_role("button", name=re.compile(rf"^\d+ {name}")).first


def heading(page: Page, name: str) -> None:
    expect(page.locator(PANEL).get_by_role("heading", level=2)).to_have_text(name)


@dataclass(frozen=True)
class Manager:
    """Somebody who manages procedures, at a browser of theirs. `drawn`: with the drawing, else with the list."""

    hand: Mouse
    drawn: bool = True

    @property
    def page(self) -> Page:
        """What they look at."""
        return self.hand.page

    def press(self, name: str | re.Pattern[str], role: Any = "button", exact: bool = False) -> None:
        """A button, or whatever has that role, of the page itself."""
        self.hand.press(self.page.get_by_role("main").get_by_role(role, name=name, exact=exact).first)

    def enter(self, room: str) -> None:
        """Another room around the draft."""
        rooms = self.page.get_by_role("navigation", name="Autour du brouillon")
        self.hand.press(rooms.get_by_role("link", name=room, exact=True))
        expect(rooms.get_by_role("link", name=room, exact=True)).to_have_attribute("aria-current", "page")

    def opens_the_draft(self) -> None:
        """From the first page: the list of procedures, the one, its draft."""
        self.hand.press(self.page.get_by_role("link", name="Procédures", exact=True).first)
        self.hand.press(self.page.get_by_role("main").get_by_role("link", name=TITLE))
        self.press("Modifier", "link", exact=True)
        expect(self.page.locator(f"{PLAN} button").first).to_be_visible()
        if not self.drawn:
            self.press("Liste des étapes", "link")
            expect(self.page.locator(".plan-only button").first).to_be_visible()

    def chooses(self, name: str) -> None:
        """A step: in the drawing, or in the list."""
        if self.drawn:
            self.hand.press(self.page.locator(".djs-element").filter(has_text=first_words(name)).first)
        else:
            self.hand.press(line(self.page, name))
        heading(self.page, name)

    def adds_the_step(self) -> None:
        """After « Enregistrer la demande », in the lane of the same role."""
        self.chooses("Enregistrer la demande")
        self.hand.press(self.page.get_by_text("Ajouter une étape", exact=True))
        self.hand.write(self.page.get_by_label("Nom de la nouvelle étape"), STEP)
        self.press("Ajouter l’étape")
        heading(self.page, STEP)
        expect(self.page.locator(PANEL).get_by_label("Faite par", exact=True).first).to_have_value("accueil")
        expect(line(self.page, STEP)).to_be_visible()
        if self.drawn:
            expect(self.page.locator("[data-element-id=verifier_le_passeport]").first).to_be_visible()

    def gives_it_a_form(self) -> None:
        """Two questions, one that must be answered."""
        self.press("Créer un formulaire")
        form = self.page.get_by_role("dialog", name="Nouveau formulaire")
        self.hand.write(form.get_by_label("Titre du formulaire"), "Contrôle du passeport")
        self.hand.write(form.get_by_label("Question", exact=True).first, "Numéro du passeport")
        self.hand.tick(form.get_by_label("obligatoire").first)
        self.hand.write(form.get_by_label("Question", exact=True).nth(1), "Téléphone de la famille")
        self.hand.choose(form.get_by_label("Genre de réponse", exact=True).nth(1), "phone")
        self.hand.press(form.get_by_role("button", name="Créer le formulaire"))
        expect(self.page.get_by_label("Formulaire", exact=True)).to_have_value("forms/controle_du_passeport.json")

    def gives_it_a_deadline(self) -> None:
        """Two working days."""
        self.hand.choose(self.page.get_by_label("À finir en"), "own")
        self.hand.write(self.page.get_by_label("Durée", exact=True), "2")
        expect(self.page.get_by_label("À finir en")).to_have_value("own")
        expect(line(self.page, STEP)).to_contain_text("délai 2 jo")

    def gives_it_a_condition(self) -> None:
        """Only those without an offer."""
        self.hand.choose(self.page.get_by_label("Réponse 1", exact=True), "offre_deja_recue")
        self.hand.choose(self.page.locator("select[aria-label='Valeur 1']"), "false")
        expect(self.page.locator("#p-condition")).to_have_value("offre_deja_recue = false")
        expect(self.page.locator(PLAN)).to_contain_text("offre_deja_recue = false")

    def has_people_reminded(self) -> None:
        """A reminder in words, and a notice once the step is done."""
        self.hand.press(self.page.get_by_text("Rappels", exact=True))
        self.hand.write(self.page.get_by_label("Après", exact=True), "1 jour ouvré")
        self.hand.choose(self.page.locator("#remind-notice"), "relance_pieces")
        self.press("Ajouter le rappel")
        expect(line(self.page, STEP)).to_contain_text("rappels : 1")
        self.hand.press(self.page.get_by_text("Avis et lettres", exact=True))
        self.hand.choose(self.page.locator("#send-notice"), "relance_pieces")
        self.press("Envoyer cet avis après l’étape")
        expect(line(self.page, "Envoyer l’avis")).to_be_visible()

    def follows_advice(self) -> None:
        """Two findings, each put right by its button: a step without a deadline, a telephone that says not why."""
        advice = self.page.locator(f"{FINDINGS} li")
        self.hand.press(self.page.locator(f"{FINDINGS} summary"))
        for named in (STEP, "Téléphone de la famille"):
            mended = advice.filter(has_text=re.compile(rf"«\s{named}\s».*(délai|pourquoi)", re.DOTALL))
            self.hand.press(mended.get_by_role("button", name=re.compile("^(Donner|Dire)")))
            expect(mended).to_have_count(0)
        expect(self.page.locator(FINDINGS)).to_contain_text("Rien à corriger")
        heading(self.page, STEP)

    def tries_it(self) -> None:
        """The walk meets the new step; the clock moves; the walk is kept."""
        self.enter("Essayer")
        self.press("Faire Enregistrer la demande")
        self.hand.pen(form_of("DS_01"), lists()).fill(Script.of("01_").answers("DS_01"))
        self.press("Terminer cette étape")
        expect(self.page.get_by_role("button", name=f"Faire {STEP}")).to_be_visible(timeout=PATIENCE)
        clock = self.page.locator("[role=status]", has_text="nous sommes")
        before = clock.inner_text()
        self.press("+ 15 jours")
        expect(clock).not_to_have_text(before)
        self.hand.write(self.page.get_by_label("Titre de l’exemple"), "Le passeport se vérifie")
        self.press("Garder comme exemple")
        expect(self.page.locator("#notices")).to_contain_text("L’exemple est gardé", timeout=PATIENCE)

    def compares(self) -> None:
        """In sentences, each a way to its place on both drawings."""
        self.enter("Comparer")
        sentence = self.page.get_by_role("button", name=NEW_STEP)
        self.hand.press(sentence)
        expect(sentence).to_have_attribute("aria-pressed", "true")
        expect(self.page.locator('.compared [data-element="verifier_le_passeport"].here')).to_have_count(1)
        told = self.page.locator(".changes-shown")
        expect(told).to_contain_text("Le formulaire « Contrôle du passeport » est nouveau.")

    def proposes(self) -> None:
        """Examples that go otherwise are set aside, their ends waived; over the threshold a second person decides."""
        self.enter("Publier")
        page = self.page
        expect(page.get_by_text(NEW_STEP)).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_role("button", name="Publier l’édition")).to_have_count(0)
        self.hand.tick(page.get_by_label("Le changement est voulu"))
        self.hand.write(page.get_by_label("Une même raison pour toutes les autres"), "Les exemples sont à refaire.")
        self.hand.write(page.get_by_label("Ce qui change, en une phrase"), "Le passeport est vérifié dès l’accueil.")
        self.press("Proposer à une deuxième personne")
        told = page.get_by_text("Une autre personne doit accepter votre proposition.")
        expect(told).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_role("button", name="Accepter et publier")).to_have_count(0)

    def accepts(self) -> None:
        """What changes, and why ends have no example; then the agreement."""
        self.enter("Publier")
        page = self.page
        expect(page.get_by_text("Proposée par Salif Traoré")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text(NEW_STEP)).to_be_visible()
        expect(page.get_by_text("Les exemples sont à refaire.").first).to_be_visible()
        self.press("Accepter et publier")
        page.wait_for_url("**/procedures/demande_services", timeout=PATIENCE)
        row = page.locator("tbody tr", has_text="Le passeport est vérifié dès l’accueil.")
        expect(row).to_contain_text("en vigueur")

    def moves_cases(self) -> None:
        """The dry run says what moves; the wave of the region moves it."""
        self.enter("Déplacer des dossiers")
        self.hand.write(self.page.get_by_label("Pourquoi"), "Le passeport est vérifié.")
        self.press("Essayer sur tous les dossiers")
        start = self.page.get_by_role("button", name="Lancer la vague Kayes")
        expect(start).to_be_visible(timeout=PATIENCE)
        self.hand.press(start)
        expect(self.page.get_by_role("button", name="Remettre comme avant Kayes")).to_be_visible(timeout=PATIENCE)
        expect(self.page.get_by_text("vague finie")).to_be_visible(timeout=PATIENCE)

    def goes_back(self) -> None:
        """To the edition before: one wish, one reason."""
        self.enter("Publier")
        self.hand.write(self.page.get_by_label("Raison", exact=True), "Les agents ne sont pas formés.")
        self.press("Revenir à cette édition")
        self.page.wait_for_url("**/procedures/demande_services", timeout=PATIENCE)
        present = self.page.locator("tbody tr", has_text="en vigueur")
        expect(present).not_to_contain_text("Le passeport est vérifié")


def first_words(name: str) -> re.Pattern[str]:
    """A name as the drawing breaks it over its lines."""
    return re.compile(r"^\s*" + r"\s*".join(name.split()) + r"\s*$")
