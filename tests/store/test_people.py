"""The register, kept alike on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.likeness_keys import asked
from migraflow.domain.people import identity_of
from migraflow.domain.spellings import Spellings
from migraflow.store import likenesses, merges, people
from migraflow.store.database import Database, Overtaken, Session
from tests.cast import MONDAY
from tests.store.people_of_kayes import kept

MET = people.Met("dr_kayes", "kayes", MONDAY)
FATOU = {"nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "date_naissance": date(1999, 3, 12),
         "lieu_naissance": "Kita", "telephone": "+22376123456", "nina": "29903120000001A"}  # fmt: skip


def add(store: Session, **changed: object) -> people.Person:
    """Somebody met in Kayes."""
    return people.add(store, {"identite": {**FATOU, **changed}}, MET, "0" * 20)


def test_somebody_is_kept_whole_and_numbered(database: Database) -> None:
    with database.session() as store:
        person = add(store)
        assert (person.ref, person.version, person.identity.name) == ("P-000001", 1, "Fatoumata Diarra")
        assert person.known == {"identite": FATOU}
        assert people.find(store, "P-000001", seen_by=SYSTEM) == person
        assert add(store).ref == "P-000002"


def test_a_record_changed_by_somebody_else_is_not_written_over(database: Database) -> None:
    with database.session() as store:
        person = add(store)
        later = MONDAY + timedelta(hours=1)
        people.change(store, person, {"identite": {**FATOU, "nom": "Sow"}}, later)
        with pytest.raises(Overtaken):
            people.change(store, person, {"identite": FATOU}, later)
        assert people.load(store, person.id).identity.surname == "Sow"
        found = people.page(store, "sow", None, seen_by=SYSTEM)
        assert [listed.person.changed for listed in found] == [later]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"nina": "29903120000001A"}, True), ({"telephone": "+22376123456"}, True),
        ({"telephone2": "+22376123456"}, True), ({"date_naissance": date(1999, 3, 12)}, True),
        ({"annee_naissance": 1999, "lieu_naissance": "KITA"}, False), ({"annee_naissance": 1999}, False),
        ({"nom": "Diarra", "prenoms": "Fatoumata"}, True), ({}, False), ({"nom": "Diarra"}, False),
    ],
)  # fmt: skip
def test_only_those_worth_comparing_are_fetched(database: Database, wanted: dict[str, object], found: bool) -> None:
    with database.session() as store:
        person = add(store)
        keys = asked(identity_of(wanted), Spellings({}, {}))
        assert bool(likenesses.alike(store, keys, but=None)) is found
        assert likenesses.alike(store, keys, but=person.id) == []


def test_a_record_merged_away_is_found_by_nothing(database: Database) -> None:
    with database.session() as store:
        one, double = add(store), add(store)
        keys = asked(one.identity, Spellings({}, {}))
        assert [found.id for found in likenesses.alike(store, keys, but=one.id)] == [double.id]
        merges.set_aside(store, double.id, one.id)
        assert likenesses.alike(store, keys, but=one.id) == []
        assert [listed.person.id for listed in people.page(store, "", None, seen_by=SYSTEM)] == [one.id]
        assert people.successor(store, double.ref) == one.ref
        merges.bring_back(store, double.id, double.identity)
        assert [found.id for found in likenesses.alike(store, keys, but=one.id)] == [double.id]


def test_a_double_goes_only_when_no_case_is_about_it(database: Database) -> None:
    with database.session() as store:
        one, double = add(store), add(store)
        first = kept(store, ref="A", person_id=double.id)
        second = kept(store, ref="B", person_id=double.id)
        people.give_over(store, first.id, double.id, one.id)
        assert people.get(store, double.id) is not None
        people.give_over(store, second.id, double.id, one.id)
        assert people.get(store, double.id) is None
        (listed,) = people.page(store, "", None, seen_by=SYSTEM)
        assert listed.cases == 2
