"""Tables go in and out of registers over plain HTTP, with the rights of whoever sends or fetches them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from migraflow.api.requests import COOKIE
from migraflow.documents import sheets
from migraflow.domain.access import SYSTEM
from migraflow.services import register_seeds
from migraflow.wiring import Agency
from tests.cast import Cast


@pytest.fixture(autouse=True)
def seeded(agency: Agency) -> None:
    """The registers as the house begins with them."""
    agency.perform_as(SYSTEM, register_seeds.load)


def as_(browser: TestClient, cast: Cast, first: str) -> TestClient:
    """The browser of somebody signed in."""
    browser.cookies.clear()
    browser.cookies.set(COOKIE, cast.token(first))
    return browser


def sent(browser: TestClient, content: bytes, register: str = "partenaires"):
    """A file sent from the page of a register."""
    file = {"file": ("liste.csv", content)}
    return browser.post("/imports", data={"register": register}, files=file, follow_redirects=False)


def test_a_register_is_taken_away_narrowed_as_its_list_is(browser: TestClient, cast: Cast) -> None:
    answer = as_(browser, cast, "fanta").get("/exports/partenaires.csv", params={"q": "formation"})
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    found = sheets.read(answer.content)
    assert {line.cells[0] for line in found.lines} >= {"fafpa", "ufae"} and len(found.lines) < 13
    assert sheets.read(browser.get("/exports/partenaires.xlsx").content).titles[0] == "Clé"


def test_nobody_takes_away_what_they_may_not_read(browser: TestClient, cast: Cast) -> None:
    assert browser.get("/exports/partenaires.csv").status_code == 401
    for first, name in (("mariam", "placements.csv"), ("djeneba", "candidatures.xlsx"), ("moussa", "rien.csv")):
        assert as_(browser, cast, first).get(f"/exports/{name}").status_code == 404
    assert browser.get("/exports/partenaires.exe").status_code == 404


def test_a_file_is_read_and_its_page_comes_next(browser: TestClient, cast: Cast) -> None:
    answer = sent(as_(browser, cast, "moussa"), b"code,libelle\nanaem,Agence\n")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/imports/")


def test_a_file_that_is_no_table_goes_back_to_the_list_with_the_reason(browser: TestClient, cast: Cast) -> None:
    answer = sent(as_(browser, cast, "moussa"), b"a;a\n1;2\n")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/registres/partenaires?refus=sheet_title_twice&f_title=a"


def test_who_may_not_write_brings_nothing_in(browser: TestClient, cast: Cast) -> None:
    assert sent(as_(browser, cast, "fanta"), b"code\nx\n").status_code == 403
    assert sent(as_(browser, cast, "mariam"), b"dossier\nx\n", "placements").status_code == 404
