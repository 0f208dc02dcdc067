"""Figures in sentences a minister reads in one breath, with the grammar and the spaces of each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from migraflow.domain.indicators import Chart, Definition, Direction, Head, Line, Mark, Shown
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.ui.amounts import amount, short_month, when
from migraflow.ui.told import Subject, delta, sentence

OCTOBER = Slice(date(2026, 10, 1), date(2026, 10, 31))
REQUESTS = Definition(
    "DS01", "demandes", {"fr": "Demandes"}, {"fr": ""}, Unit.CASES, Direction.UP, Chart.BARS, ("journal",)
)
KEPT = replace(REQUESTS, code="QS03", unit=Unit.PERCENT, chart=Chart.GAUGE, target=90.0)
COLUMNS = (Head(Unit.LABEL, "region"), Head(Unit.CASES, "all"))


def table(total: float | None, *rows: tuple[str, float | None], unit: Unit = Unit.CASES, hidden: bool = False) -> Shown:
    """Regions with one figure each."""
    lines = tuple(Line(label.lower(), label, (Mark(value, value is None),)) for label, value in rows)
    columns = (Head(Unit.LABEL, "region"), Head(unit, "all"))
    return Shown("DS01", columns, lines, Mark(total, hidden), Dimension.REGION, unit is Unit.CASES)


def test_a_count_is_compared_and_its_largest_part_named() -> None:
    shown = table(412, ("Kayes", 138), ("Bamako", 97), ("Gao", None))
    told = sentence(Subject(REQUESTS, shown, OCTOBER, Mark(381)), "fr")
    assert told == "En octobre 2026, 412\u00a0dossiers, +8\u202f% sur un an\u202f; Kayes en compte le tiers."
    told = sentence(Subject(REQUESTS, shown, OCTOBER, Mark(381)), "en")
    assert told == "In October 2026, 412\u00a0cases, +8% on a year earlier; Kayes counts a third of them."


def test_a_share_that_is_no_fraction_is_said_in_percent() -> None:
    told = sentence(Subject(REQUESTS, table(1234, ("Kayes", 530), ("Gao", 704)), OCTOBER), "fr")
    assert told == "En octobre 2026, 1\u202f234\u00a0dossiers\u202f; Gao en compte 57\u202f%."


def test_a_percentage_moves_by_points_and_says_its_target() -> None:
    shown = table(81.0, ("Kayes", 92.5), ("Gao", 61.0), unit=Unit.PERCENT)
    told = sentence(Subject(KEPT, shown, OCTOBER, Mark(84.0)), "fr")
    assert told == (
        "En octobre 2026, 81\u202f%, −3\u00a0points sur un an\u202f; de Gao (61\u202f%) à Kayes (92,5\u202f%)."
        " Cible\u00a0: 90\u202f%, pas atteinte."
    )


def test_what_is_hidden_is_said_to_be_few_and_never_how_few() -> None:
    told = sentence(Subject(REQUESTS, table(None, hidden=True), OCTOBER, Mark(12)), "fr")
    assert told == "En octobre 2026, effectif masqué (dossiers)\u00a0: moins de 5, ou de quoi en trouver moins de 5."
    told = sentence(Subject(KEPT, table(None, hidden=True, unit=Unit.PERCENT), OCTOBER), "fr")
    assert told == "En octobre 2026, trop peu de cas pour montrer ce chiffre."
    assert sentence(Subject(KEPT, table(None), OCTOBER), "en") == "In October 2026, nothing to measure."


def test_a_total_hidden_for_a_row_s_sake_is_not_said_to_be_of_few_cases() -> None:
    shown = table(None, ("Accueil", 57.1), ("Gao", None), ("Kayes", 100.0), unit=Unit.PERCENT, hidden=True)
    told = sentence(Subject(KEPT, shown, OCTOBER), "fr")
    assert told == (
        "En octobre 2026, de Accueil (57,1\u202f%) à Kayes (100\u202f%)\u202f; le total est masqué\u00a0: il "
        "permettrait de retrouver un petit effectif."
    )
    shown = table(None, ("Kayes", 100.0), ("Gao", None), unit=Unit.PERCENT, hidden=True)
    told = sentence(Subject(KEPT, shown, OCTOBER), "en")
    assert told == "In October 2026, the total is hidden: it would give a small count away."


def test_months_name_the_strongest() -> None:
    lines = (Line("2026-09", "2026-09", (Mark(30),)), Line("2026-10", "2026-10", (Mark(52),)))
    shown = Shown("DS01", (Head(Unit.LABEL, "month"), Head(Unit.CASES, "all")), lines, Mark(82))
    autumn = Slice(date(2026, 9, 1), date(2026, 10, 31))
    told = sentence(Subject(replace(REQUESTS, chart=Chart.LINE), shown, autumn, Mark(82)), "fr")
    assert told == (
        "De septembre 2026 à octobre 2026, 82\u00a0dossiers, comme un an plus tôt\u202f; mois le plus fort\u00a0: "
        "octobre 2026 (52\u00a0dossiers)."
    )


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), "D’avril 2026 à septembre 2026"),
        (date(2025, 1, 1), date(2025, 12, 31), "En 2025"),
        (date(2025, 8, 1), date(2025, 8, 31), "En août 2025"),
    ],
)
def test_spans_are_said_as_people_say_them(since: date, until: date, said: str) -> None:
    assert when(Slice(since, until), "fr") == said


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (0, Unit.CASES, "0\u00a0dossier", "0\u00a0cases"),
        (1, Unit.PEOPLE, "1\u00a0personne", "1\u00a0person"),
        (1.5, Unit.DAYS, "1,5\u00a0jour", "1.5\u00a0days"),
        (0.76, Unit.WAGES, "0,76\u00a0mois de salaire", "0.76\u00a0months of wages"),
        (1250000, Unit.MONEY, "1\u202f250\u202f000\u00a0F CFA", "1,250,000\u00a0CFA francs"),
        (-2.5, Unit.PERCENT, "−2,5\u202f%", "−2.5%"),
        (81.0, Unit.PERCENT, "81\u202f%", "81%"),
    ],
)
def test_amounts_take_the_grammar_of_their_language(value: float, unit: Unit, french: str, english: str) -> None:
    assert amount(value, unit, "fr") == french
    assert amount(value, unit, "en") == english


def test_months_are_short_under_charts() -> None:
    assert [short_month(f"2026-{n:02}", "fr").split()[0] for n in (1, 3, 6, 7, 8)] == [
        "jan.",
        "mars",
        "juin",
        "juil.",
        "août",
    ]


@pytest.mark.parametrize(
    ("direction", "now", "before", "arrow", "tone"),
    [
        (Direction.UP, 110.0, 100.0, "▲", "good"),
        (Direction.DOWN, 110.0, 100.0, "▲", "bad"),
        (Direction.DOWN, 90.0, 100.0, "▼", "good"),
        (Direction.NEITHER, 90.0, 100.0, "▼", ""),
        (Direction.UP, 100.0, 100.0, "=", ""),
    ],
)
def test_an_arrow_says_which_way_and_a_tone_whether_that_is_good(
    direction: Direction, now: float, before: float, arrow: str, tone: str
) -> None:
    moved = delta(Subject(replace(REQUESTS, direction=direction), table(now), OCTOBER, Mark(before)), "fr")
    assert (moved.arrow, moved.tone) == (arrow, tone)


def test_nothing_is_compared_with_what_is_hidden_or_with_nothing() -> None:
    for before in (Mark(None, hidden=True), Mark(0), None):
        assert delta(Subject(REQUESTS, table(100), OCTOBER, before), "fr").words == ""
