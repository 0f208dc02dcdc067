"""The stories of ``workflows/*/scenarios``, lived through the use cases by one actor per role."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from migraflow.domain.access import SYSTEM, Actor, grants_of
from migraflow.domain.cases import Case, CaseState
from migraflow.domain.journal import EntryKind, first_broken
from migraflow.engine.timers import period_of
from migraflow.services import cases, effects, mailbox, messages, tasks, timers
from migraflow.store import cases as store
from migraflow.store import journal, snapshots
from migraflow.store import tasks as task_store
from migraflow.wiring import Agency
from tests.cast import Clock
from tests.conftest import settings_for
from tests.small import WORKFLOWS

LONG = bool(os.environ.get("MIGRAFLOW_SOAK"))
"""Whether every story is lived here; otherwise all of the busiest procedure and the first of each other one."""

CALLED_ONLY = {"referencement_protection"}
"""Begun by other procedures: no role may open it at the counter."""


def chosen() -> list[Path]:
    """The stories to live: those that begin at the counter, with nothing known beforehand."""
    found: list[Path] = []
    for folder in sorted(path.parent for path in WORKFLOWS.glob("*/procedure.toml")):
        if folder.name in CALLED_ONLY:
            continue
        told = sorted(folder.glob("scenarios/*.json"))
        fresh = [path for path in told if not json.loads(path.read_text(encoding="utf-8")).get("donnees")]
        found += fresh if LONG or folder.name == "demande_services" else fresh[:1]
    return found


STORIES = chosen()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, opened: Path) -> Iterator[Agency]:
    """An agency with every procedure of the repository published."""
    folder = tmp_path_factory.mktemp("stories")
    path = folder / "stories.db"
    path.write_bytes(opened.read_bytes())
    agency = Agency(settings_for(f"sqlite:///{path}", folder), clock=Clock())
    yield agency
    agency.close()


class Story:
    """One scenario, step by step."""

    def __init__(self, agency: Agency, told: Mapping[str, Any], path: Path) -> None:
        procedure = path.parent.parent.name
        self.agency, self.told, self.key = agency, told, f"{procedure} {path.stem}"
        self.clock: Any = agency.clock
        self.clock.now = datetime.fromisoformat(told["debut"])
        self.ref = ""
        opener = self.actor(opened_by(path))
        receipt = agency.perform_as(opener, cases.start, procedure=procedure, key=self.key)
        self.ref = receipt.case_ref

    def actor(self, role: str) -> Actor:
        """Somebody who holds `role` where the case is; it begins in Kayes."""
        case = self.case() if self.ref else None
        found = self.agency.house.roles[role]
        number = 1000 + sorted(self.agency.house.roles).index(role)
        return Actor(
            account_id=number,
            name=role,
            roles=frozenset({role}),
            office=case.office if case else "dr_kayes",
            region=case.region if case else "kayes",
            grants=grants_of([found]),
            reach={role: found.scope},
        )

    def case(self) -> Case:
        """The case now."""
        with self.agency.working() as work:
            found = store.find(work.store, self.ref, seen_by=SYSTEM)
            assert found is not None
            return found

    def open(self) -> dict[str, tuple[str, str, int]]:
        """The open tasks: (token, role, version) by element."""
        with self.agency.working() as work:
            return {
                task.element: (task.token, task.role, task.version)
                for task in task_store.open_of(work.store, self.case().id)
            }

    def live(self) -> None:
        """Every step of the story."""
        for number, step in enumerate(self.told["etapes"]):
            if "tache" in step:
                token, role, version = self.open()[step["tache"]]
                self.agency.perform_as(self.actor(role), tasks.complete, token=token, version=version,
                                       answers=step.get("reponses", {}), key=f"{self.key}-{number}")  # fmt: skip
            elif "message" in step:
                self.tell(step, number)
            elif "signal" in step:
                self.agency.perform_as(SYSTEM, mailbox.announce, signal=step["signal"],
                                       payload=step.get("reponses", {}))  # fmt: skip
                self.agency.perform_as(SYSTEM, timers.sweep)
            elif "attendre" in step:
                self.wait(step["attendre"])
            elif "verifier" in step:
                self.verify(step["verifier"])

    def tell(self, step: Mapping[str, Any], number: int) -> None:
        """Somebody who may sends a message."""
        for role in self.agency.house.roles:
            actor = self.actor(role)
            with self.agency.working(actor) as work:
                case = self.case()
                compiled = messages.editions.of_case(work, case)
                names = {button.name for button in messages.sendable(work, case, compiled)}
            if step["message"] in names:
                self.agency.perform_as(actor, cases.send_message, ref=self.ref, name=step["message"],
                                       answers=step.get("reponses", {}), key=f"{self.key}-{number}")  # fmt: skip
                return
        pytest.fail(f"nobody may send {step['message']}")

    def wait(self, span: str) -> None:
        """Time passes, from one timer to the next."""
        period = period_of(span)
        assert period is not None
        until = period.after(self.clock.now)
        while (due := self.next_due()) is not None and due <= until:
            self.clock.now = max(due, self.clock.now)
            self.agency.perform_as(SYSTEM, timers.sweep)
            self.agency.perform_as(SYSTEM, effects.perform_due)
        self.clock.now = until

    def next_due(self) -> datetime | None:
        """The case's next timer."""
        with self.agency.working() as work:
            return store.next_due(work.store, self.case().id)

    def verify(self, expected: Mapping[str, Any]) -> None:
        """The case stands where the story says."""
        if "ouvertes" in expected:
            assert sorted(self.open()) == sorted(expected["ouvertes"])
        with self.agency.working() as work:
            data = snapshots.data(work.store, self.case().id)
        for name, value in expected.get("donnees", {}).items():
            if name not in {"score_doublon", "doublon_probable"}:
                assert str(data.get(name)) == str(value) or data.get(name) == value, name


def opened_by(path: Path) -> str:
    """The first role that may open the procedure of a story."""
    facts = tomllib.loads((path.parent.parent / "procedure.toml").read_text(encoding="utf-8"))
    return str(facts["ouvert_par"][0])


def asks_the_register(told: Mapping[str, Any]) -> bool:
    """Whether the story makes up what the register answers: here the real register does."""
    return any(step.get("resultat") for step in told["etapes"])


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parent.parent.name} {path.stem}")
def test_a_story_of_the_repository_is_lived_to_its_end(house: Agency, path: Path) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    if asks_the_register(told):
        pytest.skip("the story makes up the register's answer")
    with house.working() as work:
        work.store.connection().exec_driver_sql("UPDATE people SET nina = '', passport = '', phone = '', phone2 = '', "
                                                "birth_date = NULL, birth_year = NULL")  # fmt: skip
    story = Story(house, told, path)
    story.live()
    case = story.case()
    if told.get("fin"):
        assert (case.state, case.outcome) == (CaseState.CLOSED, told["fin"])
        assert case.outcome_label != case.outcome
        assert story.open() == {}
    with house.working() as work:
        chain = journal.chain_of(work.store, case.id)
        assert first_broken(chain) is None
        tokens = {kept.entry.token for kept in chain if kept.entry.kind is EntryKind.TASK_CREATED}
        ended = {kept.entry.token for kept in chain if kept.entry.kind in {EntryKind.COMPLETED, EntryKind.CANCELLED}}
        assert ended <= tokens
        assert not told.get("fin") or ended == tokens
        # A story is one case told alone: the offers and departures it answers are other cases, never opened here.
        failed = "SELECT operator, element, error FROM effects WHERE error NOT IN ('', 'message_unexpected')"
        assert work.store.connection().exec_driver_sql(failed).all() == []
