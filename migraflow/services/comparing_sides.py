"""Two editions of a procedure side by side: what differs on the drawing of each, and the sentences that say it."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import BrokenBundle, NotFound
from migraflow.engine import drawing
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.diff import Area, Change
from migraflow.engine.drawing import Mark
from migraflow.services import comparing, editions, studio
from migraflow.services.work import Work
from migraflow.store import procedure_drafts as drafts
from migraflow.store import procedures as store

DRAFT = "brouillon"
"""Stands for the working copy where an edition is named."""
COMING, GOING = ("_added",), ("_removed",)


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words: its part of the procedure, how it is marked, and the elements it is about."""

    sentence: str
    area: str
    mark: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two editions, drawn with what differs. `choices` are what may be compared, by sha256 (or DRAFT), the newest
    first; `broken` says why the draft cannot be compared."""

    title: str
    choices: tuple[tuple[str, int], ...]
    before: str
    after: str
    before_picture: str
    after_picture: str
    told: tuple[Told, ...]
    broken: str = ""


def side_by_side(work: Work, *, procedure: str, before: str = "", after: str = "") -> Sides:
    """Two editions beside one another; without a wish the draft, else the newest edition, and the one it came from.

    Raises NotFound for a procedure or an edition that is not there."""
    work.require(Permission.SEE_PROCEDURE)
    numbers = {one.sha: one.number for one in store.editions(work.store, procedure)}
    copy = copy_of(work, procedure)
    known = ([DRAFT] if copy else []) + list(numbers)
    if not numbers or any(one and one not in known for one in (before, after)):
        raise NotFound("procedure", procedure)
    after = after or known[0]
    before = before or (copy.base if copy and after == DRAFT else known[min(known.index(after) + 1, len(known) - 1)])
    choices = tuple((one, numbers.get(one, 0)) for one in known)
    title = studio.title_of(work, procedure)
    try:
        old, new = compiled(work, copy, before), compiled(work, copy, after)
    except BrokenBundle as error:
        return Sides(title, choices, before, after, "", "", (), broken=str(error))
    found = comparing.between(work, old, new)
    told = [told_of(one, old, new, work.actor.language) for one in found]
    left, right = marked(work, old, told, Mark.ADDED), marked(work, new, told, Mark.REMOVED)
    return Sides(title, choices, before, after, left, right, tuple(told))


def copy_of(work: Work, procedure: str) -> store.WorkingCopy | None:
    """The working copy, for somebody who may change it and only of a procedure that is published."""
    if not work.actor.may(Permission.CHANGE_PROCEDURE):
        return None
    own = drafts.own_copy(work.store, procedure, work.actor.account_id)
    found = own or store.copy_of(work.store, procedure)
    return found if found and found.base else None


def compiled(work: Work, copy: store.WorkingCopy | None, named: str) -> engine.Compiled:
    """One side, compiled. Raises BrokenBundle for a draft that cannot be."""
    if named != DRAFT or copy is None:
        return comparing.alone(work, named)
    return engine.compile_edition(studio.bundle_of(copy), editions.house_of(work))


def told_of(one: Change, old: engine.Compiled, new: engine.Compiled, language: str) -> Told:
    """A change in words, with what it touches on the drawings."""
    if one.area is Area.DIAGRAM:
        mark = (Mark.ADDED if one.code.endswith(COMING) else Mark.REMOVED if one.code.endswith(GOING)
                else Mark.MOVED if one.code == "lane" else Mark.CHANGED)  # fmt: skip
        return Told(one.sentence(language), one.area, mark, (one.element,))
    return Told(one.sentence(language), one.area, Mark.CHANGED, steps_of(one, old) + steps_of(one, new))


def steps_of(one: Change, compiled: engine.Compiled) -> tuple[str, ...]:
    """The steps that ask the form, or apply the table, a change is about."""
    id = compiled.bundle.id
    nodes = compiled.diagrams[id].nodes.values()
    if one.area is Area.FORM:
        return tuple(node.id for node in nodes
                     if (place := compiled.places.get((id, node.id))) and place.form == one.file)  # fmt: skip
    if one.area is Area.RULE:
        table = str(one.facts.get("table", ""))
        return tuple(node.id for node in nodes if node.decision and node.decision == table)
    return ()


def marked(work: Work, side: engine.Compiled, told: list[Told], absent: Mark) -> str:
    """One side drawn; what is marked `absent` stands on the other only. The gravest of several marks is shown."""
    rank = {mark: place for place, mark in enumerate((Mark.CHANGED, Mark.MOVED, Mark.REMOVED, Mark.ADDED))}
    marks: dict[str, Mark] = {}
    for one in sorted(told, key=lambda one: rank[Mark(one.mark)]):
        if one.mark != absent:
            marks.update(dict.fromkeys(one.elements, Mark(one.mark)))
    roles = {code: role.name_fr for code, role in work.house.roles.items()}
    return drawing.svg(side.bundle.files[DIAGRAM], roles, title=side.procedure.title(work.actor.language), marked=marks)
