"""*Doublons à examiner*: the pairs of people who may be one human, the likest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.merging import PairRow, PairState
from migraflow.services import merging
from migraflow.ui.components.pieces import Live, cards, chip, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.moments import now
from migraflow.ui.routes import DUPLICATES, PEOPLE, duplicate_at
from migraflow.ui.shell import shell
from migraflow.ui.when import ago, iso
from migraflow.ui.words import say, t

SHOWN = (PairState.OPEN, PairState.SAME, PairState.DIFFERENT)
"""The lists there are: to be looked at, found to be one person, found to be two."""


@dataclass(frozen=True)
class PairLine:
    """A pair as a row shows it."""

    id: int
    href: str
    score: str
    tone: str
    one: str
    other: str
    why: str
    seen: str
    machine: str


class DuplicatesState(Doorway, rx.State):
    """One page of pairs; the address says which list."""

    rows: list[PairLine] = []
    state: str = PairState.OPEN.value
    more: str = ""

    @door
    async def load(self) -> None:
        """The list the address names."""
        asked, language = dict(self.router.url.query_parameters), await self._language()
        wanted = asked.get("liste", "")
        state = PairState(wanted) if wanted in {one.value for one in SHOWN} else PairState.OPEN
        page = await self._ask(merging.listing, state=state, after=asked.get("apres"))
        self.state, self.rows = state.value, [pair_line(row, now(), language) for row in page.rows]
        words = {"liste": state.value, "apres": page.after}
        self.more = f"{DUPLICATES}?{urlencode(words)}" if page.after else ""
        self.standing = "ready"


def pair_line(row: PairRow, moment: datetime, language: str) -> PairLine:
    """`row` in the words of `language`."""
    return PairLine(
        id=row.id,
        href=duplicate_at(row.id),
        score=say(language, "duplicates.score", score=row.score),
        tone="late" if row.score >= 95 else "soon" if row.score >= 80 else "",
        one=f"{row.one[1]}, {row.one[0]}",
        other=f"{row.other[1]}, {row.other[0]}",
        why=row.why if row.state is PairState.OPEN else say(language, "duplicates.decided_by", who=row.decided_by),
        seen=ago(row.seen, moment, language),
        machine=iso(row.seen),
    )


SEEN = live(DuplicatesState)


def page() -> rx.Component:
    """Title, the lists, the pairs."""
    return shell(
        PEOPLE,
        SEEN.standing,
        rx.el.nav(
            link(t("people.title"), to=PEOPLE),
            " › ",
            t("duplicates.title"),
            class_name="crumbs",
            aria_label=t("shell.crumbs"),
        ),
        heading(t("duplicates.title"), t("duplicates.lead")),
        rx.el.nav(*[tab(state) for state in SHOWN], class_name="tabs", aria_label=t("duplicates.title")),
        rx.cond(
            SEEN.rows.length() > 0,
            listing(),
            empty(t("duplicates.none"), t("duplicates.none_more"), mark="people"),
        ),
        rx.cond(SEEN.more != "", link(t("people.more"), to=SEEN.more, class_name="button")),
    )


def tab(state: PairState) -> rx.Component:
    """The way to one of the lists."""
    return link(
        t(f"duplicates.{state.value}"),
        to=f"{DUPLICATES}?liste={state.value}",
        custom_attrs={"aria-current": rx.cond(SEEN.state == state.value, "page", "false")},
    )


def listing() -> rx.Component:
    """The table."""
    heads = ("likeness", "pair", "why", "seen")
    return cards(
        t("duplicates.list"),
        [t(f"duplicates.{head}") for head in heads],
        SEEN.rows,
        row,
        custom_attrs={"data-list": ""},
    )


def row(line: Live) -> rx.Component:
    """One pair."""
    return rx.el.tr(
        rx.el.td(chip(line.score, line.tone), class_name="num"),
        rx.el.td(link(line.one, rx.el.br(), line.other, to=line.href), class_name="wide"),
        rx.el.td(line.why, class_name="small wide"),
        rx.el.td(rx.el.time(line.seen, date_time=line.machine, class_name="soft small"), class_name="gone"),
        key=line.id,
    )
