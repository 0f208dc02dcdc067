"""Times, ways and rework out of synthetic logs whose truth is known by construction."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from migraflow.domain.masking import LEAST
from migraflow.domain.workload import MOST_ROUTES, Done, reworked, routes_of, spread, steps_of

STRAIGHT, DETOUR = ("Enregistrer", "Contrôler", "Clore"), ("Enregistrer", "Contrôler", "Contrôler", "Clore")


def test_every_route_that_was_walked_is_found_with_its_count_and_no_other() -> None:
    chance = random.Random(7)
    planted = {("A", str(n), "Z"): 5 + n for n in range(MOST_ROUTES)}
    walks = [steps for steps, count in planted.items() for _ in range(count)]
    chance.shuffle(walks)
    found = routes_of(dict(enumerate(walks)))
    assert {route.steps: route.cases for route in found} == planted
    assert [route.cases for route in found] == sorted(planted.values(), reverse=True)
    assert abs(sum(route.share for route in found) - 100) < 0.1 * len(found)


def test_a_route_of_too_few_cases_is_not_shown() -> None:
    walks = dict(enumerate([STRAIGHT] * 20 + [DETOUR] * (LEAST - 1)))
    assert [route.steps for route in routes_of(walks)] == [STRAIGHT]


def test_rework_is_the_share_of_cases_that_did_a_step_again() -> None:
    assert reworked(dict(enumerate([STRAIGHT] * 15 + [DETOUR] * 5))) == 25.0
    assert reworked(dict(enumerate([STRAIGHT] * 20))) == 0.0
    assert reworked(dict(enumerate([STRAIGHT] * 20 + [DETOUR]))) is None
    assert reworked(dict(enumerate([DETOUR] * (LEAST - 1)))) is None


def test_waiting_and_working_are_told_apart() -> None:
    done = [Done(n, "DS_01", "Enregistrer", 100 * n, 10) for n in range(1, 11)]
    [step] = steps_of(done, {"DS_01": 7}, {})
    assert step.waiting is not None
    assert step.working is not None
    assert (step.waiting.median, step.waiting.p90) == (550.0, 900)
    assert (step.working.median, step.working.p90) == (10.0, 10)
    assert (step.done, step.open, step.again) == (10, 7, 0.0)


def test_of_few_tasks_neither_count_nor_time_is_shown() -> None:
    [step] = steps_of([Done(1, "x", "X", 5, 5)], {"x": 3}, {"x": "X"})
    assert (step.done, step.open, step.waiting, step.working, step.again) == (None, None, None, None, None)
    [waits] = steps_of([], {"y": 9}, {"y": "Y"})
    assert (waits.name, waits.done, waits.open) == ("Y", 0, 9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=LEAST, max_size=80))
def test_the_spread_is_what_sorting_says(seconds: list[int]) -> None:
    found = spread(seconds)
    assert found is not None
    below = sum(one <= found.p90 for one in seconds)
    assert below >= 0.9 * len(seconds)
    assert sum(one < found.p90 for one in seconds) < 0.9 * len(seconds)
    assert min(seconds) <= found.median <= max(seconds)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from("ABC")), max_size=60))
def test_no_count_under_five_is_ever_shown(told: list[tuple[int, str]]) -> None:
    walks: dict[int, list[str]] = {}
    for case, step in told:
        walks.setdefault(case, []).append(step)
    assert all(route.cases >= LEAST for route in routes_of(walks))
    counted = Counter(step for _, step in told)
    for step in steps_of([Done(case, name, name, 1, 1) for case, name in told], {}, {}):
        assert step.done == (counted[step.element] if counted[step.element] >= LEAST else None)
