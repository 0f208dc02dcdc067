"""What comes due: timers of cases, deadlines of tasks, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from migraflow.domain.cases import CaseState
from migraflow.domain.errors import NotAllowed
from migraflow.services import effects, notices, tasks, timers
from tests.cast import Clock
from tests.counter import Counter
from tests.small import petite_demande, publish


def told(counter: Counter, first: str) -> list[str]:
    """The models of the notices somebody has, the oldest first."""
    return [row.model for row in reversed(counter.wish(first, notices.inbox).rows)]


def until(counter: Counter, clock: Clock, **span: float) -> None:
    """Let time pass an hour at a time, the house looking at the clock."""
    end = clock.now + timedelta(**span)
    while clock.now < end:
        clock.advance(hours=1)
        counter.sweep()


def test_three_are_told_one_after_the_other_that_a_tasks_time_runs_out(counter: Counter, clock: Clock) -> None:
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    token = counter.task("moussa", "Valider").token
    counter.wish("moussa", tasks.claim, token=token)
    until(counter, clock, days=2, hours=12)
    assert told(counter, "moussa") == []
    until(counter, clock, days=1)
    assert told(counter, "moussa") == ["echeance_75"]
    until(counter, clock, days=10)
    assert told(counter, "moussa") == ["echeance_75"]
    assert told(counter, "seydou") == ["relance_absence"]
    with counter.agency.working() as work:
        rows = work.store.connection().exec_driver_sql("SELECT role, model FROM notices WHERE token <> ''").all()
    assert {("direction_generale", "echeance_100"), ("direction_generale", "echeance_150")} <= {tuple(r) for r in rows}
    late = [item.detail for item in counter.case("moussa", ref).timeline if item.kind == "late"]
    assert late == ["75", "100", "150"]


def test_the_supervisor_of_the_region_hears_of_a_late_interview_the_next_region_does_not(
    counter: Counter, clock: Clock
) -> None:
    counter.registered()
    until(counter, clock, days=3)
    assert told(counter, "oumar") == ["echeance_100"]
    assert "echeance_75" in told(counter, "awa")
    assert told(counter, "binta") == []
    assert counter.wish("oumar", notices.unread) == 1
    counter.wish("oumar", notices.mark_read)
    assert counter.wish("oumar", notices.unread) == 0


def test_a_task_done_in_time_tells_nobody(counter: Counter, clock: Clock) -> None:
    counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    until(counter, clock, days=3)
    assert told(counter, "awa") == []


def test_a_sweep_that_comes_late_tells_each_mark_once(counter: Counter, clock: Clock) -> None:
    counter.registered()
    clock.advance(days=30)
    counter.sweep()
    counter.sweep()
    assert told(counter, "oumar") == ["echeance_100"]


def test_nobody_at_a_desk_may_move_the_clock(counter: Counter) -> None:
    for use_case in (timers.sweep, effects.perform_due):
        with pytest.raises(NotAllowed):
            counter.wish("moussa", use_case)


def test_a_notice_is_filled_in_and_kept_once(counter: Counter) -> None:
    counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    counter.sweep()
    counter.sweep()
    (row,) = counter.wish("seydou", notices.inbox).rows
    assert row.subject == "Prenons un autre rendez-vous"
    assert "Bonjour Fatoumata Diarra" in row.body
    assert row.case_ref.startswith("PD-2026-KAY")


def test_an_effect_nobody_can_perform_is_given_up_and_the_case_goes_on(counter: Counter, clock: Clock) -> None:
    publish(counter.agency, petite_demande({'"avis"': '"message"'}))
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    until(counter, clock, days=3)
    sheet = counter.case("moussa", ref)
    assert sheet.state is CaseState.OPEN
    assert "failed" in [item.kind for item in sheet.timeline]


def test_a_case_whose_step_fails_is_set_aside_and_the_others_go_on(counter: Counter, clock: Clock) -> None:
    broken = counter.registered(recevable=False)
    fine = counter.registered(recevable=False)
    for _ in range(2):
        counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    with counter.agency.working() as work:
        key = work.store.connection().exec_driver_sql(f"SELECT id FROM cases WHERE ref = '{broken}'").scalar_one()
        spoil = "UPDATE snapshots SET content = (SELECT CAST('x' AS BLOB)) WHERE case_id = "
        if not counter.agency.database.embedded:
            spoil = "UPDATE snapshots SET content = 'x'::bytea WHERE case_id = "
        work.store.connection().exec_driver_sql(f"{spoil}{key}")
    clock.advance(days=31)
    counter.sweep()
    assert counter.case("fanta", broken).state is CaseState.BLOCKED
    assert counter.case("fanta", fine).outcome == "Rejeté"
    until(counter, clock, hours=5)
    told_of = [item.kind for item in counter.case("fanta", broken).timeline]
    assert told_of.count("failed") == 1


def test_a_case_set_aside_goes_on_once_its_step_can_be_taken(counter: Counter, clock: Clock) -> None:
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    aside = "UPDATE cases SET state = 'blocked', error = 'panne'"
    with counter.agency.working() as work:
        work.store.connection().exec_driver_sql(aside)
    assert [button.name for button in counter.case("fanta", ref).messages] == ["retrait", "recours"]
    counter.send("fanta", ref, "recours")
    assert counter.case("fanta", ref).state is CaseState.OPEN
