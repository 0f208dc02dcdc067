"""How long steps took, for those who ask why a case waits."""

from __future__ import annotations

from migraflow.store.database import Session, run

LAST = 500
"""Times looked back at: what was usual lately, at a cost that does not grow with the years."""
SECONDS = f"""SELECT seconds FROM tasks WHERE procedure = ? AND element = ? AND state = 'done' AND seconds IS NOT NULL
ORDER BY id DESC LIMIT {LAST}"""


def seconds_of(store: Session, procedure: str, element: str) -> list[int]:
    """How long each of the last tasks of a step stood open, in seconds, the latest first."""
    return [int(row[0]) for row in run(store, SECONDS, (procedure, element))]
