"""What is asked of people: nothing twice, nothing personal without its reason, no document nobody looks at."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from migraflow.domain.forms import SHOWN_ONLY, Field, Form, Kind
from migraflow.domain.names import fold
from migraflow.engine.advice.graph import behind
from migraflow.engine.checks.study import Study
from migraflow.engine.compile import FORM
from migraflow.engine.diagram import Node
from migraflow.engine.procedure_file import form_path

PERSONAL = frozenset({Kind.NINA, Kind.PHONE, Kind.EMAIL, Kind.BORN_AROUND})
"""Kinds that always speak of a person; any other field does when it is marked sensitive."""
WORD = re.compile(r"[^\W\d]\w*")
TELLING = 3
"""Words a label needs to say what is asked: « Décision » may be asked at every step."""
FREE = frozenset({Kind.LONG_TEXT})
"""Kinds whose label says little: « Observations » may be asked at every step."""


def advise_questions(study: Study, forms: Mapping[str, Form]) -> None:
    """The advice on the questions of every form in use."""
    steps = {
        form_path(node.properties[FORM].strip()): node
        for node in study.diagram.nodes.values()
        if node.properties.get(FORM)
    }
    for path, form in forms.items():
        for place, one in form.walk():
            advise_personal(study, path, place, one)
        if path in steps:
            advise_documents(study, path, form, steps[path])
    advise_twice(study, {path: forms[path] for path in steps if path in forms}, steps)


def advise_personal(study: Study, path: str, place: str, one: Field) -> None:
    """A personal question says why it is asked. The shared blocks say it themselves, for every procedure."""
    own = json.dumps(place.split(".")[-1]).encode() in study.bundle.files[path]
    if own and (one.kind in PERSONAL or one.sensitive) and not one.why and not one.purpose and not one.register:
        study.add("personal_without_why", place, file=path, name=one.label, kind=one.kind.value)


def advise_twice(study: Study, forms: Mapping[str, Form], steps: Mapping[str, Node]) -> None:
    """The same words asked again under another name, at a step behind the first: the answer is not taken over."""
    asked: list[tuple[str, Field]] = [
        (path, one)
        for path, form in forms.items()
        for one in form.fields
        if one.kind not in SHOWN_ONLY | FREE and len(one.label.split()) >= TELLING
    ]
    for path, one in asked:
        for before, first in asked:
            same = fold(first.label) == fold(one.label) and first.kind is one.kind and first.choices == one.choices
            if before == path or not same or first.name == one.name or one.default is not None:
                continue
            if behind(study.diagram, steps[before].id, steps[path].id) and not behind(
                study.diagram, steps[path].id, steps[before].id
            ):
                study.add(
                    "asked_twice", one.name, file=path, name=one.label, first=first.name, step=steps[before].label
                )
                break


def advise_documents(study: Study, path: str, form: Form, step: Node) -> None:
    """A document that must be given is looked at somewhere: shown again, asked about, or sent on."""
    for one in form.fields:
        if one.kind is Kind.FILE and one.required and not mentioned(study, path, one.name):
            study.add("document_unused", one.name, file=path, name=one.label, step=step.label)


def mentioned(study: Study, path: str, name: str) -> bool:
    """Whether any other file, or another question of the same form, speaks of `name`."""
    for other, content in study.bundle.files.items():
        words = WORD.findall(content.decode("utf-8", "replace"))
        if name in words and (other != path or words.count(name) > 2) and not other.startswith("scenarios/"):
            return True
    return False
