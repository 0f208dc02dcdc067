"""A year of recorded cases: a few that were lived, and as many copies of them as are wanted."""

from __future__ import annotations

from datetime import timedelta

from migraflow.domain.access import SYSTEM
from migraflow.store import cases as case_store
from migraflow.store.database import run as sql
from migraflow.wiring import Agency

DEMANDE = "demande_services"
SPAN = timedelta(days=365)


def multiply(agency: Agency, many: int) -> None:
    """Copy the year's requests for services, their memory and their journals until there are `many`."""
    with agency.working(SYSTEM) as work:
        wanted = "SELECT id FROM cases WHERE procedure = ? AND opened >= ? ORDER BY id"
        originals = [row.id for row in sql(work.store, wanted, (DEMANDE, (work.now - SPAN).isoformat(" ")))]
        for place in range(many - len(originals)):
            copy(work.store, originals[place % len(originals)], place)


def copy(store, case_id: int, place: int) -> None:
    """One more case like another."""
    columns = [name.strip() for name in case_store.COLUMNS.split(",") if name.strip() not in ("id", "ref")]
    names = ", ".join(columns)
    new = sql(store, f"INSERT INTO cases (ref, {names}) SELECT ref || ?, {names} FROM cases WHERE id = ? RETURNING id",
              (f"-{place}", case_id)).scalar_one()  # fmt: skip
    sql(store, "INSERT INTO snapshots SELECT ?, content, data FROM snapshots WHERE case_id = ?", (new, case_id))
    kept = [row.name for row in sql(store, "SELECT name FROM pragma_table_info('journal')")
            if row.name not in ("id", "case_id")]  # fmt: skip
    told = ", ".join(kept)
    sql(store, f"INSERT INTO journal (case_id, {told}) SELECT ?, {told} FROM journal WHERE case_id = ?", (new, case_id))
