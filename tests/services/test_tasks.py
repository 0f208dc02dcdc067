"""Tasks at the counter: taken, typed in, handed over, completed once."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from migraflow.domain.errors import AlreadyDone, AnswersRejected, Conflict, NotAllowed, NotFound, Unfit
from migraflow.domain.tasks import Basket, TaskState, Urgency
from migraflow.services import tasks
from migraflow.store import tasks as store
from tests.cast import CAST, MONDAY, Clock
from tests.counter import Counter
from tests.small import woman


def interview(counter: Counter) -> str:
    """The token of an interview that waits in Kayes."""
    counter.registered()
    return counter.task("awa", "Mener").token


def test_the_one_who_opens_a_case_has_its_first_task(counter: Counter) -> None:
    receipt = counter.open()
    assert receipt.next_token
    sheet = counter.sheet("fanta", receipt.next_token)
    assert (sheet.mine, sheet.may_complete, sheet.step_name) == (True, True, "Enregistrer la demande")
    assert sheet.due is not None
    assert (sheet.days, sheet.urgency) == (1, Urgency.SOON)


def test_a_task_is_for_its_lane_in_its_office(counter: Counter) -> None:
    token = interview(counter)
    assert [row.step for row in counter.inbox("awa")] == ["Mener l'entretien"]
    assert counter.inbox("binta") == ()
    with pytest.raises(NotFound):
        counter.sheet("binta", token)


def test_the_front_desk_sees_the_interview_but_may_not_do_it(counter: Counter) -> None:
    token = interview(counter)
    sheet = counter.sheet("fanta", token)
    assert (sheet.may_claim, sheet.may_complete) == (False, False)
    with pytest.raises(NotAllowed):
        counter.complete("fanta", token, {"projet": "Partir en Espagne"})
    with pytest.raises(NotAllowed):
        counter.wish("fanta", tasks.save_draft, token=token, answers={"projet": "x"})


def test_two_take_the_same_task_and_one_has_it(counter: Counter) -> None:
    receipt = counter.open()
    token = receipt.next_token
    assert token
    counter.wish("fanta", tasks.release, token=token)
    outcomes = race(counter, [("fanta", {}), ("nana", {})], tasks.claim, token)
    assert sorted(outcomes) == ["done", "refused"]


def race(counter: Counter, wishes, use_case, token: str) -> list[str]:
    """Several people wish for the same at the same moment; what became of each."""
    start, outcomes = Barrier(len(wishes)), []
    tokens = [counter.cast.token(first) for first, _ in wishes]

    def run(session: str, words: dict[str, object]) -> None:
        start.wait()
        try:
            counter.agency.perform(use_case, session, token=token, **words)
            outcomes.append("done")
        except AlreadyDone as refusal:
            outcomes.append("refused" if refusal.who and refusal.when else "unknown")

    threads = [Thread(target=run, args=(session, words)) for session, (_, words) in zip(tokens, wishes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_complete_the_same_task_and_the_second_is_told_who_was_first(counter: Counter) -> None:
    receipt = counter.open()
    token = receipt.next_token
    assert token
    counter.wish("fanta", tasks.release, token=token)
    version = counter.sheet("fanta", token).version
    answers = {"identite": woman(), "lieu": "Kayes"}
    wishes = [(first, {"answers": answers, "version": version, "key": f"k-{first}"}) for first in ("fanta", "nana")]
    assert sorted(race(counter, wishes, tasks.complete, token)) == ["done", "refused"]
    assert len(counter.inbox("awa")) == 1


def test_a_double_click_completes_once_and_answers_twice_alike(counter: Counter) -> None:
    token = interview(counter)
    words = {"answers": {"projet": "Partir en Espagne"}, "version": 1, "key": "double"}
    first = counter.wish("awa", tasks.complete, token=token, **words)
    again = counter.wish("awa", tasks.complete, token=token, **words)
    assert first == again
    assert len(counter.inbox("moussa")) == 1


def test_a_key_is_its_owners_own(counter: Counter) -> None:
    token = interview(counter)
    counter.complete("awa", token, {"projet": "Partir en Espagne"}, key="la-meme")
    with pytest.raises(AlreadyDone):
        counter.complete("koro", token, {"projet": "Partir en Espagne"}, key="la-meme")


def test_a_command_without_a_key_is_refused(counter: Counter) -> None:
    token = interview(counter)
    with pytest.raises(Unfit):
        counter.complete("awa", token, {"projet": "Partir en Espagne"}, key="")


def test_a_task_that_changed_hands_since_it_was_read_is_a_conflict(counter: Counter) -> None:
    token = interview(counter)
    counter.wish("awa", tasks.claim, token=token)
    before = counter.sheet("awa", token).version
    counter.wish("awa", tasks.hand_over, token=token, account_id=counter.cast.id("koro"))
    counter.wish("koro", tasks.release, token=token)
    with pytest.raises(Conflict):
        counter.complete("awa", token, {"projet": "Partir en Espagne"}, version=before)


def test_a_colleague_holds_the_task(counter: Counter) -> None:
    token = interview(counter)
    counter.wish("awa", tasks.claim, token=token)
    for wish in (tasks.claim, lambda work, token: tasks.save_draft(work, token=token, answers={})):
        with pytest.raises(AlreadyDone) as refusal:
            counter.wish("koro", wish, token=token)
        assert refusal.value.who == "Awa Diallo"
        assert refusal.value.when == MONDAY


def test_wrong_answers_name_each_field_and_change_nothing(counter: Counter) -> None:
    token = interview(counter)
    with pytest.raises(AnswersRejected) as refusal:
        counter.complete("awa", token, {"projet": "x", "inconnu": 1})
    assert {(error.path, error.code) for error in refusal.value.errors} == {
        ("projet", "too_short"), ("inconnu", "field_unknown")}  # fmt: skip
    assert counter.sheet("awa", token).state is TaskState.OPEN


def test_what_was_typed_is_there_after_a_pause(counter: Counter, clock: Clock) -> None:
    token = interview(counter)
    clock.advance(minutes=7)
    saved = counter.wish("awa", tasks.save_draft, token=token, answers={"projet": "Pa"})
    sheet = counter.sheet("awa", token)
    assert (sheet.answers["projet"], sheet.saved_at) == ("Pa", saved)
    assert sheet.mine
    counter.complete("awa", token, {"projet": "Partir en Espagne"})
    assert counter.sheet("awa", token).saved_at is None
    assert counter.sheet("awa", token).answers["projet"] == "Partir en Espagne"


def test_a_draft_goes_with_the_task_to_the_colleague(counter: Counter) -> None:
    token = interview(counter)
    counter.wish("awa", tasks.save_draft, token=token, answers={"projet": "Partir"})
    counter.wish("awa", tasks.hand_over, token=token, account_id=counter.cast.id("koro"))
    assert counter.sheet("koro", token).answers["projet"] == "Partir"


def test_a_draft_as_long_as_a_book_is_refused(counter: Counter) -> None:
    token = interview(counter)
    with pytest.raises(Unfit):
        counter.wish("awa", tasks.save_draft, token=token, answers={"projet": "x" * 300_000})


def test_a_task_is_handed_only_to_somebody_of_its_lane_and_place(counter: Counter) -> None:
    token = interview(counter)
    counter.wish("awa", tasks.claim, token=token)
    names = [name for _, name in counter.wish("awa", tasks.colleagues, token=token)]
    assert names == ["Korotoumou Koné"]
    for stranger in ("binta", "fanta", "moussa"):
        with pytest.raises(Unfit):
            counter.wish("awa", tasks.hand_over, token=token, account_id=counter.cast.id(stranger))


def test_the_regional_director_gives_a_stuck_task_back(counter: Counter) -> None:
    token = interview(counter)
    counter.wish("awa", tasks.claim, token=token)
    counter.wish("oumar", tasks.release, token=token)
    assert counter.sheet("awa", token).may_claim


def test_the_baskets_and_their_counts(counter: Counter, clock: Clock) -> None:
    counter.registered()
    counter.registered(identite=woman(nom="Traoré", prenoms="Aïssata"))
    token = counter.task("awa", "Mener").token
    counter.wish("awa", tasks.claim, token=token)
    counts = counter.wish("awa", tasks.counts)
    assert (counts.mine, counts.service, counts.late) == (1, 2, 0)
    clock.advance(days=3)
    assert counter.wish("awa", tasks.counts).late == 2
    late = counter.inbox("awa", Basket.LATE)
    assert {row.urgency for row in late} == {Urgency.LATE}
    assert late[0].days == -2
    counter.complete("awa", token, {"projet": "Partir en Espagne"})
    assert [row.token for row in counter.inbox("awa", Basket.DONE)] == [token]


@pytest.mark.parametrize("words", ["traore", "AÏS", "aissata traore", "76123456", "KAY-000002"])
def test_a_basket_is_searched_without_accents(counter: Counter, words: str) -> None:
    counter.registered(identite=woman(nom="Coulibaly", telephone="66 00 00 01"))
    counter.registered(identite=woman(nom="Traoré", prenoms="Aïssata"))
    assert [row.person for row in counter.inbox("awa", search=words)] == ["Aïssata Traoré"]


def test_baskets_page_by_fifty_without_losing_anybody(counter: Counter) -> None:
    for _ in range(53):
        counter.registered()
    first = counter.wish("awa", tasks.inbox, basket=Basket.SERVICE)
    assert first.after is not None
    second = counter.wish("awa", tasks.inbox, basket=Basket.SERVICE, after=first.after)
    assert (len(first.rows), len(second.rows), second.after) == (50, 3, None)
    assert len({row.token for row in first.rows + second.rows}) == 53


def test_the_two_ways_of_asking_who_sees_a_task_agree(counter: Counter) -> None:
    tokens = [interview(counter)]
    counter.open()
    counter.registered(age_declare=16)
    tokens += [row.token for first in ("fanta", "aminata") for row in counter.inbox(first)]
    for first in [member.first for member in CAST]:
        for token in tokens:
            assert seen_alone(counter, first, token) == seen_in_list(counter, first, token), (first, token)


def seen_alone(counter: Counter, first: str, token: str) -> bool:
    try:
        counter.sheet(first, token)
    except NotFound:
        return False
    return True


def seen_in_list(counter: Counter, first: str, token: str) -> bool:
    with counter.agency.working(counter.cast[first]) as work:
        return store.find(work.store, token, seen_by=work.actor) is not None
