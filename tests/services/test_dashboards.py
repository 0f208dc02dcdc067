"""A page of the dashboards is read at once: its figures, the year before, and what they may be filtered by."""

from __future__ import annotations

from collections import Counter as Counted
from datetime import date

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed
from migraflow.domain.measures import Dimension, Slice
from migraflow.domain.slices import Span, months_of
from migraflow.services import dashboards
from migraflow.services.dashboards import Wanted
from migraflow.store import facts
from tests.cast import MONDAY
from tests.counter import Counter

YEAR = Slice(date(2025, 1, 1), date(2025, 12, 31))


def figures(counter: Counter, first: str, slice_: Slice, *wanted: Wanted, compared: bool = True):
    """What a page shows somebody."""
    return counter.wish(first, dashboards.figures, wanted=wanted, slice_=slice_, compared=compared)


def test_figures_come_in_the_order_asked_and_unknown_codes_are_left_out(counter: Counter) -> None:
    found = figures(counter, "mariam", YEAR, Wanted("OI06"), Wanted("XX99"), Wanted("DS01"))
    assert [one.definition.code for one in found] == ["OI06", "DS01"]


def test_the_year_before_is_asked_for_only_to_compare(counter: Counter) -> None:
    (with_it,) = figures(counter, "mariam", YEAR, Wanted("DS01"))
    (without,) = figures(counter, "mariam", YEAR, Wanted("DS01"), compared=False)
    assert with_it.before is not None
    assert len(with_it.line) == 12
    assert (without.before, without.line) == (None, ())


def test_an_indicator_is_not_cut_by_a_filter_it_does_not_know(counter: Counter) -> None:
    narrow = Slice(YEAR.since, YEAR.until, region="kayes", occupation="71")
    (kept,) = figures(counter, "mariam", narrow, Wanted("QS03"))
    assert kept.ignored == (Dimension.OCCUPATION,)
    (known,) = figures(counter, "mariam", narrow, Wanted("DS01"))
    assert known.ignored == ()


def test_the_ministry_is_told_of_months_that_are_over_and_the_page_says_so(counter: Counter) -> None:
    running = Slice(MONDAY.date().replace(day=1), MONDAY.date())
    over = counter.wish("mariam", dashboards.cut, slice_=running)
    assert over.until < running.since
    assert counter.wish("moussa", dashboards.cut, slice_=running).until >= running.until


def test_the_ministry_begins_with_a_span_of_which_little_is_masked(counter: Counter) -> None:
    assert counter.wish("moussa", dashboards.begins_with) is Span.TWELVE
    assert counter.wish("mariam", dashboards.begins_with) is Span.BEFORE
    quarter = months_of(Span.QUARTERS, MONDAY.date())[0]
    for n, span in ((dashboards.MANY - 1, Span.BEFORE), (1, Span.QUARTERS)):
        kayes = ("kayes", *[""] * (len(Dimension) - 1))
        cells = Counted({("dossier_ouvert", f"{quarter:%Y-%m}", "demande_services", 0, kayes): n})
        counter.agency.perform_as(SYSTEM, lambda work, cells=cells: facts.add(work.store, cells))
        assert counter.wish("mariam", dashboards.begins_with) is span


def test_every_page_has_figures_and_every_figure_a_page(counter: Counter) -> None:
    definitions = counter.agency.house.definitions
    pages = {one.page for one in definitions.values()}
    found = [code for page in pages for code in counter.wish("mariam", dashboards.of_page, page=page)]
    assert sorted(found) == sorted(definitions)
    axes, tagged = counter.wish("mariam", dashboards.followed)
    assert len(axes) == 8
    assert set(tagged) <= definitions.keys()
    assert len(tagged) > 40


def test_the_head_office_chooses_among_all_places_and_a_region_among_its_own(counter: Counter) -> None:
    everywhere = counter.wish("mariam", dashboards.choices)
    assert everywhere.keys() == set(Dimension)
    assert len(everywhere[Dimension.REGION]) == 20
    assert {len(code) for code, _ in everywhere[Dimension.OCCUPATION]} == {2}
    assert everywhere[Dimension.SEX] == (("F", "Femmes"), ("M", "Hommes"))
    counter.promote("awa", "directeur_regional")
    regional = counter.wish("awa", dashboards.choices)
    assert regional[Dimension.REGION] == (("kayes", "Kayes"),)
    assert "dr_kayes" in dict(regional[Dimension.OFFICE])
    assert "dr_bamako" not in dict(regional[Dimension.OFFICE])


def test_who_sees_no_figures_sees_no_page_of_them(counter: Counter) -> None:
    for use_case, wish in (
        (dashboards.figures, {"wanted": (), "slice_": YEAR, "compared": True}),
        (dashboards.choices, {}),
        (dashboards.names, {}),
        (dashboards.followed, {}),
        (dashboards.of_page, {"page": "demandes"}),
    ):
        with pytest.raises(NotAllowed):
            counter.wish("fanta", use_case, **wish)
