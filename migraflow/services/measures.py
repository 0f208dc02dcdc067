"""The ministry's figures. Each function is one measure: counts from the store, shaped, masked, nobody in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import median

from migraflow.domain.access import Permission, Scope
from migraflow.domain.masking import LEAST, hidden_in_table, masked_line
from migraflow.domain.measures import Column, Figure, Headline, Measure, Slice, Table, Unit
from migraflow.services.shaping import per_month, per_step
from migraflow.services.work import Work
from migraflow.store import measures as store

STAGES = "etapes_entonnoir"
"""The list that says which steps make a stage of the funnel: code, libelle, procedure, elements."""


def allowed(work: Work, slice_: Slice) -> Slice:
    """The slice cut to what the actor may watch: a region's own people see their region only."""
    work.require(Permission.SEE_MEASURES)
    if work.actor.grants[Permission.SEE_MEASURES] is Scope.EVERYWHERE:
        return slice_
    return replace(slice_, region=work.actor.region)


def shown(count: int) -> int | None:
    """A count that stands alone, None when it is too small to show."""
    return None if 0 < count < LEAST else count


def region_choices(work: Work) -> tuple[tuple[str, str], ...]:
    """The regions the actor may choose among, as (slug, name)."""
    work.require(Permission.SEE_MEASURES)
    everywhere = work.actor.grants[Permission.SEE_MEASURES] is Scope.EVERYWHERE
    entries = work.house.lists["regions"].entries
    return tuple((slug, entry.label) for slug, entry in entries.items() if everywhere or slug == work.actor.region)


def requests(work: Work, *, slice_: Slice) -> Table:
    """Requests per month (DS01): cases opened, all procedures that people apply to."""
    slice_ = allowed(work, slice_)
    months = list(slice_.months())
    counts = per_month(store.opened_by_month(work.store, slice_), months)
    rows = tuple(zip(months, masked_line(counts), strict=True))
    columns = (Column("month", Unit.LABEL), Column("requests", Unit.CASES))
    return Table(Measure.REQUESTS, columns, rows, shown(sum(counts)))


def regions(work: Work, *, slice_: Slice) -> Table:
    """Requests by region and sex (DS01), with the total of each region."""
    slice_ = allowed(work, slice_)
    cells = women_and_men(work, slice_)
    names = work.house.lists["regions"].entries
    slugs = [slug for slug in names if any(region == slug for region, _ in cells)]
    sexes = [sex for sex in ("F", "M") if any(other == sex for _, other in cells)]
    hidden, closed = hidden_in_table(cells, slugs, sexes)
    rows = sorted(
        (
            (
                names[slug].label,
                *(None if (slug, sex) in hidden else cells.get((slug, sex), 0) for sex in sexes),
                None if slug in closed else sum(cells.get((slug, sex), 0) for sex in sexes),
            )
            for slug in slugs
        ),
        key=lambda row: -int(str(row[-1] or 0)),
    )
    words = {"F": "women", "M": "men"}
    columns = (
        Column("region", Unit.LABEL),
        *(Column(words[sex], Unit.CASES) for sex in sexes),
        Column("all", Unit.CASES),
    )
    return Table(Measure.REGIONS, columns, tuple(rows), shown(sum(cells.values())))


def women_and_men(work: Work, slice_: Slice) -> dict[tuple[str, str], int]:
    """Cases opened, by region and sex.

    Cases of nobody yet (just opened, no identity answered) are left out: so few of them would have to be masked, and
    with them the women of the largest regions.
    """
    found = store.opened_by_region_and_sex(work.store, slice_)
    return {(str(region), str(sex)): int(str(count)) for region, sex, count in found if sex}


def funnel(work: Work, *, slice_: Slice) -> Table:
    """How many of the cases opened in the slice reached each stage; stages are data (``etapes_entonnoir.csv``)."""
    slice_ = allowed(work, slice_)
    counts: list[int] = []
    labels: list[str] = []
    for stage in work.house.lists[STAGES].entries.values():
        labels.append(stage.label)
        counts.append(store.reached(work.store, slice_, stage.more["procedure"], stage.more["elements"].split()))
    first = max(counts, default=0)
    rows = tuple(
        (label, shown(count), None if shown(count) is None or not first else round(100 * count / first, 1))
        for label, count in zip(labels, counts, strict=True)
    )
    columns = (Column("stage", Unit.LABEL), Column("reached", Unit.CASES), Column("share", Unit.PERCENT))
    return Table(Measure.FUNNEL, columns, rows, shown(first))


def step_times(work: Work, *, slice_: Slice) -> Table:
    """Median and P90 of the time from a task's creation to its completion, in days, per step (QS02)."""
    slice_ = allowed(work, slice_)
    found = store.step_seconds(work.store, slice_)
    columns = (
        Column("step", Unit.LABEL),
        Column("done", Unit.CASES),
        Column("median", Unit.DAYS),
        Column("p90", Unit.DAYS),
    )
    rows = tuple((step.name, step.count, step.median, step.p90) for step in per_step(found, LEAST))
    return Table(Measure.STEP_TIMES, columns, rows, shown(len(found)))


def deadlines(work: Work, *, slice_: Slice) -> Table:
    """Share of tasks done before their deadline, per lane (QS03)."""
    slice_ = allowed(work, slice_)
    rows: list[tuple[Figure, ...]] = []
    done = 0
    for role, count, late in store.kept_by_role(work.store, slice_):
        tasks, missed = int(str(count)), int(str(late or 0))
        done += tasks
        known = work.house.roles.get(str(role))
        if tasks >= LEAST:
            rows.append((known.name_fr if known else str(role), tasks, round(100 * (tasks - missed) / tasks, 1)))
    columns = (Column("role", Unit.LABEL), Column("done", Unit.CASES), Column("kept", Unit.PERCENT))
    return Table(Measure.DEADLINES, columns, tuple(sorted(rows, key=lambda row: float(str(row[2])))), shown(done))


def outcomes(work: Work, *, slice_: Slice) -> Table:
    """How the cases closed in the slice ended (DS08 and its neighbours)."""
    slice_ = allowed(work, slice_)
    found = sorted(
        ((str(label), int(str(count))) for label, count in store.closed_by_outcome(work.store, slice_)),
        key=lambda pair: -pair[1],
    )
    counts = masked_line([count for _, count in found])
    rows = tuple((label, count) for (label, _), count in zip(found, counts, strict=True))
    columns = (Column("outcome", Unit.LABEL), Column("closed", Unit.CASES))
    return Table(Measure.OUTCOMES, columns, rows, shown(sum(count for _, count in found)))


def headline(work: Work, *, slice_: Slice) -> Headline:
    """The figures on top of the page, and the region most requests come from."""
    slice_ = allowed(work, slice_)
    opened, closed, waiting = store.counts(work.store, slice_)
    before = opened_a_year_before(work, slice_)
    days = store.closing_days(work.store, slice_)
    kept = [(int(str(count)), int(str(late or 0))) for _, count, late in store.kept_by_role(work.store, slice_)]
    tasks = sum(count for count, _ in kept)
    table = regions(work, slice_=slice_)
    return Headline(
        opened=shown(opened),
        before=None if before is None else shown(before),
        open_now=shown(waiting),
        closed=shown(closed),
        median_days=float(median(days)) if len(days) >= LEAST else None,
        kept=round(100 * (1 - sum(late for _, late in kept) / tasks), 1) if tasks >= LEAST else None,
        first_region=str(table.rows[0][0]) if table.rows and table.rows[0][-1] else "",
    )


def opened_a_year_before(work: Work, slice_: Slice) -> int | None:
    """Cases opened in the same span one year earlier; None when the register does not reach back so far."""
    earlier = replace(slice_, since=a_year_before(slice_.since), until=a_year_before(slice_.until))
    first = store.first_opened(work.store)
    if first is None or first > earlier.start:
        return None
    return store.counts(work.store, earlier)[0]


def a_year_before(day: date) -> date:
    """The same day one year earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
