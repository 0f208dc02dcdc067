"""Thousands of gestures in any order, power cuts among them: the house agrees with a small model after each."""

from __future__ import annotations

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseState
from migraflow.domain.errors import AlreadyDone, MigraflowError
from migraflow.domain.recovery import Stalled
from migraflow.domain.suspensions import CASE
from migraflow.services import cases, recovery, suspensions, tasks
from migraflow.services.verification import verify
from migraflow.store import cases as case_store
from migraflow.store import drafts
from migraflow.store import tasks as task_store
from tests.cast import Cast, Clock
from tests.conftest import TEMPLATE, settings_for
from tests.counter import Counter as Desk
from tests.services.power import PowerCut, failing, started
from tests.small import flow, node, petit_secret, petite_demande, publish, woman

SOAK = bool(os.environ.get("MIGRAFLOW_SOAK"))
LIVES, STEPS = (20, 100) if SOAK else (5, 30)
WANTED = 2_000 if SOAK else 30
"""Gestures that must have changed something (a restart does not) before the campaign is over; the short form plays its
lives once."""
UNFORESEEN = {
    flow("P_03", "j_et"): (
        node("exclusiveGateway", "g_plan", name="Objectif ?")
        + flow("P_03", "g_plan")
        + flow("g_plan", "j_et", 'objectif = "Partir"')
    )
}
"""A plan to stay breaks its step: nobody drew a way for it."""
LANES = {
    "P_01": ("fanta", "nana"),
    "P_02": ("awa", "koro"),
    "P_03": ("moussa",),
    "P_04": ("seydou",),
    "P_05": ("fanta", "nana"),
    "P_X": ("fanta", "nana"),
}
ANSWERS: dict[str, dict[str, object]] = {
    "P_01": {"identite": woman(), "lieu": "Kayes"},
    "P_02": {"projet": "Travailler en Espagne"},
    "P_03": {"objectif": "Partir"},
    "P_04": {"note": 12},
    "P_05": {},
    "P_X": {"observations": "Vu"},
}
STAYING = {"objectif": "Rester"}
MOST = 4
"""Cases that go on at the same time."""
PEOPLE = ("fanta", "nana", "awa", "koro", "moussa", "seydou")


@dataclass
class Told:
    """The model of one case: its open steps with who holds each, whether it broke, how it ended."""

    ref: str
    open: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    broken: bool = False
    held: int = 0
    outcome: str = ""

    def done(self, step: str) -> None:
        """The step is done: what opens next."""
        del self.open[step]
        self.typed.discard(step)
        if step == "P_03":
            self.broken = False
        if step in {"P_03", "P_04"}:
            following = [] if {"P_03", "P_04"} & self.open.keys() else ["P_05"]
        else:
            following = {"P_01": ["P_02"], "P_02": ["P_03", "P_04"]}.get(step, [])
        self.open |= dict.fromkeys(following, "")
        if step in {"P_05", "P_X"}:
            self.end("Traité" if step == "P_05" else "Retrait")

    def end(self, outcome: str) -> None:
        """It is over."""
        self.open, self.typed, self.broken, self.held, self.outcome = {}, set(), False, 0, outcome


class House(RuleBasedStateMachine):
    """The gestures. `make` gives a fresh database, `agency` is the process that happens to run."""

    make: Callable[[], Any]
    effective: Counter[str]
    """How often each gesture had an effect, over all lives."""

    def __init__(self) -> None:
        super().__init__()
        self.configuration, self.close = type(self).make()
        self.clock, self.keys, self.all = Clock(), count(1), []
        self.agency = started(self.configuration, self.clock)
        self.begin()
        self.ids = {first: self.counter.cast.id(first) for first in PEOPLE}
        publish(self.agency, petit_secret(), petite_demande(UNFORESEEN))

    def begin(self) -> None:
        """A process that knows nothing but the database."""
        self.counter = Desk(self.agency, Cast(self.agency))

    def teardown(self) -> None:
        """Everything holds together; then the database goes."""
        with self.agency.working() as work:
            faults = verify(work).faults
        self.agency.close()
        self.close()
        assert faults == ()

    def token(self, case: Told, step: str) -> str:
        """The open task of a step."""
        with self.agency.database.session() as store:
            (key,) = case_store.keys_of(store, case.ref)
            return next(task.token for task in task_store.open_of(store, key) if task.element == step)

    def wish(self, first: str, use_case: Any, **words: object) -> str:
        """What a wish came to: ``ok``, ``late`` (somebody else was first), ``stalled``, or ``refused``."""
        try:
            self.counter.wish(first, use_case, **words)
        except AlreadyDone:
            return "late"
        except Stalled:
            return "stalled"
        except MigraflowError:
            return "refused"
        return "ok"

    def felt(self, gesture: str, outcome: str = "ok") -> str:
        """`outcome`, counted when the gesture changed something."""
        if outcome in {"ok", "stalled"}:
            self.effective[gesture] += 1
        return outcome

    def key(self) -> str:
        """A key nobody used."""
        return f"k{next(self.keys)}"

    def allowed(self, case: Told, first: str, step: str) -> str:
        """What the model says of somebody who wants to take or do a step."""
        if first not in LANES[step]:
            return "refused"
        return "ok" if case.open[step] in {"", first} else "late"

    def one(self, data: st.DataObject) -> tuple[Told, str, str]:
        """A case that goes on, a step it stands at, and somebody: of its lane, most of the time."""
        case = data.draw(st.sampled_from(self.live()))
        step = data.draw(st.sampled_from(sorted(case.open)))
        lane = case.open[step] or LANES[step][0]
        return case, step, data.draw(st.sampled_from([lane, lane, *LANES[step], *PEOPLE]))

    def live(self) -> list[Told]:
        """The cases that go on."""
        return [case for case in self.all if not case.outcome]

    @initialize()
    def open_the_first(self) -> None:
        self.start("fanta")

    @precondition(lambda self: len(self.live()) < MOST)
    @rule(first=st.sampled_from(["fanta", "nana"]))
    def start(self, first: str) -> None:
        receipt = self.counter.wish(first, cases.start, procedure="petite_demande", key=self.key())
        case = Told(receipt.case_ref, {"P_01": first})
        self.all.append(case)
        self.felt("start")

    @precondition(live)
    @rule(data=st.data())
    def claim(self, data: st.DataObject) -> None:
        case, step, first = self.one(data)
        expected = self.allowed(case, first, step)
        assert self.felt("claim", self.wish(first, tasks.claim, token=self.token(case, step))) == expected
        case.open[step] = first if expected == "ok" else case.open[step]

    @precondition(live)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        case, step, _ = self.one(data)
        if holder := case.open[step]:
            assert self.felt("release", self.wish(holder, tasks.release, token=self.token(case, step))) == "ok"
            case.open[step] = ""

    @precondition(live)
    @rule(data=st.data())
    def draft(self, data: st.DataObject) -> None:
        case, step, first = self.one(data)
        expected = self.allowed(case, first, step)
        typed = {"token": self.token(case, step), "answers": {"lieu": "Ka"}}
        assert self.felt("draft", self.wish(first, tasks.save_draft, **typed)) == expected
        if expected == "ok":
            case.open[step] = first
            case.typed.add(step)

    @precondition(live)
    @rule(data=st.data(), staying=st.booleans())
    def complete(self, data: st.DataObject, staying: bool) -> None:
        case, step, first = self.one(data)
        if staying and "P_03" in case.open:
            step, first = "P_03", "moussa"
        breaks = staying and step == "P_03"
        expected = self.allowed(case, first, step)
        expected = "stalled" if breaks and expected == "ok" else expected
        expected = "refused" if case.held and expected in {"ok", "stalled"} else expected
        wish = self.completion(case, step, breaks)
        assert self.felt("complete", self.wish(first, tasks.complete, **wish)) == expected
        if expected == "ok":
            case.done(step)
        case.broken |= expected == "stalled"

    def completion(self, case: Told, step: str, breaks: bool = False) -> dict[str, object]:
        """A completion, with a key of its own."""
        token = self.token(case, step)
        with self.agency.database.session() as store:
            task = task_store.load(store, token)
            assert task is not None
        answers = STAYING if breaks else ANSWERS[step]
        return {"token": token, "answers": answers, "version": task.version, "key": self.key()}

    @rule(data=st.data(), first=st.sampled_from(["fanta", "awa"]))
    def withdraw(self, data: st.DataObject, first: str) -> None:
        case = data.draw(st.sampled_from(self.all))
        if not case.outcome and data.draw(st.integers(0, 3)):
            return
        wish = {"ref": case.ref, "name": "retrait", "answers": {"motif": "Renonce"}, "key": self.key()}
        expected = not case.outcome and "P_X" not in case.open
        assert (self.felt("withdraw", self.wish(first, cases.send_message, **wish)) == "ok") == expected
        if expected:
            case.open, case.typed, case.broken = {"P_X": ""}, set(), False

    @rule(data=st.data(), gesture=st.sampled_from(["retry", "annul"]))
    def recover(self, data: st.DataObject, gesture: str) -> None:
        broken = [case for case in self.all if case.broken]
        case = data.draw(st.sampled_from(broken or self.all))
        seen = self.counter.wish("seydou", recovery.trouble, ref=case.ref)
        assert (seen is not None) == case.broken
        words = {"ref": case.ref, "version": seen.version if seen else 1, "key": self.key()}
        if gesture == "annul":
            told = self.felt("annul", self.wish("seydou", recovery.annul, reason="Doublon", **words))
            assert told == ("ok" if seen else "late")
            if seen:
                case.end("Annulé")
        elif seen and case.open["P_03"] in {"", "moussa"}:
            told = self.felt("retry", self.wish("seydou", recovery.retry, **words))
            assert told == ("refused" if case.held else "stalled")

    @precondition(live)
    @rule(data=st.data())
    def suspend(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.live()))
        if not case.held and not data.draw(st.integers(0, 2)):
            words = {"kind": CASE, "subject": case.ref, "reason": "Alerte", "basis": "Décret 2015-0124"}
            case.held = self.counter.wish("moussa", suspensions.suspend, **words).id
            self.felt("suspend")

    @rule(data=st.data(), annul=st.booleans())
    def lift(self, data: st.DataObject, annul: bool) -> None:
        held = [case for case in self.all if case.held]
        if held:
            case = data.draw(st.sampled_from(held))
            words = {"suspension_id": case.held, "reason": "Levée", "annul": annul}
            assert self.felt("lift", self.wish("moussa", suspensions.lift, **words)) == "ok"
            case.held = 0

    @rule(hours=st.integers(1, 60))
    def tick(self, hours: int) -> None:
        self.clock.now += timedelta(hours=hours)
        while worker.sweep(self.agency):
            pass
        self.felt("tick")

    @precondition(live)
    @rule(data=st.data(), after=st.booleans())
    def crash(self, data: st.DataObject, after: bool) -> None:
        """The power fails while somebody completes a task; afterwards the browser sends the same letter again."""
        case, step, _ = self.one(data)
        if case.held:
            return
        first = case.open[step] or LANES[step][0]
        wish = self.completion(case, step)
        self.wish(first, tasks.sheet, token=wish["token"])  # signs in again when the session has ended
        token = self.counter.cast.token(first)
        failing(self.agency, after)
        with pytest.raises(PowerCut):
            self.agency.perform(tasks.complete, token, **wish)
        self.restart()
        assert self.felt("crash", self.wish(first, tasks.complete, **wish)) == "ok"
        case.done(step)

    @rule()
    def restart(self) -> None:
        """Another process, which knows nothing but the database."""
        self.agency.close()
        self.agency = started(self.configuration, self.clock)
        self.begin()

    @invariant()
    def agrees(self) -> None:
        """The house stands where the model stands."""
        with self.agency.database.session() as store:
            for case in self.all:
                found = case_store.find(store, case.ref, seen_by=SYSTEM)
                assert found is not None
                held = task_store.open_of(store, found.id)
                assert {task.element: task.assignee_id for task in held} == {
                    step: self.ids.get(holder) for step, holder in case.open.items()
                }
                typed = {task.element for task in held if drafts.get(store, task.token)}
                assert typed == case.typed
                wanted = CaseState.CLOSED if case.outcome else CaseState.BLOCKED if case.broken else CaseState.OPEN
                assert (found.state, found.outcome_label) == (wanted, case.outcome)


def machine(make: Callable[[], Any]) -> type[House]:
    """The gestures on one kind of database."""
    return type("OnThisDatabase", (House,), {"make": staticmethod(make), "effective": Counter()})


def played(make: Callable[[], Any], capsys: pytest.CaptureFixture[str]) -> None:
    """So many lives of so many gestures; the long form goes on until enough of them had an effect."""
    house = machine(make)
    lives = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not SOAK,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(house, settings=lives)
    while SOAK and house.effective.total() < WANTED:
        run_state_machine_as_test(house, settings=lives)
    with capsys.disabled():
        print(f" {house.effective.total()} gestures had an effect: {dict(house.effective.most_common())}")
    assert house.effective.total() >= WANTED


def test_any_order_of_gestures_on_sqlite(
    sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = count(1)

    def make() -> tuple[object, Callable[[], None]]:
        path = tmp_path / f"{next(names)}.db"
        shutil.copyfile(sqlite_template, path)
        return settings_for(f"sqlite:///{path}", tmp_path), path.unlink

    played(make, capsys)


def test_any_order_of_gestures_on_postgresql(
    postgres_server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def make() -> tuple[object, Callable[[], None]]:
        name = f"t_{uuid.uuid4().hex}"

        def order(text: str) -> None:
            with psycopg.connect(postgres_server, autocommit=True) as connection:
                connection.execute(text)  # pyright: ignore[reportArgumentType, reportCallIssue]

        order(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        url = postgres_server.replace("/postgres?", f"/{name}?", 1)
        return settings_for(url, tmp_path), lambda: order(f"DROP DATABASE {name} WITH (FORCE)")

    played(make, capsys)
