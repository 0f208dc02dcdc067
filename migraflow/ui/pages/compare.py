"""Two editions side by side: the drawings with what differs, the sentences that say it, each leading to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from migraflow.services import comparing_sides
from migraflow.services.comparing_sides import DRAFT, Sides
from migraflow.ui import routes
from migraflow.ui.components.pieces import Live, heading, look_apart, notice
from migraflow.ui.components.rooms import crumbs, rooms
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t
from migraflow.ui.words.typography import typeset

SIGNS = (("added", "+"), ("removed", "−"), ("changed", "≠"), ("moved", "↕"))
AREAS = ("diagram", "form", "rule", "procedure")


@dataclass(frozen=True)
class Line:
    """One sentence; `shows` are the elements it is about, as one text. `head` opens a part of the list."""

    sentence: str
    mark: str
    sign: str
    shows: str
    head: str


class ComparingState(Doorway, rx.State):
    """The comparison the address asks for."""

    procedure: str = ""
    title: str = ""
    choices: list[tuple[str, str]] = []
    before: str = ""
    after: str = ""
    before_name: str = ""
    after_name: str = ""
    before_picture: str = ""
    after_picture: str = ""
    lines: list[Line] = []
    broken: bool = False

    @door
    async def load(self) -> rx.event.EventSpec:
        """The two editions the address names, else the newest two; both drawings begin at the first difference."""
        self.procedure = self._arrive()
        asked = dict(self.router.url.query_parameters)
        wish = {"before": asked.get("avant", "")[:64], "after": asked.get("apres", "")[:64]}
        found = await self._ask(comparing_sides.side_by_side, procedure=self.procedure, **wish)
        self._lay(found, await self._language())
        self.standing = "ready"
        return rx.call_script("setTimeout(() => migraflow.showFirst(), 400)")

    @door
    async def choose(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Compare two others: the address says which."""
        told = urlencode({"avant": str(form.get("before") or "")[:64], "apres": str(form.get("after") or "")[:64]})
        return rx.redirect(f"{routes.COMPARISONS}/{self.procedure}?{told}")

    def _lay(self, found: Sides, language: str) -> None:
        """Show a comparison."""
        names = {sha: say(language, "comparing.draft") if sha == DRAFT else say(language, "comparing.edition", number=n)
                 for sha, n in found.choices}  # fmt: skip
        self.title, self.choices, self.broken = found.title, list(names.items()), found.broken != ""
        self.before, self.after = found.before, found.after
        self.before_name, self.after_name = names[found.before], names[found.after]
        self.before_picture, self.after_picture = found.before_picture, found.after_picture
        self.lines = lines_of(found, language)


def lines_of(found: Sides, language: str) -> list[Line]:
    """The sentences, part by part."""
    lines: list[Line] = []
    for area in AREAS:
        head = say(language, f"comparing.{area}")
        for one in (one for one in found.told if one.area == area):
            sign = dict(SIGNS)[one.mark]
            lines.append(Line(typeset(one.sentence), one.mark, sign, " ".join(dict.fromkeys(one.elements)), head))
            head = ""
    return lines


SEEN = live(ComparingState)


def page() -> rx.Component:
    """The choice, the drawings, the sentences."""
    return shell(
        routes.PROCEDURES,
        arrived(SEEN),
        look_apart(),
        crumbs(SEEN.procedure, SEEN.title),
        heading(t("comparing.title"), t("comparing.lead")),
        rooms("compare", SEEN.procedure),
        choosing(),
        rx.cond(
            SEEN.broken,
            notice(rx.el.p(t("comparing.broken")), tone="warn"),
            rx.el.div(legend(), both(), told(), class_name="stack"),
        ),
    )


def choosing() -> rx.Component:
    """Which two."""
    return rx.el.form(
        chooser("before", SEEN.before),
        chooser("after", SEEN.after),
        rx.el.button(t("comparing.compare"), type="submit"),
        class_name="card row choosing",
        on_submit=SEEN.choose,
    )


def chooser(side: str, chosen: Live) -> rx.Component:
    """The editions to choose one side from."""
    options = rx.foreach(SEEN.choices, lambda pair: rx.el.option(pair[1], value=pair[0]))
    return rx.el.div(
        rx.el.label(t(f"comparing.{side}"), html_for=f"compare-{side}"),
        rx.el.select(options, id=f"compare-{side}", name=side, default_value=chosen, key=side + chosen),
        class_name="field",
    )


def legend() -> rx.Component:
    """What the halos mean, by sign and colour."""
    return rx.el.ul(
        *[rx.el.li(badge(mark, sign), t(f"comparing.{mark}")) for mark, sign in SIGNS],
        class_name="legend row small",
        aria_label=t("comparing.legend"),
    )


def badge(mark: Any, sign: Any) -> rx.Component:
    """The sign of a halo."""
    return rx.el.span(sign, class_name=rx.Var.create("badge ") + mark, aria_hidden="true")


def both() -> rx.Component:
    """The drawings; they stand one above the other on a narrow screen."""
    return rx.el.div(
        side(t("comparing.before"), SEEN.before_name, SEEN.before_picture),
        side(t("comparing.after"), SEEN.after_name, SEEN.after_picture),
        class_name="sides",
    )


def side(word: Any, name: Live, picture: Live) -> rx.Component:
    """One drawing."""
    return rx.el.section(
        rx.el.h2(word, " · ", name),
        rx.el.div(
            rx.html(picture), class_name="heat compared", tab_index=0, role="region", aria_label=word + " · " + name
        ),
        class_name="stack small-stack",
    )


def told() -> rx.Component:
    """The sentences; one that is about a place is a button that shows it."""
    listed = rx.el.ul(rx.foreach(SEEN.lines, line), class_name="stack small-stack changes-shown")
    none = rx.cond(SEEN.before == SEEN.after, t("comparing.same"), t("comparing.none"))
    return rx.el.section(
        rx.el.h2(t("comparing.told")),
        rx.cond(
            SEEN.lines,
            rx.fragment(rx.el.p(t("comparing.told_lead"), class_name="soft"), listed),
            rx.el.p(none, class_name="soft"),
        ),
        class_name="card stack",
    )


def line(one: Live) -> rx.Component:
    """One sentence."""
    words = rx.fragment(badge(one.mark, one.sign), rx.el.span(one.sentence))
    button = rx.el.button(words, type="button", aria_pressed="false", class_name="shows",
                          custom_attrs={"data-shows": one.shows})  # fmt: skip
    plain = rx.el.p(words, class_name="shows")
    return rx.el.li(rx.cond(one.head != "", rx.el.h3(one.head)), rx.cond(one.shows != "", button, plain))
