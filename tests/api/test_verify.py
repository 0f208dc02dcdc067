"""Whoever holds a letter may verify it: nobody signs in, nobody is named."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from migraflow.api.pace import Pace
from migraflow.api.words import EN, FR, tongue
from migraflow.services import documents, letters
from migraflow.store import letters as store
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, service

PREVENIR = service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"')


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """A counter whose interview ends with a letter."""
    publish(agency, petit_secret(), petite_demande({PREVENIR: service("P_02n", "Remettre", "lettre", modele='"L1"')}))
    return Counter(agency, cast)


@pytest.fixture
def letter(counter: Counter) -> store.Letter:
    """The letter Fatoumata was given."""
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Saison en Espagne")
    counter.sweep()
    (paper,) = counter.case("awa", ref).documents
    with counter.agency.working() as work:
        found = store.of_document(work.store, paper.id)
    assert found is not None
    return found


def shown(browser: TestClient, letter: store.Letter, content: bytes | None, name: str = "lettre.pdf"):
    """The page after a file was laid beside the code."""
    files = {} if content is None else {"file": (name, content)}
    return browser.post(f"/verifier/{letter.code}", files=files, data={"x": "y"} if content is None else None)


def test_a_letter_of_ours_is_told_by_number_kind_date_and_office(browser: TestClient, letter: store.Letter) -> None:
    answer = browser.get(f"/verifier/{letter.code}")
    assert answer.status_code == 200
    for word in (
        FR["valable"],
        "000001/2026/DR-KAYES",
        "Récépissé de demande",
        "12 janvier 2026",
        "Direction régionale de Kayes",
    ):
        assert word in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_nothing_personal_stands_on_the_page(browser: TestClient, letter: store.Letter) -> None:
    text = browser.get(f"/verifier/{letter.code}").text
    for secret in ("Diarra", "Fatoumata", "76 12 34", "PD-2026", letter.document_id, "Awa", "Fanta", letter.sha):
        assert secret not in text


def test_the_very_letter_is_recognised_and_a_changed_one_refused(
    browser: TestClient, letter: store.Letter, counter: Counter
) -> None:
    content = counter.wish("awa", documents.content, id=letter.document_id)[2]
    assert FR["same"] in shown(browser, letter, content).text
    for changed in (content + b"\n", content[:-1], content.replace(b"/Type", b"/Typo", 1), b"%PDF-1.7 autre"):
        assert changed != content
        text = shown(browser, letter, changed).text
        assert FR["changed"] in text
        assert FR["same"] not in text


def test_without_a_file_the_page_says_what_to_do(browser: TestClient, letter: store.Letter) -> None:
    assert FR["no_file"] in shown(browser, letter, None).text
    assert FR["no_file"] in shown(browser, letter, b"").text


def test_a_letter_taken_back_is_told(browser: TestClient, letter: store.Letter, counter: Counter) -> None:
    counter.wish("moussa", letters.annul, document_id=letter.document_id, reason="Nom mal écrit de Fatoumata")
    text = browser.get(f"/verifier/{letter.code}").text
    assert FR["annulee"] in text
    assert "12 janvier 2026" in text
    assert FR["valable"] not in text
    assert "mal écrit" not in text


@pytest.mark.parametrize("code", ["0000-0000-0000", "x", "<script>alert(1)</script>", "' OR 1=1", "%00", "é" * 60])
def test_a_code_nobody_gave_is_not_known_and_is_never_shown_as_code(browser: TestClient, code: str) -> None:
    answer = browser.get(f"/verifier/{code.replace('/', '%2F')}")
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_a_code_is_typed_as_it_comes(browser: TestClient, letter: store.Letter) -> None:
    form = browser.get("/verifier")
    assert (form.status_code, FR["code"] in form.text) == (200, True)
    sent = browser.get("/verifier", params={"code": f"  {letter.code.lower().replace('-', ' ')} "})
    assert sent.status_code == 303
    assert letter.number in browser.get(sent.headers["location"]).text


def test_who_asks_too_often_waits(browser: TestClient, app: Starlette, letter: store.Letter) -> None:
    app.state.pace = Pace(asks=2)
    answers = [browser.get("/verifier/0000-0000-0000").status_code for _ in range(2)]
    late = browser.get(f"/verifier/{letter.code}")
    assert (answers, late.status_code, int(late.headers["retry-after"]) > 0) == ([404, 404], 429, True)
    assert letter.number not in late.text


def test_each_address_has_a_pace_of_its_own_that_begins_again() -> None:
    now = [0.0]
    pace = Pace(asks=2, span=60, clock=lambda: now[0])
    assert [pace.wait("a"), pace.wait("a"), pace.wait("a"), pace.wait("b")] == [0, 0, 61, 0]
    now[0] = 59.0
    assert pace.wait("a") == 2
    now[0] = 60.0
    assert pace.wait("a") == 0


def test_a_page_of_another_site_lays_no_file_here(browser: TestClient, letter: store.Letter) -> None:
    headers = {"origin": "https://ailleurs.example"}
    assert browser.post(f"/verifier/{letter.code}", files={"file": ("x.pdf", b"x")}, headers=headers).status_code == 403


def test_both_languages_say_the_same_things(browser: TestClient) -> None:
    assert FR.keys() == EN.keys()
    assert [tongue("", "en-GB,fr;q=0.5"), tongue("", "bm,fr"), tongue("", ""), tongue("en", "fr")] == [
        "en",
        "fr",
        "fr",
        "en",
    ]
    assert EN["title"] in browser.get("/verifier", params={"lang": "en"}).text
