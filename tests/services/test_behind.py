"""From a figure to the cases it counts: of those one sees, and may look inside; the ministry sees none."""

from __future__ import annotations

from datetime import date

import pytest

from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.domain.facts import Fact
from migraflow.domain.measures import Slice
from migraflow.services import behind
from migraflow.services.facts import said
from migraflow.store import facts
from migraflow.store.database import run
from tests.cast import MONDAY
from tests.counter import Counter

MONTH = Slice(MONDAY.date().replace(day=1), MONDAY.date())
WOMAN_OF_KAYES = ("kayes", "dr_kayes", "F", "25-35", "", "", "ESP", "", "guichet")


def counted(counter: Counter, ref: str, fact: str = "demande") -> None:
    """A case that an indicator counts."""
    with counter.agency.working() as work:
        id = run(work.store, "SELECT id FROM cases WHERE ref = ?", (ref,)).scalar()
        assert isinstance(id, int)
        facts.replace(work.store, id, [Fact(fact, MONDAY.date(), "", 0, WOMAN_OF_KAYES)], had=False)


def refs(counter: Counter, first: str, slice_: Slice, code: str = "DS01") -> set[str]:
    """The numbers of the cases somebody finds behind a figure."""
    return {row.ref for row in counter.wish(first, behind.listed, code=code, slice_=slice_).rows}


def narrowed(**chosen: str) -> Slice:
    """The month, for some."""
    return Slice(MONTH.since, MONTH.until, **chosen)


def test_the_cases_behind_a_figure_are_those_it_counts(counter: Counter) -> None:
    mine, other = counter.registered(), counter.registered()
    counted(counter, mine)
    counted(counter, other, fact="depart")
    assert refs(counter, "fanta", MONTH) == {mine}
    assert refs(counter, "fanta", narrowed(sex="F", destination="ESP")) == {mine}
    assert refs(counter, "fanta", narrowed(sex="M")) == set()
    assert refs(counter, "fanta", Slice(date(2020, 1, 1), date(2020, 12, 31))) == set()
    assert refs(counter, "fanta", MONTH, "PL01") == {other}


def test_nobody_finds_a_case_they_do_not_see_nor_one_they_may_not_look_inside(counter: Counter) -> None:
    open_one, closed_one = counter.registered(), counter.registered()
    for ref in (open_one, closed_one):
        counted(counter, ref)
    with counter.agency.working() as work:
        run(work.store, "UPDATE cases SET confidential = ',protection,' WHERE ref = ?", (closed_one,))
    assert refs(counter, "awa", narrowed(sex="F")) == {open_one}
    with counter.agency.working() as work:
        run(work.store, "UPDATE cases SET region = 'gao', office = 'dr_gao', opened_by = 0 WHERE ref = ?", (open_one,))
    assert refs(counter, "awa", MONTH) == set()


def test_the_ministry_gets_no_list_at_all(counter: Counter) -> None:
    with pytest.raises(NotAllowed):
        counter.wish("mariam", behind.listed, code="DS01", slice_=MONTH)


def test_what_tells_of_somebody_s_distress_is_never_a_list(counter: Counter) -> None:
    for code in ("PL07", "RM03", "XX99"):
        with pytest.raises(NotFound):
            counter.wish("moussa", behind.listed, code=code, slice_=MONTH)


def test_every_fact_named_here_is_told_by_a_rule_and_every_code_defined(counter: Counter) -> None:
    definitions = counter.agency.house.definitions
    assert behind.BEHIND.keys() <= definitions.keys()
    told = said(counter.agency.settings.workflows)
    assert [fact for fact in behind.BEHIND.values() if f'nom = "{fact}"' not in told] == []
