"""Bringing a procedure in: the file, then the questions only its author can answer, then the studio."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.engine.importing.questions import Question
from migraflow.services import importing
from migraflow.ui import routes
from migraflow.ui.components.diagram import diagram
from migraflow.ui.components.entries import asking, option
from migraflow.ui.components.pieces import Live, PlainForm, chip, heading, link, notice
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.mistakes import filled
from migraflow.ui.notices import notify
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset

ABANDON = "abandon-import"
LARGEST = 5_000_000
"""Bytes of a file; the same as `engine.parcel` takes."""


@dataclass(frozen=True)
class AskedLine:
    """One question in words; `options` are pairs of an answer and its words, `chosen` the one shown first."""

    key: str
    kind: str
    name: str
    sentence: str
    options: list[tuple[str, str]]
    chosen: str


class UploadState(Doorway, rx.State):
    """The page where a file is chosen; `refusal` is why the last one was sent back."""

    refusal: str = ""
    openers: list[tuple[str, str]] = []
    drafts: list[tuple[str, str, str]] = []

    @door
    async def load(self) -> None:
        """Who may open cases, and the drafts that wait."""
        self.openers = [(one.code, one.label) for one in await self._ask(importing.openers)]
        self.drafts = list(await self._ask(importing.newcomers))
        self.refusal = refusal_of(dict(self.router.url.query_parameters), await self._language())
        self.standing = "ready"


class ImportedState(Doorway, rx.State):
    """The questions about one imported draft."""

    procedure: str = ""
    title: str = ""
    file: str = ""
    xml: str = ""
    version: int = 0
    mine: bool = True
    holder: str = ""
    asked: list[AskedLine] = []
    done: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    beside: list[tuple[str, str]] = []
    unused: list[str] = []

    @door
    async def load(self) -> None:
        """The draft whose id ends the address."""
        self.procedure = self._arrive()
        await self._read()
        self.standing = "ready"

    @door
    async def answer(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Change the draft as the answers say."""
        answers = {one.key: str(form.get(one.key) or "")[:120] for one in self.asked}
        await self._ask(importing.answer, procedure=self.procedure, answers=answers, version=self.version)
        await self._read()
        return notify(say(await self._language(), "imports.answered"))

    @door
    async def abandon(self) -> list[rx.event.EventSpec]:
        """Throw the drafts of this file away."""
        await self._ask(importing.abandon, procedure=self.procedure)
        return [notify(say(await self._language(), "imports.abandoned")), rx.redirect(routes.PROCEDURES)]

    async def _read(self) -> None:
        """Read the import as it stands."""
        language = await self._language()
        found = await self._ask(importing.sheet, procedure=self.procedure)
        self.title, self.file, self.version = found.title, found.file, found.version
        self.mine, self.holder, self.xml = found.mine, found.holder, found.diagram
        self.asked = [asked_line(one, language) for one in found.asked]
        self.done = [(typeset(what), typeset(how)) for what, how in found.done]
        self.left = [(typeset(what), typeset(how)) for what, how in found.left]
        self.beside, self.unused = list(found.beside), list(found.unused)


def refusal_of(asked: dict[str, str], language: str) -> str:
    """Why a file was sent back, as the address tells it; "" when none was."""
    facts = {name[2:]: value for name, value in asked.items() if name.startswith("f_")}
    code = asked.get("refus", "")
    if code == "import_refused" and (told := importing.refusal(facts, language)):
        return typeset(told)
    return filled(language, f"refusals.{code}", facts, "refusals.other") if code else ""


def asked_line(one: Question, language: str) -> AskedLine:
    """A question in words; where a finding has one obvious answer, it is proposed."""
    options = [(option.code, option.label(language)) for option in one.options]
    return AskedLine(one.key, one.kind, one.name, typeset(one.finding.sentence(language)), options, options[0][0])


SEEN, UPLOAD = live(ImportedState), live(UploadState)


def index() -> rx.Component:
    """Choose a file."""
    return shell(
        routes.PROCEDURES,
        UPLOAD.standing,
        crumbs(),
        heading(t("imports.title"), t("imports.lead")),
        rx.cond(UPLOAD.refusal != "", notice(rx.el.p(UPLOAD.refusal), tone="bad", role="alert")),
        rx.el.div(choosing(), understood(), class_name="grid2"),
        rx.cond(UPLOAD.drafts, waiting()),
    )


def crumbs() -> rx.Component:
    """Where one is."""
    return rx.el.nav(
        link(t("procedures.title"), to=routes.PROCEDURES),
        " › ",
        link(t("imports.title"), to=routes.PROCEDURE_IMPORT),
        class_name="crumbs",
        aria_label=t("shell.crumbs"),
    )


def choosing() -> rx.Component:
    """The form the browser itself sends."""
    size = {"data-largest": str(LARGEST), "data-larger": t("imports.too_large")}
    none = rx.el.option(t("imports.opened_by_none"), value="")
    return PlainForm.create(
        rx.el.div(
            rx.el.label(t("imports.file"), html_for="import-file", class_name="must"),
            rx.el.span(t("imports.file_hint"), class_name="hint", id="import-file-hint"),
            rx.el.input(id="import-file", name="file", type="file", accept=".zip,.bpmn,.xml", required=True,
                        aria_describedby="import-file-hint", custom_attrs=size),
            class_name="field",
        ),
        rx.el.div(
            rx.el.label(t("imports.opened_by"), html_for="import-opener"),
            rx.el.span(t("imports.opened_by_hint"), class_name="hint", id="import-opener-hint"),
            rx.el.select(none, rx.foreach(UPLOAD.openers, option), id="import-opener", name="opened_by",
                         aria_describedby="import-opener-hint"),
            class_name="field",
        ),
        rx.el.div(rx.el.button(t("imports.send"), type="submit", class_name="primary"), class_name="row"),
        class_name="card stack",
        custom_attrs={"method": "post", "action": "/importations", "encType": "multipart/form-data"},
    )  # fmt: skip


def understood() -> rx.Component:
    """What may be sent."""
    lines = ("own", "bpmn", "forms", "safe")
    return rx.el.section(
        rx.el.h2(t("imports.understood")),
        rx.el.ul(*[rx.el.li(t(f"imports.understood_{line}")) for line in lines], class_name="stack small-stack"),
        class_name="card stack",
    )


def waiting() -> rx.Component:
    """Drafts of procedures nobody has published yet."""
    return rx.el.section(
        rx.el.h2(t("imports.drafts")),
        rx.el.ul(rx.foreach(UPLOAD.drafts, draft), class_name="stack small-stack"),
        class_name="card stack",
    )


def draft(one: Live) -> rx.Component:
    """One draft and who holds it."""
    held = rx.el.span(t("imports.held_by"), " ", one[2], class_name="soft small")
    return rx.el.li(link(one[1], to=routes.studio_at(one[0])), " · ", held)


def sheet() -> rx.Component:
    """The questions, the drawing, what was changed."""
    ready = link(t("imports.open"), to=routes.studio_at(SEEN.procedure), class_name="button primary")
    return shell(
        routes.PROCEDURES,
        arrived(SEEN),
        crumbs(),
        heading(SEEN.title, rx.el.span(t("imports.of_file"), " « ", SEEN.file, " »"), ready),
        rx.cond(SEEN.mine, questions(), notice(rx.el.p(t("imports.held"), " ", SEEN.holder), tone="warn")),
        rx.el.section(rx.el.h2(t("imports.drawing")), diagram(SEEN.xml, label=SEEN.title), class_name="card stack"),
        rx.el.div(told("left", SEEN.left, "late"), told("done", SEEN.done, "ok"), class_name="stack"),
        rx.cond(SEEN.beside, beside()),
        rx.cond(SEEN.unused, unused()),
        rx.cond(SEEN.mine, abandoning()),
    )


def questions() -> rx.Component:
    """Every open question with its answers; those left for the studio stay as they are."""
    form = rx.el.form(
        rx.el.h2(t("imports.asked"), " ", chip(SEEN.asked.length().to_string(), "info")),
        rx.el.p(t("imports.asked_lead"), class_name="soft measure"),
        rx.el.div(rx.foreach(SEEN.asked, question), class_name="matching"),
        rx.el.div(rx.el.button(t("imports.answer"), type="submit"), class_name="row"),
        class_name="card stack",
        on_submit=SEEN.answer,
    )
    return rx.cond(SEEN.asked, form, notice(rx.el.p(t("imports.asked_none")), mark="check"))


def question(one: Live) -> rx.Component:
    """One question: what it is about, why it is asked, the answers."""
    kinds = ("lane", "role", "form", "deadline", "call", "automatic", "repair")
    words = rx.match(one.kind, *[(kind, t(f"imports.{kind}")) for kind in kinds], t("imports.repair"))
    return rx.el.div(
        rx.el.label("« ", one.name, " » · ", words, html_for=one.key),
        rx.el.span(one.sentence, class_name="hint", id=one.key + "-hint"),
        rx.el.select(
            rx.foreach(one.options, option),
            id=one.key,
            name=one.key,
            default_value=one.chosen,
            aria_describedby=one.key + "-hint",
        ),
        class_name="field",
        key=one.key,
    )


def told(word: str, lines: Live, tone: str) -> rx.Component:
    """A list of what was found and what is done about it."""
    return rx.cond(
        lines,
        rx.el.details(
            rx.el.summary(t(f"imports.{word}"), " ", chip(lines.length().to_string(), tone)),
            rx.el.ul(rx.foreach(lines, pair), class_name="stack small-stack"),
            class_name="card",
            open=word == "left",
        ),
    )


def pair(one: Live) -> rx.Component:
    """What was found, and the answer to it."""
    return rx.el.li(one[0], rx.el.br(), rx.el.span("→ ", one[1], class_name="soft small"))


def beside() -> rx.Component:
    """The other procedures of the same file."""
    return rx.el.section(
        rx.el.h2(t("imports.beside")),
        rx.el.p(t("imports.beside_lead"), class_name="soft"),
        rx.el.ul(rx.foreach(SEEN.beside, lambda one: rx.el.li(link(one[1], to=routes.import_of(one[0]))))),
        class_name="card stack",
    )


def unused() -> rx.Component:
    """Files nothing was made of."""
    return rx.el.details(
        rx.el.summary(t("imports.unused")), rx.el.ul(rx.foreach(SEEN.unused, rx.el.li)), class_name="card"
    )


def abandoning() -> rx.Component:
    """A way out, asked twice."""
    yes = rx.el.button(t("imports.abandon"), type="button", class_name="danger", on_click=SEEN.abandon)
    button = rx.el.button(
        t("imports.abandon"), type="button", class_name="quiet", custom_attrs={"data-dialog": ABANDON}
    )
    ask = asking(ABANDON, t("imports.abandon_ask"), t("imports.abandon_more"), yes, t("imports.abandon_no"))
    return rx.el.div(button, ask, class_name="row")
