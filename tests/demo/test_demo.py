"""The demo tells a true story, the same every time, and the ministry's figures agree with it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from migraflow.demo import TRIALS, WHOLE, fill
from migraflow.demo.filled import Filled
from migraflow.demo.playing import SELDOM
from migraflow.demo.scripts import retold
from migraflow.domain.access import SYSTEM, Actor, Permission, Scope
from migraflow.domain.masking import LEAST, masked_line
from migraflow.domain.measures import Slice
from migraflow.services import indicators, measures, tasks, verification
from migraflow.services.editions import proof_of, publish_folder
from migraflow.services.house import bundles_in
from migraflow.store.database import run, upgrade
from migraflow.wiring import Agency
from tests import slow_measures as slow
from tests.conftest import settings_for
from tests.demo.consistency import untrue
from tests.demo.reached import opened_by_hand, sitting, unmet_ends, unreached
from tests.slow.figures import EXPECTED
from tests.slow.world import figures, world

LONG = bool(os.environ.get("MIGRAFLOW_SOAK"))
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
SLICE = Slice(date(2025, 10, 1), date(2026, 11, 20))
MINISTRY = Actor(1, "Mariam", frozenset({"ministere"}), grants={Permission.SEE_MEASURES: Scope.EVERYWHERE})


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every procedure and nobody: publishing takes longer than a small demo.

    That the folders are sound is proved by the tests of ``workflows/``; here it is taken for granted.
    """
    folder: Path = tmp_path_factory.mktemp("published")
    settings = settings_for(f"sqlite:///{folder / 'demo.db'}", folder)
    upgrade(settings.database_url)
    agency = Agency(settings, clock=lambda: NOW)
    bundles = bundles_in(settings.workflows)
    proofs = frozenset(proof_of(bundle, agency.house) for bundle in bundles)
    for bundle in bundles:
        agency.perform_as(SYSTEM, publish_folder, bundle=bundle, proofs=proofs)
    agency.close()
    return folder / "demo.db"


def demo_in(folder: Path, published: Path, people: int) -> tuple[Agency, Filled]:
    """The demo of so many people in a database of its own."""
    shutil.copyfile(published, folder / "demo.db")
    settings = settings_for(f"sqlite:///{folder / 'demo.db'}", folder)
    filled = fill(settings, now=NOW, people=people)
    assert filled is not None
    return Agency(settings, clock=lambda: NOW), filled


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Iterator[tuple[Agency, Filled]]:
    """A small demo: fifty people, and one case of every other procedure."""
    agency, filled = demo_in(tmp_path_factory.mktemp("demo"), published, 50)
    yield agency, filled
    agency.close()


def permissions(agency: Agency, roles: tuple[str, ...]) -> set[str]:
    """What roles grant together."""
    return {str(permission) for role in roles for permission in agency.house.roles[role].permissions}


def entries_of(agency: Agency) -> list[slow.Told]:
    with agency.database.session() as session:
        return slow.journal(session)


@pytest.fixture(scope="module")
def entries(played: tuple[Agency, Filled]) -> list[slow.Told]:
    """The journal of the small demo, read once."""
    return entries_of(played[0])


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


def test_the_same_seed_tells_the_same_story(published: Path, tmp_path: Path) -> None:
    told: list[object] = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        agency, _ = demo_in(tmp_path / name, published, 8)
        told.append([(entry.case, entry.kind, entry.element, entry.at) for entry in entries_of(agency)])
        agency.close()
    assert told[0] == told[1]


def test_every_procedure_is_there_and_what_is_kept_holds_together(played: tuple[Agency, Filled]) -> None:
    agency, filled = played
    with agency.database.session() as session:
        begun = {row[0] for row in run(session, "SELECT DISTINCT procedure FROM cases")}
        given_up = run(session, "SELECT COUNT(*) FROM effects WHERE error <> ''").scalar()
        cases = run(session, "SELECT COUNT(*) FROM cases").scalar()
        known = run(session, "SELECT COUNT(*) FROM cases WHERE person_id IN (SELECT person_id FROM cases GROUP BY 1 "
                             "HAVING COUNT(*) > 1)").scalar()  # fmt: skip
    assert begun >= {one for one, opened_by in opened_by_hand(agency).items() if opened_by}
    assert given_up == 0
    assert cases == filled.cases
    assert known
    assert untrue(agency) == []
    assert agency.perform_as(SYSTEM, verification.verify).faults == ()


def test_stories_are_told_of_other_people_on_other_days() -> None:
    told = {"identite": {"nom": "Diarra"}, "date_rdv": "2026-01-21", "pieces": [{"numero": "AB-12"}], "region": "kayes"}
    other = retold(told, 10, {"kayes": "mopti"}, random.Random(1))
    assert isinstance(other, dict)
    assert other["date_rdv"] == "2026-01-31"
    assert other["region"] == "mopti"
    assert other["pieces"] != told["pieces"]


@pytest.mark.skipif(not LONG, reason="the long campaign: MIGRAFLOW_SOAK=1")
def test_the_whole_demo_reaches_every_end_and_leaves_work_for_everybody(published: Path, tmp_path: Path) -> None:
    agency, filled = demo_in(tmp_path, published, WHOLE)
    assert filled.refusals == ()
    assert filled.cases >= 3_000
    assert unreached(agency) == set()
    assert unmet_ends(agency) == set()
    assert untrue(agency) == []
    for trial in TRIALS:
        if trial.told and "traiter_tache" in permissions(agency, trial.roles):
            actor = sitting(agency, trial.name)
            counted = agency.perform_as(actor, tasks.counts)
            seldom = actor.roles <= SELDOM.keys() and waiting(agency, actor.roles)
            assert counted.mine + counted.service > 0 or seldom, trial.name
    assert agency.perform_as(SYSTEM, verification.verify).faults == ()
    agency.close()


def waiting(agency: Agency, roles: frozenset[str]) -> int:
    """Open tasks of some roles anywhere: where few come, one region may well have none."""
    marks = ", ".join("?" for _ in roles)
    with agency.database.session() as session:
        sql = f"SELECT COUNT(*) FROM tasks WHERE state = 'open' AND role IN ({marks})"
        return int(run(session, sql, tuple(roles)).scalar_one())


def test_requests_per_month_are_those_of_the_journal(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    table = asked(agency, measures.requests)
    counted = slow.opened_by_month(entries, SLICE.start, SLICE.end)
    months = list(SLICE.months())
    assert table.rows == tuple(zip(months, masked_line([counted[month] for month in months]), strict=True))
    assert table.total == sum(counted.values())


def test_regions_and_sexes_are_those_of_the_journal(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    table = asked(agency, measures.regions)
    counted = slow.opened_by_region_and_sex(entries, SLICE.start, SLICE.end)
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
    assert shown


def test_the_funnel_is_that_of_the_journal(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    stages = agency.house.lists["etapes_entonnoir"].entries.values()
    for row, stage in zip(asked(agency, measures.funnel).rows, stages, strict=True):
        true = slow.reached(entries, SLICE.start, SLICE.end, stage.more["elements"].split())
        assert row[1] == (true if true == 0 or true >= LEAST else None), stage.label


def test_outcomes_are_those_of_the_journal(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    counted = slow.outcomes(entries, SLICE.start, SLICE.end)
    rows = dict(asked(agency, measures.outcomes).rows)
    assert rows.keys() == counted.keys()
    assert all(figure in {None, counted[label]} for label, figure in rows.items())
    assert all(rows[label] is None for label, count in counted.items() if 0 < count < LEAST)


def test_times_per_step_are_those_of_the_journal(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    names = {(entry.procedure, entry.element): entry.name for entry in entries if entry.kind == "completed"}
    true = {
        (names[step], len(days), round(slow.share_below(days, 0.5), 1), round(slow.share_below(days, 0.9), 1))
        for step, days in slow.step_days(entries, SLICE.start, SLICE.end).items()
        if len(days) >= LEAST
    }
    assert set(asked(agency, measures.step_times).rows) == true


def test_deadlines_kept_are_those_of_the_journal(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    true = {
        (agency.house.roles[role].name_fr, tasks, round(100 * timely / tasks, 1))
        for role, (tasks, timely) in slow.kept(entries, SLICE.start, SLICE.end).items()
        if tasks >= LEAST
    }
    assert set(asked(agency, measures.deadlines).rows) == true


def test_the_indicators_are_those_of_the_journal(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    slice_ = Slice(date(2024, 8, 1), date(2026, 11, 30))
    with agency.database.session() as session:
        uncounted = run(session, "SELECT COUNT(*) FROM cases WHERE counted <> entries").scalar()
        holidays = agency.house.holidays.holidays
        true = world(session, slice_.since, slice_.until, NOW.date(), holidays, {})
    assert uncounted == 0
    for code, expected in EXPECTED.items():
        found = agency.perform_as(MINISTRY, indicators.counted, code=code, slice_=slice_)
        assert figures(found, code) == expected(true), code


def test_one_region_alone_is_counted_alone(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    kayes = [entry for entry in entries if entry.region == "kayes"]
    slice_ = Slice(SLICE.since, SLICE.until, "kayes")
    assert asked(agency, measures.requests, slice_).total == sum(
        slow.opened_by_month(kayes, SLICE.start, SLICE.end).values()
    )


def test_a_year_nobody_counted_is_not_compared_with(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    first = Slice(date(2024, 8, 1), date(2025, 7, 31))
    top = asked(agency, measures.headline, first)
    assert top.before is None
    assert top.opened == sum(slow.opened_by_month(entries, first.start, first.end).values())


def test_a_year_is_compared_with_the_one_before(played: tuple[Agency, Filled], entries: list[slow.Told]) -> None:
    agency, _ = played
    year, before = Slice(date(2025, 11, 21), date(2026, 11, 20)), Slice(date(2024, 11, 21), date(2025, 11, 20))
    counted = [slow.opened_by_month(entries, one.start, one.end) for one in (year, before)]
    top = asked(agency, measures.headline, year)
    assert [top.opened, top.before] == [sum(one.values()) for one in counted]
    assert top.before
