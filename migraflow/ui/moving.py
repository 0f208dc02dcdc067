"""The moves of a procedure in words, and the gestures of their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reflex as rx

from migraflow.domain.errors import AnswersRejected
from migraflow.domain.moves import MoveSheet, MoveState
from migraflow.services import moves, procedures
from migraflow.ui import routes
from migraflow.ui.components.rooms import again
from migraflow.ui.door import Doorway, door
from migraflow.ui.mistakes import field_sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.places import region_names
from migraflow.ui.when import moment_words
from migraflow.ui.words import say

TONES = {"moved": "ok", "failed": "late", "left": "soon", "queued": "info", "undoing": "info"}


@dataclass(frozen=True)
class Region:
    """One region in words."""

    code: str
    name: str
    moves: int
    asks: int
    stays: int
    waiting: int
    moved: int
    failed: int


@dataclass(frozen=True)
class Because:
    """Cases that do not move, and why."""

    verdict: str
    step: str
    why: str
    count: int


@dataclass(frozen=True)
class CaseLine:
    """One case this person may see."""

    ref: str
    href: str
    step: str
    verdict: str
    fate: str
    tone: str


@dataclass(frozen=True)
class Asked:
    """One thing to put right: a step that is gone, or an answer that is missing."""

    name: str
    label: str


class MovesState(Doorway, rx.State):
    """The moves of one procedure; `number` is the one shown, 0 when none was prepared."""

    procedure: str = ""
    title: str = ""
    editions: list[tuple[str, str]] = []
    target: str = ""
    number: int = 0
    known: list[tuple[int, str]] = []
    about: str = ""
    reason: str = ""
    stage: str = ""
    stage_words: str = ""
    judged: str = ""
    done: int = 0
    total: int = 0
    tiles: list[tuple[str, int]] = []
    queued: str = ""
    regions: list[Region] = []
    because: list[Because] = []
    cases: list[CaseLine] = []
    hidden: str = ""
    gone: list[Asked] = []
    missing: list[Asked] = []
    steps: list[tuple[str, str]] = []

    @door
    async def load(self) -> Any:
        """The newest move of the procedure the address names."""
        self.procedure = self._arrive()
        await self._name_editions()
        known = await self._ask(moves.listed, procedure=self.procedure)
        language, moment = await self._language(), now()
        self.known = [(one.id, f"{moment_words(one.planned, moment, language)} · {one.reason}") for one in known[:20]]
        self.number = known[0].id if known else 0
        told = await self._read() if known else None
        self.standing = "ready"
        return told

    async def _name_editions(self) -> None:
        """What cases may be moved to."""
        language, moment = await self._language(), now()
        sheet = await self._ask(procedures.sheet, procedure=self.procedure)
        words = say(language, "publishing.edition")
        self.title = sheet.title
        self.editions = [(row.sha, f"{words} {row.number} · {moment_words(row.published, moment, language)}")
                         for row in sheet.editions]  # fmt: skip
        self.target = next((row.sha for row in sheet.editions if row.current), "")

    @door
    async def choose(self, number: str) -> Any:
        """Show another move."""
        self.number = int(number)
        return await self._read()

    @door
    async def look(self) -> Any:
        """See how far it is."""
        return await self._read()

    @door
    async def plan(self, form: dict[str, str]) -> Any:
        """Try a move on every case; steps and answers given on the page go along."""
        wish = self._wish(form)
        try:
            self.number = await self._ask(moves.plan, **wish)
        except AnswersRejected as refusal:
            return notify(field_sentence(refusal.errors[0], await self._language()), "bad")
        return await self._read()

    def _wish(self, form: dict[str, str]) -> dict[str, Any]:
        """A move as the page asks for it: to which edition, why, with which steps and answers."""
        most = form.get("most", "")
        return {
            "procedure": self.procedure,
            "edition": form.get("edition") or self.target,
            "reason": form.get("reason") or self.reason,
            "most": int(most) if most.isdecimal() else 1,
            "mapping": {one.name: form.get(f"step_{one.name}", "") for one in self.gone},
            "answers": {one.name: form.get(f"answer_{one.name}", "") for one in self.missing},
        }

    @door
    async def start(self, region: str) -> Any:
        """Begin the wave of a region; with "" go on with the one that had stopped."""
        await self._ask(moves.start, move=self.number, regions=[region] if region else [])
        return await self._read()

    @door
    async def undo(self, region: str) -> Any:
        """Put the cases of a region back."""
        await self._ask(moves.undo, move=self.number, regions=[region])
        return await self._read()

    @door
    async def halt(self) -> Any:
        """Stop the wave."""
        await self._ask(moves.halt, move=self.number)
        return await self._read()

    async def _read(self) -> Any:
        """The move shown; the page looks again while something goes on."""
        sheet = await self._ask(moves.sheet, move=self.number)
        language = await self._language()
        self._lay(sheet, now(), language)
        self._count(sheet, await region_names(self), language)
        going = sheet.move.state is MoveState.JUDGING or (sheet.move.state is MoveState.RUNNING and sheet.queued)
        return again() if going else None

    def _lay(self, sheet: MoveSheet, moment: datetime, language: str) -> None:
        move = sheet.move
        self.about = say(language, "moves.chosen", number=sheet.number, who=move.planned_by_name,
                         when=moment_words(move.planned, moment, language))  # fmt: skip
        self.reason, self.target, self.stage = move.reason, move.edition, move.state.value
        over = move.state is MoveState.RUNNING and not sheet.queued
        self.stage_words = say(language, f"moves.state_{'over' if over else move.state.value}")
        self.done, self.total = sheet.judged, sheet.total
        self.judged = say(language, "moves.judging", judged=sheet.judged, total=sheet.total)
        many = "queued_one" if sheet.queued == 1 else "queued"
        self.queued = say(language, f"moves.{many}", count=sheet.queued) if sheet.queued else ""
        self.steps = [(element, name) for element, name in sheet.steps]
        self.gone = [Asked(element, say(language, "moves.replaced_by", name=name)) for element, name in sheet.gone]
        self.missing = [Asked(one.field, say(language, "moves.answer", label=one.label, count=one.count))
                        for one in sheet.missing]  # fmt: skip
        self.hidden = say(language, "moves.hidden", count=sheet.hidden) if sheet.hidden else ""

    def _count(self, sheet: MoveSheet, names: dict[str, str], language: str) -> None:
        self.regions = [Region(one.region, names.get(one.region, one.region), one.moves, one.asks, one.stays,
                               one.waiting, one.moved, one.failed) for one in sheet.regions]  # fmt: skip
        figures = {
            name: sum(getattr(one, name) for one in sheet.regions) for name in ("moves", "asks", "stays", "moved")
        }
        self.tiles = [(say(language, f"moves.{name}"), count) for name, count in figures.items()]
        self.because = [Because(say(language, f"moves.{one.verdict}"), one.step,
                                " ".join(why.sentence(language) for why in one.reasons), one.count)
                        for one in sheet.verdicts]  # fmt: skip
        self.cases = [CaseLine(one.ref, routes.case_at(one.ref), one.step, say(language, f"moves.{one.verdict}")
                               if one.verdict else "", say(language, f"moves.fate_{one.fate.value}"),
                               TONES.get(one.fate.value, "")) for one in sheet.cases]  # fmt: skip
