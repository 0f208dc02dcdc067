"""Whatever happens to cases, in whatever order, what is rolled up is what a recount from the journals comes to."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migraflow.cli.figures import figures
from migraflow.domain.access import SYSTEM
from migraflow.domain.journal import Entry, EntryKind, sealed
from migraflow.domain.values import with_path
from migraflow.services import facts
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import facts as fact_store
from migraflow.store import journal, merges, people
from migraflow.store.database import run
from migraflow.wiring import Agency
from tests.conftest import settings_for
from tests.lives import PLACES, lives, settle
from tests.services.figures.conftest import NOW, count_all

LONG = bool(os.environ.get("MIGRAFLOW_SOAK"))
CELLS = f"SELECT {', '.join(fact_store.KEYS)}, n FROM cells"
STOCKS = f"SELECT {', '.join(fact_store.STOCK_KEYS)}, n FROM stocks"
FACTS = f"SELECT {', '.join(fact_store.COLUMNS)} FROM facts"


def somewhere(work: Work, chance: random.Random) -> int:
    """Any case; 0 when there is none yet."""
    found = [row[0] for row in run(work.store, "SELECT id FROM cases ORDER BY id")]
    return chance.choice(found) if found else 0


def append(work: Work, case_id: int, *entries: Entry) -> None:
    """Add entries to the journal of a case, as steps do."""
    case = case_store.load(work.store, case_id)
    chain = sealed(entries, last=case.entries, head=case.head)
    journal.append(work.store, case_id, chain)
    case_store.grow(work.store, case, len(chain), chain[-1].seal)


def late(chance: random.Random) -> datetime:
    """Some moment of the past."""
    return NOW - timedelta(days=chance.randrange(600), minutes=chance.randrange(900))


def begin(work: Work, chance: random.Random) -> None:
    settle(work.store, list(lives(2, chance, date(2025, 1, 1), 500)))


def go_on_late(work: Work, chance: random.Random) -> None:
    """Another life's entries told of this case, late and out of order."""
    case_id = somewhere(work, chance)
    if case_id:
        more = next(lives(1, chance, date(2025, 3, 1), 300)).entries
        append(work, case_id, *chance.sample(more, min(4, len(more))))


def amend(work: Work, chance: random.Random) -> None:
    case_id = somewhere(work, chance)
    if case_id:
        detail = {"field": "pays_placement", "to": chance.choice(("ESP", "CIV"))}
        append(work, case_id, Entry(EntryKind.AMENDED, late(chance), 1, "Salif", detail=detail))


def correct(work: Work, chance: random.Random) -> None:
    """Somebody turns out to be a man, to have been to school: no case of theirs says so."""
    found = run(work.store, "SELECT id FROM people WHERE merged_into IS NULL ORDER BY id").all()
    if found:
        person = people.load(work.store, chance.choice(found)[0])
        known = with_path(person.known, "identite", {"sexe": chance.choice("FM"), "niveau_instruction": "bac"})
        people.change(work.store, person, known, NOW)


def merge(work: Work, chance: random.Random) -> None:
    """Two people turn out to be one: the cases of the one are the other's."""
    found = [row[0] for row in run(work.store, "SELECT id FROM people ORDER BY id")]
    if len(found) > 1:
        gone, kept_one = chance.sample(found, 2)
        merges.move(work.store, gone, kept_one)


def move(work: Work, chance: random.Random) -> None:
    case_id = somewhere(work, chance)
    if case_id:
        case = case_store.load(work.store, case_id)
        region, office = chance.choice(PLACES)
        run(work.store, "UPDATE cases SET region = ?, office = ? WHERE id = ?", (region, office, case.id))
        append(work, case_id, Entry(EntryKind.PLACED, late(chance), 1, "Awa", detail={"office": office}))


def count(work: Work, _chance: random.Random) -> None:
    facts.count_next(work)


DEEDS: dict[str, Callable[[Work, random.Random], None]] = {
    "begin": begin,
    "go on late": go_on_late,
    "amend": amend,
    "correct": correct,
    "merge": merge,
    "move": move,
    "count": count,
}


def kept(agency: Agency) -> list[list[tuple[object, ...]]]:
    """All cells, all stocks and all facts."""
    with agency.database.session() as store:
        return [sorted(tuple(row) for row in run(store, sql)) for sql in (CELLS, STOCKS, FACTS)]


def everybody(agency: Agency) -> int:
    """How many cases there are."""
    with agency.database.session() as store:
        return int(run(store, "SELECT COUNT(*) FROM cases").scalar_one())


@settings(max_examples=150 if LONG else 12)
@given(deeds=st.lists(st.sampled_from(sorted(DEEDS)), min_size=3, max_size=25), seed=st.integers(0, 10**6))
def test_rolling_up_comes_to_what_a_recount_comes_to(sqlite_template: Path, deeds: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(sqlite_template, Path(folder) / "rolled.db")
        rolls_up(f"sqlite:///{folder}/rolled.db", Path(folder), deeds, seed)


@settings(max_examples=40 if LONG else 3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(sorted(DEEDS)), min_size=6, max_size=25), seed=st.integers(0, 10**6))
def test_a_server_rolls_up_to_the_same(postgres_url: str, tmp_path: Path, deeds: list[str], seed: int) -> None:
    rolls_up(postgres_url, tmp_path, deeds, seed)


def rolls_up(url: str, folder: Path, deeds: list[str], seed: int) -> None:
    """Play the deeds in a house; what was rolled up, what is told anew and what is filled in at once are the same.

    On a server the cases of the examples before stay: they are counted along.
    """
    chance = random.Random(seed)
    agency = Agency(settings_for(url, folder), clock=lambda: NOW)
    for deed in ("begin", *deeds):
        with agency.working(SYSTEM, now=NOW) as work:
            DEEDS[deed](work, chance)
    count_all(agency)
    rolled = kept(agency)
    assert rolled[0]
    with agency.working(SYSTEM, now=NOW) as work:
        for table in ("cells", "stocks", "facts"):
            run(work.store, f"DELETE FROM {table}")
        facts.begin_anew(work)
    count_all(agency)
    assert kept(agency) == rolled
    with agency.working(SYSTEM, now=NOW) as work:
        facts.fill_cells(work)
    assert kept(agency) == rolled
    agency.close()


def test_other_rules_let_every_case_be_counted_anew(lived: Agency) -> None:
    before = kept(lived)
    with lived.working(SYSTEM, now=NOW) as work:
        run(work.store, "UPDATE fact_rules SET fingerprint = 'autres'")
    assert count_all(lived) == everybody(lived)
    assert kept(lived) == before


def test_the_command_counts_everything_anew(lived: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept(lived)
    assert all(before)
    with lived.working(SYSTEM, now=NOW) as work:
        for table in ("cells", "stocks"):
            run(work.store, f"UPDATE {table} SET n = n + 1")
    assert all(one != two for one, two in zip(kept(lived)[:2], before, strict=False))
    assert figures(lived.settings, Namespace(rebuild=True)) == 0
    assert f"{everybody(lived)} dossiers comptés." in capsys.readouterr().out
    assert kept(lived) == before
    figures(lived.settings, Namespace(rebuild=False))
    assert "0 dossiers comptés." in capsys.readouterr().out
