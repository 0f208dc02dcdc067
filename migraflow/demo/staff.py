"""The staff of the demo: somebody in every office, and every lane held by somebody."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from migraflow.demo.names import MEN, SURNAMES, WOMEN
from migraflow.domain.access import SYSTEM, Actor
from migraflow.services import accounts, organisations, sessions
from migraflow.wiring import Agency

PASSWORD = "demo-migraflow"
HEAD_OFFICE = "siege_dcm"


@dataclass(frozen=True, slots=True)
class Trial:
    """One account to try; those with `told` are the ones to begin with."""

    name: str
    roles: tuple[str, ...]
    office: str = ""
    told: str = ""


TRIALS = (
    Trial("Fanta Coulibaly", ("accueil",), "dr_kayes", "accueil à Kayes"),
    Trial("Awa Diallo", ("conseiller", "conseillers_regionaux"), "dr_kayes", "conseillère à Kayes"),
    Trial("Oumar Touré", ("directeur_regional",), "dr_kayes", "directeur régional de Kayes"),
    Trial("Moussa Keïta", ("chef_dcm",), HEAD_OFFICE, "chef du département Coopération-Migration"),
    Trial("Seydou Konaté", ("service_migration",), HEAD_OFFICE, "service migration"),
    Trial("Salif Traoré", ("gestionnaire",), HEAD_OFFICE, "gestionnaire des procédures"),
    Trial("Mariam Sidibé", ("ministere",), "", "ministère : les chiffres"),
    Trial("Ibrahim Maïga", ("administrateur",), HEAD_OFFICE, "administrateur des comptes"),
    Trial("Aminata Cissé", ("protection",)),
    Trial("Djénéba Fofana", ("consulat",)),
    Trial("Binta Dembélé", ("conseiller", "conseillers_regionaux"), "dr_sikasso"),
    Trial("Kadiatou Sangaré", ("accueil",), "dr_sikasso"),
    Trial("Hamidou Sow", ("point_focal_partenaires",), HEAD_OFFICE),
    Trial("Ramata Ballo", ("service_cooperation",), HEAD_OFFICE),
    Trial("Lassana Camara", ("direction_generale",), HEAD_OFFICE),
    Trial("Youssouf Maïga", ("direction_travail",)),
    Trial("Oumou Sanogo", ("formation",), "cpr_bamako"),
    Trial("Adama Berthé", ("financement",)),
    Trial("Nana Kouyaté", ("placement",), HEAD_OFFICE),
    Trial("Tenin Samaké", ("accueil_retour",), "dr_bamako"),
    Trial("Modibo Haïdara", ("comite_reinsertion",)),
    Trial("Sitan Doumbia", ("accueil",), "dr_bamako"),
    Trial("Bakary Sissoko", ("conseiller", "charge_dossier"), "dr_bamako"),
    Trial("Assitan Koné", ("directeur_regional",), "dr_bamako"),
    Trial("Rokia Sacko", ("delegue_donnees",), HEAD_OFFICE),
    Trial("Salimata Dao", ("accueil", "conseiller", "charge_dossier", "accueil_retour"), HEAD_OFFICE),
    Trial("Niélé Dembélé", ("charge_dossier", "placement", "accueil_retour"), "dr_kayes"),
    Trial("Modibo Théra", ("charge_dossier", "placement", "accueil_retour"), "dr_sikasso"),
)
"""Known by name: the guides and the tests sign in as these."""

DIRECTOR = "directeur_regional"
HIRED = ("accueil", "conseiller", "conseillers_regionaux", "charge_dossier", "placement", "accueil_retour")
"""What the one person of a small office does."""


def staff(offices: Mapping[str, str], chance: random.Random) -> list[Trial]:
    """The known ones, then a front desk and counsellor in one for every office that has nobody yet (`offices`: the
    region of each), and a director for every region without one."""
    taken = {trial.office for trial in TRIALS}
    directed = {offices.get(trial.office) for trial in TRIALS if DIRECTOR in trial.roles}
    found = list(TRIALS)
    for office, region in offices.items():
        if office not in taken:
            found.append(Trial(unheard(found, chance), HIRED, office))
        if region not in directed:
            directed.add(region)
            found.append(Trial(unheard(found, chance), (DIRECTOR,), office))
    return found


def unheard(found: list[Trial], chance: random.Random) -> str:
    """A name nobody here has yet."""
    while True:
        name = f"{chance.choice(WOMEN + MEN)} {chance.choice(SURNAMES)}"
        if all(trial.name != name for trial in found):
            return name


def engage(agency: Agency, chance: random.Random) -> list[Actor]:
    """Give an empty database its regions, offices and staff; the staff as actors."""
    with agency.working(SYSTEM) as work:
        organisations.keep_reference(work)
        known = organisations.offices(work)
        offices = {office.slug: office.region for office in known if office.slug not in {"cpr_bamako", HEAD_OFFICE}}
        for trial in staff(offices, chance):
            accounts.create_account(
                work,
                username=trial.name,
                name=trial.name,
                password=PASSWORD,
                roles=trial.roles,
                office=trial.office,
                demo=True,
            )
    return actors(agency)


def actors(agency: Agency) -> list[Actor]:
    """Everybody who works here, as actors."""
    with agency.working(SYSTEM) as work:
        return [sessions.actor_of(work, account) for account in accounts.accounts(work)]
