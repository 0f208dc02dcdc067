"""An import: which column answers what, what would become of each line, then how far the house is with writing."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from migraflow.documents import sheets
from migraflow.domain.fates import Fate
from migraflow.services import register_imports
from migraflow.services.register_imports import ImportSheet
from migraflow.store.register_imports import State
from migraflow.ui.components.dry_run import WORDS, TrialLine, detail, dry_run, trial_line
from migraflow.ui.components.entries import entry
from migraflow.ui.components.pieces import Live, heading, link
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.routes import REGISTERS, import_at, register_at
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

PAUSE = 1.5
"""Seconds between two looks at how far the house is."""


class ImportState(Doorway, rx.State):
    """One import. `stage` is that of the store; `fates` the filters with how many lines meet each."""

    ref: str = ""
    title: str = ""
    file: str = ""
    register_to: str = ""
    stage: str = ""
    columns: list[tuple[str, str, str]] = []
    fields: list[tuple[str, str]] = []
    fates: list[tuple[str, str, bool]] = []
    lines: list[TrialLine] = []
    more: str = ""
    progress: str = ""
    done: int = 0
    total: int = 0
    refused: bool = False

    @door
    async def load(self) -> Any:
        """The import the address names."""
        self.ref = self._arrive()
        await self._read()
        self.standing = "ready"
        return ImportState.watch if self.stage == State.BEGUN else None

    @door
    async def attempt(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Try every line with the columns as chosen."""
        chosen = {title: str(form.get(name) or "") for name, title, _ in self.columns}
        await self._ask(register_imports.attempt, ref=self.ref, columns=chosen)
        await self._read()
        return rx.call_script("document.getElementById('trial')?.scrollIntoView()")

    @door
    async def begin(self, form: dict[str, str]) -> Any:
        """Let the house write."""
        await self._ask(register_imports.begin, ref=self.ref, reason=str(form.get("reason") or "")[:500])
        await self._read()
        return ImportState.watch

    @door
    async def watch(self) -> Any:
        """Look how far it is, until it is done or somebody leaves the page."""
        await asyncio.sleep(PAUSE)
        if not self.ref or not self.router.url.path.endswith(self.ref):
            return None
        await self._read()
        return ImportState.watch if self.stage == State.BEGUN else None

    @door
    async def take(self) -> Any:
        """The lines refused, as they came, each with its reasons in words."""
        name, titles, lines = await self._ask(register_imports.refused, ref=self.ref)
        language = await self._language()
        rows = [[*cells, detail(line, language)] for line, cells in lines]
        content = sheets.to_csv([*titles, say(language, "registers.refused_column")], rows)
        return rx.download(data=content, filename=f"refus-{name.rpartition('.')[0] or name}.csv")

    async def _read(self) -> None:
        """Read the import as it stands."""
        asked = dict(self.router.url.query_parameters)
        fate, after = asked.get("sort", ""), asked.get("apres", "0")
        wanted = {"fate": fate, "after": int(after) if after.isdigit() else 0}
        self._take(await self._ask(register_imports.sheet, ref=self.ref, **wanted), fate, await self._language())

    def _take(self, found: ImportSheet, fate: str, language: str) -> None:
        """Show the import."""
        self.title = say(language, "registers.import_title", register=found.title)
        self.file = say(language, "registers.import_file_name", name=found.name, count=found.total)
        self.register_to, self.stage = register_at(found.register), found.state.value
        self.columns = [(f"column-{place}", title, field) for place, (title, field) in enumerate(found.columns)]
        self.fields = list(found.fields)
        counts = [("", say(language, "registers.all_lines"), sum(found.counts.values()))]
        counts += [(kind.value, say(language, WORDS[kind]), found.counts[kind]) for kind in Fate]
        self.fates = [(self._at(code), f"{words} {count}", code == fate) for code, words, count in counts]
        self.lines = [trial_line(one, language) for one in found.lines]
        self.more = f"{self._at(fate)}&apres={found.after}" if found.after else ""
        self.done, self.total = found.done, found.total
        key = "registers.ended" if found.state is State.ENDED else "registers.under_way"
        self.progress = say(language, key, done=found.done, total=found.total)
        self.refused = found.counts[Fate.REFUSED] > 0

    def _at(self, fate: str) -> str:
        """The address of the lines of one fate."""
        return f"{import_at(self.ref)}?sort={fate}"


SEEN = live(ImportState)


def page() -> rx.Component:
    """Columns, trial, the wish to write; or how far it is."""
    written = (SEEN.stage == State.BEGUN.value) | (SEEN.stage == State.ENDED.value)
    return shell(
        REGISTERS,
        arrived(SEEN),
        rx.el.nav(
            link(t("registers.title"), to=REGISTERS),
            " › ",
            link(t("registers.see_register"), to=SEEN.register_to),
            class_name="crumbs",
            aria_label=t("shell.crumbs"),
        ),
        heading(SEEN.title, SEEN.file),
        rx.cond(written, progress(), columns()),
        rx.cond(SEEN.stage != State.READ.value, trial()),
    )


def progress() -> rx.Component:
    """How far the house is."""
    return rx.el.section(
        rx.el.p(SEEN.progress, role="status"),
        rx.el.progress(value=SEEN.done, max=SEEN.total, aria_label=t("registers.import")),
        rx.el.p(link(t("registers.see_register"), to=SEEN.register_to, class_name="button")),
        class_name="card stack",
    )


def columns() -> rx.Component:
    """Which column answers what."""
    label = rx.cond(SEEN.stage == State.READ.value, t("registers.try"), t("registers.try_again"))
    return rx.el.form(
        rx.el.h2(t("registers.columns")),
        rx.el.p(t("registers.columns_lead"), class_name="soft measure"),
        rx.el.div(rx.foreach(SEEN.columns, column), class_name="matching"),
        rx.el.div(rx.el.button(label, type="submit", class_name=rx.cond(SEEN.stage == State.READ.value, "primary", "")),
                  class_name="row"),
        class_name="card stack",
        on_submit=SEEN.attempt,
    )  # fmt: skip


def column(one: Live) -> rx.Component:
    """One column of the file, and the question it answers."""
    options = rx.foreach(SEEN.fields, lambda pair: rx.el.option(pair[1], value=pair[0]))
    first = rx.el.option(t("registers.left_out"), value="")
    return rx.el.div(
        rx.el.label(one[1], html_for=one[0]),
        rx.el.select(first, options, id=one[0], name=one[0], default_value=one[2], key=one[0] + one[2]),
        class_name="field",
        key=one[0],
    )


def trial() -> rx.Component:
    """What would become, or became, of each line; and the wish to write."""
    more = rx.cond(SEEN.more != "", link(t("registers.next_lines"), to=SEEN.more, class_name="button"))
    taking = rx.el.button(t("registers.refused_file"), type="button", class_name="quiet", on_click=SEEN.take)
    return rx.el.section(
        rx.el.h2(t("registers.trial"), id="trial"),
        rx.el.nav(rx.foreach(SEEN.fates, narrowing), class_name="row", aria_label=t("registers.fate")),
        dry_run(SEEN.lines),
        rx.el.div(more, rx.cond(SEEN.refused, taking), class_name="row foot"),
        rx.cond(SEEN.stage == State.TRIED.value, writing()),
        class_name="stack",
    )


def narrowing(one: Live) -> rx.Component:
    """Only the lines of one fate."""
    return link(one[1], to=one[0], class_name="button quiet tiny", aria_current=rx.cond(one[2], "true", "false"))


def writing() -> rx.Component:
    """Why, and go."""

    def line(**tied: Any) -> rx.Component:
        return rx.el.input(max_length=500, **tied)

    return rx.el.form(
        entry("reason", t("registers.reason"), "", line, t("registers.reason_hint")),
        rx.el.div(rx.el.button(t("registers.begin"), type="submit", class_name="primary"), class_name="row"),
        class_name="card stack reading",
        on_submit=SEEN.begin,
    )
