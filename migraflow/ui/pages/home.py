"""Home: the one thing to do next, then the ways this person's role opens."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.tasks import MOST_COUNTED, Basket, BasketCounts
from migraflow.services import tasks
from migraflow.ui import routes
from migraflow.ui.components.counted import counted
from migraflow.ui.components.icons import icon
from migraflow.ui.components.pieces import chip, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.lines import TaskLine, plural, task_line
from migraflow.ui.moments import now
from migraflow.ui.session import SessionState
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of the home page: its address, words, icon, and the permission that opens it."""

    to: str
    words: str
    icon: str
    needs: Permission


WAYS = (
    Way(routes.NEW_CASE, "start", "plus", Permission.OPEN_CASE),
    Way(routes.PEOPLE, "people", "people", Permission.SEE_PERSON),
    Way(routes.PROCEDURES, "procedures", "procedures", Permission.SEE_PROCEDURE),
    Way(routes.DASHBOARDS, "figures", "dashboards", Permission.SEE_MEASURES),
    Way(routes.ACCOUNTS, "accounts", "accounts", Permission.MANAGE_ACCOUNTS),
)
STEERING = (
    (Permission.CHANGE_PROCEDURE, "procedures", routes.PROCEDURES),
    (Permission.MANAGE_ACCOUNTS, "accounts", routes.ACCOUNTS),
    (Permission.SEE_MEASURES, "figures", routes.DASHBOARDS),
)
"""What those begin with who have no tasks: the first of these that their role allows."""


@dataclass(frozen=True)
class Beginning:
    """The one thing to do next when no task of one's own waits; "" when there is nothing at all."""

    words: str
    href: str


class HomeState(Doorway, rx.State):
    """What waits for this person; nothing of it for those who have no tasks (ministry, managers of procedures)."""

    hello: str = ""
    sentence: str = ""
    following: list[TaskLine] = []
    beginning: Beginning = Beginning("", "")
    mine: int = 0
    service: int = 0
    late: int = 0

    @door
    async def load(self) -> None:
        """Greet, and find what comes first."""
        session = await self.get_state(SessionState)
        language = await self._language()
        self.hello = say(language, "home.hello", name=session.name.split(" ")[0])
        if Permission.COMPLETE_TASK.value in session.may:
            await self._read(session.may, language)
        else:
            self._without_tasks(session.may, language)
        self.standing = "ready"

    async def _read(self, may: list[str], language: str) -> None:
        """The three most urgent tasks and the counts."""
        page, moment = await self._ask(tasks.inbox, basket=Basket.MINE), now()
        held = await self._ask(tasks.counts)
        self.following = [task_line(row, moment, language) for row in page.rows[:3]]
        self.mine, self.service, self.late = held.mine, held.service, held.late
        self.sentence, self.beginning = where(held, language), beginning(held, may, language)

    def _without_tasks(self, may: list[str], language: str) -> None:
        """One sentence for those who steer."""
        words = next((words for permission, words, _ in STEERING if permission.value in may), "")
        self.following, self.sentence = [], say(language, f"home.{words}_lead") if words else ""
        self.beginning = steering(may, language)


def steering(may: list[str], language: str) -> Beginning:
    """What those begin with who steer; nothing for anybody else."""
    found = [Beginning(say(language, f"home.{words}_open"), to) for held, words, to in STEERING if held.value in may]
    return found[0] if found else Beginning("", "")


def where(held: BasketCounts, language: str) -> str:
    """One sentence on where the person stands."""
    if held.late:
        return plural(language, "home.late", held.late, MOST_COUNTED)
    if held.mine:
        return plural(language, "home.mine", held.mine, MOST_COUNTED)
    return plural(language, "home.free", held.service, MOST_COUNTED) if held.service else say(language, "home.all_calm")


def beginning(held: BasketCounts, may: list[str], language: str) -> Beginning:
    """What to begin with when no task is one's own: what is late, what may be taken, a new case, or the figures."""
    if held.late:
        return Beginning(say(language, "home.late_open"), f"{routes.TASKS}?liste={Basket.LATE.value}")
    if held.service:
        return Beginning(say(language, "home.service_open"), f"{routes.TASKS}?liste={Basket.SERVICE.value}")
    if Permission.OPEN_CASE.value in may:
        return Beginning(say(language, "home.start"), routes.NEW_CASE)
    return steering(may, language)


SEEN = live(HomeState)
SESSION = live(SessionState)


def page() -> rx.Component:
    """Greeting, next task, counts, ways."""
    works = SESSION.may.contains(Permission.COMPLETE_TASK.value)
    return shell(
        routes.HOME,
        SEEN.standing,
        rx.el.div(rx.el.h1(SEEN.hello), rx.el.p(SEEN.sentence, class_name="soft lead")),
        rx.cond(SEEN.following.length() > 0, following(), begin()),
        rx.cond(works, counts()),
        rx.el.section(
            rx.el.h2(t("home.shortcuts"), class_name="hide"),
            rx.el.div(*[rx.cond(SESSION.may.contains(way.needs.value), card(way)) for way in WAYS], class_name="ways"),
        ),
    )


def begin() -> rx.Component:
    """The page's one primary button when no task of one's own waits."""
    way = link(SEEN.beginning.words, to=SEEN.beginning.href, class_name="button primary")
    return rx.fragment(rx.cond(SEEN.beginning.href != "", rx.el.div(way)))


def following() -> rx.Component:
    """The most urgent task as the page's one primary button, the two after it as lines."""
    first = SEEN.following[0]
    rest = rx.foreach(
        SEEN.following[1:],
        lambda line: rx.el.li(
            chip(line.due, line.tone), link(line.step, to=line.href), rx.el.span(line.person, class_name="soft")
        ),
    )
    return rx.el.section(
        rx.el.h2(t("home.next")),
        rx.el.div(
            rx.el.div(
                rx.el.p(chip(rx.el.time(first.due, title=first.exact, date_time=first.machine), first.tone)),
                rx.el.h3(first.step),
                rx.el.p(
                    first.person,
                    " ",
                    rx.el.span(first.age, class_name="soft once"),
                    " ",
                    rx.el.span(first.case_ref, class_name="soft num once"),
                ),
            ),
            link(t("home.next_open"), to=first.href, class_name="button primary push"),
            class_name="row",
        ),
        rx.el.ul(rest, class_name="after"),
        class_name="card next",
    )


def counts() -> rx.Component:
    """Three figures that are links to their baskets."""
    shown = (
        (SEEN.mine, "mine", Basket.MINE),
        (SEEN.service, "service", Basket.SERVICE),
        (SEEN.late, "late", Basket.LATE),
    )
    return rx.el.div(
        *[
            link(
                rx.el.span(counted(count), class_name="figure"),
                rx.el.span(t(f"home.{key}")),
                to=f"{routes.TASKS}?liste={basket.value}",
                class_name=rx.cond(count > 0, "card tally late", "card tally")
                if basket is Basket.LATE
                else "card tally",
            )
            for count, key, basket in shown
        ],
        class_name="tallies",
    )


def card(way: Way) -> rx.Component:
    """One way out."""
    return link(
        icon(way.icon),
        rx.el.span(
            rx.el.strong(t(f"home.{way.words}")), rx.el.span(t(f"home.{way.words}_more"), class_name="soft small")
        ),
        to=way.to,
        class_name="card way",
    )
