"""Ten thousand cases of a year through a draft with one step more: how long a manager waits for the replay."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.services import replays
from migraflow.store import cases as case_store
from migraflow.store.database import run as sql
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.table import Measured
from tests.cast import Cast, Clock, engage
from tests.conftest import publish_all, settings_for
from tests.counter import Counter
from tests.e2e.conftest import NAMES
from tests.e2e.test_moving import DEMANDE, prepared

MANY = int(os.environ.get("MIGRAFLOW_BENCH_CASES", "10000"))
SECONDS = 60


def run(many: int = MANY) -> Iterator[Measured]:
    """Seconds of one replay of `many` cases, from the wish to the figures."""
    with tempfile.TemporaryDirectory() as folder:
        counter = furnished(f"sqlite:///{folder}/replay.db", Path(folder), many)
        prepared(counter)
        start = time.perf_counter()
        number = counter.wish("salif", replays.ask, procedure=DEMANDE)
        assert worker.replay_next(counter.agency, Event())
        sheet = counter.wish("salif", replays.sheet, replay=number)
        seconds = time.perf_counter() - start
        assert sheet.replay.done == many
        fates = ", ".join(f"{line.count} {line.fate}" for line in sheet.fates if line.count)
        yield Measured(f"replay {many:,} cases", seconds, "s", note=f"at most {SECONDS} s; {fates}")
        counter.agency.close()


def furnished(url: str, var: Path, many: int) -> Counter:
    """An agency with `many` recorded cases of the request for services: a few that were lived, and copies of them."""
    upgrade(url)
    clock = Clock()
    agency = Agency(settings_for(url, var), clock=clock)
    engage(agency)
    publish_all(agency)
    counter = Counter(agency, Cast(agency))
    live(counter, clock)
    multiply(agency, many)
    return counter


def live(counter: Counter, clock: Clock) -> None:
    """Some requests registered, met and interviewed, as the first scenario tells."""
    [path] = Path(counter.agency.settings.workflows / DEMANDE / "scenarios").glob("01_*.json")
    told = json.loads(path.read_text(encoding="utf-8"))["etapes"]
    steps = [step for step in told if "tache" in step]
    for number, (surname, given, phone) in enumerate(NAMES):
        receipt = counter.open("fanta", DEMANDE)
        answers = steps[0]["reponses"]
        identity = answers["identite"] | {"nom": surname, "prenoms": given, "telephone": phone, "nina": ""}
        papers = [paper | {"numero": f"{paper['numero'][:6]}{phone[-2:]}"} for paper in answers["pieces"]]
        told_now = answers | {"identite": identity, "pieces": papers}
        counter.complete("fanta", receipt.next_token or "", told_now)
        for step in steps[1 : 2 + number % 3]:
            go_on(counter, clock, receipt.case_ref, step)


def go_on(counter: Counter, clock: Clock, ref: str, step: dict[str, object]) -> None:
    """One more step of a case, by somebody who may; the clock goes on first when it is not open yet."""
    for _ in range(2):
        for first in ("fanta", "awa"):
            rows = [row for row in counter.inbox(first) if row.case_ref == ref]
            if rows:
                told = dict(step["reponses"])  # pyright: ignore[reportArgumentType, reportCallIssue]
                if "date_rdv" in told:
                    told["date_rdv"] = (clock.now + timedelta(days=7)).date().isoformat()
                counter.complete(first, rows[0].token, told)
                return
        clock.advance(days=7)
        counter.sweep()


def multiply(agency: Agency, many: int) -> None:
    """Copy the cases, their memory and their journals until there are `many`."""
    with agency.working(SYSTEM) as work:
        originals = [row.id for row in sql(work.store, "SELECT id FROM cases ORDER BY id")]
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
