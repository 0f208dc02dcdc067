"""The manual of procedures: its chapters with a search over all of it, and the page of one procedure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import reflex as rx

from migraflow.domain.manual import FormText, Hit, Manual, ProcedureText, RuleText, StepText
from migraflow.domain.shown import day
from migraflow.services import manual
from migraflow.ui import routes
from migraflow.ui.components.manual_parts import form_part, rule_part, step_part
from migraflow.ui.components.pieces import Live, heading, link, look_apart
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.notices import titled
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

MOST = 50
"""Passages a search shows."""


@dataclass(frozen=True)
class Title:
    """One procedure of a chapter."""

    name: str
    summary: str
    href: str


@dataclass(frozen=True)
class ChapterLine:
    """One chapter: its letter, its words, its procedures."""

    letter: str
    title: str
    words: list[str]
    procedures: list[Title]


@dataclass(frozen=True)
class Passage:
    """One place where the words looked for stand."""

    title: str
    line: str
    href: str


class ManualState(Doorway, rx.State):
    """The cover, the chapters, the glossary, and what a search found."""

    name: str = ""
    chapters: list[ChapterLine] = []
    blocks: list[FormText] = []
    glossary: list[list[str]] = []
    words: str = ""
    told: str = ""
    passages: list[Passage] = []

    @door
    async def load(self) -> None:
        """The book, and what the address looks for."""
        book = await self._ask(manual.manual)
        self.name, self.chapters = book.title, lines(book)
        self.blocks, self.glossary = list(book.blocks), [list(pair) for pair in book.glossary]
        self.words = self.router.url.query_parameters.get("q", "")[:80]
        found = await self._ask(manual.search, words=self.words) if self.words else ()
        self.passages = [passage(hit) for hit in found]
        self.told = count_words(self.words, len(found), await self._language())
        self.standing = "ready"

    @door
    async def look(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Look for words; the address keeps them."""
        return rx.redirect(f"{routes.MANUAL}?q={quote(form.get('q', '').strip()[:80])}")


class ManualPageState(Doorway, rx.State):
    """One procedure of the book."""

    name: str = ""
    summary: str = ""
    edition: str = ""
    chapter: str = ""
    opened_by: str = ""
    confidential: str = ""
    picture: str = ""
    outcomes: list[str] = []
    messages: list[str] = []
    letters: list[str] = []
    notices: list[str] = []
    legal: list[str] = []
    changes: list[str] = []
    steps: list[StepText] = []
    forms: list[FormText] = []
    rules: list[RuleText] = []

    @door
    async def load(self) -> rx.event.EventSpec:
        """The procedure whose id ends the address."""
        chapter, text = await self._ask(manual.procedure, id=self._arrive())
        language = await self._language()
        self.chapter = f"{chapter.letter.upper()}. {chapter.title}"
        self.edition = say(language, "manual.edition", number=text.edition, day=day(text.published.date()))
        self._lay(text)
        self.standing = "ready"
        return titled(text.title)

    def _lay(self, text: ProcedureText) -> None:
        """What stands in the page."""
        self.name, self.summary, self.picture = text.title, text.summary, f"/schemas/{text.id}.svg"
        self.opened_by, self.confidential = text.opened_by, text.confidential
        self.messages = [" – ".join(filter(None, (one.label, one.who, one.form))) for one in text.messages]
        self.outcomes, self.letters, self.notices = list(text.outcomes), list(text.letters), list(text.notices)
        self.legal, self.changes = list(text.legal), list(text.changes)
        self.steps, self.forms, self.rules = list(text.steps), list(text.forms), list(text.rules)


def lines(book: Manual) -> list[ChapterLine]:
    """The chapters."""
    return [
        ChapterLine(
            one.letter.upper(),
            one.title,
            list(one.words),
            [Title(each.title, each.summary, routes.manual_at(each.id)) for each in one.procedures],
        )
        for one in book.chapters
    ]


def passage(hit: Hit) -> Passage:
    """A place of the book, as a link."""
    anchor = f"#{hit.anchor}" if hit.anchor else ""
    return Passage(hit.title, hit.line, f"{routes.manual_at(hit.procedure)}{anchor}")


def count_words(words: str, count: int, language: str) -> str:
    """How much was found, in words; "" when nothing was looked for."""
    if not words:
        return ""
    key = {0: "found_none", 1: "found_one", MOST: "found_most"}.get(count, "found")
    return say(language, f"manual.{key}", words=words, count=count)


LISTS = ("changes", "outcomes", "messages", "letters", "notices", "legal")
BOOK, PAGE = live(ManualState), live(ManualPageState)


def index() -> rx.Component:
    """The cover."""
    return shell(
        routes.PROCEDURES,
        BOOK.standing, look_apart(),
        rx.el.nav(
            link(t("procedures.title"), to=routes.PROCEDURES), " › ", t("manual.title"),
            class_name="crumbs", aria_label=t("shell.crumbs"),
        ),
        heading(
            BOOK.name, t("manual.lead"), rx.el.a(t("manual.print"), href="/manuel.pdf", class_name="button")
        ),
        finder(),
        rx.el.p(BOOK.told, role="status", class_name="soft"),
        rx.cond(
            BOOK.passages,
            rx.el.ul(rx.foreach(BOOK.passages, one_passage), class_name="card passages"),
            contents(),
        ),
    )  # fmt: skip


def finder() -> rx.Component:
    """Words to look for."""
    box = rx.el.input(id="q", name="q", type="search", max_length=80, default_value=BOOK.words, key=BOOK.words)
    return rx.el.form(
        rx.el.label(t("manual.look"), html_for="q"),
        rx.el.div(box, rx.el.button(t("manual.search"), type="submit"), class_name="row"),
        on_submit=BOOK.look,
        role="search",
        class_name="find",
    )


def one_passage(one: Live) -> rx.Component:
    """One place that was found."""
    return rx.el.li(rx.el.a(one.title, href=one.href), rx.el.p(one.line, class_name="small"))


def contents() -> rx.Component:
    """Chapters, shared blocks, glossary."""
    return rx.fragment(
        rx.foreach(BOOK.chapters, chapter),
        rx.el.section(
            rx.el.h2(t("manual.blocks")),
            rx.el.p(t("manual.blocks_more"), class_name="soft"),
            rx.foreach(BOOK.blocks, form_part),
            class_name="card stack",
        ),
        rx.el.section(
            rx.el.h2(t("manual.glossary")),
            rx.el.dl(rx.foreach(BOOK.glossary, lambda pair: rx.el.div(rx.el.dt(pair[0]), rx.el.dd(pair[1])))),
            class_name="card glossary",
        ),
    )


def chapter(one: Live) -> rx.Component:
    """One chapter with its procedures."""
    return rx.el.section(
        rx.el.h2(one.letter, ". ", one.title),
        rx.foreach(one.words, rx.el.p),
        rx.cond(one.procedures, rx.el.ul(rx.foreach(one.procedures, procedure), class_name="contents")),
        class_name="card stack",
    )


def procedure(one: Live) -> rx.Component:
    """One procedure of a chapter."""
    return rx.el.li(link(one.name, to=one.href), rx.el.p(one.summary, class_name="small soft"))


def listed(key: str, all_: Live) -> rx.Component:
    """A short list under its title, when there is anything in it."""
    return rx.cond(
        all_,
        rx.el.section(
            rx.el.h2(t(f"manual.{key}"), id=f"part-{key}"), rx.el.ul(rx.foreach(all_, rx.el.li), class_name="dashes")
        ),
    )


def fact(key: str, value: Live) -> rx.Component:
    """A fact with its name, when there is one."""
    return rx.cond(value, rx.el.p(rx.el.strong(t(f"manual.{key}")), " : ", value))


def sheet() -> rx.Component:
    """One procedure."""
    return shell(
        routes.PROCEDURES,
        arrived(PAGE), look_apart(),
        rx.el.nav(
            link(t("manual.title"), to=routes.MANUAL), " › ", PAGE.chapter,
            class_name="crumbs", aria_label=t("shell.crumbs"),
        ),
        heading(PAGE.name, PAGE.summary),
        rx.el.div(
            rx.el.p(PAGE.edition, class_name="soft"),
            fact("opened_by", PAGE.opened_by),
            fact("confidential", PAGE.confidential),
            here(),
            class_name="card stack",
        ),
        rx.el.div(
            *[listed(key, getattr(PAGE, key)) for key in LISTS],
            class_name="card stack",
        ),
        plate(),
        part("steps", rx.el.ol(rx.foreach(PAGE.steps, step_part), class_name="manual-steps")),
        rx.cond(PAGE.forms, part("forms", rx.foreach(PAGE.forms, form_part))),
        rx.cond(PAGE.rules, part("rules", rx.foreach(PAGE.rules, rule_part))),
    )  # fmt: skip


def plate() -> rx.Component:
    """The whole diagram, small; a press opens it as large as it is."""
    seen = rx.el.img(src=PAGE.picture, alt=t("manual.diagram_open"), loading="lazy")
    return rx.el.section(
        rx.el.h2(t("manual.diagram")),
        rx.el.a(seen, href=PAGE.picture, target="_blank", class_name="plate"),
        class_name="card stack",
    )


def part(key: str, *content: rx.Component) -> rx.Component:
    """A large part of the page."""
    return rx.el.section(rx.el.h2(t(f"manual.{key}"), id=f"part-{key}"), *content, class_name="card stack")


def here() -> rx.Component:
    """The parts of the page, to jump to."""
    parts = (("steps", PAGE.steps), ("forms", PAGE.forms), ("rules", PAGE.rules))
    jumps = [rx.cond(known, rx.el.a(t(f"manual.{key}"), href=f"#part-{key}")) for key, known in parts]
    return rx.el.nav(*jumps, class_name="row", aria_label=t("manual.here"))
