"""The State of the designer's controls: each becomes one change of the form."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

import reflex as rx

from migraflow.domain.forms import Kind
from migraflow.engine.editing import conditions
from migraflow.services import workbench
from migraflow.ui.components.form_design_seen import Builder
from migraflow.ui.components.form_design_state import FormDesignState
from migraflow.ui.components.studio_panel_state import MOST_BOXES, filled
from migraflow.ui.components.studio_seen import box, feel_of
from migraflow.ui.door import Doorway, door
from migraflow.ui.words import say

GESTURES = frozenset({"move", "remove", "duplicate"})
TURNS = {"undo": FormDesignState.undo, "redo": FormDesignState.redo}
PARTS = ("do", "place", "way", "target", "kind")


def gesture_of(text: str) -> dict[str, str]:
    """What the script says was done: plain words only, nothing when it cannot be read."""
    try:
        told: object = json.loads(text[:1000])
    except ValueError:
        return {}
    known = cast(dict[str, object], told) if isinstance(told, dict) else {}
    return {word: str(known[word]) for word in PARTS if word in known}


class FormPanelState(Doorway, rx.State):
    """What is being typed. `verdict` says what is wrong with the text being typed in `judged`."""

    judged: str = ""
    verdict: str = ""

    @door
    async def write(self, word: str, value: str) -> Any:
        """Change one word of what is chosen: a question, a section, the form itself."""
        design = await self.get_state(FormDesignState)
        self.judged = ""
        code = "section" if design.seen.kind == "section" else "write" if design.seen.name else "head"
        return await design._edit(code, design.seen.place, word=word, value=value)

    @door
    async def change(self, code: str, value: str) -> Any:
        """Its kind, its answers, its name."""
        design = await self.get_state(FormDesignState)
        return await design._edit(code, design.seen.place, value=value)

    @door
    async def mark(self, word: str, wanted: bool) -> Any:
        """Whether it must be answered, whether it is protected."""
        design = await self.get_state(FormDesignState)
        return await design._edit("mark", design.seen.place, word=word, value="true" if wanted else "false")

    @door
    async def act(self, code: str, way: str) -> Any:
        """Move, duplicate or take away what is chosen."""
        design = await self.get_state(FormDesignState)
        return await design._edit(code, design.seen.place, way=way)

    @door
    async def add(self, kind: str, inside: bool) -> Any:
        """A new question after the chosen one, or inside it."""
        design = await self.get_state(FormDesignState)
        return await self._add(design.seen.place, kind, inside="true" if inside else "")

    @door
    async def take_in(self, block: str, rows: bool) -> Any:
        """A shared block after the chosen question, or a table whose rows are one."""
        design = await self.get_state(FormDesignState)
        label = next((one.label for one in design.blocks if one.code == block), block)
        kind = Kind.GROUP if rows else Kind.BLOCK
        return await design._edit("add", design.seen.place, kind=kind.value, label=label, block=block)

    @door
    async def let_go(self) -> Any:
        """The shared block's questions become the form's own."""
        design = await self.get_state(FormDesignState)
        return await design._edit("detach", design.seen.place, block=design.seen.block)

    @door
    async def add_section(self, form: dict[str, str]) -> Any:
        """A new section from the chosen question on."""
        design = await self.get_state(FormDesignState)
        return await design._edit("add_section", design.seen.place, label=form.get("title", ""))

    @door
    async def rule(self, form: dict[str, str]) -> Any:
        """Write a rule across questions, or take it away when nothing is to be checked."""
        design = await self.get_state(FormDesignState)
        words = {word: form.get(word, "") for word in ("at", "check", "message", "message_en", "fields")}
        return await design._edit("rule", design.seen.place, **words)

    @door
    async def gesture(self, text: str) -> Any:
        """What was done in the list by keys or by dragging."""
        design, told = await self.get_state(FormDesignState), gesture_of(text)
        code, place = told.pop("do", ""), told.pop("place", "")
        if code in TURNS:
            return TURNS[code]
        if code == "add":
            return await self._add(place, told.get("kind", ""))
        return await design._edit(code, place, **told) if code in GESTURES else None

    @door
    async def judge(self, word: str, text: str) -> None:
        """Whether a text being typed can be understood."""
        asked = {"text": text, "kind": workbench.Text.CONDITION}
        self.verdict = await self._ask(workbench.judge, **asked) if text.strip() else ""
        self.judged = word if text.strip() else ""

    @door
    async def fill(self, word: str, place: int, part: str, value: str) -> Any:
        """Fill one box of a condition; the condition is written once its line is complete."""
        design, old = await self.get_state(FormDesignState), await self._builder(word)
        fresh = filled(old.boxes[place], part, value, design.known, await self._language())
        return await self._boxes(replace(old, boxes=[*old.boxes[:place], fresh, *old.boxes[place + 1 :]]))

    @door
    async def add_box(self, word: str) -> Any:
        """One more line of boxes."""
        old = await self._builder(word)
        empty = box(conditions.Check(), {}, await self._language())
        await self._show(replace(old, boxes=[*old.boxes, empty][:MOST_BOXES]))

    @door
    async def drop_box(self, word: str, place: int) -> Any:
        """One line of boxes less; without any, there is no condition."""
        old = await self._builder(word)
        return await self._boxes(replace(old, boxes=[one for at, one in enumerate(old.boxes) if at != place]))

    @door
    async def join(self, word: str, either: str) -> Any:
        """Whether all lines must hold, or one is enough."""
        return await self._boxes(replace(await self._builder(word), either=either == "either"))

    async def _add(self, place: str, kind: str, **facts: str) -> Any:
        design = await self.get_state(FormDesignState)
        label = say(await self._language(), "form_design.new_question")
        listed = design.lists[0].code if design.lists else ""
        return await design._edit("add", place, kind=kind, label=label, list=listed, **facts)

    async def _builder(self, word: str) -> Builder:
        """The condition under `word` as it stands on the page."""
        design = await self.get_state(FormDesignState)
        return next((one for one in design.builders if one.word == word), Builder(word))

    async def _show(self, fresh: Builder) -> None:
        design = await self.get_state(FormDesignState)
        design.builders = [fresh if one.word == fresh.word else one for one in design.builders]

    async def _boxes(self, fresh: Builder) -> Any:
        """Keep the boxes; write the condition when it says something new."""
        design = await self.get_state(FormDesignState)
        await self._show(fresh)
        text = feel_of(fresh.boxes, fresh.either, {one.name: one for one in design.known})
        if text == fresh.text or (fresh.boxes and not text):
            return None
        code = "section" if design.seen.kind == "section" else "write"
        asked = await design._edit(code, design.seen.place, word=fresh.word, value=text)
        kept = await self._builder(fresh.word)
        if len(fresh.boxes) > len(kept.boxes):
            await self._show(replace(fresh, text=text))
        return asked
