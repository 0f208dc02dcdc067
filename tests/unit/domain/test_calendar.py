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
