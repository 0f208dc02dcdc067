"""The demo tells a true story, the same every time, and the ministry's figures agree with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from migraflow.demo import fill
from migraflow.demo.filled import Filled
from migraflow.domain.access import Actor, Permission, Scope
from migraflow.domain.masking import LEAST, masked_line
from migraflow.domain.measures import Slice
from migraflow.services import measures
from migraflow.store.database import run, upgrade
from migraflow.wiring import Agency
from tests import slow_measures as slow
from tests.conftest import settings_for

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
SLICE = Slice(date(2025, 10, 1), date(2026, 11, 20))
MINISTRY = Actor(1, "Mariam", frozenset({"ministere"}), grants={Permission.SEE_MEASURES: Scope.EVERYWHERE})


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Agency, Filled]]:
    """A small demo: fifty people."""
    folder: Path = tmp_path_factory.mktemp("demo")
    settings = settings_for(f"sqlite:///{folder / 'demo.db'}", folder)
    upgrade(settings.database_url)
    filled = fill(settings, now=NOW, people=50)
    assert filled is not None
    agency = Agency(settings, clock=lambda: NOW)
    yield agency, filled
    agency.close()


def entries_of(agency: Agency) -> list[slow.Told]:
    with agency.database.session() as session:
        return slow.journal(session)


def asked(agency: Agency, measure, slice_: Slice = SLICE):
    return agency.perform_as(MINISTRY, measure, slice_=slice_)


def test_nobody_was_refused_on_the_way_and_cases_end_in_many_ways(played: tuple[Agency, Filled]) -> None:
    agency, filled = played
    assert filled.refusals == ()
    with agency.database.session() as session:
        outcomes = {row[0] for row in run(session, "SELECT DISTINCT outcome FROM cases")}
        errors = run(session, "SELECT COUNT(*) FROM cases WHERE error <> ''").scalar()
    assert len(outcomes) >= 5
    assert errors == 0


def test_a_second_time_nothing_is_added(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    assert fill(agency.settings, now=NOW, people=50) is None


def test_the_same_seed_tells_the_same_story(played: tuple[Agency, Filled], tmp_path: Path) -> None:
    agency, _ = played
    settings = settings_for(f"sqlite:///{tmp_path / 'again.db'}", tmp_path)
    upgrade(settings.database_url)
    fill(settings, now=NOW, people=50)
    again = Agency(settings)
    told = [[(entry.case, entry.kind, entry.element, entry.at) for entry in entries_of(one)] for one in (agency, again)]
    again.close()
    assert told[0] == told[1]


def test_requests_per_month_are_those_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    table = asked(agency, measures.requests)
    counted = slow.opened_by_month(entries_of(agency), SLICE.start, SLICE.end)
    months = list(SLICE.months())
    assert table.rows == tuple(zip(months, masked_line([counted[month] for month in months]), strict=True))
    assert table.total == sum(counted.values())


def test_regions_and_sexes_are_those_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    table = asked(agency, measures.regions)
    counted = slow.opened_by_region_and_sex(entries_of(agency), SLICE.start, SLICE.end)
    names = {entry.label: slug for slug, entry in agency.house.lists["regions"].entries.items()}
    sexes = {"women": "F", "men": "M"}
    columns = [column.key for column in table.columns]
    shown = 0
    for row in table.rows:
        slug = names[str(row[0])]
        for key, figure in zip(columns[1:-1], row[1:-1], strict=True):
            true = counted[slug, sexes[key]]
            assert figure in {None, true}
            assert figure is not None or true > 0
            assert not (figure is not None and 0 < figure < LEAST)
            shown += figure is not None
    assert shown >= 4


def test_the_funnel_is_that_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    entries = entries_of(agency)
    stages = agency.house.lists["etapes_entonnoir"].entries.values()
    for row, stage in zip(asked(agency, measures.funnel).rows, stages, strict=True):
        true = slow.reached(entries, SLICE.start, SLICE.end, stage.more["elements"].split())
        assert row[1] == (true if true == 0 or true >= LEAST else None), stage.label


def test_outcomes_are_those_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    counted = slow.outcomes(entries_of(agency), SLICE.start, SLICE.end)
    rows = dict(asked(agency, measures.outcomes).rows)
    assert rows.keys() == counted.keys()
    assert all(figure in {None, counted[label]} for label, figure in rows.items())
    assert all(rows[label] is None for label, count in counted.items() if 0 < count < LEAST)


def test_times_per_step_are_those_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    entries = entries_of(agency)
    names = {(entry.procedure, entry.element): entry.name for entry in entries if entry.kind == "completed"}
    true = {
        (names[step], len(days), round(slow.share_below(days, 0.5), 1), round(slow.share_below(days, 0.9), 1))
        for step, days in slow.step_days(entries, SLICE.start, SLICE.end).items()
        if len(days) >= LEAST
    }
    assert set(asked(agency, measures.step_times).rows) == true


def test_deadlines_kept_are_those_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    true = {
        (agency.house.roles[role].name_fr, tasks, round(100 * timely / tasks, 1))
        for role, (tasks, timely) in slow.kept(entries_of(agency), SLICE.start, SLICE.end).items()
        if tasks >= LEAST
    }
    assert set(asked(agency, measures.deadlines).rows) == true


def test_one_region_alone_is_counted_alone(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    kayes = [entry for entry in entries_of(agency) if entry.region == "kayes"]
    slice_ = Slice(SLICE.since, SLICE.until, "kayes")
    assert asked(agency, measures.requests, slice_).total == sum(
        slow.opened_by_month(kayes, SLICE.start, SLICE.end).values()
    )


def test_a_year_nobody_counted_is_not_compared_with(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    top = asked(agency, measures.headline)
    assert top.before is None
    assert top.opened == sum(slow.opened_by_month(entries_of(agency), SLICE.start, SLICE.end).values())
