"""The ministry opens the dashboard of a house with a year's work in it: true figures, nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from migraflow.domain.masking import LEAST
from migraflow.domain.measures import Slice
from migraflow.store.database import run
from tests import slow_measures as slow
from tests.cast import MONDAY
from tests.e2e.filled import enter, filled
from tests.e2e.personal import Known
from tests.e2e.server import Server

PEOPLE = 60
MINISTRY = "mariam.sidibe"
ALL = Slice(MONDAY.date() - timedelta(days=425), MONDAY.date())
MONTHS = "jan. fév. mars avr. mai juin juil. août sep. oct. nov. déc.".split()
HIDDEN = "< 5"
COMING = "main .bone"
"""What stands in place of a page while it loads."""
CHARTS, DRAWINGS = "_fullLayout", "bpmn.io"
"""Words that stand in the scripts of Plotly and of bpmn-js, and in no other."""
TABLES = """() => Object.fromEntries([...document.querySelectorAll('section.panel')].map(panel => [
    panel.querySelector('h2').id.replace('measure-', ''),
    [...panel.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()))]))"""
TILES = """() => [...document.querySelectorAll('.tiles section')].map(tile => tile.lastChild.textContent.trim())"""
Rows = list[list[str]]


@dataclass(frozen=True)
class Seen:
    """What the page shows: its sentence, its tiles, its tables by the code of the measure."""

    sentence: str
    tiles: list[str]
    tables: dict[str, Rows]

    @classmethod
    def of(cls, page: Page, slice_: Slice, region: str = "") -> Seen:
        """The dashboard opened at an address that asks for a slice."""
        page.goto(f"/tableaux?du={slice_.since}&au={slice_.until}" + (f"&region={region}" if region else ""))
        expect(page.locator(".tiles section").first).to_be_visible()
        return cls(page.locator("main .lead").first.inner_text(), page.evaluate(TILES), page.evaluate(TABLES))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, and a server on it."""
    running = filled(tmp_path_factory.mktemp("demo"), PEOPLE)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def journal(house: Server) -> list[slow.Told]:
    """What happened in it."""
    with house.agency.database.session() as session:
        return slow.journal(session)


@dataclass
class Desk:
    """A page of somebody's, and all that was sent to it."""

    page: Page
    sent: list[str]


@pytest.fixture
def ministry(house: Server, browser: Browser) -> Iterator[Desk]:
    """Mariam's browser."""
    yield from opened(house, browser, MINISTRY)


@pytest.fixture
def counter(house: Server, browser: Browser) -> Iterator[Desk]:
    """Fanta's browser."""
    yield from opened(house, browser, "fanta.coulibaly")


def opened(house: Server, browser: Browser, account: str) -> Iterator[Desk]:
    """Somebody's browser; every frame of its websockets and every body of its pages is kept."""
    context = browser.new_context(base_url=house.url, locale="fr-FR", viewport={"width": 1280, "height": 900})
    page, sent = context.new_page(), list[str]()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: sent.append(str(frame)))

    page.on("websocket", listen)
    enter(page, account)
    yield Desk(page, sent)
    context.close()


def figure(text: str) -> float | None:
    """A cell as a number, None when it is masked."""
    return None if text == HIDDEN else float(re.sub(r"[\s%]", "", text).replace(",", "."))


def fits(text: str, true: float) -> bool:
    """Whether a cell may stand for a true count: itself; masked when it is small, or when another is small."""
    return true > 0 if figure(text) is None else figure(text) == true and (true == 0 or true >= LEAST)


def test_requests_are_those_of_the_journal(ministry: Desk, journal: list[slow.Told]) -> None:
    seen = Seen.of(ministry.page, ALL)
    true = slow.opened_by_month(journal, ALL.start, ALL.end)
    rows = seen.tables["DS01"]
    assert [row[0] for row in rows] == [month_words(month) for month in ALL.months()]
    assert all(fits(row[1], true[month]) for row, month in zip(rows, ALL.months(), strict=True))
    assert sum(figure(row[1]) is not None for row in rows) >= 3
    assert sum(true.values()) > 50
    assert seen.tiles[0] == str(sum(true.values()))
    assert seen.sentence.startswith(f"{sum(true.values())} demandes enregistrées du ")


def test_regions_and_sexes_are_those_of_the_journal(ministry: Desk, house: Server, journal: list[slow.Told]) -> None:
    true = slow.opened_by_region_and_sex(journal, ALL.start, ALL.end)
    names = {slug: entry.label for slug, entry in house.agency.house.lists["regions"].entries.items()}
    rows = {row[0]: row[1:] for row in Seen.of(ministry.page, ALL).tables["DS01R"]}
    known = {region for region, sex in true if sex}
    assert rows.keys() == {names[region] for region in known}
    for region in known:
        *cells, total = rows[names[region]]
        counts = [true[region, sex] for sex in ("F", "M")]
        assert all(fits(cell, count) for cell, count in zip(cells, counts, strict=True)), region
        assert fits(total, sum(counts)), region
    assert any(figure(cell) is not None for cells in rows.values() for cell in cells)


def test_the_way_and_the_ends_are_those_of_the_journal(ministry: Desk, house: Server, journal: list[slow.Told]) -> None:
    tables = Seen.of(ministry.page, ALL).tables
    for row, stage in zip(tables["OI06"], house.agency.house.lists["etapes_entonnoir"].entries.values(), strict=True):
        true = slow.reached(journal, ALL.start, ALL.end, stage.more["elements"].split())
        assert row[:2] == [stage.label, HIDDEN if 0 < true < LEAST else str(true)]
    ends = slow.outcomes(journal, ALL.start, ALL.end)
    assert {row[0] for row in tables["DS08"]} == ends.keys()
    assert all(fits(row[1], ends[row[0]]) for row in tables["DS08"])
    assert all(row[1] == HIDDEN for row in tables["DS08"] if ends[row[0]] < LEAST)


def test_times_and_deadlines_are_those_of_the_journal(ministry: Desk, house: Server, journal: list[slow.Told]) -> None:
    tables = Seen.of(ministry.page, ALL).tables
    names = {(entry.procedure, entry.element): entry.name for entry in journal if entry.kind == "completed"}
    days = slow.step_days(journal, ALL.start, ALL.end)
    assert sorted((row[0], *map(figure, row[1:])) for row in tables["QS02"]) == sorted(
        (names[step], len(spent), round(slow.share_below(spent, 0.5), 1), round(slow.share_below(spent, 0.9), 1))
        for step, spent in days.items()
        if len(spent) >= LEAST
    )
    roles = house.agency.house.roles
    assert sorted((row[0], *map(figure, row[1:])) for row in tables["QS03"]) == sorted(
        (roles[role].name_fr, tasks, round(100 * timely / tasks, 1))
        for role, (tasks, timely) in slow.kept(journal, ALL.start, ALL.end).items()
        if tasks >= LEAST
    )


def test_period_and_region_stand_in_the_address(ministry: Desk, house: Server, journal: list[slow.Told]) -> None:
    page = ministry.page
    summer = Slice(date(2025, 6, 1), date(2025, 11, 30))
    region = max({entry.region for entry in journal} - {""}, key=lambda slug: cases_of(journal, summer, slug))
    name = house.agency.house.lists["regions"].entries[region].label
    seen = Seen.of(page, summer, region)
    assert seen.tiles[0] == str(cases_of(journal, summer, region))
    assert f"dans la région de {name}" in seen.sentence
    assert [row[0] for row in seen.tables["DS01R"]] == [name]
    expect(page.get_by_label("Région", exact=True)).to_have_value(region)
    page.get_by_label("Du", exact=True).fill("2025-09-01")
    page.get_by_label("Région", exact=True).select_option("")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**/tableaux?du=2025-09-01&au=2025-11-30")
    autumn = Slice(date(2025, 9, 1), summer.until)
    expect(page.locator(".tiles .figure").first).to_have_text(str(cases_of(journal, autumn)))
    page.reload()
    expect(page.get_by_label("Du", exact=True)).to_have_value("2025-09-01")
    expect(page.locator(".tiles .figure").first).to_have_text(str(cases_of(journal, autumn)))


def test_a_table_and_a_definition_stand_under_every_chart(ministry: Desk) -> None:
    Seen.of(ministry.page, ALL)
    panels = ministry.page.locator("section.panel")
    expect(panels).to_have_count(6)
    for panel in panels.all():
        expect(panel.locator(".js-plotly-plot")).to_be_visible()
        for words in ("Tableau", "Définition"):
            panel.get_by_text(words, exact=True).click()
        expect(panel.get_by_role("table")).to_be_visible()
        expect(panel.locator("details").last.locator("p")).to_be_visible()


def test_no_page_of_the_ministry_is_sent_anything_of_a_person(house: Server, ministry: Desk) -> None:
    """Neither in what the page shows nor in what travels behind it, wherever she goes."""
    known, page = Known.of(house.agency), ministry.page
    seen = [page_text(page, "/"), Seen.of(page, ALL).sentence, page.content()]
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


def test_at_the_counter_names_and_numbers_are_shown(house: Server, counter: Desk) -> None:
    """Without this, the test above could pass for looking in the wrong place."""
    known = Known.of(house.agency)
    assert len(known.told_in([page_text(counter.page, "/dossiers")])) > 3
    assert len(known.told_in(counter.sent)) > 3


ROUTES = (
    (MINISTRY, "/tableaux", {CHARTS}),
    (MINISTRY, "/", set[str]()),
    ("fanta.coulibaly", "/taches", set[str]()),
    ("fanta.coulibaly", "/dossiers", set[str]()),
    ("fanta.coulibaly", "/personnes", set[str]()),
    ("fanta.coulibaly", "/nouveau", set[str]()),
    ("salif.traore", "/procedures", set[str]()),
    ("salif.traore", "/procedures/demande_services", {DRAWINGS}),
    ("salif.traore", "/studio/demande_services", {DRAWINGS}),
)


@pytest.mark.parametrize(("account", "address", "heavy"), ROUTES, ids=[route for _, route, _ in ROUTES])
def test_charts_and_drawings_are_fetched_where_they_are_shown(
    house: Server, browser: Browser, account: str, address: str, heavy: set[str]
) -> None:
    """In a browser that has seen nothing but the sign-in and the home page."""
    context = browser.new_context(base_url=house.url, locale="fr-FR")
    page = context.new_page()
    enter(page, account)
    fetched: list[str] = []
    page.on("response", lambda answer: fetched.append(answer.url))
    page.goto(address)
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator(COMING)).to_have_count(0)
    for words, shown in ((CHARTS, ".js-plotly-plot"), (DRAWINGS, ".djs-container")):
        expect(page.locator(shown).first).to_be_visible(visible=words in heavy)
    scripts = [page.request.get(url).text() for url in set(fetched) if url.endswith((".js", ".jsx"))]
    assert len(scripts) > 5
    assert {words for words in (CHARTS, DRAWINGS) if any(words in script for script in scripts)} == heavy
    context.close()


def page_text(page: Page, address: str) -> str:
    """The whole of a page, once it stands."""
    page.goto(address)
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator(COMING)).to_have_count(0)
    return page.content()


def cases_of(journal: list[slow.Told], slice_: Slice, region: str = "") -> int:
    """Cases opened in a slice."""
    told = [entry for entry in journal if region in {"", entry.region}]
    return sum(slow.opened_by_month(told, slice_.start, slice_.end).values())


def month_words(month: str) -> str:
    """``2026-01`` as the table says it."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"
