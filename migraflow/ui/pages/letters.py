"""Letters: the list of models with the steps that hand them out, and the page where the text of one is changed."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.services import letter_models
from migraflow.services.letter_models import ModelRow
from migraflow.ui.components.pieces import Live, cards, heading, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import notify, titled
from migraflow.ui.routes import LETTERS, letter_at
from migraflow.ui.shell import shell
from migraflow.ui.when import on_day
from migraflow.ui.words import say, t

PAUSE = 700
"""Milliseconds without a key before the preview is drawn again."""


@dataclass(frozen=True)
class ModelLine:
    """One model of the list, in words."""

    code: str
    title: str
    href: str
    steps: list[str]
    changed: str


class LettersState(Doorway, rx.State):
    """The list."""

    models: list[ModelLine] = []

    @door
    async def load(self) -> None:
        """Every model."""
        language, moment = await self._language(), now()
        self.models = [line(row, moment, language) for row in await self._ask(letter_models.catalogue)]
        self.standing = "ready"


class LetterState(Doorway, rx.State):
    """The text of one model and what it looks like; `reason` is why it does not read."""

    code: str = ""
    title: str = ""
    text: str = ""
    pages: list[str] = []
    reason: str = ""
    may_change: bool = False

    @door
    async def load(self) -> rx.event.EventSpec:
        """The model whose code ends the address."""
        self.code = self._arrive()
        self.text = await self._ask(letter_models.text, code=self.code)
        self.may_change = await self._ask(letter_models.may_change)
        self.title = await self._ask(letter_models.title, code=self.code)
        await self._look(self.text)
        self.standing = "ready"
        return titled(f"{self.code} {self.title}")

    @door
    async def look(self, text: str) -> None:
        """Draw the text that stands in the box."""
        await self._look(text)

    @door
    async def save(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Let the text hold from now on."""
        text = form.get("text", "").replace("\r\n", "\n")
        await self._ask(letter_models.save, code=self.code, text=text)
        self.title = await self._ask(letter_models.title, code=self.code)
        await self._look(text)
        return notify(say(await self._language(), "letters.saved"))

    async def _look(self, text: str) -> None:
        """The pages of `text` with its example, or why there are none."""
        seen = await self._ask(letter_models.preview, code=self.code, text=text)
        self.pages = [f"data:image/png;base64,{base64.b64encode(page).decode('ascii')}" for page in seen.pages]
        self.reason = seen.reason


def line(row: ModelRow, moment: datetime, language: str) -> ModelLine:
    """A model in words."""
    changed = say(language, "letters.as_folder")
    if row.changed is not None:
        day = on_day(row.changed, moment, language)
        changed = say(language, "letters.changed_by", number=row.edition, who=row.changed_by, day=day)
    steps = list(dict.fromkeys(f"{procedure} : {step}" for procedure, step in row.steps))
    return ModelLine(row.code, row.title, letter_at(row.code), steps, changed)


LIST = live(LettersState)
SEEN = live(LetterState)


def index() -> rx.Component:
    """Every letter."""
    return shell(
        LETTERS,
        LIST.standing,
        heading(t("letters.title"), t("letters.lead")),
        cards(
            t("letters.title"),
            [t(f"letters.{key}") for key in ("code", "name", "steps", "changed")],
            LIST.models,
            model,
        ),
    )


def model(one: Live) -> rx.Component:
    """One letter of the list."""
    return rx.el.tr(
        rx.el.td(one.code, class_name="num"),
        rx.el.td(link(rx.el.strong(one.title), to=one.href)),
        rx.el.td(
            rx.cond(
                one.steps.length() > 0,
                rx.el.ul(rx.foreach(one.steps, lambda step: rx.el.li(step)), class_name="small"),
                rx.el.span(t("letters.steps_none"), class_name="soft small"),
            )
        ),
        rx.el.td(one.changed, class_name="soft small"),
    )


def sheet() -> rx.Component:
    """One letter: its text on the left, what it looks like on the right."""
    return shell(
        LETTERS,
        arrived(SEEN),
        rx.el.nav(
            link(t("letters.title"), to=LETTERS), " › ", SEEN.title, class_name="crumbs", aria_label=t("shell.crumbs")
        ),
        heading(
            rx.fragment(SEEN.title, " ", rx.el.span(SEEN.code, class_name="soft num ref")),
            rx.cond(SEEN.may_change, t("letters.lead"), t("letters.read_only")),
        ),
        rx.el.div(editor(), looks(), class_name="grid2"),
    )


def editor() -> rx.Component:
    """The text, which its owner changes."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("letters.text"), html_for="letter-text"),
            rx.el.span(t("letters.text_hint"), class_name="hint", id="letter-hint"),
            rx.el.textarea(
                id="letter-text",
                name="text",
                default_value=SEEN.text,
                key=SEEN.code,
                rows="26",
                read_only=~SEEN.may_change,
                spell_check=True,
                aria_describedby="letter-hint",
                on_change=lambda text: SEEN.look(text).debounce(PAUSE),
            ),
            class_name="field",
        ),
        rx.cond(SEEN.may_change, rx.el.button(t("letters.save"), type="submit", class_name="primary")),
        on_submit=SEEN.save,
        class_name="stack",
    )


def looks() -> rx.Component:
    """What the text looks like, or why it does not read."""
    return rx.el.section(
        rx.el.h2(t("letters.preview")),
        rx.el.div(
            rx.cond(SEEN.reason != "", notice(rx.el.strong(t("letters.unfit")), " ", SEEN.reason, tone="warn")),
            role="status",
        ),
        rx.foreach(SEEN.pages, lambda page: rx.el.img(src=page, alt=t("letters.page_alt"), class_name="sheet-page")),
        class_name="stack",
    )
