"""The folder ``workflows/`` as it stands: its house, its procedures, and a way to tell a story with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from migraflow.engine import Bundle, Compiled, House, compile_edition
from migraflow.engine.scenario import Played, play
from migraflow.services.house import bundles_in, read_house

WORKFLOWS = Path(__file__).parents[2] / "workflows"
PROCEDURES = sorted(path.parent.name for path in WORKFLOWS.glob("*/procedure.toml"))
SCENARIOS = sorted(path.relative_to(WORKFLOWS).as_posix() for path in WORKFLOWS.glob("*/scenarios/*.json"))
NEVER = datetime(2026, 1, 12, 9, tzinfo=UTC)
"""Scenarios carry their own date; this one is for those that would not."""


@cache
def the_house() -> House:
    """Read once: nothing in it changes."""
    return read_house(WORKFLOWS)


@cache
def the_bundles() -> Mapping[str, Bundle]:
    """Every procedure folder by id."""
    return {bundle.id: bundle for bundle in bundles_in(WORKFLOWS)}


@cache
def compiled(procedure: str) -> Compiled:
    """A procedure ready to run."""
    return compile_edition(the_bundles()[procedure], the_house())


@cache
def played(scenario: str) -> Played:
    """One scenario file, played (``demande_services/scenarios/02_mineur_refere.json``)."""
    return play(compiled(scenario.split("/")[0]), told(scenario), now=NEVER)


def told(scenario: str) -> dict[str, Any]:
    """What a scenario file says."""
    return json.loads((WORKFLOWS / scenario).read_text(encoding="utf-8"))


@pytest.fixture
def house() -> House:
    """The agency's house."""
    return the_house()


@pytest.fixture
def bundles() -> Mapping[str, Bundle]:
    """The agency's procedures."""
    return the_bundles()


@pytest.fixture
def edition() -> Callable[[str], Compiled]:
    """A procedure by its id, compiled."""
    return compiled


@pytest.fixture
def story() -> Callable[[str], Played]:
    """A scenario of ``demande_services`` by the beginning of its name, played."""

    def find(beginning: str, procedure: str = "demande_services") -> Played:
        [name] = [one for one in SCENARIOS if one.startswith(f"{procedure}/scenarios/{beginning}")]
        return played(name)

    return find


@pytest.fixture
def scenario() -> Callable[[str], dict[str, Any]]:
    """What a scenario of ``demande_services`` says, by the beginning of its name."""

    def find(beginning: str) -> dict[str, Any]:
        [name] = [one for one in SCENARIOS if one.startswith(f"demande_services/scenarios/{beginning}")]
        return told(name)

    return find


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once per procedure or per scenario file when it asks for one."""
    if "procedure" in metafunc.fixturenames:
        metafunc.parametrize("procedure", PROCEDURES)
    if "scenario_file" in metafunc.fixturenames:
        metafunc.parametrize("scenario_file", SCENARIOS)


@pytest.fixture
def play_file() -> Callable[[str], Played]:
    """A scenario file by its path under ``workflows/``, played once per run."""
    return played


@pytest.fixture
def scenarios_of() -> Callable[[str], list[Played]]:
    """All scenarios of a procedure, played."""
    return lambda procedure: [played(one) for one in SCENARIOS if one.startswith(f"{procedure}/")]


@pytest.fixture
def workflows() -> Path:
    """The folder itself."""
    return WORKFLOWS
