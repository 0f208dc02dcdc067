"""The migrations make exactly the tables the code speaks of, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from migraflow.store.database import Database, migrations, upgrade
from migraflow.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"bare_{id(tmp_path)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield server.replace("/postgres?", f"/{name}?", 1)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_migrations_make_the_tables_of_the_code(bare: str) -> None:
    upgrade(bare)
    database = Database(bare)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, metadata)
    database.close()
    assert difference == []


def test_partial_indexes_stay_partial(bare: str) -> None:
    upgrade(bare)
    database = Database(bare)
    looked = inspect(database.engine)
    found = {
        index["name"]
        for table in metadata.tables
        for index in looked.get_indexes(table)
        if index.get("dialect_options", {}).get(f"{database.engine.dialect.name}_where") is not None
    }
    wanted = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["postgresql"].get("where") is not None
    }
    database.close()
    assert found == wanted
    assert wanted


def test_going_back_leaves_nothing(bare: str) -> None:
    upgrade(bare)
    database = Database(bare)
    with database.engine.connect() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    left = set(inspect(database.engine).get_table_names())
    database.close()
    assert left == {"alembic_version"}


def test_there_is_one_chain() -> None:
    assert len(ScriptDirectory.from_config(migrations()).get_heads()) == 1


def test_both_databases_know_every_constraint_by_the_same_name() -> None:
    unnamed = [str(one) for table in metadata.tables.values() for one in table.constraints if not one.name]
    assert unnamed == []
    long = [index.name for table in metadata.tables.values() for index in table.indexes if len(str(index.name)) > 63]
    assert long == []
