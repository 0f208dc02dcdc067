"""The studio's States: the working copy, the selected element, the form being written."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow import engine
from migraflow.domain.errors import ChecksFailed
from migraflow.domain.forms import Kind
from migraflow.domain.procedures import DraftSheet
from migraflow.services import comparing, procedures, workbench
from migraflow.services.form_writing import NewField
from migraflow.services.workbench import Option
from migraflow.ui import routes
from migraflow.ui.components.studio_seen import Branch, PlanLine, Selected, branches, plan_lines, selected
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.when import clock, moment_words
from migraflow.ui.words import say
from migraflow.ui.words.typography import typeset

FORM_PROPERTY = "formJsonSchemaFilename"
PUBLISH_DIALOG, DISCARD_DIALOG, FORM_DIALOG = "publish-dialog", "discard-dialog", "form-dialog"
FIRST_ROWS = (1, 2)
STALE = "scenario_failed"
"""The code of the finding that an example no longer goes as written: the manager may set it aside."""


@dataclass(frozen=True)
class FindingLine:
    """One finding of the checker, in words; `severity` is ``error``, ``warning`` or ``advice``."""

    element: str
    severity: str
    sentence: str
    repair: str


def finding_line(finding: engine.Finding, language: str) -> FindingLine:
    """A finding in words."""
    return FindingLine(
        element=finding.element,
        severity=finding.severity.name.lower(),
        sentence=finding.sentence(language),
        repair=finding.repair(language),
    )


def opening(dialog: str) -> rx.event.EventSpec:
    """Open a native dialog: focus moves into it, Escape closes it."""
    return rx.call_script(f"document.getElementById('{dialog}')?.showModal()")


def working(dialog: str) -> rx.event.EventSpec:
    """Show that the wish of a dialog is being granted."""
    return rx.call_script(f"document.querySelector('#{dialog} [type=submit]')?.setAttribute('aria-disabled', 'true')")


def ready(dialog: str) -> rx.event.EventSpec:
    """Show that a dialog listens again."""
    return rx.call_script(f"document.querySelector('#{dialog} [type=submit]')?.removeAttribute('aria-disabled')")


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
    roles: dict[str, str] = {}
    forms: list[Option] = []
    deadlines: list[Option] = []
    messages: list[Option] = []
    decisions: list[Option] = []
    called: list[Option] = []
    findings: list[FindingLine] = []
    checked: bool = False
    blocked: bool = False
    stale: list[str] = []
    changes: list[str] = []
    command: dict[str, str] = {}

    @door
    async def load(self) -> Any:
        """Open the working copy of the procedure whose id ends the address."""
        self.procedure = self._arrive()
        bench = await self._ask(workbench.open_bench, procedure=self.procedure)
        self._lay(bench)
        self._keep(bench.draft, await self._language())
        self.standing = "ready"
        return StudioState.check

    @door
    async def save(self, xml: str) -> Any:
        """Keep what the drawing has become, and look at it again."""
        draft = await self._ask(workbench.save_diagram, procedure=self.procedure, xml=xml, version=self.version)
        self._keep(draft, await self._language())
        return StudioState.check

    @door
    async def check(self) -> None:
        """Ask the checker."""
        self._found(await self._ask(procedures.check_draft, procedure=self.procedure), await self._language())

    @door
    async def tidy(self) -> Any:
        """Draw the diagram afresh, because it was asked for."""
        draft = await self._ask(workbench.tidy, procedure=self.procedure, version=self.version)
        self.xml = draft.files[workbench.DIAGRAM]
        self._keep(draft, await self._language())
        return StudioState.check

    @door
    async def propose(self) -> Any:
        """Say what the next edition would change, and ask whether to publish it."""
        language = await self._language()
        found = await self._ask(comparing.draft_changes, procedure=self.procedure)
        self.changes = [typeset(change.sentence(language)) for change in found or ()]
        return opening(PUBLISH_DIALOG)

    @door
    async def publish(self, form: dict[str, str]) -> Any:
        """Publish the next edition: new cases follow it, running ones keep theirs."""
        language, wish = (
            await self._language(),
            {"note": form.get("note", ""), "set_aside": bool(form.get("set_aside"))},
        )
        try:
            edition = await self._ask(workbench.publish, procedure=self.procedure, **wish)
        except ChecksFailed as refusal:
            return await self._unpublished(refusal, language)
        told = say(language, "studio.published", number=edition.number)
        return [notify(told), rx.redirect(routes.procedure_at(self.procedure))]

    @door
    async def discard(self) -> Any:
        """Throw the working copy away; the published edition stays."""
        await self._ask(procedures.discard_draft, procedure=self.procedure)
        return rx.redirect(routes.procedure_at(self.procedure))

    def _lay(self, bench: workbench.Bench) -> None:
        self.title, self.number, self.holder = bench.draft.title, bench.number, bench.draft.holder
        self.mine = bench.mine
        self.xml, self.checked, self.stale = bench.diagram, False, []
        self.roles = {role.code: role.label for role in bench.roles}
        self.deadlines, self.messages = list(bench.deadlines), list(bench.messages)
        self.decisions, self.called = list(bench.decisions), list(bench.called)

    def _keep(self, draft: DraftSheet, language: str) -> None:
        moment = now()
        same_day = draft.saved_at.date() == moment.date()
        self.saved = clock(draft.saved_at, language) if same_day else moment_words(draft.saved_at, moment, language)
        self.version, self.forms = draft.version, list(workbench.forms_in(draft.files))

    def _found(self, findings: Any, language: str) -> None:
        self.findings = [finding_line(finding, language) for finding in findings]
        self.blocked = any(finding.severity == "error" for finding in self.findings)
        self.checked = True

    async def _unpublished(self, refusal: ChecksFailed, language: str) -> Any:
        findings = [finding for finding in refusal.findings if isinstance(finding, engine.Finding)]
        if all(finding.code == STALE for finding in findings):
            titles = await self._ask(workbench.scenario_titles, procedure=self.procedure)
            self.stale = [titles.get(finding.file, finding.file) for finding in findings]
            return ready(PUBLISH_DIALOG)
        self._found(findings, language)
        return [ready(PUBLISH_DIALOG), closing(PUBLISH_DIALOG), notify(say(language, "studio.still_wrong"), "bad")]

    def _send(self, verb: str, **wish: str) -> None:
        self.command = {"serial": str(time.time_ns()), "verb": verb, **wish}


class PanelState(Doorway, rx.State):
    """The selected element and the plan. `verdict` says what is wrong with the text being typed in `judged`."""

    seen: Selected = Selected()
    exits: list[Branch] = []
    plan: list[PlanLine] = []
    judged: str = ""
    verdict: str = ""

    @door
    async def select(self, seen: dict[str, Any]) -> None:
        """The drawing says what is selected now."""
        if seen.get("id") != self.seen.id:
            self.judged = self.verdict = ""
        self.seen, self.exits = selected(seen), branches(seen)

    @door
    async def outline(self, lines: list[Any]) -> None:
        """The drawing says which steps there are."""
        self.plan = plan_lines(lines)

    @door
    async def go(self, element: str) -> None:
        """Select `element` in the drawing."""
        (await self.get_state(StudioState))._send("select", element=element)

    @door
    async def write(self, verb: str, name: str, value: str) -> None:
        """Change one property of the selected element."""
        studio = await self.get_state(StudioState)
        studio._send(verb, element=self.seen.id, name=name, value=value)

    @door
    async def judge(self, kind: str, text: str) -> None:
        """Whether a text being typed can be understood."""
        wanted = workbench.Text(kind)
        self.verdict = await self._ask(workbench.judge, text=text, kind=wanted) if text.strip() else ""
        self.judged = kind if text.strip() else ""

    @door
    async def append(self, form: dict[str, str]) -> None:
        """Add a person's step after the selected element."""
        wish = {"value": form.get("name", "").strip(), "role": form.get("role", "")}
        (await self.get_state(StudioState))._send("append", element=self.seen.id, **wish)

    @door
    async def take_out(self) -> None:
        """Take the selected element out; what stood around it is joined."""
        (await self.get_state(StudioState))._send("takeOut", element=self.seen.id)


class NewFormState(Doorway, rx.State):
    """The form being written: `rows` numbers its lines, `choosing` those that need words to choose among."""

    rows: list[int] = list(FIRST_ROWS)
    choosing: list[int] = []

    @door
    async def begin(self) -> Any:
        """An empty form."""
        self.rows, self.choosing = list(FIRST_ROWS), []
        return opening(FORM_DIALOG)

    @door
    async def add_row(self) -> None:
        """One more question."""
        self.rows = [*self.rows, max(self.rows, default=0) + 1][:40]

    @door
    async def drop_row(self, row: int) -> None:
        """One question less."""
        self.rows = [kept for kept in self.rows if kept != row]

    @door
    async def choose_kind(self, row: int, kind: str) -> None:
        """The kind of a question decides whether it needs choices."""
        others = [kept for kept in self.choosing if kept != row]
        self.choosing = [*others, row] if kind in (Kind.CHOICE, Kind.CHOICES) else others

    @door
    async def create(self, form: dict[str, str]) -> Any:
        """Write the form into the working copy and give it to the selected step."""
        studio, panel = await self.get_state(StudioState), await self.get_state(PanelState)
        wish = {"title": form.get("title", ""), "fields": questions(form, self.rows), "version": studio.version}
        path, draft = await self._ask(workbench.add_form, procedure=studio.procedure, **wish)
        studio._keep(draft, await self._language())
        studio._send("property", element=panel.seen.id, name=FORM_PROPERTY, value=path)
        return closing(FORM_DIALOG)


def questions(form: dict[str, str], rows: list[int]) -> list[NewField]:
    """The questions typed; lines without a label are left out."""
    return [
        NewField(
            label=form[f"label_{row}"],
            kind=Kind(form.get(f"kind_{row}", Kind.TEXT)),
            required=bool(form.get(f"required_{row}")),
            choices=tuple(filter(None, (line.strip() for line in form.get(f"choices_{row}", "").splitlines()))),
        )
        for row in rows
        if form.get(f"label_{row}", "").strip()
    ]
