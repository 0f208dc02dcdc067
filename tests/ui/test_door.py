"""Somebody without a session fires every handler of every State: nothing is read, nothing changes, they may sign in."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData

import migraflow.migraflow as application
from migraflow import wiring
from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.services import accounts
from migraflow.ui import door
from migraflow.ui.door import session_token
from migraflow.wiring import Agency
from tests.cast import Cast

HEADERS = {"cookie": "theme=dark; migraflow_session={token}"}
PLAUSIBLE: dict[str, Any] = {"str": "DS-2026-KAY-000001", "int": 1, "dict": {"q": "diarra", "to": "1"}, "bool": True}


def states(parent: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    """Every State of ours."""
    for state in parent.get_substates():
        if state.__module__.startswith("migraflow."):
            yield state
        yield from states(state)


HANDLERS = [
    (state, name)
    for state in sorted(set(states()), key=lambda state: state.__name__)
    for name in sorted(state.event_handlers)
    if name != "setvar"
]


@pytest.fixture
def house(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """The agency this process serves, for the length of a test."""
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    return agency


def window(state: type[rx.State], token: str = "") -> Any:
    """A browser window on `state`, with or without a session."""
    root = rx.State(_reflex_internal_init=True)
    cookie = HEADERS["cookie"].format(token=token) if token else "theme=dark"
    data = {"headers": {"cookie": cookie}, "pathname": "/taches", "asPath": "/taches", "query": {}}
    root.router = RouterData.from_router_data(data)
    return root.get_substate(state.get_full_name().split("."))


def arguments(state: type[rx.State], name: str) -> list[Any]:
    """Plausible arguments for a handler, by their annotations."""
    asked = list(inspect.signature(inspect.unwrap(state.event_handlers[name].fn)).parameters.values())[1:]
    return [PLAUSIBLE.get(str(one.annotation).split("[")[0], "DS-2026-KAY-000001") for one in asked]


def fire(state: type[rx.State], name: str, seen: Any) -> Any:
    """Run a handler as a websocket event would."""
    return asyncio.run(state.event_handlers[name].fn(seen, *arguments(state, name)))


@pytest.mark.parametrize("state, name", HANDLERS, ids=[f"{state.__name__}.{name}" for state, name in HANDLERS])
def test_without_a_session_nothing_happens(state: type[rx.State], name: str, house: Agency):
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
