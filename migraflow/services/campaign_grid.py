"""The grid of an offer outside its case: one person at a time, any number of them, each with its explanation.

What is decided is what the offer's own edition says (decision D7 and its filters); the case itself is not moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from migraflow import dmn, engine
from migraflow.domain.campaigns import Application, Campaign, CampaignModel, Standing
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.ranking import draw
from migraflow.domain.values import at_path
from migraflow.engine.rules import rules_of
from migraflow.feel import Expression
from migraflow.services import campaign_models, editions
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import cases as case_store
from migraflow.store.applications import Scored

CANDIDATE = "candidat"
"""The input of the grid that is the person; all the others are the offer's."""
Values = Mapping[str, object]


@dataclass(frozen=True)
class Grid:
    """The decision model of an offer, the names of its decisions, what it asks (`criteria`), how a person is told."""

    rules: dmn.Model
    decision: str
    filters: str
    criteria: Values
    candidate: Expression

    def weighed(self, work: Work, facts: Values) -> dmn.Outcome:
        """What the grid says of somebody, with its explanation."""
        return self.rules.evaluate(self.decision, {**self.criteria, CANDIDATE: facts}, now=work.now)

    def set_aside(self, work: Work, facts: Values) -> tuple[str, ...]:
        """The filters that set somebody aside, in the order of the table; () for who passes."""
        said = self.rules.evaluate(self.filters, {**self.criteria, CANDIDATE: facts}, now=work.now).value
        rows = cast("list[Values]", said) if isinstance(said, list) else []
        return tuple(str(row.get("filtre")) for row in rows)


def grid_of(work: Work, campaign: Campaign, model: CampaignModel) -> Grid:
    """The grid an application of `campaign` is weighed by. Raises BrokenBundle when the procedure has none."""
    if campaign.offer_id is not None:
        compiled = editions.of_case(work, case_store.load(work.store, campaign.offer_id))
    else:
        compiled, _ = editions.current(work, model.judge)
    return grid_in(work, compiled, model, campaign.criteria)


def grid_in(work: Work, compiled: engine.Compiled, model: CampaignModel, known: Values) -> Grid:
    """The grid of a compiled edition, for an offer of which `known` is known."""
    rules = rules_of(compiled.specs, model.decision)
    if rules is None:
        raise BrokenBundle(compiled.bundle.id, model.decision, "la décision du modèle de campagne n’est plus là")
    criteria = {one.name: known.get(one.name) for one in rules.inputs if one.name != CANDIDATE}
    candidate = campaign_models.compiled(work, model.candidate, f"{model.id}#candidat")
    return Grid(rules, model.decision, model.filters, criteria, candidate)


def scored(work: Work, campaign: Campaign, grid: Grid, rows: Sequence[Application]) -> list[Scored]:
    """What the grid says of `rows`; the points, the rules that gave them, and the filters, all kept with each."""
    people = [row.person_id for row in rows if row.person_id is not None]
    known = store.known_of(work.store, people)
    taken = store.chosen_elsewhere(work.store, campaign.id, people)
    return [one_scored(work, campaign, grid, row, known.get(row.person_id or 0, {}), taken) for row in rows]


def one_scored(work: Work, campaign: Campaign, grid: Grid, row: Application, known: Values, taken: set[int]) -> Scored:
    """One application weighed."""
    facts = candidate(work, grid, row, known, row.person_id in taken)
    outcome = grid.weighed(work, facts)
    said: Values = cast(Values, outcome.value) if isinstance(outcome.value, Mapping) else {}
    passed = said.get("eligible") is True
    return Scored(
        id=row.id,
        standing=Standing.ELIGIBLE if passed else Standing.EXCLUDED,
        filters=filters_in(outcome, grid.filters),
        score=int(str(said.get("note_dossier") or 0)),
        priority=said.get("prioritaire") is True,
        details={"points": points(str(said.get("details") or "")), "regles": fired(outcome)},
        draw=draw(campaign.ref, row.id),
    )


def candidate(work: Work, grid: Grid, row: Application, known: Values, taken: bool) -> Values:
    """What the grid sees of somebody: nothing of where they come from, nor of what they believe."""
    context = {
        "ligne": row.facts,
        "numero": row.id,
        "age": row.age,
        "inscrit_le": at_path(known, "vivier.depuis"),
        "reengagement": at_path(known, "vivier.reengagement") is True,
        "deja_retenu": taken,
    }
    told = grid.candidate.evaluate(context, now=work.now)
    return cast(Values, told) if isinstance(told, dict) else {}


def filters_in(outcome: dmn.Outcome, decision: str) -> tuple[str, ...]:
    """The filters an explanation tells of."""
    rows = [value for one in outcome.explanation if one.decision == decision for value in one.outputs]
    return tuple(str(cast(Values, row).get("filtre")) for row in rows if isinstance(row, Mapping))


def points(told: str) -> dict[str, int]:
    """« metier 30, experience 12 » as points by criterion."""
    pairs = (part.rsplit(" ", 1) for part in told.split(", ") if " " in part)
    return {name: int(number) for name, number in pairs if number.lstrip("-").isdigit()}


def fired(outcome: dmn.Outcome) -> list[list[object]]:
    """Which rules of which tables decided, once each."""
    seen: dict[str, list[int]] = {}
    for one in outcome.explanation:
        if one.rules and one.table not in seen:
            seen[one.table] = list(one.rules)
    return [[table, rules] for table, rules in seen.items()]
