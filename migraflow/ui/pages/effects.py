"""*Envois abandonnés*: what the house could not do for all its tries, and one button to have it tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.effects import GivenUp
from migraflow.services import effects
from migraflow.ui.components.pieces import Live, cards, empty, heading, moment
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.routes import EFFECTS
from migraflow.ui.shell import shell
from migraflow.ui.when import ago, iso, moment_words
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class EffectLine:
    """An effect given up, as a row shows it."""

    id: int
    what: str
    ref: str
    why: str
    told: str
    exact: str
    machine: str


class EffectsState(Doorway, rx.State):
    """What was given up, the latest first."""

    rows: list[EffectLine] = []

    @door
    async def load(self) -> None:
        """The list."""
        await self._read()
        self.standing = "ready"

    @door
    async def again(self, id: int) -> rx.event.EventSpec:
        """Have one tried again."""
        await self._ask(effects.call_back, effect_id=id)
        await self._read()
        return notify(say(await self._language(), "recovery.again_done"))

    async def _read(self) -> None:
        """Read the list."""
        language, moment = await self._language(), now()
        self.rows = [effect_line(row, moment, language) for row in await self._ask(effects.given_up)]


def effect_line(row: GivenUp, moment: datetime, language: str) -> EffectLine:
    """`row` in words."""
    return EffectLine(
        id=row.id,
        what=f"{row.operator} · {row.element}",
        ref=row.case_ref,
        why=f"{row.cause} · {say(language, 'recovery.attempts', count=row.attempts)}",
        told=ago(row.given_up, moment, language),
        exact=moment_words(row.given_up, moment, language),
        machine=iso(row.given_up),
    )


SEEN = live(EffectsState)


def page() -> rx.Component:
    """Title, table."""
    return shell(
        EFFECTS,
        SEEN.standing,
        heading(t("recovery.effects"), t("recovery.effects_lead")),
        rx.cond(SEEN.rows.length() > 0, listing(), empty(t("recovery.effects_none"), t("recovery.effects_none_more"))),
    )


def listing() -> rx.Component:
    """The table."""
    heads = ("what", "case", "why", "given_up")
    last = rx.el.span(t("recovery.again"), class_name="hide")
    return cards(t("recovery.effects"), [*(t(f"recovery.{head}") for head in heads), last], SEEN.rows, row)


def row(line: Live) -> rx.Component:
    """One effect given up."""
    return rx.el.tr(
        rx.el.td(line.what, class_name="wide"),
        rx.el.td(line.ref, class_name="num"),
        rx.el.td(line.why, class_name="small wide"),
        rx.el.td(moment(line.told, line.exact, line.machine)),
        rx.el.td(
            rx.el.button(
                t("recovery.again"),
                rx.el.span(" ", line.what, " ", line.ref, class_name="hide"),
                type="button",
                class_name="quiet tiny",
                on_click=SEEN.again(line.id),
            )
        ),
        key=line.id,
    )
