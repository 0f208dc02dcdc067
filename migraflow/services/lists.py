"""Lists of the house as managers keep them: shown, checked, changed, and taken back to an earlier state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from migraflow.domain import lists as rules
from migraflow.domain.access import Permission
from migraflow.domain.errors import Conflict, NotFound, Unfit
from migraflow.domain.lists import CellFault, LineChange, Rows
from migraflow.domain.role_file import compared
from migraflow.services import list_uses
from migraflow.services.house import text_of
from migraflow.services.list_house import NOTICES, REFERENCE, ROLES, list_path, text_now
from migraflow.services.list_uses import Use
from migraflow.services.register_folder import registers_in
from migraflow.services.work import Work
from migraflow.store import lists as store


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list: how many lines, who changed it last (None: as in the folder), what awaits its day."""

    name: str
    lines: int
    changed: datetime | None
    changed_by: str
    awaits: datetime | None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One list: its lines, how many texts it was given (0: the folder's), what awaits its day, who may change it."""

    name: str
    rows: Rows
    number: int
    may_change: bool
    awaits: store.ListEdition | None


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier text: what it changed, and whether it can be gone back to."""

    number: int
    saved: datetime
    saved_by: str
    begins: datetime
    note: str
    changes: tuple[LineChange, ...]
    now: bool


def owned_by_registers(work: Work) -> frozenset[str]:
    """The lists registers have taken over: they are changed there."""
    return frozenset(one.seed for one in registers_in(work.settings.workflows).values() if one.seed)


def names(work: Work) -> list[str]:
    """The lists that are changed here."""
    found = {path.stem for path in (work.settings.workflows / REFERENCE).glob("*.csv")}
    return sorted(found - owned_by_registers(work))


def catalogue(work: Work) -> tuple[ListRow, ...]:
    """Every list that is changed here."""
    work.require(Permission.SEE_PROCEDURE)
    given, now = store.newest(work.store), store.in_force(work.store, work.now)
    return tuple(list_row(work, name, given.get(list_path(name)), now.get(list_path(name))) for name in names(work))


def list_row(work: Work, name: str, last: store.ListEdition | None, now: store.ListEdition | None) -> ListRow:
    """One line of the catalogue."""
    text = now.text if now else text_of(work.settings.workflows / list_path(name))
    awaits = last.begins if last is not None and last.begins > work.now else None
    by = now.saved_by_name if now else ""
    return ListRow(name, len(rules.read_rows(text).lines), now.saved if now else None, by, awaits)


def sheet(work: Work, *, name: str) -> ListSheet:
    """One list as it holds now. Raises NotFound, also for one that a register has taken over."""
    work.require(Permission.SEE_PROCEDURE)
    if name not in names(work):
        raise NotFound("list", name)
    text = text_now(work, list_path(name)) or ""
    last = last_of(work, list_path(name))
    awaits = last if last is not None and last.begins > work.now else None
    may = work.actor.may(Permission.PUBLISH_PROCEDURE)
    return ListSheet(name, rules.read_rows(text), last.number if last else 0, may, awaits)


def last_of(work: Work, path: str) -> store.ListEdition | None:
    """The last text of a file, in force or not yet."""
    return next(iter(store.history(work.store, path)), None)


def check(work: Work, *, name: str, rows: Rows) -> tuple[CellFault, ...]:
    """What is wrong with a list as it is being written."""
    work.require(Permission.SEE_PROCEDURE)
    return rules.faults(name, rows)


def used(work: Work, *, name: str, code: str) -> tuple[Use, ...]:
    """Where a line is used, before it is taken away."""
    work.require(Permission.SEE_PROCEDURE)
    return list_uses.uses(work, name, code)


def save(work: Work, *, name: str, rows: Rows, number: int, note: str = "", begins: date | None = None) -> ListSheet:
    """Let a list be as `rows` from now on, or from a day on. `number` is the one it was opened with.

    Raises Unfit for a list that does not read, a line taken away that is used, a day that has passed, or while another
    change awaits its day; Conflict when somebody changed it since.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    before = sheet(work, name=name)
    found = rules.faults(name, rows)
    if found:
        raise Unfit("list_faulty", count=str(len(found)), line=str(found[0].line + 2), column=str(found[0].column + 1))
    require_kept(work, name, before.rows, rows)
    if rows != before.rows:
        keep(work, list_path(name), rules.rows_text(rows), number=number, note=note, begins=begins)
    return sheet(work, name=name)


def require_kept(work: Work, name: str, before: Rows, after: Rows) -> None:
    """A line goes for good only when nothing uses it. Raises Unfit with the first that something does."""
    gone = before.by_key().keys() - after.by_key().keys()
    for code in sorted(gone) if name != rules.HOLIDAYS else ():
        found = list_uses.uses(work, name, code)
        if found or name != rules.DEADLINES:
            raise Unfit("list_line_used", key=code, where=found[0].title if found else "")


def keep(work: Work, path: str, text: str, *, number: int, note: str, begins: date | None) -> None:
    """Keep a text under the next number. Raises Unfit, Conflict."""
    work.require_signed_in()
    last = last_of(work, path)
    if last is not None and last.begins > work.now:
        raise Unfit("list_awaits", day=last.begins.date().isoformat())
    if (last.number if last else 0) != number:
        raise Conflict
    start = work.now if begins is None else datetime.combine(begins, time(0), UTC)
    if begins is not None and begins < work.now.date():
        raise Unfit("list_day_passed")
    start = max(start, work.now) if begins == work.now.date() else start
    actor, folder = work.actor, folder_sha(work, path)
    saved = (note.strip()[:500], start, work.now, actor.account_id, actor.name, folder)
    store.add(work.store, store.ListEdition(path, number + 1, text, *saved))


def folder_sha(work: Work, path: str) -> str:
    """The sha256 of the folder's file, "" without one."""
    file = work.settings.workflows / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def withdraw(work: Work, *, path: str) -> None:
    """Take a change back that still awaits its day. Raises NotFound when none does."""
    require_keeper(work, path)
    last = last_of(work, path)
    if last is None or last.begins <= work.now:
        raise NotFound("list", path)
    store.drop(work.store, path, last.number)


def restore(work: Work, *, path: str, number: int, fit: Callable[[str], None] | None = None) -> None:
    """Go back to the text of an earlier number, 0 for the folder's; it becomes the newest. Raises NotFound, Unfit.

    Roles are gone back to by who may, and if `fit` finds that nobody is locked out."""
    require_keeper(work, path)
    if path == ROLES and fit is None:
        raise NotFound("list", path)
    found = next((one for one in store.history(work.store, path) if one.number == number), None)
    file = work.settings.workflows / path
    if found is None and (number or not file.is_file()):
        raise NotFound("list", path)
    text = found.text if found is not None else text_of(file)
    if path.startswith(f"{REFERENCE}/"):
        after = readable(rules.read_rows(text_now(work, path) or ""), rules.read_rows(text))
        text = rules.rows_text(after) if after != rules.read_rows(text) else text
    if fit is not None:
        fit(text)
    last = last_of(work, path)
    keep(work, path, text, number=last.number if last else 0, note=f"↩ {number}", begins=None)


def readable(now: Rows, wanted: Rows) -> Rows:
    """An earlier state of a list; lines added since stay, no longer offered: cases may have them."""
    added = [line for key, line in now.by_key().items() if key not in wanted.by_key()]
    if not added or wanted.columns[:1] != ("code",) or now.columns[: len(wanted.columns)] != wanted.columns:
        return wanted
    width = len(wanted.columns)
    both = replace(wanted, lines=(*wanted.lines, *(line[:width] for line in added)))
    for number in range(len(wanted.lines), len(both.lines)):
        both = rules.retired(both, number, gone=True)
    return both


def require_keeper(work: Work, path: str) -> None:
    """Go on for who may change this file: roles are the accounts' business, all else the procedures'."""
    work.require(Permission.MANAGE_ACCOUNTS if path == ROLES else Permission.PUBLISH_PROCEDURE)


def past(work: Work, *, path: str) -> tuple[Past, ...]:
    """What a file said before, the newest first; the last one is the folder's. Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    found = store.history(work.store, path)
    file = work.settings.workflows / path
    first = text_of(file) if file.is_file() else ""
    texts = [*(one.text for one in found), first]
    holds = next((one.number for one in found if one.begins <= work.now), 0)
    changes = [compared_texts(path, texts[at + 1], one.text) for at, one in enumerate(found)]
    return tuple(
        Past(one.number, one.saved, one.saved_by_name, one.begins, one.note, said, one.number == holds)
        for one, said in zip(found, changes, strict=True)
    )


def compared_texts(path: str, before: str, after: str) -> tuple[LineChange, ...]:
    """What changed between two texts of one file."""
    if path == ROLES:
        return tuple(LineChange(*one) for one in compared(before, after))
    if path.startswith(f"{NOTICES}/"):
        return (LineChange("", before.strip(), after.strip()),) if before.strip() != after.strip() else ()
    return rules.changes(rules.read_rows(before), rules.read_rows(after))
