"""How well the service goes (QS): what is late, where time goes, the backlog and where it is heading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from migraflow.domain.access import Permission, Scope
from migraflow.domain.forecast import drift
from migraflow.domain.indicators import Cell, Counted, Head, Row
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.spread import Spread
from migraflow.services import stocks, tallies
from migraflow.services.figure_rates import rate_by_part
from migraflow.services.figure_shapes import Count, rounded
from migraflow.services.figures_partners import role_of
from migraflow.services.work import Work
from migraflow.store import backlog as store
from migraflow.store import procedures as procedure_store
from migraflow.store.figures import By

WAITING = 100_000
"""A fact ``etape`` is worth its waiting time times this, plus its working time, in tenths of days."""
SLOWEST = 15
"""Steps that are shown, those that cost most time first."""
AHEAD = 3
HISTORY = 24
"""Months of backlog a forecast looks back on."""
ASKED = ("demande", "placement", "reinsertion", "placement_mali", "entreprise")
"""When people, and enterprises, are asked how content they are."""

Steps = dict[tuple[str, str], tuple[Spread, Spread]]
"""Waiting and working times in tenths of days, by procedure and element."""


def overdue(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS01: open tasks past their deadline, by role, and their share of the role's open tasks; now, whatever the slice.

    Filters make no difference, so that no two tables of it can be held against one another.
    """
    found = store.open_tasks(work.store, own_region(work), work.now)
    rows = tuple(
        Row("", role_of(work, role), (tallies.counts(late), tallies.share(late, among)))
        for role, (late, among) in sorted(found.items(), key=lambda pair: (-pair[1][0], pair[0]))
    )
    columns = (Head(Unit.LABEL, "role"), Head(Unit.TASKS, "late"), Head(Unit.PERCENT, "share"))
    total = tallies.counts(sum(late for late, _ in found.values()))
    return Counted("QS01", columns, rows, total)


def own_region(work: Work) -> str:
    """The only region the actor watches; "" for whoever watches all."""
    everywhere = work.actor.grants[Permission.SEE_MEASURES] is Scope.EVERYWHERE
    return "" if everywhere else work.actor.region


def times(work: Work, slice_: Slice, *by: By) -> dict[tuple[str, ...], Steps]:
    """Times of the steps done in the slice, by what is told apart."""
    values: dict[tuple[str, ...], dict[tuple[str, str], tuple[dict[int, int], dict[int, int]]]] = {}
    for key, n in tallies.tally(work, slice_, "etape", *by, "part", "value").items():
        procedure, _, element = str(key[-2]).partition(":")
        here = values.setdefault(tuple(str(one) for one in key[:-2]), {}).setdefault((procedure, element), ({}, {}))
        for spent, tenths in zip(here, divmod(int(key[-1]), WAITING), strict=True):
            spent[tenths] = spent.get(tenths, 0) + n
    return {
        key: {step: (Spread(waiting), Spread(working)) for step, (waiting, working) in steps.items()}
        for key, steps in values.items()
    }


def spent(pair: tuple[Spread, Spread]) -> int:
    """Tenths of days all cases spent at a step."""
    return pair[0].total + pair[1].total


def step_times(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS02: median waiting and working days of the steps that cost most time; broken down, of all steps together."""
    steps = times(work, slice_).get((), {})
    total = all_times(work, slice_)
    if by is not None:
        found = times(work, slice_, by)
        keys = tallies.keys_of(work, by, (key[0] for key in found))
        rows = tuple(Row(key, tallies.label_of(work, by, key), medians(together(found[(key,)]))) for key in keys)
    else:
        order = sorted(steps, key=lambda step: (-spent(steps[step]), step))[:SLOWEST]
        rows = tuple(Row("", step_name(work, step), medians(steps[step])) for step in order)
    columns = (Head(Unit.LABEL, str(by) if by else "step"), Head(Unit.DAYS, "waiting"), Head(Unit.DAYS, "working"))
    return Counted("QS02", columns, rows, medians(total)[0], by, additive=False)


def all_times(work: Work, slice_: Slice) -> tuple[Spread, Spread]:
    """Times of all steps, read as one: hidden steps do not take the total with them."""
    spent: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for key, n in tallies.tally(work, slice_, "etape", "value").items():
        for sum_, tenths in zip(spent, divmod(int(key[0]), WAITING), strict=True):
            sum_[tenths] = sum_.get(tenths, 0) + n
    return Spread(spent[0]), Spread(spent[1])


def together(steps: Steps) -> tuple[Spread, Spread]:
    """Times of all steps as one."""
    sums: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for pair in steps.values():
        for sum_, spread in zip(sums, pair, strict=True):
            for value, n in spread.values.items():
                sum_[value] = sum_.get(value, 0) + n
    return Spread(sums[0]), Spread(sums[1])


def medians(pair: tuple[Spread, Spread]) -> tuple[Cell, Cell]:
    """Median waiting and working days."""
    waiting, working = (Cell(in_days(spread.quantile(0.5)), spread.count) for spread in pair)
    return waiting, working


def in_days(tenths: float | None) -> float | None:
    """Tenths of days as days."""
    return rounded(None if tenths is None else tenths / 10)


def step_name(work: Work, step: tuple[str, str]) -> str:
    """A step as people last read it; its code where nobody ever did it."""
    return store.step_name(work.store, *step) or step[1]


def deadlines_met(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS03: tasks done before their deadline, by role or value."""
    words = {code: role.name(work.actor.language) for code, role in work.house.roles.items()}
    return rate_by_part("QS03", "echeance", "", words)(work, slice_, by)


def backlog(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS04: cases open at the end of each month, per office when broken down, and where the backlog is heading."""
    last = min(slice_.until, work.now.date())
    if by is not None:
        here = open_at(work, slice_, last, by)
        rows = tuple(Row(key, tallies.label_of(work, by, key), (tallies.counts(here[key]),))
                     for key in tallies.keys_of(work, by, here))  # fmt: skip
        columns = (Head(Unit.LABEL, str(by)), Head(Unit.CASES, "open"))
        return Counted("QS04", columns, rows, tallies.counts(sum(here.values())), by)
    stock = open_by_month(work, slice_, last)
    months = slice_.months()
    rows = [Row(month, month, (tallies.counts(stock[month]), *nothing())) for month in months if month in stock]
    for month, ahead in zip(after(last, AHEAD), drift([*stock.values()][-HISTORY:], AHEAD), strict=False):
        figures = (ahead.expected, ahead.low, ahead.high)
        rows.append(Row(month, month, (Cell(None, 0), *(Cell(value, ahead.expected) for value in figures))))
    columns = (Head(Unit.LABEL, "month"), Head(Unit.CASES, "open"), Head(Unit.CASES, "expected"),
               Head(Unit.CASES, "low"), Head(Unit.CASES, "high"))  # fmt: skip
    now = [*stock.values()][-1] if stock else 0
    return Counted("QS04", columns, tuple(rows), tallies.counts(now), additive=False)


def nothing() -> tuple[Cell, ...]:
    """What is not foretold."""
    return (Cell(None, 0),) * 3


def open_at(work: Work, slice_: Slice, day: date, by: Dimension) -> dict[str, int]:
    """Cases open at the end of a day, by value of a dimension."""
    span = replace(slice_, until=day if day != work.now.date() else slice_.until)
    return {str(key[0]): n for key, n in stocks.standing(work, span, "dossiers", (by,)).items() if n}


def open_by_month(work: Work, slice_: Slice, last: date) -> dict[str, int]:
    """Cases open at the end of each month up to that of `last`: of the slice, and of those a forecast looks back on."""
    looked = replace(slice_, since=min(slice_.since.replace(day=1), months_before(last, HISTORY - 1)))
    grown = {str(month): n for (month,), n in stocks.growth(work, looked, "dossiers", ()).items()}
    found: dict[str, int] = {}
    level = grown.get(stocks.BEFORE, 0)
    for month in replace(looked, until=last).months():
        level += grown.get(month, 0)
        if found or level or grown.get(month):
            found[month] = level
    return found


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of a day."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def after(day: date, months: int) -> list[str]:
    """The months after that of a day."""
    count = day.year * 12 + day.month - 1
    return [f"{(count + more) // 12}-{(count + more) % 12 + 1:02}" for more in range(1, months + 1)]


def bottlenecks(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS05: days all cases spent at the steps that cost most, month by month; broken down, value by value."""
    found = times(work, slice_, by or "month")
    sums: dict[tuple[str, str], int] = {}
    for steps in found.values():
        for step, pair in steps.items():
            sums[step] = sums.get(step, 0) + spent(pair)
    order = sorted(sums, key=lambda step: (-sums[step], step))[:SLOWEST]
    keys = tallies.keys_of(work, by, (key[0] for key in found)) if by else list(slice_.months())
    heads = [
        Head(Unit.DAYS, label=tallies.label_of(work, by, key) if by else key, value=key if by else "") for key in keys
    ]
    rows = tuple(
        Row("", step_name(work, step), tuple(days_at(found.get((key,), {}), step) for key in keys)) for step in order
    )
    every = all_times(work, slice_)
    total = Cell(rounded(spent(every) / 10), every[0].count)
    return Counted("QS05", (Head(Unit.LABEL, "step"), *heads), rows, total, additive=False)


def days_at(steps: Steps, step: tuple[str, str]) -> Cell:
    """Days all cases spent at a step."""
    pair = steps.get(step)
    return Cell(rounded(spent(pair) / 10), pair[0].count) if pair else Cell(0, 0)


def rework(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS06: cases closed in which a step was done again, by procedure or value."""
    every, english = procedure_store.all_procedures(work.store), work.actor.language == "en"
    words = {one.id: one.title_en if english and one.title_en else one.title for one in every}
    return rate_by_part("QS06", "dossier_clos", "", words)(work, slice_, by)


def satisfaction(work: Work, slice_: Slice, by: Dimension | None) -> Counted:
    """QS07: mean score (1 to 5), by the moment it was asked or by value; with how many answered."""
    found = tallies.spreads(work, slice_, "satisfaction", by or "part")
    keys = tallies.keys_of(work, by, found) if by else [key for key in ASKED if key in found]
    rows = tuple(
        Row(key if by else "", tallies.label_of(work, by, key) if by else tallies.named(work, f"qs07_{key}"),
            (Cell(rounded(found[key].mean(), 2), found[key].count), tallies.counts(found[key].count)))
        for key in keys
    )  # fmt: skip
    columns = (Head(Unit.LABEL, str(by) if by else "part"), Head(Unit.SCORE, "mean"), Head(Unit.PEOPLE, "answered"))
    everybody = tallies.spreads(work, slice_, "satisfaction").get("", Spread({}))
    return Counted("QS07", columns, rows, Cell(rounded(everybody.mean(), 2), everybody.count), by, additive=False)


SERVICE: dict[str, Count] = {
    "QS01": overdue,
    "QS02": step_times,
    "QS03": deadlines_met,
    "QS04": backlog,
    "QS05": bottlenecks,
    "QS06": rework,
    "QS07": satisfaction,
}
