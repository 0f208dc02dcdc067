"""Carries a case along the steps of a story without a browser: a browser need only do what the test is about."""

from __future__ import annotations

import json
import random
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from migraflow.demo.scripts import Script, retold
from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.engine.timers import period_of
from migraflow.store import rehearsal
from tests.counter import Counter
from tests.e2e.agent import WORKFLOWS
from tests.e2e.server import Server

Step = Mapping[str, Any]


def steps_of(procedure: str, beginning: str) -> tuple[list[Step], datetime]:
    """The steps of a story of ``scenarios/``, and the day it begins on."""
    [path] = (WORKFLOWS / procedure / "scenarios").glob(f"{beginning}*.json")
    story = json.loads(path.read_text(encoding="utf-8"))
    return list(story["etapes"]), datetime.fromisoformat(story["debut"])


@dataclass
class Carrier:
    """Some of the cast with every role the story asks for; the story's dates are moved to the server's clock."""

    server: Server
    counter: Counter
    hands: tuple[str, ...]
    steps: list[Step]
    begun: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def __post_init__(self) -> None:
        self.script = Script("", "", self.begun.date(), deque(self.steps))

    def until(self, ref: str, stop: str) -> dict[str, Any]:
        """Take the steps before the task or message `stop`; what is answered there, on the day it is."""
        while (step := self.script.steps.popleft()) and stop not in (step.get("tache"), step.get("message")):
            self.take(ref, step)
        return self.told(step)

    def at(self, stop: str) -> dict[str, Any]:
        """What the story answers at a task, told today, however the case came there."""
        while (step := self.script.steps.popleft()).get("tache") != stop:
            self.script.wait_silently(step)
        return self.told(step)

    def rest(self, ref: str) -> None:
        """Take all the steps that are left."""
        while self.script.steps:
            self.take(ref, self.script.steps.popleft())

    def told(self, step: Step) -> dict[str, Any]:
        """What a step answers, today."""
        days = (self.server.agency.clock().date() - self.script.day).days
        return cast(dict[str, Any], retold(step.get("reponses", {}), days, {}, self.chance, {}))

    def take(self, ref: str, step: Step) -> None:
        """Do a task, send a message, or let time pass; the rest the house does of itself."""
        if "attendre" in step:
            period = period_of(str(step["attendre"]))
            assert period is not None
            now = self.server.agency.clock()
            self.server.advance(seconds=(period.after(now) - now).total_seconds())
            self.script.wait_silently(step)
        elif "tache" in step:
            self.complete(self.token(ref, step), self.told(step))
            self.server.settle()
        elif "message" in step:
            self.counter.send(self.hands[0], ref, str(step["message"]), **self.told(step))
            self.server.settle()

    def complete(self, token: str, answers: Mapping[str, Any]) -> None:
        """The first of the hands that may, does it: a task of another region is another's."""
        for first in self.hands[:-1]:
            try:
                self.counter.complete(first, token, answers)
                return
            except (NotFound, NotAllowed):
                continue
        self.counter.complete(self.hands[-1], token, answers)

    def token(self, ref: str, step: Step) -> str:
        """The open task of a step."""
        with self.server.agency.database.session() as session:
            open_now: Iterable[rehearsal.NewTask] = rehearsal.tasks_since(session, 0)
            wanted = (str(step["tache"]), step.get("item"))
            fitting = [one for one in open_now if one.ref == ref and one.element == wanted[0]]
            found = [one.token for one in fitting if wanted[1] in (None, one.item)]
            assert found, (wanted, [one.element for one in open_now if one.ref == ref])
            return found[0]
