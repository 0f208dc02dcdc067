"""Figures over plain HTTP: with the rights of whoever asks; a file of ours is checked by anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from migraflow.api.requests import COOKIE
from migraflow.api.words import FILE
from migraflow.settings import Settings
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.services.counted import write


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """One kind of database is enough for answers."""
    return settings_for(sqlite_url, tmp_path)


@pytest.fixture(autouse=True)
def counted(agency: Agency, clock: Clock) -> None:
    """A July with half a year of figures."""
    clock.now = datetime(2026, 7, 15, 9, tzinfo=UTC)
    write(agency)


def as_(browser: TestClient, cast: Cast, first: str) -> TestClient:
    """The browser of somebody signed in."""
    browser.cookies.clear()
    browser.cookies.set(COOKIE, cast.token(first))
    return browser


def test_figures_are_files_to_keep_never_pages_of_ours(browser: TestClient, cast: Cast) -> None:
    as_(browser, cast, "mariam")
    for address, mime in (
        ("/chiffres/DS01.svg?periode=annee", "image/svg+xml"),
        ("/chiffres/DS01.png?periode=annee", "image/png"),
        ("/chiffres/page/demandes.html?periode=annee", "text/html; charset=utf-8"),
        ("/bulletin.pdf?trimestre=2026-T2", "application/pdf"),
    ):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == mime
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]


def test_nobody_takes_away_figures_they_may_not_see(browser: TestClient, cast: Cast) -> None:
    addresses = ("/chiffres/DS01.csv", "/chiffres/page/demandes.pdf", "/bulletin.pdf", "/journal-dossiers.xes")
    assert {browser.get(address).status_code for address in addresses} == {401}
    as_(browser, cast, "fanta")
    assert {browser.get(address).status_code for address in addresses} == {403}
    as_(browser, cast, "mariam")
    assert [browser.get(address).status_code for address in addresses] == [200, 200, 200, 403]
    for unknown in ("/chiffres/XX99.csv", "/chiffres/DS01.exe", "/chiffres/page/rien.csv", "/bulletin.exe",
                    "/bulletin.pdf?trimestre=2030-T1", "/chiffres/page/demandes.png"):  # fmt: skip
        assert browser.get(unknown).status_code == 404, unknown


def test_anybody_checks_a_file_of_ours_and_finds_the_public_key(browser: TestClient, cast: Cast) -> None:
    file = as_(browser, cast, "mariam").get("/chiffres/page/demandes.html").content
    browser.cookies.clear()
    page = browser.get("/verifier/fichier")
    assert "BEGIN PUBLIC KEY" in page.text
    assert "tel qu’elle l’a remis" in checked(browser, file)
    assert "il a été changé" in checked(browser, file.replace(b"Demandes", b"Offres", 1))
    assert "il a été changé" in checked(browser, b"")
    english = browser.get("/verifier/fichier", headers={"accept-language": "en-GB"}).text
    assert '<html lang="en">' in english
    assert "fingerprint" in english
    assert FILE["fr"].keys() == FILE["en"].keys()
    assert all(words not in english for words in FILE["fr"].values())


def checked(browser: TestClient, content: bytes) -> str:
    """What the page says of a file."""
    answer = browser.post("/verifier/fichier", files={"file": ("page.html", content)})
    assert answer.status_code == 200
    return answer.text
