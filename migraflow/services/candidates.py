"""Who in the international pool might suit an offer: the house gathers facts, decision D7 scores, a human decides."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from migraflow.domain.cases import Case, WaitKind
from migraflow.domain.people import age_on, identity_of
from migraflow.domain.register import IDENTITY
from migraflow.domain.values import block_at
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import snapshots, timers

PROPOSAL = "proposition_mise_en_relation"
"""The message a case waits for while its person is in the pool."""
MOST = 2_000
"""Cases looked at for one offer, those that wait longest first."""
FAMILY = 2
"""Digits of the occupation's code (CITP) two jobs must share to be of one family."""

Facts = Mapping[str, object]


def answer(work: Work, case: Case, asked: Facts, data: Facts) -> list[dict[str, object]]:
    """The answer of the effect ``chercher_candidats``: one row per person in the pool who wants the country `pays` and
    has a job of the family of `metier`, as decision D7 reads it."""
    keys = timers.waiting_for(work.store, WaitKind.MESSAGE, PROPOSAL)[:MOST]
    known = ((key, snapshots.data(work.store, key)) for key in keys if key != case.id)
    return [row(work, case_store.load(work.store, key), facts, asked) for key, facts in known if suits(facts, asked)]


def suits(facts: Facts, asked: Facts) -> bool:
    """Whether a case's person wants that country and one of that family of jobs."""
    country, job = asked.get("pays"), str(asked.get("metier") or "")
    wanted = many(facts, "pays_vises")
    return (country is None or country in wanted) and bool(nearest(facts, job))


def nearest(facts: Facts, job: str) -> str:
    """The code of the person's occupation nearest to `job`, "" when none is of its family."""
    codes = [str(code) for code in many(facts, "metiers_vises")]
    alike = [code for code in codes if code[:FAMILY] == job[:FAMILY]]
    return max(alike, key=lambda code: shared(code, job), default="")


def shared(one: str, other: str) -> int:
    """How many digits two codes have in common from the left."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def row(work: Work, case: Case, facts: Facts, asked: Facts) -> dict[str, object]:
    """What decision D7 needs to know of one person: nothing of health, origin or religion."""
    one = identity_of(block_at(facts, IDENTITY))
    born = one.birth_date
    age = age_on(born, work.now.date()) if born else work.now.year - one.birth_year if one.birth_year else None
    code = nearest(facts, str(asked.get("metier") or ""))
    return {
        "dossier": case.ref,
        "nom": one.name,
        "sexe": one.sex,
        "age": None if age is None else Decimal(age),
        "region": case.region,
        "consentement_employeur": "transmission_employeur" in many(block_at(facts, "consentement"), "finalite"),
        "code_citp": code,
        "experience_ans": experience(facts, code),
        "niveau_langue": level(facts),
        "cite": block_at(facts, IDENTITY).get("niveau_instruction"),
        "disponible_le": facts.get("disponibilite"),
        "type_migration": facts.get("type_migration"),
        "reengagement": facts.get("priorite_reengagement") is True,
    }


def level(facts: Facts) -> object:
    """The level of the destination's language; none when it asks for none."""
    found = facts.get("niveau_langue_destination")
    return None if found == "sans_exigence" else found


def experience(facts: Facts, code: str) -> Decimal:
    """Years spent in occupations of the family of `code`."""
    jobs = [cast(Facts, job) for job in many(facts, "metiers") if isinstance(job, Mapping)]
    years = [job.get("annees_experience") for job in jobs if str(job.get("code_citp"))[:FAMILY] == code[:FAMILY]]
    return max((Decimal(year) for year in years if isinstance(year, int | Decimal)), default=Decimal(0))


def many(facts: Facts, name: str) -> list[object]:
    """The list under `name`, empty when there is none."""
    found = facts.get(name)
    return cast(list[object], found) if isinstance(found, list) else []
