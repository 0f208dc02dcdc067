"""Between rows and values: what every store module needs to write many rows at once and to read sets of roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from migraflow.store.database import Session, run

MOST_VALUES = 30_000
"""Values one statement may carry: SQLite takes 32 766, PostgreSQL 65 535."""


def insert(store: Session, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Insert `rows` into `table` in as few statements as the database takes."""
    many = max(1, MOST_VALUES // len(columns))
    for start in range(0, len(rows), many):
        part = rows[start : start + many]
        run(store, insertion(table, tuple(columns), len(part)), [value for row in part for value in row])


@lru_cache(maxsize=128)
def insertion(table: str, columns: tuple[str, ...], rows: int) -> str:
    """The statement that inserts so many rows."""
    one = f"({', '.join('?' for _ in columns)})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join(one for _ in range(rows))}"


def locking(store: Session, sql: str, table: str) -> str:
    """`sql` taking the row lock of `table` where rows can be locked: on SQLite the one writer holds the whole file."""
    return sql if store.get_bind().dialect.name == "sqlite" else f"{sql} FOR UPDATE OF {table}"


def roles_text(roles: Iterable[str]) -> str:
    """Roles as a column keeps them: ``,protection,``; "" for none."""
    listed = sorted(set(roles))
    return f",{','.join(listed)}," if listed else ""


def roles_of(text: str) -> tuple[str, ...]:
    """The roles of a column."""
    return tuple(role for role in text.split(",") if role)
