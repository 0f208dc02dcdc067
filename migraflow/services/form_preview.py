"""A form that is being designed, tried beside its questions: the real form, likely answers, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from migraflow.domain.access import Permission
from migraflow.domain.answers import Setting, Values, accept, read
from migraflow.domain.errors import BrokenBundle, NotFound
from migraflow.domain.form_english import in_language
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import SHOWN_ONLY, Form
from migraflow.domain.prefill import starting
from migraflow.engine.editing.form_samples import samples
from migraflow.engine.expressions import Language
from migraflow.services import studio
from migraflow.services.register_folder import lists_of
from migraflow.services.work import Work


@dataclass(frozen=True, slots=True)
class Design:
    """The form at `path` of the working copy of a `procedure`, as it was at `version`; with likely answers when it is
    `filled`. `turn` tells one beginning from the next."""

    procedure: str
    path: str
    version: int = 0
    filled: bool = True
    turn: int = 0

    @property
    def address(self) -> str:
        """One word for it, another after every change: what was typed into the form before is laid over by the page."""
        return f"formulaires/{self.procedure}/{self.path}/{self.version}/{self.turn}"

    def goes_on(self, before: Design | None) -> bool:
        """Whether it is the same form, begun at the same moment, as it was `before`."""
        own = (self.procedure, self.path, self.turn)
        return before is not None and own == (before.procedure, before.path, before.turn)


def form_of(work: Work, about: Design) -> Form:
    """The form as it stands in the working copy. Raises NotFound, BrokenBundle."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.held(work, about.procedure).files
    if about.path not in files:
        raise NotFound("form", about.path)
    return readable(work, files, about.path)


def readable(work: Work, files: Mapping[str, bytes], path: str) -> Form:
    """One form of a working copy. Raises BrokenBundle."""
    registers = {name: content for name, content in files.items() if name.startswith("registers/")}
    return read_form(files[path], registers, file=path, functions=Language(work.house).functions)


def setting(work: Work, about: Design) -> Setting:
    """What a case would know: likely answers to the procedure's other forms."""
    files = studio.held(work, about.procedure).files
    lists, known = lists_of(work), dict[str, object]()
    for path in sorted(files):
        if not path.startswith("forms/") or path == about.path:
            continue
        try:
            form = readable(work, files, path)
        except BrokenBundle:
            continue
        blank = Setting({}, work.now, lists)
        known = {**read(form, samples(form.fields, lists, work.now), blank).values, **known}
    own = form_of(work, about)
    asked = {one.name for one in own.fields if one.kind not in SHOWN_ONLY}
    shown = {one.name: EXAMPLE for one in own.fields if one.kind in SHOWN_ONLY}
    return Setting({**shown, **{name: value for name, value in known.items() if name not in asked}}, work.now, lists)


EXAMPLE = "(exemple)"
"""What the case is said to know where no form asks it."""


def beginning(work: Work, about: Design) -> Mapping[str, object]:
    """What the tried form starts from: its own starting values, over likely answers when those are wanted."""
    form, place = form_of(work, about), setting(work, about)
    begun = starting(form, place)
    return over(samples(form.fields, place.lists, work.now), begun) if about.filled else begun


def over(likely: Mapping[str, object], begun: Mapping[str, object]) -> dict[str, object]:
    """What a form begins with, laid over likely answers, block by block."""
    found = dict(likely)
    for name, value in begun.items():
        below = found.get(name)
        inner = isinstance(value, Mapping) and isinstance(below, Mapping)
        found[name] = over(cast(Values, below), cast(Values, value)) if inner else value
    return found


def kept(work: Work, about: Design, answers: Mapping[str, object]) -> Mapping[str, object]:
    """The answers typed into the form as it was, as far as it still asks for them; likely ones for what is new."""
    form, fresh = form_of(work, about), beginning(work, about)
    names = {one.name for one in form.fields if one.kind not in SHOWN_ONLY}
    kinds = {one.name: type(fresh.get(one.name)) for one in form.fields}
    same = {
        name: value
        for name, value in answers.items()
        if name in names and (fresh.get(name) is None or isinstance(value, kinds[name]))
    }
    return {**fresh, **same}


def judge(work: Work, *, about: Design, answers: Mapping[str, object]) -> None:
    """Look at the answers as the real form would. Raises AnswersRejected."""
    accept(in_language(form_of(work, about), work.actor.language), dict(answers), setting(work, about))
