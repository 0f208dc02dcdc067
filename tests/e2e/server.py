"""A migraflow server of the tests' own: real processes, a fresh database, a clock the test can move."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from migraflow.domain.access import SYSTEM
from migraflow.services import alerts, effects, facts, timers
from migraflow.settings import read_settings
from migraflow.store.copies import restore_copy, write_copy
from migraflow.store.database import Database, upgrade
from migraflow.wiring import Agency, clock_of
from tests.cast import MONDAY, engage

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300
"""Seconds a server may take to answer: slow machines build nothing here, but they start slowly."""


@dataclass
class Server:
    """A running server. `agency` is the same installation seen from the test: same database, same clock."""

    url: str
    process: subprocess.Popen[bytes]
    agency: Agency
    clock_file: Path
    log: Path

    def advance(self, **span: float) -> None:
        """Move the clock on, and let everything that has come due happen."""
        ahead = float(self.clock_file.read_text(encoding="ascii")) + timedelta(**span).total_seconds()
        set_clock(self.clock_file, ahead)
        self.settle()

    def settle(self) -> None:
        """Let everything that waits for the house itself happen now; its worker would within seconds."""
        while sum(self.agency.perform_as(SYSTEM, wish, limit=100) for wish in (timers.sweep, effects.perform_due)):
            pass
        while self.agency.perform_as(SYSTEM, facts.count_next):
            pass
        self.agency.perform_as(SYSTEM, alerts.check_daily)

    def stop(self) -> None:
        """End the server as Ctrl-C does."""
        self.process.terminate()
        try:
            self.process.wait(60)  # killed, it would leave its own processes behind
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.agency.close()


def seconds_to(moment: datetime) -> float:
    """How far ahead of the wall's clock a moment lies."""
    return (moment - datetime.now(UTC)).total_seconds()


def set_clock(path: Path, ahead: float) -> None:
    """Write at once how many seconds the clock is ahead: a reader finds the old number or the new one, never half."""
    fresh = path.with_suffix(".fresh")
    fresh.write_text(str(ahead), encoding="ascii")
    fresh.replace(path)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(
    folder: Path,
    *,
    url: str = "",
    furnish: Callable[[Agency], object] = engage,
    copy: Path | None = None,
    words: Sequence[str] = (),
    redis_url: str = "",
) -> Server:
    """Furnish a fresh database (SQLite unless `url`), start a server on it: there it is Monday morning, MONDAY.

    `furnish` brings in who works there, the cast unless told otherwise; `copy` is a SQLite file that has it all, and
    is put back into a database of another kind as people do it;
    `words` are further words of ``serve``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = url or f"sqlite:///{folder / 'migraflow.db'}"
    clock_file = folder / "clock"
    set_clock(clock_file, seconds_to(MONDAY))
    environment = {
        **os.environ,
        "MIGRAFLOW_DATABASE_URL": database,
        "MIGRAFLOW_VAR": str(folder),
        "MIGRAFLOW_CLOCK_FILE": str(clock_file),
        "MIGRAFLOW_SECRET_KEY": "test " * 8,
        "MIGRAFLOW_REDIS_URL": redis_url,
    }
    if copy is not None:
        shutil.copyfile(copy, folder / "migraflow.db")
    if copy is not None and url:
        carry(folder / "migraflow.db", url)
    settings = read_settings(environment)
    agency = Agency(settings, clock=clock_of(settings))
    if copy is None:
        upgrade(database)
        furnish(agency)
    port = free_port()
    log = folder / "server.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "migraflow.cli", "serve", "--port", str(port), *words],
        cwd=ROOT,
        env=environment,
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    server = Server(f"http://127.0.0.1:{port}", process, agency, clock_file, log)
    wait_until_it_answers(server)
    return server


def carry(there: Path, url: str) -> None:
    """All that stands in a SQLite file, into the empty database at `url`."""
    database = Database(f"sqlite:///{there}")
    write_copy(database, there.with_suffix(".zip"), MONDAY)
    database.close()
    restore_copy(url, there.with_suffix(".zip"))


def wait_until_it_answers(server: Server) -> None:
    """Return when the server answers; raise with its log when it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    server.stop()
    raise RuntimeError(
        "Le serveur n'a pas répondu :\n" + server.log.read_text(encoding="utf-8", errors="replace")[-4000:]
    )
