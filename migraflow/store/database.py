"""The one database: SQLite beside the program by default, PostgreSQL when its URL is given. Same code on both."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError as DatabaseError
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session as PlainSession

__all__ = [
    "WAKE",
    "Database",
    "DatabaseError",
    "Overtaken",
    "Session",
    "Trouble",
    "at_head",
    "driver_url",
    "is_contention",
    "migrations",
    "moment",
    "row_class",
    "run",
    "tried_before",
    "trouble_of",
    "upgrade",
]

MIGRATIONS = Path(__file__).resolve().parents[2] / "alembic"
BUSY_WAIT = 5_000
"""Milliseconds SQLite waits for the other writer before it gives up."""
CACHE = 16_000
"""KiB of pages each connection to SQLite keeps at hand."""
WRITTEN_BACK = 4_000
"""Pages in SQLite's write-ahead log before they are written back: what changes often is then written once."""
QUEUED = "queued"
"""In ``Session.info``: this transaction took the write lock first."""
WAKE = "wake"
"""In ``Session.info``: this transaction leaves work for the workers, to be woken once it is committed."""
PATIENT = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""How long PostgreSQL may stay silent before we say that it is away: seconds to connect, milliseconds afterwards."""
FULL = frozenset({"53100", "25006"})
"""PostgreSQL: disk full, read-only."""
CONTENTION = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available."""


_one_upgrade = Lock()
"""Alembic keeps its place in the module: one thread of this process at a time. Other processes wait at the database."""


class Overtaken(Exception):
    """An optimistic update (``… WHERE id = ? AND version = ?``) met no row: another transaction was faster.

    Raise it from the store; the whole use case is tried again on what the other one left.
    """


class Session(PlainSession):
    """One transaction. It keeps the driver's own connection at hand for `run`, for as long as the transaction lasts."""

    driver: tuple[Any, Any, bool] | None = None
    """The driver's connection, its dialect, and whether it is SQLite; None before the first statement."""

    def commit(self) -> None:
        """Make it so."""
        self.driver = None
        super().commit()

    def rollback(self) -> None:
        """Leave everything as it was."""
        self.driver = None
        super().rollback()

    def close(self) -> None:
        """Give the connection back; what was not committed is as it was."""
        self.driver = None
        super().close()


def tried_before(session: PlainSession) -> bool:
    """Whether this transaction may be a further try of the same wish: such a one takes the write lock first."""
    return session.info.get(QUEUED, False)


class Database:
    """An open database. Thread-safe: every use case takes a session of its own."""

    def __init__(self, url: str) -> None:
        self.url = driver_url(url)
        self.engine = open_engine(self.url)
        self.queueing = self.engine.execution_options(begin="BEGIN IMMEDIATE")

    @property
    def embedded(self) -> bool:
        """Whether it is the SQLite file beside the program."""
        return self.engine.dialect.name == "sqlite"

    def ping(self) -> str:
        """The kind of database that answers: ``sqlite`` or ``postgresql``. Raises DatabaseError when none does."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        return self.engine.dialect.name

    def session(self, *, write_first: bool = False) -> Session:
        """A session in a transaction of its own. The caller commits; leaving without doing so rolls back.

        `write_first` takes SQLite's write lock at once, so that a second try cannot meet the same conflict.
        """
        engine = self.queueing if write_first else self.engine
        return Session(engine, expire_on_commit=False, info={QUEUED: write_first})

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to the present tables, making it when there is none. Twice does no harm."""
    database = Database(url)
    config = migrations()
    engine = database.engine.execution_options(begin="BEGIN IMMEDIATE")
    with _one_upgrade, engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    database.close()


def at_head(database: Database) -> bool:
    """Whether the tables are those this program speaks of. Raises DatabaseError when no database answers."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


@lru_cache(maxsize=1)
def head() -> str | None:
    """The last link of the chain of migrations."""
    return ScriptDirectory.from_config(migrations()).get_current_head()


def migrations() -> Config:
    """Where the chain of migrations lies."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def driver_url(url: str) -> URL:
    """The URL with the driver we use: people write ``postgresql://…`` and get psycopg."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def open_engine(url: URL) -> Engine:
    """An engine for `url`, with the folder of a SQLite file made when missing."""
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            pool_use_lifo=True,
            connect_args=PATIENT,
        )
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=20,
        max_overflow=40,
        pool_use_lifo=True,
        connect_args={"timeout": BUSY_WAIT / 1000},
    )
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """WAL lets people read while one writes; NORMAL loses nothing when the program crashes."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_WAIT}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        f"cache_size=-{CACHE}",
        f"wal_autocheckpoint={WRITTEN_BACK}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """Python's own transaction control begins too late to be consistent: we begin ourselves, asking the driver."""
    driver: Any = connection.connection.driver_connection
    sql = connection.get_execution_options().get("begin", "BEGIN")
    try:
        driver.execute(sql)
    except sqlite3.Error as error:
        raise DatabaseError.instance(
            sql, (), error, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
        ) from error


def is_contention(error: DatabaseError | Overtaken) -> bool:
    """Whether the same use case, tried again, may well succeed: another writer was in the way.

    A unique key taken in between counts: the next try finds the row (the same command twice) or says what is wrong.
    """
    if isinstance(error, Overtaken | IntegrityError):
        return True
    original = error.orig
    if isinstance(original, sqlite3.OperationalError):
        return "locked" in str(original) or "busy" in str(original)
    return getattr(original, "sqlstate", None) in CONTENTION


class Trouble(StrEnum):
    """What may be wrong with the database itself, whatever was asked of it."""

    AWAY = "database_away"
    FULL = "database_full"


def trouble_of(error: Exception) -> Trouble | None:
    """What `error` says about the database itself; None when it says nothing about it."""
    if isinstance(error, PoolTimeout):
        return Trouble.AWAY
    if not isinstance(error, DatabaseError) or isinstance(error, IntegrityError):
        return None
    text, state = str(error.orig), getattr(error.orig, "sqlstate", None)
    if state in CONTENTION:
        return None
    full = state in FULL or "is full" in text or "readonly database" in text
    return Trouble.FULL if full else Trouble.AWAY


class Answer:
    """What a statement of `run` gave: rows with their columns as attributes, or how many rows it touched."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Every row."""
        return self._rows

    def first(self) -> Any | None:
        """The first row, None when there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """The only row. Raises NoResultFound or MultipleResultsFound."""
        if not self._rows:
            raise NoResultFound("a row was expected")
        if len(self._rows) > 1:
            raise MultipleResultsFound("one row was expected")
        return self._rows[0]

    def scalar(self) -> Any | None:
        """The first value of the first row, None when there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The first value of the only row."""
        return self.one()[0]


@lru_cache(maxsize=512)
def row_class(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """A tuple whose items are also attributes, made once per set of columns."""
    return namedtuple("Row", names, rename=True)._make  # pyright: ignore[reportUntypedNamedTuple]


@lru_cache(maxsize=1024)
def psycopg_sql(sql: str) -> str:
    """`sql` with the placeholders psycopg knows."""
    return sql.replace("?", "%s")


def run(session: Session, sql: str, values: Sequence[Any] = ()) -> Answer:
    """Run prepared SQL on the session's connection, past the object layer, for the path every task takes.

    `sql` uses ``?`` for values on both databases (and no literal ``?`` or ``%``); moments may be aware datetimes.
    Results come as the driver gives them: read moments with `moment`. The driver is asked directly: SQLAlchemy's own
    cursor took three times as long as the statement. Its errors are SQLAlchemy's.
    """
    session.flush()
    driver, dialect, embedded = session.driver or at_hand(session)
    plain = [sqlite_value(value) if isinstance(value, datetime) else value for value in values] if embedded else values
    try:
        cursor = driver.execute(sql if embedded else psycopg_sql(sql), plain)
        found = cursor.fetchall() if cursor.description else []
    except dialect.loaded_dbapi.Error as error:
        kind = dialect.loaded_dbapi.Error
        raise DatabaseError.instance(sql, plain, error, kind, hide_parameters=True, dialect=dialect) from error
    if not found:
        return Answer([], cursor.rowcount)
    make = row_class(tuple(column[0] for column in cursor.description))
    return Answer([make(row) for row in found], cursor.rowcount)


def at_hand(session: Session) -> tuple[Any, Any, bool]:
    """The driver's connection of this transaction, its dialect, and whether it is SQLite."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    session.driver = driver, connection.dialect, connection.dialect.name == "sqlite"
    return session.driver


def sqlite_value(value: datetime) -> str:
    """A moment as the tables keep it on SQLite: UTC text, like tables.base.Moment."""
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:26]


def moment(value: Any) -> datetime | None:
    """A moment read by `run`, as an aware datetime in UTC."""
    if value is None:
        return None
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
