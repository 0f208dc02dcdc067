"""Shared blocks of questions: which procedures ask one, what a change of it would do there, carrying it to them.

An edition has its own copy of the blocks it asks: a block is changed in the draft of one procedure, and carried into
the drafts of the others. Each of them is published by itself, as any draft is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound
from migraflow.engine.editing.form_blocks import is_shared, places
from migraflow.services import editions, publishing, studio
from migraflow.services.form_writing import titled
from migraflow.services.work import Work
from migraflow.store import procedure_drafts as drafts
from migraflow.store import procedures as store

Files = Mapping[str, bytes]


class Carried(StrEnum):
    """How a block stands in another procedure, seen from the draft that changes it."""

    SAME = "same"
    DRAFTED = "drafted"
    BEHIND = "behind"
    OTHERWISE = "otherwise"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One shared block of a draft: how many forms of the draft ask it, and whether the draft changes it."""

    path: str
    title: str
    forms: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """A procedure that asks the block, in which of its forms; `holder` is who has its draft in hand."""

    procedure: str
    title: str
    forms: tuple[str, ...]
    carried: Carried
    holder: str = ""


def blocks(work: Work, *, procedure: str) -> tuple[BlockRow, ...]:
    """The shared blocks of a draft, by title."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    before = based(work, copy)
    rows = [
        BlockRow(path, title_of(copy.files, path), len(places(copy.files, path)), before.get(path) != content)
        for path, content in copy.files.items()
        if is_shared(path)
    ]
    return tuple(sorted(rows, key=lambda row: row.title.casefold()))


def based(work: Work, copy: store.WorkingCopy) -> Files:
    """The edition a draft was begun from; nothing for a newcomer."""
    return store.files(work.store, copy.base) if copy.base else {}


def title_of(files: Files, path: str) -> str:
    """The title of a form or a block."""
    return titled(path, files[path].decode("utf-8", "replace"))


def touched(work: Work, *, procedure: str, block: str) -> tuple[Touched, ...]:
    """The other procedures that ask `block`, by title. Raises NotFound."""
    work.require(Permission.CHANGE_PROCEDURE)
    wanted = block_of(work, procedure, block)
    rows = [
        row_of(work, other, block, wanted, files)
        for other, files in asking(work, block)
        if other.id != procedure
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.title.casefold()))


def block_of(work: Work, procedure: str, block: str) -> bytes:
    """The block as the draft of `procedure` has it. Raises NotFound."""
    files = studio.held(work, procedure).files
    if not is_shared(block) or block not in files:
        raise NotFound("form", block)
    return files[block]


def asking(work: Work, block: str) -> Iterator[tuple[store.Procedure, Files]]:
    """The procedures in force that ask `block`, with the files of their editions."""
    for one in store.all_procedures(work.store):
        files = store.files(work.store, one.edition)
        if any(places(files, block).values()):
            yield one, files


def row_of(work: Work, other: store.Procedure, block: str, wanted: bytes, files: Files) -> Touched:
    """One procedure that asks the block."""
    forms = tuple(title_of(files, path) for path in places(files, block))
    copy = copy_of(work, other.id)
    carried = Carried.SAME if files[block] == wanted else Carried.BEHIND
    if copy is not None and copy.files.get(block) != files[block]:
        carried = Carried.DRAFTED if copy.files.get(block) == wanted else Carried.OTHERWISE
    elif copy is not None and carried is Carried.BEHIND and not in_hand(work, copy):
        carried = Carried.HELD
    return Touched(other.id, other.title, forms, carried, copy.holder if copy else "")


def copy_of(work: Work, procedure: str) -> store.WorkingCopy | None:
    """The draft of a procedure as this person would go on with it, None while there is none."""
    return drafts.own_copy(work.store, procedure, work.actor.account_id) or store.copy_of(work.store, procedure)


def in_hand(work: Work, copy: store.WorkingCopy) -> bool:
    """Whether this person may write a draft: it is theirs, or was left alone."""
    return copy.holder_id == work.actor.account_id or work.now - copy.saved > studio.LEFT_ALONE


def foresee(work: Work, *, procedure: str, block: str, other: str) -> tuple[engine.Finding, ...]:
    """What would stand in the way of publishing the procedure `other` with the block as the draft of `procedure` has
    it: errors of the checker, else the examples that no longer go as written. Raises NotFound."""
    work.require(Permission.CHANGE_PROCEDURE)
    published = store.procedure(work.store, other)
    if published is None:
        raise NotFound("procedure", other)
    copy = copy_of(work, other)
    files = studio.bundle_of(copy).files if copy else store.files(work.store, published.edition)
    one = engine.Bundle.of(other, {**files, block: block_of(work, procedure, block)})
    errors = editions.faults(one, editions.house_of(work), folder="")
    return tuple(errors or editions.unlike_scenarios(work, publishing.drafted(work, one)))


def carry(work: Work, *, procedure: str, block: str) -> tuple[Touched, ...]:
    """Write the block into the drafts of all procedures that ask it and are behind, where nobody else is at work."""
    wanted = block_of(work, procedure, block).decode()
    for one in touched(work, procedure=procedure, block=block):
        if one.carried is Carried.BEHIND:
            draft = studio.open_draft(work, procedure=one.procedure)
            studio.save_draft(work, procedure=one.procedure, files={block: wanted}, version=draft.version)
    return touched(work, procedure=procedure, block=block)


def agreed(work: Work) -> dict[str, bytes]:
    """The shared blocks by path, as all procedures in force that ask them have them; those they differ in left out."""
    work.require(Permission.SEE_PROCEDURE)
    texts: dict[str, set[bytes]] = {}
    for one in store.all_procedures(work.store):
        files = store.files(work.store, one.edition)
        for path in filter(is_shared, files):
            if places(files, path):
                texts.setdefault(path, set()).add(files[path])
    return {path: next(iter(found)) for path, found in sorted(texts.items()) if len(found) == 1}


def unlike(work: Work, *, procedure: str) -> dict[str, tuple[str, ...]]:
    """The shared blocks the draft changes, by title, with the procedures that would go on asking the old one."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.held(work, procedure).files
    left = (Carried.BEHIND, Carried.OTHERWISE, Carried.HELD)
    return {
        row.title: tuple(
            one.title for one in touched(work, procedure=procedure, block=row.path) if one.carried in left
        )
        for row in blocks(work, procedure=procedure)
        if row.changed and places(files, row.path)
    }  # fmt: skip
