"""Deadlines are counted in the days the offices are open."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraflow.domain.calendar import Calendar, Deadline, Unit, read_deadlines, read_holidays
from migraflow.domain.errors import BrokenBundle

INDEPENDENCE = date(2026, 9, 22)
CALENDAR = Calendar(frozenset({INDEPENDENCE, date(2026, 12, 25)}))
MONDAY = datetime(2026, 9, 21, 10, 30, tzinfo=UTC)


def deadline(amount: int, unit: Unit) -> Deadline:
    return Deadline("X", "x", amount, unit, 75, "")


def test_one_working_day_before_a_holiday_falls_after_it() -> None:
    assert CALENDAR.working_days_after(MONDAY, 1) == datetime(2026, 9, 23, 16, tzinfo=UTC)


def test_five_working_days_step_over_the_week_end() -> None:
    assert CALENDAR.working_days_after(datetime(2026, 11, 20, 9, tzinfo=UTC), 5).date() == date(2026, 11, 27)


def test_zero_working_days_is_today_while_the_office_is_open_and_tomorrow_after() -> None:
    assert CALENDAR.working_days_after(MONDAY, 0).date() == MONDAY.date()
    assert CALENDAR.working_days_after(MONDAY.replace(hour=17), 0).date() == date(2026, 9, 23)


def test_hours_run_through_the_night_and_calendar_days_through_the_week_end() -> None:
    assert CALENDAR.due(deadline(24, Unit.HOURS), MONDAY) == MONDAY + timedelta(hours=24)
    assert CALENDAR.due(deadline(30, Unit.DAYS), MONDAY).date() == date(2026, 10, 21)


def test_the_reminder_of_a_ten_day_step_comes_after_eight() -> None:
    due = CALENDAR.due(deadline(10, Unit.WORKING_DAYS), datetime(2026, 11, 2, 9, tzinfo=UTC), 75)
    assert due.date() == date(2026, 11, 12)


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 400))
def test_counting_agrees_with_walking_day_by_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    walked = sum(CALENDAR.is_working(start + timedelta(days=n)) for n in range(1, length + 1))
    assert CALENDAR.working_days_between(start, end) == walked
    assert CALENDAR.working_days_between(end, start) == -walked


def test_registers_are_read_and_a_broken_line_is_named() -> None:
    text = "code,libelle,valeur,unite,rappel,escalade\nDS-01,Enregistrer,1,jo,75,directeur_regional\n"
    assert read_deadlines(text)["DS-01"].unit is Unit.WORKING_DAYS
    assert read_holidays("date,libelle\n2026-09-22,Indépendance\n") == {INDEPENDENCE}
    with pytest.raises(BrokenBundle, match="DS-02"):
        read_deadlines(text + "DS-02,Fixer,deux,jo,75,\n")


@pytest.mark.parametrize("amount", [1, 2, 3, 10])
@pytest.mark.parametrize("unit", [Unit.WORKING_DAYS, Unit.DAYS])
def test_a_reminder_leaves_a_day_of_office_hours_before_the_deadline(amount: int, unit: Unit) -> None:
    reminder, due = CALENDAR.due(deadline(amount, unit), MONDAY, 75), CALENDAR.due(deadline(amount, unit), MONDAY)
    assert MONDAY < reminder <= due - timedelta(hours=8)
    assert (reminder.hour, due.hour) == (8, 16)


def test_a_step_due_today_is_recalled_before_the_office_closes_and_escalated_the_next_day() -> None:
    today = deadline(0, Unit.WORKING_DAYS)
    due = CALENDAR.due(today, MONDAY)
    assert MONDAY < CALENDAR.due(today, MONDAY, 75) < due == MONDAY.replace(hour=16, minute=0)
    assert CALENDAR.due(today, MONDAY, 150).date() == date(2026, 9, 23)


@given(st.integers(0, 30), st.sampled_from(Unit), st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)))
def test_an_escalation_is_the_same_counted_from_the_beginning_or_from_the_due_moment(
    amount: int, unit: Unit, since: datetime
) -> None:
    step, begun = deadline(amount, unit), since.replace(tzinfo=UTC)
    due = CALENDAR.due(step, begun)
    assert CALENDAR.beyond(step, due, 150) == CALENDAR.due(step, begun, 150)
    assert CALENDAR.due(step, begun, 75) <= due


def test_a_clock_that_stood_still_leaves_as_many_working_days_as_before() -> None:
    wednesday = datetime(2026, 9, 23, 9, tzinfo=UTC)
    due = CALENDAR.due(deadline(3, Unit.WORKING_DAYS), MONDAY)
    assert due.date() == date(2026, 9, 25)
    later = CALENDAR.resumed(Unit.WORKING_DAYS, due, wednesday, datetime(2026, 10, 9, 11, tzinfo=UTC))
    assert later == datetime(2026, 10, 13, 16, tzinfo=UTC)
    assert CALENDAR.resumed(Unit.HOURS, due, wednesday, wednesday + timedelta(hours=5)) == due + timedelta(hours=5)
    assert CALENDAR.resumed(Unit.DAYS, due, wednesday, wednesday + timedelta(days=5)) == due + timedelta(days=5)
    assert CALENDAR.resumed(Unit.DAYS, due, due, due + timedelta(days=5)) == due
