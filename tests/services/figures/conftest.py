"""A house full of lives that never were, its facts told."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.services import facts
from migraflow.wiring import Agency
from tests.conftest import settings_for
from tests.lives import lives, settle, settle_costs
from tests.lives_around import around

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
MANY = 300


def count_all(agency: Agency) -> int:
    """Tell the facts of every case whose journal has grown; how many cases that were."""
    done = 0
    while counted := agency.perform_as(SYSTEM, facts.count_next):
        done += counted
    return done


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Agency]:
    """Two years of lives in a database of their own."""
    folder = tmp_path_factory.mktemp("lived")
    shutil.copyfile(sqlite_template, folder / "lived.db")
    agency = Agency(settings_for(f"sqlite:///{folder / 'lived.db'}", folder), clock=lambda: NOW)
    chance = random.Random(20261122)
    with agency.working() as work:
        settle(work.store, [*lives(MANY, chance, date(2024, 11, 1), 600), *around(chance, date(2024, 11, 1), 300)])
        settle_costs(work.store, chance)
    count_all(agency)
    yield agency
    agency.close()
