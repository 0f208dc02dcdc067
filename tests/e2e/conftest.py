"""A server, a browser, and a desk for each of the cast: a browser of their own, signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.cast import Cast
from tests.counter import Counter
from tests.e2e.agent import Agent, Script, enter
from tests.e2e.browser import launch
from tests.e2e.server import Server, start

PATIENCE = 20_000
"""Milliseconds any one thing on a page may take to appear."""
DESKTOP = {"width": 1280, "height": 900}
Desk = Callable[..., Page]
Staff = Callable[..., Agent]
Register = Callable[[], str]
NAMES = (
    ("Diarra", "Fatoumata", "76 12 34 56"),
    ("Sissoko", "Oumou", "66 20 31 42"),
    ("Doucouré", "Maïmouna", "70 41 52 63"),
    ("Kanouté", "Assitan", "79 05 16 27"),
    ("Tounkara", "Rokiatou", "65 88 77 66"),
    ("Camara", "Ténin", "74 33 22 11"),
    ("Niaré", "Sira", "78 90 81 72"),
    ("Bathily", "Hawa", "69 14 25 36"),
)
"""People so unlike each other that nobody is taken for somebody else."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story in a browser takes longer than other tests on a slow machine."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, opened: Path) -> Iterator[Server]:
    """A server with the cast, the procedures, and no case yet."""
    running = start(tmp_path_factory.mktemp("server"), copy=opened)
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
    """``desk("awa")`` opens a browser of Awa's own, signed in; ``desk("")`` is one of nobody's.

    A picture is kept of every last page. No page may stumble over its own scripts.
    """
    contexts: list[BrowserContext] = []
    stumbles: list[str] = []

    def open_desk(first: str, **options: object) -> Page:
        context = browser.new_context(base_url=server.url, locale="fr-FR", **{"viewport": DESKTOP, **options})
        contexts.append(context)
        context.on("weberror", lambda stumble: stumbles.append(str(stumble.error)))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if first:
            enter(page, server, first)
            page.goto("/")
        return page

    yield open_desk
    for number, context in enumerate(contexts):
        for page in context.pages:
            keep_picture(page, request.node.name, number)
        context.close()
    assert not stumbles


@pytest.fixture(scope="module")
def counter(server: Server) -> Counter:
    """What the cast did before the test begins, without a browser."""
    return Counter(server.agency, Cast(server.agency))


@pytest.fixture(scope="module")
def register(server: Server, counter: Counter) -> Register:
    """``register()`` is the number of a new case of Kayes, of a person nobody met before; DS_04 waits to be taken."""
    others = iter(NAMES)

    def one() -> str:
        surname, given, phone = next(others)
        told = Script.of("01_").answers("DS_01")
        identity = told["identite"] | {"nom": surname, "prenoms": given, "telephone": phone, "nina": ""}
        papers = [paper | {"numero": f"{paper['numero'][:6]}{phone[-2:]}"} for paper in told["pieces"]]
        receipt = counter.open("fanta", "demande_services")
        counter.complete("fanta", receipt.next_token or "", told | {"identite": identity, "pieces": papers})
        server.settle()
        return receipt.case_ref

    return one


@pytest.fixture
def staff(desk: Desk) -> Staff:
    """``staff("awa")`` is Awa at a browser of her own."""
    return lambda first, **options: Agent(first, desk(first, **options))


def keep_picture(page: Page, name: str, number: int) -> None:
    """The last sight of a page, in ``var/e2e``: the first thing to look at when a test fails."""
    folder = Path(__file__).resolve().parents[2] / "var" / "e2e"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name[:80].replace('/', '-')}-{number}.png", full_page=True)
