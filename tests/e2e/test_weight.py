"""What a first visit costs on a line of 400 kb/s: every byte that travels before the page stands, as it was sent.

``tests/ui/test_weight.py`` weighs the built files without a browser; here nothing a page fetches can escape.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.e2e.agent import sign_in
from tests.e2e.server import Server

MOST = 180 * 1000
STUDIO = 900 * 1000
"""The first page of the studio brings the tools to draw with; the same draft as a list brings none."""
PAGES = (
    ("", "/connexion", "#password", MOST),
    ("fanta", "/taches", "main .tabs", MOST),
    ("salif", "/studio/veille_marche", ".djs-shape", STUDIO),
    ("salif", "/studio/veille_marche/plan", ".studio-plan button", 2 * MOST),
)


@pytest.mark.parametrize(("first", "address", "stands", "most"), PAGES, ids=[address for _, address, _, _ in PAGES])
def test_a_first_visit_is_light(
    server: Server, browser: Browser, first: str, address: str, stands: str, most: int
) -> None:
    context = browser.new_context(base_url=server.url, locale="fr-FR")
    if first:
        elsewhere = browser.new_context(base_url=server.url)
        sign_in(elsewhere.new_page(), first)
        context.add_cookies(elsewhere.cookies())  # pyright: ignore[reportArgumentType]
        elsewhere.close()
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    expect(page.locator(stands).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    weights = {answer.url.removeprefix(server.url): answer.request.sizes()["responseBodySize"] for answer in answers}
    assert len(weights) > 8
    assert 0 < sum(weights.values()) <= most, weights
    assert not [path for path in weights if path.endswith((".woff", ".woff2", ".ttf")) and most == MOST]
    context.close()
