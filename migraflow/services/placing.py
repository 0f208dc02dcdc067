"""Where a case is: with whoever opened it, until an answer names the office that receives the person (F-DS-01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migraflow import engine
from migraflow.domain.cases import Case
from migraflow.services.work import Work
from migraflow.store import cases as store

OFFICES = "structures"
"""The reference list of offices."""


def followed(work: Work, case: Case, compiled: engine.Compiled, answers: Mapping[str, object]) -> Case:
    """The case where accepted answers say it is: at the office chosen in the question `lieu` of its procedure.

    Its open tasks go with it. It stays where it is when nothing was chosen, or no office that exists.
    """
    code = str(answers.get(compiled.procedure.place) or "") if compiled.procedure.place else ""
    known = work.house.lists.get(OFFICES)
    if not code or code == case.office or known is None or code not in known.entries:
        return case
    moved = replace(case, office=code, region=known.entries[code].more.get("region") or case.region)
    store.relocate(work.store, case, moved)
    return moved
