"""What stands now or is in force on a day: tasks, likenesses and registers counted again in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest

from migraflow.domain.measures import Slice
from migraflow.domain.values import dumps
from migraflow.store.database import Session, run
from migraflow.store.tables.registers import RegisterRowRecord
from migraflow.wiring import Agency
from tests.lives import bring
from tests.services.figures.conftest import NOW
from tests.services.figures.test_slow_path import counted
from tests.slow.partners import CENTRES

YEAR = Slice(date(2026, 1, 1), date(2026, 11, 30))
ROLES = {"conseiller": "Conseiller·ère emploi et mobilité", "ministere": "Ministère"}
TASK = """INSERT INTO tasks (token, case_id, procedure, element, name, role, office, region, form, item, deadline,
confidential, state, version, assignee, due, sort_due, level, created, completed_by_name, late)
VALUES (?, 1, 'demande_services', 'DS_05', 'Entretien', ?, '', 'kayes', '', '', '', '', ?, 1, '', ?, ?, 0, ?, '', ?)"""
PAIR = """INSERT INTO likenesses (one_id, other_id, score, terms, state, seen, decided_by_name, reason)
VALUES (?, ?, ?, '[]', ?, ?, '', '')"""


@dataclass(frozen=True)
class RegisterRow:
    """One convention or one session."""

    noun: str
    key: str
    begins: date
    ends: date | None
    state: str
    type: str
    centre: str
    places: int


@dataclass(frozen=True)
class Standing:
    """Tasks past their deadline and all open ones by role, scores of open pairs, rows of two registers."""

    late: Counter[str]
    every: Counter[str]
    scores: Counter[int]
    rows: list[RegisterRow]


@pytest.fixture(scope="module")
def standing(lived: Agency) -> Standing:
    """Tasks past their deadline and all open ones by role, scores of open pairs, rows of two registers."""
    chance = random.Random(3)
    late, every, scores = Counter[str](), Counter[str](), Counter[int]()
    with lived.working() as work:
        for number in range(60):
            role, state = chance.choice(list(ROLES)), chance.choice(("open", "open", "done"))
            due = chance.choice((None, NOW + timedelta(hours=1), NOW - timedelta(hours=1)))
            run(work.store, TASK, (f"t{number}", role, state, due, due or NOW, NOW, False))
            every[role] += state == "open"
            late[role] += state == "open" and due is not None and due < NOW
        people = [row[0] for row in run(work.store, "SELECT id FROM people ORDER BY id LIMIT 30")]
        for one, other in pairwise(people):
            score, state = chance.randrange(60, 101), chance.choice(("open", "apart"))
            run(work.store, PAIR, (one, other, score, state, NOW))
            scores[score] += state == "open"
        rows = [row_of(chance, number) for number in range(40)]
        bring_rows(work.store, rows)
    return Standing(late, every, scores, rows)


def row_of(chance: random.Random, number: int) -> RegisterRow:
    """One of them."""
    begins = date(2025, 6, 1) + timedelta(days=chance.randrange(500))
    noun, types = chance.choice((("conventions", ("stage", "charte")), ("sessions", ("formation", "atelier"))))
    return RegisterRow(
        noun, f"R{number}", begins, chance.choice((None, begins + timedelta(days=chance.randrange(300)))),
        chance.choice(("en_vigueur", "terminee", "annulee")), chance.choice(types), chance.choice(list(CENTRES)),
        chance.randrange(5, 30),
    )  # fmt: skip


def bring_rows(store: Session, rows: list[RegisterRow]) -> None:
    """Write them into the registers."""
    bring(store, RegisterRowRecord, [
        {"noun": one.noun, "key": one.key, "label": one.key, "sort": one.key, "words": "", "state": one.state,
         "content": dumps({"type": one.type, "centre": one.centre, "places": one.places}),
         "begins": one.begins, "ends": one.ends, "created": NOW, "changed": NOW}
        for one in rows
    ])  # fmt: skip


def test_overdue_tasks_are_those_open_past_their_deadline(lived: Agency, standing: Standing) -> None:
    late, every = standing.late, standing.every
    found = counted(lived, "QS01", YEAR)
    assert found.total.value == sum(late.values())
    assert sorted(int(row.cells[0].value or 0) for row in found.rows) == sorted(late[role] for role in every)
    shares = {row.cells[0].value: row.cells[1].value for row in found.rows}
    assert shares == {late[role]: round(100 * late[role] / every[role], 1) for role in every}


def test_duplicates_are_pairs_nobody_settled(lived: Agency, standing: Standing) -> None:
    scores = standing.scores
    found = counted(lived, "QD02", YEAR)
    limits = ((90, 100), (80, 89), (0, 79))
    bands = [sum(n for score, n in scores.items() if low <= score <= high) for low, high in limits]
    assert [row.cells[0].value for row in found.rows] == bands
    assert found.total.value == sum(scores.values())


def test_agreements_in_force_are_those_begun_and_not_ended(lived: Agency, standing: Standing) -> None:
    rows = [one for one in standing.rows if one.noun == "conventions" and one.state != "annulee"]
    for until in (date(2026, 3, 31), date(2026, 11, 30)):
        day = min(until, NOW.date())
        there = [one for one in rows if one.begins <= day and (one.ends is None or one.ends >= day)]
        held = Counter(one.type for one in there)
        found = counted(lived, "PA01", Slice(date(2026, 1, 1), until))
        assert found.total.value == sum(held.values())
        assert sorted(int(row.cells[0].value or 0) for row in found.rows) == sorted(held.values())


def test_the_share_of_migrants_is_held_against_the_places_of_the_register(lived: Agency, standing: Standing) -> None:
    places = Counter[str]()
    for one in standing.rows:
        if one.noun == "sessions" and one.type == "formation" and one.state != "annulee" and one.ends:
            places[one.centre] += one.places if YEAR.since <= one.ends <= YEAR.until else 0
    sent = {row.label: int(row.cells[0].value or 0) for row in counted(lived, "FO01", YEAR).rows}
    found = counted(lived, "FO05", YEAR)
    told = {row.label: tuple(cell.value for cell in row.cells) for row in found.rows}
    assert told == {
        CENTRES[centre]: (round(100 * sent.get(CENTRES[centre], 0) / n, 1), sent.get(CENTRES[centre], 0), n)
        for centre, n in places.items() if n
    }  # fmt: skip
