"""An authority stops a destination, an employer, a case: nothing is completed, no clock runs, and all of it is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import NotAllowed, NotFound, Suspended, Unfit
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.suspensions import Suspension, SuspensionState
from migraflow.services import suspensions, tasks
from migraflow.services.verification import verify
from migraflow.store import cases as case_store
from migraflow.store import journal
from migraflow.store.database import Overtaken
from migraflow.ui.mistakes import sentence
from tests.between import offers
from tests.cast import Clock
from tests.counter import Counter
from tests.small import publish

WHY = {"reason": "Violences contre les travailleuses.", "basis": "Arrêté 2026-0112, article 3"}


@pytest.fixture
def desk(counter: Counter) -> Counter:
    """A counter where offers are dealt with, and which Fanta examines, too."""
    publish(counter.agency, offers())
    return counter


def offered(counter: Counter, country: str = "SAU", employer: str = "E-1") -> str:
    """An offer registered, to be validated."""
    receipt = counter.open(procedure="offre")
    assert receipt.next_token
    counter.complete("fanta", receipt.next_token, {"pays": country, "employeur": employer})
    counter.sweep()
    return receipt.case_ref


def suspended(counter: Counter, first: str = "mariam", kind: str = "corridor", subject: str = "SAU") -> Suspension:
    """Somebody suspends something, and the house tells the cases."""
    found = counter.wish(first, suspensions.suspend, kind=kind, subject=subject, **WHY)
    counter.sweep()
    return found


def lifted(counter: Counter, one: Suspension, first: str = "mariam", **how: object) -> None:
    """Somebody ends a suspension, and the house tells the cases."""
    counter.wish(first, suspensions.lift, suspension_id=one.id, reason="Accord signé.", **how)
    counter.sweep()


def token(counter: Counter, ref: str, element: str) -> str:
    """The token of an open step of a case."""
    return next(step.token for step in counter.case("fanta", ref).open_steps if step.element == element and step.token)


def steps(counter: Counter, ref: str) -> list[str]:
    """What is open in a case."""
    return [step.element for step in counter.case("fanta", ref).open_steps]


def entries(counter: Counter, ref: str, kind: EntryKind) -> list[Entry]:
    """The journal of a case, of one kind."""
    with counter.agency.working() as work:
        case = case_store.find(work.store, ref, seen_by=SYSTEM)
        assert case is not None
        return [kept.entry for kept in journal.chain_of(work.store, case.id) if kept.entry.kind is kind]


def test_no_task_is_completed_while_its_destination_is_suspended_and_the_refusal_says_who_when_why(
    desk: Counter,
) -> None:
    ref, other = offered(desk), offered(desk, "ESP")
    suspended(desk)
    held = token(desk, ref, "O_2")
    desk.wish("fanta", tasks.claim, token=held)
    desk.wish("fanta", tasks.save_draft, token=held, answers={"avis": "à garder"})
    with pytest.raises(Suspended) as refusal:
        desk.complete("fanta", held)
    said = sentence(refusal.value, "fr")
    assert "Suspendu par Mariam Sidibé" in said and "Arabie saoudite" in said and "Violences" in said
    desk.complete("fanta", token(desk, other, "O_2"))
    assert "attente" in steps(desk, other)
    (told,) = entries(desk, ref, EntryKind.SUSPENDED)
    assert (told.actor, told.detail["basis"]) == ("Mariam Sidibé", WHY["basis"])
    story = {item.kind: item for item in desk.case("fanta", ref).timeline}
    assert (story["suspended"].who, story["suspended"].detail) == ("Mariam Sidibé", WHY["reason"])


def test_the_page_of_a_task_and_of_its_case_say_that_it_is_suspended(desk: Counter) -> None:
    ref = offered(desk)
    one = suspended(desk)
    assert [held.reason for held in desk.case("fanta", ref).held] == [WHY["reason"]]
    assert [held.id for held in desk.sheet("fanta", token(desk, ref, "O_2")).held] == [one.id]
    lifted(desk, one)
    assert desk.case("fanta", ref).held == ()


def test_deadlines_stand_still_and_go_on_with_the_working_days_that_were_left(desk: Counter, clock: Clock) -> None:
    ref = offered(desk)
    row = desk.task("fanta", "Valider")
    assert row.due == datetime(2026, 1, 15, 16, tzinfo=UTC)
    clock.advance(days=1)
    one = suspended(desk)
    assert desk.task("fanta", "Valider").due is None
    clock.advance(days=20)
    desk.sweep()
    assert entries(desk, ref, EntryKind.LATE) == []
    lifted(desk, one)
    assert desk.task("fanta", "Valider").due == datetime(2026, 2, 4, 16, tzinfo=UTC)
    clock.advance(days=3)
    desk.sweep()
    assert [entry.detail["percent"] for entry in entries(desk, ref, EntryKind.LATE)] == [75, 100]


def test_no_timer_fires_while_suspended_and_the_rest_of_its_time_passes_afterwards(desk: Counter, clock: Clock) -> None:
    ref = offered(desk)
    desk.complete("fanta", token(desk, ref, "O_2"))
    clock.advance(days=4)
    one = suspended(desk)
    clock.advance(days=30)
    desk.sweep()
    assert steps(desk, ref)[0] != "O_3"
    lifted(desk, one)
    clock.advance(days=5)
    desk.sweep()
    assert entries(desk, ref, EntryKind.TIMER) == []
    clock.advance(days=1)
    desk.sweep()
    (fired,) = entries(desk, ref, EntryKind.TIMER)
    assert "late" not in fired.detail
    assert "O_3" in steps(desk, ref)


def test_the_clock_that_has_a_suspension_looked_at_again_goes_on_while_the_cases_own_stand_still(
    desk: Counter, clock: Clock
) -> None:
    ref = offered(desk)
    desk.complete("fanta", token(desk, ref, "O_2"))
    clock.advance(days=4)
    one = suspended(desk)
    desk.complete("fanta", token(desk, ref, "O_S"))
    clock.advance(days=89)
    desk.sweep()
    assert set(steps(desk, ref)) == {"attente", "reprise", "revoir"}
    clock.advance(days=1)
    desk.sweep()
    assert set(steps(desk, ref)) == {"attente", "O_V"}
    (fired,) = entries(desk, ref, EntryKind.TIMER)
    assert (fired.element, "late" in fired.detail) == ("revoir", False)
    desk.complete("fanta", token(desk, ref, "O_V"))
    clock.advance(days=10)
    lifted(desk, one)
    assert set(steps(desk, ref)) == {"attente", "O_R"}
    clock.advance(days=6)
    desk.sweep()
    assert set(steps(desk, ref)) == {"O_3", "O_R"}
    with desk.agency.working() as work:
        assert verify(work).faults == ()


def test_the_task_that_deals_with_a_suspension_is_done_meanwhile_and_its_end_is_heard(desk: Counter) -> None:
    ref = offered(desk)
    one = suspended(desk)
    assert desk.known(ref)["pays_suspendu"] == "SAU"
    desk.complete("fanta", token(desk, ref, "O_S"))
    assert set(steps(desk, ref)) == {"O_2", "reprise", "revoir"}
    lifted(desk, one)
    assert set(steps(desk, ref)) == {"O_2", "O_R"}
    (told,) = entries(desk, ref, EntryKind.RESUMED)
    assert told.detail["state"] == SuspensionState.LIFTED


def test_a_case_that_comes_to_concern_a_suspended_destination_is_held_at_once(desk: Counter) -> None:
    suspended(desk)
    ref = offered(desk)
    with pytest.raises(Suspended):
        desk.complete("fanta", token(desk, ref, "O_2"))
    assert desk.task("fanta", "Valider").due is None


def test_a_case_held_twice_goes_on_when_both_are_over(desk: Counter, clock: Clock) -> None:
    ref = offered(desk)
    first = suspended(desk)
    clock.advance(days=2)
    second = suspended(desk, "moussa", "employeur", "E-1")
    clock.advance(days=2)
    lifted(desk, first)
    with pytest.raises(Suspended) as refusal:
        desk.complete("fanta", token(desk, ref, "O_2"))
    assert refusal.value.who == "Moussa Keïta"
    clock.advance(days=3)
    lifted(desk, second, "moussa", annul=True)
    assert desk.task("fanta", "Valider").due == datetime(2026, 1, 23, 16, tzinfo=UTC)
    desk.complete("fanta", token(desk, ref, "O_2"))
    assert [entry.detail["state"] for entry in entries(desk, ref, EntryKind.RESUMED)] == ["lifted", "annulled"]


def test_one_case_is_suspended_by_its_number_the_next_goes_on(desk: Counter) -> None:
    ref, other = offered(desk), offered(desk)
    one = suspended(desk, "moussa", "dossier", ref.lower())
    with pytest.raises(Suspended, match="Dossier"):
        desk.complete("fanta", token(desk, ref, "O_2"))
    desk.complete("fanta", token(desk, other, "O_2"))
    lifted(desk, one, "moussa")
    desk.complete("fanta", token(desk, ref, "O_2"))


def test_a_suspended_case_may_still_be_withdrawn(desk: Counter) -> None:
    ref = offered(desk)
    one = suspended(desk)
    desk.send("fanta", ref, "retrait")
    lifted(desk, one)
    assert "O_2" not in steps(desk, ref)


def test_whoever_is_completing_a_task_at_the_moment_of_the_suspension_has_to_look_again(desk: Counter) -> None:
    ref = offered(desk)
    with desk.agency.working() as work:
        before = case_store.find(work.store, ref, seen_by=SYSTEM)
    suspended(desk)
    assert before is not None
    with desk.agency.working() as work, pytest.raises(Overtaken):
        case_store.move(work.store, before, before.version, next_due=None)


def test_the_ministry_suspends_a_destination_and_never_sees_a_case(desk: Counter) -> None:
    ref = offered(desk)
    with pytest.raises(NotFound):
        desk.wish("mariam", suspensions.suspend, kind="dossier", subject=ref, **WHY)
    one = suspended(desk)
    (row,) = desk.wish("mariam", suspensions.listing)
    assert (row.suspension.id, row.cases, row.kind_label) == (one.id, 1, "Pays de destination")
    suspended(desk, "moussa", "dossier", ref)
    assert [row.suspension.id for row in desk.wish("mariam", suspensions.listing)] == [one.id]
    assert len(desk.wish("moussa", suspensions.listing)) == 2
    assert [kind.code for kind in desk.wish("mariam", suspensions.kinds)] == ["employeur", "corridor"]
    assert desk.wish("moussa", suspensions.kinds)[0].code == "dossier"


def test_only_those_who_may_suspend_do(desk: Counter) -> None:
    for first in ("fanta", "awa", "salif", "ibrahim"):
        with pytest.raises(NotAllowed):
            desk.wish(first, suspensions.suspend, kind="corridor", subject="SAU", **WHY)
        with pytest.raises(NotAllowed):
            desk.wish(first, suspensions.listing)
    one = suspended(desk)
    with pytest.raises(NotAllowed):
        desk.wish("awa", suspensions.lift, suspension_id=one.id, reason="Non.")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"reason": " "}, "suspension_without_reason"),
        ({"basis": ""}, "suspension_without_basis"),
        ({"kind": "humeur"}, "suspension_kind_unknown"),
        ({"subject": "ZZZ"}, "suspension_subject_unknown"),
    ],
)
def test_a_suspension_says_what_why_and_by_what_right(desk: Counter, wish: dict[str, str], code: str) -> None:
    with pytest.raises(Unfit) as refusal:
        desk.wish("mariam", suspensions.suspend, **{"kind": "corridor", "subject": "SAU", **WHY, **wish})
    assert refusal.value.code == code


def test_what_is_suspended_already_is_not_suspended_again_nor_ended_twice(desk: Counter) -> None:
    one = suspended(desk)
    with pytest.raises(Unfit) as refusal:
        desk.wish("moussa", suspensions.suspend, kind="corridor", subject="SAU", **WHY)
    assert (refusal.value.code, refusal.value.facts["who"]) == ("suspended_already", "Mariam Sidibé")
    lifted(desk, one)
    with pytest.raises(Unfit, match="suspension_over"):
        desk.wish("mariam", suspensions.lift, suspension_id=one.id, reason="Encore.")
    again = suspended(desk)
    assert again.id != one.id
    assert [entry.kind for entry in entries(desk, offered(desk), EntryKind.CLOSED)] == []


def test_a_closed_case_is_told_nothing(desk: Counter, clock: Clock) -> None:
    ref = offered(desk)
    desk.send("fanta", ref, "retrait")
    assert desk.case("fanta", ref).state is CaseState.CLOSED
    suspended(desk)
    assert entries(desk, ref, EntryKind.SUSPENDED) == []
    with pytest.raises(Unfit, match="suspension_case_closed"):
        desk.wish("moussa", suspensions.suspend, kind="dossier", subject=ref, **WHY)
