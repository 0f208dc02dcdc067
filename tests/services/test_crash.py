"""The power fails: at every commit, just before and just after it, and anywhere at all while everybody works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from migraflow import worker
from migraflow.domain.journal import EntryKind
from migraflow.services.verification import verify
from migraflow.store import effects as effect_store
from migraflow.store import journal
from migraflow.store.database import run
from tests.cast import Clock
from tests.counter import Counter
from tests.services.crashing import STEPS

ROOT = Path(__file__).parents[2]
SOAK = bool(os.environ.get("MIGRAFLOW_SOAK"))
WORKERS, SECONDS = (8, 60) if SOAK else (3, 2)
STRIDE = 1 if SOAK else 3
"""Every boundary, or every third: before and after in turn."""
MOST = 60
"""Boundaries of one case; it comes to its end long before."""
Ask = Callable[..., int]


@pytest.fixture(scope="module")
def program() -> Iterator[subprocess.Popen[str]]:
    """The program that dies."""
    command = [sys.executable, "-m", "tests.services.crashing"]
    running = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield running
    running.communicate(timeout=30)


@pytest.fixture
def ask(counter: Counter, tmp_path: Path, program: subprocess.Popen[str]) -> Ask:
    """``ask(name=…, boundary=…)`` has the program live one life: 0, or the signal it died of; a load: the deaths."""
    people = sorted({first for first, _ in STEPS.values()})
    facts = {"url": counter.agency.settings.database_url, "told": str(tmp_path / "told"),
             "sessions": {first: counter.cast.token(first) for first in people}}  # fmt: skip

    def wish(**words: object) -> int:
        assert program.stdin is not None
        assert program.stdout is not None
        print(json.dumps({**facts, **words}), file=program.stdin, flush=True)
        return int(program.stdout.readline())

    return wish


def granted(tmp_path: Path) -> Tally[str]:
    """What was granted to somebody before the power failed."""
    lines = (tmp_path / "told").read_text(encoding="ascii").splitlines()
    return Tally(line for line in lines if line.startswith("completed"))


def completed(counter: Counter) -> Tally[str]:
    """What the journals tell of, over all cases."""
    with counter.agency.working() as work:
        keys = [row.id for row in run(work.store, "SELECT id FROM cases")]
        chains = [kept for key in keys for kept in journal.chain_of(work.store, key)]
    return Tally(f"completed {kept.entry.token}" for kept in chains if kept.entry.kind is EntryKind.COMPLETED)


def nothing_is_lost(counter: Counter, clock: Clock, tmp_path: Path) -> None:
    """After the last life: what was granted is told once, every effect was performed under its own key, all is well."""
    clock.now += effect_store.LEASE + timedelta(seconds=1)
    while worker.sweep(counter.agency):
        pass
    told = completed(counter)
    assert set(told.values()) == {1}
    assert granted(tmp_path).keys() <= told.keys()
    with counter.agency.working() as work:
        assert verify(work).faults == ()
        kept = run(work.store, "SELECT key, done FROM effects WHERE operator = 'avis'").all()
        notices = run(work.store, "SELECT key FROM notices WHERE model = 'relance_absence'").all()
    assert all(row.done for row in kept)
    assert sorted(row.key for row in notices) == sorted(row.key for row in kept)


def test_the_power_fails_at_every_commit_of_a_case(counter: Counter, clock: Clock, tmp_path: Path, ask: Ask) -> None:
    lives = 0
    for boundary in range(2, MOST, STRIDE):
        if ask(name=f"dossier-{boundary}", boundary=boundary) != signal.SIGKILL:
            break
        assert ask(name=f"dossier-{boundary}", boundary=0) == 0
        lives += 1
    else:
        pytest.fail("a case never came to its end")
    assert boundary > 4 * len(STEPS)
    assert len(completed(counter)) == (lives + 1) * len(STEPS)
    nothing_is_lost(counter, clock, tmp_path)


def test_the_power_fails_anywhere_while_everybody_works(
    counter: Counter, clock: Clock, tmp_path: Path, ask: Ask
) -> None:
    deaths = ask(workers=WORKERS, seconds=SECONDS, seed=4)
    assert deaths
    assert len(granted(tmp_path)) > deaths
    nothing_is_lost(counter, clock, tmp_path)
    print(f"{deaths} lives ended, {len(granted(tmp_path))} completions granted, {WORKERS} workers, {SECONDS} s")
