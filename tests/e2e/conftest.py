"""A server, a browser, and a desk for each of the cast: a browser of their own, signed in."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebError, expect

from tests.cast import Cast
from tests.counter import Counter
from tests.e2e.agent import Agent, Script, enter
from tests.e2e.lasting import Lasting, Windows
from tests.e2e.server import Server

PATIENCE = 20_000
"""Milliseconds any one thing on a page may take to appear."""
DESKTOP = {"width": 1280, "height": 900}
Desk = Callable[..., Page]
Options = dict[str, object]
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


FAILED = pytest.StashKey[bool]()
LASTING = Lasting()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story in a browser takes longer than other tests on a slow machine."""
    for item in items:
        if told_here(item):
            item.add_marker(pytest.mark.timeout(300))


def told_here(item: pytest.Item | None) -> bool:
    """Whether a test is one of these stories."""
    return item is not None and Path(__file__).parent in item.path.parents


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which story failed: of these a picture is kept."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """After the last story of this worker nothing of theirs goes on: other tests want the machine, and an event loop
    that is not Playwright's."""
    try:
        return (yield)
    finally:
        if not told_here(nextitem):
            LASTING.end()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """A run that was broken off leaves nothing behind either."""
    LASTING.end()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, opened: Path) -> Server:
    """A server with the cast, the procedures, and no case yet: the same for every file that asks for no other."""
    return LASTING.server(opened, lambda: tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def windows() -> Windows:
    """The windows of one headless browser."""
    return LASTING.windows()


@pytest.fixture(scope="module")
def browser(windows: Windows) -> Browser:
    """That browser, for windows that have seen nothing yet."""
    return windows.browser


@pytest.fixture
def desk(server: Server, windows: Windows, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """``desk("awa")`` opens a browser of Awa's own, signed in; ``desk("")`` is one of nobody's.

    A picture is kept of the last pages of a story that failed. No page may stumble over its own scripts.
    """
    lent: list[tuple[BrowserContext, Options]] = []
    stumbles: list[str] = []

    def noted(stumble: WebError) -> None:
        stumbles.append(str(stumble.error))

    def open_desk(first: str, **options: object) -> Page:
        wishes = {"locale": "fr-FR", "viewport": DESKTOP, **options}
        page = windows.lend(server.url, **wishes)
        lent.append((page.context, wishes))
        page.context.on("weberror", noted)
        page.set_default_timeout(PATIENCE)
        if first:
            enter(page, server, first)
            page.goto("/")
        return page

    yield open_desk
    failed = request.node.stash.get(FAILED, False)
    for number, (context, wishes) in enumerate(lent):
        for page in context.pages if failed or stumbles else ():
            keep_picture(page, request.node.name, number)
        context.remove_listener("weberror", noted)
        windows.take_back(context, server.url, **wishes)
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
