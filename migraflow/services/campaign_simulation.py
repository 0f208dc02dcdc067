"""The criteria of an offer tried on the pool before it is published, or on the applications of its campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from migraflow.domain.access import Permission
from migraflow.domain.campaigns import CampaignModel
from migraflow.domain.cases import Case, WaitKind
from migraflow.domain.errors import NotFound
from migraflow.domain.relaxing import Group, Simulation, simulated
from migraflow.services import campaign_grid, campaign_models, candidates, editions
from migraflow.services.campaign_grid import Grid
from migraflow.services.campaigns import campaign_of
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import cases as case_store
from migraflow.store import snapshots, timers

MOST = 2_000
"""People of the pool looked at, those who have waited longest first."""
COUNTRY, JOB = "pays_voulu", "famille_metier"
"""What sets people aside before the grid: they do not want the country, or do another kind of work."""
Values = Mapping[str, object]


def of_offer(work: Work, *, ref: str) -> Simulation:
    """The pool before the offer whose case is `ref`, as far as it is known. Raises NotFound for what is no offer."""
    work.require(Permission.SEE_CASE)
    case = case_store.find(work.store, ref, seen_by=work.actor)
    if case is None:
        raise NotFound("case", ref)
    model = judged_by(work, case.procedure)
    known = snapshots.data(work.store, case.id)
    grid = campaign_grid.grid_in(work, editions.of_case(work, case), model, known)
    counts = Counter[tuple[tuple[str, ...], str, str]]()
    for key in timers.waiting_for(work.store, WaitKind.MESSAGE, candidates.PROPOSAL)[:MOST]:
        counts[met(work, grid, case_store.load(work.store, key))] += 1
    return simulated(Group(filters, region, sex, count) for (filters, region, sex), count in counts.items())


def judged_by(work: Work, procedure: str) -> CampaignModel:
    """The model whose grid stands in `procedure`. Raises NotFound when none does."""
    for one in campaign_models.models(work):
        if one.judge == procedure:
            return one
    raise NotFound("campaign model", procedure)


def met(work: Work, grid: Grid, case: Case) -> tuple[tuple[str, ...], str, str]:
    """What sets one person of the pool aside, their region and sex."""
    facts = snapshots.data(work.store, case.id)
    asked = {"pays": grid.criteria.get("pays"), "metier": grid.criteria.get("code_citp")}
    found: list[str] = []
    if asked["pays"] is not None and asked["pays"] not in candidates.many(facts, "pays_vises"):
        found.append(COUNTRY)
    if asked["metier"] and not candidates.nearest(facts, str(asked["metier"])):
        found.append(JOB)
    said = candidates.row(work, case, facts, asked)
    return (*found, *grid.set_aside(work, said)), case.region, str(said["sexe"] or "")


def of_campaign(work: Work, *, ref: str) -> Simulation:
    """What the filters made of the applications of a campaign this person may see."""
    campaign = campaign_of(work, ref)
    rows = store.filter_sets(work.store, campaign.id, seen_by=work.actor)
    return simulated(Group(filters, region, sex, count) for filters, region, sex, count in rows)


def simulates(work: Work, *, procedure: str) -> bool:
    """Whether the criteria of cases of `procedure` can be tried by this person."""
    work.require_signed_in()
    return work.actor.may(Permission.SEE_CASE) and procedure in campaign_models.judges(work)
