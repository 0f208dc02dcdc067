"""Files come and go over plain HTTP, with the rights of whoever sends or fetches them."""

from __future__ import annotations

import hashlib

import pytest
from starlette.testclient import TestClient

from migraflow.api.requests import COOKIE
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish

PDF = b"%PDF-1.7 passeport"


@pytest.fixture
def token(counter: Counter) -> str:
    """The first task of a case Fanta has just opened."""
    found = counter.open().next_token
    assert found
    return found


@pytest.fixture
def counter(agency, cast: Cast) -> Counter:
    publish(agency, petit_secret(), petite_demande())
    return Counter(agency, cast)


def as_(browser: TestClient, cast: Cast, first: str) -> TestClient:
    """The browser of somebody signed in."""
    browser.cookies.clear()
    browser.cookies.set(COOKIE, cast.token(first))
    return browser


def send(browser: TestClient, token: str, content: bytes = PDF, name: str = "passeport scanné.pdf"):
    return browser.post("/files", data={"token": token, "field": "piece"}, files={"file": (name, content)})


def test_a_file_sent_from_a_form_comes_back_whole(browser: TestClient, cast: Cast, token: str) -> None:
    sent = send(as_(browser, cast, "fanta"), token)
    assert sent.status_code == 201
    value = sent.json()
    assert (value["nom"], value["taille"], value["sha256"]) == (
        "passeport scanné.pdf", len(PDF), hashlib.sha256(PDF).hexdigest(),
    )  # fmt: skip
    fetched = as_(browser, cast, "awa").get(f"/files/{value['id']}")
    assert (fetched.status_code, fetched.content) == (200, PDF)


def test_a_file_is_saved_and_never_shown_as_a_page_of_ours(browser: TestClient, cast: Cast, token: str) -> None:
    value = send(as_(browser, cast, "fanta"), token).json()
    headers = browser.get(f"/files/{value['id']}").headers
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''passeport%20scann%C3%A9.pdf"
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(("first", "status"), [("awa", 403), ("kadi", 404), ("mariam", 404), (None, 401)])
def test_others_add_nothing_to_fantas_task(
    browser: TestClient, cast: Cast, token: str, first: str | None, status: int
) -> None:
    if first:
        as_(browser, cast, first)
    assert send(browser, token).status_code == status


@pytest.mark.parametrize(("first", "status"), [("binta", 404), ("mariam", 404), ("ibrahim", 404), (None, 401)])
def test_whoever_does_not_see_the_case_does_not_see_that_the_file_exists(
    browser: TestClient, cast: Cast, token: str, first: str | None, status: int
) -> None:
    value = send(as_(browser, cast, "fanta"), token).json()
    browser.cookies.clear()
    if first:
        as_(browser, cast, first)
    answer = browser.get(f"/files/{value['id']}")
    assert answer.status_code == status
    assert PDF not in answer.content
    if first:
        absent = browser.get("/files/0123456789abcdef")
        assert (absent.status_code, absent.json()) == (404, answer.json())


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"MZ programme", 422, "file_kind_unknown"),
        (b"", 422, "file_empty"),
        (PDF + b"x" * 6_000_000, 422, "file_too_large"),
    ],
)
def test_what_we_do_not_take_is_refused_with_its_reason(
    browser: TestClient, cast: Cast, token: str, content: bytes, status: int, code: str
) -> None:
    answer = send(as_(browser, cast, "fanta"), token, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_post_without_a_file_is_told(browser: TestClient, cast: Cast, token: str) -> None:
    as_(browser, cast, "fanta")
    assert browser.post("/files", data={"token": token}).json()["code"] == "file_missing"
    broken = browser.post("/files", content=b"x", headers={"content-type": "multipart/form-data; boundary=y"})
    assert broken.status_code in {400, 422}
