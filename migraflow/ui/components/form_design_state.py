"""The State of the form designer: the form of the draft, the chosen question, what was found, the form being tried."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow import engine
from migraflow.domain.errors import Broken, NotFound
from migraflow.domain.procedures import DraftSheet
from migraflow.services import accounts, drafting, form_blocks, form_design, public_service, studio, workbench
from migraflow.services.drafting import Drawn, Known
from migraflow.services.filling import About
from migraflow.services.form_preview import Design
from migraflow.services.workbench import Option
from migraflow.ui import routes
from migraflow.ui.answering import AnswersState
from migraflow.ui.components.form_design_seen import (
    BlockLine,
    Builder,
    DesignLine,
    Question,
    RuleLine,
    UseLine,
    block_line,
    builders,
    design_lines,
    flat,
    question,
    use_lines,
)
from migraflow.ui.components.form_design_touched import BlockState
from migraflow.ui.components.studio_state import FindingLine, finding_line, focus
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.when import clock, moment_words
from migraflow.ui.words import say


class FormDesignState(Doorway, rx.State):
    """One form of a working copy. `said` is told to those who hear the page; `own` are the findings at the chosen
    question, `findings` all others of the form. `open` says that a phone shows what is chosen instead of the list;
    `tried` is ``ready`` or ``broken``. `shared`: it is a block that several forms ask; `block_to` leads to the one the
    chosen question is."""

    procedure: str = ""
    path: str = ""
    procedure_title: str = ""
    heading: str = ""
    steps: str = ""
    number: int = 0
    holder: str = ""
    mine: bool = True
    saved: str = ""
    version: int = 0
    lines: list[DesignLine] = []
    seen: Question = Question()
    builders: list[Builder] = []
    rules: list[RuleLine] = []
    known: list[Known] = []
    lists: list[Option] = []
    blocks: list[Option] = []
    findings: list[FindingLine] = []
    own: list[FindingLine] = []
    open: bool = False
    checked: bool = False
    inside: list[UseLine] = []
    outside: list[UseLine] = []
    asked_uses: bool = False
    said: str = ""
    tried: str = "ready"
    filled: bool = True
    wide: bool = False
    shared: bool = False
    block_to: str = ""
    _turn: int = 0
    _all: list[FindingLine] = []
    _found: tuple[engine.Finding, ...] = ()
    _design: form_design.Designed | None = None

    @door
    async def load(self) -> Any:
        """Open the form the address names, in the working copy of its procedure."""
        parts, name = self.router.url.path.strip("/").split("/"), self._arrive()
        self.shared, self.seen, self._all = parts[2] == "blocs", Question(), []
        self.procedure, self.path = parts[1], f"{'registers' if self.shared else 'forms'}/{name}.json"
        bench = await self._ask(workbench.open_bench, procedure=self.procedure)
        self.procedure_title, self.number, self.holder = bench.draft.title, bench.number, bench.draft.holder
        self.mine, self.checked, self.open, self._turn = bench.mine, False, False, self._turn + 1
        if self.mine:
            await self._furnish(bench.draft)
        self.standing = "ready"
        return FormDesignState.check if self.mine else None

    @door
    async def take_copy(self) -> Any:
        """Go on with a copy of what somebody else holds."""
        await self._ask(studio.take_own_copy, procedure=self.procedure)
        return FormDesignState.load

    @door
    async def go(self, place: str) -> Any:
        """Choose a question, a section, or the form itself."""
        await self._look(place)
        self.open = True
        return focus("seen")

    @door
    async def leave(self) -> Any:
        """Back from the properties to the list, where one was."""
        self.open = False
        return focus(f"f-{self.seen.place}")

    @door
    async def check(self) -> Any:
        """Ask the checker and what good public service advises, of this form; a shared block touches others too."""
        self._found = await self._ask(form_design.findings, procedure=self.procedure, form=self.path)
        language = await self._language()
        self._all = [finding_line(place, one, language) for place, one in enumerate(self._found)]
        self.checked = True
        self._tell()
        return BlockState.load(self.procedure, self.path) if self.shared else None

    @door
    async def mend(self, place: int) -> Any:
        """Make the repair a finding proposes."""
        offers = public_service.remedies(self._found[place]) if place < len(self._found) else ()
        if not offers:
            return None
        wish = {"procedure": self.procedure, "repair": offers[0], "version": self.version}
        drawn = await self._ask(drafting.mend, **wish)
        return await self._after(Drawn(drawn.draft, self.seen.place), "mended")

    @door
    async def undo(self) -> Any:
        """Take the last change back."""
        return await self._turned(await self._ask(drafting.undo, procedure=self.procedure), "undone")

    @door
    async def redo(self) -> Any:
        """Make the change undone last again."""
        return await self._turned(await self._ask(drafting.redo, procedure=self.procedure), "redone")

    @door
    async def ask_uses(self) -> None:
        """What speaks of the chosen question."""
        found = await self._ask(
            form_design.uses, procedure=self.procedure, form=self.path, place=self.seen.place
        )  # fmt: skip
        language = await self._language()
        self.inside, self.outside = use_lines(found.inside, language), use_lines(found.outside, language)
        self.asked_uses = True

    @door
    async def widen(self, wide: bool) -> None:
        """Try the form as wide as a phone, or as a desk."""
        self.wide = wide

    @door
    async def refill(self, filled: bool) -> None:
        """Try the form with likely answers, or empty."""
        self.filled, self._turn = filled, self._turn + 1
        await self._try()

    async def _furnish(self, draft: DraftSheet) -> None:
        """Show the form, and what its questions may refer to."""
        self.lists = list((await self._ask(drafting.supplies)).lists)
        offered = await self._ask(form_design.blocks, procedure=self.procedure)
        self.blocks = [one for one in offered if one.code != self.path]
        await self._keep(draft, "")

    async def _edit(self, code: str, place: str, **facts: str) -> Any:
        """Make one change, and show what became of it."""
        wish = {"procedure": self.procedure, "form": self.path, "place": place, "code": code, "facts": facts}
        drawn = await self._ask(form_design.edit, **wish, version=self.version)
        return await self._after(drawn, SAID.get(code, ""))

    async def _after(self, drawn: Drawn, told: str) -> Any:
        """Show a change and say it; what the checker thinks follows."""
        before = self.seen.place
        await self._keep(drawn.draft, drawn.chosen)
        self.said = await self._words(told) if told else ""
        self.open = told == "added" or (self.open and told != "removed")
        follow = {
            "moved": [focus(f"f-{drawn.chosen}")],
            "added": [focus("w-title")],
            "removed": [focus(f"f-{drawn.chosen}")],
        }
        moved = follow.get(told, []) if told != "moved" or before == drawn.chosen or before.startswith("§") else []
        return [*moved, FormDesignState.check]

    async def _turned(self, draft: DraftSheet | None, told: str) -> Any:
        if draft is None:
            return notify(say(await self._language(), "studio.nothing_to_undo"))
        await self._keep(draft, self.seen.place)
        self.said = say(await self._language(), f"form_design.said_{told}")
        return FormDesignState.check

    async def _words(self, told: str) -> str:
        """What is said of a change."""
        own = [line for line in self.lines if line.number]
        line = next((line for line in self.lines if line.place == self.seen.place), DesignLine())
        facts = {"label": line.label or self.heading, "at": line.number or "–", "of": len(own)}
        return say(await self._language(), f"form_design.said_{told}", **facts)

    async def _keep(self, draft: DraftSheet, place: str) -> None:
        moment, language = now(), await self._language()
        same_day = draft.saved_at.date() == moment.date()
        self.saved = clock(draft.saved_at, language) if same_day else moment_words(draft.saved_at, moment, language)
        self.version = draft.version
        if self.path not in draft.files:
            raise NotFound("form", self.path)
        await self._look(place)
        await self._try()

    async def _look(self, place: str) -> None:
        """How the form reads now, with `place` chosen."""
        wish = {"procedure": self.procedure, "form": self.path, "place": place}
        seen, language = await self._ask(form_design.design, **wish), await self._language()
        if seen.chosen.place != self.seen.place:
            self.asked_uses = False
        self.heading, self.steps, self._design = seen.title, seen.steps, seen
        self.seen, self.known = question(seen), list(seen.known)
        self.block_to = routes.form_at(self.procedure, self.seen.block) if self.seen.block else ""
        self.builders = builders(seen.chosen, {one.name: one for one in seen.known}, language)
        self.rules = [RuleLine(at, *rule) for at, rule in enumerate(seen.rules)]
        self._tell()

    def _tell(self) -> None:
        """Put what was found at its lines."""
        self.lines = design_lines(self._design, self._all) if self._design else []
        here = flat(self.seen.place)
        self.own = [one for one in self._all if here and flat(one.element) == here]
        self.findings = [one for one in self._all if not here or flat(one.element) != here]

    async def _try(self) -> None:
        """Show the real form as it is now, with what was typed into it before."""
        design = Design(self.procedure, self.path, self.version, self.filled, self._turn)
        owner = (await self._ask(accounts.who)).account_id
        try:
            await (await self.get_state(AnswersState))._redesign(About(design=design), owner)
            self.tried = "ready"
        except Broken:
            self.tried = "broken"


SAID = {
    "add": "added", "move": "moved", "remove": "removed", "duplicate": "copied", "add_section": "added",
    "rename": "renamed", "kind": "changed", "detach": "changed",
}  # fmt: skip
"""What is said of the changes one does not see at once; every other one stands where it was made."""


class FormsState(Doorway, rx.State):
    """The forms of one working copy."""

    procedure: str = ""
    procedure_title: str = ""
    number: int = 0
    holder: str = ""
    mine: bool = True
    version: int = 0
    rows: list[dict[str, str]] = []
    blocks: list[BlockLine] = []

    @door
    async def load(self) -> None:
        """Open the working copy of the procedure the address names."""
        self._arrive()
        self.procedure = self.router.url.path.strip("/").split("/")[1]
        bench = await self._ask(workbench.open_bench, procedure=self.procedure)
        self.procedure_title, self.number, self.holder = bench.draft.title, bench.number, bench.draft.holder
        self.mine, self.version = bench.mine, bench.draft.version
        if self.mine:
            await self._list()
        self.standing = "ready"

    async def _list(self) -> None:
        """The forms, and the blocks they share with those of other procedures."""
        rows = await self._ask(form_design.forms, procedure=self.procedure)
        self.rows = [{"to": routes.form_at(self.procedure, one.path), "path": one.path, "title": one.title,
                      "questions": str(one.questions), "steps": one.steps} for one in rows]  # fmt: skip
        shared = await self._ask(form_blocks.blocks, procedure=self.procedure)
        self.blocks = [block_line(self.procedure, one) for one in shared]

    @door
    async def take_copy(self) -> Any:
        """Go on with a copy of what somebody else holds."""
        await self._ask(studio.take_own_copy, procedure=self.procedure)
        return FormsState.load

    @door
    async def begin(self, form: dict[str, str]) -> Any:
        """A new form, to be designed at once."""
        wish = {"procedure": self.procedure, "title": form.get("title", ""), "version": self.version}
        path, _ = await self._ask(form_design.begin, **wish)
        return rx.redirect(routes.form_at(self.procedure, path))

    @door
    async def drop(self, path: str) -> Any:
        """Take away a form no step shows."""
        await self._ask(form_design.drop, procedure=self.procedure, form=path, version=self.version)
        return FormsState.load
