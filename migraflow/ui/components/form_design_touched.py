"""The State of what a shared block touches: the other procedures that ask it, tried and brought up to date."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import reflex as rx

from migraflow.services import form_blocks
from migraflow.services.form_blocks import Touched
from migraflow.ui import routes
from migraflow.ui.door import Doorway, door
from migraflow.ui.notices import notify
from migraflow.ui.words import say

MOST_TOLD = 5
"""Findings told of one procedure; the draft's own page has them all."""


@dataclass(frozen=True)
class TouchedLine:
    """One procedure that asks the block. `tried` is ``""`` (not yet), ``good`` or ``bad``; `found` says why."""

    procedure: str = ""
    title: str = ""
    way: str = ""
    forms: str = ""
    carried: str = ""
    holder: str = ""
    tried: str = ""
    found: list[str] = field(default_factory=list[str])


def line_of(one: Touched) -> TouchedLine:
    """One line, not tried yet."""
    return TouchedLine(
        one.procedure, one.title, routes.studio_at(one.procedure), " · ".join(one.forms), one.carried.value, one.holder
    )


class BlockState(Doorway, rx.State):
    """The procedures that ask the `block` being designed in the draft of `procedure`. `trying` is the number of the one
    tried now, -1 for none."""

    procedure: str = ""
    block: str = ""
    rows: list[TouchedLine] = []
    behind: int = 0
    trying: int = -1

    @door
    async def load(self, procedure: str, block: str) -> None:
        """How the block stands in each, now."""
        self.procedure, self.block = procedure, block
        self._show(await self._ask(form_blocks.touched, **self._wish()))

    @door
    async def foresee(self, at: int) -> Any:
        """Try the block in one procedure after the other."""
        self.trying = at if at < len(self.rows) else -1
        if self.trying < 0:
            return None
        return BlockState.try_one(at)

    @door
    async def try_one(self, at: int) -> Any:
        """Try it in the one at this place, then in the next."""
        one, language = self.rows[at], await self._language()
        found = await self._ask(form_blocks.foresee, **self._wish(), other=one.procedure)
        told = [finding.sentence(language) for finding in found[:MOST_TOLD]]
        tried = replace(one, tried="bad" if found else "good", found=told)
        self.rows = [*self.rows[:at], tried, *self.rows[at + 1 :]]
        return BlockState.foresee(at + 1)

    @door
    async def carry(self) -> Any:
        """Write the block into the drafts of those that are behind."""
        before = self.behind
        self._show(await self._ask(form_blocks.carry, **self._wish()))
        return notify(say(await self._language(), "form_design.carried", count=before - self.behind))

    def _wish(self) -> dict[str, str]:
        return {"procedure": self.procedure, "block": self.block}

    def _show(self, rows: tuple[Touched, ...]) -> None:
        self.rows, self.trying = [line_of(one) for one in rows], -1
        self.behind = sum(one.carried == "behind" for one in self.rows)
