"""The pictures of README and of the guides: ``make screenshots`` makes them again from a demo that never changes."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from migraflow.domain.access import SYSTEM
from migraflow.services import accounts
from tests.e2e.browser import launch
from tests.e2e.filled import enter, filled
from tests.e2e.server import ROOT, Server

FOLDER = ROOT / "docs" / "guide" / "images"
PEOPLE = 600
"""As in the demo itself: with fewer, the desks look idle."""
WIDE, HIGH, PHONE = (1280, 720), (1280, 1000), (390, 780)
BUSY = "an_bafoulabe"
"""An office with work on its desk; one person does everything there."""
HEAVIEST = 250_000
"""Bytes of one picture: the repository is cloned over slow lines too."""


def settled(page: Page, stands: str) -> None:
    """Wait until `stands` is there and nothing is still coming."""
    expect(page.locator(stands).first).to_be_visible()
    expect(page.locator(".bone")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def tasks(page: Page) -> None:
    """What lies in the service's basket."""
    page.goto("/taches?liste=mon-service")
    settled(page, "tbody tr a")


def task(page: Page) -> None:
    """One task taken, its form open."""
    tasks(page)
    page.locator("tbody tr a", has_text="Mener l’entretien").first.click()
    page.get_by_role("main").get_by_role("button", name="Prendre la tâche").click()
    settled(page, "main form")


def case(page: Page) -> None:
    """A case on its way: that of a plan to agree."""
    tasks(page)
    page.locator("tbody tr", has_text="Convenir du plan").locator("a[href^='/dossiers']").first.click()
    settled(page, ".djs-shape")
    for _ in range(2):
        page.get_by_role("button", name="Réduire").click()


def studio(page: Page) -> None:
    """The workbench with a step chosen."""
    page.goto("/studio/demande_services")
    settled(page, ".djs-shape")
    page.locator(".studio-plan").get_by_role("button", name="Enregistrer la demande", exact=True).click()


def dashboard(page: Page) -> None:
    """The ministry's page, for days that browsers of all languages write alike."""
    page.goto("/tableaux?periode=annee_derniere")
    settled(page, ".js-plotly-plot")


def places(page: Page) -> None:
    """Where people leave from and for."""
    page.goto("/tableaux/placements?periode=annee_derniere")
    settled(page, "section.panel")


def waiting(page: Page) -> None:
    """Where the work of a procedure waits."""
    page.goto("/tableaux/attente?procedure=demande_services")
    settled(page, ".heat svg")


@dataclass(frozen=True)
class Picture:
    """One picture: whose screen, how large, how they got there."""

    name: str
    account: str
    open: Callable[[Page], None]
    size: tuple[int, int] = WIDE

    def take(self, browser: Browser, url: str, busy: str) -> Path:
        """Make the picture, in a browser of its own; `busy` signs in where no other account is named."""
        width, height = self.size
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=url, locale="fr-FR", viewport=viewport, reduced_motion="reduce")
        page = context.new_page()
        enter(page, self.account or busy)
        self.open(page)
        page.mouse.move(0, 0)
        path = FOLDER / f"{self.name}.png"
        page.screenshot(path=path, animations="disabled", caret="hide")
        context.close()
        return path


PICTURES = (
    Picture("taches", "", tasks),
    Picture("taches-telephone", "", tasks, PHONE),
    Picture("tache", "", task),
    Picture("dossier", "", case, HIGH),
    Picture("studio", "salif.traore", studio, (1440, 900)),
    Picture("tableaux", "mariam.sidibe", dashboard, HIGH),
    Picture("tableaux-placements", "mariam.sidibe", places, HIGH),
    Picture("tableaux-attente", "mariam.sidibe", waiting, HIGH),
)


def username_at(server: Server, office: str) -> str:
    """The account of somebody who works in an office."""
    found = server.agency.perform_as(SYSTEM, accounts.accounts)
    return next(account.username for account in found if account.office == office)


def main() -> int:
    """Make every picture; 1 when one is too heavy."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = filled(Path(folder), PEOPLE)
        try:
            busy = username_at(server, BUSY)
            browser = launch(playwright)
            weights = {path: path.stat().st_size for path in (one.take(browser, server.url, busy) for one in PICTURES)}
            browser.close()
        finally:
            server.stop()
    for path, weight in weights.items():
        print(f"{path.relative_to(ROOT)}  {weight // 1000} ko")
    return int(max(weights.values()) > HEAVIEST)


if __name__ == "__main__":
    sys.exit(main())
