"""Two wishes at the very same moment: one is granted, the other is told who was first, and when."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest

from migraflow import worker
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import AlreadyDone
from migraflow.domain.recovery import Stalled
from migraflow.services import accounts, cases, recovery, tasks
from migraflow.services.verification import verify
from migraflow.store import standing
from tests.cast import MONDAY, Clock
from tests.counter import Counter
from tests.services.test_recovery import UNDECIDED
from tests.small import chain, flow, node, petite_demande, publish, timer

ROUNDS = 20 if os.environ.get("MIGRAFLOW_SOAK") else 3
PROJECT = {"projet": "Travailler en Espagne"}
Wish = Callable[[], object]


def at_once(*wishes: Wish) -> list[object]:
    """What each of `wishes`, granted at the same moment, came to: an answer, or the refusal."""
    start = Barrier(len(wishes))

    def outcome(wish: Wish) -> object:
        start.wait(30)
        try:
            return wish()
        except AlreadyDone as refusal:
            return refusal

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(outcome, wishes))


def winner(outcomes: list[object], names: list[str], at: object = MONDAY) -> str:
    """Who of `names` was granted their wish; all the others were told exactly that, and when."""
    won = [name for name, outcome in zip(names, outcomes, strict=True) if not isinstance(outcome, AlreadyDone)]
    assert len(won) == 1
    told = {(outcome.who, outcome.when) for outcome in outcomes if isinstance(outcome, AlreadyDone)}
    assert told == {(won[0], at)}
    return won[0]


def completing(counter: Counter, first: str, token: str, answers: object, **words: object) -> Wish:
    """Somebody completes a task, with a key of their own."""
    wish = {"token": token, "answers": answers, "version": 1, "key": counter.key(), **words}
    return partial(counter.agency.perform, tasks.complete, counter.cast.token(first), **wish)


def claiming(counter: Counter, first: str, token: str) -> Wish:
    """Somebody takes a task."""
    return partial(counter.agency.perform, tasks.claim, counter.cast.token(first), token=token)


def signalling(counter: Counter, first: str, ref: str) -> Wish:
    """Somebody tells a case that its applicant withdraws."""
    wish = {"ref": ref, "name": "retrait", "answers": {"motif": "Renonce"}, "key": counter.key()}
    return partial(counter.agency.perform, cases.send_message, counter.cast.token(first), **wish)


def sound(counter: Counter) -> bool:
    """Whether everything kept holds together."""
    with counter.agency.working() as work:
        return verify(work).faults == ()


def told(counter: Counter, ref: str, kind: str) -> int:
    """How many entries of a kind the story of a case has."""
    return [item.kind for item in counter.case("moussa", ref).timeline].count(kind)


def test_fifty_complete_one_task_and_one_of_them_does(counter: Counter) -> None:
    ref = counter.registered()
    token = counter.task("awa", "Mener").token
    people = ["awa", "koro"] * 25
    outcomes = at_once(*(completing(counter, first, token, PROJECT) for first in people))
    names = {"awa": "Awa Diallo", "koro": "Korotoumou Koné"}
    winner(outcomes, [names[first] for first in people])
    assert told(counter, ref, "completed") == 2
    assert sound(counter)


def test_two_take_one_task(counter: Counter) -> None:
    for _ in range(ROUNDS):
        counter.registered()
        token = next(row.token for row in counter.inbox("awa") if not row.assignee)
        outcomes = at_once(*(claiming(counter, first, token) for first in ("awa", "koro")))
        winner(outcomes, ["Awa Diallo", "Korotoumou Koné"])
    assert sound(counter)


def test_one_takes_what_another_completes(counter: Counter) -> None:
    for _ in range(ROUNDS):
        counter.registered()
        token = next(row.token for row in counter.inbox("awa") if row.step.startswith("Mener") and not row.assignee)
        outcomes = at_once(claiming(counter, "koro", token), completing(counter, "awa", token, PROJECT))
        winner(outcomes, ["Korotoumou Koné", "Awa Diallo"])
    assert sound(counter)


def drafting(counter: Counter, first: str, token: str) -> Wish:
    """Somebody's form saves what they typed."""
    wish = {"token": token, "answers": {"projet": "Travailler en Es"}}
    return partial(counter.agency.perform, tasks.save_draft, counter.cast.token(first), **wish)


def test_a_form_saves_itself_while_its_task_is_completed(counter: Counter) -> None:
    for _ in range(ROUNDS):
        ref = counter.registered()
        token = next(row.token for row in counter.inbox("awa") if row.case_ref == ref)
        at_once(drafting(counter, "awa", token), completing(counter, "awa", token, PROJECT))
        assert told(counter, ref, "completed") == 2
    assert sound(counter)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_draft_saved_between_reading_and_completing_goes_with_its_task(counter: Counter) -> None:
    counter.registered()
    token = counter.task("awa", "Mener").token
    counter.wish("awa", tasks.claim, token=token)
    with counter.agency.working() as work:
        found = standing.of_task(work.store, token)
        assert found is not None and not found.drafted
        drafting(counter, "awa", token)()
        awa = counter.wish("awa", accounts.who)
        tasks.completed(replace(work, actor=awa), found, PROJECT, "cle-du-brouillon")
    assert sound(counter)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_draft_that_comes_while_its_task_is_being_completed_is_told_that_it_is_done(counter: Counter) -> None:
    counter.registered()
    token = counter.task("awa", "Mener").token
    counter.wish("awa", tasks.claim, token=token)
    awa = counter.wish("awa", accounts.who)
    with ThreadPoolExecutor(1) as pool:
        with counter.agency.working() as work:
            found = standing.of_task(work.store, token)
            assert found is not None
            tasks.completed(replace(work, actor=awa), found, PROJECT, "cle-du-brouillon")
            saved = pool.submit(drafting(counter, "awa", token))
            with pytest.raises(TimeoutError):
                saved.result(0.3)
        with pytest.raises(AlreadyDone):
            saved.result(30)
    assert sound(counter)


def test_one_completes_what_another_annuls(counter: Counter) -> None:
    publish(counter.agency, petite_demande(UNDECIDED))
    for _ in range(ROUNDS):
        ref = counter.registered(recevable=False)
        counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
        counter.send("fanta", ref, "recours")
        token = next(row.token for row in counter.inbox("moussa") if row.case_ref == ref)
        with pytest.raises(Stalled):
            counter.complete("moussa", token, {"admis": False})
        seen = counter.wish("seydou", recovery.trouble, ref=ref)
        assert seen is not None
        decision = {"ref": ref, "version": seen.version, "reason": "Doublon", "key": counter.key()}
        annulling = partial(counter.agency.perform, recovery.annul, counter.cast.token("seydou"), **decision)
        outcomes = at_once(annulling, completing(counter, "moussa", token, {"admis": True}))
        won = winner(outcomes, ["Seydou Konaté", "Moussa Keïta"])
        state = counter.case("moussa", ref).state
        assert (state is CaseState.CLOSED) == (won == "Seydou Konaté")
        assert told(counter, ref, "annulled") + told(counter, ref, "completed") == 3
    assert sound(counter)


def test_one_withdraws_what_another_brings_to_its_end(counter: Counter) -> None:
    for _ in range(ROUNDS):
        ref = counter.registered()
        counter.do("awa", "Mener", **PROJECT)
        counter.do("moussa", "Valider", objectif="Apprendre")
        counter.do("seydou", "Saisir", note=12)
        token = counter.task("fanta", "Clôturer").token
        outcomes = at_once(signalling(counter, "awa", ref), completing(counter, "fanta", token, {}))
        won = winner(outcomes, ["Awa Diallo", "Fanta Coulibaly"])
        assert told(counter, ref, "message") == (won == "Awa Diallo")
        if won == "Awa Diallo":
            counter.do("fanta", "Enregistrer le retrait", observations="Vu")
    assert sound(counter)


def test_a_task_is_completed_at_the_moment_its_time_is_over(counter: Counter, clock: Clock) -> None:
    over = node("boundaryEvent", "trop_tard", timer("td2", "P20D"), attachedToRef="P_03", cancelActivity="true",
                name="Plan trop tardif")  # fmt: skip
    merged = node("exclusiveGateway", "m_plan") + chain("P_03", "m_plan", "j_et") + chain("trop_tard", "m_plan")
    publish(counter.agency, petite_demande({flow("P_03", "j_et"): over + merged}))
    for _ in range(ROUNDS):
        ref = counter.registered()
        counter.do("awa", "Mener", **PROJECT)
        token = next(row.token for row in counter.inbox("moussa") if row.case_ref == ref)
        counter.cast.token("moussa")
        clock.advance(days=20)
        counter.cast.tokens.clear()
        outcomes = at_once(
            partial(worker.sweep, counter.agency), completing(counter, "moussa", token, {"objectif": "Apprendre"})
        )
        fired = isinstance(outcomes[1], AlreadyDone)
        if isinstance(outcomes[1], AlreadyDone):
            assert (outcomes[1].who, outcomes[1].when) == ("migraflow", clock.now)
        worker.sweep(counter.agency)
        counter.cast.tokens.clear()
        assert (told(counter, ref, "timer"), told(counter, ref, "completed")) == ((1, 2) if fired else (0, 3))
        counter.do("seydou", "Saisir", note=12)
        counter.do("fanta", "Clôturer")
        assert counter.case("moussa", ref).state is CaseState.CLOSED
    assert sound(counter)
