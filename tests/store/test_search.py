"""People and cases are found by whatever part of a name, number or phone somebody remembers."""

from __future__ import annotations

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.store import case_lists, cases, people, search
from migraflow.store.database import Database, Session
from tests.cast import MONDAY
from tests.store.people_of_kayes import kept

MET = people.Met("dr_kayes", "kayes", MONDAY)


def person(store: Session, nom: str, prenoms: str, telephone: str = "", **more: object) -> people.Person:
    """Somebody of Kayes."""
    identity = {"nom": nom, "prenoms": prenoms, "telephone": telephone, **more}
    return people.add(store, {"identite": identity}, MET, "0" * 20)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("diarra", True), ("DIARRA fatou", True), ("Fatoumata Bintou Diarra", True), ("bintou", True),
        ("iarra", False), ("diarra moussa", False), ("76 12 34 56", True), ("+223 76123456", True), ("3456", True),
        ("1234", True), ("123", False), ("9876", False), ("29903120000001a", True), ("2990", True), ("P-000001", True),
        ("", False), ("%", False), ("_", False),
    ],
)  # fmt: skip
def test_somebody_is_found_by_what_is_remembered(database: Database, typed: str, found: bool) -> None:
    with database.session() as store:
        one = person(store, "Diarra", "Fatoumata Bintou", "+22376123456", nina="29903120000001A")
        person(store, "Keïta", "Moussa", "+22366000000")
        assert (search.people(store, typed).ids == (one.id,)) is found


def test_a_new_name_replaces_the_old_one(database: Database) -> None:
    with database.session() as store:
        one = person(store, "Diarra", "Fatoumata", "+22376123456")
        people.change(store, one, {"identite": {"nom": "Sow", "prenoms": "Fatoumata"}}, MONDAY)
        assert [search.people(store, typed).ids for typed in ("diarra", "sow", "3456")] == [(), (one.id,), ()]


def test_a_name_too_many_have_is_read_in_the_order_of_the_list(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", 2)
    with database.session() as store:
        for given in ("Awa", "Bintou", "Coumba"):
            kept(store, ref=given, person_id=person(store, "Traoré", given).id)
        person(store, "Keïta", "Moussa")
        assert search.people(store, "traore").words == ("traore",)
        assert [listed.person.identity.given for listed in people.page(store, "traore", None, seen_by=SYSTEM)] == [
            "Awa", "Bintou", "Coumba"]  # fmt: skip
        listed = case_lists.page(store, case_lists.Wanted("traore"), seen_by=SYSTEM)
        assert {one.case.ref for one in listed} == {"Awa", "Bintou", "Coumba"}
        narrow = case_lists.page(store, case_lists.Wanted("traore bintou"), seen_by=SYSTEM)
        assert [one.case.ref for one in narrow] == ["Bintou"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("DS-2026-KAY-000123", True), ("ds-2026-kay-000123", True), ("KAY-000123", True), ("000123", True),
        ("123", True), ("0123", True), ("DS-2026-KAY-0001", True), ("DS-2026", True), ("2026-KAY-000123", True),
        ("23", False), ("12", False), ("DS-2026-KAY-0002", False), ("DS-2025", False), ("GAO-000123", False),
    ],
)  # fmt: skip
def test_a_case_is_found_by_its_number_its_beginning_or_its_end(database: Database, typed: str, found: bool) -> None:
    with database.session() as store:
        for _ in range(3):
            cases.next_number(store, "DS", 2026, "KAY")
        store.connection().exec_driver_sql("UPDATE counters SET last = 150")
        kept(store, ref="DS-2026-KAY-000123")
        assert bool(case_lists.page(store, case_lists.Wanted(typed), seen_by=SYSTEM)) is found
