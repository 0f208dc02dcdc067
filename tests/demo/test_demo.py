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
from migraflow.domain.masking import LEAST
from migraflow.domain.measures import Slice
from migraflow.services import indicators, tasks, verification
from migraflow.services.editions import proof_of, publish_folder
from migraflow.services.house import bundles_in
from migraflow.store.database import run, upgrade
from migraflow.wiring import Agency
from tests.conftest import settings_for
from tests.demo.consistency import untrue
from tests.demo.reached import opened_by_hand, sitting, unmet_ends, unreached
from tests.slow.figures import EXPECTED
from tests.slow.world import figures, world

LONG = bool(os.environ.get("MIGRAFLOW_SOAK"))
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
SLICES = {
    "all": Slice(date(2024, 8, 1), date(2026, 11, 30)),
    "a year": Slice(date(2025, 11, 1), date(2026, 10, 31)),
    "one region": Slice(date(2024, 8, 1), date(2026, 11, 30), region="kayes"),
}
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


def told(agency: Agency) -> list[tuple[object, ...]]:
    """What happened, in which case and when."""
    with agency.database.session() as session:
        sql = "SELECT case_id, kind, element, at FROM journal ORDER BY case_id, number"
        return [tuple(row) for row in run(session, sql)]


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
    stories: list[object] = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        agency, _ = demo_in(tmp_path / name, published, 8)
        stories.append(told(agency))
        agency.close()
    assert stories[0]
    assert stories[0] == stories[1]


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
    known = {
        "identite": {"nom": "Diarra"},
        "date_rdv": "2026-01-21",
        "pieces": [{"numero": "AB-12"}],
        "region": "kayes",
    }
    other = retold(known, 10, {"kayes": "mopti"}, random.Random(1))
    assert isinstance(other, dict)
    assert other["date_rdv"] == "2026-01-31"
    assert other["region"] == "mopti"
    assert other["pieces"] != known["pieces"]


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


@pytest.mark.parametrize("name", SLICES)
def test_the_indicators_are_those_of_the_journal(played: tuple[Agency, Filled], name: str) -> None:
    agency, _ = played
    slice_ = SLICES[name]
    only = {one.name.lower(): value for one, value in slice_.chosen().items()}
    with agency.database.session() as session:
        uncounted = run(session, "SELECT COUNT(*) FROM cases WHERE counted <> entries").scalar()
        holidays = agency.house.holidays.holidays
        true = world(session, slice_.since, slice_.until, NOW.date(), holidays, only)
    assert uncounted == 0
    wrong = {}
    for code, expected in EXPECTED.items():
        found = agency.perform_as(MINISTRY, indicators.counted, code=code, slice_=slice_)
        if figures(found, code) != (should := expected(true)):
            wrong[code] = (figures(found, code), should)
    assert wrong == {}


def test_the_ministry_is_shown_what_was_counted_or_nothing(played: tuple[Agency, Filled]) -> None:
    agency, _ = played
    slice_, seen, hidden = SLICES["a year"], 0, 0
    for code in EXPECTED:
        counted = agency.perform_as(MINISTRY, indicators.counted, code=code, slice_=slice_)
        shown = agency.perform_as(MINISTRY, indicators.figure, code=code, slice_=slice_)
        names = {(line.key, line.label) for line in shown.rows}
        assert {(row.key, row.label) for row in counted.rows} <= names, code
        for line in shown.rows:
            rows = [row.cells for row in counted.rows if (row.key, row.label) == (line.key, line.label)]
            for mark, *cells in zip(line.marks, *rows, strict=True):
                assert mark.hidden or mark.value in {cell.value for cell in cells}, (code, line.label)
                assert mark.hidden or any(not 0 < cell.behind < LEAST for cell in cells), (code, line.label)
                seen, hidden = seen + (not mark.hidden), hidden + mark.hidden
    assert seen
    assert hidden
