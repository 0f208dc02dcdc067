"""Keeping account of what leaving costs the worker (effect ``noter_couts``), so that indicators can sum it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from migraflow.domain import costs
from migraflow.domain.cases import Case
from migraflow.domain.costs import DECLARED, FEE, FOLLOWED, WORKER
from migraflow.domain.effects import Due
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import costs as store
from migraflow.store import people as people_store

Values = Mapping[str, object]


def note(work: Work, effect: Due) -> None:
    """``noter_couts``: the costs of a departure as declared, or the first month's earnings as told from abroad.

    `placement` names it (the number of the case that prepared the departure); the same effect twice says it once.
    """
    case = case_store.load(work.store, effect.case_id)
    asked = effect.parameters
    placement = str(asked.get("placement") or case.ref)[:40]
    known = store.of_placement(work.store, placement)
    facts = {**begun(work, case), **(known or {}), **said(asked)}
    told = followed if asked.get("source") == FOLLOWED else declared
    facts, lines = told(work, case, facts, asked)
    facts["ratio_thousandths"] = ratio(facts)
    store.keep(work.store, placement, facts, work.now, new=known is None)
    source = FOLLOWED if told is followed else DECLARED
    if source == DECLARED or lines:
        store.replace(work.store, placement, source, lines, day_of(facts["month"]))


def begun(work: Work, case: Case) -> dict[str, Any]:
    """A placement nothing is kept of yet."""
    person = people_store.load(work.store, case.person_id).identity if case.person_id else None
    unknown = dict.fromkeys(("follow_up_id", "worker_xof", "withheld_xof", "debt_xof", "wage_xof", "earned_xof"))
    return {
        **unknown,
        "case_id": case.id,
        "person_id": case.person_id,
        "month": work.now.date().replace(day=1),
        "region": case.region,
        "sex": person.sex if person else "",
        "country": "", "occupation": "", "migration": "", "employer": "",
        "ratio_thousandths": None, "earned": False, "fee_paid": False, "alerts": 0,
    }  # fmt: skip


def said(asked: Values) -> dict[str, str]:
    """Where, as what, with whom: what the step knows of it."""
    named = {"country": ("pays", 3), "occupation": ("metier", 10), "migration": ("type_migration", 20),
             "employer": ("employeur", 200)}  # fmt: skip
    return {column: str(asked[name])[:most] for column, (name, most) in named.items() if asked.get(name)}


def declared(
    work: Work, case: Case, facts: dict[str, Any], asked: Values
) -> tuple[dict[str, Any], tuple[costs.Cost, ...]]:
    """What was declared before leaving."""
    lists = work.house.lists
    owed = "employeur" in {asked.get("voyage_aller"), asked.get("voyage_retour")}
    lines = costs.costs_of(asked.get("couts"), lists, travel_owed=owed)
    more = {
        "case_id": case.id,
        "worker_xof": costs.borne_by_worker(lines),
        "debt_xof": costs.xof_of(asked.get("dette"), lists),
        "wage_xof": costs.xof_of(asked.get("salaire"), lists),
        "fee_paid": any(line.category == FEE and line.payer == WORKER and line.thousandths > 0 for line in lines),
        "alerts": len({line.alert for line in lines if line.alert}),
    }
    return {**facts, **more}, lines


def followed(
    work: Work, case: Case, facts: dict[str, Any], asked: Values
) -> tuple[dict[str, Any], tuple[costs.Cost, ...]]:
    """What the worker tells from abroad: the first month that was paid stands for the ratio."""
    facts["follow_up_id"] = case.id
    earned = costs.xof_of(asked.get("salaire_verse"), work.house.lists)
    if facts["earned"] or not earned:
        return facts, ()
    lines = costs.withheld(asked.get("retenus"), work.house.lists)
    left = asked.get("depart")
    month = {"month": left.replace(day=1)} if isinstance(left, date) else {}
    more = {"earned": True, "earned_xof": earned, "withheld_xof": sum(line.xof or 0 for line in lines),
            "alerts": facts["alerts"] + bool(lines)}  # fmt: skip
    return {**facts, **month, **more}, lines


def ratio(facts: Mapping[str, Any]) -> int | None:
    """Cost over one month: what was earned first, until then the wage of the contract."""
    month = facts["earned_xof"] if facts["earned"] else facts["wage_xof"]
    return costs.ratio(facts["worker_xof"], facts["withheld_xof"], month)


def day_of(value: object) -> date:
    """A day as the database keeps it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
