"""People and cases are found by whatever part of a name, number or phone somebody remembers."""

from __future__ import annotations

import pytest

from migraflow.domain.access import SYSTEM, Actor, Permission, Scope
from migraflow.store import case_lists, cases, people, search
from migraflow.store.database import Database, Session
from tests.cast import MONDAY
from tests.store.people_of_kayes import kept

MET = people.Met("dr_kayes", "kayes", MONDAY)


def person(store: Session, nom: str, prenoms: str, telephone: str = "", **more: object) -> people.Person:
    """Somebody of Kayes."""
    identity = {"nom": nom, "prenoms": prenoms, "telephone": telephone, **more}
    return people.add(store, {"identite": identity}, MET, "0" * 20)


def listed(store: Session, typed: str) -> list[str]:
    """The numbers of the people a search lists."""
    return [one.person.ref for one in people.page(store, typed, None, seen_by=SYSTEM)]


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
        assert (listed(store, typed) == [one.ref]) is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("traore moussa", "AB"), ("moussa traore", "AB"), ("tra mou", "AB"), ("mou tra", "AB"), ("moussa", "ABC"),
        ("Traoré-Koné", "B"), ("kone moussa traore", "B"), ("moussa t k", "B"), ("m t", "ABD"), ("kone cheick", ""),
        ("cheick traore", "D"), ("aba cheick traore", "D"), ("oumar modibo cheick", "D"), ("traore traore", "ABD"),
    ],
)  # fmt: skip
def test_words_are_found_in_any_order_and_by_their_beginnings(
    database: Database, typed: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.session() as store:
        people_of = {
            person(store, "Traoré", "Moussa").ref: "A",
            person(store, "Traoré-Koné", "Moussa").ref: "B",
            person(store, "Diarra", "Moussa").ref: "C",
            person(store, "Traoré", "Cheick Oumar Modibo Aba Bakary").ref: "D",
        }
        assert sorted(people_of[ref] for ref in listed(store, typed)) == sorted(found)
        monkeypatch.setattr(search, "FEWEST", 0)
        monkeypatch.setattr(search, "few", lambda store: 0)
        assert sorted(people_of[ref] for ref in listed(store, typed)) == sorted(found), "many"
        monkeypatch.setattr(search, "MOST_WORDS", 0)
        monkeypatch.setattr(search, "MOST_FIRST", 0)
        assert sorted(people_of[ref] for ref in listed(store, typed)) == sorted(found), "by a beginning too many have"


def test_somebody_is_listed_once_whichever_of_their_words_is_found(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.session() as store:
        one = person(store, "Diallo", "Diaka Dia")
        assert listed(store, "dia") == [one.ref]
        monkeypatch.setattr(search, "FEWEST", 0)
        assert listed(store, "dia") == [one.ref]


def test_who_sees_a_person_finds_them_and_nobody_else(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    nana = Actor(7, "Nana", office="dr_kayes", region="kayes", grants={Permission.SEE_PERSON: Scope.OFFICE,
                                                                      Permission.SEE_CASE: Scope.OFFICE})  # fmt: skip
    far = people.Met("dr_gao", "gao", MONDAY)
    closed = people.Met("dr_kayes", "kayes", MONDAY, ("protection",))
    with database.session() as store:
        near = person(store, "Traoré", "Awa")
        followed = people.add(store, {"identite": {"nom": "Traoré", "prenoms": "Bintou"}}, far, "0" * 20)
        people.add(store, {"identite": {"nom": "Traoré", "prenoms": "Coumba"}}, far, "0" * 20)
        people.add(store, {"identite": {"nom": "Traoré", "prenoms": "Djénéba"}}, closed, "0" * 20)
        kept(store, ref="A", person_id=followed.id)
        for fewest in (search.FEWEST, 0):
            monkeypatch.setattr(search, "FEWEST", fewest)
            monkeypatch.setattr(search, "few", lambda store, fewest=fewest: fewest)
            found = people.page(store, "traore", None, seen_by=nana)
            assert [one.person.ref for one in found] == [near.ref, followed.ref]
        after = people.cursor(near)
        assert [one.person.ref for one in people.page(store, "traore", after, seen_by=nana)] == [followed.ref]


def test_a_new_name_replaces_the_old_one(database: Database) -> None:
    with database.session() as store:
        one = person(store, "Diarra", "Fatoumata", "+22376123456")
        people.change(store, one, {"identite": {"nom": "Sow", "prenoms": "Fatoumata"}}, MONDAY)
        assert [listed(store, typed) for typed in ("diarra", "sow", "3456")] == [[], [one.ref], []]


def test_a_name_too_many_have_is_read_in_the_order_of_the_list(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEWEST", 2)
    monkeypatch.setattr(search, "few", lambda store: 2)
    with database.session() as store:
        for given in ("Awa", "Bintou", "Coumba"):
            kept(store, ref=given, person_id=person(store, "Traoré", given).id)
        person(store, "Keïta", "Moussa")
        assert search.people(store, "traore").many
        assert [listed.person.identity.given for listed in people.page(store, "traore", None, seen_by=SYSTEM)] == [
            "Awa", "Bintou", "Coumba"]  # fmt: skip
        found = case_lists.page(store, case_lists.Wanted("traore"), seen_by=SYSTEM)
        assert {one.case.ref for one in found} == {"Awa", "Bintou", "Coumba"}
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
