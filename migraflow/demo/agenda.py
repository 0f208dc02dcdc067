"""What is begun in two years of an agency's work, by whom and when: every procedure, each story of it once at least."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from migraflow import engine
from migraflow.demo.names import WEIGHTS
from migraflow.demo.playing import Play
from migraflow.demo.scripts import Script, length
from migraflow.domain.access import Actor, Permission
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.procedure_file import read_facts
from migraflow.store import rehearsal

REQUESTS = "demande_services"
EVERYTHING = 300
"""People from whom on every story of every folder is told."""
SOMETHING = 20
"""People from whom on there is a case of every procedure."""
SIX_HUNDRED = {
    "offre_internationale": 34,
    "verification_employeur": 9,
    "partenariat_bpp": 7,
    "partenariat_employeur_stage": 14,
    "placement_national": 20,
    "plan_formation": 20,
    "traitement_reclamation": 24,
    "exercice_droits_donnees": 8,
    "referencement_protection": 8,
    "reinsertion_retour": 70,
    "financement_auto_emploi": 12,
    "suivi_placement": 12,
    "mission_prospection": 6,
    "veille_marche": 2,
    "suivi_accord_bilateral": 4,
    "collecte_statistique": 24,
    "sous_groupe_migration_pro": 6,
    "programme_migration_legale": 4,
}
"""Cases that offices begin beside the requests of six hundred people; a procedure not named here, one."""
OF_PEOPLE = {
    "traitement_reclamation": REQUESTS,
    "exercice_droits_donnees": REQUESTS,
    "plan_formation": REQUESTS,
    "placement_national": REQUESTS,
    "financement_auto_emploi": "reinsertion_retour",
}
"""Procedures begun mostly for people the register knows from cases of another."""
NOT_AT_ONCE = {"offre_internationale": 0.3}
"""The share of the time that passes before the first case: offers need people waiting in the pool."""
RECENT = 0.09
"""The share of cases begun in the last three weeks: desks have work waiting when one signs in."""
MARGIN = 1.5
"""How much longer a story takes in life than in its file, at most."""


@dataclass(frozen=True)
class Agenda:
    """The folders and the time between `since` and `until` in which their cases begin."""

    play: Play
    bundles: Sequence[engine.Bundle]
    since: datetime
    until: datetime

    def people(self, count: int) -> None:
        """Let `count` people come to the counters, a few more every month."""
        play = self.play
        counters = [actor for actor in play.staff if "accueil" in actor.roles and actor.office]
        stories = len(play.library.stories.get(REQUESTS, ())) if count >= EVERYTHING else 0
        for n in range(count):
            region = play.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            clerk = play.chance.choice([actor for actor in counters if actor.region == region] or counters)
            if n < stories:
                self.begin(REQUESTS, clerk)
            else:
                play.later(self.moment(), lambda now, clerk=clerk: play.arrive(clerk, REQUESTS, now))

    def offices(self, count: int) -> None:
        """Let the offices begin all else, in proportion to `count` people."""
        for bundle in self.bundles:
            opened_by = read_facts(bundle.files[PROCEDURE]).opened_by
            if bundle.id == REQUESTS or not opened_by:
                continue
            able = [one for one in self.play.staff if set(opened_by) & one.roles and one.may(Permission.OPEN_CASE)]
            wished = round(SIX_HUNDRED.get(bundle.id, 1) * count / 600)
            stories = len(self.play.library.stories[bundle.id]) if count >= EVERYTHING else count >= SOMETHING
            for _ in range(max(wished, stories) if able else 0):
                self.begin(bundle.id, self.somebody(able))

    def somebody(self, able: list[Actor]) -> Actor:
        """Somebody of an office people come to, as often as they come there."""
        region = self.play.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        return self.play.chance.choice([actor for actor in able if actor.region == region] or able)

    def begin(self, procedure: str, actor: Actor) -> None:
        """Begin a case whose story is the next of its folder, early enough to end when it is its first telling."""
        play = self.play
        first = play.turns.get(procedure, 0) < len(play.library.stories[procedure])
        number = play.turns.get(procedure, 0)
        region = actor.region or play.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        script = play.next_script(procedure, region, self.office_of(actor, region))
        at = self.moment()
        if first:
            room = self.until - self.since - length(play.library.stories[procedure][number]) * MARGIN
            latest = max(room - timedelta(days=80), timedelta(hours=1))
            least = NOT_AT_ONCE.get(procedure, 0.0)
            at = play.office_hour(self.since + latest * play.chance.uniform(least, 1.0))
        play.later(at, lambda now: play.arrive(actor, procedure, now, script=script, person=self.person(script, now)))

    def office_of(self, actor: Actor, region: str) -> str:
        """The office an actor's case is told of: their own, else the first of the region."""
        there = (one.office for one in self.play.staff if one.office and one.region == region)
        return actor.office if actor.region == region else next(there, "")

    def person(self, script: Script, now: datetime) -> str:
        """Somebody the register knows, for a story that may be anybody's; "" for somebody new."""
        source = OF_PEOPLE.get(script.procedure)
        if source is None or not anybody(script, now.date()) or self.play.chance.random() < 0.2:
            return ""
        known = rehearsal.people_of(self.play.hand.store, script.said.get("dr_kayes", ""), source)
        return self.play.chance.choice(known) if known else ""

    def moment(self) -> datetime:
        """A moment at which something begins, later months more often."""
        chance = self.play.chance
        if chance.random() < RECENT:
            return self.play.office_hour(self.until - timedelta(days=chance.uniform(0.1, 21)))
        share = (math.sqrt(chance.uniform(0.16, 1.0)) - 0.4) / 0.6
        return self.play.office_hour(self.since + (self.until - self.since) * share)


def anybody(script: Script, today: date) -> bool:
    """Whether a story does not hang on how old its person is."""
    for step in script.steps:
        told = step.get("reponses")
        who = told.get("identite") if isinstance(told, Mapping) else None
        born = who.get("date_naissance") if isinstance(who, Mapping) else None
        if isinstance(born, str):
            return 19 <= (script.day - date.fromisoformat(born)).days / 365.25 < 40
    return True
