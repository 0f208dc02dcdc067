"""Editing a draft: one change at a time, undone and made again; how the procedure reads, and what its steps know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import BrokenBundle, Unfit
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import SHOWN_ONLY, Field, Form, Kind
from migraflow.domain.notices import read_template
from migraflow.domain.procedures import DraftSheet
from migraflow.engine.advice.remedies import Remedy
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.editing import Edit, Line, Moot, Seen, describe, outline
from migraflow.engine.editing.form_edit import FormEdit
from migraflow.engine.layout import lay_out
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import BPMN, Unreadable, attribute, parse
from migraflow.services import studio
from migraflow.services.letter_models import catalogue
from migraflow.services.list_house import notices_now
from migraflow.services.work import Work
from migraflow.services.workbench import Option
from migraflow.store import procedure_drafts as drafts
from migraflow.store import procedures as store


@dataclass(frozen=True, slots=True)
class Known:
    """Something a case knows when a condition is read: a field of a form, with what may be answered."""

    name: str
    label: str
    kind: str
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """A draft as the studio reads it: its steps in order, the chosen element, whether the drawing lacks something."""

    lines: tuple[Line, ...]
    seen: Seen
    known: tuple[Known, ...]
    undrawn: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft after a change; `chosen` is the element to show, `redraw` whether its drawing has to be made again."""

    draft: DraftSheet
    chosen: str = ""
    redraw: bool = False


@dataclass(frozen=True, slots=True)
class Supplies:
    """What the house has for every procedure: models of notices and of letters, reference lists."""

    notices: tuple[Option, ...]
    letters: tuple[Option, ...]
    lists: tuple[Option, ...]


def supplies(work: Work) -> Supplies:
    """What steps may send and read."""
    work.require(Permission.CHANGE_PROCEDURE)
    titles = {code: read_template(text)[0] for code, text in notices_now(work).items()}
    return Supplies(
        notices=tuple(Option(code, title or code) for code, title in titles.items()),
        letters=tuple(Option(row.code, f"{row.code} · {row.title}") for row in catalogue(work)),
        lists=tuple(Option(name, name) for name in sorted(work.house.lists)),
    )


def edit(work: Work, *, procedure: str, change: Edit | FormEdit, version: int) -> Drawn:
    """Make one change. Raises Unfit when it cannot be made there, or somebody else holds the draft; Conflict."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    try:
        edited = change.on(copy.files)
    except (Moot, KeyError) as error:
        raise Unfit("edit_not_here") from error
    except Unreadable as error:
        raise Unfit("diagram_unreadable", reason=error.code) from error
    draft = kept(work, copy, edited.files, version)
    return Drawn(draft, edited.chosen, edited.redrawn)


def mend(work: Work, *, procedure: str, repair: engine.Repair | Remedy, version: int) -> Drawn:
    """Make the repair a finding proposes; nothing changes when there is nothing left to put right."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    mended = repair.mend(copy.files)
    before, after = (ids_in(files[DIAGRAM]) for files in (copy.files, mended))
    return Drawn(kept(work, copy, mended, version), repair.element, before != after)


def kept(work: Work, copy: store.WorkingCopy, files: Mapping[str, bytes], version: int) -> DraftSheet:
    """Save what changed."""
    changed = {path: content.decode() for path, content in files.items() if copy.files.get(path) != content}
    return studio.save_draft(work, procedure=copy.procedure, files=changed, version=version)


def draw(work: Work, *, procedure: str, version: int) -> DraftSheet:
    """Draw the draft afresh, as part of the change made last. Raises Unfit when it does not read."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    last = drafts.last_change(work.store, procedure, studio.owner_of(copy))
    drawn = laid(copy.files[DIAGRAM])
    draft = studio.save_draft(work, procedure=procedure, files={DIAGRAM: drawn.decode()}, version=version)
    join(work, copy, last, drawn)
    return draft


def join(work: Work, copy: store.WorkingCopy, change: drafts.DraftChange | None, drawn: bytes) -> None:
    """Let the drawing belong to the change it shows: one wish is undone at once."""
    owner = studio.owner_of(copy)
    latest = drafts.last_change(work.store, copy.procedure, owner)
    if change is None or latest is None or latest.id == change.id or DIAGRAM not in change.after:
        return
    drafts.drop_change(work.store, latest.id)
    drafts.widen_change(work.store, change, {DIAGRAM: drawn})


@lru_cache(maxsize=8)
def laid(diagram: bytes) -> bytes:
    """A diagram drawn afresh. Raises Unfit.

    It takes seconds: kept, so that a wish tried again because somebody else wrote meanwhile holds nobody up.
    """
    try:
        return lay_out(diagram)
    except ValueError as error:
        raise Unfit("diagram_unreadable", reason=str(error)) from error


def undo(work: Work, *, procedure: str) -> DraftSheet | None:
    """Take the last change back; None when there is none."""
    return back_or_forth(work, procedure, undone=False)


def redo(work: Work, *, procedure: str) -> DraftSheet | None:
    """Make the change undone last again; None when there is none."""
    return back_or_forth(work, procedure, undone=True)


def back_or_forth(work: Work, procedure: str, *, undone: bool) -> DraftSheet | None:
    """Set the files a change touched to what they were before it, or after it."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    change = drafts.one_change(work.store, procedure, studio.owner_of(copy), undone=undone)
    if change is None:
        return None
    files = {path: text.decode() for path, text in (change.after if undone else change.before).items()}
    draft = studio.save_draft(work, procedure=procedure, files=files, version=copy.version)
    drafts.mark_change(work.store, change.id, undone=not undone)
    return draft


def sight(work: Work, *, procedure: str, element: str) -> Sight:
    """How the draft reads now. A diagram that cannot be read shows no steps; the checker says why."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.held(work, procedure).files
    known = tuple(known_fields(work, files))
    try:
        diagram = read_diagram(files[DIAGRAM])
    except Unreadable:
        return Sight((), Seen(), known, undrawn=False)
    lanes = lanes_in(files[DIAGRAM])
    return Sight(outline(diagram), describe(diagram, element, lanes), known, undrawn(files[DIAGRAM]))


def lanes_in(diagram: bytes) -> dict[str, str]:
    """The roles of the lanes by lane id."""
    return {attribute(lane, "id"): attribute(lane, "name") for lane in parse(diagram).iter(BPMN + "lane")}


def ids_in(diagram: bytes) -> set[str]:
    """The ids of what a diagram says, its drawing left out."""
    return {attribute(one, "id") for one in parse(diagram).iter(f"{BPMN}*")}


def undrawn(diagram: bytes) -> bool:
    """Whether something of a process stands nowhere in the drawing."""
    root = parse(diagram)
    drawn = {one.get("bpmnElement") for one in root.iter("{*}BPMNShape", "{*}BPMNEdge")}
    wanted = {
        attribute(one, "id")
        for process in root.iter(BPMN + "process")
        for one in process.iter(BPMN + "sequenceFlow", BPMN + "userTask", BPMN + "boundaryEvent", BPMN + "endEvent")
    }
    return not wanted <= drawn


def known_fields(work: Work, files: Mapping[str, bytes]) -> list[Known]:
    """What a case of this procedure may know: every answer of its forms, each name once, by label."""
    found: dict[str, Known] = {}
    for form in forms_of(files).values():
        for one in form.fields:
            if one.kind not in SHOWN_ONLY - {Kind.COMPUTED}:
                found.setdefault(one.name, known(work, one))
    return sorted(found.values(), key=lambda one: one.label.casefold())


def forms_of(files: Mapping[str, bytes]) -> dict[str, Form]:
    """The forms of a draft that can be read, by path."""
    registers = {path: content for path, content in files.items() if path.startswith("registers/")}
    found: dict[str, Form] = {}
    for path, content in sorted(files.items()):
        if path.startswith("forms/"):
            try:
                found[path] = read_form(content, registers, file=path)
            except BrokenBundle:
                continue
    return found


def known(work: Work, one: Field) -> Known:
    """One field and what may be answered to it; a long reference list is typed, not chosen."""
    if one.kind is Kind.YES_NO:
        return Known(one.name, one.label, one.kind, (Option("true", "oui"), Option("false", "non")))
    listed = work.house.lists.get(one.list_name) if one.list_name else None
    offered = [entry for entry in listed.entries.values() if not entry.retired] if listed else []
    entries = tuple(Option(entry.code, entry.label) for entry in offered)
    choices = tuple(Option(choice.code, choice.label) for choice in one.choices) or entries
    return Known(one.name, one.label, one.kind, choices[:300])
