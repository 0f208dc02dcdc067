"""Try a draft: the walk on the drawing, what is to do now with the real form, a clock that can be moved."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.services import accounts
from migraflow.services.filling import About
from migraflow.services.trials import Try
from migraflow.ui import routes
from migraflow.ui.answering import AnswersState
from migraflow.ui.components.diagram import diagram
from migraflow.ui.components.form import form
from migraflow.ui.components.pieces import empty, heading, link, notice
from migraflow.ui.components.rooms import crumbs, rooms
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.shell import shell
from migraflow.ui.walking import WalkState
from migraflow.ui.words import WORDS, t
from migraflow.ui.words.tongue import Tongue

SPANS = (1, 5, 15, 30)


class TrialState(Doorway, rx.State):
    """The forms of the walk."""

    @door
    async def fill(self, element: str, item: str, name: str) -> None:
        """Open the form of a task of the walk."""
        await self._open(name, element=element, item=item)

    @door
    async def send(self, message: str, label: str) -> None:
        """Open what a message asks."""
        await self._open(label, message=message)

    @door
    async def close(self) -> None:
        """Leave the form."""
        (await self.get_state(WalkState)).asking = ""

    async def _open(self, name: str, **what: str) -> None:
        walk = await self.get_state(WalkState)
        about = About(trial=Try(walk.procedure, walk._walk, **what))
        actor = await self._ask(accounts.who)
        await (await self.get_state(AnswersState))._open(about, actor.account_id)
        walk.asking, walk.asking_name = about.address, name


WALK, TRIAL = live(WalkState), live(TrialState)


def page() -> rx.Component:
    """The walk, or why there is none."""
    return shell(
        routes.PROCEDURES,
        arrived(WALK),
        crumbs(WALK.procedure, WALK.title),
        heading(t("trial.title"), t("trial.lead")),
        rooms("trial", WALK.procedure),
        rx.match(
            WALK.stage,
            ("absent", empty(t("trial.no_draft"), t("trial.no_draft_more"), to_studio(), mark="procedures")),
            ("broken", notice(t("trial.broken"), " ", to_studio(), tone="bad")),
            walk(),
        ),
    )


def to_studio() -> rx.Component:
    """The way to the studio."""
    return link(t("trial.open_studio"), to=rx.Var.create("/studio/") + WALK.procedure, class_name="button")


def walk() -> rx.Component:
    """Clock, drawing, what is to do, the story."""
    return rx.fragment(
        clock(),
        rx.cond(WALK.problem != "", notice(WALK.problem, tone="bad")),
        rx.el.section(
            diagram(WALK.xml, label=t("trial.diagram"), travelled=WALK.passed, open=WALK.standing_at),
            class_name="card drawing",
        ),
        rx.el.div(
            rx.el.div(to_do(), saving(), class_name="stack"),
            rx.el.section(
                rx.el.h2(t("trial.story")),
                rx.el.ol(rx.foreach(WALK.story, line), class_name="timeline"),
                class_name="card flat",
            ),
            class_name="split",
        ),
    )


def clock() -> rx.Component:
    """When it is, and the ways to move on."""
    spans = [
        rx.el.button("+ ", t("trial.day_one") if days == 1 else days_words(days), type="button",
                     on_click=WALK.wait(days), class_name="tiny")
        for days in SPANS
    ]  # fmt: skip
    return rx.el.section(
        rx.el.p(t("trial.clock"), " ", rx.el.strong(WALK.clock), ". ",
                rx.cond(WALK.due != "", rx.el.span(t("trial.due"), " : ", WALK.due), t("trial.due_none")),
                role="status"),
        rx.el.div(
            *spans,
            rx.el.button(t("trial.to_due"), type="button", on_click=WALK.wait(0), class_name="tiny",
                         disabled=WALK.due == ""),
            rx.el.button(t("trial.back"), type="button", on_click=WALK.back, class_name="tiny push",
                         disabled=WALK.steps == 0),
            rx.el.button(t("trial.again"), type="button", on_click=WALK.restart, class_name="tiny quiet"),
            class_name="row",
        ),
        class_name="card stack small-stack",
        aria_label=t("trial.wait"),
    )  # fmt: skip


def days_words(days: int) -> Any:
    """« 15 jours » in the reader's language."""
    french, english = (WORDS[language]["trial.days"].format(count=days) for language in ("fr", "en"))
    return rx.cond(Tongue.english, english, french)


def to_do() -> rx.Component:
    """What is to do now, as any role, with its form."""
    return rx.el.section(
        rx.el.h2(t("trial.now"), id="now", tab_index=-1),
        rx.cond(WALK.ended != "", rx.el.p(t("trial.ended"), " ", rx.el.strong(WALK.ended))),
        rx.cond(WALK.roles.length() > 1, roles()),
        rx.cond(
            WALK.tasks.length() > 0,
            rx.el.ul(rx.foreach(WALK.tasks, task), class_name="stack small-stack"),
            rx.cond(WALK.ended == "", rx.el.p(t("trial.none"), class_name="soft")),
        ),
        rx.cond(WALK.messages.length() > 0, messages()),
        rx.cond(WALK.asking != "", asking()),
        class_name="card stack",
    )


def roles() -> rx.Component:
    """Whose part one plays."""
    return rx.el.div(
        rx.el.label(t("trial.as_role"), html_for="trial-role"),
        rx.el.select(
            rx.el.option(t("trial.every_role"), value=""),
            rx.foreach(WALK.roles, lambda pair: rx.el.option(pair[1], value=pair[0])),
            id="trial-role",
            value=WALK.role,
            on_change=WALK.play,
        ),
        class_name="field",
    )


def task(one: Any) -> rx.Component:
    """One thing to do."""
    return rx.cond(
        (WALK.role == "") | (WALK.role == one.role),
        rx.el.li(
            rx.el.div(rx.el.strong(one.name), rx.cond(one.item != "", " · " + one.item, ""), rx.el.br(),
                      rx.el.span(one.role_name, class_name="soft small")),
            rx.el.button(t("trial.do"), rx.el.span(" ", one.name, class_name="hide"), type="button",
                         class_name="tiny push", on_click=TRIAL.fill(one.element, one.item, one.name)),
            class_name="row",
        ),
    )  # fmt: skip


def messages() -> rx.Component:
    """What may come from outside."""
    return rx.el.div(
        rx.el.h3(t("trial.messages")),
        rx.el.div(
            rx.foreach(
                WALK.messages,
                lambda one: rx.el.button(one[1], type="button", class_name="tiny", on_click=TRIAL.send(one[0], one[1])),
            ),
            class_name="row",
        ),
        class_name="stack small-stack",
    )


def asking() -> rx.Component:
    """The real form of the step."""
    return rx.el.section(
        rx.el.h3(WALK.asking_name),
        form(
            rx.el.button(t("trial.complete"), type="submit", class_name="primary", custom_attrs={"data-complete": ""}),
            rx.el.button(t("trial.cancel"), type="button", on_click=TRIAL.close),
            blank=t("trial.no_form"),
        ),
        class_name="card",
        aria_label=WALK.asking_name,
    )


def saving() -> rx.Component:
    """Keep the walk as an example of the draft."""
    return rx.cond(
        WALK.steps > 0,
        rx.el.form(
            rx.el.div(
                rx.el.label(t("trial.save_title"), html_for="walk-title"),
                rx.el.span(t("trial.save_hint"), class_name="hint", id="walk-title-hint"),
                rx.el.input(id="walk-title", name="title", required=True, max_length=120,
                            aria_describedby="walk-title-hint"),
                class_name="field",
            ),
            rx.el.button(t("trial.save"), type="submit"),
            on_submit=WALK.save,
            class_name="card stack",
        ),
    )  # fmt: skip


def line(one: Any) -> rx.Component:
    """One line of the story."""
    return rx.el.li(
        rx.el.span(one.when, class_name="soft small"),
        rx.el.br(),
        rx.el.strong(one.what),
        rx.cond(one.then != "", rx.el.span(" ", t("trial.then"), " ", one.then, class_name="soft")),
    )
