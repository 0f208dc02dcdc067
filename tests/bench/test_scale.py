"""The scale bench in small: every wish is measured on both databases, whatever the size."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.bench.scale import LIMITS, measured


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
