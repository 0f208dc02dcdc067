"""The rules of a draft: its decision tables, the steps that ask them, and a new table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow.services import drafting, rules, studio
from migraflow.ui import routes
from migraflow.ui.components.pieces import cards, empty, heading, link
from migraflow.ui.components.rooms import crumbs, rooms
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.shell import shell
from migraflow.ui.words import t


@dataclass(frozen=True)
class RuleLine:
    """One file of rules, in words; each of its questions with the way to its table."""

    name: str
    questions: list[list[str]]
    steps: list[str]
    count: int
    fault: str


class RulesState(Doorway, rx.State):
    """The list. `known` is what a new table may look at."""

    procedure: str = ""
    title: str = ""
    version: int = 0
    lines: list[RuleLine] = []
    known: list[list[str]] = []

    @door
    async def load(self) -> Any:
        """The rules of the draft; one decision of it when the address names one."""
        self._arrive()
        self.procedure = self.router.url.path.strip("/").split("/")[1]
        draft = await self._ask(studio.open_draft, procedure=self.procedure)
        self.title, self.version = draft.title, draft.version
        rows = await self._ask(rules.rule_rows, procedure=self.procedure)
        self.lines = [line(self.procedure, row) for row in rows]
        self.known = await self._known()
        self.standing = "ready"
        return self._straight(rows)

    @door
    async def create(self, form: dict[str, Any]) -> Any:
        """A new table, opened at once."""
        names = tuple(value for key, value in form.items() if key.startswith("known_") and value)
        name, _ = await self._ask(rules.new_rule, procedure=self.procedure, question=form.get("question", ""),
                                  inputs=names, output=form.get("output", ""), version=self.version)  # fmt: skip
        return rx.redirect(routes.rule_at(self.procedure, name))

    async def _known(self) -> list[list[str]]:
        sight = await self._ask(drafting.sight, procedure=self.procedure, element="")
        return [[one.name, one.label] for one in sight.known]

    def _straight(self, rows: tuple[rules.RuleRow, ...]) -> Any:
        """Straight on to the table of the decision asked for."""
        wanted = self.router.url.query_parameters.get("decision", "")
        found = [row.name for row in rows if wanted in dict(row.decisions)]
        return rx.redirect(routes.rule_at(self.procedure, found[0], wanted), replace=True) if found else None


def line(procedure: str, row: rules.RuleRow) -> RuleLine:
    """A file in words."""
    decisions = row.decisions or (("", row.name),)
    questions = [[question, routes.rule_at(procedure, row.name, key)] for key, question in decisions]
    steps = list(dict.fromkeys(name for _, name in row.steps if name))
    return RuleLine(row.name, questions, steps, row.rules, row.fault)


LIST = live(RulesState)


def page() -> rx.Component:
    """Every table of the draft."""
    return shell(
        routes.PROCEDURES,
        arrived(LIST),
        crumbs(LIST.procedure, LIST.title),
        heading(t("rules.title"), t("rules.lead")),
        rooms("studio", LIST.procedure),
        rx.cond(LIST.lines, listed(), empty(t("rules.none"), t("rules.none_more"), mark="procedures")),
        creating(),
    )


def listed() -> rx.Component:
    """The tables, each with what it answers."""
    return cards(t("rules.title"), [t(f"rules.{key}") for key in ("question", "steps", "count")], LIST.lines, one_line)


def one_line(one: Any) -> rx.Component:
    """One table."""
    ways = rx.foreach(one.questions, lambda question: rx.el.li(link(rx.el.strong(question[0]), to=question[1])))
    none = rx.el.span(t("rules.steps_none"), class_name="soft")
    return rx.el.tr(
        rx.el.td(
            rx.el.ul(ways),
            rx.el.code(one.name, class_name="soft small"),
            rx.cond(one.fault, rx.el.span(one.fault, class_name="error small")),
        ),
        rx.el.td(
            rx.cond(one.steps, rx.el.ul(rx.foreach(one.steps, lambda step: rx.el.li(step)), class_name="small"), none)
        ),
        rx.el.td(one.count, class_name="num"),
    )


def creating() -> rx.Component:
    """A new table: its question, what it looks at, what it gives."""
    boxes = rx.foreach(
        LIST.known,
        lambda one: rx.el.label(
            rx.el.input(type="checkbox", name="known_" + one[0], value=one[0]), one[1], class_name="choice"
        ),
    )
    question = rx.el.input(id="new-question", name="question", required=True, auto_complete="off")
    output = rx.el.input(
        id="new-output", name="output", required=True, auto_complete="off", pattern="[a-z_][a-z0-9_]*",
        aria_describedby="new-output-hint",
    )  # fmt: skip
    return rx.el.details(
        rx.el.summary(t("rules.new")),
        rx.el.form(
            rx.el.div(rx.el.label(t("rules.new_question"), html_for="new-question"), question, class_name="field"),
            rx.el.fieldset(rx.el.legend(t("rules.new_inputs")), rx.el.div(boxes, class_name="rule-known")),
            rx.el.div(
                rx.el.label(t("rules.output_name"), html_for="new-output"),
                rx.el.span(t("rules.output_hint"), class_name="hint", id="new-output-hint"),
                output,
                class_name="field",
            ),
            rx.el.button(t("rules.new_now"), type="submit", class_name="primary"),
            on_submit=LIST.create,
            class_name="stack",
        ),
        class_name="card",
    )
