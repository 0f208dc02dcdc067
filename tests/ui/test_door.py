"""Somebody without a session fires every handler of every State: nothing is read, nothing changes, they may sign in."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reflex as rx

import migraflow.migraflow as application
from migraflow import wiring
from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.services import account_book, accounts
from migraflow.ui import door
from migraflow.ui.door import session_token
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.ui import window as panes
from tests.ui.window import states, window

PLAUSIBLE: dict[str, Any] = {"str": "DS-2026-KAY-000001", "int": 1, "dict": {"q": "diarra", "to": "1"}, "bool": True}


HANDLERS = [
    (state, name)
    for state in sorted(set(states()), key=lambda state: state.__name__)
    for name in sorted(state.event_handlers)
    if name != "setvar"
]


@pytest.fixture(scope="module")
def running(shared: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """One agency for all handlers: who is turned away at the door leaves nothing behind, each test looks after it."""
    path = tmp_path_factory.mktemp("door") / "migraflow.db"
    shutil.copyfile(sqlite_template, path)
    agency = Agency(settings_for(f"sqlite:///{path}", shared), clock=Clock())
    yield agency
    agency.close()


@pytest.fixture
def house(running: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """The agency this process serves, for the length of a test."""
    monkeypatch.setattr(wiring, "agency", lambda: running)
    return running


@pytest.fixture
def cast(house: Agency) -> Cast:
    """The cast of this house, signed in on demand."""
    return Cast(house)


@pytest.fixture(scope="module")
def beside(running: Agency) -> Iterator[sqlite3.Connection]:
    """Somebody else at the database, who notices whatever is committed there."""
    connection = sqlite3.connect(str(running.database.engine.url.database))
    yield connection
    connection.close()


@pytest.fixture
def untouched(house: Agency, beside: sqlite3.Connection) -> Iterator[None]:
    """Nothing is written while the test runs."""
    before = beside.execute("PRAGMA data_version").fetchone()
    yield
    assert beside.execute("PRAGMA data_version").fetchone() == before


@pytest.fixture(scope="module")
def provisional(running: Agency) -> str:
    """The session of somebody who was given a password and has not chosen one of her own."""
    cast = Cast(running)
    opened = running.perform(account_book.renew_password, cast.token("ibrahim"), account_id=cast.id("mariam"))
    username = opened.account.username
    return running.perform(accounts.sign_in, None, username=username, password=opened.password, address="").token


def arguments(state: type[rx.State], name: str) -> list[Any]:
    """Plausible arguments for a handler, by their annotations."""
    asked = list(inspect.signature(inspect.unwrap(state.event_handlers[name].fn)).parameters.values())[1:]
    return [PLAUSIBLE.get(str(one.annotation).split("[")[0], "DS-2026-KAY-000001") for one in asked]


def fire(state: type[rx.State], name: str, seen: Any) -> Any:
    """Run a handler as a websocket event would."""
    return panes.fire(seen, name, *arguments(state, name))


@pytest.mark.parametrize("state, name", HANDLERS, ids=[f"{state.__name__}.{name}" for state, name in HANDLERS])
@pytest.mark.usefixtures("untouched")
def test_without_a_session_nothing_happens(state: type[rx.State], name: str):
    assert application.app is not None
    seen = window(state)
    before = {var: seen.get_value(var) for var in state.base_vars}
    answer = fire(state, name, seen)
    assert "/connexion" in str(answer.args)
    assert {var: seen.get_value(var) for var in state.base_vars} == before


def test_a_forged_cookie_is_no_session(house: Agency):
    state = next(state for state, _ in HANDLERS if state.__name__ == "TasksState")
    seen = window(state, "x" * 43)
    assert "/connexion" in str(fire(state, "load", seen).args)


def test_the_cookie_of_a_session_opens_the_door(house: Agency, cast: Cast):
    state = next(state for state, _ in HANDLERS if state.__name__ == "TasksState")
    seen = window(state, cast.token("fanta"))
    assert session_token(seen) == cast.token("fanta")
    fire(state, "load", seen)
    assert seen.standing == "ready"


@pytest.mark.parametrize("error, standing", [(NotFound("case"), "absent"), (NotAllowed("voir"), "refused")])
def test_a_page_that_cannot_be_shown_says_why(error: Exception, standing: str, house: Agency, cast: Cast):
    state = next(state for state, _ in HANDLERS if state.__name__ == "TasksState")
    seen = window(state, cast.token("fanta"))
    assert asyncio.run(door.tell(seen, error)) is None
    assert seen.standing == standing


def test_a_refusal_beside_the_work_is_a_message(house: Agency, cast: Cast):
    state = next(state for state, _ in HANDLERS if state.__name__ == "TasksState")
    seen = window(state, cast.token("fanta"))
    seen.standing = "ready"
    answer = asyncio.run(door.tell(seen, NotAllowed("voir")))
    assert "migraflow.notify" in str(answer.args)
    assert seen.standing == "ready"


def test_the_door_asks_who_it_is_each_time(house: Agency, cast: Cast):
    state = next(state for state, _ in HANDLERS if state.__name__ == "SessionState")
    seen = window(state, cast.token("awa"))
    fire(state, "enter", seen)
    assert seen.name == "Awa Diallo"
    house.perform(accounts.sign_out_everywhere, cast.token("awa"))
    assert "/connexion" in str(fire(state, "enter", seen).args)


WITHOUT_OWN_PASSWORD = {
    *("OwnAccountState.load", "OwnAccountState.choose_password", "OwnAccountState.speak", "OwnAccountState.close_all"),
    *("SessionState.enter", "SessionState.switch_language"),
}
"""What somebody needs who has not chosen a password yet."""


@pytest.mark.parametrize("state, name", HANDLERS, ids=[f"{state.__name__}.{name}" for state, name in HANDLERS])
def test_a_provisional_password_opens_nothing_but_the_way_to_ones_own(
    state: type[rx.State], name: str, provisional: str, untouched: None
):
    if f"{state.__name__}.{name}" in WITHOUT_OWN_PASSWORD:
        return
    seen = window(state, provisional)
    before = {var: seen.get_value(var) for var in state.base_vars}
    assert "/compte?suite=/taches" in str(fire(state, name, seen).args)
    assert {var: seen.get_value(var) for var in state.base_vars} == before
