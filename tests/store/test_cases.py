"""Cases, kept alike on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseState, Waiting, WaitKind
from migraflow.domain.journal import Entry, EntryKind, first_broken, sealed
from migraflow.domain.tasks import Receipt
from migraflow.domain.values import dumps
from migraflow.store import cases, commands, drafts, journal, snapshots, tasks, timers
from migraflow.store.database import Database, Overtaken
from tests.cast import MONDAY
from tests.store.people_of_kayes import case, kept, task


def test_a_case_comes_back_as_it_was_kept(database: Database) -> None:
    with database.session() as store:
        new = case(editions={"petit_secret": "s" * 64}, confidential=("protection", "oim"))
        found = cases.add(store, new)
        assert replace(found, id=0) == replace(new, confidential=("oim", "protection"))
        assert cases.find(store, found.ref, seen_by=SYSTEM) == found
        assert cases.load(store, found.id, lock=True) == found


def test_numbers_are_given_once_per_place_and_year(database: Database) -> None:
    with database.session() as store:
        given = [cases.next_number(store, "DS", 2026, letters) for letters in ("KAY", "KAY", "SIK", "KAY")]
        assert given == [1, 2, 1, 3]
        assert cases.next_number(store, "DS", 2027, "KAY") == 1
        assert cases.next_number(store, "OI", 2026, "") == 1


def test_a_step_on_an_old_version_is_overtaken_and_writes_nothing(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        moved = replace(found, changed=MONDAY + timedelta(hours=1), entries=3, head="h")
        cases.move(store, moved, found.version, next_due=MONDAY + timedelta(days=1))
        with pytest.raises(Overtaken):
            cases.move(store, replace(found, entries=9), found.version, next_due=None)
        now = cases.load(store, found.id)
        assert (now.version, now.entries, now.changed) == (1, 3, moved.changed)
        assert cases.next_due(store, found.id) == MONDAY + timedelta(days=1)
        with pytest.raises(Overtaken):
            cases.grow(store, found, 1, "x")


def test_closing_counts_the_days_and_leaves_the_clock(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        end = MONDAY + timedelta(days=40, hours=3)
        closed = replace(
            found, state=CaseState.CLOSED, closed=end, changed=end, outcome="traite", outcome_label="Traité"
        )
        cases.move(store, closed, 0, next_due=None)
        sql = "SELECT days, closed_month, opened_month FROM cases"
        assert tuple(store.connection().exec_driver_sql(sql).one()) == (40, "2026-02", "2026-01")
        assert cases.due(store, end, 10) == []
        assert cases.open_by_edition(store) == {}


def test_what_is_due_comes_the_longest_due_first(database: Database) -> None:
    with database.session() as store:
        for number, hours in enumerate((5, 2, 9), 1):
            found = kept(store, ref=f"PD-2026-KAY-{number:06}")
            cases.move(store, found, 0, next_due=MONDAY + timedelta(hours=hours))
        assert cases.due(store, MONDAY + timedelta(hours=5), 10) == [2, 1]
        assert cases.due(store, MONDAY + timedelta(hours=5), 1) == [2]


def test_a_snapshot_is_replaced_whole(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        for content in (b"\x00\xffun", b"deux"):
            snapshots.put(store, found.id, snapshots.Kept(content, {"le": MONDAY.date(), "bytes": len(content)}))
        assert snapshots.get(store, found.id) == b"deux"
        assert snapshots.data(store, found.id) == {"le": MONDAY.date(), "bytes": 4}


def test_a_key_is_granted_once(database: Database) -> None:
    receipt = Receipt("PD-2026-KAY-000001", "jeton", None)
    with database.session() as store:
        assert commands.granted(store, "1:cle") is None
        commands.grant(store, "1:cle", receipt, MONDAY)
        store.commit()
    with database.session() as store:
        assert commands.granted(store, "1:cle") == receipt
        with pytest.raises(Overtaken):
            commands.grant(store, "1:cle", receipt, MONDAY)
        commands.grant(store, "2:cle", receipt, MONDAY)
        assert commands.forget_old(store, MONDAY + timedelta(days=8)) == 2


def test_a_wish_that_failed_leaves_its_key_free(database: Database) -> None:
    with database.session() as store:
        commands.grant(store, "1:cle", Receipt("PD-2026-KAY-000001"), MONDAY)
    with database.session() as store:
        assert commands.granted(store, "1:cle") is None


def test_a_draft_is_the_last_thing_typed(database: Database) -> None:
    with database.session() as store:
        tasks.add(store, [task(kept(store).id, "t", assignee_id=7)])
        assert drafts.get(store, "t") is None
        for typed in ("P", "Pa"):
            assert drafts.put(store, "t", 7, {"projet": typed, "pieces": [{"numero": "é"}]}, MONDAY)
        assert not drafts.put(store, "t", 8, {"projet": "d’un autre"}, MONDAY)
        draft = drafts.get(store, "t")
        assert draft is not None
        assert (draft.account_id, draft.answers["projet"], draft.saved) == (7, "Pa", MONDAY)
        drafts.drop(store, "t")
        assert drafts.get(store, "t") is None


def wait(name: str, kind: WaitKind = WaitKind.MESSAGE, hours: int | None = None) -> Waiting:
    """One wait."""
    return Waiting(kind, f"e_{name}", name, MONDAY + timedelta(hours=hours) if hours else None, "")


def test_what_a_case_waits_for_is_replaced_and_what_stays_keeps_its_moment(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        first = [wait("recours"), wait("relance", WaitKind.TIMER, 5), wait("item"), wait("item")]
        timers.replace(store, found.id, [], first, MONDAY)
        assert timers.of_case(store, found.id) == first
        later = MONDAY + timedelta(hours=1)
        then = [wait("recours"), wait("relance", WaitKind.TIMER, 9), wait("item")]
        timers.replace(store, found.id, timers.of_case(store, found.id), then, later)
        now = timers.of_case(store, found.id)
        assert sorted(now, key=lambda one: one.name) == sorted(then, key=lambda one: one.name)
        assert {one.name: one.since for one in now} == {"recours": MONDAY, "relance": later, "item": later}
        timers.replace(store, found.id, now, [], later)
        assert timers.of_case(store, found.id) == []


def test_a_message_finds_who_has_waited_longest(database: Database) -> None:
    with database.session() as store:
        cases_ = [kept(store, ref=f"PD-2026-KAY-{number:06}") for number in range(3)]
        for hours, found in zip((3, 1, 2), cases_, strict=True):
            timers.replace(store, found.id, [], [wait("retour")], MONDAY + timedelta(hours=hours))
        found_keys = timers.waiting_for(store, WaitKind.MESSAGE, "retour")
        assert found_keys == [cases_[1].id, cases_[2].id, cases_[0].id]
        assert timers.waiting_for(store, WaitKind.SIGNAL, "retour") == []


def test_the_journal_comes_back_sealed(database: Database) -> None:
    entries = [
        Entry(EntryKind.COMPLETED, MONDAY, 7, "Awa", answers={"le": MONDAY.date(), "montant": None}, role="conseiller",
              created=MONDAY, claimed=MONDAY, confidential=("protection",), detail={"due": MONDAY}),
        Entry(EntryKind.PASSED, MONDAY, 0, "migraflow", detail={"flow": None}),
    ]  # fmt: skip
    with database.session() as store:
        found = kept(store)
        journal.append(store, found.id, sealed(entries, last=0, head=""))
        chain = journal.chain_of(store, found.id)
        assert [one.entry for one in chain] == entries
        assert first_broken(chain) is None
        seen, kept_back = journal.read(store, found.id, seen_by=SYSTEM)
        assert ([entry.kind for entry in seen], kept_back) == ([EntryKind.PASSED], True)
        assert dumps(chain[0].entry.detail) == dumps({"due": MONDAY})
