"""The studio: a working copy of a procedure, held by one manager, checked, and published as a new edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import Conflict, NotFound, Unfit
from migraflow.domain.procedures import DraftSheet, EditionRow
from migraflow.engine.apart import check_apart
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.xml import Unreadable
from migraflow.services import editions
from migraflow.services.work import Work
from migraflow.store import procedure_drafts as drafts
from migraflow.store import procedures as store

LEFT_ALONE = timedelta(hours=8)
"""After so long without a save another manager may go on with a working copy."""
EDITABLE = re.compile(
    r"procedure\.(toml|bpmn)|(forms|scenarios|registers)/[a-z0-9_]{1,60}\.json|rules/[A-Za-z0-9_]{1,60}\.dmn"
)
LARGEST_FILE = 1024 * 1024
NOTES = "import.json"
"""Beside the files of an imported draft: what its import changed and asked. No part of the procedure."""
MOST_FILES = 200
"""What a working copy may hold: nobody's memory is filled from here."""


def open_draft(work: Work, *, procedure: str) -> DraftSheet:
    """The working copy of a procedure, begun from its present edition when there is none; of a newcomer, what was made.

    Somebody else's is shown with its holder; left alone for a working day, it changes hands. Raises NotFound.
    """
    work.require(Permission.CHANGE_PROCEDURE)
    published = store.procedure(work.store, procedure)
    copy = drafts.own_copy(work.store, procedure, work.actor.account_id) or store.copy_of(work.store, procedure)
    if copy is None:
        if published is None:
            raise NotFound("procedure", procedure)
        drafts.forget_changes(work.store, procedure, 0)
        store.take_copy(work.store, begun(work, published))
    elif copy.holder_id != work.actor.account_id and work.now - copy.saved > LEFT_ALONE:
        store.save_copy(work.store, mine(work, copy), copy.version)
    return sheet(held(work, procedure), title_of(work, procedure))


def begun(work: Work, published: store.Procedure) -> store.WorkingCopy:
    """A first working copy of the present edition."""
    files = store.files(work.store, published.edition)
    actor = work.actor
    return store.WorkingCopy(published.id, published.edition, actor.account_id, actor.name, work.now, 1, files)


def mine(work: Work, copy: store.WorkingCopy) -> store.WorkingCopy:
    """`copy` held by the actor from now on."""
    return replace(copy, holder_id=work.actor.account_id, holder=work.actor.name, saved=work.now)


def save_draft(work: Work, *, procedure: str, files: Mapping[str, str], version: int) -> DraftSheet:
    """Write `files` (texts by path) into the working copy; an empty text removes the file.

    Raises Conflict when the copy moved on since `version`, Unfit when somebody else holds it or a path or size will
    not do.
    """
    work.require(Permission.CHANGE_PROCEDURE)
    copy = held(work, procedure)
    require_holder(work, copy)
    for path, text in files.items():
        if not EDITABLE.fullmatch(path):
            raise Unfit("file_not_editable", file=path[:80])
        if len(text) > LARGEST_FILE:
            raise Unfit("file_too_large", megabytes="1")
    kept = {**copy.files, **{path: text.encode() for path, text in files.items()}}
    kept = {path: content for path, content in kept.items() if content}
    if len(kept) > MOST_FILES:
        raise Unfit("too_many_files", most=str(MOST_FILES))
    after = replace(mine(work, copy), files=kept)
    if not (drafts.save_own if copy.own else store.save_copy)(work.store, after, version):
        raise Conflict
    note_change(work, copy, after)
    return sheet(held(work, procedure), title_of(work, procedure))


def note_change(work: Work, before: store.WorkingCopy, after: store.WorkingCopy) -> None:
    """Keep what a save changed, so that it can be undone. A save that takes back the last change undoes it."""
    owner = owner_of(before)
    touched = [path for path in {**before.files, **after.files} if before.files.get(path) != after.files.get(path)]
    old, new = ({path: copy.files.get(path, b"") for path in touched} for copy in (before, after))
    last, undone = (one(work.store, before.procedure, owner) for one in (drafts.last_change, drafts.next_change))
    if not touched:
        return
    if last is not None and (last.before, last.after) == (new, old):
        drafts.mark_change(work.store, last.id, undone=True)
    elif undone is not None and (undone.before, undone.after) == (old, new):
        drafts.mark_change(work.store, undone.id, undone=False)
    else:
        drafts.add_change(work.store, before.procedure, owner, old, new)


def owner_of(copy: store.WorkingCopy) -> int:
    """Whose changes those of `copy` are: its holder's for an own copy, 0 for the working copy."""
    return copy.holder_id if copy.own else 0


def take_own_copy(work: Work, *, procedure: str) -> DraftSheet:
    """A copy of the draft somebody else holds, to go on with by oneself. Raises NotFound.

    Whoever publishes second is told: an edition was published since their copy was begun."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = store.copy_of(work.store, procedure)
    if copy is None:
        raise NotFound("draft", procedure)
    drafts.forget_changes(work.store, procedure, work.actor.account_id)
    return sheet(drafts.take_own(work.store, mine(work, copy)), title_of(work, procedure))


def drop(work: Work, copy: store.WorkingCopy) -> None:
    """Forget a draft and what was changed in it."""
    if copy.own:
        drafts.drop_own(work.store, copy.procedure, copy.holder_id)
    else:
        store.drop_copy(work.store, copy.procedure)
    drafts.forget_changes(work.store, copy.procedure, owner_of(copy))


def check_draft(work: Work, *, procedure: str) -> tuple[engine.Finding, ...]:
    """What the checker finds in the working copy, the gravest first. Raises NotFound."""
    work.require(Permission.CHANGE_PROCEDURE)
    return check_apart(bundle_of(held(work, procedure)), editions.house_of(work))


def publish_draft(work: Work, *, procedure: str, note: str) -> EditionRow:
    """Publish the working copy as the next edition: new cases follow it, running ones keep theirs.

    Raises ChecksFailed, Unfit ``edition_unchanged``, Conflict when another edition was published since it was begun.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    copy = held(work, procedure)
    require_holder(work, copy)
    published = store.procedure(work.store, procedure)
    edition = published.edition if published else ""
    one = bundle_of(copy)
    if one.sha256 == edition:
        raise Unfit("edition_unchanged")
    if copy.base != edition:
        raise Conflict
    row = editions.publish(work, one, note, folder="")
    drop(work, copy)
    return row


def discard_draft(work: Work, *, procedure: str) -> None:
    """Throw the working copy away. Raises Unfit when somebody else holds it."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = held(work, procedure)
    require_holder(work, copy)
    drop(work, copy)


def held(work: Work, procedure: str) -> store.WorkingCopy:
    """The actor's own copy of a procedure's draft, else the working copy. Raises NotFound."""
    copy = drafts.own_copy(work.store, procedure, work.actor.account_id) or store.copy_of(work.store, procedure)
    if copy is None:
        raise NotFound("draft", procedure)
    return copy


def require_holder(work: Work, copy: store.WorkingCopy) -> None:
    """Go on only for the one who holds the working copy."""
    if copy.holder_id != work.actor.account_id:
        raise Unfit("draft_held", holder=copy.holder)


def bundle_of(copy: store.WorkingCopy) -> engine.Bundle:
    """The working copy as a bundle."""
    return engine.Bundle.of(copy.procedure, {path: text for path, text in copy.files.items() if path != NOTES})


def remember(work: Work, procedure: str, notes: bytes) -> None:
    """Keep notes beside the files of a draft. Raises Conflict."""
    copy = held(work, procedure)
    noted = replace(copy, files={**copy.files, NOTES: notes})
    if not (drafts.save_own if copy.own else store.save_copy)(work.store, noted, copy.version):
        raise Conflict


def title_of(work: Work, procedure: str) -> str:
    """The title of a procedure: as published, else as its draft says."""
    published = store.procedure(work.store, procedure)
    copy = None if published else store.copy_of(work.store, procedure)
    if published or copy is None:
        return published.title if published else procedure
    try:
        return read_facts(copy.files[PROCEDURE]).title_fr or procedure
    except (Unreadable, KeyError):
        return procedure


def sheet(copy: store.WorkingCopy, title: str) -> DraftSheet:
    """The working copy as the studio shows it."""
    files = {path: content.decode("utf-8", "replace") for path, content in copy.files.items()}
    return DraftSheet(copy.procedure, title, copy.base, copy.holder, copy.saved, copy.version, files)
