"""Home: the one thing to do next, then the ways this person's role opens."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.tasks import Basket, BasketCounts
from migraflow.services import tasks
from migraflow.ui import routes
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
)


class HomeState(Doorway, rx.State):
    """What waits for this person; nothing of it for those who have no tasks (ministry, managers of procedures)."""

    hello: str = ""
    sentence: str = ""
    following: list[TaskLine] = []
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
            await self._read(language)
        else:
            self._without_tasks(session.may, language)
        self.standing = "ready"

    async def _read(self, language: str) -> None:
        """The three most urgent tasks and the counts."""
        page, moment = await self._ask(tasks.inbox, basket=Basket.MINE), now()
        held = await self._ask(tasks.counts)
        self.following = [task_line(row, moment, language) for row in page.rows[:3]]
        self.mine, self.service, self.late = held.mine, held.service, held.late
        self.sentence = where(held, language)

    def _without_tasks(self, may: list[str], language: str) -> None:
        """One sentence for those who steer."""
        steers = Permission.CHANGE_PROCEDURE.value in may
        self.following = []
        self.sentence = say(language, "home.procedures_lead" if steers else "home.figures_lead")


def where(held: BasketCounts, language: str) -> str:
    """One sentence on where the person stands."""
    if held.late:
        return plural(language, "home.late", held.late)
    if held.mine:
        return plural(language, "home.mine", held.mine)
    return plural(language, "home.free", held.service) if held.service else say(language, "home.all_calm")


SEEN = live(HomeState)
SESSION = live(SessionState)


def page() -> rx.Component:
    """Greeting, next task, counts, ways."""
    works = SESSION.may.contains(Permission.COMPLETE_TASK.value)
    return shell(
        routes.HOME,
        SEEN.standing,
        rx.el.div(rx.el.h1(SEEN.hello), rx.el.p(SEEN.sentence, class_name="soft lead")),
        rx.cond(SEEN.following.length() > 0, following()),
        rx.cond(works, counts()),
        rx.el.section(
            rx.el.h2(t("home.shortcuts"), class_name="hide"),
            rx.el.div(*[rx.cond(SESSION.may.contains(way.needs.value), card(way)) for way in WAYS], class_name="ways"),
        ),
    )


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
                rx.el.span(count, class_name="figure"),
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
