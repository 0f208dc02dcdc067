"""A page of the dashboards: its figures at once, each with the year before, and what it may be filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from migraflow.domain.access import Permission, Scope
from migraflow.domain.definitions import SOURCES, TAGS
from migraflow.domain.indicators import Definition, Mark, Shown
from migraflow.domain.measures import Dimension, Slice
from migraflow.domain.slices import Span, a_year_before, end_of, months_of
from migraflow.services import indicators, tallies, targets
from migraflow.services.figures import FIGURES
from migraflow.services.work import Work

AXES = TAGS[0]
"""The list of the axes of the PONAM."""
FIRST = "ordre_destination"
"""The column of the list of countries that says which ones people go to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One figure a page asks for: broken down `by` a dimension or not; `turned` for a row per value of it."""

    code: str
    by: Dimension | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Figured:
    """One figure of a page. `before` is its headline a year earlier, `line` its first column then, row by row (both
    empty when nothing is compared); `ignored` the filters this indicator does not know."""

    wanted: Wanted
    definition: Definition
    table: Shown
    before: Mark | None = None
    line: tuple[float | int | None, ...] = ()
    ignored: tuple[Dimension, ...] = ()


MANY = 1_000
"""Cases begun in four quarters from which on enough is told of quarters; of fewer, hardly anything but whole years."""
Choices = dict[Dimension, tuple[tuple[str, str], ...]]


def cut(work: Work, *, slice_: Slice) -> Slice:
    """What of a slice this person is told of: what a page says it counts must be what it counts."""
    work.require(Permission.SEE_MEASURES)
    return indicators.allowed(work, slice_)


def begins_with(work: Work) -> Span:
    """The span this person begins with: for those who see figures and no case, one of which little is masked.

    Four whole quarters, or the last whole year where fewer than `MANY` cases were begun (decision 31).
    """
    work.require(Permission.SEE_MEASURES)
    if work.actor.may(Permission.SEE_CASE):
        return Span.TWELVE
    since, until = months_of(Span.QUARTERS, work.now.date())
    begun = tallies.total(work, Slice(since, end_of(until)), "dossier_ouvert")
    return Span.QUARTERS if begun >= MANY else Span.BEFORE


def figures(work: Work, *, wanted: Sequence[Wanted], slice_: Slice, compared: bool) -> tuple[Figured, ...]:
    """The figures a page asks for, in its order; codes that nobody defines or counts are left out."""
    work.require(Permission.SEE_MEASURES)
    known = work.house.definitions
    return tuple(
        figured(work, one, slice_, compared=compared)
        for one in wanted
        if one.code in known and one.code in FIGURES
    )  # fmt: skip


def figured(work: Work, wanted: Wanted, slice_: Slice, *, compared: bool) -> Figured:
    """One figure, and the same a year earlier."""
    definition = targets.definitions(work)[wanted.code]
    slice_, ignored = fitted(cut(work, slice_=slice_), definition)
    by = wanted.by if wanted.by in definition.dimensions else None
    ask = partial(indicators.figure, work, code=wanted.code, by=by, turned=wanted.turned)
    found = Figured(wanted, definition, ask(slice_=slice_), ignored=ignored)
    if not compared:
        return found
    earlier = ask(slice_=a_year_before(slice_))
    single = len(found.table.columns) == 2 and len(earlier.columns) == 2
    line = tuple(row.marks[0].value for row in earlier.rows) if single else ()
    return replace(found, before=earlier.total, line=line)


def fitted(slice_: Slice, definition: Definition) -> tuple[Slice, tuple[Dimension, ...]]:
    """The slice without what an indicator does not know, and what that was."""
    ignored = tuple(one for one in slice_.chosen() if one not in definition.dimensions)
    return replace(slice_, **{one.name.lower(): "" for one in ignored}), ignored


def of_page(work: Work, *, page: str) -> tuple[str, ...]:
    """The codes that stand on a page, in the order of its file."""
    work.require(Permission.SEE_MEASURES)
    return tuple(code for code, one in work.house.definitions.items() if one.page == page)


def choices(work: Work) -> Choices:
    """What each dimension may be filtered by, as (value, words); a region's own people choose among theirs only."""
    work.require(Permission.SEE_MEASURES)
    everywhere = work.actor.grants[Permission.SEE_MEASURES] is Scope.EVERYWHERE
    here = "" if everywhere else work.actor.region
    return {one: tuple(listed(work, one, here)) for one in Dimension}


def listed(work: Work, dimension: Dimension, region: str) -> list[tuple[str, str]]:
    """The values of one dimension; those of `region` alone when it is given."""
    if dimension is Dimension.SEX:
        return [(sex, tallies.label_of(work, dimension, sex)) for sex in tallies.SEXES]
    if dimension is Dimension.AGE:
        return [(band, band) for band in tallies.BANDS]
    found = work.house.lists.get(tallies.LISTS[dimension])
    entries = list(found.entries.values()) if found is not None else []
    if dimension is Dimension.OCCUPATION:
        entries = [one for one in entries if len(one.code) == 2]
    if dimension is Dimension.DESTINATION:
        entries = sorted((one for one in entries if one.more.get(FIRST)), key=lambda one: int(one.more[FIRST]))
    if region and dimension in {Dimension.REGION, Dimension.OFFICE}:
        entries = [one for one in entries if region in {one.code, one.more.get("region")}]
    return [(one.code, one.shown(work.actor.language)) for one in entries]


@dataclass(frozen=True, slots=True)
class Names:
    """Words by code: sources and frameworks an indicator names, and the short names of regions."""

    words: dict[str, str]
    shorts: dict[str, str]


def names(work: Work) -> Names:
    """The names panels are put into words with."""
    work.require(Permission.SEE_MEASURES)
    lists, language = work.house.lists, work.actor.language
    entries = [one for name in (SOURCES, *TAGS) if name in lists for one in lists[name].entries.values()]
    regions = lists[tallies.LISTS[Dimension.REGION]].entries.values()
    return Names(
        {one.code: one.shown(language) for one in entries},
        {one.code: one.more.get("sigle", "") for one in regions},
    )


def followed(work: Work) -> tuple[dict[str, str], tuple[str, ...]]:
    """The axes of the PONAM with their names, and the codes of the indicators that follow one."""
    work.require(Permission.SEE_MEASURES)
    axes = work.house.lists.get(AXES)
    entries = list(axes.entries.values()) if axes is not None else []
    known = {one.code: one.shown(work.actor.language) for one in entries}
    tagged = [code for code, one in work.house.definitions.items() if known.keys() & set(one.tags)]
    return known, tuple(tagged)
