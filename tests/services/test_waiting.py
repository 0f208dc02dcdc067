"""« Pourquoi ce dossier attend-il ? »: who or what it waits for, since when, what is usual, who can move it."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotFound
from migraflow.domain.waiting import FEW, Cause, usual
from migraflow.services import cases, waiting
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman


@pytest.fixture
def counter(agency: Agency, cast: Cast) -> Counter:
    """An agency that follows a small procedure."""
    publish(agency, petit_secret(), petite_demande())
    return Counter(agency, cast)


def test_of_a_few_times_nothing_is_said_and_of_more_the_median_and_the_nine_in_ten() -> None:
    assert usual([60] * (FEW - 1)) is None
    known = usual([10, 20, 30, 40, 50, 60, 70, 80, 90, 1000])
    assert known is not None
    assert (known.count, known.median, known.p90) == (10, 55.0, 90)


def test_a_task_nobody_took_waits_for_its_service_and_names_who_can_take_it(counter: Counter) -> None:
    ref = counter.open().case_ref
    [reason] = counter.wish("fanta", waiting.why, ref=ref)
    sheet = counter.wish("fanta", cases.sheet, ref=ref)
    assert reason.name == sheet.open_steps[0].name
    assert reason.since == sheet.open_steps[0].since
    assert reason.cause in (Cause.SERVICE, Cause.COLLEAGUE)
    assert reason.usual is None
    assert {*reason.movers, reason.who} & {"Fanta Coulibaly"}


def test_what_lasts_longer_than_nine_times_in_ten_is_said_to(counter: Counter, clock: Clock) -> None:
    for _ in range(FEW):
        receipt = counter.open()
        assert receipt.next_token
        clock.advance(hours=2)
        counter.complete("fanta", receipt.next_token, {"identite": woman(), "lieu": "Kayes"})
    ref = counter.open().case_ref
    clock.advance(hours=1)
    [reason] = counter.wish("fanta", waiting.why, ref=ref)
    assert reason.usual is not None
    assert (reason.usual.count, reason.usual.median, reason.longer) == (FEW, 7200.0, False)
    clock.advance(hours=2)
    [reason] = counter.wish("fanta", waiting.why, ref=ref)
    assert reason.longer


def test_word_from_outside_names_the_roles_that_may_bring_it(counter: Counter) -> None:
    ref = counter.registered()
    found = counter.wish("fanta", waiting.why, ref=ref)
    sheet = counter.case("fanta", ref)
    assert [reason.name for reason in found] == [step.name for step in sheet.open_steps]
    told = [reason for reason in found if reason.cause is Cause.MESSAGE]
    assert all(reason.movers for reason in told)


def test_who_does_not_see_the_case_is_told_of_none(counter: Counter) -> None:
    ref = counter.open().case_ref
    with pytest.raises(NotFound):
        counter.wish("binta", waiting.why, ref=ref)
