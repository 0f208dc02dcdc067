"""Somebody of the cast at their browser: finds a task, takes it, fills in what it asks, ends it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from migraflow.domain.reference import Lists
from migraflow.engine import Compiled, compile_edition
from migraflow.services.house import bundles_in, read_house
from migraflow.ui.door import COOKIE
from tests.cast import PASSWORD, Cast, username
from tests.e2e.filling import Answers, Pen
from tests.e2e.server import ROOT, Server

WORKFLOWS = ROOT / "workflows"
DEMANDE = "demande_services"
OTHERS = ("offre_internationale", "suivi_placement", "reinsertion_retour")
COMPLETE = "Terminer la tâche"


@cache
def procedure() -> Compiled:
    """The procedure of the stories, with those it calls: the names of its steps, their forms."""
    bundles = {bundle.id: bundle for bundle in bundles_in(WORKFLOWS)}
    return compile_edition(bundles[DEMANDE], read_house(WORKFLOWS))


@cache
def others() -> tuple[Compiled, ...]:
    """The other procedures people meet in stories: offers, placements, returns."""
    bundles = {bundle.id: bundle for bundle in bundles_in(WORKFLOWS)}
    house = read_house(WORKFLOWS)
    return tuple(compile_edition(bundles[id], house) for id in OTHERS)


@cache
def lists() -> Lists:
    """The reference lists."""
    return read_house(WORKFLOWS).lists


@dataclass(frozen=True)
class Script:
    """What people answer in one story of ``scenarios/``, by step and by message."""

    told: Any

    @classmethod
    def of(cls, beginning: str) -> Script:
        """The story whose file begins so (``01_espagne``)."""
        [path] = (WORKFLOWS / DEMANDE / "scenarios").glob(f"{beginning}*.json")
        return cls(json.loads(Path(path).read_text(encoding="utf-8"))["etapes"])

    def answers(self, name: str) -> dict[str, Any]:
        """The answers of a step (``DS_01``) or a message (``retour_partenaire``), to change at will."""
        return next(step["reponses"] for step in self.told if name in (step.get("tache"), step.get("message")))


@dataclass(frozen=True)
class Agent:
    """One person and their browser."""

    first: str
    page: Page

    def returns(self) -> None:
        """Another day: sign in again, the session of before has ended."""
        sign_in(self.page, self.first)

    def opens_a_case(self) -> str:
        """*Nouveau dossier*, the request for services: the first task opens. Answers the number of the case."""
        self.page.goto("/nouveau")
        self.page.locator("li", has_text="Demande de services").get_by_role("button", name="Ouvrir").click()
        self.page.wait_for_url("**/taches/*")
        number = self.page.get_by_role("navigation", name="Où vous êtes").get_by_role("link").last
        expect(number).to_have_text(re.compile(r"DS-2026-[A-Z]{3}-\d{6}"))
        return number.inner_text()

    def row(self, ref: str, step: str, basket: str = "mon-service") -> Locator:
        """The row of a step (``DS_04``) of a case, in a basket opened for it."""
        self.page.goto(f"/taches?liste={basket}&q={ref}")
        return self.page.locator("tbody tr", has_text=ref).filter(has_text=name_of(step))

    def takes(self, ref: str, step: str) -> None:
        """Open a task of one's service out of the list, and take it."""
        self.row(ref, step).get_by_role("link", name=name_of(step)).click()
        self.takes_this(step)

    def takes_this(self, step: str) -> None:
        """Take the task that is open on the page, unless it is one's own already."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name_of(step))
        take, end = self.button("Prendre la tâche"), self.button(COMPLETE)
        expect(take.or_(end)).to_be_visible()
        if take.is_visible():
            take.click()
        expect(end).to_be_visible()

    def fills(self, step: str, answers: Answers) -> None:
        """Write answers into the form on the screen, the one of `step` or of the message of that name."""
        self.pen(step).fill(answers)

    def pen(self, step: str) -> Pen:
        """What writes into the form of a step or message."""
        return Pen(self.page, form_of(step), lists())

    def completes(self) -> None:
        """Press the primary button, and be led on."""
        here = self.page.url
        self.button(COMPLETE).click()
        expect(self.page).not_to_have_url(here)

    def does(self, ref: str, step: str, answers: Answers) -> None:
        """A whole task, from the list to its end."""
        self.takes(ref, step)
        self.fills(step, answers)
        self.completes()

    def signals(self, ref: str, message: str, answers: Answers) -> None:
        """Tell a case what happened, by the way its page offers."""
        self.opens(ref)
        self.way(message).click()
        if answers:
            self.fills(message, answers)
        self.button("Enregistrer").click()
        expect(self.page).not_to_have_url(re.compile("signaler="))

    def opens(self, ref: str, part: str = "parcours") -> None:
        """The page of a case."""
        self.page.goto(f"/dossiers/{ref}?partie={part}")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(ref)

    def finds(self, words: str) -> Locator:
        """The rows of *Dossiers* for some words."""
        self.page.goto("/dossiers")
        box = self.page.get_by_label("Numéro, nom ou téléphone")
        expect(box).to_have_value("")  # for a moment after a reload the words of the search before stand there
        box.fill(words)
        self.page.get_by_role("main").get_by_role("button", name="Chercher").click()
        self.page.wait_for_url("**/dossiers?q=*")
        return self.page.locator("main tbody tr")

    def way(self, message: str) -> Locator:
        """Where the page of a case lets people tell of a message."""
        return self.page.get_by_role("main").get_by_role(
            "link", name=compiled_with(message).messages[message].label, exact=True
        )

    def button(self, name: str) -> Locator:
        """The button of that name in the page itself."""
        return self.page.get_by_role("main").get_by_role("button", name=name, exact=True)

    def sentence(self) -> Locator:
        """The sentence under the title of a page."""
        return self.page.locator("main .lead").first


def enter(page: Page, server: Server, first: str) -> None:
    """Let somebody of the cast in with a session of their own, opened past the password, as most stories begin."""
    token = Cast(server.agency).token(first)
    page.context.add_cookies(
        [{"name": COOKIE, "value": token, "url": server.url, "httpOnly": True, "sameSite": "Strict"}]
    )


def sign_in(page: Page, first: str) -> None:
    """Sign in as somebody of the cast, as people do: name, password, Enter."""
    page.goto("/connexion")
    page.fill("#username", username(first))
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/connexion" not in url)


def name_of(step: str) -> str:
    """What people call a step."""
    return compiled_with(step).steps[step].name


def compiled_with(name: str) -> Compiled:
    """The procedure that has a step or a message of that name."""
    known = procedure()
    if name in known.steps or name in known.messages:
        return known
    return next(one for one in others() if name in one.steps or name in one.messages)


def form_of(name: str) -> Any:
    """The form of a step, or of a message."""
    compiled = compiled_with(name)
    if name in compiled.steps:
        step = compiled.steps[name]
        return compiled.form(step.procedure, step.form)
    places = {key: path for (key, path) in compiled.forms if path == compiled.messages[name].form}
    return compiled.form(*next(iter(places.items())))
