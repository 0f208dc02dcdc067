"""The panel's State: each control of the properties becomes one change of the draft."""

from __future__ import annotations

import json
import re
from typing import Any

import reflex as rx

from migraflow.engine.editing import conditions, delays
from migraflow.services import workbench
from migraflow.services.drafting import Known
from migraflow.services.effect_words import Source
from migraflow.services.workbench import Text
from migraflow.ui.components.studio_seen import Box, box, feel_of
from migraflow.ui.components.studio_state import StudioState
from migraflow.ui.door import Doorway, door
from migraflow.ui.notices import notify
from migraflow.ui.words import say

MOST_BOXES = 6
PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:[\s'’-]+[^\W_]+)*")
"""Words that are no name of ours: FEEL would take them for one, and wait for ever."""


def filled(old: Box, part: str, value: str, known: list[Known], language: str) -> Box:
    """A line of boxes with one of them filled; another field empties the value."""
    words = {"field": old.field, "comparison": old.comparison, "value": old.value, part: value}
    kept = words["value"] if part != "field" else ""
    check = conditions.Check(words["field"], conditions.Comparison(words["comparison"]), kept)
    return box(check, {one.name: one for one in known}, language)


class PanelState(Doorway, rx.State):
    """What is being typed in the panel. `verdict` says what is wrong with the text being typed in `judged`."""

    judged: str = ""
    verdict: str = ""

    @door
    async def write(self, code: str, value: str) -> Any:
        """Change one property of the chosen element."""
        studio = await self.get_state(StudioState)
        self.judged = ""
        return await studio._edit(code, studio.seen.id, value=value)

    @door
    async def move(self, code: str) -> Any:
        """Move the chosen step up or down, or take it out."""
        studio = await self.get_state(StudioState)
        return await studio._edit(code, studio.seen.id)

    @door
    async def judge(self, kind: str, text: str) -> None:
        """Whether a text being typed can be understood."""
        wanted = workbench.Text(kind)
        plain = kind == Text.TIMER and delays.read(text) is not None
        self.verdict = "" if plain or not text.strip() else await self._ask(workbench.judge, text=text, kind=wanted)
        self.judged = kind if text.strip() else ""

    @door
    async def add(self, form: dict[str, str]) -> Any:
        """Add a person's step before or after the chosen element."""
        studio = await self.get_state(StudioState)
        code = "add_before" if form.get("where") == "before" else "add_after"
        return await studio._edit(code, studio.seen.id, name=form.get("name", ""), role=form.get("role", ""))

    @door
    async def insert(self, form: dict[str, str]) -> Any:
        """Draw a common way of working after the chosen step."""
        studio = await self.get_state(StudioState)
        return await studio._edit("pattern", studio.seen.id, **form)

    @door
    async def delay(self, words: str) -> Any:
        """When a delay is over: in our words, else in FEEL."""
        studio = await self.get_state(StudioState)
        kind, text = await self._timer(words, studio.seen.timer)
        return await studio._edit("timer", studio.seen.id, kind=kind, value=text) if kind else await self._unsaid()

    @door
    async def remind(self, form: dict[str, str]) -> Any:
        """Add a reminder to the chosen step."""
        studio = await self.get_state(StudioState)
        kind, text = await self._timer(form.get("when", ""), "")
        facts = {"kind": kind, "value": text, "notice": form.get("notice", ""), "to": form.get("to", "")}
        return await studio._edit("reminder", studio.seen.id, **facts) if kind else await self._unsaid()

    @door
    async def forget(self, element: str) -> Any:
        """Take a reminder out, and look at its step again."""
        studio = await self.get_state(StudioState)
        step = studio.seen.id
        return [await studio._edit("remove", element), StudioState.go(step)]

    @door
    async def send(self, form: dict[str, str]) -> Any:
        """Send a notice, or hand out a letter, once the chosen step is done."""
        studio = await self.get_state(StudioState)
        code = "letter" if form.get("letter") else "notice"
        return await studio._edit(code, studio.seen.id, **form)

    @door
    async def deadline(self, amount: str, unit: str, told: str) -> Any:
        """A deadline written in full at the step."""
        studio = await self.get_state(StudioState)
        number = "".join(filter(str.isdigit, amount)).lstrip("0")[:3] or "1"
        value = f"{number} {unit}" + (f" > {told}" if told else "")
        return await studio._edit("deadline", studio.seen.id, value=value)

    @door
    async def repeat(self, over: str, item: str, order: str) -> Any:
        """Do the chosen step for each entry of a list."""
        studio = await self.get_state(StudioState)
        return await studio._edit("repeat", studio.seen.id, value=over, item=item, order=order)

    @door
    async def parameter(self, name: str, source: str, value: str) -> Any:
        """One parameter of an effect."""
        studio = await self.get_state(StudioState)
        text = value if source == Source.FEEL or not value else json.dumps(value, ensure_ascii=False)
        return await studio._edit("parameter", studio.seen.id, name=name, value=text)

    @door
    async def fill(self, place: int, part: str, value: str) -> Any:
        """Fill one box of the condition; the condition is written once its line is complete."""
        studio = await self.get_state(StudioState)
        fresh = filled(studio.boxes[place], part, value, studio.known, await self._language())
        return await self._boxes([*studio.boxes[:place], fresh, *studio.boxes[place + 1 :]], studio.either)

    @door
    async def add_box(self) -> None:
        """One more line of boxes."""
        studio = await self.get_state(StudioState)
        empty = box(conditions.Check(), {}, await self._language())
        studio.boxes = [*studio.boxes, empty][:MOST_BOXES]

    @door
    async def drop_box(self, place: int) -> Any:
        """One line of boxes less; without any, there is no condition."""
        studio = await self.get_state(StudioState)
        return await self._boxes([one for at, one in enumerate(studio.boxes) if at != place], studio.either)

    @door
    async def join(self, either: str) -> Any:
        """Whether all lines must hold, or one is enough."""
        studio = await self.get_state(StudioState)
        return await self._boxes(studio.boxes, either == "either")

    async def _boxes(self, boxes: list[Any], either: bool) -> Any:
        """Keep the boxes; write the condition when it says something new."""
        studio = await self.get_state(StudioState)
        studio.boxes, studio.either = boxes, either
        text = feel_of(boxes, either, {one.name: one for one in studio.known})
        code, before = (
            ("condition", studio.seen.condition) if studio.seen.kind == "flow" else ("only_if", studio.seen.guard)
        )
        if text == before or (boxes and not text):
            return None
        asked = await studio._edit(code, studio.seen.id, value=text)
        if len(boxes) > len(studio.boxes):
            studio.boxes, studio.either = boxes, either
        return asked

    async def _timer(self, words: str, kind: str) -> tuple[str, str]:
        """The kind and text of a delay; no kind when it cannot be understood."""
        found = delays.read(words)
        if found is not None:
            return found.kind, found.text
        studio = await self.get_state(StudioState)
        if PLAIN_WORDS.fullmatch(words.strip()) and words.strip() not in {one.name for one in studio.known}:
            return "", ""
        self.judged, self.verdict = "timer", await self._ask(workbench.judge, text=words, kind=Text.TIMER)
        bare = (
            "timeCycle"
            if words.lstrip('" ').startswith("R")
            else "timeDuration"
            if words.startswith("P")
            else "timeDate"
        )
        return ("", "") if self.verdict or not words.strip() else (kind or bare, words)

    async def _unsaid(self) -> Any:
        return notify(say(await self._language(), "studio.delay_unsaid"), "bad")
