"""Texts of lists, roles and notices given since, kept one below the other; the files of the folder come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from migraflow.store.database import Session
from migraflow.store.registers import SAID
from migraflow.store.tables.lists import ListEditionRecord


@dataclass(frozen=True, slots=True)
class ListEdition:
    """One text of the file at `path` (below ``workflows/``), in force from `begins`.

    `folder` is the sha256 of the folder's file when it was kept ("" when there was none).
    """

    path: str
    number: int
    text: str
    note: str
    begins: datetime
    saved: datetime
    saved_by: int
    saved_by_name: str
    folder: str


def add(store: Session, edition: ListEdition) -> None:
    """Keep a text under its number; the house reads it after the commit. Raises IntegrityError for a number given."""
    store.add(ListEditionRecord(**{name: getattr(edition, name) for name in ListEdition.__slots__}))
    store.flush()
    store.info[SAID] = True


def drop(store: Session, path: str, number: int) -> None:
    """Forget a text that never was in force."""
    found = store.exec(
        select(ListEditionRecord).where(ListEditionRecord.path == path, ListEditionRecord.number == number)
    ).first()
    if found is not None:
        store.delete(found)
        store.flush()


def note_folder(store: Session, path: str, number: int, folder: str) -> None:
    """Note what the folder's file holds since a text was written into it: its sha256."""
    found = store.exec(
        select(ListEditionRecord).where(ListEditionRecord.path == path, ListEditionRecord.number == number)
    ).one()
    found.folder = folder
    store.flush()


def of(record: ListEditionRecord) -> ListEdition:
    """An edition as a value."""
    return ListEdition(**{name: getattr(record, name) for name in ListEdition.__slots__})


def history(store: Session, path: str) -> tuple[ListEdition, ...]:
    """Every text of one file, the newest first."""
    statement = select(ListEditionRecord).where(ListEditionRecord.path == path)
    return tuple(of(one) for one in store.exec(statement.order_by(col(ListEditionRecord.number).desc())))


def newest(store: Session) -> dict[str, ListEdition]:
    """The last text of each file, in force or not yet, by path."""
    last = (
        select(ListEditionRecord.path, func.max(ListEditionRecord.number).label("number"))
        .group_by(col(ListEditionRecord.path))
        .subquery()
    )
    same = (col(ListEditionRecord.path) == last.c.path) & (col(ListEditionRecord.number) == last.c.number)
    return {one.path: of(one) for one in store.exec(select(ListEditionRecord).join(last, same))}


def in_force(store: Session, now: datetime) -> dict[str, ListEdition]:
    """The text that holds now for each file that was given one, by path."""
    last = (
        select(ListEditionRecord.path, func.max(ListEditionRecord.number).label("number"))
        .where(col(ListEditionRecord.begins) <= now)
        .group_by(col(ListEditionRecord.path))
        .subquery()
    )
    same = (col(ListEditionRecord.path) == last.c.path) & (col(ListEditionRecord.number) == last.c.number)
    return {one.path: of(one) for one in store.exec(select(ListEditionRecord).join(last, same))}


def stamp(store: Session, now: datetime) -> tuple[int, int]:
    """What tells in one look whether other texts hold than before: how many are in force, and the last of all."""
    counted = select(func.count(), func.max(ListEditionRecord.id)).where(col(ListEditionRecord.begins) <= now)
    count, last = store.exec(counted).one()
    return int(count), int(last or 0)


def text_at(store: Session, path: str, now: datetime) -> str | None:
    """The text that holds now for one file; None while the folder's does."""
    statement = select(ListEditionRecord.text).where(
        ListEditionRecord.path == path, col(ListEditionRecord.begins) <= now
    )
    return store.exec(statement.order_by(col(ListEditionRecord.number).desc()).limit(1)).first()
