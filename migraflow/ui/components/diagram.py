"""A procedure's diagram to read, with the path of a case on it. bpmn-js comes only with the routes that use this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import reflex as rx

from migraflow.services import workbench
from migraflow.ui.components.pieces import skeleton
from migraflow.ui.door import Doorway, door, live
from migraflow.ui.words import t

LIBRARIES = ["bpmn-js@18.31.1", "bpmn-js-i18n@2.3.0"]
READING = ("tools", "region", "fit", "fitShort", "smaller", "larger", "inWords", "done", "open", "late", "broken")
OpenStep = Mapping[str, Any]


class RoleNames(Doorway, rx.State):
    """The roles' names by code: lanes carry codes, people read names."""

    names: dict[str, str] = {}

    @door
    async def load(self) -> None:
        """Fetch the names once per browser and language."""
        self.names = await self._ask(workbench.role_names)


class DiagramCanvas(rx.NoSSRComponent):
    """The drawing itself (``assets/diagram.jsx``)."""

    library = "$/public/diagram.jsx"
    tag = "Diagram"
    lib_dependencies: list[str] = LIBRARIES

    xml: rx.Var[str]
    travelled: rx.Var[list[str]]
    open: rx.Var[list[dict[str, Any]]]
    roles: rx.Var[dict[str, str]]
    label: rx.Var[str]
    words: rx.Var[dict[str, str]]


def diagram(
    xml: rx.Var[str] | str,
    *,
    label: rx.Var[str] | str,
    travelled: rx.Var[list[str]] | Iterable[str] = (),
    open: rx.Var[list[dict[str, Any]]] | Iterable[OpenStep] = (),
) -> rx.Component:
    """The live diagram of `xml`; `label` says for screen readers what it shows.

    `travelled` holds the ids of elements and flows the case has passed (lit in green); `open` one mapping per open
    step: ``element`` (its id), ``label`` (a few words on it, may be empty) and ``late`` (bool).
    """
    return rx.el.div(
        rx.cond(
            live(RoleNames).names,
            DiagramCanvas.create(
                xml=xml,
                travelled=travelled if isinstance(travelled, rx.Var) else list(travelled),
                open=open if isinstance(open, rx.Var) else [dict(step) for step in open],
                roles=live(RoleNames).names,
                label=label,
                words=words(READING),
            ),
            skeleton(4),
        ),
        on_mount=live(RoleNames).load,
    )


def words(keys: Iterable[str]) -> rx.Var[Any]:
    """The words a canvas shows itself, in the language of whoever looks at it."""
    return rx.Var.create({key: t(f"diagram.{key}") for key in keys})
