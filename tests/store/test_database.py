"""One database, two kinds: what both must do alike."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlmodel import select

from migraflow import wiring
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import Conflict, Unfit
from migraflow.services.work import Work
from migraflow.store.database import Database, DatabaseError, Overtaken, driver_url, is_contention, moment, run, upgrade
from migraflow.store.tables.accounts import AccountRecord, SignInRecord
from migraflow.store.tables.cases import CounterRecord
from migraflow.wiring import TRIES, Agency
from tests.cast import MONDAY

KAYES = timezone(timedelta(hours=2))


def note(work: Work, username: str, at: datetime) -> None:
    work.store.add(SignInRecord(at=at, username=username, outcome="wrong"))
    work.store.flush()


def take_number(work: Work) -> int:
    """A counter read, thought about, and written: what two people at two counters do at once."""
    counter = work.store.get(CounterRecord, ("DS", 2026, "KAY"))
    if counter is None:
        counter = CounterRecord(prefix="DS", year=2026, letters="KAY", last=0)
    seen = counter.last
    if seen == 0:
        work.store.add(CounterRecord(prefix="DS", year=2026, letters="KAY", last=1))
        work.store.flush()
        return 1
    sql = "UPDATE counters SET last = ? WHERE prefix = ? AND year = ? AND letters = ? AND last = ?"
    if run(work.store, sql, (seen + 1, "DS", 2026, "KAY", seen)).rowcount == 0:
        raise Overtaken
    return seen + 1


def test_a_moment_comes_back_as_the_same_instant_in_utc(agency: Agency) -> None:
    local = datetime(2026, 1, 12, 11, 30, 0, 123456, tzinfo=KAYES)
    agency.perform_as(SYSTEM, note, username="a", at=local)
    with agency.database.session() as store:
        kept = store.exec(select(SignInRecord.at).where(SignInRecord.username == "a")).one()
    assert kept == local
    assert kept.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(agency: Agency) -> None:
    with pytest.raises(Exception, match="time zone"):
        agency.perform_as(SYSTEM, note, username="a", at=datetime(2026, 1, 12, 9, 0))


def test_moments_compare_by_instant_whatever_their_zone(agency: Agency) -> None:
    for hours in (1, 2, 3):
        agency.perform_as(SYSTEM, note, username=str(hours), at=MONDAY + timedelta(hours=hours))
    with agency.database.session() as store:
        later = store.exec(
            select(SignInRecord.username).where(SignInRecord.at > (MONDAY + timedelta(hours=1)).astimezone(KAYES))
        ).all()
    assert sorted(later) == ["2", "3"]


def test_plain_sql_reads_and_writes_the_same_moments_as_the_tables(agency: Agency) -> None:
    with agency.working() as work:
        run(
            work.store,
            "INSERT INTO sign_ins (at, username, address, outcome) VALUES (?, ?, ?, ?)",
            (MONDAY.astimezone(KAYES), "brut", "", "wrong"),
        )
        note(work, "table", MONDAY)
        assert work.store.exec(select(SignInRecord.at).where(SignInRecord.username == "brut")).one() == MONDAY
        read = run(work.store, "SELECT at FROM sign_ins WHERE username = ? AND at <= ?", ("table", MONDAY)).one()
        assert moment(read[0]) == MONDAY


def test_a_row_that_points_nowhere_is_refused(agency: Agency) -> None:
    def hire(work: Work) -> None:
        work.store.add(
            AccountRecord(
                username="x", name="X", password_hash="", office="nulle_part", created=work.now, changed=work.now
            )
        )
        work.store.flush()

    with pytest.raises(Conflict):
        agency.perform_as(SYSTEM, hire)


def test_what_is_refused_leaves_nothing_behind(agency: Agency) -> None:
    def half(work: Work) -> None:
        note(work, "moitié", work.now)
        raise Unfit("changed_my_mind")

    with pytest.raises(Unfit):
        agency.perform_as(SYSTEM, half)
    with agency.database.session() as store:
        assert store.exec(select(SignInRecord)).all() == []


def test_eight_counters_at_once_hand_out_every_number_once(agency: Agency) -> None:
    with ThreadPoolExecutor(8) as counters:
        numbers = list(counters.map(lambda _: agency.perform_as(SYSTEM, take_number), range(40)))
    assert sorted(numbers) == list(range(1, 41))


def test_a_use_case_overtaken_every_time_is_a_conflict_after_bounded_tries(agency: Agency) -> None:
    tries = 0

    def unlucky(work: Work) -> None:
        nonlocal tries
        tries += 1
        raise Overtaken

    with pytest.raises(Conflict):
        agency.perform_as(SYSTEM, unlucky)
    assert tries == TRIES


def test_whoever_thought_for_long_and_was_overtaken_is_heard_once_more(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laying out a large procedure takes longer than anybody waits for a lock: that is no reason to lose it."""
    monkeypatch.setattr(wiring, "PATIENCE", 0.0)
    overtaken = [True]

    def slow(work: Work) -> None:
        if overtaken:
            overtaken.clear()
            raise Overtaken
        note(work, "enfin", work.now)

    agency.perform_as(SYSTEM, slow)
    with agency.database.session() as store:
        assert [row.username for row in store.exec(select(SignInRecord)).all()] == ["enfin"]


def test_people_read_while_somebody_writes(agency: Agency) -> None:
    with agency.working() as work:
        note(work, "pas encore", work.now)
        with agency.database.session() as store:
            assert store.exec(select(SignInRecord)).all() == []
    with agency.database.session() as store:
        assert len(store.exec(select(SignInRecord)).all()) == 1


def test_sqlite_is_opened_with_care(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.session() as store:
        read = {
            name: run(store, f"PRAGMA {name}").scalar_one() for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    database.close()
    assert read == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}


def test_two_servers_started_at_once_make_the_tables_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'neuf' / 'migraflow.db'}"
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as servers:
        list(servers.map(upgrade, [url, url]))
    with ThreadPoolExecutor(2) as starters:
        list(starters.map(upgrade, [url, url]))
    database = Database(url)
    with database.session() as store:
        assert store.exec(select(AccountRecord)).all() == []
    database.close()


@pytest.mark.parametrize(
    ("typed", "driver"),
    [
        ("postgresql://a@b/c", "postgresql+psycopg"),
        ("postgres://a@b/c", "postgresql+psycopg"),
        ("sqlite:////tmp/x.db", "sqlite"),
    ],
)
def test_people_write_the_usual_address_of_a_database(typed: str, driver: str) -> None:
    assert driver_url(typed).drivername == driver


def test_only_being_in_each_others_way_is_tried_again(agency: Agency) -> None:
    assert is_contention(Overtaken())
    tries = 0

    def broken(work: Work) -> None:
        nonlocal tries
        tries += 1
        run(work.store, "SELECT nonsense FROM nowhere")

    with pytest.raises(Exception, match="nowhere"):
        agency.perform_as(SYSTEM, broken)
    assert tries == 1


def test_what_went_wrong_is_told_without_the_values(database: Database) -> None:
    with database.session() as store, pytest.raises(DatabaseError) as raised:
        run(store, "SELECT nowhere FROM people WHERE name = ?", ("Fatoumata Diarra",))
    assert "Fatoumata" not in str(raised.value)
