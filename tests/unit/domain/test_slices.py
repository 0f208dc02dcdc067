"""An address of the dashboards, read and written again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraflow.domain.measures import Dimension
from migraflow.domain.slices import Span, a_year_before, address, asked, begun_with, narrowed, silent

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("span", "since", "until"),
    [
        ("mois", date(2026, 10, 1), date(2026, 10, 31)),
        ("trimestre", date(2026, 7, 1), date(2026, 9, 30)),
        ("4trimestres", date(2025, 10, 1), date(2026, 9, 30)),
        ("12mois", date(2025, 11, 1), date(2026, 10, 31)),
        ("annee", date(2026, 1, 1), date(2026, 10, 31)),
        ("annee_derniere", date(2025, 1, 1), date(2025, 12, 31)),
        ("en_cours", date(2026, 11, 1), date(2026, 11, 30)),
        ("n'importe quoi", date(2025, 11, 1), date(2026, 10, 31)),
        ("", date(2025, 11, 1), date(2026, 10, 31)),
    ],
)
def test_a_span_is_whole_months(span: str, since: date, until: date) -> None:
    slice_ = asked({"periode": span}, TODAY).slice_
    assert (slice_.since, slice_.until) == (since, until)


def test_the_last_quarter_is_the_one_that_is_over() -> None:
    for day, first in (
        (date(2026, 1, 5), date(2025, 10, 1)),
        (date(2026, 3, 31), date(2025, 10, 1)),
        (date(2026, 4, 1), date(2026, 1, 1)),
    ):
        assert asked({"periode": "trimestre"}, day).slice_.since == first


def test_the_running_month_is_compared_with_nothing() -> None:
    assert not asked({"periode": "en_cours"}, TODAY).compared
    assert asked({"periode": "mois"}, TODAY).compared
    january = asked({"periode": "annee"}, date(2026, 1, 9)).slice_
    assert (january.since, january.until) == (date(2026, 1, 1), date(2026, 1, 31))


def test_days_become_the_months_they_lie_in() -> None:
    """Nobody compares two spans that differ by one day."""
    wanted = asked({"du": "2026-02-10", "au": "2026-02-27"}, TODAY)
    assert (wanted.slice_.since, wanted.slice_.until) == (date(2026, 2, 1), date(2026, 2, 28))
    assert wanted.span is Span.CHOSEN
    turned = asked({"du": "2026-05", "au": "2026-03"}, TODAY).slice_
    assert (turned.since, turned.until) == (date(2026, 3, 1), date(2026, 5, 31))
    assert asked({"du": "1926-05"}, TODAY).span is Span.TWELVE
    assert asked({"du": "2001-01", "au": "2026-10"}, TODAY).slice_.since == date(2021, 11, 1)


def test_another_span_keeps_what_was_chosen_beside_it() -> None:
    assert silent({"region": "kayes"})
    assert not silent({"au": "2026-03"})
    wanted = begun_with(asked({"region": "kayes", "sans_comparaison": "oui"}, TODAY), Span.QUARTERS, TODAY)
    assert wanted == asked({"region": "kayes", "sans_comparaison": "oui", "periode": "4trimestres"}, TODAY)


def test_what_could_not_be_a_code_is_left_out() -> None:
    slice_ = asked({"region": "kayes", "sexe": "<script>", "metier": "x" * 99, "destination": "ESP"}, TODAY).slice_
    assert slice_.chosen() == {Dimension.REGION: "kayes", Dimension.DESTINATION: "ESP"}


def test_a_dimension_is_added_and_taken_away() -> None:
    narrow = narrowed(asked({}, TODAY), Dimension.SEX, "F")
    assert address(narrow) == {"periode": "12mois", "sexe": "F"}
    assert address(narrowed(narrow, Dimension.SEX, "")) == {"periode": "12mois"}


def test_the_year_before_ends_with_its_own_february() -> None:
    before = a_year_before(asked({"du": "2024-02", "au": "2024-02"}, TODAY).slice_)
    assert (before.since, before.until) == (date(2023, 2, 1), date(2023, 2, 28))
    assert a_year_before(asked({"du": "2025-02"}, TODAY).slice_).until == date(2024, 2, 29)


@given(
    st.dictionaries(
        st.sampled_from(["periode", "du", "au", "sans_comparaison", *Dimension]),
        st.one_of(st.text(max_size=12), st.sampled_from(["mois", "2026-03", "2025-12", "kayes", "F", "15-24"])),
    )
)
def test_an_address_asks_for_the_same_when_written_again(query: dict[str, str]) -> None:
    wanted = asked(query, TODAY)
    assert asked(address(wanted), TODAY) == wanted
