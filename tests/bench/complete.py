"""Complete a task through everything (rights, form, engine, journal, inbox, commit) beside the engine step alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from migraflow import engine
from migraflow.services import cases, editions, tasks
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.table import Measured, beside, middle, p95, timed
from tests.cast import MONDAY, Cast, Clock, engage
from tests.conftest import settings_for
from tests.small import petit_secret, petite_demande, publish, woman

STEPS: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("P_01", "fanta", {"identite": woman(), "lieu": "Kayes"}),
    ("P_02", "awa", {"projet": "Travailler une saison puis revenir."}),
    ("P_03", "moussa", {"objectif": "Partir avec un contrat."}),
    ("P_04", "seydou", {"note": "12"}),
    ("P_05", "fanta", {}),
)
"""The small request from the counter to its end: five tasks, three lanes, one search for duplicates, one AND."""


def run(count: int) -> Iterator[Measured]:
    """`count` cases of five tasks each."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        upgrade(url)
        clock = Clock()
        agency = Agency(settings_for(url, Path(folder)), clock=clock)
        engage(agency)
        publish(agency, petit_secret(), petite_demande())
        served = through_services(agency, clock, count)
        alone = in_memory(agency, count)
        agency.close()
    yield beside(
        "complete a task, SQLite, median", middle(served), middle(alone), "ms", "beside the engine step in memory"
    )
    yield beside("complete a task, SQLite, p95", p95(served), p95(alone), "ms", "beside the engine step in memory")


def through_services(agency: Agency, clock: Clock, count: int) -> list[float]:
    """Milliseconds of each completion, as a browser causes it: session, rights, one durable transaction."""
    cast = Cast(agency)
    times: list[float] = []
    for number in range(count):
        clock.now = MONDAY + timedelta(minutes=number % 60)
        receipt = agency.perform(cases.start, cast.token("fanta"), procedure="petite_demande", key=f"open-{number}")
        for element, first, answers in STEPS:
            token = open_task(agency, cast, first, receipt.case_ref, element)
            wish = {"token": token, "answers": distinct(answers, number), "version": 1, "key": f"{number}-{element}"}
            times.append(
                timed(lambda first=first, wish=wish: agency.perform(tasks.complete, cast.token(first), **wish))
            )
    return times


def open_task(agency: Agency, cast: Cast, first: str, ref: str, element: str) -> str:
    """The token of a case's open step."""
    sheet = agency.perform(cases.sheet, cast.token("moussa"), ref=ref)
    return next(step.token for step in sheet.open_steps if step.element == element and step.token)


def distinct(answers: Mapping[str, object], number: int) -> Mapping[str, object]:
    """The answers with a person of their own, so that the register grows as it does in life."""
    if "identite" not in answers:
        return answers
    return {**answers, "identite": woman(prenoms=f"Fatoumata {chr(97 + number % 26)}{chr(97 + number // 26)}")}


def in_memory(agency: Agency, count: int) -> list[float]:
    """Milliseconds of each engine step on the same bundle: restore, advance, snapshot; nothing kept."""
    with agency.working() as work:
        compiled, _ = editions.current(work, "petite_demande")
    times: list[float] = []
    for _ in range(count):
        now = engine.start(compiled, now=MONDAY)
        for element, _, answers in STEPS:
            token = next(task.token for task in now.tasks if task.element == element)
            begun = perf_counter()
            now = answered(compiled, engine.advance(compiled, now.snapshot, token, answers, now=MONDAY))
            times.append((perf_counter() - begun) * 1000)
    return times


def answered(compiled: engine.Compiled, progress: engine.Progress) -> engine.Progress:
    """Awaited effects answered with nothing found, as the services do within the same step."""
    for effect in progress.effects:
        if effect.awaits:
            return engine.resume(compiled, progress.snapshot, effect.token, [], now=MONDAY)
    return progress
