"""Importing a procedure somebody sends: read in a process of its own, kept as a draft, finished by its author.

What the import changed and what it asks is kept with the draft under NOTES, which is no part of the procedure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import Conflict, NotFound, Unfit
from migraflow.engine.apart import check_apart, packed_finding, unpacked_finding
from migraflow.engine.bundle import DIAGRAM, Bundle
from migraflow.engine.editing import Edit, Moot
from migraflow.engine.findings import finding
from migraflow.engine.importing import Arrived, receive_apart
from migraflow.engine.importing.apart import packed_repair
from migraflow.engine.importing.lanes import without_empty_lanes
from migraflow.engine.importing.questions import AUTOMATIC, Known, Option, Question, automatic, questions
from migraflow.engine.layout import lay_out
from migraflow.engine.repairs import Repair
from migraflow.engine.wording import WORDS
from migraflow.services import drafting, editions, studio, workbench
from migraflow.services.studio import NOTES
from migraflow.services.work import Work
from migraflow.store import procedures as store

LISTED = 200
"""Changes and findings a page lists."""


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """An import as its page shows it: sentences in the language of who reads. `asked` are the open questions;
    `done` what was changed without asking, with why; `left` what only the studio answers; `beside` the other drafts the
    same file gave, by id with their titles; `unused` the files nothing was made of."""

    procedure: str
    title: str
    file: str
    mine: bool
    holder: str
    version: int
    diagram: str
    asked: tuple[Question, ...]
    done: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    beside: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]


def receive(work: Work, *, name: str, content: bytes, opened_by: str = "") -> str:
    """Make drafts of a file; the id of the first. Nothing is kept of a file that is refused.

    Raises Unfit: a code of a parcel, ``import_refused`` with the code of a finding, ``import_draft_exists``."""
    work.require(Permission.CHANGE_PROCEDURE)
    if not content.strip():
        raise Unfit("import_empty")
    openers = (opened_by,) if opened_by in work.house.roles else ()
    taken = {one.id for one in store.all_procedures(work.store)} | {one.procedure for one in store.copies(work.store)}
    arrived = receive_apart(content, editions.house_of(work), opened_by=openers, taken=taken)
    require_welcome(arrived)
    ids = [one.bundle.id for one in arrived.found.procedures]
    for one in arrived.found.procedures:
        notes = notes_of(one, name, [id for id in ids if id != one.bundle.id], arrived.left)
        keep(work, with_shared(work, one.bundle), notes)
    return ids[0]


def require_welcome(arrived: Arrived) -> None:
    """Go on only with a file something was made of. Raises Unfit."""
    if arrived.suspect:
        raise Unfit(arrived.suspect, **arrived.facts)
    if arrived.found.refused:
        first = arrived.found.refused[0]
        told = {fact: value[:200] for fact, value in first.facts.items()}
        raise Unfit("import_refused", **{**told, "finding": first.code, "file": first.file, "element": first.element})


def refusal(facts: Mapping[str, str], language: str) -> str:
    """Why a file was refused, and what to do, of the facts of ``import_refused``; "" when they name no finding."""
    if facts.get("finding", "") not in WORDS:
        return ""
    more = {fact: value for fact, value in facts.items() if fact not in ("finding", "file", "element")}
    told = finding(facts["finding"], facts.get("file", ""), facts.get("element", ""), **more)
    return f"{told.sentence(language)} {told.repair(language)}"


def notes_of(one: engine.Newcomer, name: str, beside: list[str], left: tuple[str, ...]) -> bytes:
    """What is to be remembered of an import."""
    done = [[packed_finding(each.finding), packed_repair(each.repair)] for each in one.liberties]
    told = {"name": name[:120], "beside": beside, "left": [each[:120] for each in left[:LISTED]], "done": done[:LISTED]}
    return json.dumps({**told, "answered": []}, ensure_ascii=False).encode()


def with_shared(work: Work, bundle: Bundle) -> Bundle:
    """`bundle` with the house's shared blocks, unless it brings its own."""
    if bundle.under("registers/"):
        return bundle
    folder = work.settings.workflows / "registers"
    shared = {f"registers/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.json"))}
    return Bundle.of(bundle.id, {**bundle.files, **shared})


def keep(work: Work, bundle: Bundle, notes: bytes) -> None:
    """Keep a newcomer as the working copy of its procedure. Raises Unfit while there is another."""
    held = store.copy_of(work.store, bundle.id)
    published = store.procedure(work.store, bundle.id)
    base = published.edition if published else ""
    actor = work.actor
    copy = store.WorkingCopy(bundle.id, base, actor.account_id, actor.name, work.now, 1,
                             {**bundle.files, NOTES: notes})  # fmt: skip
    if held is not None or not store.take_copy(work.store, copy):
        raise Unfit("import_draft_exists", procedure=bundle.id, holder=held.holder if held else "")


def sheet(work: Work, *, procedure: str) -> ImportSheet:
    """An import as it stands. Raises NotFound for a draft that was not imported."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy, notes = noted(work, procedure)
    spoken, findings = work.actor.language, found_in(work, copy)
    asked = open_questions(work, copy, notes, findings)
    about = [one.finding for one in asked]
    left = [one for one in findings if one.severity is engine.Severity.ERROR and one not in about]
    return ImportSheet(
        procedure=procedure,
        title=studio.title_of(work, procedure),
        file=notes["name"],
        mine=copy.holder_id == work.actor.account_id,
        holder=copy.holder,
        version=copy.version,
        diagram=copy.files[DIAGRAM].decode("utf-8", "replace"),
        asked=asked,
        done=tuple((one.sentence(spoken), repair.sentence(spoken)) for one, repair in liberties(notes)),
        left=tuple((one.sentence(spoken), one.repair(spoken)) for one in left[:LISTED]),
        beside=tuple((id, studio.title_of(work, id)) for id in notes["beside"] if store.copy_of(work.store, id)),
        unused=tuple(notes["left"]),
    )


def noted(work: Work, procedure: str) -> tuple[store.WorkingCopy, dict[str, Any]]:
    """An imported draft and what is remembered of its import. Raises NotFound."""
    copy = studio.held(work, procedure)
    if NOTES not in copy.files:
        raise NotFound("import", procedure)
    return copy, json.loads(copy.files[NOTES])


def found_in(work: Work, copy: store.WorkingCopy) -> tuple[engine.Finding, ...]:
    """What the checker finds in a draft."""
    return check_apart(studio.bundle_of(copy), editions.house_of(work))


def liberties(notes: Mapping[str, Any]) -> list[tuple[engine.Finding, Repair]]:
    """What the import changed without asking: what was found, what was done."""
    return [(unpacked_finding(one), Repair(*repair)) for one, repair in notes["done"]]


def open_questions(
    work: Work, copy: store.WorkingCopy, notes: Mapping[str, Any], findings: tuple[engine.Finding, ...]
) -> tuple[Question, ...]:
    """What its author has still to answer: of the steps that ran by themselves first, then of the findings."""
    asked = [automatic(one) for one, repair in liberties(notes)
             if repair.code == "ask_a_person" and one.code in AUTOMATIC]  # fmt: skip
    grave = [one for one in findings if one.severity is not engine.Severity.ADVICE or one.code == "form_none"]
    seen = {one.key: one for one in (*asked, *questions(grave, known(work, copy)))}
    return tuple(one for key, one in seen.items() if key not in notes["answered"])[:LISTED]


def known(work: Work, copy: store.WorkingCopy) -> Known:
    """What may be chosen, in words."""
    texts = {path: content.decode("utf-8", "replace") for path, content in copy.files.items()}
    return Known(
        roles=workbench.role_names(work),
        forms={one.code: one.label for one in workbench.forms_in(texts)},
        deadlines={code: workbench.deadline_words(line) for code, line in sorted(work.house.deadlines.items())},
        called={id: id for id in sorted(editions.house_of(work).called)},
    )


def answer(work: Work, *, procedure: str, answers: Mapping[str, str], version: int) -> None:
    """Change the draft as its author answered; a question left for the studio stays open.

    Raises Conflict when the draft moved on, Unfit when somebody else holds it."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy, notes = noted(work, procedure)
    studio.require_holder(work, copy)
    if copy.version != version:
        raise Conflict
    files, settled = dict(copy.files), list(notes["answered"])
    for one in open_questions(work, copy, notes, found_in(work, copy)):
        wanted = next((option for option in one.options if option.code == answers.get(one.key, "")), None)
        if wanted is None or not wanted.code:
            continue
        files = changed(files, wanted)
        settled.append(one.key)
    if files[DIAGRAM] != copy.files[DIAGRAM]:
        files[DIAGRAM] = redrawn(copy.files[DIAGRAM], without_empty_lanes(files[DIAGRAM]))
    texts = {path: text.decode() for path, text in files.items() if path != NOTES and text != copy.files.get(path)}
    studio.save_draft(work, procedure=procedure, files=texts, version=version)
    studio.remember(work, procedure, json.dumps({**notes, "answered": settled}, ensure_ascii=False).encode())


def changed(files: dict[str, bytes], wanted: Option) -> dict[str, bytes]:
    """The files with one answer carried out; as they were where there is nothing left to change."""
    if isinstance(wanted.change, Edit):
        try:
            return dict(wanted.change.on(files).files)
        except (Moot, KeyError):
            return files
    return dict(files) if wanted.change is None else wanted.change.mend(files)


def redrawn(before: bytes, after: bytes) -> bytes:
    """A diagram drawn afresh when steps came or went: their place is not the author's to find."""
    return lay_out(after) if drafting.ids_in(before) != drafting.ids_in(after) else after


def abandon(work: Work, *, procedure: str) -> None:
    """Throw away all an import gave that its author still holds. Raises Unfit, NotFound."""
    work.require(Permission.CHANGE_PROCEDURE)
    _, notes = noted(work, procedure)
    studio.discard_draft(work, procedure=procedure)
    for id in notes["beside"]:
        copy = store.copy_of(work.store, id)
        if copy is not None and copy.holder_id == work.actor.account_id and NOTES in copy.files:
            studio.discard_draft(work, procedure=id)


def newcomers(work: Work) -> tuple[tuple[str, str, str], ...]:
    """Drafts of procedures that were never published: id, title, holder."""
    work.require(Permission.CHANGE_PROCEDURE)
    return tuple(
        (one.procedure, studio.title_of(work, one.procedure), one.holder)
        for one in store.copies(work.store)
        if not one.base
    )


def is_newcomer(work: Work, *, procedure: str) -> bool:
    """Whether this is the draft of a procedure that was never published, for somebody who may change it."""
    work.require_signed_in()
    return work.actor.may(Permission.CHANGE_PROCEDURE) and any(one[0] == procedure for one in newcomers(work))


def openers(work: Work) -> tuple[workbench.Option, ...]:
    """The roles that may open cases of a newcomer."""
    work.require(Permission.CHANGE_PROCEDURE)
    return tuple(workbench.Option(code, words) for code, words in workbench.role_names(work).items())


__all__ = ["ImportSheet", "abandon", "answer", "is_newcomer", "newcomers", "openers", "receive", "refusal", "sheet"]
