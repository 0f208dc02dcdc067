"""The staff of the demo: somebody in every office, and every lane held by somebody."""

from __future__ import annotations

import random
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
    Trial("Tenin Samaké", ("accueil_retour",)),
    Trial("Modibo Haïdara", ("comite_reinsertion",)),
    Trial("Sitan Doumbia", ("accueil",), "dr_bamako"),
    Trial("Bakary Sissoko", ("conseiller", "charge_dossier"), "dr_bamako"),
    Trial("Assitan Koné", ("directeur_regional",), "dr_bamako"),
)
"""Known by name: the guides and the tests sign in as these."""


def staff(offices: list[str], chance: random.Random) -> list[Trial]:
    """The known ones, then a front desk and counsellor in one for every office that has nobody yet."""
    taken = {trial.office for trial in TRIALS}
    found = list(TRIALS)
    for office in offices:
        if office not in taken:
            name = f"{chance.choice(WOMEN + MEN)} {chance.choice(SURNAMES)}"
            while any(trial.name == name for trial in found):
                name = f"{chance.choice(WOMEN + MEN)} {chance.choice(SURNAMES)}"
            found.append(Trial(name, ("accueil", "conseiller", "conseillers_regionaux"), office))
    return found


def engage(agency: Agency, chance: random.Random) -> list[Actor]:
    """Give an empty database its regions, offices and staff; the staff as actors."""
    with agency.working(SYSTEM) as work:
        organisations.keep_reference(work)
        offices = [
            office.slug for office in organisations.offices(work) if office.slug not in {"cpr_bamako", HEAD_OFFICE}
        ]
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
