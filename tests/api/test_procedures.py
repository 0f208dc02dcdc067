"""Procedures go in and out of a browser: what harms is refused with a sentence and leaves nothing behind."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from starlette.testclient import TestClient

from migraflow.api.requests import COOKIE
from migraflow.engine import drawing
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.importing.upload import receive
from migraflow.engine.parcel import opened
from migraflow.services.house import read_house
from migraflow.store import procedures as store
from migraflow.ui.pages.procedure_import import refusal_of
from migraflow.ui.words import known
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.hostile import CAMUNDA, EVIL, FILES, HONEST, SPOKEN, own, spiff
from tests.small import WORKFLOWS, petit_secret, petite_demande, publish

SOAK = bool(os.environ.get("MIGRAFLOW_SOAK"))
MANY = 2_000 if SOAK else 60
HEAVY = ["100,000 nodes", "zip bomb"]
MEMORY = 300_000_000
"""Bytes the reading of a stranger's file may take."""
PLAIN = ("50 MB", "xxe", "traversal", "flow to nothing", "doubling blocks", "nothing")
"""Those that go the whole way from the browser; the others are read where the browser's are."""


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


def told(location: str) -> str:
    """The sentence on the page a refused file leads back to."""
    address = urlsplit(location)
    assert address.path == "/procedures/importer"
    return refusal_of({name: values[0] for name, values in parse_qs(address.query).items()}, "fr")


def test_what_harms_goes_back_with_a_sentence_and_nothing_is_kept(
    browser: TestClient, cast: Cast, agency: Agency
) -> None:
    mine = as_(browser, cast, "salif")
    for what in FILES if SOAK else PLAIN:
        make, code = FILES[what]
        answer = sent(mine, make())
        assert answer.status_code == 303, what
        sentence = told(answer.headers["location"])
        assert len(sentence) > 20 and "{" not in sentence and sentence != told("/procedures/importer?refus=rien"), what
        assert code in answer.headers["location"], what
    assert drafts(agency) == []


def test_reading_what_harms_takes_little_memory() -> None:
    """Files in a process of their own, which tells what it took at most and what was answered."""
    wanted = [] if SOAK else HEAVY
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.taken", *wanted], capture_output=True, text=True, check=True
    )
    answers = json.loads(done.stdout)
    assert answers
    for what, answer in answers.items():
        assert answer["codes"], what
        assert FILES[what][1] in ("", *answer["codes"]), what
        assert answer["bytes"] < MEMORY, what


@pytest.mark.parametrize("what", sorted(set(FILES) - {"nothing", "50 MB"}))
def test_whatever_harms_is_refused_with_a_sentence(what: str) -> None:
    make, code = FILES[what]
    arrived = receive(make(), read_house(WORKFLOWS), opened_by=("accueil",), taken=frozenset())
    assert not arrived.found.procedures
    assert code in ("", arrived.suspect, *[one.code for one in arrived.found.refused])
    assert known(f"refusals.{arrived.suspect}") if arrived.suspect else arrived.found.refused
    assert all(one.sentence("fr") and one.sentence("en") for one in arrived.found.refused)


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


def mutated(content: bytes, chance: random.Random) -> bytes:
    """`content` with bytes changed, cut out, doubled or put in."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, act = chance.randrange(len(changed) or 1), chance.random()
        size = chance.choice((1, 2, 8, 40))
        if act < 0.3:
            changed[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
        elif act < 0.5:
            del changed[at : at + size]
        elif act < 0.7:
            changed[at:at] = changed[at : at + 10 * size]
        else:
            changed[at:at] = chance.choice((b"<", b"&x;", b"\x00", b"]]>", b'"', b"PK\x01\x02", b"\xff" * 8, b"${1}"))
    return bytes(changed)


def reworked(content: bytes, chance: random.Random) -> bytes:
    """A zip whose files are mutated inside, so that it still opens."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            new.writestr(entry, mutated(text, chance) if chance.random() < 0.5 else text)
    return written.getvalue()


SOURCES = (HONEST, SPOKEN, CAMUNDA, spiff(), own(), petite_demande().files[DIAGRAM])


def any_file(seed: int) -> bytes:
    """A file mutated in some way of its own."""
    chance = random.Random(seed)
    source = chance.choice(SOURCES)
    return (reworked if source[:2] == b"PK" and chance.random() < 0.7 else mutated)(source, chance)


def test_files_mutated_at_random_never_break_anything() -> None:
    house = read_house(WORKFLOWS)
    for seed in range(MANY):
        arrived = receive(any_file(seed), house, opened_by=("accueil",), taken=frozenset())
        assert arrived.suspect or arrived.found.refused or arrived.found.procedures, seed
        assert all(one.sentence("fr") and one.sentence("en") for one in arrived.found.refused)


def test_mutated_files_get_an_answer_of_the_server(browser: TestClient, cast: Cast, agency: Agency) -> None:
    mine = as_(browser, cast, "salif")
    for seed in range(0, MANY, 30):
        assert sent(mine, any_file(seed)).status_code == 303, seed
