"""Copies of a whole database in one checked file, the same for SQLite and PostgreSQL: a copy of one fits the other.

The file is a zip of one ``<table>.jsonl`` per table (a JSON list per row, in the order of ``columns``) and a
``manifest.json`` with the migration it stands at and each table's columns, row count and sha256. Sessions are left
out: a copy must not let anybody in.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from migraflow.domain.errors import Broken, Unfit
from migraflow.store.database import Database, upgrade

FORMAT = 1
MANIFEST = "manifest.json"
VERSION_TABLE = "alembic_version"
LEFT_OUT = frozenset({VERSION_TABLE, "sessions"})
AT_ONCE = 500


class BrokenCopy(Broken):
    """A copy that is damaged, incomplete or not one of ours: nothing was restored."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: when it was made, and how many rows of each table."""

    made: datetime
    rows: Mapping[str, int]


def write_copy(database: Database, path: Path, now: datetime) -> Copied:
    """Copy everything as it stands at one instant, while people go on working; the file appears whole or not at all."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        with reading(database) as connection, ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
            tables = {table.name: pack(connection, table, archive) for table in tables_of(connection)}
            revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one()
            manifest = {"format": FORMAT, "revision": revision, "made": now.isoformat(), "tables": tables}
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        copied = check_copy(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return copied


def check_copy(path: Path) -> Copied:
    """Read a copy through and compare every table with its sha256. Raises BrokenCopy."""
    with opened(path) as archive:
        manifest = manifest_of(archive)
        for name, kept in manifest["tables"].items():
            digest = hashlib.sha256()
            with archive.open(f"{name}.jsonl") as lines:
                for line in lines:
                    digest.update(line)
            if digest.hexdigest() != kept["sha256"]:
                raise BrokenCopy(f"table {name} is damaged")
    rows = {name: kept["rows"] for name, kept in manifest["tables"].items()}
    return Copied(datetime.fromisoformat(manifest["made"]), rows)


def restore_copy(url: str, path: Path) -> Copied:
    """Put a copy into the empty database at `url`, bringing older copies up to the present tables.

    Raises BrokenCopy for a file that is not sound, Unfit ``database_not_empty`` rather than mix two agencies.
    """
    copied = check_copy(path)
    with opened(path) as archive:
        manifest = manifest_of(archive)
        upgrade(url, manifest["revision"])
        database = Database(url)
        with database.engine.begin() as connection:
            for table in tables_of(connection):
                if connection.execute(select(func.count()).select_from(table)).scalar_one():
                    raise Unfit("database_not_empty", table=table.name)
            for table in tables_of(connection):
                if table.name in manifest["tables"]:
                    unpack(connection, table, manifest["tables"][table.name]["columns"], archive)
        database.close()
    upgrade(url)
    return copied


def pack(connection: Connection, table: Table, archive: ZipFile) -> dict[str, Any]:
    """Write one table's rows; answers its line of the manifest."""
    digest, rows = hashlib.sha256(), 0
    columns = [column.name for column in table.columns]
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    with archive.open(f"{table.name}.jsonl", "w") as file:
        for row in connection.execute(statement):
            line = json.dumps([plain(value) for value in row], ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return {"columns": columns, "rows": rows, "sha256": digest.hexdigest()}


def unpack(connection: Connection, table: Table, columns: Sequence[str], archive: ZipFile) -> None:
    """Read one table's rows back, and let its numbers go on after the highest."""
    embedded = connection.dialect.name == "sqlite"
    batch: list[dict[str, Any]] = []
    with archive.open(f"{table.name}.jsonl") as lines:
        for line in lines:
            cells = (value_of(cell, naive=embedded) for cell in json.loads(line))
            batch.append(dict(zip(columns, cells, strict=True)))
            if len(batch) == AT_ONCE:
                connection.execute(insert(table), batch)
                batch = []
    if batch:
        connection.execute(insert(table), batch)
    go_on_counting(connection, table)


def go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows from a sequence, which must know of the rows put back."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}).scalar()
    if sequence is not None:
        highest = connection.execute(select(func.max(table.columns["id"]))).scalar()
        if highest is not None:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def plain(value: Any) -> Any:
    """A value as JSON; what JSON has no word for is wrapped with its kind."""
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"moment": moment.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    return value


def value_of(cell: Any, *, naive: bool) -> Any:
    """The value `plain` wrote down; `naive` moments are UTC without saying so, as SQLite keeps them."""
    if not isinstance(cell, dict):
        return cell
    ((kind, written),) = cell.items()
    if kind == "moment":
        moment = datetime.fromisoformat(written)
        return moment.replace(tzinfo=None) if naive else moment
    return date.fromisoformat(written) if kind == "day" else base64.b64decode(written)


def reading(database: Database) -> Connection:
    """A connection that sees one instant, however long it reads."""
    if database.embedded:
        return database.engine.connect()
    return database.engine.connect().execution_options(isolation_level="REPEATABLE READ")


def tables_of(connection: Connection) -> Iterator[Table]:
    """The tables as they are in this database, those others point at first."""
    found = MetaData()
    found.reflect(connection)
    yield from (table for table in found.sorted_tables if table.name not in LEFT_OUT)


def opened(path: Path) -> ZipFile:
    """The archive at `path`. Raises BrokenCopy."""
    try:
        return ZipFile(path)
    except (OSError, BadZipFile) as error:
        raise BrokenCopy(f"{path.name}: {error}") from error


def manifest_of(archive: ZipFile) -> dict[str, Any]:
    """What the copy says of itself. Raises BrokenCopy for a format we do not read."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError, BadZipFile) as error:
        raise BrokenCopy("no manifest") from error
    if manifest.get("format") != FORMAT:
        raise BrokenCopy(f"format {manifest.get('format')}")
    return manifest
