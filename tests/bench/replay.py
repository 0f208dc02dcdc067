"""Ten thousand cases of a year through a draft: how long a manager waits for the replay.

Twice: with a step more that asks what nobody was asked, where most stop early; and with a note and a deadline more,
where every case runs to its end.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from migraflow import worker
from migraflow.demo import fill
from migraflow.domain.access import SYSTEM
from migraflow.domain.forms import Kind
from migraflow.engine.editing import Edit
from migraflow.services import drafting, replays, studio, workbench
from migraflow.services.form_writing import NewField
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.table import Measured
from tests.conftest import settings_for
from tests.year import DEMANDE, multiply

MANY = int(os.environ.get("MIGRAFLOW_BENCH_REPLAYED", "10000"))
SECONDS = 60
LIVED = 60
"""People of the demo: their requests go every way there is."""
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)


ASKING, NOTING = "a question nobody was asked", "a note and a deadline more"


@dataclass
class Manager:
    """The house itself in the place of a manager: its wishes need no session."""

    agency: Agency

    def wish(self, use_case: Callable[..., Any], **wish: object) -> Any:
        """What `use_case` answers about the requests for services."""
        return self.agency.perform_as(SYSTEM, use_case, **wish)

    def edit(self, code: str, element: str, **facts: str) -> str:
        """Make one change of the draft, begun when there is none; the element it shows."""
        draft = self.wish(studio.open_draft, procedure=DEMANDE)
        change = Edit(code, element, facts)
        return self.wish(drafting.edit, procedure=DEMANDE, change=change, version=draft.version).chosen


def run(many: int = MANY, lived: int = LIVED) -> Iterator[Measured]:
    """Seconds of replays of `many` cases of `lived` people, from the wish to the figures."""
    with tempfile.TemporaryDirectory() as folder:
        manager = furnished(f"sqlite:///{folder}/replay.db", Path(folder), many, lived)
        for name, change in CHANGES.items():
            change(manager)
            yield replayed(manager, many, name)
            manager.wish(studio.discard_draft, procedure=DEMANDE)
        manager.agency.close()


def asks_more(manager: Manager) -> None:
    """A step after the registration, with a question that must be answered."""
    step = manager.edit("add_after", "DS_01", name="Vérifier le passeport", role="accueil")
    draft = manager.wish(studio.open_draft, procedure=DEMANDE)
    fields = [NewField("Numéro contrôlé", Kind.TEXT, required=True)]
    told = {"title": "Contrôle du passeport", "fields": fields, "version": draft.version}
    path, _ = manager.wish(workbench.add_form, procedure=DEMANDE, **told)
    manager.edit("form", step, value=path)


def notes_more(manager: Manager) -> None:
    """After the registration a notice goes out, and there are two days for it: nobody is asked anything."""
    manager.edit("deadline", "DS_01", value="2 jo")
    manager.edit("notice", "DS_01", notice="relance_pieces", to="personne")


CHANGES: Mapping[str, Callable[[Manager], None]] = {ASKING: asks_more, NOTING: notes_more}


def replayed(manager: Manager, many: int, name: str) -> Measured:
    """One replay of the draft, by the worker and its processes."""
    start, busy = time.perf_counter(), cpu()
    number = manager.wish(replays.ask, procedure=DEMANDE)
    assert worker.replay_next(manager.agency, Event())
    sheet = manager.wish(replays.sheet, replay=number)
    seconds, each = time.perf_counter() - start, 1000 * (cpu() - busy) / many
    assert sheet.replay.done == many
    fates = ", ".join(f"{line.count} {line.fate}" for line in sheet.fates if line.count)
    told = f"at most {SECONDS} s; {each:.1f} ms of CPU each; {fates}"
    return Measured(f"replay {many:,} cases, {name}", seconds, "s", note=told)


def cpu() -> float:
    """Seconds of CPU this process and those it waited for have used."""
    return sum(os.times()[:4])


def furnished(url: str, var: Path, many: int, lived: int) -> Manager:
    """An agency with `many` recorded requests for services of the last year: those the demo lived from beginning to
    end, and copies of them."""
    upgrade(url)
    settings = settings_for(url, var)
    filled = fill(settings, now=NOW, people=lived)
    assert filled is not None
    agency = Agency(settings, clock=lambda: NOW)
    multiply(agency, many)
    return Manager(agency)
