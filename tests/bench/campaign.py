"""A seasonal campaign of the size of Morocco's of 2020: 16 500 applicants from the lists of the regions, on both
databases: what becomes of each line (dry run), all written, weighed and ranked (import), the board, who gets a case."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from migraflow.cli.procedures import publish_all
from migraflow.documents.sheets import to_csv
from migraflow.domain.access import SYSTEM, Actor, grants_of
from migraflow.domain.campaigns import Campaign
from migraflow.services import (
    campaign_boards,
    campaign_chores,
    campaign_models,
    campaign_opening,
    campaign_selection,
    campaigns,
)  # fmt: skip
from migraflow.services.work import Work
from migraflow.store.database import upgrade
from migraflow.wiring import Agency
from tests.bench.scale import postgres_urls, sqlite_urls
from tests.bench.table import Measured, p95, timed
from tests.cast import Clock, engage
from tests.conftest import settings_for

MANY = int(os.environ.get("MIGRAFLOW_BENCH_APPLICANTS", "16500"))
CASES = int(os.environ.get("MIGRAFLOW_BENCH_CHOSEN", "200"))
Answer = TypeVar("Answer")
DRY_RUN, IMPORT, BOARD = 60.0, 300.0, 1_000.0
"""At most: seconds, seconds, milliseconds."""
SURNAMES = """Traoré Coulibaly Diarra Keïta Konaté Touré Cissé Sangaré Sidibé Dembélé Doumbia Maïga Sissoko Diallo Ba
Camara Koné Samaké Fofana Kanté Ballo Bagayoko Niaré Togola Sanogo Berthé Dicko Ag Cissokho Sacko Danioko Guindo
Tembely Kassogué Dolo Poudiougou Sow Barry Kouyaté Diabaté Tounkara Soumaré Magassa Kébé Haïdara""".split()
GIVEN = """Moussa Amadou Ibrahim Oumar Seydou Bakary Modibo Adama Issa Drissa Mamadou Boubacar Souleymane Lassana
Fousseyni Fatoumata Awa Mariam Aminata Kadiatou Oumou Djeneba Assétou Rokia Hawa Salimata Bintou Nana Ramata Safiatou
Aïssata Tenin Sitan Maïmouna Korotoumou""".split()
WOMEN_FROM = 15
REGIONS = ("kayes", "koulikoro", "sikasso", "segou", "mopti", "tombouctou", "gao", "kidal", "bamako")
TITLES = ("Nom", "Prénoms", "Sexe", "Né(e) le", "Lieu de naissance", "NINA", "Région", "Téléphone", "Instruction",
          "Métier", "Expérience", "Niveau de langue", "Disponible le", "Réembauche", "Pièces", "Accord")  # fmt: skip
CRITERIA = {"code_citp": "9211", "code_roame": None, "date_debut": date(2026, 3, 1), "age_min": 21, "age_max": 45,
            "sexe_exige": "aucun", "experience_ans": 2, "niveau_langue": "A1", "cite_min": None, "permis_exige": None,
            "tests_exiges": [], "type_migration": "saisonniere", "quotas_region": [], "pays": "ESP",
            "employeur_nom": "Finca San Isidro", "salaire_brut": {"montant": Decimal(1250), "devise": "EUR"},
            "duree_mois": 9}  # fmt: skip


def applicants(count: int, seed: int = 1) -> bytes:
    """A list as a region would send it: no two lines of one person but for one in two hundred, as it happens."""
    chance = random.Random(seed)
    rows = [applicant(chance, number) for number in range(count)]
    for number in range(200, count, 200):
        rows[number] = [*rows[number - 150][:6], *rows[number][6:]]
    return to_csv(TITLES, rows)


def applicant(chance: random.Random, number: int) -> list[str]:
    """One line."""
    given = chance.randrange(len(GIVEN))
    sex = "F" if given >= WOMEN_FROM else "M"
    born = date(1975, 1, 1) + timedelta(days=chance.randrange(365 * 32))
    nina = f"1{2 if sex == 'F' else 1}{born:%y}{number:010}A"
    school = chance.choice(("aucun", "fondamental_1", "fondamental_2"))
    jobs, level = chance.choice(("9211", "9211", "9213", "6111")), chance.choice(("A1", "A2", ""))
    return [chance.choice(SURNAMES), f"{GIVEN[given]} {chance.choice(GIVEN)}", sex, f"{born:%d/%m/%Y}",
            f"Village {number % 997}", nina, chance.choice(REGIONS), f"76{number:06}", school, jobs,
            str(chance.randrange(8)), level, "01/02/2026", chance.choice(("oui", "non")), "oui", "oui"]  # fmt: skip


def run(count: int = MANY, chosen: int = CASES) -> Iterator[Measured]:
    """The campaign on each database."""
    for kind, urls in (("SQLite", sqlite_urls), ("PostgreSQL", postgres_urls)):
        with urls() as (url, _):
            yield from played(kind, url, count, chosen)


def played(kind: str, url: str, count: int, chosen: int) -> Iterator[Measured]:
    """One campaign from its list to its first cases."""
    agency, size = furnished(url), f"{count:,} applicants"
    actor, campaign = service(agency), opened(agency, seats=count // 2)
    content = applicants(count)

    def dry_run() -> int:
        sent = agency.perform_as(actor, campaigns.send_list, ref=campaign.ref, name="maroc.csv", content=content)
        finish(agency)
        return sent.id

    took, batch = lasting(dry_run)
    yield Measured(f"dry run of a list, {kind}", took, "s", note=f"{size}, at most {DRY_RUN:.0f} s")
    agency.perform_as(actor, campaigns.import_list, ref=campaign.ref, batch=batch)
    took, _ = lasting(lambda: finish(agency))
    yield Measured(f"import, weigh and rank, {kind}", took, "s", note=f"{size}, at most {IMPORT:.0f} s")
    board = [timed(lambda: agency.perform_as(actor, campaign_boards.board, ref=campaign.ref)) for _ in range(20)]
    yield Measured(f"board of a campaign, {kind}, p95", p95(board), "ms", note=f"{size}, at most {BOARD:.0f} ms")
    agency.perform_as(actor, campaigns.plan, ref=campaign.ref, seats=chosen, reserve=chosen // 5, quotas=())
    took, _ = lasting(lambda: agency.perform_as(actor, campaign_selection.decide, ref=campaign.ref, to="proposition"))
    yield Measured(f"decide about all, {kind}", took, "s", note=size)
    agency.perform_as(actor, campaign_selection.close_selection, ref=campaign.ref)
    took, _ = lasting(lambda: finish(agency))
    yield Measured(f"a case for who is chosen, {kind}", 1000 * took / max(1, chosen), "ms", note=f"each of {chosen}")
    agency.close()


def furnished(url: str) -> Agency:
    """An agency with its cast and its procedures."""
    upgrade(url)
    folder = Path(tempfile.mkdtemp())
    agency = Agency(settings_for(url, folder), clock=Clock())
    engage(agency)
    publish_all(agency)
    return agency


def service(agency: Agency) -> Actor:
    """Somebody of the migration service."""
    role = agency.house.roles["service_migration"]
    return Actor(900, "Seydou Konaté", frozenset({role.code}), office="siege_dcm", region="bamako",
                 grants=grants_of([role]), reach={role.code: role.scope})  # fmt: skip


def opened(agency: Agency, seats: int) -> Campaign:
    """A campaign with the criteria of an offer."""

    def open_it(work: Work) -> Campaign:
        model = campaign_models.model(work, "selection_saisonniere")
        new = campaign_opening.blank(work, model, "Saison agricole", place=("", ""))
        return campaign_opening.kept(work, replace(new, criteria=CRITERIA, seats=seats, reserve=seats // 5))

    return agency.perform_as(SYSTEM, open_it)


def finish(agency: Agency) -> None:
    """The workers, until nothing is left of campaigns."""
    while agency.perform_as(SYSTEM, campaign_chores.work_next):
        pass


def lasting(act: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds `act` takes, and what it answers."""
    begun = perf_counter()
    answer = act()
    return round(perf_counter() - begun, 2), answer
