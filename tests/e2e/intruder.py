"""Somebody who speaks with the server as the pages do, without being a page: any event, any arguments, any cookie."""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import reflex as rx
from reflex_base.event import EventHandler
from reflex_base.utils.format import format_event_handler
from simple_websocket import Client

import migraflow.migraflow as application
from migraflow.ui.door import COOKIE

NAMESPACE = "/_event"
BARRIER = "reflex___state____state.set_is_hydrated"
"""A handler of Reflex's own that always answers: events of one tab are handled in turn."""
PATIENCE = 20
"""Seconds an answer may take."""
FORMS = "dict"


def states(parent: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    """Every State of the application, Reflex's own with them."""
    yield parent
    for state in parent.get_substates():
        yield from states(state)


def handlers() -> dict[str, EventHandler]:
    """Every handler a websocket client can name, by the name it would use."""
    assert application.app is not None
    return {format_event_handler(handler): handler for state in states() for handler in state.event_handlers.values()}


@dataclass(frozen=True)
class Loot:
    """What somebody may have seen over a shoulder: `words` for texts, `numbers` for keys of accounts and rows."""

    words: Sequence[str]
    numbers: Sequence[int]

    def payloads(self, handler: EventHandler) -> Iterator[dict[str, Any]]:
        """Arguments for `handler`, one set for each word: what it expects, and where it expects it."""
        wanted = list(inspect.signature(inspect.unwrap(handler.fn)).parameters.values())[1:]
        for place, word in enumerate(self.words if wanted else self.words[:1]):
            number = self.numbers[place % len(self.numbers)]
            yield {name.name: self.argument(name.name, str(name.annotation), word, number) for name in wanted}

    def argument(self, name: str, kind: str, word: str, number: int) -> Any:
        """One argument of the annotated kind."""
        if FORMS in kind:
            fields = ("q", "token", "to", "procedure", "title", "name", "note", "region", "du", "number", "id", "kind")
            return dict.fromkeys(fields, word) | {"to": str(number), f"row-{word}": word}
        if "list" in kind:
            return [word, number, None]
        if "int" in kind:
            return number
        if name == "text":
            return self.letter(word, number)
        return word

    @staticmethod
    def letter(word: str, number: int) -> str:
        """What the script of a form sends."""
        told = {"number": number, "answers": {"identite.nom": word}, "key": word, "path": "pays_vises", "words": word}
        return json.dumps(told | {"add": "pieces", "remove": "pieces.0"})


@dataclass
class Intruder:
    """One open websocket. `tab` is the name Reflex gives a tab, `heard` everything the server said so far."""

    url: str
    cookie: str = ""
    tab: str = field(default_factory=lambda: str(uuid4()))
    heard: list[Any] = field(default_factory=list[Any])
    turns: Iterator[int] = field(default_factory=count)

    def __enter__(self) -> Intruder:
        address = f"{self.url.replace('http', 'ws')}{NAMESPACE}/?" + urlencode(
            {"EIO": 4, "transport": "websocket", "token": self.tab}
        )
        # No Origin: browsers must tell theirs, programs need not.
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        self.socket = Client(address, headers=headers, max_message_size=None)
        self.socket.send(f"40{NAMESPACE},")
        self.receive("0")
        self.receive(f"40{NAMESPACE},")
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def receive(self, beginning: str) -> str:
        """What comes next and begins so; the server's pings are answered on the way."""
        while True:
            packet = self.socket.receive(PATIENCE)
            assert packet is not None, f"no answer beginning with {beginning!r}"
            text = str(packet)
            if text == "2":
                self.socket.send("3")
            elif text.startswith(beginning):
                return text[len(beginning) :]
            else:
                raise AssertionError(text[:400])

    def fire(self, name: str, payload: dict[str, Any], path: str = "/taches") -> list[Any]:
        """Send one event from the page `path`; everything the server says until it has dealt with it."""
        already = len(self.heard)
        self.send(name, payload, path)
        self.settle(path)
        return self.heard[already:]

    def hears(self, told: Callable[[list[Any]], bool], path: str = "/taches") -> bool:
        """Whether `told` holds of all the server said, before our patience ends: a busy machine loads a page late."""
        end = time.monotonic() + PATIENCE
        while not told(self.heard) and time.monotonic() < end:
            time.sleep(0.05)
            self.settle(path)
        return told(self.heard)

    def send(self, name: str, payload: dict[str, Any], path: str) -> None:
        """Send one event."""
        place = {"pathname": path.partition("?")[0], "asPath": path}
        event = {"name": name, "payload": payload, "router_data": place}
        self.socket.send(f"42{NAMESPACE}," + json.dumps(["event", event], ensure_ascii=False))

    def settle(self, path: str) -> None:
        """Wait for an answer to questions of our own, asked last: each comes from an address of its own, told again."""
        for _ in range(2):
            mark = f"tour={next(self.turns)}"
            self.send(BARRIER, {"value": True}, f"{path}{'&' if '?' in path else '?'}{mark}")
            while not self.heard or mark not in json.dumps(self.heard[-1]):
                self.heard.append(json.loads(self.receive(f"42{NAMESPACE},")))
