"""A request sent back five hundred times costs no more to move than one sent back five times, and weighs the same.

Work is counted in calls, which are the same on every machine; `make bench` counts milliseconds.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from uuid import UUID

import pytest

from migraflow import engine
from tests.bench import purchase
from tests.bench.engine import compiled

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
ROUNDS = 500


def calls(act) -> tuple[engine.Progress, int]:
    """What `act` gives, and how many Python functions it called on the way."""
    count = 0

    def seen(frame, event, argument) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        made = act()
    finally:
        sys.setprofile(before)
    return made, count


@pytest.fixture(scope="module")
def history() -> list[tuple[int, int, int]]:
    """(calls, bytes of the snapshot, open tasks) of each round, the last one included."""
    edition = compiled()
    now = engine.start(edition, now=NOW, case=UUID(int=1))
    rounds: list[tuple[int, int, int]] = []
    work = 0
    counted = {5, ROUNDS}
    while len(rounds) < ROUNDS:
        task = now.tasks[0]
        again = task.element == "decider"
        said = purchase.answers(task.element, again=again)

        def move(task=task, said=said, snapshot=now.snapshot) -> engine.Progress:
            return engine.advance(edition, snapshot, task.token, said, now=NOW)

        now, spent = calls(move) if len(rounds) + 1 in counted else (move(), 0)
        work += spent
        if again:
            rounds.append((work, len(now.snapshot), len(now.tasks)))
            work = 0
    return rounds


def test_the_last_round_costs_what_the_fifth_did(history: list[tuple[int, int, int]]) -> None:
    fifth, last = history[4][0], history[-1][0]
    assert fifth > 0
    assert last <= 1.3 * fifth


def test_the_snapshot_does_not_grow(history: list[tuple[int, int, int]]) -> None:
    fifth, last = history[4][1], history[-1][1]
    assert abs(last - fifth) <= 0.02 * fifth
    assert {open_tasks for _, _, open_tasks in history} == {1}
