"""People of the international pool in a campaign: found as for any offer, weighed with the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from migraflow.domain.campaigns import IN_POOL, Campaign, Errand, ErrandState
from migraflow.domain.cases import WaitKind, age_band
from migraflow.domain.register import IDENTITY
from migraflow.domain.values import block_at, dumps
from migraflow.services import candidates
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import cases as case_store
from migraflow.store import snapshots, timers


def gathered(work: Work, campaign: Campaign, errand: Errand, limit: int) -> Errand:
    """Take the next people of the pool in; who has applied already is passed over."""
    keys = [
        key for key in sorted(timers.waiting_for(work.store, WaitKind.MESSAGE, candidates.PROPOSAL)) if key > errand.at
    ]
    asked = {"pays": campaign.criteria.get("pays"), "metier": campaign.criteria.get("code_citp")}
    rows: list[tuple[object, ...]] = []
    for key in keys[:limit]:
        case, facts = case_store.load(work.store, key), snapshots.data(work.store, key)
        if case.person_id is not None and candidates.suits(facts, asked):
            said = candidates.row(work, case, facts, asked)
            age = whole(said["age"])
            rows.append((case.person_id, said["nom"], said["sexe"] or "", age, age_band(age), case.region, case.office,
                         dumps({**line_of(facts, said), IN_POOL: case.ref})))  # fmt: skip
    known = store.of_people(work.store, campaign.id, [int(str(row[0])) for row in rows])
    fresh = {row[0]: row for row in rows if row[0] not in known}
    store.add_from_pool(work.store, campaign.id, list(fresh.values()))
    at = keys[:limit][-1] if keys else errand.at
    errand = replace(errand, at=at, done=errand.done + len(fresh), total=errand.done + len(keys))
    return errand if len(keys) > limit else replace(errand, state=ErrandState.DONE, ended=work.now)


def line_of(facts: dict[str, object], said: dict[str, object]) -> dict[str, object]:
    """What a case of the pool says, as a line of a list would."""
    return {
        IDENTITY: block_at(facts, IDENTITY),
        "code_citp": said["code_citp"],
        "experience_ans": said["experience_ans"],
        "niveau_langue": said["niveau_langue"],
        "disponibilite": day(said["disponible_le"]),
        "reengagement": said["reengagement"],
        "consentement_employeur": said["consentement_employeur"],
    }


def whole(value: object) -> int | None:
    """A number of years."""
    return int(value) if isinstance(value, Decimal | int) else None


def day(value: object) -> date | None:
    """A date, if it is one."""
    return value if isinstance(value, date) else None
