"""Journals of what stands around a departure: people who come back, trainings, partners, missions, the service itself.

As ``tests/lives``: written straight into the tables, for what reads journals and facts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.lives import COUNTRIES, JOBS, PLACES, Life, amount, chance_of

CENTRES = ("cpr_bamako", "ufae_kayes")
LEVELS = ("vert", "vert", "orange", "rouge")
ROLES = ("accueil", "conseiller", "direction_travail", "formation", "ministere")
FROM = {"date_arrivee": date(2024, 10, 1)}


def do(life: Life, element: str, answers: dict[str, Any] | None = None, role: str = "", **more: Any) -> None:
    """Somebody does a step: it waited, was worked on, was in time or late, or had no deadline."""
    chance = life.chance
    created = life.at
    life.pass_days(6)
    claimed = chance.choice((None, created + timedelta(hours=chance.randrange(1, 5)), created))
    life.at += timedelta(hours=6)
    due = chance.choice((None, life.at + timedelta(days=1), life.at - timedelta(hours=1)))
    detail = {} if due is None else {"due": due}
    life.tell("completed", element, answers or {}, role=role or chance.choice(ROLES), created=created, claimed=claimed,
              detail=detail, **more)  # fmt: skip


def decide(life: Life, element: str, decision: str, **detail: Any) -> None:
    """A rule decides."""
    life.tell("decision", element, detail={"decision": decision, "fired": [], "troubles": [], **detail})


def coming_back(life: Life) -> None:
    """Somebody comes back: registered, assessed, a plan, follow-ups, scores, an end."""
    chance = life.chance
    life.tell("opened")
    arrived = life.at.date() - timedelta(days=chance.choice((0, 2, 3, 4, 20)))
    consent = {"finalite": chance.choice((["gestion_dossier"], ["statistiques"], None)), "retire_le": None}
    do(life, "RM_01", {
        "date_arrivee": arrived, "pays_provenance": chance.choice(COUNTRIES), "consentement": consent,
        "mode_retour": chance.choice(("refoule", "volontaire_assiste")),
        "identite": {"sexe": life.person["sexe"]} if life.person else None,
    })  # fmt: skip
    do(life, "RM_03")
    level = chance.choice(LEVELS)
    fired = [{"decision": "D9", "outputs": [{"vulnerabilite": level}]}]
    decide(life, "RM_03d", "D9", fired=fired)
    if level != "vert":
        protect(life, level)
    wave(life, "RM_06", "RM_06r", "rss_t0")
    do(life, "RM_07", {"metiers": [{"code_citp": chance.choice((*JOBS, None))} for _ in range(chance.randrange(3))]})
    for _ in range(chance.choice((1, 1, 2))):
        do(life, "RM_09", {"composantes": [
            {"type": chance.choice(("formation", "emploi")), "cout": chance.choice((amount(90000, "XOF"), None))}
            for _ in range(chance.randrange(1, 4))
        ]})  # fmt: skip
    if chance_of(chance, 0.6):
        for _ in range(chance.choice((1, 1, 2))):
            project(life)
    for element, decision, questions in (("RM_12", "RM_12r", "rss_t1"), ("RM_13", "RM_12r", "rss_t2")):
        work = chance.choice(("emploi", "auto_emploi", "agriculture", "chomage", None))
        wave(life, element, decision, questions, {"activite_en_cours": work})
    if chance_of(chance, 0.7):
        do(life, "RM_14", {"satisfaction": chance.choice(("2", "4", "5", None))})
        life.close(chance.choice(("perdu_de_vue", "reemigration_reguliere", "reinsere_durable", "fin_periode_appui")))


def protect(life: Life, level: str) -> None:
    """A referral, and what became of it."""
    called: dict[str, Any] = {"procedure": "referencement_protection"}
    do(life, "RP_01", {"niveau_protection": level}, **called)
    do(life, "RP_04", {"decision_prise_en_charge": life.chance.choice(("confirmee", "refus_acteur"))}, **called)


def wave(life: Life, element: str, decision: str, questions: str, answers: dict[str, Any] | None = None) -> None:
    """A survey and its score, or none where too few answers were given."""
    chance = life.chance
    do(life, element, {questions: {"e1": "S5_bon"}, **(answers or {})})
    names = ("economique", "social", "psychosocial", "global")
    scores = {name: chance.choice((f"0.{chance.randrange(20, 90)}", None)) for name in names}
    decide(life, decision, "score_reinsertion", value=scores)


def project(life: Life) -> None:
    """A project: planned, decided, paid, visited."""
    chance = life.chance
    called: dict[str, Any] = {"procedure": "financement_auto_emploi"}
    do(life, "FA_01", **called)
    for decision in chance.choice((["accord"], ["ajourne"], ["ajourne", "accord"])):
        do(life, "FA_03", **called)
        do(life, "FA_04", {"decision_financement_fa": decision}, **called)
    if chance_of(chance, 0.8):
        do(life, "FA_05", **called)
    for days in (25, 55, 80, 170):
        life.at += timedelta(days=days)
        repaid = chance.choice(("a_jour", "retard", "sans_objet"))
        state = chance.choice(("en_marche", "ralentie", "arretee"))
        do(life, "FA_07", {"etat_activite": state, "etat_remboursement": repaid}, **called)


def training(life: Life) -> None:
    """A training, seen through or not."""
    chance = life.chance
    life.tell("opened")
    do(life, "PF_03", {"centre_formation": chance.choice(CENTRES)})
    do(life, "PF_04", {"accepte_formation": chance.choice(("oui", "oui", "non", None))})
    do(life, "PF_05", {"abandon_formation": chance_of(chance, 0.3)})
    if chance_of(chance, 0.7):
        do(life, "PF_06", {"resultat_formation": chance.choice(("certifie", "suivi", "echec"))})
        do(life, "PF_07", {"joignable_insertion": chance.choice((True, False, None)),
                           "situation_insertion": chance.choice(("emploi", "stage", "auto_emploi", None))})  # fmt: skip
        life.close("insertion_suivie")


def internship(life: Life) -> None:
    """Places offered, filled, kept."""
    chance = life.chance
    life.tell("opened")
    do(life, "PE_01", {"nb_places": Decimal(chance.randrange(3, 20))})
    do(life, "PE_03")
    do(life, "PE_05", {"nb_demarres": Decimal(chance.randrange(3))})
    do(life, "PE_07", {"nb_embauches": Decimal(chance.randrange(3)), "satisfaction_entreprise": chance.choice("345")})
    life.close("embauche")


def agency(life: Life) -> None:
    """A private agency: followed, reporting month by month, gone."""
    life.tell("opened")
    do(life, "BP_05", {"decision_protocole": life.chance.choice(("signer", "revoir"))})
    for _ in range(life.chance.randrange(5)):
        do(life, "BP_06", {"declaration_recue": chance_of(life.chance, 0.6)})
    if chance_of(life.chance, 0.4):
        life.close("expiree")


def subgroup(life: Life) -> None:
    """Recommendations followed up, once or twice."""
    life.tell("opened")
    for _ in range(life.chance.choice((1, 2))):
        states = [{"etat_recommandation": life.chance.choice(("faite", "en_cours"))} for _ in range(4)]
        do(life, "SG_04", {"etat_recommandations": states})


def mission(life: Life) -> None:
    """A mission, what it found, what came of it."""
    chance = life.chance
    life.tell("opened")
    do(life, "MP_06", {"contacts_mission": [{"organisation": f"O{n}"} for n in range(chance.randrange(2, 6))]})
    for _ in range(chance.choice((1, 2))):
        do(life, "MP_07", {"pipeline": [{"numero_offre": chance.choice(("OI-1", None))} for _ in range(3)]})
    do(life, "MP_08", {"placements_mission": Decimal(chance.randrange(5))})
    life.close("bilan")


def watch(life: Life) -> None:
    """Records of the market watch, approved or sent back."""
    life.tell("opened")
    for _ in range(2):
        do(life, "MV_01", {"fiches_veille": [{"pays_fiche": "ESP"}] * life.chance.randrange(1, 4)})
        do(life, "MV_02", {"decision_fiches": life.chance.choice(("valider", "revoir"))})


AROUND: tuple[tuple[str, Callable[[Life], None], int, bool], ...] = (
    ("reinsertion_retour", coming_back, 60, True), ("plan_formation", training, 40, True),
    ("partenariat_employeur_stage", internship, 12, False), ("partenariat_bpp", agency, 12, False),
    ("sous_groupe_migration_pro", subgroup, 6, False), ("mission_prospection", mission, 8, False),
    ("veille_marche", watch, 8, False),
)  # fmt: skip
"""Procedure, story, how many, whether it is about somebody."""


def around(chance: random.Random, since: date, days: int) -> Iterator[Life]:
    """All these lives, begun in the `days` after `since`."""
    for procedure, story, many, personal in AROUND:
        for number in range(many):
            begun = datetime(since.year, since.month, since.day, 8, tzinfo=UTC) + timedelta(days=chance.randrange(days))
            person = {"sexe": chance.choice("FM"), "nom": f"{procedure}{number}", "niveau_instruction": None,
                      "date_naissance": date(chance.randrange(1960, 2006), 3, 2)} if personal else None  # fmt: skip
            life = Life(procedure, chance, begun, chance.choice(PLACES), person)
            story(life)
            yield life
