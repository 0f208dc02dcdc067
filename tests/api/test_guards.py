"""What surrounds every answer of the server, our routes' and the pages'."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from migraflow.api.guards import BUILT, Built, content_policy, is_ours, read_built
from migraflow.api.requests import address_of, is_secure
from migraflow.settings import Settings


@pytest.mark.parametrize("path", ["/health", "/taches", "/files/x", "/nulle-part"])
def test_every_answer_tells_the_browser_to_be_careful(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_pages_carry_the_whole_policy_and_the_rest_a_short_one(browser: TestClient) -> None:
    assert "script-src 'self'" in browser.get("/taches").headers["content-security-policy"]
    assert browser.get("/health").headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://ailleurs.example"},
        {"origin": "http://migraflow.test.ailleurs.example"},
        {"origin": "null"},
        {"origin": "", "referer": "https://ailleurs.example/http://migraflow.test"},
        {"origin": ""},
        {"origin": "", "sec-fetch-site": "cross-site"},
        {"origin": "", "sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/session", "/session/end", "/files", "/echo"])
def test_a_page_of_another_site_posts_nothing_here(browser: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = browser.post(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "", "referer": "http://migraflow.test/taches"}, {"origin": "", "sec-fetch-site": "same-origin"}],
)
def test_our_own_pages_post_freely(browser: TestClient, headers: dict[str, str]) -> None:
    assert browser.post("/echo", headers=headers, content=b"abc").text == "3"


def test_a_body_that_announces_too_much_is_not_read(browser: TestClient, settings: Settings) -> None:
    answer = browser.post("/echo", content=b"", headers={"content-length": str(settings.upload_limit * 2)})
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


def test_a_body_that_hides_its_length_is_cut_off(browser: TestClient, settings: Settings) -> None:
    pieces = (b"x" * 1_000_000 for _ in range(settings.upload_limit // 1_000_000 + 2))
    answer = browser.post("/echo", content=pieces)
    assert (answer.status_code, answer.text) == (413, "file_too_large")


def test_only_the_builds_own_inline_scripts_run(tmp_path: Path) -> None:
    (tmp_path / BUILT).write_text(json.dumps({"scripts": ["abc=", "def="], "pages": []}), encoding="utf-8")
    policy = content_policy(read_built(tmp_path / BUILT).scripts)
    assert "script-src 'self' 'unsafe-eval' 'sha256-abc=' 'sha256-def=';" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "'unsafe-inline'" in content_policy(read_built(tmp_path / "absent.json").scripts)


def test_a_page_the_browser_has_already_keeps_its_policy(browser: TestClient) -> None:
    assert "content-security-policy" not in browser.get("/known").headers


@pytest.mark.parametrize(
    ("method", "asked", "led"),
    [
        ("GET", "/taches", "/taches.html"),
        ("GET", "/taches/", "/taches.html"),
        ("HEAD", "/taches", "/taches.html"),
        ("GET", "/taches/abc", "/taches/abc"),
        ("GET", "/", "/"),
        ("GET", "/../taches", "/../taches"),
        ("POST", "/taches", "/taches"),
    ],
)
def test_the_address_of_a_page_is_answered_at_once(method: str, asked: str, led: str) -> None:
    built = Built(pages=frozenset({"taches"}))
    assert built.leading({"method": method, "path": asked})["path"] == led


def connection(headers: dict[str, str], scheme: str = "http") -> HTTPConnection:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection(
        {"type": "http", "scheme": scheme, "path": "/", "headers": raw, "client": ("10.0.0.9", 1), "server": ("a", 1)}
    )


def test_the_proxy_is_believed_only_where_there_is_one(tmp_path: Path) -> None:
    alone = Settings(root=tmp_path, database_url="", var=tmp_path, workflows=tmp_path)
    behind = replace(alone, behind_proxy=True, public_url="https://migraflow.anpe.example")
    said = connection({"x-forwarded-for": "8.8.8.8, 203.0.113.5", "x-forwarded-proto": "https", "host": "inside:8000"})
    assert (address_of(said, alone), is_secure(said, alone)) == ("10.0.0.9", False)
    assert (address_of(said, behind), is_secure(said, behind)) == ("203.0.113.5", True)
    posted = connection({"origin": "https://migraflow.anpe.example", "host": "inside:8000"})
    assert not is_ours(posted, alone)
    assert is_ours(posted, behind)
