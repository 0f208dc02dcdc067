"""The ministry opens the dashboard of a house with a year's work in it: true figures, nobody's name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, WebSocket, expect

from migraflow.demo import PASSWORD
from migraflow.domain.access import Actor, Permission, Scope
from migraflow.domain.slices import asked
from migraflow.services import indicators
from migraflow.store.database import run
from migraflow.ui.boards import BOARDS
from tests.cast import MONDAY
from tests.e2e.axe import faults, glanced
from tests.e2e.filled import filled
from tests.e2e.personal import Known
from tests.e2e.server import Server
from tests.slow.figures import EXPECTED
from tests.slow.world import world

PEOPLE = 60
SOAK = os.environ.get("MIGRAFLOW_SOAK") == "1"
MINISTRY = "mariam.sidibe"
CHIEF = "moussa.keita"
PERIOD = "du=2025-01&au=2025-12"
ALL = asked(dict(parse_qsl(PERIOD)), MONDAY.date()).slice_
WATCHER = Actor(1, "Mariam", frozenset({"ministere"}), grants={Permission.SEE_MEASURES: Scope.EVERYWHERE})
HIDDEN = {"masqué", "—"}
AROUND = (
    ("/tableaux/attente?procedure=demande_services", "main .heat"),
    ("/indicateurs/QS03", "main .facts"),
    ("/envois-programmes?page=demandes&region=kayes", "main form"),
)
"""The other pages of figures, with what stands on them."""
COMING = "main .bone"
"""What stands in place of a page while it loads."""
CHARTS, DRAWINGS = "_fullLayout", "bpmn.io"
"""Words that stand in the scripts of Plotly and of bpmn-js, and in no other."""
FIRST_PAINT, WHOLE = 220 * 1000, 720 * 1000
"""Bytes, as they travel, before a page of figures says what it has to say; and with its charts."""
TABLES = """() => Object.fromEntries([...document.querySelectorAll('section.panel')].map(panel => [
    panel.querySelector('h2').id.replace('panel-', ''),
    [...panel.querySelectorAll('.panel-more tbody tr')].map(
        row => [...row.cells].map(cell => cell.textContent.trim()))]))"""
TILES = """() => [...document.querySelectorAll('.tiles .figure')].map(tile => tile.textContent.trim())"""
Rows = list[list[str]]


@dataclass(frozen=True)
class Seen:
    """What a page shows: its sentence, its headline figures, its tables by the code of the indicator."""

    sentence: str
    tiles: list[str]
    tables: dict[str, Rows]

    @classmethod
    def of(cls, page: Page, name: str = "", query: str = PERIOD) -> Seen:
        """A page opened at an address, once its panels stand."""
        stand(page, name, query)
        return cls(page.locator("main .summing").inner_text(), page.evaluate(TILES), page.evaluate(TABLES))


def stand(page: Page, name: str, query: str = PERIOD) -> None:
    """Open a page, and wait until it is that one which stands there: a window shows what it knew for a moment."""
    address = f"/tableaux/{name}?{query}".replace("/?", "?")
    page.goto(address)
    expect(page.locator(f'nav.boards a[aria-current="page"][href="{address}"]')).to_be_visible()
    expect(page.locator("section.panel, section.axis").first).to_be_visible()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, and a server on it."""
    running = filled(tmp_path_factory.mktemp("demo"), PEOPLE)
    yield running
    running.stop()


@dataclass
class Desk:
    """A page of somebody's, and all that was sent to it."""

    page: Page
    sent: list[str]


@pytest.fixture(scope="module")
def ministry(house: Server, browser: Browser) -> Iterator[Desk]:
    """Mariam's browser, the same for all she looks at: what is sent to it is kept until the last."""
    yield from opened(house, browser, MINISTRY)


@pytest.fixture(scope="module")
def chief(house: Server, browser: Browser) -> Iterator[Desk]:
    """Moussa's browser: he watches the figures and sees the cases."""
    yield from opened(house, browser, CHIEF)


def opened(house: Server, browser: Browser, account: str) -> Iterator[Desk]:
    """Somebody's browser; every frame of its websockets and every body of its pages is kept."""
    context = signed_in(house, browser, account)
    page = context.new_page()
    yield Desk(page, listened(page))
    context.close()


def listened(page: Page) -> list[str]:
    """Every frame that its websockets will receive."""
    sent: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: sent.append(str(frame)))

    page.on("websocket", listen)
    return sent


def signed_in(house: Server, browser: Browser, account: str) -> BrowserContext:
    """A browser that has fetched nothing yet, and is known: its form went the way it always does, without a page."""
    context = browser.new_context(
        base_url=house.url, locale="fr-FR", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    form: dict[str, str | float | bool] = {"username": account, "password": PASSWORD}
    answer = context.request.post("/session", form=form, headers={"Origin": house.url}, max_redirects=0)
    assert answer.headers["location"] == "/"
    return context


def figure(text: str) -> float | None:
    """A cell as a number, None when it is masked."""
    return None if text in HIDDEN else float(re.sub(r"[\s%]", "", text).replace(",", ".").replace("−", "-"))


def figures(rows: Rows) -> list[list[float | None]]:
    """The cells of a table as numbers, its first column aside."""
    return [[figure(text) for text in row[1:]] for row in rows]


def shown(house: Server, code: str) -> list[list[float | None]]:
    """What the services tell the ministry of an indicator."""
    table = house.agency.perform_as(WATCHER, indicators.figure, code=code, slice_=ALL)
    return [[None if mark.value is None else float(mark.value) for mark in row.marks] for row in table.rows]


def test_every_table_says_what_the_services_tell_the_ministry(ministry: Desk, house: Server) -> None:
    """That these are true is proved where they are counted (``tests/services/figures``)."""
    seen = 0
    for page in ("demandes", "formation", "performance"):
        tables = {code: rows for code, rows in Seen.of(ministry.page, page).tables.items() if "-" not in code}
        for code, rows in tables.items():
            assert rows == [] or figures(rows) == shown(house, code) or len(rows) == 1, code
            seen += len(rows)
    assert seen > 20


def test_requests_are_those_of_the_journal(ministry: Desk, house: Server) -> None:
    overview = Seen.of(ministry.page)
    with house.agency.database.session() as session:
        true = world(session, ALL.since, ALL.until, MONDAY.date(), house.agency.house.holidays.holidays, {})
    counts = {month: cells[0] for month, cells in EXPECTED["DS01"](true)[0].items()}
    rows = overview.tables["DS01"]
    assert len(rows) == len(ALL.months())
    told = [(row, counts.get(month, 0)) for row, month in zip(figures(rows), ALL.months(), strict=True)]
    assert [(row, count) for row, count in told if row[0] is not None and row[0] != count] == []
    total = sum(int(count or 0) for _, count in told)
    assert total > 10
    assert re.sub(r"\s", "", overview.tiles[0]) == f"{total}dossiers"


def test_filters_stand_in_the_address_and_hold_from_page_to_page(ministry: Desk) -> None:
    page = ministry.page
    Seen.of(page, "", f"{PERIOD}&region=kayes")
    page.get_by_role("button", name="+ Filtre").click()
    dialog = page.get_by_role("dialog", name="Période et filtres")
    expect(dialog.get_by_label("Région")).to_have_value("kayes")
    dialog.get_by_label("Période").select_option("annee_derniere")
    dialog.get_by_label("Sexe").select_option("F")
    dialog.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**/tableaux?periode=annee_derniere&region=kayes&sexe=F")
    expect(page.get_by_role("button", name="En 2025, comparé à un an plus tôt")).to_be_visible()
    offers = page.get_by_role("navigation", name="Pages des tableaux de bord").get_by_role("link", name="Offres")
    expect(offers).to_have_attribute("href", re.compile("sexe=F"))
    offers.click()
    page.wait_for_url("**/tableaux/offres?periode=annee_derniere&region=kayes&sexe=F")
    expect(page.get_by_role("heading", level=1)).to_have_text("Offres")
    page.get_by_role("link", name="Ôter le filtre Femmes").click()
    page.wait_for_url("**/tableaux/offres?periode=annee_derniere&region=kayes")
    page.reload()
    expect(page.get_by_role("link", name="Ôter le filtre Kayes")).to_be_visible()


def test_a_row_leads_to_the_page_for_it_alone(ministry: Desk) -> None:
    page = ministry.page
    Seen.of(page)
    panel = page.locator("section.panel", has=page.locator("#panel-DS01-region-m"))
    panel.get_by_text("Tableau", exact=True).click()
    panel.get_by_role("link", name="Ne compter que Kayes").click()
    page.wait_for_url(f"**/tableaux?{PERIOD}&region=kayes")
    expect(page.get_by_role("link", name="Ôter le filtre Kayes")).to_be_visible()


def test_a_sentence_a_table_and_a_definition_stand_with_every_figure(ministry: Desk) -> None:
    Seen.of(ministry.page, "demandes")
    panels = ministry.page.locator("section.panel")
    assert panels.count() == 9
    for panel in panels.all():
        expect(panel.locator("h2 ~ span, .row ~ p").first).not_to_be_empty()
        panel.get_by_text("Définition", exact=True).click()
        expect(panel.locator("dl.facts dt").first).to_have_text("Calcul")
        panel.get_by_text("Tableau", exact=True).click()
        expect(panel.get_by_role("table")).to_be_visible()
    assert ministry.page.locator(".js-plotly-plot").count() >= 2


@pytest.mark.parametrize("name", [board.page for board in BOARDS])
def test_pages_full_of_figures_are_open_to_everybody(house: Server, ministry: Desk, name: str) -> None:
    """Two of them, or all in the long campaign, at every width, by day and by night; the others once by day on a
    phone, and for their colours by night on a desk."""
    page = ministry.page
    stand(page, name)
    summaries = page.locator("section.panel .panel-more summary")
    if summaries.count():
        summaries.first.click()
    assert (faults if name in {"demandes", "performance"} or SOAK else glanced)(page) == []


def test_the_pages_around_them_are_open_to_everybody(ministry: Desk) -> None:
    page = ministry.page
    for address, sight in AROUND:
        page.goto(address)
        expect(page.locator(sight).first).to_be_visible()
        assert glanced(page) == [], address


def test_a_view_is_kept_shared_and_found_by_another(ministry: Desk, chief: Desk) -> None:
    page = ministry.page
    Seen.of(page, "demandes", f"{PERIOD}&region=kayes")
    page.get_by_role("button", name="Vues").click()
    dialog = page.get_by_role("dialog", name="Vues")
    dialog.get_by_label("Nom de la vue").fill("Kayes depuis deux ans")
    dialog.get_by_label("Partager avec").select_option("tous")
    dialog.get_by_role("button", name="Garder cette vue").click()
    expect(dialog.get_by_role("link", name="Kayes depuis deux ans")).to_be_visible()
    other = chief.page
    other.goto("/tableaux")
    other.get_by_role("button", name="Vues").click()
    other.get_by_role("link", name="Kayes depuis deux ans").click()
    other.wait_for_url(f"**/tableaux/demandes?{PERIOD}&region=kayes")
    expect(other.get_by_role("heading", level=1)).to_have_text("Demandes")


def test_who_sees_cases_finds_those_behind_a_figure_and_the_ministry_no_way_to_them(
    ministry: Desk, chief: Desk
) -> None:
    Seen.of(ministry.page, "demandes")
    expect(ministry.page.get_by_role("link", name="Voir les dossiers")).to_have_count(0)
    page = chief.page
    Seen.of(page, "demandes")
    page.get_by_role("link", name="Voir les dossiers").first.click()
    page.wait_for_url(f"**/dossiers?indicateur=DS01&{PERIOD}")
    expect(page.locator("main .notice")).to_contain_text("indicateur DS01")
    expect(page.locator("main tbody tr").first).to_be_visible()


def test_a_click_on_a_bar_or_a_key_on_its_row_counts_it_alone(chief: Desk) -> None:
    """Plotly's bars cannot be reached by keyboard: the same way leads from their table."""
    page = chief.page
    for way in (struck, keyed):
        Seen.of(page, "demandes", f"{PERIOD}&par=sexe")
        panel = page.locator("section.panel", has=page.locator(f"#panel-{BARRED}"))
        first = panel.locator(".panel-more tbody th a").first
        place = first.text_content() or ""
        way(page, panel)
        expect(page.get_by_role("link", name=f"Ôter le filtre {place}")).to_be_visible()
        assert "&sexe=" in page.url


BARRED = "DS02-sexe"
"""An indicator drawn as bars, one for women and one for men."""


def struck(page: Page, panel: Locator) -> None:
    """Strike the first bar with the pointer, in its middle."""
    panel.scroll_into_view_if_needed()
    box = panel.locator(".js-plotly-plot .barlayer .point path").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def keyed(page: Page, panel: Locator) -> None:
    """Open the table and follow its first row, with keys alone."""
    panel.locator("summary", has_text="Tableau").focus()
    page.keyboard.press("Enter")
    for _ in range(2):  # the table that scrolls, then its first link
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_the_first_words_are_light_and_the_charts_come_after(house: Server, browser: Browser) -> None:
    context = signed_in(house, browser, MINISTRY)
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"/tableaux?{PERIOD}")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    weights = {answer.url.removeprefix(house.url): answer.request.sizes()["responseBodySize"] for answer in answers}
    charts = {path for path in weights if path.endswith(".js") and CHARTS in page.request.get(path).text()}
    assert charts
    assert 0 < sum(size for path, size in weights.items() if path not in charts) <= FIRST_PAINT, weights
    assert sum(weights.values()) <= WHOLE, weights
    context.close()


def test_no_page_of_the_ministry_is_sent_anything_of_a_person(house: Server, ministry: Desk) -> None:
    """Neither in what the page shows nor in what travels behind it, wherever she goes."""
    known, page = Known.of(house.agency), ministry.page
    seen = [page_text(page, "/"), Seen.of(page).sentence, page.content()]
    for name in ("demandes", "placements", "couts", "reinsertion", "performance", "qualite", "ponam"):
        seen.append(page_text(page, f"/tableaux/{name}?{PERIOD}"))
    for address in ("/taches", "/dossiers?q=diarra", "/personnes?q=traore", "/procedures", "/nouveau"):
        seen.append(page_text(page, address))
    with house.agency.working() as work:
        ref, token, person = (str(run(work.store, f"SELECT {one}").scalar()) for one in ONE_OF_EACH)
    for address in (f"/dossiers/{ref}", f"/taches/{token}", f"/personnes/{person}"):
        seen.append(page_text(page, address).replace(address.rpartition("/")[2], ""))
    assert len(ministry.sent) > 20
    said = {ref, token, person}
    assert known.told_in(seen) - {"Mariam Sidibé"} == set()
    assert known.told_in(ministry.sent) - {"Mariam Sidibé"} - said == set()


ONE_OF_EACH = ("max(ref) FROM cases", "max(token) FROM tasks WHERE state = 'open'", "max(ref) FROM people")


WALKS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (MINISTRY, (("/", ""), ("/tableaux", CHARTS))),
    ("fanta.coulibaly", (("/taches", ""), ("/dossiers", ""), ("/personnes", ""), ("/nouveau", ""))),
    ("salif.traore", (("/procedures", ""), ("/procedures/demande_services", DRAWINGS))),
    ("salif.traore", (("/studio/demande_services", DRAWINGS),)),
)
"""Whose browser goes where, having seen nothing before, and what is fetched only there."""
SHOWN = {CHARTS: ".js-plotly-plot", DRAWINGS: ".djs-container"}


@pytest.mark.parametrize(("account", "walk"), WALKS, ids=[f"{who} {walk[-1][0]}" for who, walk in WALKS])
def test_charts_and_drawings_are_fetched_where_they_are_shown(
    house: Server, browser: Browser, account: str, walk: tuple[tuple[str, str], ...]
) -> None:
    """At the counter names and numbers are shown too: without that, the test above could look in the wrong place."""
    context = signed_in(house, browser, account)
    page, fetched, texts = context.new_page(), list[str](), list[str]()
    sent = listened(page)
    page.on("response", lambda answer: fetched.append(answer.url))
    scripts: dict[str, str] = {}
    for address, heavy in walk:
        texts.append(page_text(page, address))
        for words, shown in SHOWN.items():
            expect(page.locator(shown).first).to_be_visible(visible=words == heavy)
        wanted = {url for url in fetched if url.endswith((".js", ".jsx"))}
        scripts |= {url: page.request.get(url).text() for url in wanted - scripts.keys()}
        assert len(scripts) > 5
        assert {words for words in SHOWN if any(words in script for script in scripts.values())} == {heavy} - {""}
    if account == "fanta.coulibaly":
        known = Known.of(house.agency)
        assert len(known.told_in(texts)) > 3
        assert len(known.told_in(sent)) > 3
    context.close()


def page_text(page: Page, address: str) -> str:
    """The whole of a page, once it stands."""
    page.goto(address)
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator(COMING)).to_have_count(0)
    return page.content()
