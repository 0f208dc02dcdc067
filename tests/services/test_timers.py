"""What comes due: timers of cases, deadlines of tasks, and who is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import NotAllowed
from migraflow.domain.journal import Entry, EntryKind
from migraflow.engine import Bundle
from migraflow.services import effects, notices, tasks, timers
from migraflow.store import cases as case_store
from migraflow.store import journal
from migraflow.ui.case_words import Step, case_words
from tests.between import bundle
from tests.cast import Clock
from tests.counter import Counter
from tests.small import chain, lanes, node, petite_demande, publish, task, timer


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


def entries(counter: Counter, ref: str, kind: EntryKind) -> list[Entry]:
    """The journal of a case, of one kind, in its order."""
    with counter.agency.working() as work:
        case = case_store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        return [kept.entry for kept in journal.chain_of(work.store, case.id) if kept.entry.kind is kind]


def test_a_timer_fired_by_a_machine_that_was_off_for_days_fires_once_and_says_how_late(
    counter: Counter, clock: Clock
) -> None:
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    clock.advance(days=33)
    assert counter.sweep() > 0
    assert counter.sweep() == 0
    (fired,) = entries(counter, ref, EntryKind.TIMER)
    assert fired.detail["late"] == 3 * 24 * 3600
    assert "3 jours" in next(step.detail for step in words_of(counter, ref, clock) if step.title.startswith("Délai"))


def words_of(counter: Counter, ref: str, clock: Clock) -> list[Step]:
    """The path of a case as Fanta reads it."""
    return case_words(counter.case("fanta", ref), clock.now, "fr").path


def test_a_timer_fired_in_time_says_nothing_of_it(counter: Counter, clock: Clock) -> None:
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    clock.advance(days=30)
    counter.sweep()
    (fired,) = entries(counter, ref, EntryKind.TIMER)
    assert "late" not in fired.detail


def reminded() -> Bundle:
    """One task, beside which somebody is reminded every ten days."""
    start = node("startEvent", "rappel", timer("dt", "R2/P10D").replace("timeDuration", "timeCycle"),
                 name="Dix jours passés", isInterrupting="false")  # fmt: skip
    beside = start + task("E_2", "Relancer") + node("endEvent", "fin_e") + chain("rappel", "E_2", "fin_e")
    return bundle(
        "rappels", "RA",
        lanes(accueil="debut E_1 E_2 fin_fini"),
        node("startEvent", "debut"), task("E_1", "Attendre"), node("endEvent", "fin_fini"),
        node("subProcess", "cote", beside, triggeredByEvent="true"),
        chain("debut", "E_1", "fin_fini"),
        before="",
    )  # fmt: skip


def test_a_timer_that_begins_something_beside_the_case_says_how_late_it_came_too(
    counter: Counter, clock: Clock
) -> None:
    publish(counter.agency, reminded())
    ref = counter.open("fanta", "rappels").case_ref
    clock.advance(days=12)
    counter.sweep()
    (fired,) = entries(counter, ref, EntryKind.TIMER)
    assert (fired.element, fired.detail["late"]) == ("rappel", 2 * 24 * 3600)
    assert "2 jours" in next(step.detail for step in words_of(counter, ref, clock) if step.title.startswith("Dix"))
    clock.advance(days=8)
    counter.sweep()
    assert "late" not in entries(counter, ref, EntryKind.TIMER)[1].detail


def test_marks_told_late_come_in_their_order_and_say_so(counter: Counter, clock: Clock) -> None:
    ref = counter.registered()
    clock.advance(days=30)
    counter.sweep()
    told_marks = entries(counter, ref, EntryKind.LATE)
    assert [entry.detail["percent"] for entry in told_marks] == [75, 100, 150]
    lates = [entry.detail["late"] for entry in told_marks]
    assert lates == sorted(lates, reverse=True) and lates[-1] > 20 * 24 * 3600
    assert "en retard sur le moment prévu" in counter.wish("oumar", notices.inbox).rows[0].body


def test_a_clock_that_jumps_back_fires_nothing_twice_and_nothing_too_early(counter: Counter, clock: Clock) -> None:
    gone = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    clock.advance(days=31)
    counter.sweep()
    clock.advance(days=-20)
    later = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    counter.sweep()
    assert counter.case("fanta", later).state is CaseState.OPEN
    clock.advance(days=25)
    counter.sweep()
    assert len(entries(counter, gone, EntryKind.TIMER)) == 1
    assert counter.case("fanta", later).state is CaseState.OPEN
    clock.advance(days=6)
    counter.sweep()
    assert len(entries(counter, gone, EntryKind.TIMER)) == len(entries(counter, later, EntryKind.TIMER)) == 1


def test_the_case_that_waited_longest_is_fired_first_each_in_its_own_transaction(
    counter: Counter, clock: Clock
) -> None:
    refs = []
    for _ in range(3):
        refs.append(counter.registered(recevable=False))
        counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
        clock.advance(hours=1)
    clock.advance(days=40)
    closed: list[str] = []
    while counter.agency.perform_as(SYSTEM, timers.fire_next):
        closed += [ref for ref in refs if ref not in closed and counter.case("fanta", ref).state is CaseState.CLOSED]
    assert closed == refs


def test_whatever_is_wrong_with_one_case_the_ones_behind_it_are_fired(counter: Counter, clock: Clock) -> None:
    broken = counter.registered(recevable=False)
    fine = counter.registered(recevable=False)
    for _ in range(2):
        counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    with counter.agency.working() as work:
        lost = f"UPDATE cases SET edition = 'perdue' WHERE ref = '{broken}'"
        work.store.connection().exec_driver_sql(lost)
    clock.advance(days=31)
    counter.sweep()
    assert counter.case("fanta", fine).state is CaseState.CLOSED
    with counter.agency.working() as work:
        case = case_store.find(work.store, broken, seen_by=SYSTEM)
        assert case is not None and case.state is CaseState.BLOCKED


def test_several_workers_at_once_fire_every_case_once(counter: Counter, clock: Clock) -> None:
    refs = [counter.registered(recevable=False) for _ in range(8)]
    for _ in refs:
        counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    clock.advance(days=31)

    def work_on() -> int:
        done = 0
        while counter.agency.perform_as(SYSTEM, timers.fire_next):
            done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        fired = sum(found.result() for found in [pool.submit(work_on) for _ in range(4)])
    assert fired == len(refs)
    assert [len(entries(counter, ref, EntryKind.TIMER)) for ref in refs] == [1] * len(refs)


def test_a_deadline_changed_in_the_register_holds_for_new_tasks_only(counter: Counter, clock: Clock) -> None:
    counter.registered()
    before = counter.task("awa", "Mener").due
    agency = counter.agency
    longer = replace(agency.house.deadlines["DS-05"], amount=4)
    agency.house = replace(agency.house, deadlines={**agency.house.deadlines, "DS-05": longer})
    counter.registered("nana")
    dues = sorted(row.due for row in counter.inbox("awa") if row.due and row.step.startswith("Mener"))
    assert dues[0] == before
    assert dues[1] > dues[0]
