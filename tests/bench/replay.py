"""Ten thousand cases of a year through a draft with one step more: how long a manager waits for the replay."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, cast

from migraflow import worker
from migraflow.demo import fill
from migraflow.domain.access import SYSTEM
from migraflow.services import replays
from migraflow.services.replays import SPAN
from migraflow.store import cases as case_store
from migraflow.store.database import run as sql
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.table import Measured
from tests.conftest import settings_for
from tests.counter import Counter
from tests.e2e.test_moving import DEMANDE, prepared

MANY = int(os.environ.get("MIGRAFLOW_BENCH_REPLAYED", "10000"))
SECONDS = 60
LIVED = 60
"""People of the demo: their requests go every way there is."""
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)


@dataclass
class Manager:
    """The house itself in the place of a manager: its wishes need no session."""

    agency: Agency

    def wish(self, _first: str, use_case: Callable[..., Any], **wish: object) -> Any:
        """What `use_case` answers."""
        return self.agency.perform_as(SYSTEM, use_case, **wish)


def run(many: int = MANY) -> Iterator[Measured]:
    """Seconds of one replay of `many` cases, from the wish to the figures."""
    with tempfile.TemporaryDirectory() as folder:
        counter = furnished(f"sqlite:///{folder}/replay.db", Path(folder), many)
        prepared(cast("Counter", counter))
        start = time.perf_counter()
        number = counter.wish("salif", replays.ask, procedure=DEMANDE)
        assert worker.replay_next(counter.agency, Event())
        sheet = counter.wish("salif", replays.sheet, replay=number)
        seconds = time.perf_counter() - start
        assert sheet.replay.done == many
        fates = ", ".join(f"{line.count} {line.fate}" for line in sheet.fates if line.count)
        yield Measured(f"replay {many:,} cases", seconds, "s", note=f"at most {SECONDS} s; {fates}")
        counter.agency.close()


def furnished(url: str, var: Path, many: int) -> Manager:
    """An agency with `many` recorded requests for services of the last year: those the demo lived from beginning to
    end, and copies of them."""
    upgrade(url)
    settings = settings_for(url, var)
    filled = fill(settings, now=NOW, people=LIVED)
    assert filled is not None
    agency = Agency(settings, clock=lambda: NOW)
    multiply(agency, many)
    return Manager(agency)


def multiply(agency: Agency, many: int) -> None:
    """Copy the year's requests, their memory and their journals until there are `many`."""
    with agency.working(SYSTEM) as work:
        wanted = "SELECT id FROM cases WHERE procedure = ? AND opened >= ? ORDER BY id"
        originals = [row.id for row in sql(work.store, wanted, (DEMANDE, (NOW - SPAN).isoformat(" ")))]
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
