"""Fills an empty database: offices, staff, procedures, and the cases of more than two years."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from migraflow.demo.agenda import Agenda
from migraflow.demo.playing import Play
from migraflow.demo.scripts import read_library
from migraflow.demo.staff import engage
from migraflow.domain.access import SYSTEM
from migraflow.services import accounts, editions, facts, proving
from migraflow.services.house import bundles_in
from migraflow.settings import Settings
from migraflow.store import rehearsal
from migraflow.wiring import Agency, settle

PEOPLE = 300
"""From so many on every story of every folder is told, and a year holds enough for the ministry to read."""
WHOLE = 2_200
SPAN = timedelta(days=830)
SEED = 2026
FRESH = timedelta(days=1)
"""News younger than this waits unread."""
NOTE = "Première édition"


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of it: cases opened, steps taken, and what was refused on the way (nothing, when all is well)."""

    cases: int
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
        bundles = bundles_in(settings.workflows)
        fresh = agency.perform_as(SYSTEM, editions.unpublished, bundles=bundles)
        proofs = proving.proofs(settings.workflows, fresh)
        for bundle in fresh:
            agency.perform_as(SYSTEM, editions.publish_folder, bundle=bundle, note=NOTE, proofs=proofs)
        settle()
        with agency.rehearsing() as hand:
            play = Play(agency, hand, staff, read_library(bundles), seed=seed, until=now)
            agenda = Agenda(play, bundles, since, now)
            agenda.people(people)
            agenda.offices(people)
            play.later(now - FRESH, play.read_notices)
            play.run()
            rehearsal.settle_word(hand.store)
        while agency.perform_as(SYSTEM, facts.count_next):
            pass
        return Filled(len(play.lives), play.steps, tuple(play.refusals))
    finally:
        agency.close()
