"""A step that cannot be taken: the case waits « à reprendre » with its cause, and those in charge decide."""

from __future__ import annotations

import pytest

from migraflow.domain.cases import CaseState
from migraflow.domain.errors import AlreadyDone, AnswersRejected, NotAllowed, NotFound, Unfit
from migraflow.domain.recovery import Stalled, Trouble
from migraflow.services import recovery, tasks
from migraflow.services.verification import verify
from migraflow.store.database import run
from tests.cast import MONDAY, Clock
from tests.counter import Counter
from tests.small import flow, petite_demande, publish

UNDECIDED = {
    flow("g_appel", "P_02", "admis = true") + flow("g_appel", "rejeter"): (
        flow("g_appel", "P_02", "admis = true") + flow("g_appel", "rejeter", "note > 3")
    ),
    'id="g_appel" default="f_g_appel_rejeter"': 'id="g_appel"',
}
"""Nobody foresaw an appeal turned down without a note: no way out of the gateway is open."""


@pytest.fixture
def stalled(counter: Counter) -> str:
    """A case whose appeal was turned down: its step broke, the answers are kept."""
    publish(counter.agency, petite_demande(UNDECIDED))
    ref = counter.registered(recevable=False)
    counter.do("fanta", "Notifier", motif_rejet="Hors compétence")
    counter.send("fanta", ref, "recours")
    with pytest.raises(Stalled):
        counter.do("moussa", "Statuer", admis=False)
    return ref


def trouble(counter: Counter, ref: str, first: str = "moussa") -> Trouble:
    """What somebody in charge sees of it."""
    found = counter.wish(first, recovery.trouble, ref=ref)
    assert found is not None
    return found


def decide(counter: Counter, use_case, ref: str, first: str = "moussa", **words: object):
    """Somebody in charge decides on the case as it stands."""
    told = {"version": trouble(counter, ref).version, "key": counter.key(), **words}
    return counter.wish(first, use_case, ref=ref, **told)


def kinds(counter: Counter, ref: str) -> list[str]:
    """The story of a case."""
    return [item.kind for item in counter.case("moussa", ref).timeline]


def sound(counter: Counter) -> bool:
    """Whether everything kept holds together."""
    with counter.agency.working() as work:
        return verify(work).faults == ()


def test_a_step_that_breaks_leaves_the_case_as_it_was_with_its_cause(counter: Counter, stalled: str) -> None:
    assert counter.case("fanta", stalled).state is CaseState.BLOCKED
    assert counter.task("moussa", "Statuer").assignee == ""
    seen = trouble(counter, stalled)
    assert (seen.step, seen.asked, seen.who, seen.at) == ("Admis ?", "Statuer sur le recours", "Moussa Keïta", MONDAY)
    assert seen.cause == "aucune condition n'est remplie et il n'y a pas de sortie par défaut"
    assert (seen.attempts, seen.may_skip) == (1, True)
    assert kinds(counter, stalled)[-1] == "failed"
    assert sound(counter)


def test_trying_again_without_a_change_counts_the_tries(counter: Counter, stalled: str) -> None:
    with pytest.raises(Stalled):
        decide(counter, recovery.retry, stalled)
    assert trouble(counter, stalled).attempts == 2
    assert counter.case("fanta", stalled).state is CaseState.BLOCKED


def test_an_answer_is_put_right_with_a_reason_and_the_step_goes_through_as_its_author_asked(
    counter: Counter, stalled: str
) -> None:
    assert ("admis", "Admis", "non") in [
        (one.name, one.label, one.value) for one in trouble(counter, stalled).amendable
    ]
    for value, reason, refusal in (("peut-être", "x", AnswersRejected), ("oui", "  ", Unfit)):
        with pytest.raises(refusal):
            decide(counter, recovery.amend, stalled, name="admis", value=value, reason=reason)
    decide(counter, recovery.amend, stalled, "seydou", name="admis", value="oui", reason="Mal saisi")
    decide(counter, recovery.retry, stalled, "oumar")
    assert counter.case("moussa", stalled).state is CaseState.OPEN
    assert counter.known(stalled)["admis"] is True
    assert counter.wish("moussa", recovery.trouble, ref=stalled) is None
    done = [(entry.step, entry.who) for entry in counter.case("moussa", stalled).answers]
    assert ("Statuer sur le recours", "Moussa Keïta") in done
    story = [(item.kind, item.who) for item in counter.case("moussa", stalled).timeline]
    assert ("amended", "Seydou Konaté") in story
    assert ("retried", "Oumar Touré") in story
    assert sound(counter)


def test_a_case_is_taken_past_its_step(counter: Counter, stalled: str) -> None:
    decide(counter, recovery.skip, stalled, reason="La note n'existe pas ici")
    assert counter.case("moussa", stalled).state is CaseState.OPEN
    assert counter.task("awa", "Mener").case_ref == stalled
    assert "skipped" in kinds(counter, stalled)
    assert sound(counter)


def test_a_case_is_annulled_and_nothing_of_it_waits(counter: Counter, stalled: str) -> None:
    token = counter.task("moussa", "Statuer").token
    decide(counter, recovery.annul, stalled, reason="Demande ouverte par erreur")
    sheet = counter.case("moussa", stalled)
    assert (sheet.state, sheet.outcome, sheet.messages) == (CaseState.CLOSED, "Annulé", ())
    assert ("annulled", "Demande ouverte par erreur") in [(item.kind, item.detail) for item in sheet.timeline]
    with pytest.raises(AlreadyDone) as late:
        counter.wish("moussa", tasks.complete, token=token, answers={"admis": True}, version=1, key="tard")
    assert late.value.who == "Moussa Keïta"
    assert sound(counter)


def test_of_two_who_decide_the_second_is_told_who_and_when(counter: Counter, clock: Clock, stalled: str) -> None:
    version = trouble(counter, stalled).version
    at = clock.advance(minutes=42)
    decide(counter, recovery.annul, stalled, reason="Doublon")
    clock.advance(minutes=1)
    for use_case, words in ((recovery.annul, {"reason": "x"}), (recovery.skip, {"reason": "x"}), (recovery.retry, {})):
        with pytest.raises(AlreadyDone) as late:
            counter.wish("seydou", use_case, ref=stalled, version=version, key=counter.key(), **words)
        assert (late.value.who, late.value.when) == ("Moussa Keïta", at)


def test_the_same_decision_sent_twice_is_taken_once(counter: Counter, stalled: str) -> None:
    words = {"version": trouble(counter, stalled).version, "reason": "Doublon", "key": "une-fois"}
    first = counter.wish("moussa", recovery.annul, ref=stalled, **words)
    assert counter.wish("moussa", recovery.annul, ref=stalled, **words) == first
    assert kinds(counter, stalled).count("annulled") == 1


def test_only_those_in_charge_decide(counter: Counter, stalled: str) -> None:
    for first in ("fanta", "awa"):
        assert counter.wish(first, recovery.trouble, ref=stalled) is None
        with pytest.raises(NotAllowed):
            counter.wish(first, recovery.retry, ref=stalled, version=1, key="k")
    for use_case in (recovery.trouble, recovery.retry):
        words = {} if use_case is recovery.trouble else {"version": 1, "key": "k"}
        with pytest.raises(NotFound):
            counter.wish("kadi", use_case, ref=stalled, **words)
    with pytest.raises(NotAllowed):
        counter.wish("moussa", recovery.note, failure=None)


def test_whoever_completes_it_again_with_better_answers_settles_it(counter: Counter, stalled: str) -> None:
    counter.do("moussa", "Statuer", admis=True)
    assert counter.case("moussa", stalled).state is CaseState.OPEN
    assert counter.wish("moussa", recovery.trouble, ref=stalled) is None


def test_another_step_of_the_case_does_not_hide_the_one_that_broke(counter: Counter) -> None:
    publish(counter.agency, petite_demande({
        flow("P_03", "j_et"): (
            '<bpmn:exclusiveGateway id="g_plan" name="Objectif ?"/>' + flow("P_03", "g_plan")
            + flow("g_plan", "j_et", 'objectif = "Partir"')
        ),
    }))  # fmt: skip
    ref = counter.registered()
    counter.do("awa", "Mener", projet="Travailler en Espagne")
    with pytest.raises(Stalled):
        counter.do("moussa", "Valider", objectif="Rester")
    counter.do("seydou", "Saisir", note=12)
    assert counter.case("moussa", ref).state is CaseState.BLOCKED
    assert trouble(counter, ref).step == "Objectif ?"
    counter.do("moussa", "Valider", objectif="Partir")
    assert counter.case("moussa", ref).state is CaseState.OPEN


def test_a_case_whose_edition_is_lost_waits_for_it_and_goes_on(counter: Counter, clock: Clock) -> None:
    ref = counter.registered()
    token = counter.task("awa", "Mener").token
    with counter.agency.working() as work:
        kept = run(work.store, "SELECT edition FROM cases WHERE ref = ?", (ref,)).scalar_one()
        run(work.store, "UPDATE cases SET edition = 'perdue' WHERE ref = ?", (ref,))
    with pytest.raises(Stalled):
        counter.wish("awa", tasks.complete, token=token, answers={"projet": "Partir en Espagne"}, version=1, key="p")
    clock.advance(days=40)
    counter.sweep()
    with counter.agency.working() as work:
        row = run(work.store, "SELECT state, error FROM cases WHERE ref = ?", (ref,)).one()
        assert (row.state, row.error) == ("blocked", "l'édition que suit le dossier n'est plus là")
        run(work.store, "UPDATE cases SET edition = ? WHERE ref = ?", (kept, ref))
        run(work.store, "UPDATE failures SET answers = ?", ('{"projet":"Partir en Espagne"}',))
    assert not trouble(counter, ref).may_skip
    decide(counter, recovery.retry, ref)
    assert counter.case("moussa", ref).state is CaseState.OPEN
    assert counter.task("moussa", "Valider").case_ref == ref
