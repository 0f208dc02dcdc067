"""Who looked at whose sheet: written down at every reading, shown to the delegate, told to whoever asks."""

from __future__ import annotations

import pytest

from migraflow.domain.accesses import AccessAction, AccessObject
from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.services import accesses, people, register_exports, timers
from tests.cast import Clock
from tests.counter import Counter


def read(counter: Counter, **words: object) -> list[tuple[str, str, str, str]]:
    """What the delegate reads: who, what, of whom, in which case, the oldest first."""
    rows = counter.wish("ibrahim", accesses.listing, **words).rows
    return [(row.account, row.what.value, row.person, row.case_ref) for row in reversed(rows)]


def test_whoever_opens_a_sheet_is_written_down_once_for_one_reading(counter: Counter, clock: Clock) -> None:
    counter.registered()
    ref = counter.wish("awa", people.search, query="Diarra").rows[0].ref
    for _ in range(3):
        counter.wish("awa", people.sheet, ref=ref)
        clock.advance(minutes=2)
    counter.wish("moussa", people.sheet, ref=ref)
    clock.advance(minutes=11)
    counter.wish("awa", people.sheet, ref=ref)
    assert read(counter) == [(name, "fiche", ref, "") for name in ("Awa Diallo", "Moussa Keïta", "Awa Diallo")]
    assert read(counter, person=ref.lower()) == read(counter)
    assert read(counter, person="P-999999") == []


def test_a_reading_from_another_region_says_so_and_where_from(counter: Counter) -> None:
    counter.registered()
    counter.promote("binta", "directeur_regional")
    ref = counter.wish("awa", people.search, query="Diarra").rows[0].ref
    with pytest.raises(NotFound):
        counter.wish("binta", people.sheet, ref=ref)
    assert read(counter) == []
    counter.promote("binta", "service_migration")
    counter.wish("binta", people.sheet, ref=ref)
    counter.wish("awa", people.sheet, ref=ref)
    near, far = counter.wish("ibrahim", accesses.listing).rows
    assert (near.outside, far.outside, far.account) == (False, True, "Binta Dembélé")
    assert near.address == far.address != ""


def test_an_ordinary_case_is_read_without_a_word_and_the_inside_of_a_referral_is_not(counter: Counter) -> None:
    ordinary = counter.registered()
    counter.case("awa", ordinary)
    assert read(counter) == []
    referred = counter.registered(age_declare=16)
    counter.case("awa", referred)
    assert read(counter) == []
    counter.case("aminata", referred)
    counter.sheet("aminata", counter.task("aminata", "").token)
    assert [(who, what) for who, what, *_ in read(counter)] == [
        ("Aminata Cissé", AccessObject.CASE.value),
        ("Aminata Cissé", AccessObject.TASK.value),
    ]


def test_the_journal_of_access_is_for_the_delegate_and_is_kept_three_years(counter: Counter, clock: Clock) -> None:
    counter.registered()
    ref = counter.wish("awa", people.search, query="Diarra").rows[0].ref
    counter.wish("awa", people.sheet, ref=ref)
    for first in ("awa", "moussa", "mariam"):
        with pytest.raises(NotAllowed):
            counter.wish(first, accesses.listing)
    counter.promote("rokia", "delegue_donnees")
    assert len(counter.wish("rokia", accesses.listing).rows) == 1
    clock.advance(days=3 * 365 - 5)
    with counter.agency.working() as work:
        timers.tidy(work)
    assert len(read(counter)) == 1
    clock.advance(days=20)
    with counter.agency.working() as work:
        timers.tidy(work)
    assert read(counter) == []


def test_whoever_takes_a_register_away_is_written_down_with_filters_and_rows_each_time(counter: Counter) -> None:
    for _ in range(2):
        counter.wish("moussa", register_exports.table, register="conventions", kind="xlsx", query="", state="active")
    counter.promote("rokia", "delegue_donnees")
    lines = counter.wish("rokia", accesses.listing).rows
    assert [(line.account, line.action, line.what) for line in lines] == [
        ("Moussa Keïta", AccessAction.EXPORT, AccessObject.REGISTER)
    ] * 2
    assert "état : active" in lines[0].detail
    assert lines[0].detail.endswith("xlsx")
