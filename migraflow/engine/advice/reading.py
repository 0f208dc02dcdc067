"""What agents and people read: sentences somebody in a hurry understands."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.forms import Form
from migraflow.domain.readability import hard
from migraflow.engine.checks.study import Study

LENGTH = 90
"""Characters of a sentence that are quoted."""


def advise_reading(study: Study, forms: Mapping[str, Form]) -> None:
    """The advice on instructions, hints and messages."""
    for node in study.diagram.nodes.values():
        advise_text(study, node.instructions, node.id, node.label)
    for path, form in forms.items():
        own = study.bundle.files[path].decode("utf-8", "replace")
        advise_text(study, form.description, "", form.title, path)
        for place, one in form.walk():
            for text in (one.hint, one.why, *(check.message for check in one.checks)):
                if text and text in own:
                    advise_text(study, text, place, one.label, path)


def advise_text(study: Study, text: str, element: str, name: str, file: str = "") -> None:
    """One text."""
    found = hard(text)
    if found:
        quoted = found if len(found) <= LENGTH else f"{found[:LENGTH]}…"
        words = {"name": name, "text": quoted}
        if file:
            study.add("hard_to_read", element, file=file, **words)
        else:
            study.add("hard_to_read", element, **words)
