"""The studio's State: the working copy, how it reads, the chosen element, what the checker found."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from migraflow import engine
from migraflow.domain.procedures import DraftSheet
from migraflow.engine.editing import Edit
from migraflow.services import drafting, procedures, public_service, studio, workbench
from migraflow.services.drafting import Drawn, Known
from migraflow.services.workbench import Option
from migraflow.ui import routes
from migraflow.ui.components.studio_seen import (
    Box,
    Chosen,
    ExitLine,
    ParameterBox,
    PlanLine,
    ReminderLine,
    boxes_of,
    chosen,
    exits,
    parameter_boxes,
    plan_line,
    reminders,
)
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.when import clock, moment_words
from migraflow.ui.words import say
from migraflow.ui.words.typography import typeset

DISCARD_DIALOG, FORM_DIALOG = "discard-dialog", "form-dialog"
SHAPE = "BPMNShape"
"""Stands in every diagram that says where its steps are; one that was never drawn is drawn as it is opened."""
ADVICE = "advice"


@dataclass(frozen=True)
class FindingLine:
    """One finding of the checker, in words; `severity` is ``error``, ``warning`` or ``advice``, `mend` what one click
    would do, "" when only its author can know."""

    element: str
    severity: str
    sentence: str
    repair: str
    place: int = 0
    mend: str = ""


def finding_line(place: int, finding: engine.Finding, language: str) -> FindingLine:
    """A finding in words."""
    offers = public_service.remedies(finding)
    return FindingLine(
        element=finding.element,
        severity=finding.severity.name.lower(),
        sentence=typeset(finding.sentence(language)) if language == "fr" else finding.sentence(language),
        repair=finding.repair(language),
        place=place,
        mend=offers[0].sentence(language) if offers else "",
    )


def opening(dialog: str) -> rx.event.EventSpec:
    """Open a native dialog: focus moves into it, Escape closes it."""
    return rx.call_script(f"document.getElementById('{dialog}')?.showModal()")


def focus(id: str) -> rx.event.EventSpec:
    """Go to an element of the page, once it stands there."""
    return rx.call_script(f"setTimeout(() => document.getElementById({json.dumps(id)})?.focus(), 80)")


def closing(dialog: str) -> rx.event.EventSpec:
    """Close a dialog."""
    return rx.call_script(f"document.getElementById('{dialog}')?.close()")


class StudioState(Doorway, rx.State):
    """The working copy of one procedure. `command` is the last wish sent to the drawing, told apart by ``serial``."""

    procedure: str = ""
    title: str = ""
    number: int = 0
    holder: str = ""
    mine: bool = True
    saved: str = ""
    version: int = 0
    xml: str = ""
    drawing: bool = False
    roles: dict[str, str] = {}
    forms: list[Option] = []
    deadlines: list[Option] = []
    messages: list[Option] = []
    decisions: list[Option] = []
    called: list[Option] = []
    notices: list[Option] = []
    letters: list[Option] = []
    lists: list[Option] = []
    plan: list[PlanLine] = []
    seen: Chosen = Chosen()
    exits: list[ExitLine] = []
    reminders: list[ReminderLine] = []
    parameters: list[ParameterBox] = []
    known: list[Known] = []
    boxes: list[Box] = []
    boxable: bool = True
    either: bool = False
    findings: list[FindingLine] = []
    advice: list[FindingLine] = []
    checked: bool = False
    blocked: bool = False
    command: dict[str, str] = {}
    _found: tuple[engine.Finding, ...] = ()

    @door
    async def load(self) -> Any:
        """Open the working copy of the procedure the address names, to be drawn."""
        return await self._open(drawing=True)

    @door
    async def load_plan(self) -> Any:
        """Open the working copy to be read as a list: no drawing is fetched."""
        return await self._open(drawing=False)

    @door
    async def save(self, xml: str) -> Any:
        """Keep what the drawing has become, and look at it again."""
        draft = await self._ask(workbench.save_diagram, procedure=self.procedure, xml=xml, version=self.version)
        await self._keep(draft, self.seen.id)
        return StudioState.check

    @door
    async def check(self) -> None:
        """Ask the checker, and what good public service would advise."""
        findings = await self._ask(procedures.check_draft, procedure=self.procedure)
        advice = await self._ask(public_service.advise_draft, procedure=self.procedure)
        self._tell((*findings, *advice), await self._language())

    @door
    async def see(self, element: str) -> None:
        """The drawing or the plan says what is chosen now."""
        if element != self.seen.id:
            await self._look(element)

    @door
    async def go(self, element: str) -> Any:
        """Choose `element` in the plan, and show it in the drawing."""
        await self._look(element)
        self.command = {"serial": str(time.time_ns()), "verb": "select", "element": element}
        return None if self.drawing else focus("seen")

    @door
    async def leave(self) -> Any:
        """Back from the properties to the list, where one was."""
        before = self.seen.id
        await self._look("")
        return focus(f"line-{before}")

    @door
    async def mend(self, place: int) -> Any:
        """Make the repair a finding proposes; its button goes, the focus stays with the findings; mended in a form,
        the chosen step stays chosen."""
        offers = public_service.remedies(self._found[place]) if place < len(self._found) else ()
        if not offers:
            return None
        wish = {"procedure": self.procedure, "repair": offers[0], "version": self.version}
        drawn = await self._ask(drafting.mend, **wish)
        shown = drawn.chosen if self._found[place].file == workbench.DIAGRAM else self.seen.id
        return [await self._after(replace(drawn, chosen=shown)), focus("findings-title")]

    @door
    async def undo(self) -> Any:
        """Take the last change back."""
        return await self._turned(await self._ask(drafting.undo, procedure=self.procedure))

    @door
    async def redo(self) -> Any:
        """Make the change undone last again."""
        return await self._turned(await self._ask(drafting.redo, procedure=self.procedure))

    @door
    async def tidy(self) -> Any:
        """Draw the diagram afresh, because it was asked for."""
        draft = await self._ask(workbench.tidy, procedure=self.procedure, version=self.version)
        await self._keep(draft, self.seen.id)
        self.xml = draft.files[workbench.DIAGRAM]
        return StudioState.check

    @door
    async def redraw(self) -> Any:
        """Draw what was added, after the page has shown it in words."""
        draft = await self._ask(drafting.draw, procedure=self.procedure, version=self.version)
        await self._keep(draft, self.seen.id)
        self._show(draft)
        return StudioState.check

    @door
    async def discard(self) -> Any:
        """Throw the working copy away; the published edition stays."""
        await self._ask(procedures.discard_draft, procedure=self.procedure)
        return rx.redirect(routes.procedure_at(self.procedure))

    @door
    async def take_copy(self) -> Any:
        """Go on with a copy of what somebody else holds."""
        await self._ask(studio.take_own_copy, procedure=self.procedure)
        return StudioState.load if self.drawing else StudioState.load_plan

    async def _open(self, *, drawing: bool) -> Any:
        parts = self.router.url.path.strip("/").split("/")
        self._arrive()
        self.procedure, self.drawing, self.seen = parts[1], drawing, Chosen()
        bench = await self._ask(workbench.open_bench, procedure=self.procedure)
        supplies = await self._ask(drafting.supplies)
        self._lay(bench)
        self.notices, self.letters, self.lists = list(supplies.notices), list(supplies.letters), list(supplies.lists)
        if self.mine:
            await self._keep(bench.draft, "")
        self._show(bench.draft)
        self.standing = "ready"
        if self.mine and drawing and self.plan and SHAPE not in self.xml:
            return StudioState.redraw
        return StudioState.check if self.mine else None

    async def _edit(self, code: str, element: str, **facts: str) -> Any:
        """Make one change, and show what became of it."""
        wish = {"procedure": self.procedure, "change": Edit(code, element, facts), "version": self.version}
        return await self._after(await self._ask(drafting.edit, **wish))

    async def _after(self, drawn: Drawn) -> Any:
        """Show a change; what it added is drawn in a second breath."""
        await self._keep(drawn.draft, drawn.chosen)
        if drawn.redraw:
            return StudioState.redraw
        self._show(drawn.draft)
        return StudioState.check

    async def _turned(self, draft: DraftSheet | None) -> Any:
        if draft is None:
            return notify(say(await self._language(), "studio.nothing_to_undo"))
        await self._keep(draft, self.seen.id)
        self._show(draft)
        return StudioState.check

    def _show(self, draft: DraftSheet) -> None:
        if self.drawing:
            self.xml = draft.files[workbench.DIAGRAM]
            self.command = {"serial": str(time.time_ns()), "verb": "select", "element": self.seen.id}

    def _lay(self, bench: workbench.Bench) -> None:
        self.title, self.number, self.holder = bench.draft.title, bench.number, bench.draft.holder
        self.mine = bench.mine
        self.checked = False
        self.roles = {role.code: role.label for role in bench.roles}
        self.deadlines, self.messages = list(bench.deadlines), list(bench.messages)
        self.decisions, self.called = list(bench.decisions), list(bench.called)

    async def _keep(self, draft: DraftSheet, element: str) -> None:
        moment, language = now(), await self._language()
        same_day = draft.saved_at.date() == moment.date()
        self.saved = clock(draft.saved_at, language) if same_day else moment_words(draft.saved_at, moment, language)
        self.version, self.forms = draft.version, list(workbench.forms_in(draft.files))
        self.messages = list(workbench.messages_in(draft.files))
        await self._look(element)

    async def _look(self, element: str) -> None:
        """How the draft reads now, with `element` chosen."""
        sight = await self._ask(drafting.sight, procedure=self.procedure, element=element)
        number = next((line.number for line in sight.lines if line.id == element), "")
        titles = {notice.code: notice.label for notice in self.notices}
        self.plan = [plan_line(line, self.roles) for line in sight.lines]
        self.seen, self.exits = chosen(sight.seen, number), exits(sight.seen)
        self.reminders, self.parameters = reminders(sight.seen, titles, self.roles), parameter_boxes(sight.seen)
        self.known = list(sight.known)
        await self._box(sight.seen.condition or sight.seen.guard)

    async def _box(self, text: str) -> None:
        """The boxes of the condition of what is chosen."""
        known = {one.name: one for one in self.known}
        found = boxes_of(text, known, await self._language())
        self.boxable = found is not None
        self.boxes, self.either = found or ([], False)

    def _tell(self, findings: tuple[engine.Finding, ...], language: str) -> None:
        self._found = findings
        lines = [finding_line(place, finding, language) for place, finding in enumerate(findings)]
        self.findings = [line for line in lines if line.severity != ADVICE]
        self.advice = [line for line in lines if line.severity == ADVICE]
        self.blocked = any(line.severity == "error" for line in lines)
        self.checked = True
