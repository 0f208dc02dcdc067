"""*Mes tâches*: what waits for this person, the most urgent first."""

from __future__ import annotations

from urllib.parse import urlencode

import reflex as rx

from migraflow.domain.tasks import MOST_COUNTED, Basket, BasketCounts
from migraflow.services import tasks
from migraflow.ui.components.counted import counted
from migraflow.ui.components.pieces import Live, chip, empty, heading, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.lines import TaskLine, plural, task_line
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.places import region_names
from migraflow.ui.routes import NEW_CASE, TASKS
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

BASKETS = {Basket.MINE: "mine", Basket.SERVICE: "service", Basket.LATE: "late", Basket.DONE: "done"}


class TasksState(Doorway, rx.State):
    """One basket, filtered; the address holds basket, words and cursor so that a list can be shared or reloaded."""

    basket: str = Basket.MINE.value
    query: str = ""
    rows: list[TaskLine] = []
    more: str = ""
    paged: bool = False
    mine: int = 0
    service: int = 0
    late: int = 0
    sentence: str = ""
    shown: str = ""
    nothing: str = ""
    nothing_more: str = ""

    @door
    async def load(self) -> None:
        """The basket the address names."""
        asked = dict(self.router.url.query_parameters)
        names = {basket.value for basket in Basket}
        self.basket = asked.get("liste", "") if asked.get("liste", "") in names else Basket.MINE.value
        self.query, self.paged = asked.get("q", "")[:80], "apres" in asked
        await self._read(asked.get("apres"))
        self.standing = "ready"

    @door
    async def claim(self, token: str) -> rx.event.EventSpec:
        """Take one task."""
        await self._ask(tasks.claim, token=token)
        await self._read(None)
        return notify(say(await self._language(), "tasks.claimed_one"))

    @door
    async def claim_chosen(self, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Take every ticked task."""
        tokens = [token for token in form if token in {row.token for row in self.rows if row.may_claim}]
        for token in tokens:
            await self._ask(tasks.claim, token=token)
        await self._read(None)
        return notify(plural(await self._language(), "tasks.claimed", len(tokens))) if tokens else None

    @door
    async def filter(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Keep the words of the filter in the address."""
        return rx.redirect(f"{TASKS}?{urlencode({'liste': self.basket, 'q': str(form.get('q', ''))[:80]})}")

    async def _read(self, after: str | None) -> None:
        """Read the list and its counts."""
        language, moment = await self._language(), now()
        page = await self._ask(tasks.inbox, basket=Basket(self.basket), search=self.query, after=after)
        held = await self._ask(tasks.counts)
        places = await region_names(self)
        self.rows = [task_line(row, moment, language, places) for row in page.rows]
        self.more = (
            f"{TASKS}?{urlencode({'liste': self.basket, 'q': self.query, 'apres': page.after})}" if page.after else ""
        )
        self.mine, self.service, self.late = held.mine, held.service, held.late
        self.sentence = state_of(held, language)
        self.shown = say(language, "tasks.shown_one" if len(self.rows) == 1 else "tasks.shown", count=len(self.rows))
        self._explain_nothing(language)

    def _explain_nothing(self, language: str) -> None:
        """Why the list is empty, and what to do."""
        key = "search" if self.query else BASKETS[Basket(self.basket)]
        self.nothing = say(language, f"tasks.empty_{key}", words=self.query)
        self.nothing_more = say(language, f"tasks.empty_{key}_more")


def state_of(held: BasketCounts, language: str) -> str:
    """One sentence on where the person stands."""
    if held.late:
        return plural(language, "tasks.sentence_late", held.late, MOST_COUNTED)
    return say(language, "tasks.sentence_calm" if held.mine else "tasks.sentence_none")


SEEN = live(TasksState)
SESSION = live(SessionState)


def page() -> rx.Component:
    """Title, baskets, filter, table."""
    may_open = SESSION.may.contains("ouvrir_dossier")
    new = rx.cond(may_open, link(t("tasks.new_case"), to=NEW_CASE, class_name="button primary"))
    return shell(
        TASKS,
        SEEN.standing,
        heading(t("tasks.title"), SEEN.sentence, new),
        rx.el.nav(
            *[tab(basket, count) for basket, count in zip(Basket, counts(), strict=True)],
            class_name="tabs",
            aria_label=t("tasks.lists"),
        ),
        filters(),
        rx.cond(SEEN.rows.length() > 0, listing(), nothing()),
    )


def counts() -> tuple[rx.Var[int] | None, ...]:
    """The number beside each basket, in their order."""
    return SEEN.mine, SEEN.service, SEEN.late, None


def tab(basket: Basket, count: rx.Var[int] | None) -> rx.Component:
    """One basket with its number."""
    here = SEEN.basket == basket.value
    tone = rx.cond(SEEN.late > 0, "count late", "count") if basket is Basket.LATE else "count"
    number = rx.el.span(counted(count), class_name=tone) if count is not None else rx.fragment()
    return link(
        t(f"tasks.{BASKETS[basket]}"),
        number,
        to=f"{TASKS}?liste={basket.value}",
        aria_current=rx.cond(here, "page", "false"),
    )


def filters() -> rx.Component:
    """Words to narrow the list."""
    words = rx.el.input(
        id="filter", name="q", type="search", placeholder=t("tasks.filter_hint"), default_value=SEEN.query,
        key=SEEN.query, auto_complete="off",
    )  # fmt: skip
    everything = link(t("tasks.clear"), to=f"{TASKS}?liste={SEEN.basket}", class_name="button quiet")
    keys = rx.el.button(rx.el.kbd("?"), t("tasks.help"), type="button", custom_attrs={"data-keys": ""})
    return rx.el.form(
        rx.el.div(rx.el.label(t("tasks.filter"), html_for="filter", class_name="hide"), words, class_name="field"),
        rx.el.button(t("tasks.apply"), type="submit", class_name="tiny tall"),
        rx.cond(SEEN.query != "", everything),
        rx.el.div(keys, class_name="push keys"),
        class_name="filters",
        role="search",
        aria_label=t("tasks.filter"),
        on_submit=SEEN.filter,
    )


def listing() -> rx.Component:
    """The table; ticked rows can be taken together."""
    take = rx.el.button(t("tasks.claim_selected"), type="submit", id="act", class_name="primary")
    begin = link(t("tasks.first_page"), to=f"{TASKS}?liste={SEEN.basket}", class_name="button quiet")
    return rx.el.form(
        rx.el.div(table(), class_name="scroll"),
        rx.el.div(take, class_name="chosen-bar"),
        rx.el.div(
            rx.el.span(SEEN.shown, class_name="soft small"),
            rx.cond(SEEN.paged, begin),
            rx.cond(SEEN.more != "", link(t("tasks.more"), to=SEEN.more, class_name="button")),
            class_name="row foot",
        ),
        on_submit=SEEN.claim_chosen,
    )


def table() -> rx.Component:
    """One row per task."""
    when = rx.cond(SEEN.basket == Basket.DONE.value, t("tasks.done_on"), t("tasks.due"))
    names = [t(f"tasks.{name}") for name in ("step", "person", "case", "region", "who")]
    heads = [rx.el.span(t("tasks.select"), class_name="hide"), when, *names]
    return rx.el.table(
        rx.el.caption(t("tasks.list"), class_name="hide"),
        rx.el.thead(rx.el.tr(*[rx.el.th(head, scope="col") for head in heads])),
        rx.el.tbody(rx.foreach(SEEN.rows, row)),
        class_name="cards",
        custom_attrs={"data-list": ""},
    )


def row(line: Live) -> rx.Component:
    """One task."""
    tick = rx.el.input(type="checkbox", name=line.token, aria_label=f"{line.step} {line.case_ref}")
    due = rx.el.time(line.due, title=line.exact, date_time=line.machine)
    take = rx.el.button(
        t("tasks.claim"),
        rx.el.span(" ", line.step, " ", line.case_ref, class_name="hide"),
        type="button",
        class_name="tiny",
        on_click=SEEN.claim(line.token),
    )
    return rx.el.tr(
        rx.el.td(rx.cond(line.may_claim, tick), class_name="gone"),
        rx.el.td(rx.cond(line.done != "", rx.el.span(line.done, class_name="small num"), chip(due, line.tone))),
        rx.el.td(link(line.step, to=line.href), class_name="wide"),
        rx.el.td(line.person, " ", rx.el.span(line.age, class_name="soft small once"), class_name="wide"),
        rx.el.td(link(line.case_ref, to=line.case_to, class_name="plain soft small"), class_name="num"),
        rx.el.td(line.region, class_name="gone"),
        rx.el.td(rx.cond(line.may_claim, take, rx.el.span(line.who, class_name="small"))),
        key=line.token,
    )


def nothing() -> rx.Component:
    """Why the list is empty, and where to go."""
    other = rx.cond(
        (SEEN.basket == Basket.MINE.value) & (SEEN.service > 0),
        link(t("tasks.see_service"), to=f"{TASKS}?liste={Basket.SERVICE.value}", class_name="button"),
    )
    return empty(SEEN.nothing, SEEN.nothing_more, other)
