"""What the figures read of registers: rows in force, places of sessions. Rows of a register are few, and no people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import cast

from migraflow.domain.measures import Slice
from migraflow.domain.values import loads
from migraflow.store.database import Session, run

ENDED = "SELECT content FROM register_rows WHERE noun = ? AND ends >= ? AND ends <= ? AND state <> 'annulee'"
IN_FORCE = """SELECT content FROM register_rows
WHERE noun = ? AND begins <= ? AND (ends IS NULL OR ends >= ?) AND state NOT IN ('projet', 'annulee', 'resiliee')"""
REGION = " AND (? = '' OR region = ?)"


def places_by_centre(store: Session, noun: str, type_: str, slice_: Slice) -> dict[str, int]:
    """Places of the sessions of one type that ended in the slice, by centre."""
    values = (noun, slice_.since, slice_.until, slice_.region, slice_.region)
    found: Counter[str] = Counter()
    for row in run(store, ENDED + REGION, values):
        content = content_of(row[0])
        if content.get("type") == type_ and isinstance(places := content.get("places"), int):
            found[str(content.get("centre") or "")] += places
    return dict(found)


def in_force_by(store: Session, noun: str, field: str, day: date) -> dict[str, int]:
    """How many rows are in force on a day, by a field of theirs."""
    found: Counter[str] = Counter()
    for row in run(store, IN_FORCE, (noun, day, day)):
        found[str(content_of(row[0]).get(field) or "")] += 1
    return dict(found)


def content_of(text: str) -> Mapping[str, object]:
    """What a row holds."""
    return cast("Mapping[str, object]", loads(text))
