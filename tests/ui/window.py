"""A browser window on a State, without a browser: its handlers are fired as websocket events would."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import reflex as rx
from reflex.istate.data import RouterData


def states(parent: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    """Every State of ours."""
    for state in parent.get_substates():
        if state.__module__.startswith("migraflow."):
            yield state
        yield from states(state)


def window(state: type[rx.State], token: str = "", path: str = "/taches") -> Any:
    """A browser window on `state` at `path`, with or without a session."""
    root = rx.State(_reflex_internal_init=True)
    seen = root.get_substate(state.get_full_name().split("."))
    go(seen, path, token)
    return seen


def go(seen: Any, path: str, token: str = "") -> None:
    """Put the window at another address."""
    cookie = f"theme=dark; migraflow_session={token}" if token else "theme=dark"
    place = {"pathname": path.partition("?")[0], "asPath": path, "query": {}}
    seen._get_root_state().router = RouterData.from_router_data({"headers": {"cookie": cookie}, **place})


def fire(seen: Any, name: str, *arguments: Any) -> Any:
    """Run a handler as a websocket event would; its answer."""
    return asyncio.run(type(seen).event_handlers[name].fn(seen, *arguments))


def heard(*answers: Any) -> str:
    """What handlers told the browser (messages, addresses), as plain text."""
    values = [str(getattr(value, "_var_value", value)) for answer in answers for _, value in answer.args]
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), " ".join(values))
