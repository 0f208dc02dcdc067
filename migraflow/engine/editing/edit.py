"""One change somebody makes to a procedure, as a value: the outline, the panel and one-click repairs share them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from migraflow.engine.editing import exits, forms, notices, patterns, steps, traits
from migraflow.engine.editing.sheet import Moot, Sheet
from migraflow.engine.xml import BPMN, attribute, children, text_of

EDITS: Mapping[str, Callable[[Sheet, str, Mapping[str, str]], None]] = {
    "add_after": steps.add_after,
    "add_before": steps.add_before,
    "remove": steps.remove,
    "name": steps.rename,
    "role": steps.set_role,
    "move_up": steps.move_up,
    "move_down": steps.move_down,
    "kind": traits.kind,
    "form": traits.keeping("formJsonSchemaFilename"),
    "deadline": traits.keeping("delai"),
    "legal": traits.keeping("base_legale"),
    "summary": traits.keeping("resume"),
    "instructions": traits.instructions,
    "script": traits.script,
    "decision": traits.decision,
    "called": traits.called,
    "operator": traits.operator,
    "parameter": traits.parameter,
    "result": traits.result,
    "repeat": traits.repeat,
    "timer": traits.timer,
    "message": traits.message,
    "interrupts": traits.interrupts,
    "condition": exits.set_condition,
    "default": exits.set_default,
    "only_if": exits.only_if,
    "reminder": notices.reminder,
    "drop_reminders": notices.drop_reminders,
    "notice": notices.notice_after,
    "letter": notices.letter_after,
    "remind": notices.remind_while_waiting,
    "pattern": patterns.insert_pattern,
    "say_why": forms.say_why,
    "take_answer": forms.take_answer,
}
"""Every change by its code."""


@dataclass(frozen=True)
class Edited:
    """What became of the files: `chosen` is the element to show, `redrawn` whether the drawing has to be laid out
    again. `done` is False when there was nothing to change."""

    files: Mapping[str, bytes]
    chosen: str
    redrawn: bool
    done: bool


@dataclass(frozen=True)
class Edit:
    """A change: its `code`, the `element` it touches, the plain words it needs."""

    code: str
    element: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])

    def on(self, files: Mapping[str, bytes]) -> Edited:
        """The files with the change made. Raises Moot when it cannot be made there, xml.Unreadable."""
        sheet = Sheet(files)
        before = shape(sheet)
        EDITS[self.code](sheet, self.element, self.facts)
        after = shape(sheet)
        changed = dict(sheet.finished())
        return Edited(
            changed,
            sheet.chosen or self.element,
            before != after,
            any(files.get(path) != content for path, content in changed.items()),
        )


def shape(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """What the drawing depends on: the elements, what they join, the lanes and the words written beside them."""
    words = ("id", "name", "sourceRef", "targetRef", "attachedToRef", "default")
    found = [(str(one.tag), *(one.get(word) or "" for word in words)) for one in sheet.root.iter(f"{BPMN}*")]
    lanes = [
        (attribute(lane, "id"), *sorted(text_of(entry) for entry in children(lane, "flowNodeRef")))
        for lane in sheet.every("lane")
    ]
    return (*found, *lanes)


__all__ = ["EDITS", "Edit", "Edited", "Moot"]
