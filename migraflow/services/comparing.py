"""What changes from one edition to another, and what a working copy would change: asked before publishing and after."""

from __future__ import annotations

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import BrokenBundle, NotFound
from migraflow.engine.diff import Change, compare
from migraflow.services import editions, publishing, studio
from migraflow.services.work import Work
from migraflow.store import procedures as store


def edition_changes(work: Work, *, procedure: str, sha: str) -> tuple[Change, ...]:
    """What edition `sha` changed from the one before it; nothing for the first. Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    numbers = {edition.sha: edition.number for edition in store.editions(work.store, procedure)}
    if sha not in numbers:
        raise NotFound("edition", sha)
    before = next((other for other, number in numbers.items() if number == numbers[sha] - 1), None)
    if before is None:
        return ()
    return between(work, alone(work, before), alone(work, sha))


def draft_changes(work: Work, *, procedure: str) -> tuple[Change, ...] | None:
    """What the working copy would change from the edition it was begun on; None while it cannot be compiled."""
    work.require(Permission.CHANGE_PROCEDURE)
    return copied(work, studio.held(work, procedure))


def proposed_changes(work: Work, *, procedure: str) -> tuple[Change, ...] | None:
    """The same for the copy that waits for a second person. Raises NotFound, Unfit ``draft_changed``."""
    work.require(Permission.CHANGE_PROCEDURE)
    waiting = publishing.proposed(work, procedure)
    if waiting is None:
        raise NotFound("publication", procedure)
    return copied(work, publishing.copy_of(work, waiting))


def copied(work: Work, copy: store.WorkingCopy) -> tuple[Change, ...] | None:
    """What a working copy would change, nothing for a newcomer; None while it cannot be compiled."""
    try:
        made = engine.compile_edition(studio.bundle_of(copy), editions.house_of(work))
    except BrokenBundle:
        return None
    return between(work, alone(work, copy.base), made) if copy.base else ()


def between(work: Work, before: engine.Compiled, after: engine.Compiled) -> tuple[Change, ...]:
    """The changes, with the roles and times of the house."""
    return compare(before, after, work.house.roles, work.house.deadlines)


def alone(work: Work, sha: str) -> engine.Compiled:
    """An edition compiled with whatever it calls as that is today: only its own files are compared."""

    def compile() -> engine.Compiled:
        return engine.compile_edition(editions.bundle(work, sha), editions.house_of(work))

    return work.editions.get(f"alone:{sha}", compile)
