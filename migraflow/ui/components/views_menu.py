"""Views people keep: found, kept under a name, shared, renamed, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow.domain.views import EVERYBODY, View
from migraflow.services import views
from migraflow.ui.components.pieces import Live, link
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.notices import notify
from migraflow.ui.routes import DASHBOARDS
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class ViewSeen:
    """One view: its name, where it leads, whose it is or with whom it is shared."""

    id: int
    name: str
    href: str
    about: str
    shared: str
    mine: bool


class ViewsState(Doorway, rx.State):
    """The views this person finds, and the circles one may share with."""

    views: list[ViewSeen] = []
    circles: list[tuple[str, str]] = []

    @door
    async def load(self) -> None:
        """Read them."""
        await self._read()

    @door
    async def keep(self, form: dict[str, Any]) -> rx.event.EventSpec:
        """Keep the page as it stands."""
        url = self.router.url
        page = url.path.removeprefix(DASHBOARDS).strip("/")
        named = {"name": str(form.get("nom") or ""), "shared": str(form.get("partage") or "")}
        await self._ask(views.keep, page=page, query=url.query, **named)
        return await self._said("boards.kept")

    @door
    async def change(self, form: dict[str, Any]) -> rx.event.EventSpec:
        """Another name, other people."""
        named = {"name": str(form.get("nom") or ""), "shared": str(form.get("partage") or "")}
        await self._ask(views.change, id=int(str(form.get("vue") or 0)), **named)
        return await self._said("boards.changed")

    @door
    async def forget(self, id: int) -> rx.event.EventSpec:
        """Delete one."""
        await self._ask(views.forget, id=id)
        return await self._said("boards.forgotten")

    async def _said(self, key: str) -> rx.event.EventSpec:
        """Read again, and say what was done."""
        await self._read()
        return notify(say(await self._language(), key), "ok")

    async def _read(self) -> None:
        """The views and the circles, in words."""
        language = await self._language()
        everybody = (EVERYBODY, say(language, "boards.shared_all"))
        self.circles = [everybody, *await self._ask(views.circles)]
        names = dict(self.circles)
        self.views = [seen(view, names, language) for view in await self._ask(views.seen)]


def seen(view: View, circles: dict[str, str], language: str) -> ViewSeen:
    """A view in words."""
    path = f"{DASHBOARDS}/{view.page}".rstrip("/")
    about = "" if view.mine else say(language, "boards.shared_by", owner=view.owner)
    if view.mine and view.shared:
        about = say(language, "boards.shared_with", circle=circles.get(view.shared, view.shared))
    href = f"{path}?{view.query}" if view.query else path
    return ViewSeen(view.id, view.name, href, about, view.shared, view.mine)


SEEN = live(ViewsState)


def views_dialog() -> rx.Component:
    """The list, and the way to add to it."""
    return rx.el.dialog(
        rx.el.h2(t("boards.views"), id="views-title"),
        rx.el.p(t("boards.views_lead"), class_name="soft small"),
        rx.cond(
            SEEN.views,
            rx.el.ul(rx.foreach(SEEN.views, one_view), class_name="views-list"),
            rx.el.p(t("boards.views_none")),
        ),
        rx.el.form(
            *naming("new", "", ""),
            rx.el.button(t("boards.keep"), type="submit", class_name="primary"),
            on_submit=SEEN.keep,
            reset_on_submit=True,
            class_name="stack",
        ),
        rx.el.button(t("boards.close"), type="button", custom_attrs={"data-close": ""}),
        id="views",
        class_name="panel-dialog",
        aria_labelledby="views-title",
    )


def naming(key: Live, name: Live, shared: Live) -> tuple[rx.Component, rx.Component]:
    """Name and circle of a view."""
    who = rx.el.select(
        rx.el.option(t("boards.shared_nobody"), value=""),
        rx.foreach(SEEN.circles, lambda pair: rx.el.option(pair[1], value=pair[0])),
        default_value=shared,
        id=f"view-shared-{key}",
        name="partage",
    )
    what = rx.el.input(default_value=name, id=f"view-name-{key}", name="nom", max_length=80, required=True)
    return (
        rx.el.div(rx.el.label(t("boards.view_name"), html_for=f"view-name-{key}"), what, class_name="field"),
        rx.el.div(rx.el.label(t("boards.view_shared"), html_for=f"view-shared-{key}"), who, class_name="field"),
    )


def one_view(view: Live) -> rx.Component:
    """One view; its owner may change or delete it."""
    return rx.el.li(
        link(view.name, to=view.href, custom_attrs={"data-close": ""}),
        rx.cond(view.about != "", rx.el.span(" · ", view.about, class_name="soft small")),
        rx.cond(
            view.mine,
            rx.el.details(
                rx.el.summary(
                    t("boards.change_view"), rx.el.span(" ", view.name, class_name="hide"), class_name="small"
                ),
                rx.el.form(
                    rx.el.input(type="hidden", name="vue", default_value=view.id.to_string()),
                    *naming(view.id, view.name, view.shared),
                    rx.el.div(
                        rx.el.button(t("boards.save"), type="submit"),
                        rx.el.button(
                            t("boards.forget"), type="button", class_name="quiet", on_click=SEEN.forget(view.id)
                        ),
                        class_name="row",
                    ),
                    on_submit=SEEN.change,
                    class_name="stack",
                ),
            ),
        ),
        key=view.id.to_string(),
    )
