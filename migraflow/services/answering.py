"""Answering a form: what is accepted, and what the register learns by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from migraflow import engine
from migraflow.domain.answer_paths import flat
from migraflow.domain.answers import Setting, accept
from migraflow.domain.cases import Case
from migraflow.domain.errors import AnswersRejected, FieldError
from migraflow.domain.form_english import in_language
from migraflow.domain.forms import Form, Kind
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.register import PERSON, chosen
from migraflow.services import people, placing, progress, register_effects
from migraflow.services.documents import readable
from migraflow.services.register_folder import lists_of
from migraflow.services.work import Work
from migraflow.store import documents

Values = Mapping[str, object]


def accepted(work: Work, form: Form | None, answers: Values, known: Values) -> Values:
    """The typed answers of a form; {} where there is none, which takes none. Raises AnswersRejected.

    `known` is what the case knows: sensitive answers this person may not see, and so left blank, stay as they were.
    """
    if form is None:
        if answers:
            raise AnswersRejected([FieldError(str(name), "field_unknown", {}) for name in answers])
        return {}
    typed = accept(in_language(form, work.actor.language), answers, Setting(known, work.now, lists_of(work)))
    strange = [FieldError(path, "file_expected", {}) for path, id in files_in(form, typed) if not attachable(work, id)]
    if strange:
        raise AnswersRejected(strange)
    return people.keep_sensitive(work, form, typed, known)


def files_in(form: Form, answers: Values) -> Iterator[tuple[str, str]]:
    """The files among typed answers: (path, document)."""
    for path, value in flat(answers):
        field = form.field(path)
        if field is not None and field.kind is Kind.FILE and isinstance(value, Mapping):
            yield path, str(cast(Values, value).get("id"))


def attachable(work: Work, id: str) -> bool:
    """Whether a document exists and this person may read it: nobody attaches what is not theirs to see."""
    filed = documents.find(work.store, id)
    return filed is not None and readable(work, filed)


def known_now(
    work: Work, case: Case, compiled: engine.Compiled, form: Form | None, answers: Values
) -> tuple[Case, list[Entry]]:
    """The register told of accepted answers: the case with its person and where it is from now on, and the entries that
    say so."""
    if form is None:
        return case, []
    before, case = case, placing.followed(work, case, compiled, answers)
    told = [placed(work, case)] if case.office != before.office else list[Entry]()
    register_effects.mention(work, case, form, answers)
    person_id, changed = people.write_back(work, case, compiled.procedure.person, form, answers)
    somebody = chosen(form, answers)
    if somebody is not None and somebody != person_id:
        person_id, changed = people.join(work, replace(case, person_id=person_id), somebody), (PERSON, *changed)
    if person_id is not None and person_id != case.person_id:
        case = replace(case, person_id=person_id)
        people.describe(work, case)
    if changed:
        told.append(progress.entry(work, case, EntryKind.CORRECTED, detail={"blocks": list(changed)}))
    return case, told


def placed(work: Work, case: Case) -> Entry:
    """The entry that says which office a case belongs to from now on."""
    office = work.house.lists[placing.OFFICES].entries[case.office].label
    return progress.entry(work, case, EntryKind.PLACED, name=office, detail={"office": case.office})
