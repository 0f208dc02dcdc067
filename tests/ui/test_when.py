"""Moments as the counter says them. Bamako keeps UTC all year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from migraflow.domain.tasks import MOST_COUNTED, Urgency
from migraflow.ui.lines import plural
from migraflow.ui.when import ago, clock, due_long, due_short, moment_words, on_day, since

NOW = datetime(2026, 11, 23, 16, 45, tzinfo=UTC)
"""Monday, a quarter to five: the hour at which words must be plain."""


@pytest.mark.parametrize(
    "days, urgency, said",
    [
        (-3, Urgency.LATE, "en retard de 3 j"),
        (0, Urgency.LATE, "en retard"),
        (0, Urgency.SOON, "aujourd’hui"),
        (1, Urgency.SOON, "demain"),
        (4, Urgency.CALM, "dans 4 jours"),
        (None, Urgency.NONE, "sans échéance"),
    ],
)
def test_a_row_says_how_near_its_deadline_is(days: int | None, urgency: Urgency, said: str):
    assert due_short(days, urgency, "fr") == said


def test_the_page_of_a_task_says_day_and_working_days():
    due = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert due_long(due, 4, Urgency.CALM, NOW, "fr") == "vendredi 27 novembre, dans 4 jours ouvrés"


def test_one_day_late_is_one_day():
    due = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert due_long(due, -1, Urgency.LATE, NOW, "fr") == "vendredi 20 novembre, en retard d’un jour ouvré"


def test_the_first_of_a_month_is_premier():
    assert moment_words(datetime(2026, 10, 1, 9, 5, tzinfo=UTC), NOW, "fr") == "jeudi 1er octobre, 9 h 05"


def test_another_year_is_named():
    assert moment_words(datetime(2025, 11, 3, 9, 12, tzinfo=UTC), NOW, "fr") == "3 novembre 2025, 9 h 12"


def test_english_reads_english():
    assert clock(NOW, "en") == "16:45"
    assert since(NOW - timedelta(days=1), NOW, "en") == "since yesterday"


@pytest.mark.parametrize(
    "passed, said",
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=5), "il y a 5 min"),
        (timedelta(hours=3), "il y a 3 h"),
        (timedelta(days=1), "hier"),
    ],
)
def test_how_long_ago(passed: timedelta, said: str):
    assert ago(NOW - passed, NOW, "fr") == said


@pytest.mark.parametrize(
    "passed, said", [(0, "aujourd’hui"), (1, "hier"), (5, "le mercredi 18 novembre"), (400, "le 19 octobre 2025")]
)
def test_a_day_inside_a_sentence_has_its_article(passed: int, said: str):
    assert on_day(NOW - timedelta(days=passed), NOW, "fr") == said


def test_a_sentence_says_999_where_the_count_stopped() -> None:
    said = [plural("en", "home.late", count, MOST_COUNTED) for count in (2, 999, 1000)]
    assert said == ["Two tasks are late.", "999 tasks are late.", "999+ tasks are late."]
