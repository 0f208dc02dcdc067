"""Every indicator of demand, offers and placements, worked out again from the journal, to the last digit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from migraflow.domain.access import Actor, Permission, Scope
from migraflow.domain.indicators import Counted
from migraflow.domain.measures import Dimension, Slice
from migraflow.services import indicators, tallies
from migraflow.services.fact_sources import SECTOR
from migraflow.wiring import Agency
from tests.lives import EMPLOYERS
from tests.services.figures.conftest import NOW
from tests.slow.figures import EXPECTED
from tests.slow.offers import behind, here
from tests.slow.world import figures, world

WATCHER = Actor(
    1,
    "Oumar",
    frozenset({"chef_dcm"}),
    grants={Permission.SEE_MEASURES: Scope.EVERYWHERE, Permission.SEE_CASE: Scope.EVERYWHERE},
)
SLICES = {
    "two years": Slice(date(2024, 11, 1), date(2026, 11, 30)),
    "a summer": Slice(date(2025, 6, 1), date(2025, 8, 31)),
    "some days": Slice(date(2025, 3, 9), date(2026, 2, 11)),
    "one region": Slice(date(2025, 1, 1), date(2025, 12, 31), region="kayes"),
    "women bound for Spain": Slice(date(2024, 11, 1), date(2026, 10, 31), sex="F", destination="ESP"),
}


def counted(agency: Agency, code: str, slice_: Slice, by: Dimension | None = None) -> Counted:
    """An indicator before masking."""
    return agency.perform_as(WATCHER, indicators.counted, code=code, slice_=slice_, by=by)


@pytest.mark.parametrize("name", SLICES)
def test_every_figure_is_that_of_the_journal(lived: Agency, name: str) -> None:
    slice_ = SLICES[name]
    only = {one.name.lower(): value for one, value in slice_.chosen().items()}
    with lived.database.session() as session:
        true = world(session, slice_.since, slice_.until, NOW.date(), lived.house.holidays.holidays, only)
    wrong = {}
    for code, expected in EXPECTED.items():
        found, should = figures(counted(lived, code, slice_), code), expected(true)
        if found != should:
            wrong[code] = (found, should)
    assert wrong == {}


@pytest.mark.parametrize("name", SLICES)
def test_departures_by_economic_activity_are_those_of_the_employers_of_their_offers(lived: Agency, name: str) -> None:
    slice_ = SLICES[name]
    only = {one.name.lower(): value for one, value in slice_.chosen().items()}
    with lived.database.session() as session:
        true = world(session, slice_.since, slice_.until, NOW.date(), lived.house.holidays.holidays, only)
    sectors = dict(EMPLOYERS)
    should = Counter(sectors.get((behind(true, left) or {}).get("employeur")) or "" for _, left, _ in here(true))
    found = lived.perform_as(WATCHER, lambda work: tallies.tally(work, slice_, SECTOR, "part"))
    assert {key[0]: n for key, n in found.items()} == should
    assert name != "two years" or set(should) == {"A", "F", ""}


def test_what_is_compared_is_worth_comparing(lived: Agency) -> None:
    slice_ = SLICES["two years"]
    found = {code: counted(lived, code, slice_) for code in EXPECTED}
    assert [code for code, one in found.items() if not one.rows or one.total.value is None] == []
    assert [code for code, one in found.items() if one.total.behind < 5] == []


@pytest.mark.parametrize("by", [Dimension.SEX, Dimension.DESTINATION, Dimension.AGE])
def test_what_is_broken_down_by_a_value_is_what_is_filtered_by_it(lived: Agency, by: Dimension) -> None:
    slice_ = SLICES["two years"]
    for code in sorted(set(EXPECTED) - {"OI02", "OI09", "PL03", "QS05"}):  # QS05: the slowest of each slice
        table = counted(lived, code, slice_, by)
        for place, head in enumerate(table.columns[1:]):
            if head.value:
                alone = counted(lived, code, replace(slice_, **{by.name.lower(): head.value}), by)
                column = next((n for n, one in enumerate(alone.columns[1:]) if one.value == head.value), None)
                whole = {row.label: row.cells[place] for row in table.rows if row.cells[place].behind}
                assert column is not None, code
                assert whole == {row.label: row.cells[column] for row in alone.rows if row.cells[column].behind}, code
        for row in table.rows if table.dimension is by else ():
            if row.key:
                alone = counted(lived, code, replace(slice_, **{by.name.lower(): row.key}), by)
                assert [one.cells for one in alone.rows if one.key == row.key] == [row.cells], code
