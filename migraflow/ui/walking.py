"""The walk on the page of a trial: where it stands, and the gestures that need no form."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.domain.errors import Broken, NotFound
from migraflow.services import trials
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.when import moment_words
from migraflow.ui.words import known, say

MARKS = {"debut": "trial.begun", "temps": "trial.time"}


@dataclass(frozen=True)
class DoLine:
    """One thing somebody would do now."""

    element: str
    item: str
    name: str
    role: str
    role_name: str


@dataclass(frozen=True)
class Told:
    """One line of the walk so far."""

    when: str
    what: str
    then: str


class WalkState(Doorway, rx.State):
    """One walk. `stage` is ``ready``, ``absent`` (no draft) or ``broken``; `asking` the element whose form is open."""

    procedure: str = ""
    title: str = ""
    stage: str = "ready"
    xml: str = ""
    clock: str = ""
    due: str = ""
    tasks: list[DoLine] = []
    roles: list[tuple[str, str]] = []
    role: str = ""
    messages: list[tuple[str, str]] = []
    passed: list[str] = []
    standing_at: list[dict[str, str | bool]] = []
    story: list[Told] = []
    ended: str = ""
    problem: str = ""
    steps: int = 0
    asking: str = ""
    asking_name: str = ""
    _walk: str = ""

    @door
    async def load(self) -> None:
        """Begin a walk, or go on with the one of this procedure."""
        procedure = self._arrive()
        walk = self._walk if procedure == self.procedure else ""
        self.procedure = procedure
        await self._begin(walk)
        self.standing = "ready"

    @door
    async def restart(self) -> None:
        """Forget the walk."""
        await self._begin("")

    @door
    async def wait(self, days: int) -> None:
        """Let `days` pass; with 0 the clock goes to the next due time."""
        await self._go(await self._ask(trials.waited, procedure=self.procedure, walk=self._walk, days=days))

    @door
    async def back(self) -> None:
        """Take the last gesture back."""
        await self._go(trials.back(self._walk))

    @door
    async def play(self, role: str) -> None:
        """Show what one role would do."""
        self.role = role

    @door
    async def save(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Keep the walk as an example."""
        wish = {"procedure": self.procedure, "walk": self._walk, "title": form.get("title", "")}
        await self._ask(trials.save, **wish)
        return notify(say(await self._language(), "trial.saved"))

    async def _begin(self, walk: str) -> None:
        """Show a walk, or why there is none."""
        try:
            await self._go(walk or trials.blank(now()))
            self.stage = "ready"
        except NotFound:
            self.stage, self.title = "absent", self.procedure
        except Broken:
            self.stage, self.title = "broken", self.procedure

    async def _go(self, walk: str) -> None:
        """The walk as it is now."""
        sheet = await self._ask(trials.stand, procedure=self.procedure, walk=walk)
        language, moment = await self._language(), now()
        self._walk, self.asking = walk, ""
        self.title, self.xml, self.problem, self.ended = sheet.title, sheet.diagram, sheet.problem, sheet.ended
        self.clock = moment_words(sheet.now, moment, language)
        self.due = moment_words(sheet.next_due, moment, language) if sheet.next_due else ""
        self.tasks = [DoLine(one.element, one.item, one.name, one.role, one.role_name) for one in sheet.tasks]
        self.roles = sorted({(one.role, one.role_name) for one in sheet.tasks})
        self.role = self.role if any(self.role == code for code, _ in self.roles) else ""
        self.messages, self.steps = list(sheet.messages), sheet.steps
        self.passed = list(sheet.passed)
        self.standing_at = [{"element": one, "label": "", "late": False} for one in sheet.standing]
        self.story = [told(line, moment_words(line.at, moment, language), language) for line in sheet.story]


def told(line: trials.TryLine, when: str, language: str) -> Told:
    """One line in words; what the house does for itself is called as in the studio."""
    key = MARKS.get(line.what, f"studio.operator_{line.what}")
    return Told(when, say(language, key) if known(key) else line.what, line.then)
