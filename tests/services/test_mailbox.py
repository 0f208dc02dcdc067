"""Words between cases: the right one takes them, once; what nobody takes is kept, and said to be lost in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.paging import Page
from migraflow.services import cases, mailbox, timers, undelivered
from migraflow.store import cases as case_store
from migraflow.store import journal
from migraflow.ui.mistakes import sentence
from tests.between import REPLY, answers, asks, follows, stops
from tests.cast import Clock
from tests.counter import Counter
from tests.small import publish


def asked(counter: Counter, number: str) -> str:
    """A question put, that waits for its answer."""
    receipt = counter.open(procedure="question")
    assert receipt.next_token
    counter.complete("fanta", receipt.next_token, {"numero": number})
    return receipt.case_ref


def answered(counter: Counter, number: str, avis: str = "oui") -> str:
    """An answer sent."""
    receipt = counter.open(procedure="reponse")
    assert receipt.next_token
    counter.complete("fanta", receipt.next_token, {"numero": number, "avis": avis})
    counter.sweep()
    return receipt.case_ref


def steps(counter: Counter, ref: str) -> list[str]:
    """What is open in a case."""
    return [step.element for step in counter.case("fanta", ref).open_steps]


def entries(counter: Counter, ref: str, kind: EntryKind) -> list[Entry]:
    """The journal of a case, of one kind."""
    with counter.agency.working() as work:
        case = case_store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        return [kept.entry for kept in journal.chain_of(work.store, case.id) if kept.entry.kind is kind]


def state_of(counter: Counter, column: str = "state") -> list[object]:
    """A column of every message, the oldest first."""
    with counter.agency.working() as work:
        rows = work.store.connection().exec_driver_sql(f"SELECT {column} FROM messages ORDER BY id")
        return [row[0] for row in rows]


def test_an_answer_reaches_the_case_of_its_number_though_another_has_waited_longer(counter: Counter) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    first, second = asked(counter, "A-1"), asked(counter, "A-2")
    sender = answered(counter, "A-2", "favorable")
    assert (steps(counter, first), steps(counter, second)) == (["attente"], ["A_2"])
    assert counter.known(second)["avis"] == "favorable"
    (told,) = entries(counter, second, EntryKind.MESSAGE)
    assert (told.name, told.detail["from"], told.detail["correlation"]) == ("Réponse reçue", sender, "A-2")


def test_a_key_is_read_as_the_standard_writes_it(counter: Counter) -> None:
    declared = REPLY + (
        '<bpmn:correlationProperty id="cp" name="numero"><bpmn:correlationPropertyRetrievalExpression '
        'messageRef="msg_reponse"><bpmn:messagePath>numero</bpmn:messagePath>'
        "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
    )
    publish(counter.agency, asks("", declared), answers(correlation="numero"))
    first, second = asked(counter, "A-1"), asked(counter, "A-2")
    answered(counter, "A-2")
    assert (steps(counter, first), steps(counter, second)) == (["attente"], ["A_2"])


def test_an_answer_without_a_key_goes_to_the_one_that_has_waited_longest(counter: Counter, clock: Clock) -> None:
    publish(counter.agency, asks(""), answers())
    first = asked(counter, "A-1")
    clock.advance(minutes=1)
    second = asked(counter, "A-2")
    answered(counter, "A-2")
    assert (steps(counter, first), steps(counter, second)) == (["A_2"], ["attente"])


def test_an_answer_to_another_number_is_never_taken_for_ones_own(counter: Counter) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    ref = asked(counter, "A-1")
    answered(counter, "A-9")
    assert steps(counter, ref) == ["attente"]
    assert state_of(counter) == ["waiting"]


def test_an_answer_that_comes_before_the_question_waits_for_it(counter: Counter, clock: Clock) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    answered(counter, "A-1", "déjà prêt")
    clock.advance(days=2)
    ref = asked(counter, "A-1")
    counter.sweep()
    assert counter.known(ref)["avis"] == "déjà prêt"
    (told,) = entries(counter, ref, EntryKind.MESSAGE)
    assert told.detail["late"] == 2 * 24 * 3600
    assert state_of(counter) == ["delivered"]


def test_an_answer_nobody_waits_for_in_its_time_is_lost_and_its_sender_says_so(counter: Counter, clock: Clock) -> None:
    publish(counter.agency, asks(), answers(correlation="numero", validite='@"P3D"'))
    sender = answered(counter, "A-1")
    clock.advance(days=3)
    ref = asked(counter, "A-1")
    counter.sweep()
    counter.sweep()
    assert steps(counter, ref) == ["attente"]
    assert state_of(counter) == ["expired"]
    (lost,) = entries(counter, sender, EntryKind.FAILED)
    assert "n’a trouvé aucun dossier qui l’attende jusqu’au 15 janvier 2026" in str(lost.detail["reason"])
    assert counter.case("fanta", sender).state is CaseState.CLOSED


def test_an_answer_begins_a_case_where_its_sender_is_when_nobody_waits(counter: Counter) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"), follows())
    waiting = asked(counter, "A-1")
    answered(counter, "A-1")
    assert steps(counter, waiting) == ["A_2"]
    answered(counter, "A-2", "nouveau")
    page: Page = counter.wish("fanta", cases.search, procedure="suite")
    (row,) = page.rows
    assert (row.region, row.steps) == ("kayes", ("Suivre",))
    assert counter.known(row.ref)["avis"] == "nouveau"
    assert entries(counter, row.ref, EntryKind.OPENED)


def test_a_signal_of_one_case_is_heard_by_every_other_that_waits_and_once(counter: Counter) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"), stops())
    refs = [asked(counter, number) for number in ("A-1", "A-2", "A-3")]
    for number in ("A-1", "A-2"):
        answered(counter, number)
    receipt = counter.open(procedure="arret")
    assert receipt.next_token
    counter.complete("fanta", receipt.next_token)
    counter.sweep()
    assert [steps(counter, ref) for ref in refs] == [["A_2", "A_3"], ["A_2", "A_3"], ["attente"]]
    counter.sweep()
    assert [len(entries(counter, ref, EntryKind.MESSAGE)) for ref in refs] == [2, 2, 0]


def test_the_house_makes_a_signal_heard_once_per_key(counter: Counter) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    ref = asked(counter, "A-1")
    answered(counter, "A-1")
    for _ in range(2):
        counter.agency.perform_as(SYSTEM, mailbox.announce, signal="arret", payload={}, key="crise-1")
    counter.sweep()
    assert steps(counter, ref) == ["A_2", "A_3"]


def test_a_partners_machine_sends_a_message_once_per_key(counter: Counter) -> None:
    publish(counter.agency, asks())
    refs = [asked(counter, "A-1"), asked(counter, "A-1")]
    for _ in range(2):
        counter.agency.perform_as(SYSTEM, mailbox.post, name="reponse", payload={}, correlation="A-1", key="p-1")
    counter.sweep()
    assert sorted(steps(counter, ref) for ref in refs) == [["A_2"], ["attente"]]


def test_several_workers_carry_each_message_once(counter: Counter) -> None:
    publish(counter.agency, asks())
    refs = [asked(counter, f"A-{number}") for number in range(6)]
    for number in range(6):
        wish = {"name": "reponse", "payload": {}, "correlation": f"A-{number}", "key": f"p-{number}"}
        counter.agency.perform_as(SYSTEM, mailbox.post, **wish)

    def carry() -> int:
        done = 0
        while counter.agency.perform_as(SYSTEM, mailbox.deliver_next):
            done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        carried = sum(found.result() for found in [pool.submit(carry) for _ in range(4)])
    assert carried == 6
    assert [len(entries(counter, ref, EntryKind.MESSAGE)) for ref in refs] == [1] * 6


def test_a_message_whose_taker_cannot_go_on_is_tried_again_and_then_given_up(counter: Counter, clock: Clock) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    ref = asked(counter, "A-1")
    with counter.agency.working() as work:
        work.store.connection().exec_driver_sql(f"UPDATE cases SET edition = 'perdue' WHERE ref = '{ref}'")
    sender = answered(counter, "A-1")
    assert state_of(counter) == ["waiting"]
    end = clock.now + timedelta(days=3)
    while clock.now < end:
        clock.advance(hours=3)
        counter.sweep()
    assert state_of(counter) == ["refused"]
    (lost,) = entries(counter, sender, EntryKind.FAILED)
    assert "n’avance pas" in str(lost.detail["reason"])


def lying(counter: Counter) -> list[tuple[str, str, str, str]]:
    """What the list of messages nobody took tells whoever looks after the house."""
    rows = counter.wish("ibrahim", undelivered.listing)
    return [(row.name, row.correlation, row.from_ref, row.state.value) for row in rows]


def first_lying(counter: Counter) -> int:
    """The first message of that list."""
    return counter.wish("ibrahim", undelivered.listing)[0].id


@pytest.mark.parametrize("days", [0, 31])
def test_a_message_with_a_wrong_key_is_given_by_hand_to_the_case_it_was_meant_for(
    counter: Counter, clock: Clock, days: int
) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    ref = asked(counter, "A-1")
    sender = answered(counter, "A-l", "favorable")
    clock.advance(days=days)
    counter.sweep()
    assert lying(counter) == [("reponse", "A-l", sender, "expired" if days else "waiting")]
    assert [row.label for row in counter.wish("ibrahim", undelivered.listing)] == ["Réponse reçue"]
    wish = {"message_id": first_lying(counter)}
    with pytest.raises(Unfit) as unfit:
        counter.wish("ibrahim", undelivered.deliver, ref=sender, **wish)
    assert sender in sentence(unfit.value, "fr")
    with pytest.raises(Unfit) as unfit:
        counter.wish("ibrahim", undelivered.deliver, ref="QU-0", **wish)
    assert "QU-0" in sentence(unfit.value, "fr")
    counter.wish("ibrahim", undelivered.deliver, ref=f" {ref.lower()} ", **wish)
    assert (steps(counter, ref), counter.known(ref)["avis"], lying(counter)) == (["A_2"], "favorable", [])
    assert [told.actor for told in entries(counter, ref, EntryKind.MESSAGE)] == ["Ibrahim Maïga"]
    assert [told.detail["to"] for told in entries(counter, sender, EntryKind.RETRIED)] == [ref]
    with pytest.raises(NotFound):
        counter.wish("ibrahim", undelivered.deliver, ref=ref, **wish)
    counter.sweep()
    assert state_of(counter) == ["delivered"]


def test_a_message_meant_for_nobody_is_put_aside_with_a_reason_its_sender_tells(counter: Counter) -> None:
    publish(counter.agency, asks(), answers(correlation="numero"))
    sender = answered(counter, "A-9")
    with pytest.raises(Unfit):
        counter.wish("ibrahim", undelivered.drop, message_id=first_lying(counter), reason="  ")
    counter.wish("ibrahim", undelivered.drop, message_id=first_lying(counter), reason="Question retirée")
    assert (lying(counter), state_of(counter)) == ([], ["dropped"])
    (told,) = entries(counter, sender, EntryKind.FAILED)
    assert (told.actor, told.detail["reason"]) == ("Ibrahim Maïga", "Écarté par Ibrahim Maïga : Question retirée")
    asked(counter, "A-9")
    counter.sweep()
    assert state_of(counter) == ["dropped"]


def test_only_those_who_look_after_the_house_see_and_move_messages(counter: Counter) -> None:
    for use_case, words in (
        (undelivered.listing, {}),
        (undelivered.deliver, {"message_id": 1, "ref": "A"}),
        (undelivered.drop, {"message_id": 1, "reason": "r"}),
    ):
        with pytest.raises(NotAllowed):
            counter.wish("moussa", use_case, **words)


def test_nobody_at_a_desk_speaks_for_the_house(counter: Counter) -> None:
    for use_case in (mailbox.deliver_next, mailbox.expire_next, timers.fire_next, timers.mark_next, timers.tidy):
        with pytest.raises(NotAllowed):
            counter.wish("moussa", use_case)
    with pytest.raises(NotAllowed):
        counter.wish("moussa", mailbox.announce, signal="arret", payload={})
