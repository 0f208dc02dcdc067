"""Deadlines of tasks: when a step is due, and when somebody is told that its time runs out."""

from __future__ import annotations

from datetime import datetime

from migraflow.domain.calendar import Unit
from migraflow.domain.tasks import MARKS, SOON, Task, Urgency
from migraflow.services.work import Work


def of(work: Work, code: str) -> tuple[datetime | None, datetime | None]:
    """The due moment and the first mark of a step that begins now under the deadline `code` ("" for none)."""
    deadline = work.house.deadlines.get(code)
    if deadline is None:
        return None, None
    calendar = work.house.holidays
    return calendar.due(deadline, work.now), calendar.due(deadline, work.now, percent=deadline.reminder)


def mark_after(work: Work, task: Task, level: int) -> datetime | None:
    """The moment of the mark after `level` percent of a task's time; None after the last.

    It is counted from the task's own due moment, which a changed register or a suspension may have set apart.
    """
    later = [mark for mark in MARKS if mark > level]
    if task.due is None or not later:
        return None
    if later[0] == 100:
        return task.due
    deadline = work.house.deadlines.get(task.deadline)
    return None if deadline is None else work.house.holidays.beyond(deadline, task.due, later[0])


def resumed(work: Work, code: str, moment: datetime | None, paused: datetime, again: datetime) -> datetime | None:
    """Where a moment under the deadline `code` lies after its clock stood still from `paused` to `again`."""
    deadline = work.house.deadlines.get(code)
    if moment is None:
        return None
    unit = deadline.unit if deadline else Unit.WORKING_DAYS
    return work.house.holidays.resumed(unit, moment, paused, again)


def days_left(work: Work, due: datetime | None) -> int | None:
    """Working days until `due`, negative since; None without a due moment."""
    if due is None:
        return None
    days = work.house.holidays.working_days_between(work.now.date(), due.date())
    return min(days, -1) if due < work.now and days < 0 else days


def urgency(work: Work, due: datetime | None) -> Urgency:
    """How a due moment looks from now."""
    days = days_left(work, due)
    if due is None or days is None:
        return Urgency.NONE
    if due < work.now:
        return Urgency.LATE
    return Urgency.SOON if days <= SOON else Urgency.CALM
