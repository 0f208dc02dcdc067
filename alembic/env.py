"""One chain of migrations for SQLite and PostgreSQL, run by ``migraflow.store.database.upgrade`` or ``alembic``."""

from __future__ import annotations

from typing import Any

import sqlmodel
from alembic import context
from sqlalchemy import Connection

from migraflow.settings import read_settings
from migraflow.store.database import Database
from migraflow.store.tables import Moment, metadata


def plain_type(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write column types without our own classes, so that an old migration does not change when they do."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sqlmodel.AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def migrate(connection: Connection) -> None:
    """Run what is wanted, in one transaction: on both databases a migration happens whole or not at all."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=plain_type,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20261121)")
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(read_settings().database_url)
    with database.engine.connect() as opened:
        migrate(opened)
    database.close()
