"""The purchase whole, in memory, beside the bare engine; and rounds of rework, the last ones beside the first."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from migraflow import engine
from migraflow.domain.access import Role, Scope
from migraflow.engine import run as moves
from migraflow.engine.live import Case
from migraflow.engine.moment import Moment, lived
from tests.bench import purchase
from tests.bench.table import Measured, beside, middle, timed

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
HERE = Path(__file__).parent


def compiled() -> engine.Compiled:
    """The purchase as migraflow compiles it."""
    head = (
        'id = "{0}"\ntitre = "Achat"\nprefixe = "AC"\nouvert_par = ["demandeur"]\n[issues.traite]\nlibelle = "Traité"\n'
    )
    roles = {code: Role(code, code, code, Scope.OFFICE, frozenset()) for code in purchase.LANES}
    inner = engine.Bundle.of(
        "sub_check",
        {"procedure.toml": head.format("sub_check").encode(), "procedure.bpmn": purchase.called("feel")},
    )
    whole = engine.Bundle.of(
        "purchase",
        {
            "procedure.toml": head.format("purchase").encode(),
            "procedure.bpmn": purchase.purchase("feel"),
            "rules/risk.dmn": purchase.table("feel"),
        },
    )
    return engine.compile_edition(whole, engine.House(roles=roles, called={"sub_check": inner}))


def in_memory(edition: engine.Compiled) -> Case:
    """One instance from start to end, its tasks kept in memory all along, as the bare engine keeps its own."""
    with lived(Moment(NOW, UUID(int=1))):
        case = Case(edition.specs["purchase"], dict(edition.specs))
        moves.run_on(case)
        while task := next((one for one in case.everywhere() if ready(one)), None):
            task.data = {**task.data, **purchase.answers(task.task_spec.element)}
            task.run()
            moves.run_on(case)
    return case


def ready(task: object) -> bool:
    """Whether a person is to do this task now."""
    return task._state == TaskState.READY and task.task_spec.manual


def durable(edition: engine.Compiled, rounds: int = 0) -> tuple[engine.Progress, list[list[float]], list[int]]:
    """One instance by the functions the services call, restored from its snapshot and written again at each step, sent
    back `rounds` times: the end, the milliseconds of each step by round, the size of the snapshot each time it is sent
    back."""
    times: list[list[float]] = [[]]
    sizes: list[int] = []
    now = engine.start(edition, now=NOW, case=UUID(int=1))
    while now.tasks:
        task = now.tasks[0]
        again = task.element == "decider" and len(sizes) < rounds
        said = purchase.answers(task.element, again=again)
        begun = perf_counter()
        now = engine.advance(edition, now.snapshot, task.token, said, now=NOW)
        times[-1].append((perf_counter() - begun) * 1000)
        if again:
            sizes.append(len(now.snapshot))
            times.append([])
    return now, times, sizes


def bare(count: int) -> list[float]:
    """Milliseconds per instance on the bare engine, in a process migraflow has not touched."""
    command = [sys.executable, str(HERE / "bare_engine.py"), str(count)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(count: int, rounds: int) -> Iterator[Measured]:
    """`count` instances beside as many on the bare engine, taking turns; `rounds` rounds of rework."""
    edition = compiled()
    ours: list[float] = []
    kept: list[float] = []
    theirs: list[float] = []
    for _ in range(3):
        theirs += bare(max(count // 3, 1))
        in_memory(edition)
        ours += [timed(lambda: in_memory(edition)) for _ in range(max(count // 3, 1))]
        kept += [timed(lambda: durable(edition)) for _ in range(max(count // 3, 1))]
    note = "ratio: how many times as fast; at least 1.5"
    yield Measured("purchase in memory, beside the bare engine", *faster(ours, theirs), note)
    note = "the same, with a snapshot read and written at each step"
    yield Measured("purchase by snapshots, beside the bare engine in memory", *faster(kept, theirs), note)
    _, times, sizes = durable(edition, rounds)
    costs = [sum(each) for each in times[:rounds]]
    yield beside(f"rework, round {rounds} beside round 5", median(costs[-5:]), median(costs[2:7]), "ms", "at most 1.3")
    yield beside(f"snapshot, round {rounds} beside round 5", sizes[-1], sizes[min(4, rounds - 1)], "B", "constant")


def faster(ours: list[float], theirs: list[float]) -> tuple[float, str, float, float]:
    """Our median, its unit, theirs, and how many times as fast we are."""
    one, other = middle(ours), middle(theirs)
    return round(one, 3), "ms", round(other, 3), round(other / one, 2)
