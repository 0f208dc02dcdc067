"""Counts and times for the measures, summed in SQL; nothing here carries a name or a case number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from migraflow.domain.measures import Slice
from migraflow.store.database import Session, moment, run

Row = tuple[object, ...]


def within(slice_: Slice, moment: str) -> tuple[str, list[object]]:
    """The condition that `moment` (a column) lies in the slice and its region, with its values."""
    region = " AND region = ?" if slice_.region else ""
    return f"{moment} >= ? AND {moment} < ?{region}", [
        slice_.start,
        slice_.end,
        *([slice_.region] if slice_.region else []),
    ]


def rows(session: Session, sql: str, values: Sequence[object]) -> list[Row]:
    """All rows of a query, as plain tuples."""
    return [tuple(row) for row in run(session, sql, values)]


def opened_by_month(session: Session, slice_: Slice) -> list[Row]:
    """(month, procedure, cases opened)."""
    where, values = within(slice_, "opened")
    return rows(
        session,
        f"SELECT opened_month, procedure, COUNT(*) FROM cases WHERE {where} GROUP BY opened_month, procedure",
        values,
    )


def opened_by_region_and_sex(session: Session, slice_: Slice) -> list[Row]:
    """(region slug, sex F/M/"", cases opened)."""
    where, values = within(slice_, "opened")
    return rows(session, f"SELECT region, sex, COUNT(*) FROM cases WHERE {where} GROUP BY region, sex", values)


def closed_by_outcome(session: Session, slice_: Slice) -> list[Row]:
    """(outcome in words, cases closed)."""
    where, values = within(slice_, "closed")
    return rows(session, f"SELECT outcome_label, COUNT(*) FROM cases WHERE {where} GROUP BY outcome_label", values)


def first_opened(session: Session) -> datetime | None:
    """When the first case of all was opened; None when there is none."""
    return moment(run(session, "SELECT MIN(opened) FROM cases").scalar())


def counts(session: Session, slice_: Slice) -> tuple[int, int, int]:
    """(cases opened in the slice, cases closed in it, cases open now)."""
    where, values = within(slice_, "opened")
    opened = rows(session, f"SELECT COUNT(*) FROM cases WHERE {where}", values)[0][0]
    where, values = within(slice_, "closed")
    closed = rows(session, f"SELECT COUNT(*) FROM cases WHERE {where}", values)[0][0]
    region = " AND region = ?" if slice_.region else ""
    waiting = rows(
        session,
        f"SELECT COUNT(*) FROM cases WHERE closed IS NULL{region}",
        [slice_.region] if slice_.region else [],
    )[0][0]
    return int(str(opened)), int(str(closed)), int(str(waiting))


def closing_days(session: Session, slice_: Slice) -> list[int]:
    """How many days each case closed in the slice took."""
    where, values = within(slice_, "closed")
    return [
        int(str(row[0])) for row in rows(session, f"SELECT days FROM cases WHERE {where} AND days IS NOT NULL", values)
    ]


def reached(session: Session, slice_: Slice, procedure: str, elements: Sequence[str]) -> int:
    """How many cases opened in the slice have completed or passed one of `elements` of `procedure`."""
    where, values = within(slice_, "opened")
    marks = ", ".join("?" for _ in elements)
    found = rows(
        session,
        f"SELECT COUNT(*) FROM cases WHERE procedure = ? AND {where} AND EXISTS (SELECT 1 FROM journal WHERE"
        f" journal.case_id = cases.id AND journal.kind IN ('completed', 'passed') AND journal.element IN ({marks}))",
        [procedure, *values, *elements],
    )
    return int(str(found[0][0]))


def step_seconds(session: Session, slice_: Slice) -> list[Row]:
    """(procedure, element, name, seconds from creation to completion) of each task completed in the slice."""
    where, values = within(slice_, "completed")
    return rows(
        session,
        f"SELECT procedure, element, name, seconds FROM tasks WHERE {where} AND state = 'done' AND seconds IS NOT NULL",
        values,
    )


def kept_by_role(session: Session, slice_: Slice) -> list[Row]:
    """(lane, tasks with a deadline completed in the slice, of them late)."""
    where, values = within(slice_, "completed")
    return rows(
        session,
        f"SELECT role, COUNT(*), SUM(CASE WHEN late THEN 1 ELSE 0 END) FROM tasks"
        f" WHERE {where} AND state = 'done' AND due IS NOT NULL GROUP BY role",
        values,
    )
