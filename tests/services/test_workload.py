"""Where work waits, counted from the tasks themselves and checked against the journal; no person, no small number."""

from __future__ import annotations

from datetime import date

import pytest

from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.domain.masking import LEAST
from migraflow.domain.measures import Slice
from migraflow.services import tasks, workload
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman

YEAR = Slice(date(2026, 1, 1), date(2026, 12, 31))
WISH = {"procedure": "petite_demande", "slice_": YEAR}


@pytest.fixture
def counter(agency: Agency, cast: Cast, clock: Clock) -> Counter:
    """Six registrations of Kayes: two hours in the basket, one on somebody's desk; one of Sikasso; a month later."""
    publish(agency, petit_secret(), petite_demande())
    counter = Counter(agency, cast)
    for first in ("fanta",) * 6 + ("kadi",):
        token = counter.open(first).next_token
        assert token
        if counter.sheet(first, token).assignee:
            counter.wish(first, tasks.release, token=token)
        clock.advance(hours=2)
        counter.wish(first, tasks.claim, token=token)
        clock.advance(hours=1)
        counter.complete(first, token, {"identite": woman(), "lieu": "Kayes"})
    clock.advance(days=31)
    return counter


def test_waiting_and_working_times_of_a_step_are_those_of_its_tasks(counter: Counter) -> None:
    found = counter.wish("mariam", workload.workload, **WISH)
    step = max(found.steps, key=lambda one: one.done or 0)
    assert step.done == 7
    assert step.waiting is not None
    assert step.working is not None
    assert (step.waiting.median, step.working.median) == (7200.0, 3600.0)


def test_a_region_watches_its_own_and_small_numbers_stay_hidden(counter: Counter) -> None:
    own = counter.wish("oumar", workload.workload, **WISH)
    assert max(step.done or 0 for step in own.steps) == 6
    other = counter.wish(
        "mariam", workload.workload, procedure="petite_demande", slice_=Slice(YEAR.since, YEAR.until, "sikasso")
    )
    assert all(step.done is None or step.done == 0 for step in other.steps)
    for step in (*own.steps, *other.steps):
        assert step.open is None or step.open == 0 or step.open >= LEAST


def test_the_ministry_hears_of_whole_months_that_are_over(counter: Counter, clock: Clock) -> None:
    """Two spans that differ by a day, or the running month asked for day after day, would tell of that day."""
    whole = counter.wish("mariam", workload.workload, **WISH)
    first = clock.now.date().replace(day=1)
    for since, until in ((first, first), (first.replace(day=2), clock.now.date())):
        asked = {**WISH, "slice_": Slice(since, until)}
        assert counter.wish("mariam", workload.workload, **asked).steps == whole.steps
        assert all(not step.done for step in counter.wish("moussa", workload.workload, **asked).steps)


def test_a_region_chooses_among_its_own_only(counter: Counter) -> None:
    assert [slug for slug, _ in counter.wish("oumar", workload.regions)] == ["kayes"]
    assert {"kayes", "sikasso"} <= {slug for slug, _ in counter.wish("mariam", workload.regions)}
    with pytest.raises(NotAllowed):
        counter.wish("fanta", workload.regions)


def test_the_diagram_is_darkest_where_it_takes_longest(counter: Counter) -> None:
    found = counter.wish("mariam", workload.workload, **WISH)
    slowest = found.steps[0]
    picture = counter.wish("mariam", workload.heat, **WISH, words={slowest.element: "3 h"})
    assert "3 h" in picture
    assert "#D08A2C" in picture
    with pytest.raises(NotFound):
        counter.wish("mariam", workload.heat, procedure="nulle_part", slice_=YEAR, words={})


def test_who_may_not_watch_the_figures_is_refused(counter: Counter) -> None:
    with pytest.raises(NotAllowed):
        counter.wish("fanta", workload.workload, **WISH)
