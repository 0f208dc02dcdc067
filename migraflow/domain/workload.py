"""Where work waits in one procedure: times of its steps, ways cases take, what is done again or aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from migraflow.domain.masking import LEAST

MOST_ROUTES = 10


@dataclass(frozen=True, slots=True)
class Done:
    """One task that was done: its case, its step, seconds nobody had it, seconds somebody worked on it."""

    case: int
    element: str
    name: str
    waiting: int
    working: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and ninetieth percentile (nearest rank), in seconds."""

    median: float
    p90: int


@dataclass(frozen=True, slots=True)
class StepLoad:
    """One step over a period. `done` tasks and tasks `open` now are None when too few to show, and so are the times;
    `again` is the share of its cases that did it more than once, in percent."""

    element: str
    name: str
    done: int | None
    open: int | None
    waiting: Spread | None
    working: Spread | None
    again: float | None


@dataclass(frozen=True, slots=True)
class Route:
    """A way cases went, step by step; how many cases, and what share of all in percent."""

    steps: tuple[str, ...]
    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class Workload:
    """One procedure over a period. `routes` are the most frequent among the cases closed in it, `cases` how many those
    are (None: too few to show), `ways` how many different ways they went; `reworked` the share of them that did some
    step more than once; `odd` what was done out of the procedure's way, by kind, with how often."""

    steps: tuple[StepLoad, ...]
    routes: tuple[Route, ...]
    cases: int | None
    ways: int
    reworked: float | None
    odd: tuple[tuple[str, int | None], ...]


def spread(seconds: Sequence[int]) -> Spread | None:
    """Median and P90; None of fewer than may be shown."""
    if len(seconds) < LEAST:
        return None
    ordered = sorted(seconds)
    return Spread(float(median(ordered)), ordered[ceil(0.9 * len(ordered)) - 1])


def shown(count: int) -> int | None:
    """A count, None when it is too small to show."""
    return None if 0 < count < LEAST else count


def steps_of(done: Iterable[Done], open_now: Mapping[str, int], names: Mapping[str, str]) -> tuple[StepLoad, ...]:
    """Every step something was done at or waits at, the slowest first."""
    by_step: dict[str, list[Done]] = {}
    for task in done:
        by_step.setdefault(task.element, []).append(task)
    found = [
        step_load(element, names.get(element, element), by_step.get(element, []), open_now.get(element, 0))
        for element in {**by_step, **open_now}
    ]
    return tuple(sorted(found, key=lambda one: (-total(one), one.name)))


def total(one: StepLoad) -> float:
    """Median seconds from creation to completion, to sort by; 0 where it is not shown."""
    return sum(each.median for each in (one.waiting, one.working) if each)


def step_load(element: str, name: str, done: Sequence[Done], waiting: int) -> StepLoad:
    """One step."""
    cases = Counter(task.case for task in done)
    again = sum(1 for count in cases.values() if count > 1)
    return StepLoad(
        element=element,
        name=done[-1].name if done else name,
        done=shown(len(done)),
        open=shown(waiting),
        waiting=spread([task.waiting for task in done]),
        working=spread([task.working for task in done]),
        again=round(100 * again / len(cases), 1) if len(cases) >= LEAST and shown(again) is not None else None,
    )


def routes_of(walks: Mapping[int, Sequence[str]]) -> tuple[Route, ...]:
    """The most frequent ways in `walks` (steps in words, by case); those of too few cases are left out."""
    counted = Counter(tuple(steps) for steps in walks.values())
    frequent = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ROUTES]
    return tuple(Route(steps, count, round(100 * count / len(walks), 1)) for steps, count in frequent if count >= LEAST)


def reworked(walks: Mapping[int, Sequence[str]]) -> float | None:
    """The share of cases that did some step more than once, in percent; None of too few."""
    again = sum(1 for steps in walks.values() if len(set(steps)) < len(steps))
    if len(walks) < LEAST or shown(again) is None:
        return None
    return round(100 * again / len(walks), 1)
