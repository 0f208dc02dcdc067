"""A server whose house has two years of the demo's work behind it, on the tests' own Monday."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from migraflow.demo import PASSWORD, fill
from tests.cast import MONDAY
from tests.e2e.server import Server, start


def filled(folder: Path, people: int) -> Server:
    """The demo with so many `people`, the same every time."""
    return start(folder, furnish=lambda agency: fill(agency.settings, now=MONDAY, people=people))


def enter(page: Page, account: str) -> None:
    """Sign in with one of the demo's accounts."""
    page.goto("/connexion")
    page.fill("#username", account)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/connexion" not in url)
