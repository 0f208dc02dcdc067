"""A program that dies: agents and workers of the small procedure, killed where the test says, or anywhere.

Run as ``python -m tests.services.crashing``, it reads one wish per line from its input and answers with one line. It
forks for each: a child dies of SIGKILL as if the power had failed, and everything loaded need not be loaded again.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlmodel import Session

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import AlreadyDone, Conflict, Unfit
from migraflow.services import cases, editions, tasks
from migraflow.store import cases as case_store
from migraflow.store import tasks as task_store
from migraflow.store.database import Database
from migraflow.wiring import Agency
from tests.cast import MONDAY
from tests.conftest import settings_for
from tests.small import woman

STEPS = {
    "P_01": ("fanta", {"identite": woman(), "lieu": "Kayes"}),
    "P_02": ("awa", {"projet": "Travailler en Espagne"}),
    "P_03": ("moussa", {"objectif": "Apprendre"}),
    "P_04": ("seydou", {"note": 12}),
    "P_05": ("fanta", {}),
}
"""Who does each step of a case that goes well, and with what answers."""


@dataclass
class Life:
    """One life of the program. `sessions` are those of the cast, `told` where it writes down what was granted."""

    agency: Agency
    sessions: dict[str, str]
    told: int

    def story(self, name: str) -> None:
        """A case from its opening to its end, every wish under a key that a second life sends again."""
        opened = self.agency.perform(
            cases.start, self.sessions["fanta"], procedure="petite_demande", key=f"{name}-ouvrir"
        )
        self.tell("opened", opened.case_ref)
        while self.advance(name, opened.case_ref):
            worker.perform_effects(self.agency)

    def advance(self, name: str, ref: str) -> bool:
        """Whoever has something to do in the case does it; False when there is nothing."""
        with self.agency.database.session() as store:
            case = case_store.find(store, ref, seen_by=SYSTEM)
            assert case is not None
            waiting = task_store.open_of(store, case.id)
        for task in waiting:
            first, answers = STEPS[task.element]
            wish = {"token": task.token, "answers": answers, "version": task.version, "key": f"{name}-{task.element}"}
            try:
                self.agency.perform(tasks.complete, self.sessions[first], **wish)
            except (AlreadyDone, Conflict, Unfit):
                continue
            self.tell("completed", task.token)
        return bool(waiting)

    def tell(self, *words: str) -> None:
        """Write down what was granted: once this is done, it must never be lost."""
        os.write(self.told, (" ".join(words) + "\n").encode())


def die_at(boundary: int) -> None:
    """Fail at a boundary: 2n just before the nth commit from now, 2n + 1 just after it."""
    commit, count = Session.commit, iter(range(1, 10**9))

    def dying(self: Session) -> None:
        number = next(count)
        if boundary == 2 * number:
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self)
        if boundary == 2 * number + 1:
            os.kill(os.getpid(), signal.SIGKILL)

    Session.commit = dying


@cache
def house(url: str, var: Path) -> Agency:
    """The house as every life finds it, its procedures compiled; the database is opened by each life for itself."""
    agency = Agency(settings_for(url, var), clock=lambda: MONDAY)
    with agency.working() as work:
        editions.current(work, "petite_demande")
    agency.close()
    return agency


def born(agency: Agency, wish: dict[str, object], told: Path) -> Life:
    """A new life in the same house; its clock stands still."""
    sessions = {str(name): str(token) for name, token in dict(wish["sessions"]).items()}  # pyright: ignore
    alive = copy(agency)
    alive.database = Database(agency.settings.database_url)
    return Life(alive, sessions, os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT))


def one_story(agency: Agency, wish: dict[str, object], told: Path) -> None:
    """One case, until the boundary the wish names."""
    life = born(agency, wish, told)
    if wish["boundary"]:
        die_at(int(str(wish["boundary"])))
    life.story(str(wish["name"]))


def many_stories(agency: Agency, wish: dict[str, object], told: Path) -> None:
    """Cases without end, beside the worker's own sweeps."""
    life, chance = born(agency, wish, told), random.Random()
    while True:
        life.story(f"{os.getpid()}-{chance.random()}")
        worker.sweep(life.agency)


def lived(act, *words: object) -> int:
    """A child that does `act`: its process."""
    child = os.fork()
    if child:
        return child
    try:
        act(*words)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def under_load(agency: Agency, wish: dict[str, object], told: Path) -> int:
    """Workers that are killed at random and replaced, for as long as the wish says; how many died."""
    chance, deaths = random.Random(int(str(wish["seed"]))), 0
    children = [lived(many_stories, agency, wish, told) for _ in range(int(str(wish["workers"])))]
    end = time.monotonic() + float(str(wish["seconds"]))
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.05, 0.6))
        place = chance.randrange(len(children))
        os.kill(children[place], signal.SIGKILL)
        os.waitpid(children[place], 0)
        deaths += 1
        children[place] = lived(many_stories, agency, wish, told)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return deaths


def main() -> None:
    """Grant wishes until the input ends."""
    for line in sys.stdin:
        wish = json.loads(line)
        told = Path(wish["told"])
        found = house(wish["url"], told.parent)
        if "workers" in wish:
            answer = under_load(found, wish, told)
        else:
            _, answer = os.waitpid(lived(one_story, found, wish, told), 0)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
