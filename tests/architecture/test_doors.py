"""Every public method of a State is a remote endpoint: each goes through the door, or stands on this short list."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
import reflex as rx

import migraflow.migraflow as application
from migraflow.ui.door import Doorway

PUBLIC: frozenset[str] = frozenset()
"""Handlers anybody may call, as ``State.handler``. Three at most; each with its reason in a comment beside it."""
REFLEX = frozenset({"setvar"})
"""Made by Reflex for every State: it only reaches handlers named ``set_…``, and a test below allows none."""


def states(parent: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    """Every State of ours that the application has brought in."""
    for state in parent.get_substates():
        if state.__module__.startswith("migraflow."):
            yield state
        yield from states(state)


STATES = sorted(set(states()), key=lambda state: state.__name__)
HANDLERS = [(state, name) for state in STATES for name in sorted(state.event_handlers) if name not in REFLEX]


def test_the_application_has_its_pages():
    assert application.app is not None
    assert len(HANDLERS) > 20


@pytest.mark.parametrize("state, name", HANDLERS, ids=[f"{state.__name__}.{name}" for state, name in HANDLERS])
def test_every_handler_goes_through_the_door(state: type[rx.State], name: str):
    if f"{state.__name__}.{name}" in PUBLIC:
        return
    assert getattr(state.event_handlers[name].fn, "is_door", False), f"{state.__name__}.{name} has no @door"


def test_the_public_list_is_short():
    assert len(PUBLIC) <= 3
    assert {f"{state.__name__}.{name}" for state, name in HANDLERS} >= PUBLIC


def test_nothing_can_be_set_from_outside():
    assert [name for _, name in HANDLERS if name.startswith("set_")] == []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_state_inherits_nothing_but_the_door(state: type[rx.State]):
    ours = {base for base in state.__mro__ if base.__module__.startswith("migraflow.") and base is not state}
    assert ours <= {Doorway}


@pytest.mark.parametrize("state, name", HANDLERS, ids=[f"{state.__name__}.{name}" for state, name in HANDLERS])
def test_handlers_are_short(state: type[rx.State], name: str):
    """Eight lines at most below the docstring: a State is a window, not a room."""
    source = inspect.getsource(inspect.unwrap(state.event_handlers[name].fn)).splitlines()
    start = next(n for n, line in enumerate(source) if '"""' in line)
    end = next(
        n for n in range(start, len(source)) if source[n].count('"""') == 2 or (n > start and '"""' in source[n])
    )
    body = [line for line in source[end + 1 :] if line.strip() and not line.strip().startswith("#")]
    assert len(body) <= 10, "\n".join(source)
