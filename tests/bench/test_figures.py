"""The bench of the figures in small: every page is measured, and what is copied is counted like what was told."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from migraflow.store.database import run
from migraflow.wiring import Agency
from tests.bench import figures
from tests.conftest import settings_for


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_page_is_measured_in_a_house_of_copies(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "TEMPLATES", 30)
    url = f"sqlite:///{tmp_path / 'figures.db'}"
    if kind == "postgresql":
        server: str = request.getfixturevalue("postgres_server")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS figures_in_small")
            connection.execute("CREATE DATABASE figures_in_small")
        url = server.replace("/postgres?", "/figures_in_small?", 1)
    found = figures.measured(url, 150, 2, 1)
    assert len(found) == 1 + (4 + 2 * 4) * len(figures.PAGES)
    assert all(times and min(times) > 0 for times in found.values())
    agency = Agency(settings_for(url, tmp_path))
    with agency.database.session() as store:
        assert run(store, "SELECT COUNT(*) FROM cases WHERE counted = entries").scalar() == 150
        facts = run(store, "SELECT COUNT(*) FROM facts").scalar()
        levels = [row[0] for row in run(store, "SELECT SUM(n) FROM cells GROUP BY level")]
    agency.close()
    assert set(levels) == {facts}
