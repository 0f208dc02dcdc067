"""Many people at once: every wish is granted once, nobody waits for ever, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import AlreadyDone
from migraflow.domain.journal import first_broken
from migraflow.services import cases, tasks
from migraflow.store import cases as store
from migraflow.store import journal
from tests.counter import Counter

AT_ONCE = 8


def test_numbers_stay_unique_when_everybody_opens_at_once(counter: Counter) -> None:
    session = counter.cast.token("fanta")

    def opened(number: int) -> str:
        wish = {"procedure": "petite_demande", "key": f"k{number}"}
        return counter.agency.perform(cases.start, session, **wish).case_ref

    with ThreadPoolExecutor(AT_ONCE) as pool:
        refs = list(pool.map(opened, range(32)))
    assert sorted(refs) == [f"PD-2026-KAY-{number:06}" for number in range(1, 33)]


def test_the_same_key_sent_at_once_from_two_windows_opens_one_case(counter: Counter) -> None:
    session = counter.cast.token("fanta")

    def opened(_: int) -> str:
        return counter.agency.perform(cases.start, session, procedure="petite_demande", key="la-meme").case_ref

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(opened, range(AT_ONCE))) == {"PD-2026-KAY-000001"}
    assert len(counter.wish("fanta", cases.search).rows) == 1


def test_parallel_tasks_raced_for_by_everybody_are_each_done_once_and_every_join_passes(counter: Counter) -> None:
    refs = [counter.registered() for _ in range(5)]
    for row in counter.inbox("awa"):
        counter.complete("awa", row.token, {"projet": "Partir en Espagne"})
    wishes = [(first, row.token, answers) for first, step, answers in (
        ("moussa", "Valider", {"objectif": "Apprendre"}), ("seydou", "Saisir", {"note": 12}))
        for row in counter.inbox(first) if row.step.startswith(step)] * 3  # fmt: skip
    sessions = {first: counter.cast.token(first) for first in ("moussa", "seydou")}

    def completed(place: int) -> bool:
        first, token, answers = wishes[place]
        try:
            counter.agency.perform(tasks.complete, sessions[first], token=token, answers=answers, version=1,
                                   key=f"c{place}")  # fmt: skip
        except AlreadyDone:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(completed, range(len(wishes))))
    assert (outcomes.count(True), outcomes.count(False)) == (10, 20)
    assert sorted(row.case_ref for row in counter.inbox("fanta")) == refs
    with counter.agency.working() as work:
        for ref in refs:
            case = store.find(work.store, ref, seen_by=SYSTEM)
            assert case is not None
            assert first_broken(journal.chain_of(work.store, case.id)) is None
