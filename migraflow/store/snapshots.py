"""The engine's memory of each case, kept as bytes, beside the case's answers as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow.domain.values import dumps, loads_mapping
from migraflow.store.database import Session, run

GET = "SELECT content FROM snapshots WHERE case_id = ?"
DATA = "SELECT data FROM snapshots WHERE case_id = ?"
PUT = """INSERT INTO snapshots (case_id, content, data) VALUES (?, ?, ?)
ON CONFLICT (case_id) DO UPDATE SET content = excluded.content, data = excluded.data"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot to keep: the engine's bytes and the case's typed answers."""

    content: bytes
    data: Mapping[str, object]


def get(store: Session, case_id: int) -> bytes:
    """The snapshot of one case."""
    return bytes(run(store, GET, (case_id,)).scalar_one())


def data(store: Session, case_id: int) -> dict[str, object]:
    """The typed answers of one case as its last step left them."""
    return loads_mapping(run(store, DATA, (case_id,)).scalar_one())


def put(store: Session, case_id: int, kept: Kept) -> None:
    """Keep the snapshot of one case in place of the one before."""
    run(store, PUT, (case_id, kept.content, dumps(kept.data)))
