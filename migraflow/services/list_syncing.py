"""Lists, roles and notices beside the folder ``workflows/``: what was changed by hand comes in, what people wrote goes
out into the files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from migraflow.domain.access import read_roles
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.lists import faults, read_rows
from migraflow.services.commands import require_house
from migraflow.services.house import text_of
from migraflow.services.list_house import NOTICES, REFERENCE, ROLES
from migraflow.services.syncing import Standing
from migraflow.services.work import Work
from migraflow.store import lists as store


@dataclass(frozen=True, slots=True)
class FileBeside:
    """One file that was given a text since: which of the two went on, and the text that holds."""

    path: str
    standing: Standing
    text: str


def beside(work: Work) -> tuple[FileBeside, ...]:
    """Every file that people gave a text, by path; those never changed in the browser are the folder's alone."""
    require_house(work)
    return tuple(compared(work, one) for _, one in sorted(store.in_force(work.store, work.now).items()))


def compared(work: Work, one: store.ListEdition) -> FileBeside:
    """One file. Its sha256 when the text was kept, or written into it, tells which of the two has changed since."""
    file = work.settings.workflows / one.path
    if not file.is_file():
        return FileBeside(one.path, Standing.NO_FOLDER, one.text)
    if text_of(file) == one.text:
        return FileBeside(one.path, Standing.SAME, one.text)
    here = sha_of(file.read_bytes()) != one.folder
    there = sha_of(one.text.encode()) != one.folder
    standing = Standing.BOTH if here and there else Standing.FOLDER_AHEAD if here else Standing.EDITION_AHEAD
    return FileBeside(one.path, standing, one.text)


def sha_of(content: bytes) -> str:
    """The sha256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def taken_over(work: Work, *, path: str) -> None:
    """Note that the folder's file has been given the text that holds: it is no new wish."""
    require_house(work)
    given = store.in_force(work.store, work.now)[path]
    store.note_folder(work.store, path, given.number, sha_of((work.settings.workflows / path).read_bytes()))


def bring_in(work: Work) -> dict[str, bool]:
    """Let files that were changed by hand since hold again: by path, whether it does; one that does not read, does
    not."""
    require_house(work)
    taken: dict[str, bool] = {}
    for one in beside(work):
        if one.standing not in (Standing.BOTH, Standing.FOLDER_AHEAD):
            continue
        file = work.settings.workflows / one.path
        text = text_of(file)
        taken[one.path] = legible(one.path, text)
        if taken[one.path]:
            keep_folder(work, one.path, text)
    return taken


def keep_folder(work: Work, path: str, text: str) -> None:
    """Note that the folder's file holds: it is the newest text."""
    require_house(work)
    last = next(iter(store.history(work.store, path)), None)
    sha = sha_of((work.settings.workflows / path).read_bytes())
    facts = ("workflows/", work.now, work.now, work.actor.account_id, work.actor.name, sha)
    store.add(work.store, store.ListEdition(path, (last.number if last else 0) + 1, text, *facts))


def legible(path: str, text: str) -> bool:
    """Whether the house could work with a text of this file."""
    if path.startswith(f"{REFERENCE}/"):
        return not faults(Path(path).stem, read_rows(text))
    try:
        return path != ROLES or bool(read_roles(text))
    except BrokenBundle:
        return False


def writable(path: str) -> bool:
    """Whether a path is one of those that are kept here: nothing else is ever written."""
    return path == ROLES or path.startswith((f"{REFERENCE}/", f"{NOTICES}/"))
