"""The database away, full, read-only or locked: a sentence that says so, and on with it once it is back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from migraflow import wiring
from migraflow.store import database
from migraflow.store.database import Database
from migraflow.ui.answering import AnswersState
from migraflow.ui.pages.task import TaskPageState
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.counter import Counter
from tests.small import petit_secret, petite_demande, publish, woman
from tests.ui.window import fire, heard, window


@pytest.fixture
def counter(sqlite_url: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """The agency this process serves, on SQLite, impatient with whoever keeps the file to himself."""
    monkeypatch.setattr(database, "BUSY_WAIT", 20)
    monkeypatch.setattr(wiring, "PATIENCE", 0.1)
    agency = Agency(settings_for(sqlite_url, tmp_path), clock=clock)
    monkeypatch.setattr(wiring, "agency", lambda: agency)
    publish(agency, petit_secret(), petite_demande())
    yield Counter(agency, Cast(agency))
    agency.close()


@pytest.fixture
def typing(counter: Counter) -> tuple[Any, str]:
    """Fanta at her first task: the State of its form, and the address of letters about it."""
    token = counter.open("fanta").next_token
    page = window(TaskPageState, counter.cast.token("fanta"), f"/taches/{token}")
    fire(page, "load")
    form = page._get_root_state().get_substate(AnswersState.get_full_name().split("."))
    return form, str(token)


def save(form: Any, number: int, **answers: object) -> str:
    """A letter from the browser: what it is told."""
    answer = fire(form, "save", json.dumps({"about": form.about, "number": number, "answers": answers}))
    return "" if answer is None else heard(answer)


def every_connection(counter: Counter, pragma: str) -> None:
    """Have every further connection of the house begin with `pragma`."""
    counter.agency.database.close()
    counter.agency.database = Database(counter.agency.settings.database_url)
    from sqlalchemy import event

    event.listen(counter.agency.database.engine, "connect", lambda connection, _: connection.execute(pragma))


def well_again(counter: Counter) -> None:
    """The disk has room again: the same process goes on."""
    counter.agency.database.close()
    counter.agency.database = Database(counter.agency.settings.database_url)


@pytest.mark.parametrize("pragma", ["PRAGMA query_only=ON", "PRAGMA max_page_count=1"], ids=["read-only", "full"])
def test_a_disk_that_takes_nothing_more_is_named_and_nothing_is_lost(
    counter: Counter, typing: tuple[Any, str], pragma: str
) -> None:
    form, token = typing
    every_connection(counter, pragma)
    long = "K" * 60_000
    told = save(form, 1, lieu=long)
    assert "ne peut plus rien enregistrer" in told
    assert form.heard == "0"
    well_again(counter)
    assert save(form, 2, lieu="Kayes") == ""
    assert form.heard == "2"
    answers = {"identite": woman(), "lieu": "Kayes"}
    assert counter.complete("fanta", token, answers).case_ref


def test_a_file_somebody_keeps_to_himself_is_said_to_be_away(counter: Counter, typing: tuple[Any, str]) -> None:
    form, _ = typing
    save(form, 1, lieu="Ka")
    path = counter.agency.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as greedy:
        greedy.execute("BEGIN EXCLUSIVE")
        assert "ne répond pas" in save(form, 2, lieu="Kayes")
        greedy.execute("ROLLBACK")
    assert form.heard == "1"
    assert save(form, 3, lieu="Kayes") == ""
    assert form.heard == "3"


def test_a_page_that_cannot_be_read_says_so_and_is_asked_for_again(counter: Counter) -> None:
    token = str(counter.open("fanta").next_token)
    page = window(TaskPageState, counter.cast.token("fanta"), f"/taches/{token}")
    wellspring = counter.agency.database
    counter.agency.database = Database("postgresql://nobody@127.0.0.1:9/nowhere")
    told = heard(fire(page, "load"))
    assert "migraflow.away" in told
    assert "ne répond pas" in told
    assert page.standing == "broken"
    counter.agency.database = wellspring
    fire(page, "load")
    assert page.standing == "ready"
