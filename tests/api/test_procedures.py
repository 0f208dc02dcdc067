"""Procedures go in and out of a browser: what harms is refused with a sentence and leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from lxml import etree
from starlette.testclient import TestClient

from migraflow.api.requests import COOKIE
from migraflow.engine import drawing
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.parcel import opened
from migraflow.services import importing
from migraflow.store import procedures as store
from migraflow.ui.pages.procedure_import import refusal_of
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.counter import Counter
from tests.elsewhere import MODELS, present
from tests.hostile import EVIL, FILES, HONEST, SPOKEN
from tests.mutants import files
from tests.small import petit_secret, petite_demande, publish

MANY = 2_000 if os.environ.get("MIGRAFLOW_SOAK") else 60
MEMORY = 300_000_000
"""Bytes the reading of a stranger's file may take."""
OURS = ("check_broken", "check_too_long")
"""Refusals that would be faults of ours."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what takes time here is reading files in processes of their own."""
    return sqlite_url


def as_(browser: TestClient, cast: Cast, first: str) -> TestClient:
    browser.cookies.clear()
    browser.cookies.set(COOKIE, cast.token(first))
    return browser


def sent(browser: TestClient, content: bytes, name: str = "modele.bpmn", opened_by: str = "accueil"):
    return browser.post("/importations", data={"opened_by": opened_by}, files={"file": (name, content)})


def drafts(agency: Agency) -> list[store.WorkingCopy]:
    with agency.working() as work:
        return store.copies(work.store)


def told(location: str, language: str = "fr") -> str:
    """The sentence on the page a refused file leads back to."""
    address = urlsplit(location)
    assert address.path == "/procedures/importer"
    return refusal_of({name: values[0] for name, values in parse_qs(address.query).items()}, language)


def test_what_harms_goes_back_with_a_sentence_and_nothing_is_kept(
    browser: TestClient, cast: Cast, agency: Agency
) -> None:
    mine = as_(browser, cast, "salif")
    for what, (make, code) in FILES.items():
        answer = sent(mine, make())
        assert answer.status_code == 303, what
        place = answer.headers["location"]
        for language in ("fr", "en"):
            sentence = told(place, language)
            assert len(sentence) > 20 and "{" not in sentence, what
            assert sentence != told("/procedures/importer?refus=rien", language), what
        assert code in place and not any(ours in place for ours in OURS), what
    assert drafts(agency) == []


def test_reading_what_harms_takes_little_memory() -> None:
    """Read where the server would have them read, which tells what that took at most and what was answered."""
    done = subprocess.run([sys.executable, "-m", "tests.api.taken"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert set(found["answers"]) == set(FILES) - {"nothing"}
    for what, answer in found["answers"].items():
        assert answer["codes"], what
        assert FILES[what][1] in ("", *answer["codes"]), what
    assert 10_000_000 < found["bytes"] < MEMORY


def test_scripts_in_names_are_only_words(browser: TestClient, cast: Cast, agency: Agency) -> None:
    answer = sent(as_(browser, cast, "salif"), SPOKEN, f"{EVIL}.bpmn")
    assert answer.status_code == 303
    [draft] = drafts(agency)
    assert answer.headers["location"].endswith(draft.procedure) and draft.procedure.isidentifier()
    with agency.working() as work:
        copy = store.copy_of(work.store, draft.procedure)
        assert copy is not None
    picture = etree.fromstring(drawing.svg(copy.files[DIAGRAM], {}).encode())
    assert not list(picture.iter("{*}script", "{*}img")) and "alert(1)" in "".join(picture.itertext())


def test_only_who_changes_procedures_imports_one(browser: TestClient, cast: Cast, agency: Agency) -> None:
    assert sent(browser, HONEST).status_code == 401
    assert sent(as_(browser, cast, "awa"), HONEST).status_code == 403
    assert drafts(agency) == []


def test_a_procedure_is_taken_away_and_comes_back_as_it_was(browser: TestClient, cast: Cast, agency: Agency) -> None:
    publish(agency, petit_secret(), petite_demande())
    mine = as_(browser, cast, "salif")
    answer = mine.get("/schemas/petite_demande.zip")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert opened(answer.content)[0].sha256 == petite_demande().sha256
    assert mine.get("/schemas/petite_demande.bpmn").content == petite_demande().files["procedure.bpmn"]
    assert mine.get("/schemas/petite_demande.png").content.startswith(b"\x89PNG")
    assert mine.get("/schemas/petite_demande.svg").content.startswith(b"<svg ")
    assert mine.get("/schemas/petite_demande.exe").status_code == 404
    assert mine.get("/schemas/nulle_part.zip").status_code == 404
    back = sent(mine, answer.content, "petite_demande.zip")
    assert back.headers["location"] == "/procedures/importer/petite_demande"
    [draft] = drafts(agency)
    assert draft.base == petite_demande().sha256, "the draft of its next edition"
    assert "refus=import_draft_exists" in sent(mine, answer.content).headers["location"]


@examples(max_examples=MANY, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
          print_blob=True)  # fmt: skip
@given(files())
def test_whatever_is_sent_gets_an_answer(browser: TestClient, cast: Cast, agency: Agency, content: bytes) -> None:
    """A file somebody spoilt is refused with a sentence, or is a draft whose questions can be read and answered."""
    answer = sent(as_(browser, cast, "salif"), content)
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert not any(code in place for code in OURS)
    if place.startswith("/procedures/importer?"):
        assert len(told(place)) > 20 and drafts(agency) == []
        return
    wish, id = partial(Counter(agency, cast).wish, "salif"), place.rpartition("/")[2]
    try:
        asked = wish(importing.sheet, procedure=id)
        answers = {one.key: one.options[-1].code for one in asked.asked}
        wish(importing.answer, procedure=id, answers=answers, version=asked.version)
        assert wish(importing.sheet, procedure=id).file == "modele.bpmn"
    finally:
        wish(importing.abandon, procedure=id)


def settled(counter: Counter, id: str) -> importing.ImportSheet:
    """The import once Salif answered all he is asked: lanes are the counter's, else the first repair offered."""
    asked = counter.wish("salif", importing.sheet, procedure=id)
    for _ in range(4):
        if not asked.asked:
            break
        answers = {one.key: "accueil" if one.kind == "lane" else one.options[1].code for one in asked.asked}
        counter.wish("salif", importing.answer, procedure=id, answers=answers, version=asked.version)
        asked = counter.wish("salif", importing.sheet, procedure=id)
    return asked


@present
def test_models_of_other_tools_come_in_and_nothing_is_left_of_them_but_what_was_answered(
    browser: TestClient, cast: Cast, agency: Agency
) -> None:
    """Through the route and the questions of its page: the checker has nothing left against any of the procedures."""
    mine, counter = as_(browser, cast, "salif"), Counter(agency, cast)
    for path in MODELS:
        place = sent(mine, path.read_bytes(), path.name).headers["location"]
        assert "?" not in place, path.name
        first = settled(counter, place.rpartition("/")[2])
        assert first.file == path.name and first.done, path.name
        for one in (first, *(settled(counter, id) for id, _ in first.beside)):
            assert (one.asked, one.left) == ((), ()), (path.name, one.procedure)
        counter.wish("salif", importing.abandon, procedure=first.procedure)
    assert drafts(agency) == [], "what one file gave goes with it"
