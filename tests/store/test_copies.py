"""The house is copied while it works, and a copy is put back elsewhere."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlmodel import select

from migraflow.domain.errors import Unfit
from migraflow.services import accounts
from migraflow.store.copies import BrokenCopy, check_copy, restore_copy, write_copy
from migraflow.store.database import Database
from migraflow.store.tables.accounts import SessionRecord
from migraflow.store.tables.documents import FileRecord
from migraflow.wiring import Agency
from tests.cast import CAST, MONDAY, PASSWORD, Cast
from tests.conftest import settings_for

PICTURE = bytes(range(256)) * 40


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ailleurs.db'}"
    server = request.getfixturevalue("postgres_server")
    name = f"empty_{tmp_path.name.lower().replace('-', '_')[:40]}_{id(tmp_path)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')

    def drop() -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    request.addfinalizer(drop)
    return server.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture
def copy(agency: Agency, cast: Cast, tmp_path: Path) -> Path:
    """A copy made while Awa is signed in and a file is kept."""
    cast.token("awa")
    with agency.working() as work:
        work.store.add(FileRecord(sha="ab", size=len(PICTURE), content=PICTURE))
    path = tmp_path / "copie.migraflow"
    write_copy(agency.database, path, MONDAY)
    return path


def test_a_copy_put_back_is_the_same_house(copy: Path, empty_url: str, tmp_path: Path) -> None:
    copied = restore_copy(empty_url, copy)
    assert copied.made == MONDAY
    agency = Agency(settings_for(empty_url, tmp_path), clock=lambda: datetime(2026, 1, 13, 8, 0, tzinfo=UTC))
    cast = Cast(agency)
    assert cast["moussa"].name == "Moussa Keïta"
    signed_in = agency.perform(accounts.sign_in, None, username="fanta coulibaly", password=PASSWORD, address="")
    assert signed_in.actor.office == "dr_kayes"
    with agency.database.session() as store:
        assert store.exec(select(FileRecord.content)).one() == PICTURE
    agency.close()


def test_new_rows_are_numbered_after_those_put_back(copy: Path, empty_url: str, tmp_path: Path) -> None:
    restore_copy(empty_url, copy)
    agency = Agency(settings_for(empty_url, tmp_path))
    cast = Cast(agency)
    row = agency.perform(
        accounts.create_account,
        cast.token("ibrahim"),
        username="Zeïnabou",
        name="Zeïnabou Rhissa",
        password="premier jour au guichet",
        roles=["accueil"],
    )
    assert row.id > cast.id("ibrahim")
    agency.close()


def test_nobodys_session_travels_in_a_copy(copy: Path, empty_url: str) -> None:
    restore_copy(empty_url, copy)
    database = Database(empty_url)
    with database.session() as store:
        assert store.exec(select(SessionRecord)).all() == []
    database.close()


def test_two_agencies_are_never_mixed(copy: Path, database_url: str) -> None:
    with pytest.raises(Unfit) as refusal:
        restore_copy(database_url, copy)
    assert refusal.value.code == "database_not_empty"


@pytest.mark.parametrize("harm", ["cut", "changed", "without_manifest", "text"])
def test_a_damaged_copy_is_refused_before_anything_is_touched(
    copy: Path, empty_url: str, tmp_path: Path, harm: str
) -> None:
    hurt = tmp_path / "abîmée.migraflow"
    damage(copy, hurt, harm)
    with pytest.raises(BrokenCopy):
        restore_copy(empty_url, hurt)
    restore_copy(empty_url, copy)


def damage(copy: Path, hurt: Path, harm: str) -> None:
    """Write a copy of `copy` with one thing wrong."""
    if harm in {"cut", "text"}:
        hurt.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2] if harm == "cut" else b"bonjour")
        return
    with zipfile.ZipFile(copy) as good, zipfile.ZipFile(hurt, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if harm == "changed" and name == "accounts.jsonl":
                content = content.replace(b"awa.diallo", b"eve.diallo")
            if harm != "without_manifest" or name != "manifest.json":
                bad.writestr(name, content)


def test_a_copy_that_fails_leaves_no_file(agency: Agency, tmp_path: Path) -> None:
    with agency.working() as work:
        work.store.connection().exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(Exception, match="No row was found"):
        write_copy(agency.database, tmp_path / "copie.migraflow", MONDAY)
    assert not list(tmp_path.glob("copie*"))


def test_a_copy_tells_what_it_holds(copy: Path) -> None:
    rows = check_copy(copy).rows
    assert (rows["accounts"], rows["regions"], rows["cases"], rows["files"]) == (len(CAST), 20, 0, 1)
