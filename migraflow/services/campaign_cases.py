"""The case each person of a campaign gets: begun by the house, told of the result, or the one they have already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from migraflow import engine
from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.campaigns import Application, Campaign, CampaignModel, Errand
from migraflow.domain.errors import AnswersRejected
from migraflow.domain.prefill import raw_of
from migraflow.services import campaign_models, cases, editions, mailbox, tasks
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import cases as case_store
from migraflow.store import snapshots, standing
from migraflow.store import tasks as task_store

Values = Mapping[str, object]


@dataclass
class Opening:
    """What one transaction opens cases with: the edition new cases follow, and what is known of the offer."""

    work: Work
    campaign: Campaign
    model: CampaignModel
    errand: Errand

    @cached_property
    def edition(self) -> tuple[engine.Compiled, Mapping[str, str]]:
        """The edition new cases follow, and those of what it calls."""
        return editions.current(self.work, self.model.procedure)

    @cached_property
    def offer(self) -> Values:
        """What the case of the offer knows."""
        offer_id = self.campaign.offer_id
        return {} if offer_id is None else snapshots.data(self.work.store, offer_id)

    def open(self, row: Application) -> int:
        """Give a person their case; its key."""
        waiting = self.waits(row)
        if waiting is not None:
            house = replace(self.work, actor=SYSTEM)
            key = f"campagne:{self.campaign.id}:{row.id}"
            mailbox.tell(
                house, case_id=waiting, name=self.model.message, payload=self.said(self.model.content, row), key=key
            )
            return waiting
        return self.begin(row)

    def waits(self, row: Application) -> int | None:
        """The open case of a person that waits for the result."""
        if not self.model.message or row.person_id is None:
            return None
        return store.case_waiting(self.work.store, row.person_id, self.model.message)

    def said(self, text: str, row: Application) -> dict[str, object]:
        """What a FEEL text of the model says of a person."""
        if not text:
            return {}
        context = {"ligne": row.facts, "numero": row.id, "campagne": self.campaign.ref, "offre": self.offer,
                   "structure": row.office, "age": row.age}  # fmt: skip
        told = campaign_models.compiled(self.work, text, self.model.id).evaluate(context, now=self.work.now)
        return dict(cast(Values, told)) if isinstance(told, dict) else {}

    def begin(self, row: Application) -> int:
        """Begin a case; its first step is done when the line says all it asks, else it waits with what is known."""
        acting = replace(self.work, actor=self.actor(row))
        compiled, called = self.edition
        answers = self.said(self.model.answers, row)
        new = replace(cases.new_case(acting, compiled, called), person_id=row.person_id)
        case_ref = cases.begun(acting, compiled, new, {**answers, **self.said(self.model.begin, row)}).case_ref
        [case_id] = case_store.keys_of(self.work.store, case_ref)
        if answers:
            self.answer(acting, case_id, answers)
        return case_id

    def actor(self, row: Application) -> Actor:
        """Who opens the case: whoever asked for it, where the person is."""
        return Actor(self.errand.asked_by, self.errand.asked_by_name, office=row.office, region=row.region)

    def answer(self, acting: Work, case_id: int, answers: Values) -> None:
        """Do the first step with what the list says; left to the counter when that is not enough."""
        token = next((task.token for task in task_store.open_of(self.work.store, case_id)
                      if task.element == self.model.first), "")  # fmt: skip
        found = standing.of_task(self.work.store, token) if token else None
        if found is None:
            return
        raw = {name: value for name, value in cast(Values, raw_of(answers)).items() if value is not None}
        try:
            with self.work.store.begin_nested():
                tasks.completed(acting, found, without_nothing(raw), f"campagne:{self.campaign.id}:{case_id}")
        except AnswersRejected:
            return


def without_nothing(raw: Values) -> dict[str, object]:
    """Raw answers where what says nothing is left out."""
    kept = {
        name: without_nothing(cast(Values, value)) if isinstance(value, Mapping) else value
        for name, value in raw.items()
    }
    return {name: value for name, value in kept.items() if value is not None and value != []}


def opened(opening: Opening, row: Application) -> None:
    """Open the case of a person and write it down."""
    store.give_case(opening.work.store, row.id, opening.open(row))
