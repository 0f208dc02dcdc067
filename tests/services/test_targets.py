"""The ministry fixes a target with a reason; when a figure crosses its threshold those who watch are told once, and
once again when it is back. Nothing is ever told of a figure the page would hide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.facts import Fact
from migraflow.domain.indicators import Definition
from migraflow.domain.targets import last_month, last_quarter, said, span_of
from migraflow.services import alerts, facts, notices, targets
from migraflow.services.work import Work
from migraflow.store import facts as fact_store
from tests.cast import Clock
from tests.counter import Counter

WHY = "Engagement pris devant le comité de pilotage."
Kept = Callable[[date, int, int], None]


@pytest.fixture
def kept(counter: Counter) -> Kept:
    """Let so many deadlines be kept and so many missed on a day, as the worker would have counted them."""
    counter.registered()
    while counter.agency.perform_as(SYSTEM, facts.count_next):
        continue
    told: list[Fact] = []

    def tell(day: date, held: int, missed: int) -> None:
        told.extend(Fact("echeance", day, "accueil", value, ("kayes", "dr_kayes", *[""] * 7))
                    for value in (*[1] * held, *[0] * missed))  # fmt: skip

        def keep(work: Work) -> None:
            case = fact_store.about(work.store, 1)
            fact_store.keep(work.store, [(case, told)])

        counter.agency.perform_as(SYSTEM, keep)

    return tell


def check(counter: Counter) -> int:
    """The worker looks at the figures."""
    return counter.agency.perform_as(SYSTEM, alerts.check_daily)


def inbox(counter: Counter, first: str) -> list[tuple[str, str]]:
    """Model and subject of somebody's notices about thresholds, the oldest first."""
    rows = counter.wish(first, notices.inbox).rows
    return [(row.model, row.body) for row in reversed(rows) if row.model.startswith("seuil")]


def fix(counter: Counter, threshold: str = "80", code: str = "QS03", target: str = "95") -> None:
    """The ministry fixes a target and a threshold."""
    counter.wish("mariam", targets.fix, code=code, target=target, threshold=threshold, reason=WHY)


def to_next_month(clock: Clock) -> date:
    """Go on to the fifth of the next month; a day of the month that is over."""
    begun = clock.now.date().replace(day=1)
    while clock.now.date().replace(day=1) == begun:
        clock.advance(days=1)
    clock.advance(days=4)
    return begun.replace(day=10)


def test_a_crossed_threshold_is_told_once_and_its_return_once(counter: Counter, kept: Kept, clock: Clock) -> None:
    fix(counter)
    kept(to_next_month(clock), 30, 20)
    assert check(counter) == 1
    ((model, body),) = inbox(counter, "mariam")
    assert model == "seuil_franchi"
    assert "60 %" in body
    assert "80 %" in body
    assert len(inbox(counter, "moussa")) == 1
    assert inbox(counter, "oumar") == []  # watches one region only
    assert inbox(counter, "awa") == []
    for _ in range(3):  # the worker looks again, today and the next days
        assert check(counter) == 0
        clock.advance(days=1)
    assert "QS03" in counter.wish("mariam", targets.alerted)
    kept(to_next_month(clock), 45, 5)
    assert check(counter) == 1
    assert [model for model, _ in inbox(counter, "mariam")] == ["seuil_franchi", "seuil_retabli"]
    assert "90 %" in inbox(counter, "mariam")[1][1]
    assert counter.wish("mariam", targets.alerted) == frozenset()
    clock.advance(days=1)
    assert check(counter) == 0
    kept(to_next_month(clock), 10, 40)
    assert check(counter) == 1
    assert [model for model, _ in inbox(counter, "mariam")][2:] == ["seuil_franchi"]


def test_a_figure_of_fewer_than_five_raises_nothing_and_takes_nothing_back(
    counter: Counter, kept: Kept, clock: Clock
) -> None:
    fix(counter)
    clock.advance(days=40)
    kept(to_next_month(clock), 0, 4)
    assert check(counter) == 0
    assert inbox(counter, "mariam") == []
    kept(to_next_month(clock), 20, 30)
    assert check(counter) == 1
    for _ in range(4):  # later months know four deadlines kept, each quarter fewer than five
        to_next_month(clock)
    kept(clock.now.date().replace(day=1), 4, 0)
    to_next_month(clock)
    assert check(counter) == 0
    assert "QS03" in counter.wish("mariam", targets.alerted)


def test_a_share_in_which_four_people_missed_is_not_told_either(counter: Counter, kept: Kept, clock: Clock) -> None:
    fix(counter, threshold="99")
    kept(to_next_month(clock), 50, 3)
    assert check(counter) == 0
    assert inbox(counter, "mariam") == []


def test_a_threshold_taken_away_ends_its_alert_without_a_word(counter: Counter, kept: Kept, clock: Clock) -> None:
    fix(counter)
    kept(to_next_month(clock), 30, 20)
    assert check(counter) == 1
    fix(counter, threshold="")
    assert check(counter) == 0
    assert counter.wish("mariam", targets.alerted) == frozenset()
    assert len(inbox(counter, "mariam")) == 1


def test_a_new_threshold_is_looked_at_the_same_day(counter: Counter, kept: Kept, clock: Clock) -> None:
    kept(to_next_month(clock), 30, 20)
    assert check(counter) == 0
    fix(counter)
    assert check(counter) == 1


def test_what_was_fixed_is_kept_with_who_when_and_why(counter: Counter, clock: Clock) -> None:
    fix(counter, code="OI03", target="5", threshold="12,5")
    clock.advance(days=1)
    fix(counter, code="OI03", target="6", threshold="")
    sheet = counter.wish("mariam", targets.sheet, code="OI03")
    assert [(goal.target, goal.threshold) for goal in sheet.goals] == [(6.0, None), (5.0, 12.5)]
    assert {(goal.by, goal.reason) for goal in sheet.goals} == {("Mariam Sidibé", WHY)}
    assert sheet.goals[0].at > sheet.goals[1].at
    assert (sheet.definition.target, sheet.definition.threshold, sheet.may_fix) == (6.0, None, True)


def test_only_the_ministry_fixes_targets_and_says_why(counter: Counter) -> None:
    wish = {"code": "QS03", "target": "90", "threshold": "80", "reason": WHY}
    for first in ("moussa", "oumar", "awa", "salif"):
        with pytest.raises(NotAllowed):
            counter.wish(first, targets.fix, **wish)
    assert not counter.wish("moussa", targets.sheet, code="QS03").may_fix
    with pytest.raises(NotAllowed):
        counter.wish("awa", targets.sheet, code="QS03")
    with pytest.raises(NotFound):
        counter.wish("mariam", targets.fix, **{**wish, "code": "ZZ99"})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"reason": "non"}, "target_without_reason"),
        ({"target": "beaucoup"}, "target_not_a_number"),
        ({"threshold": "1e400"}, "target_not_a_number"),
        ({"code": "DS01"}, "threshold_without_direction"),
        ({"code": "OI03", "target": "5", "threshold": ""}, "target_unchanged"),
    ],
)
def test_what_cannot_be_fixed_is_said(counter: Counter, words: dict[str, str], code: str) -> None:
    wish = {"code": "QS03", "target": "90", "threshold": "80", "reason": WHY, **words}
    with pytest.raises(Unfit) as refusal:
        counter.wish("mariam", targets.fix, **wish)
    assert refusal.value.code == code


def test_the_catalogue_is_searched_by_words_page_and_tag(counter: Counter) -> None:
    def codes(**words: str) -> set[str]:
        found = cast("tuple[Definition, ...]", counter.wish("mariam", targets.catalogue, **words))
        return {one.code for one in found}

    assert len(codes()) == 61
    assert codes(words="salaire ODD 10.7.1") == {"PL04"}
    assert codes(words="recruitment FEE") == {"PL05"}
    assert codes(words="echeances") == {"QS03"}
    assert codes(page="qualite") == {"QD01", "QD02", "QD03", "QD04"}
    assert codes(tag="odd_10_7_1") == {"PL04", "PL05"}
    assert codes(words="kangourou") == set()


@pytest.mark.parametrize(
    ("today", "month", "quarter"),
    [
        (date(2026, 11, 22), "octobre 2026", "troisième trimestre 2026"),
        (date(2026, 1, 1), "décembre 2025", "quatrième trimestre 2025"),
        (date(2026, 4, 30), "mars 2026", "premier trimestre 2026"),
    ],
)
def test_the_spans_looked_at_are_over(today: date, month: str, quarter: str) -> None:
    for slice_, words in ((last_month(today), month), (last_quarter(today), quarter)):
        assert said(span_of(slice_)) == words
        assert slice_.until < today
