"""Journals of many cases for an event log: no name, no answer, nothing confidential leaves the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.journal import EntryKind
from migraflow.domain.mining import LEFT_OUT, Happened, Logged
from migraflow.store.database import Session, moment, run

AT_ONCE = 200
"""Cases read together: a log of any length is written with little memory."""
KINDS = ", ".join(f"'{kind.value}'" for kind in EntryKind if kind not in LEFT_OUT)
OPENING = """SELECT id, procedure, region, office, opened, closed, outcome FROM cases
WHERE id > ? AND opened >= ? AND opened < ?{more} ORDER BY id LIMIT ?"""
EVENTS = f"""SELECT case_id, number, at, kind, name, element, procedure, edition, role, office, region, token
FROM journal WHERE case_id IN ({{marks}}) AND confidential = '' AND kind IN ({KINDS}) ORDER BY case_id, number"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases: opened from `since` until before `until`; of one procedure and region where they are not ""."""

    since: datetime
    until: datetime
    procedure: str = ""
    region: str = ""


def cases(store: Session, wanted: Wanted) -> Iterator[Logged]:
    """The cases with their events, in the order they were opened; confidential cases are left out."""
    more = " AND confidential = ''" + "".join(
        f" AND {name} = ?" for name in ("procedure", "region") if getattr(wanted, name)
    )
    chosen = [one for one in (wanted.procedure, wanted.region) if one]
    last = 0
    while True:
        found = list(run(store, OPENING.format(more=more), (last, wanted.since, wanted.until, *chosen, AT_ONCE)))
        if not found:
            return
        last = found[-1][0]
        events = events_of(store, [row[0] for row in found])
        for id, procedure, region, office, opened, closed, outcome in found:
            began = moment(opened)
            assert began is not None
            yield Logged(id, procedure, region, office, began, moment(closed), outcome, tuple(events.get(id, ())))


def events_of(store: Session, keys: list[int]) -> dict[int, list[Happened]]:
    """The events of some cases, by case."""
    found: dict[int, list[Happened]] = {}
    for row in run(store, EVENTS.format(marks=", ".join("?" for _ in keys)), keys):
        case, number, at, kind, name, element, procedure, edition, role, office, region, token = row
        when = moment(at)
        assert when is not None
        words = name or element or kind
        found.setdefault(case, []).append(
            Happened(
                case, number, when, EntryKind(kind), words, element, procedure, edition, role, office, region, token
            )
        )
    return found
