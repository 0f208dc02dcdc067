"""Merges, kept: what changed hands when two records became one, so that it can all be given back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError

from migraflow.domain.access import Actor
from migraflow.domain.merging import ONE, OTHER, Merge
from migraflow.domain.people import Identity
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store import facts, likenesses, search
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert
from migraflow.store.tables import metadata

OWN = frozenset({"people", "person_words", "person_keys", "likenesses", "merges"})
"""Tables that speak of a record as such: nothing in them changes hands."""
COLUMNS = (
    "kept_id",
    "gone_id",
    "before",
    "after",
    "moved",
    "reason",
    "made",
    "made_by",
    "made_by_name",
    "undone_by_name",
)
READ = f"SELECT id, undone, {', '.join(COLUMNS)} FROM merges"
UNDO = "UPDATE merges SET undone = ?, undone_by = ?, undone_by_name = ? WHERE id = ? AND undone IS NULL"
Moved = Mapping[str, tuple[tuple[object, ...], ...]]


def holders() -> Iterator[tuple[Table, str]]:
    """Every table with a column that says whose a row is."""
    for name, table in sorted(metadata.tables.items()):
        for column in table.columns:
            if name not in OWN and any(key.column.table.name == "people" for key in column.foreign_keys):
                yield table, column.name


def move(store: Session, gone: int, kept: int) -> Moved:
    """Let everything that is somebody's be somebody else's: the keys of the rows that changed hands, by table.column.

    A row of which the other one has the like already (one application per person and offer) stays.
    """
    moved: dict[str, tuple[tuple[object, ...], ...]] = {}
    for table, column in holders():
        names = [key.name for key in table.primary_key.columns]
        found = run(
            store,
            f"SELECT {', '.join(names)} FROM {table.name} WHERE {column} = ? ORDER BY {', '.join(names)}",
            (gone,),
        )
        rows = [tuple(row) for row in found]
        taken = tuple(row for row in rows if give(store, table, column, row, gone, kept))
        if taken:
            moved[f"{table.name}.{column}"] = taken
    facts.count_anew(store, kept)
    return moved


def give(store: Session, table: Table, column: str, row: tuple[object, ...], whose: int, now_of: int) -> bool:
    """Let one row be `now_of`'s, if it is `whose`: whether it could be."""
    where = " AND ".join(f"{key.name} = ?" for key in table.primary_key.columns)
    sql = f"UPDATE {table.name} SET {column} = ? WHERE {where} AND {column} = ?"
    try:
        with store.begin_nested():
            return run(store, sql, (now_of, *row, whose)).rowcount == 1
    except IntegrityError:
        return False


def give_back(store: Session, merge: Merge) -> None:
    """Give back the rows that changed hands and are still where they were put."""
    known = {f"{table.name}.{column}": (table, column) for table, column in holders()}
    for name, rows in merge.moved.items():
        if name in known:
            for row in rows:
                give(store, *known[name], row, merge.kept_id, merge.gone_id)
    facts.count_anew(store, merge.gone_id)
    facts.count_anew(store, merge.kept_id)


def set_aside(store: Session, gone: int, kept: int) -> None:
    """Let nobody see a record any more: it is part of another one now."""
    run(store, "UPDATE people SET merged_into = ?, version = version + 1 WHERE id = ?", (kept, gone))
    search.forget(store, gone)
    likenesses.hide(store, gone)


def bring_back(store: Session, gone: int, one: Identity) -> None:
    """Let a record stand for itself again, and be found."""
    run(store, "UPDATE people SET merged_into = NULL, version = version + 1 WHERE id = ?", (gone,))
    search.keep(store, gone, one)
    likenesses.keep(store, gone, one)


def note(store: Session, merge: Merge, who: Actor) -> int:
    """Keep a merge that has just been made: its key."""
    moved = {name: [list(row) for row in rows] for name, rows in merge.moved.items()}
    row = (merge.kept_id, merge.gone_id, dumps(merge.before), dumps(merge.after), dumps(moved), merge.reason,
           merge.made, who.account_id, who.name, "")  # fmt: skip
    insert(store, "merges", COLUMNS, [row])
    return int(run(store, "SELECT MAX(id) FROM merges WHERE gone_id = ?", (merge.gone_id,)).scalar_one())


def undone(store: Session, merge_id: int, who: Actor, now: datetime) -> bool:
    """Note that a merge was undone; False when it was already."""
    return run(store, UNDO, (now, who.account_id, who.name, merge_id)).rowcount == 1


def get(store: Session, merge_id: int) -> Merge | None:
    """One merge."""
    row = run(store, f"{READ} WHERE id = ?", (merge_id,)).first()
    return None if row is None else of(row)


def of_person(store: Session, person_id: int) -> list[Merge]:
    """The merges into somebody that stand, the latest first."""
    return [
        of(row) for row in run(store, f"{READ} WHERE kept_id = ? AND undone IS NULL ORDER BY id DESC", (person_id,))
    ]


def cases_of(merge: Merge) -> list[int]:
    """The keys of the cases that changed hands."""
    return [int(str(row[0])) for row in merge.moved.get("cases.person_id", ())]


def of(row: Any) -> Merge:
    """A merge as a value."""
    made = moment(row.made)
    assert made is not None
    both = loads_mapping(row.before)
    moved = cast("Mapping[str, list[list[object]]]", loads_mapping(row.moved))
    return Merge(
        id=row.id,
        kept_id=row.kept_id,
        gone_id=row.gone_id,
        before={side: cast("Mapping[str, object]", both[side]) for side in (ONE, OTHER)},
        after=loads_mapping(row.after),
        moved={name: tuple(tuple(one) for one in rows) for name, rows in moved.items()},
        reason=row.reason,
        made=made,
        made_by=row.made_by_name,
        undone=moment(row.undone),
        undone_by=row.undone_by_name,
    )
