"""A websocket client that nobody signed in: it fires every handler there is, reads nothing and changes nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

import pytest

from migraflow.services import accounts, sessions
from tests.cast import Cast
from tests.counter import Counter
from tests.e2e.agent import Script
from tests.e2e.intruder import Intruder, Loot, handlers
from tests.e2e.personal import EVERYBODY, Known
from tests.e2e.server import Server

STORY = Script.of("01_")
SNAPSHOT = "reflex___state____state.hydrate"
HYDRATE = f"{SNAPSHOT}_and_load"
LIST = "/taches?liste=mon-service"
LIVELY = {"sessions", "sign_ins", "disclosures"}
"""Tables that may change by knocking at the door."""
PEOPLE = (("Diarra", "Fatoumata", "11989910012345K"), ("Coulibaly", "Bandiougou", "10196105500677P"))


@dataclass(frozen=True)
class House:
    """The server with two people's cases in it. `known` is every word of it that nobody may learn."""

    server: Server
    cast: Cast
    known: Known
    loot: Loot

    def leaked(self, heard: object, told: str = "") -> set[str]:
        """The words of the house in `heard` that whoever heard it had not said first."""
        text, said = unquote(json.dumps(heard, ensure_ascii=False)), unquote(told)
        return {word for word in self.known.told_in([text]) if word not in said}

    def state(self) -> str:
        """A fingerprint of every row of every table, sessions and tries to sign in left out."""
        path = self.server.agency.settings.database_url.removeprefix("sqlite:///")
        digest = hashlib.sha256()
        with closing(sqlite3.connect(path)) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            for (name,) in names.fetchall():
                if name not in LIVELY:
                    rows = sorted(repr(row) for row in database.execute(f'SELECT * FROM "{name}"'))
                    digest.update(f"{name}: {rows}".encode())
        return digest.hexdigest()


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    """Fanta has registered two people; each waits for the next step on her list."""
    counter = Counter(server.agency, Cast(server.agency))
    for surname, given, nina in PEOPLE:
        receipt = counter.open("fanta", "demande_services")
        answers = STORY.answers("DS_01")
        identity = {**answers["identite"], "nom": surname, "prenoms": given, "nina": nina}
        assert receipt.next_token
        counter.complete("fanta", receipt.next_token, {**answers, "identite": identity})
    server.settle()
    rows = counter.inbox("fanta")
    assert len(rows) == 2
    words = [rows[0].token, rows[0].case_ref, "demande_services", "Diarra", "é\u202e\x00<script>" * 400]
    numbers = [counter.cast.id("fanta"), counter.cast.id("ibrahim"), -1, 10**12]
    return House(server, counter.cast, Known.of(server.agency, EVERYBODY), Loot(words, numbers))


def nobody(house: House) -> str:
    """No cookie at all."""
    return ""


def forged(house: House) -> str:
    """A cookie that looks like one."""
    return "Zm9yZ2VkIGNvb2tpZSBvZiBub2JvZHkgYXQgYWxs-_x"


def idle(house: House) -> str:
    """Fanta's own, from the morning of the day before: nobody used it since."""
    return opened_before(house, timedelta(days=1))


def ended(house: House) -> str:
    """Fanta's own, after she signed out."""
    token = opened_before(house, timedelta())
    house.server.agency.perform(accounts.sign_out, None, token=token)
    return token


def opened_before(house: House, span: timedelta) -> str:
    """A session of Fanta, opened some time ago."""
    agency = house.server.agency
    with agency.working(now=agency.clock() - span) as work:
        return sessions.open_session(work, house.cast.id("fanta"), "127.0.0.1").token


@pytest.mark.parametrize("who", [nobody, forged, idle, ended])
def test_whoever_did_not_sign_in_reads_nothing_and_changes_nothing(house: House, who: Callable[[House], str]) -> None:
    cookie, before, fired = who(house), house.state(), 0
    token, ref = house.loot.words[:2]
    pages = (f"/taches/{token}", f"/dossiers/{ref}?signaler=retrait", "/studio/demande_services", "/personnes?q=diarra")
    with Intruder(house.server.url, cookie) as intruder:
        for name, handler in handlers().items():
            for place, payload in enumerate(house.loot.payloads(handler)):
                path = pages[place % len(pages)]
                heard = intruder.fire(name, payload, path)
                assert house.leaked(heard, f"{path} {json.dumps(payload, ensure_ascii=False)}") == set(), name
                fired += 1
    assert fired > 3 * len(handlers()) > 150
    assert house.state() == before


def test_the_same_client_with_fantas_cookie_reads_her_tasks_and_changes_them(house: House) -> None:
    """Without this, the test above could pass for having knocked at the wrong door."""
    before = house.state()
    token, ref = house.loot.words[:2]
    hers = {token, ref, "Fatoumata Diarra", "Bandiougou Coulibaly", "Fanta Coulibaly"}
    with Intruder(house.server.url, house.cast.token("fanta")) as fanta:
        fanta.fire(HYDRATE, {}, LIST)
        assert fanta.hears(lambda heard: house.leaked(heard) >= hers, LIST)
        listed, task = len(fanta.heard), f"/taches/{token}"
        fanta.fire(HYDRATE, {}, task)
        assert fanta.hears(lambda heard: "+22376123456" in json.dumps(heard[listed:]).replace(" ", ""), task)
        claim = next(name for name in handlers() if name.endswith("tasks_state.claim"))
        fanta.fire(claim, {"token": token})
        assert fanta.hears(lambda _: house.state() != before)


def mariam(house: House) -> str:
    """The ministry's account, which sees no case."""
    return house.cast.token("mariam")


@pytest.mark.parametrize("who", [nobody, forged, idle, ended, mariam])
def test_a_tab_left_open_shows_its_page_to_nobody_else(house: House, who: Callable[[House], str]) -> None:
    """Reflex keeps a page under the name of its tab, which outlives a sign-out: the next person gets a blank one."""
    tab = filled_by_fanta(house)
    with Intruder(house.server.url, who(house), tab=tab) as other:
        for name, handler in handlers().items():
            if name not in {SNAPSHOT, HYDRATE}:
                other.send(name, next(house.loot.payloads(handler)), "/taches")
        assert house.leaked(other.fire(HYDRATE, {}), house.loot.words[0]) <= {"Mariam Sidibé"}
    tab = filled_by_fanta(house)
    with Intruder(house.server.url, who(house), tab=tab) as other:
        assert house.leaked(other.fire(SNAPSHOT, {})) == set()


def test_fantas_own_tab_keeps_its_page(house: House) -> None:
    tab = filled_by_fanta(house)
    with Intruder(house.server.url, house.cast.token("fanta"), tab=tab) as fanta:
        fanta.fire(SNAPSHOT, {})
        assert fanta.hears(lambda heard: "Bandiougou Coulibaly" in house.leaked(heard))


def filled_by_fanta(house: House) -> str:
    """The name of a tab in which Fanta looked at her list, and which she left."""
    with Intruder(house.server.url, house.cast.token("fanta")) as fanta:
        fanta.fire(HYDRATE, {}, LIST)
        assert fanta.hears(lambda heard: "Bandiougou Coulibaly" in house.leaked(heard), LIST)
        return fanta.tab
