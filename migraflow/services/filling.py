"""Filling in a form, of a task, of a message to a case or of a correction: what it shows now, what a list proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from migraflow.domain.access import Permission
from migraflow.domain.answer_paths import put, without_row
from migraflow.domain.answers import Setting, read
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.form_english import in_language
from migraflow.domain.form_views import PartView, views
from migraflow.domain.forms import Choice, Field, Form, Kind
from migraflow.domain.formulas import worked_out
from migraflow.domain.prefill import starting
from migraflow.domain.reference import Entry
from migraflow.domain.sensitive import hidden, without_sensitive
from migraflow.domain.tasks import Receipt
from migraflow.services import cases, corrections, form_preview, messages, people, registers, tasks, trials
from migraflow.services.register_folder import lists_of
from migraflow.services.work import Work
from migraflow.store import snapshots

Raw = Mapping[str, object]

PROPOSED = 20
"""Entries proposed at once for the letters typed."""
SIFTED = 2000
"""Entries a filter looks at; the longest list has some five hundred."""


@dataclass(frozen=True, slots=True)
class About:
    """Which form: of a task (`token`), of a message to the case `ref`, of the identity of somebody (`person`), or of a
    row of a `register` (`row`, "" for a new one); or of a walk through a working copy (`trial`), or one that is being
    designed (`design`)."""

    token: str = ""
    ref: str = ""
    message: str = ""
    person: str = ""
    register: str = ""
    row: str = ""
    trial: trials.Try | None = None
    design: form_preview.Design | None = None

    @property
    def address(self) -> str:
        """One word for it: the token, ``ref/message``, ``personnes/ref``, ``registres/register/row``, ``essais/…``."""
        if self.design is not None:
            return self.design.address
        if self.trial is not None:
            return self.trial.address
        if self.register:
            return f"registres/{self.register}/{self.row}"
        return f"personnes/{self.person}" if self.person else self.token or f"{self.ref}/{self.message}"

    @property
    def loose(self) -> bool:
        """Whether its answers are kept nowhere until they are saved: the page alone holds them."""
        return bool(self.person or self.register or self.design)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it stands. `answers` are raw; `known` maps paths the register filled to their source.

    `version` is the task's or the person's as first read; `saved_at` None while nothing of it is kept on the server.
    """

    parts: tuple[PartView, ...]
    answers: Raw
    lead: str = ""
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    saved_at: datetime | None = None
    version: int = 0


def opened(work: Work, *, about: About) -> Filled:
    """The form as it stands: the draft, else what the register and the case know. Raises NotFound, NotAllowed."""
    form = form_of(work, about)
    if about.token:
        sheet = tasks.sheet(work, token=about.token)
        return Filled(
            shown(work, about, form, sheet.answers),
            sheet.answers,
            form.description if form else "",
            sheet.known,
            sheet.saved_at,
            sheet.version,
        )
    if about.register:
        _, answers, version = registers.form(work, register=about.register, key=about.row)
        return Filled(shown(work, about, form, answers), answers, form.description if form else "", version=version)
    answers = beginning(work, about, form)
    version = corrections.correctable(work, about.person).version if about.person else 0
    return Filled(shown(work, about, form, answers), answers, form.description if form else "", version=version)


def beginning(work: Work, about: About, form: Form | None) -> Raw:
    """What the form of a message, a correction or a walk starts from."""
    if about.trial is not None:
        return trials.beginning(work, about.trial)
    if about.design is not None:
        return form_preview.beginning(work, about.design)
    if about.person:
        return corrections.form(work, ref=about.person)[1]
    return starting(form, setting(work, about, {})) if form else {}


def changed(
    work: Work, *, about: About, answers: Raw, changes: Raw, add: str = "", remove: str = "", version: int = 0
) -> Filled:
    """The form after `changes` (raw answers by path), a row more in the group `add`, or the row `remove` less.

    A task keeps the result as its draft, on top of what any other window has saved since; the others keep none: their
    `answers` and `version` come from the page. Raises NotFound, NotAllowed, AlreadyDone, Unfit.
    """
    form = form_of(work, about)
    if about.token:
        before = opened(work, about=about)
        tasks.save_draft(work, token=about.token, answers=merged(form, before.answers, changes, add, remove))
        return opened(work, about=about)
    after = merged(form, answers, changes, add, remove)
    return Filled(shown(work, about, form, after), after, form.description if form else "", version=version)


def redesigned(work: Work, *, about: About, answers: Raw) -> Filled:
    """A form being designed, as it is now, with what was typed into it before. Raises NotFound, BrokenBundle."""
    if about.design is None:
        raise NotFound("form")
    after = form_preview.kept(work, about.design, answers)
    return Filled(shown(work, about, form_of(work, about), after), after)


def laid_over(work: Work, *, about: About, fresh: Filled, begun: Raw, answers: Raw) -> Filled:
    """The form as it is now (`fresh`), with what was typed since it was `begun` laid over it, answer by answer."""
    typed = {name: value for name, value in answers.items() if value != begun.get(name)}
    after = {**fresh.answers, **typed}
    return replace(fresh, parts=shown(work, about, form_of(work, about), after), answers=after)


def propose(work: Work, *, about: About, path: str, words: str, answers: Raw) -> tuple[Choice, ...]:
    """Entries of the list behind the field at `path` that have all of `words`, its filter applied."""
    form = form_of(work, about)
    asked = form.field(path) if form else None
    if form is None or asked is None:
        return ()
    if asked.kind is Kind.PERSON:
        rows = people.search(work, query=words).rows[:PROPOSED]
        return tuple(Choice(str(row.id), f"{row.name}, {row.phone or row.ref}") for row in rows)
    found = lists_of(work).get(asked.list_name)
    if found is None:
        return ()
    entries = found.search(words, SIFTED if asked.list_filter else PROPOSED)
    place = setting(work, about, answers)
    fitting = sifted(entries, asked, {**place.known, **read(form, answers, place).values}, work)
    return tuple(Choice(entry.code, entry.shown(work.actor.language)) for entry in fitting[:PROPOSED])


def sifted(entries: tuple[Entry, ...], asked: Field, values: Raw, work: Work) -> list[Entry]:
    """The entries for which the field's filter is true; all of them while the filter cannot be told yet."""
    if asked.list_filter is None:
        return list(entries)
    told = [
        (entry, worked_out(asked.list_filter, {**values, "item": {"code": entry.code, **entry.more}}, work.now))
        for entry in entries
    ]
    return [entry for entry, fits in told if fits is True] or [entry for entry, fits in told if fits is None]


def finish(work: Work, *, about: About, answers: Raw, version: int, key: str) -> Receipt:
    """End the task, send the message, correct the person or save the row. Raises AnswersRejected."""
    if about.register:
        return registers.save(work, register=about.register, row=about.row, answers=answers, version=version, key=key)
    if about.person:
        return corrections.correct(work, ref=about.person, answers=answers, version=version, key=key)
    if about.token:
        return tasks.complete(work, token=about.token, answers=answers, version=version, key=key)
    return cases.send_message(work, ref=about.ref, name=about.message, answers=answers, key=key)


def form_of(work: Work, about: About) -> Form | None:
    """The form itself, as far as this person may see it; None when nothing is asked. Raises NotFound."""
    form = own_form(work, about)
    return in_language(form, work.actor.language) if form is not None else None


def own_form(work: Work, about: About) -> Form | None:
    """`form_of`, in its author's language."""
    if about.trial is not None:
        return trials.form_of(work, about.trial)
    if about.design is not None:
        return form_preview.form_of(work, about.design)
    if about.token:
        form = tasks.form(work, token=about.token)
    elif about.person:
        form = corrections.form(work, ref=about.person)[0]
    elif about.register:
        form = registers.form(work, register=about.register, key=about.row)[0]
    elif about.ref:
        form = cases.message_form(work, ref=about.ref, name=about.message)
    else:
        raise NotFound("form")
    return form if form is None or work.actor.may(Permission.SEE_SENSITIVE) else without_sensitive(form)


def setting(work: Work, about: About, answers: Raw) -> Setting:
    """What the form is answered in; a correction also in its own `answers` as they stand."""
    if about.trial is not None:
        return trials.setting(work, about.trial)
    if about.design is not None:
        return form_preview.setting(work, about.design)
    if about.person:
        return corrections.setting(work, corrections.correctable(work, about.person), answers)
    if about.register:
        return Setting(registers.known(work, register=about.register, key=about.row), work.now, lists_of(work))
    return Setting(known(work, about), work.now, lists_of(work))


def known(work: Work, about: About) -> Raw:
    """What the case knows, as far as this person may see it."""
    if about.token:
        return tasks.known(work, token=about.token)
    data = snapshots.data(work.store, messages.found(work, about.ref).id)
    form = cases.message_form(work, ref=about.ref, name=about.message)
    return data if form is None or work.actor.may(Permission.SEE_SENSITIVE) else hidden(form.fields, data)


def shown(work: Work, about: About, form: Form | None, answers: Raw) -> tuple[PartView, ...]:
    """The visible parts of `form` for `answers`."""
    return views(form, answers, setting(work, about, answers)) if form else ()


def merged(form: Form | None, answers: Raw, changes: Raw, add: str, remove: str) -> dict[str, object]:
    """`answers` with `changes`, then a row more or less. Raises Unfit for what the form does not ask."""
    after = dict(answers)
    for path, value in changes.items():
        asked = form.field(path) if form else None
        if asked is None or asked.kind in {Kind.GROUP, Kind.BLOCK}:
            raise Unfit("letter_unreadable")
        after = placed(after, path, value)
    if remove:
        after = without_row(after, remove)
    group = form.field(add) if form and add else None
    if group is not None and group.kind is Kind.GROUP:
        after = placed(after, f"{add}.{len(rows_at(after, add))}", dict[str, object]())
    return after


def placed(answers: Raw, path: str, value: object) -> dict[str, object]:
    """`put`, with the refusal of a page for a row no form has room for."""
    try:
        return put(answers, path, value)
    except ValueError as error:
        raise Unfit("letter_unreadable") from error


def rows_at(answers: object, path: str) -> list[object]:
    """The rows of the group at `path`; [] when it has none."""
    head, _, rest = path.partition(".")
    inner: object = None
    if isinstance(answers, Mapping):
        inner = cast(Raw, answers).get(head)
    elif isinstance(answers, list) and head.isdigit():
        rows = cast(list[object], answers)
        inner = rows[int(head)] if int(head) < len(rows) else None
    if rest:
        return rows_at(inner, rest)
    return cast(list[object], inner) if isinstance(inner, list) else []
