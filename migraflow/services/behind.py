"""The cases behind a figure, for those who see cases: which fact an indicator counts, and whose list that opens."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.access import Permission
from migraflow.domain.cases import CaseRow
from migraflow.domain.errors import NotFound
from migraflow.domain.measures import Slice
from migraflow.domain.paging import Page
from migraflow.services import cases
from migraflow.services.indicators import allowed
from migraflow.services.work import Work
from migraflow.store.case_lists import Behind

BEHIND: Mapping[str, str] = {
    "DS01": "demande",
    "DS02": "demande",
    "DS03": "premier_entretien",
    "DS04": "parcours",
    "OI01": "offre_recue",
    "OI03": "offre_publiee",
    "PL01": "depart",
    "PL03": "depart",
    "RM01": "retour",
    "PR01": "mission",
    "PR03": "fiche_veille",
}
"""Indicators whose cases may be listed, and the fact they count. What says something of somebody's health, distress or
means is not among them: a list of cases would tell more than each case does to whoever may not look inside."""


def listed(work: Work, *, code: str, slice_: Slice, after: str | None = None) -> Page[CaseRow]:
    """The cases an indicator counts in a slice: of those the actor sees, the ones they may look inside."""
    work.require(Permission.SEE_CASE)
    fact = BEHIND.get(code)
    if fact is None:
        raise NotFound("indicator", code)
    narrow = allowed(work, slice_) if work.actor.may(Permission.SEE_MEASURES) else slice_
    return cases.search(work, behind=Behind(fact, narrow), after=after)
