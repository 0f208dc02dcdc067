"""Half a year of requests, departures and returns, written where the indicators read them."""

from __future__ import annotations

import random
from collections import Counter

from migraflow.domain.access import SYSTEM
from migraflow.domain.measures import Dimension
from migraflow.store import facts
from migraflow.wiring import Agency

REGIONS = ("kayes", "segou", "sikasso", "kidal")
COUNTRIES = ("FRA", "ESP", "CIV", "SEN")


def write(agency: Agency, seed: int = 4) -> None:
    """Facts of 2025 and of the first half of 2026."""
    chance, cells = random.Random(seed), Counter[facts.CellKey]()
    for fact, many in (("demande", 700), ("depart", 400), ("retour", 240)):
        for _ in range(many):
            month = (
                f"2026-{chance.randrange(1, 7):02}" if chance.random() < 0.7 else f"2025-{chance.randrange(1, 13):02}"
            )
            known = {
                Dimension.REGION: REGIONS[min(int(chance.expovariate(0.8)), 3)],
                Dimension.SEX: chance.choice("FMM"),
                Dimension.AGE: chance.choice(("15-24", "25-35")),
                Dimension.EDUCATION: chance.choice(("fondamental_1", "aucun")),
                Dimension.OCCUPATION: chance.choice(("61", "71")),
                Dimension.DESTINATION: COUNTRIES[min(int(chance.expovariate(0.7)), 3)],
            }
            cells[fact, month, "", 0, tuple(known.get(one, "") for one in Dimension)] += 1
    agency.perform_as(SYSTEM, lambda work: facts.add(work.store, cells))
