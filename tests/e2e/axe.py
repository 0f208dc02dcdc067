"""axe-core on a page: what it finds against WCAG 2.2 AA and its best practices."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """One line per violation: rule, help, and the first elements that break it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} — " + "; ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in found
    ]
