"""A manager's draft, or a stranger's, holding texts written to break out or to exhaust: each is refused when the draft
is checked, and again if it is run all the same. The short form deals the texts out over the places; the long one
(MIGRAFLOW_SOAK) tries every text in every place."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from migraflow import engine, feel
from tests.unit.engine.payload_places import DRAWN, HOUSE, PLACES, attempt
from tests.unit.engine.payloads import ALL, ESCAPES, HUNGRY, MONSTERS, NAMES

REPOSITORY = Path(__file__).resolve().parents[3]
MEGABYTES = 50
Told = list[Mapping[str, object]]


@pytest.fixture(scope="module")
def told() -> Told:
    """What came of every attempt, made in a process of its own so that its memory can be measured."""
    form = "all" if os.environ.get("MIGRAFLOW_SOAK") else "dealt"
    command = [sys.executable, "-m", "tests.unit.engine.payload_places", form]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_there_are_enough_texts_and_no_two_alike() -> None:
    assert len(set(ALL)) == len(ALL) >= 300
    assert len(ESCAPES) >= 150 and len(MONSTERS) >= 50 and len(HUNGRY) >= 200


@pytest.mark.parametrize("place", DRAWN)
def test_a_sound_text_goes_through_every_place(place: str) -> None:
    assert not [one for one in engine.check(DRAWN[place]("declencheur"), HOUSE) if one.severity == "error"]
    assert not attempt(place, "declencheur", waits=False).run


def test_every_place_gets_its_share(told: Told) -> None:
    assert {one["place"] for one in told} == set(PLACES)
    assert sum(not one["waits"] for one in told) >= len(ALL)
    assert sum(bool(one["waits"]) for one in told) >= len(HUNGRY)


@pytest.mark.parametrize("place", PLACES)
def test_they_are_refused_when_checked(told: Told, place: str) -> None:
    let_pass = [one["text"] for one in told if one["place"] == place and not one["waits"] and not one["checked"]]
    assert not let_pass


@pytest.mark.parametrize("place", PLACES)
def test_they_are_refused_when_run_all_the_same(told: Told, place: str) -> None:
    let_pass = [one["text"] for one in told if one["place"] == place and not one["run"]]
    assert not let_pass


@pytest.mark.parametrize("place", PLACES)
def test_refusing_takes_little_room(told: Told, place: str) -> None:
    assert [one["text"] for one in told if one["place"] == place and float(str(one["memory"])) > MEGABYTES] == []


@pytest.mark.parametrize("text", NAMES)
def test_names_of_another_language_mean_nothing(text: str) -> None:
    expression = feel.compile(text)
    assert expression.evaluate({}) is None
    found = engine.check(DRAWN["script line"](text), HOUSE)
    assert "variable_unknown" in {one.code for one in found}
