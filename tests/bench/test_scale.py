"""The benches of size in small: every wish is measured on both databases, whatever the size; a copy is whole."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from migraflow.services.people import search
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench import filling, people
from tests.bench.copying import copied
from tests.bench.scale import LIMITS, measured
from tests.cast import Cast, Clock, engage
from tests.conftest import settings_for
from tests.small import petit_secret, petite_demande, publish


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_wish_is_measured_in_a_house_of_copies(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if kind == "sqlite":
        found = measured(f"sqlite:///{tmp_path / 'scale.db'}", 300, 6)
    else:
        server: str = request.getfixturevalue("postgres_server")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE scale_in_small")
            found = measured(server.replace("/postgres?", "/scale_in_small?", 1), 300, 6)
            connection.execute("DROP DATABASE scale_in_small WITH (FORCE)")
    assert found.keys() == LIMITS.keys()
    assert all(times and min(times) > 0 for times in found.values())


def test_people_brought_in_by_parts_are_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "MANY_PEOPLE", 60)
    found = people.measured(f"sqlite:///{tmp_path / 'people.db'}", 150, 6)
    assert len(found) == 6
    agency = Agency(settings_for(f"sqlite:///{tmp_path / 'people.db'}", tmp_path), clock=Clock())
    listed = agency.perform(search, Cast(agency).token("moussa"), query="traore").rows
    agency.close()
    assert listed
    assert all("Traoré" in one.name for one in listed)


def test_a_copy_is_measured_and_found_whole(tmp_path: Path) -> None:
    here = f"sqlite:///{tmp_path / 'ici.db'}"
    upgrade(here)
    agency = Agency(settings_for(here, tmp_path), clock=Clock())
    engage(agency)
    publish(agency, petit_secret(), petite_demande())
    lines = list(copied(agency, f"sqlite:///{tmp_path / 'ailleurs.db'}", tmp_path / "copie", 2, "SQLite"))
    agency.close()
    assert [line.name for line in lines] == ["backup under load, SQLite", "restore, SQLite", "verify, SQLite"]
    assert all("0 faults" in line.note for line in lines)
