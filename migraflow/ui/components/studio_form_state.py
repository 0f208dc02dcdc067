"""The State of the dialog that writes a new form for the chosen step."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.forms import Kind
from migraflow.services import workbench
from migraflow.services.form_writing import NewField
from migraflow.ui.components.studio_state import FORM_DIALOG, StudioState, closing, opening
from migraflow.ui.door import Doorway, door

FIRST_ROWS = (1, 2)


class NewFormState(Doorway, rx.State):
    """The form being written: `rows` numbers its lines, `choosing` those that need words to choose among."""

    rows: list[int] = list(FIRST_ROWS)
    choosing: list[int] = []

    @door
    async def begin(self) -> Any:
        """An empty form."""
        self.rows, self.choosing = list(FIRST_ROWS), []
        return opening(FORM_DIALOG)

    @door
    async def add_row(self) -> None:
        """One more question."""
        self.rows = [*self.rows, max(self.rows, default=0) + 1][:40]

    @door
    async def drop_row(self, row: int) -> None:
        """One question less."""
        self.rows = [kept for kept in self.rows if kept != row]

    @door
    async def choose_kind(self, row: int, kind: str) -> None:
        """The kind of a question decides whether it needs choices."""
        others = [kept for kept in self.choosing if kept != row]
        self.choosing = [*others, row] if kind in (Kind.CHOICE, Kind.CHOICES) else others

    @door
    async def create(self, form: dict[str, str]) -> Any:
        """Write the form into the working copy and give it to the selected step."""
        studio = await self.get_state(StudioState)
        wish = {"title": form.get("title", ""), "fields": questions(form, self.rows), "version": studio.version}
        path, draft = await self._ask(workbench.add_form, procedure=studio.procedure, **wish)
        await studio._keep(draft, studio.seen.id)
        return [await studio._edit("form", studio.seen.id, value=path), closing(FORM_DIALOG)]


def questions(form: dict[str, str], rows: list[int]) -> list[NewField]:
    """The questions typed; lines without a label are left out."""
    return [
        NewField(
            label=form[f"label_{row}"],
            kind=Kind(form.get(f"kind_{row}", Kind.TEXT)),
            required=bool(form.get(f"required_{row}")),
            choices=tuple(filter(None, (line.strip() for line in form.get(f"choices_{row}", "").splitlines()))),
        )
        for row in rows
        if form.get(f"label_{row}", "").strip()
    ]
