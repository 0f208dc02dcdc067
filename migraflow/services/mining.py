"""The event log of the cases, for those who study how the work goes: nobody in it, only cases one may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from migraflow.documents import mining as paper
from migraflow.domain.access import Permission, Scope
from migraflow.services.work import Work
from migraflow.store import mining as store
from migraflow.store.mining import Wanted

OTHER = "-"
"""No office: who sees but one office, or their own cases, may not take a whole region's."""


class Format(StrEnum):
    """How a log is written."""

    XES = "xes"
    OCEL = "ocel"


def pieces(work: Work, *, wanted: Wanted, format: Format) -> Iterator[str]:
    """The log, piece by piece, of the cases opened in a span; a region's own people get their region.

    Raises NotAllowed for whoever may not watch the figures, or sees no case: a log is made of cases, not of figures.
    """
    work.require(Permission.SEE_MEASURES)
    work.require(Permission.SEE_CASE)
    scope = work.actor.grants[Permission.SEE_CASE]
    if scope is not Scope.EVERYWHERE:
        work.require(Permission.SEE_CASE, region=work.actor.region, office=OTHER, own=False)
        wanted = replace(wanted, region=work.actor.region)
    found = store.cases(work.store, wanted)
    return paper.xes(found, "migraflow") if format is Format.XES else paper.ocel(found)
