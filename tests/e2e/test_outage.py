"""The database goes away, the line is cut, all is slow: people are told, nothing typed is lost, and on it goes."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.counter import Counter
from tests.e2e.agent import Agent
from tests.e2e.conftest import Staff
from tests.e2e.server import Server, start
from tests.e2e.wire import Wire

AWAY = 60 if os.environ.get("MIGRAFLOW_SOAK") else 5
"""Seconds the database is away."""
DATABASE_AWAY = "La base de données ne répond pas"
LINE_CUT = "La ligne est coupée."


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[tuple[Wire, str, str]]:
    """A PostgreSQL database behind a wire: the wire, its address there, and its address past the wire."""
    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # pyright: ignore
        folder = parse_qs(urlsplit(postgres_server).query)["host"][0]
        wire = Wire(Path(folder) / ".s.PGSQL.5432")
        wire.mend()
        behind = f"postgresql://postgres@127.0.0.1:{wire.port}/{name}"
        yield wire, behind, postgres_server.replace("/postgres?", f"/{name}?", 1)
        wire.cut()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # pyright: ignore


@pytest.fixture(scope="module")
def line() -> Wire:
    """The line between browsers and the server."""
    return Wire(0)


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, database: tuple[Wire, str, str], line: Wire, opened: Path
) -> Iterator[Server]:
    """A server whose database and whose line can be cut."""
    running = start(tmp_path_factory.mktemp("server"), url=database[1], copy=opened)
    line.there = urlsplit(running.url).port or 0
    line.mend()
    running.url = f"http://127.0.0.1:{line.port}"
    yield running
    database[0].slow = 0.0
    running.stop()
    line.cut()


@pytest.fixture(scope="module")
def counter(server: Server) -> Counter:
    """What the cast does without a browser."""
    return Counter(server.agency, Cast(server.agency))


@pytest.fixture
def fanta(staff: Staff, counter: Counter) -> Agent:
    """Fanta, at the first question of a new case."""
    agent = staff("fanta")
    agent.page.goto(f"/taches/{counter.open('fanta', 'demande_services').next_token}")
    expect(where(agent.page)).to_be_visible()
    return agent


def where(page: Page):
    """A question that takes plain text."""
    return page.locator("form[data-answers] input[type=text]:visible:not([role=combobox])").first


def types(page: Page, text: str) -> None:
    """Type on, letter by letter, as people do."""
    where(page).press("End")
    where(page).press_sequentially(text, delay=10)


def saved(page: Page) -> None:
    """The server has everything that was typed."""
    expect(page.locator("html")).to_have_attribute("data-draft", "saved", timeout=60_000)


def kept_by_the_house(page: Page, typed: str) -> None:
    """The server itself shows `typed` after a reload, with nothing left on the device.

    A moment long the page shows the form as it was drawn before.
    """
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(where(page)).to_have_value(typed, timeout=60_000)


def test_the_database_goes_away_while_somebody_types(fanta: Agent, database: tuple[Wire, str, str]) -> None:
    page, (wire, _, _) = fanta.page, database
    types(page, "Dia")
    saved(page)
    wire.cut()
    gone = time.monotonic()
    types(page, "rra")
    expect(page.locator("#notices")).to_contain_text(DATABASE_AWAY)
    time.sleep(max(0.0, AWAY - (time.monotonic() - gone)))
    types(page, " Traoré")
    wire.mend()
    saved(page)
    expect(page.locator("#notices")).not_to_contain_text(DATABASE_AWAY)
    kept_by_the_house(page, "Diarra Traoré")


def test_the_line_is_cut_while_somebody_types(fanta: Agent, line: Wire) -> None:
    page = fanta.page
    types(page, "Sis")
    saved(page)
    line.cut()
    types(page, "soko")
    expect(page.get_by_text(LINE_CUT)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-draft", "kept")
    line.mend()
    saved(page)
    expect(page.get_by_text(LINE_CUT)).to_have_count(0)
    kept_by_the_house(page, "Sissoko")


def test_everything_is_slow_while_somebody_types(fanta: Agent, database: tuple[Wire, str, str]) -> None:
    page, (wire, _, _) = fanta.page, database
    wire.slow = 0.1
    types(page, "Kanouté")
    saved(page)
    wire.slow = 0.0
    kept_by_the_house(page, "Kanouté")
