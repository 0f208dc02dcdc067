"""The outbox, the inbox and the files, kept alike on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from migraflow.domain.access import Actor, Scope
from migraflow.domain.notices import Notice
from migraflow.store import documents, effects, notices
from migraflow.store.database import Database, DatabaseError
from tests.cast import MONDAY
from tests.store.people_of_kayes import kept

ASKED = effects.Asked("cle", "avis", {"modele": "relance", "le": MONDAY.date()}, "P_02n", "jeton")


def test_an_effect_is_due_until_it_is_done(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        effects.add(store, found.id, [ASKED, effects.Asked("fait", "chercher", {}, "e", "t", done=MONDAY)], MONDAY)
        (due,) = effects.take(store, "a", MONDAY, 10)
        assert (due.key, due.parameters, due.attempts) == ("cle", ASKED.parameters, 1)
        later = MONDAY + timedelta(minutes=1)
        assert effects.failed(store, due, "panne", next_try=later, now=MONDAY)
        assert effects.take(store, "a", MONDAY, 10) == []
        (again,) = effects.take(store, "a", later, 10)
        assert again.attempts == 2
        assert effects.done(store, again, MONDAY)
        assert effects.take(store, "a", MONDAY + timedelta(days=9), 10) == []


def test_an_effect_in_hand_is_nobody_elses_until_its_lease_is_over(database: Database) -> None:
    with database.session() as store:
        effects.add(store, kept(store).id, [ASKED], MONDAY)
        store.commit()
    with database.session() as store:
        (first,) = effects.take(store, "one", MONDAY, 10)
        store.commit()
    over = MONDAY + effects.LEASE
    with database.session() as store:
        assert effects.take(store, "two", over - timedelta(seconds=1), 10) == []
        (second,) = effects.take(store, "two", over, 10)
        assert (second.key, second.attempts) == (first.key, 2)
        assert not effects.done(store, first, over)
        assert not effects.failed(store, first, "trop tard", next_try=None, now=over)
        assert effects.done(store, second, over)


def test_an_effect_given_up_is_listed_and_begins_again_when_called_back(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        effects.add(store, found.id, [ASKED], MONDAY)
        (due,) = effects.take(store, "a", MONDAY, 10)
        assert effects.failed(store, due, "panne", next_try=None, now=MONDAY)
        (lost,) = effects.given_up(store)
        assert (lost.case_ref, lost.cause, lost.attempts, lost.given_up) == (found.ref, "panne", 1, MONDAY)
        assert effects.take(store, "a", MONDAY + timedelta(days=9), 10) == []
        assert effects.call_back(store, lost.id, MONDAY)
        assert not effects.call_back(store, lost.id, MONDAY)
        (again,) = effects.take(store, "a", MONDAY, 10)
        assert (again.key, again.attempts) == (due.key, 1)
        assert effects.given_up(store) == []


def test_the_same_effect_is_never_kept_twice(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        effects.add(store, found.id, [ASKED], MONDAY)
        with pytest.raises(DatabaseError):
            effects.add(store, found.id, [ASKED], MONDAY)


def reader(role: str = "", scope: Scope = Scope.OFFICE, office: str = "dr_kayes", id: int = 7) -> Actor:
    """Somebody with one lane."""
    reach = {role: scope} if role else {}
    return Actor(id, "Awa", frozenset(reach), office, "kayes" if office == "dr_kayes" else "sikasso", reach=reach)


def subjects(database: Database, actor: Actor) -> list[str]:
    """What lies in somebody's inbox."""
    with database.session() as store:
        return sorted(row.subject for row in notices.page(store, None, seen_by=actor))


def test_a_notice_reaches_its_account_or_its_lane_where_it_lies(database: Database) -> None:
    with database.session() as store:
        place = {"office": "dr_kayes", "region": "kayes"}
        for notice in (
            Notice("1", "m", "à Awa", "", account_id=7),
            Notice("2", "m", "aux conseillers", "", role="conseiller", **place),
            Notice("3", "m", "aux secrets", "", role="conseiller", confidential=("protection",), **place),
            Notice("4", "m", "à la personne", "", role="personne", **place),
        ):  # fmt: skip
            assert notices.add(store, notice, MONDAY)
            assert not notices.add(store, notice, MONDAY)
        store.commit()
    assert subjects(database, reader("conseiller")) == ["aux conseillers", "à Awa"]
    assert subjects(database, reader("conseiller", office="dr_sikasso", id=9)) == []
    assert subjects(database, reader("conseiller", Scope.EVERYWHERE, "dr_sikasso", 9)) == ["aux conseillers"]
    assert subjects(database, reader(id=9)) == []
    with database.session() as store:
        awa = reader("conseiller")
        assert notices.unread(store, seen_by=awa) == 2
        assert notices.mark_read(store, [1], MONDAY, seen_by=reader(id=9)) == 0
        assert notices.mark_read(store, None, MONDAY, seen_by=awa) == 2
        assert notices.unread(store, seen_by=awa) == 0


def test_bytes_are_kept_once_and_come_back_as_they_were(database: Database) -> None:
    content = bytes(range(256))
    with database.session() as store:
        assert documents.keep(store, content) == documents.keep(store, content)
        assert documents.content(store, documents.keep(store, content)) == content
        assert documents.find(store, "rien") is None
