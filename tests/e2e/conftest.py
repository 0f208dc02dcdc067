"""A server, a browser, and a desk for each of the cast: a browser of their own, signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.cast import PASSWORD, username
from tests.e2e.browser import launch
from tests.e2e.server import Server, start

DESKTOP = {"width": 1280, "height": 900}
Desk = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of one file share a server: they run in one worker, one after the other."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"e2e-{item.path.stem}"))
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the cast, the procedures, and no case yet."""
    running = start(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One headless browser."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture
def desk(server: Server, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """``desk("awa")`` opens a browser of Awa's own, signed in; a picture is kept when the test fails."""
    contexts: list[BrowserContext] = []

    def open_desk(first: str, **options: object) -> Page:
        context = browser.new_context(base_url=server.url, locale="fr-FR", **{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        sign_in(page, first)
        return page

    yield open_desk
    for number, context in enumerate(contexts):
        for page in context.pages:
            keep_picture(page, request.node.name, number)
        context.close()


def sign_in(page: Page, first: str) -> None:
    """Sign in as somebody of the cast, as people do: name, password, Enter."""
    page.goto("/connexion")
    page.fill("#username", username(first))
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/connexion" not in url)


def keep_picture(page: Page, name: str, number: int) -> None:
    """The last sight of a page, in ``var/e2e``: the first thing to look at when a test fails."""
    folder = Path(__file__).resolve().parents[2] / "var" / "e2e"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name[:80].replace('/', '-')}-{number}.png", full_page=True)
