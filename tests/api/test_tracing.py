"""Every request and every wish leaves one line, with ids that hang together and nothing about anybody."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from migraflow.api import routes_app
from migraflow.services import accounts, people
from migraflow.services.observation import Line
from migraflow.wiring import Agency
from tests.cast import PASSWORD, Cast, username
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman


class Kept(logging.Handler):
    """The lines as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One line more."""
        self.lines.append(Line().format(record))


@pytest.fixture
def written() -> Iterator[list[str]]:
    """What is written from now on, by everybody."""
    kept, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept.lines
    root.removeHandler(kept)
    root.setLevel(before)


def test_a_request_and_its_wishes_carry_one_id(agency: Agency, written: list[str]) -> None:
    with TestClient(routes_app(lambda: agency, lambda: agency.settings), base_url="http://localhost") as client:
        form = {"username": username("awa"), "password": PASSWORD, "next": "/"}
        headers = {"origin": "http://localhost", "x-request-id": "venu-du-proxy-1"}
        answer = client.post("/session", data=form, headers=headers, follow_redirects=False)
    lines = [line for line in map(json.loads, written) if line.get("request")]
    assert answer.headers["x-request-id"] == "venu-du-proxy-1"
    assert [(line["message"], line["request"]) for line in lines] == [
        ("wish", "venu-du-proxy-1"), ("request", "venu-du-proxy-1")]  # fmt: skip
    assert (lines[0]["use_case"], lines[1]["path"], lines[1]["status"]) == ("sessions.sign_in", "/session", 303)


def test_a_case_is_named_and_nobody_in_it(agency: Agency, cast: Cast, written: list[str]) -> None:
    publish(agency, petit_secret(), petite_demande())
    counter = Counter(agency, cast)
    ref = counter.registered(identite=woman(prenoms="Safiatou", telephone="76 12 34 56"))
    counter.wish("fanta", people.search, query="Safiatou")
    with pytest.raises(Exception, match="identite"):
        counter.complete("fanta", counter.open().next_token or "", {"identite": woman(telephone="zéro"), "lieu": "K"})
    text = "\n".join(written)
    assert f'"case": "{ref}"' in text
    assert '"outcome": "AnswersRejected"' in text
    for word in ("Safiatou", "Diarra", "76123456", "76 12", "zéro", "Fanta", "1999-03-12"):
        assert word not in text


def test_an_error_says_where_and_not_what(written: list[str], agency: Agency) -> None:
    try:
        agency.perform(accounts.who, "un jeton que personne n'a")
        raise AssertionError
    except Exception:
        logging.getLogger("migraflow.essai").exception("%s failed for Fatoumata Diarra", "x")
    try:
        raise ValueError("Fatoumata Diarra, 76 12 34 56")
    except ValueError:
        logging.getLogger("ailleurs").exception("told by %s", "Fatoumata Diarra")
    last = json.loads(written[-1])
    assert (last["error"], last["from"], "message" in last) == ("ValueError", "ailleurs", False)
    assert any("test_tracing.py" in place for place in last["where"])
    assert "Diarra" not in written[-1]
