"""Tasks, kept alike on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from migraflow.domain.access import Actor
from migraflow.domain.tasks import Receipt, TaskState
from migraflow.store import tasks
from migraflow.store.database import Database, Overtaken
from tests.cast import MONDAY
from tests.store.people_of_kayes import kept, task

AWA = Actor(7, "Awa Diallo")
KORO = Actor(8, "Korotoumou Koné")
LATER = MONDAY + timedelta(hours=2)


def test_a_task_comes_back_as_it_was_kept(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        new = task(found.id, "t1", confidential=("protection",), item="Kita", due=None, next_mark=None, deadline="")
        tasks.add(store, [new, task(found.id, "t2")])
        assert tasks.load(store, "t1") == new
        assert tasks.lock(store, "t1") == new
        assert [one.token for one in tasks.open_of(store, found.id)] == ["t1", "t2"]
        assert tasks.load(store, "t3") is None


def test_a_task_has_one_holder_and_one_end(database: Database) -> None:
    with database.session() as store:
        found = kept(store, "t1")
        one = task(found.id, "t1")
        assert tasks.claim(store, "t1", AWA, LATER)
        assert tasks.claim(store, "t1", AWA, LATER)
        assert not tasks.claim(store, "t1", KORO, LATER)
        granted = "7:cle", Receipt("PD-2026-KAY-000001", "suivante")
        with pytest.raises(Overtaken):
            tasks.finish(store, one, KORO, LATER, granted)
        tasks.finish(store, one, AWA, LATER, granted)
        with pytest.raises(Overtaken):
            tasks.finish(store, one, AWA, LATER, granted)
        done = tasks.load(store, "t1")
        assert done is not None
        assert (done.state, done.completed_by_name, done.completed, done.claimed) == (
            TaskState.DONE, "Awa Diallo", LATER, LATER)  # fmt: skip
        sql = "SELECT seconds, late FROM tasks"
        seconds, late = store.connection().exec_driver_sql(sql).one()
        assert (seconds, bool(late)) == (7200, False)


def test_a_task_passed_on_from_an_old_view_stays_where_it_is(database: Database) -> None:
    with database.session() as store:
        found = kept(store, "t1")
        one = task(found.id, "t1")
        assert tasks.pass_on(store, one, (8, "Korotoumou Koné"), LATER)
        assert not tasks.pass_on(store, one, (7, "Awa Diallo"), LATER)
        now = tasks.load(store, "t1")
        assert now is not None
        assert (now.assignee, now.version) == ("Korotoumou Koné", 2)
        assert tasks.pass_on(store, now, None, LATER)
        assert tasks.load(store, "t1") == replace(now, assignee_id=None, assignee="", claimed=None, version=3)


def test_a_cancelled_task_is_nobodys(database: Database) -> None:
    with database.session() as store:
        found = kept(store, "t1")
        tasks.cancel(store, "t1", AWA, LATER)
        assert tasks.open_of(store, found.id) == []
        assert not tasks.claim(store, "t1", KORO, LATER)
        gone = tasks.load(store, "t1")
        assert gone is not None
        assert (gone.state, gone.next_mark, gone.completed_by) == (TaskState.CANCELLED, None, 7)


def test_a_mark_is_told_once(database: Database) -> None:
    with database.session() as store:
        kept(store, "t1", "t2")
        noon = MONDAY + timedelta(hours=18)
        assert tasks.to_mark(store, MONDAY, 10) == []
        assert [one.token for one in tasks.to_mark(store, noon, 10)] == ["t1", "t2"]
        assert tasks.mark(store, "t1", 75, noon + timedelta(hours=6))
        assert not tasks.mark(store, "t1", 75, None)
        assert [one.token for one in tasks.to_mark(store, noon, 10)] == ["t2"]
        assert tasks.mark(store, "t1", 150, None)
        assert [one.token for one in tasks.to_mark(store, noon + timedelta(days=9), 10)] == ["t2"]


def test_hundreds_of_tasks_open_in_one_step(database: Database) -> None:
    with database.session() as store:
        found = kept(store)
        tasks.add(store, [task(found.id, f"t{number}") for number in range(2500)])
        assert len(tasks.open_of(store, found.id)) == 2500
