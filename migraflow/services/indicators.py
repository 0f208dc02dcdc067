"""The indicators, through one door: cut to what the actor may see, counted, masked."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from migraflow.domain.access import Permission, Scope
from migraflow.domain.errors import NotFound
from migraflow.domain.indicators import Cell, Counted, Head, Row, Shown
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.services import concealing
from migraflow.services.figures import FIGURES
from migraflow.services.work import Work


def figure(work: Work, *, code: str, slice_: Slice, by: Dimension | None = None, turned: bool = False) -> Shown:
    """What one indicator comes to in a slice, fit to be seen by the actor; `by` breaks it down by a dimension.

    `turned` gives a row per value of `by`, for maps: the months or parts it is otherwise told by are added up.
    Raises NotFound for a code that is no indicator, NotAllowed for whoever may not watch the figures.
    """
    slice_ = allowed(work, slice_)

    def count() -> Counted:
        found = counted(work, code=code, slice_=slice_, by=by)
        return on_values(found, by) if turned and by else found

    return concealing.concealed(work, slice_, count)


def on_values(found: Counted, by: Dimension) -> Counted:
    """A row per value of `by`: columns that stand for values become rows, each with its sum."""
    if found.dimension is by or not any(head.value for head in found.columns):
        return found
    rows = [
        Row(head.value, head.label, (added([row.cells[place] for row in found.rows]),))
        for place, head in enumerate(found.columns[1:])
    ]
    columns = (Head(Unit.LABEL, str(by)), Head(found.columns[1].unit, "all"))
    return replace(found, columns=columns, rows=tuple(sorted(rows, key=lambda row: -row.cells[0].behind)), dimension=by)


def added(cells: Sequence[Cell]) -> Cell:
    """Counts of the same, added up."""
    return Cell(sum(cell.value or 0 for cell in cells), sum(cell.behind for cell in cells))


def counted(work: Work, *, code: str, slice_: Slice, by: Dimension | None = None) -> Counted:
    """The same before masking; the slice is one the actor may watch (`allowed`)."""
    work.require(Permission.SEE_MEASURES)
    count = FIGURES.get(code)
    if count is None:
        raise NotFound("indicator", code)
    return count(work, slice_, by)


def allowed(work: Work, slice_: Slice) -> Slice:
    """The slice cut to what the actor may watch: a region's own people see their region only.

    Who sees aggregates and no case gets whole months that are over: spans that differ by a day would tell of that day,
    and so would the running month, asked for day after day.
    """
    work.require(Permission.SEE_MEASURES)
    if work.actor.grants[Permission.SEE_MEASURES] is not Scope.EVERYWHERE:
        slice_ = replace(slice_, region=work.actor.region)
    if not work.actor.may(Permission.SEE_CASE):
        return over(in_months(slice_), work.now.date())
    return to_date(slice_, work.now.date())


def in_months(slice_: Slice) -> Slice:
    """The whole months a slice touches."""
    return replace(slice_, since=slice_.since.replace(day=1), until=end_of_month(slice_.until))


def over(slice_: Slice, today: date) -> Slice:
    """The months of a slice that are over; the last one that is, when none of them is."""
    last = today.replace(day=1) - timedelta(days=1)
    until = min(slice_.until, last)
    return replace(slice_, since=min(slice_.since, until.replace(day=1)), until=until)


def to_date(slice_: Slice, today: date) -> Slice:
    """A slice that reaches today, until the end of the month: nothing happens later, and whole months are read fast."""
    return replace(slice_, until=end_of_month(slice_.until)) if slice_.until == today else slice_


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def a_year_before(slice_: Slice) -> Slice:
    """The same span one year earlier; 29 February becomes the 28th, the end of a month stays one."""

    def earlier(day: date) -> date:
        ends = (day + timedelta(days=1)).day == 1
        before = day.replace(year=day.year - 1, day=min(day.day, 28))
        return end_of_month(before) if ends else before.replace(day=min(day.day, end_of_month(before).day))

    return replace(slice_, since=earlier(slice_.since), until=earlier(slice_.until))
