"""Fills an empty database: offices, staff, procedures, and the cases of the last fourteen months."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from migraflow.demo.playing import Play
from migraflow.demo.staff import engage
from migraflow.domain.access import SYSTEM
from migraflow.services import accounts, procedures
from migraflow.services.house import bundles_in
from migraflow.settings import Settings
from migraflow.store import rehearsal
from migraflow.wiring import Agency, settle

PEOPLE = 600
SPAN = timedelta(days=425)
SEED = 2026
FRESH = timedelta(days=1)
"""News younger than this waits unread."""
PROCEDURE = "demande_services"
NOTE = "Première édition"


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of it: cases opened, steps taken, and what was refused on the way (nothing, when all is well)."""

    people: int
    steps: int
    refusals: tuple[str, ...]


def fill(settings: Settings, *, now: datetime, people: int = PEOPLE, seed: int = SEED) -> Filled | None:
    """Play the demo up to `now`; None when the database has accounts already, which are left as they are."""
    since = now - SPAN
    agency = Agency(settings, clock=lambda: since - timedelta(days=30))
    try:
        if agency.perform_as(SYSTEM, accounts.accounts):
            return None
        staff = engage(agency, random.Random(seed))
        for bundle in bundles_in(settings.workflows):
            agency.perform_as(SYSTEM, procedures.publish_folder, bundle=bundle, note=NOTE)
        settle()
        play = Play(agency, staff, seed=seed, until=now)
        play.people(people, since, PROCEDURE)
        play.later(now - FRESH, play.read_notices)
        play.run()
        with agency.working(SYSTEM) as work:
            rehearsal.settle_word(work.store)
        return Filled(people, play.steps, tuple(play.refusals))
    finally:
        agency.close()
