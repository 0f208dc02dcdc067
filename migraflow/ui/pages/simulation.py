"""The criteria of an offer tried on the pool: who passes, and what each filter given up alone would bring."""

from __future__ import annotations

import reflex as rx

from migraflow.domain.relaxing import Relaxed, Simulation
from migraflow.domain.shown import number
from migraflow.services import campaign_simulation
from migraflow.ui import routes
from migraflow.ui.components.campaign_parts import filter_name, grid
from migraflow.ui.components.pieces import heading, link
from migraflow.ui.door import Doorway, arrived, door, live
from migraflow.ui.places import region_names
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t

Pairs = tuple[tuple[str, int], ...]


class SimulationState(Doorway, rx.State):
    """One trial."""

    ref: str = ""
    lead: str = ""
    heads: list[str] = []
    rows: list[list[str]] = []
    eligible_heads: list[str] = []
    eligible: list[list[str]] = []

    @door
    async def load(self) -> None:
        """Try the criteria of the offer the address names."""
        self.ref = self._arrive()
        language, names = await self._language(), await region_names(self)
        found: Simulation = await self._ask(campaign_simulation.of_offer, ref=self.ref)
        pool, eligible = number(found.pool), number(found.eligible)
        self.lead = f"{self.ref} · {say(language, 'criteria.simulation_lead', pool=pool, eligible=eligible)}"
        self.heads, self.rows = heads(language), [tried(one, names, language) for one in found.filters]
        self.eligible_heads = [say(language, f"campaigns.{word}") for word in ("region", "total")]
        self.eligible = passing(found, names, language)
        self.standing = "ready"


def heads(language: str) -> list[str]:
    """The columns of the table of filters."""
    words = ("sim_filter", "sim_passes", "sim_gained", "sim_regions", "sim_sexes")
    return [say(language, f"criteria.{word}") for word in words]


def tried(one: Relaxed, names: dict[str, str], language: str) -> list[str]:
    """One filter in words: who passes it, and who would come in without it."""
    counts = [number(one.passes), number(one.gained)]
    return [filter_name(language, one.filter), *counts, told(one.by_region, names), sexes(one.by_sex)]


def passing(found: Simulation, names: dict[str, str], language: str) -> list[list[str]]:
    """Who passes every filter: a line for each region, then one for women and men."""
    regions = [[names.get(code, code), number(count)] for code, count in found.by_region]
    return [*regions, [say(language, "criteria.sim_sexes"), sexes(found.by_sex)]]


def told(pairs: Pairs, names: dict[str, str]) -> str:
    """Counts by region in words."""
    return ", ".join(f"{names.get(code, code)} {number(count)}" for code, count in pairs) or "—"


def sexes(pairs: Pairs) -> str:
    """Women, then men."""
    counts = dict(pairs)
    return f"{number(counts.get('F', 0))}, {number(counts.get('M', 0))}"


SEEN = live(SimulationState)


def page() -> rx.Component:
    """Each filter in turn, then who passes them all."""
    return shell(
        routes.CASES,
        arrived(SEEN),
        heading(t("criteria.simulation"), SEEN.lead, link(SEEN.ref, to=routes.case_at(SEEN.ref), class_name="button")),
        grid(t("criteria.simulation"), SEEN.heads, SEEN.rows, "criteres"),
        rx.el.section(
            rx.el.h2(t("criteria.sim_eligible")),
            grid(t("criteria.sim_eligible"), SEEN.eligible_heads, SEEN.eligible, "passent"),
        ),
    )
