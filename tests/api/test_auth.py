"""Signing in and out by the browser's own means."""

from __future__ import annotations

import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from migraflow.api.requests import COOKIE
from migraflow.domain.errors import NotSignedIn
from migraflow.services import accounts
from migraflow.wiring import Agency
from tests.cast import PASSWORD


def sign_in(browser: TestClient, password: str = PASSWORD, **more: str) -> Response:
    return browser.post("/session", data={"username": "awa.diallo", "password": password, **more})


def test_awa_signs_in_and_goes_where_she_was_going(browser: TestClient, agency: Agency) -> None:
    answer = sign_in(browser, next="/taches/abc?onglet=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/taches/abc?onglet=2")
    assert agency.perform(accounts.who, browser.cookies[COOKIE]).name == "Awa Diallo"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: TestClient) -> None:
    cookie = sign_in(browser).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "expires" not in cookie
    assert "secure" not in cookie


def test_over_https_the_cookie_never_travels_in_clear(app: Starlette) -> None:
    secure = "https://migraflow.test"
    with TestClient(app, base_url=secure, headers={"origin": secure}, follow_redirects=False) as browser:
        answer = sign_in(browser)
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize(
    "wanted",
    ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)", "", "taches",
     "/taches\r\nSet-Cookie: x=y", " //ailleurs.example"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site_after_signing_in(browser: TestClient, wanted: str) -> None:
    assert sign_in(browser, next=wanted).headers["location"] == "/"


def test_a_wrong_password_leads_back_to_the_form_which_still_knows_the_way(browser: TestClient) -> None:
    answer = sign_in(browser, password="faux", next="/taches")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?suite=/taches#erreur")
    assert "set-cookie" not in answer.headers


def test_after_five_wrong_tries_the_form_asks_to_wait(browser: TestClient) -> None:
    places = [sign_in(browser, password="faux").headers["location"] for _ in range(6)]
    assert places == ["/connexion#erreur"] * 4 + ["/connexion#attente"] * 2


def test_signing_out_forgets_the_session_on_both_sides(browser: TestClient, agency: Agency) -> None:
    sign_in(browser)
    token = browser.cookies[COOKIE]
    answer = browser.post("/session/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion#fin")
    assert COOKIE not in browser.cookies
    with pytest.raises(NotSignedIn):
        agency.perform(accounts.who, token)
    assert browser.post("/session/end").status_code == 303


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_signing_in_is_a_post_and_nothing_else(browser: TestClient, method: str) -> None:
    assert getattr(browser, method)("/session").status_code in {404, 405}


def test_the_address_of_the_line_is_kept_and_a_forged_one_is_not_believed(browser: TestClient, agency: Agency) -> None:
    browser.post(
        "/session",
        data={"username": "awa.diallo", "password": "faux"},
        headers={"x-forwarded-for": "203.0.113.5"},
    )
    with agency.database.session() as session:
        kept = session.connection().exec_driver_sql("SELECT address FROM sign_ins").scalars().all()
    assert kept == ["testclient"]
