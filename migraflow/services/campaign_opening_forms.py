"""What is asked when a campaign for people who return is opened."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.access import Permission
from migraflow.domain.campaigns import CampaignKind
from migraflow.domain.names import fold
from migraflow.services import campaign_models
from migraflow.services.work import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its name, its words, its kind, and (code, words) of its choices, () when it is typed."""

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...]


def models_open(work: Work, *, language: str) -> tuple[tuple[str, str], ...]:
    """The kinds of campaigns the actor may open by hand: (code, words)."""
    work.require(Permission.RUN_CAMPAIGN)
    return tuple(
        (one.id, one.title_en if language == "en" and one.title_en else one.title)
        for one in campaign_models.models(work)
        if one.kind is CampaignKind.RETURN and work.actor.roles & set(one.opened_by)
    )


def questions(work: Work, *, model: str) -> tuple[Asked, ...]:
    """What is the same for everybody of a group, as the model's form asks it. Raises NotFound."""
    work.require(Permission.RUN_CAMPAIGN)
    found = campaign_models.model(work, model)
    asked: list[Asked] = []
    for name in found.shared:
        field = found.form.field(name)
        if field is not None:
            known = work.house.lists.get(field.list_name)
            listed = [(code, one.label) for code, one in known.entries.items()] if known else []
            own = [(one.code, one.label) for one in field.choices]
            choices = sorted(listed, key=lambda pair: fold(pair[1])) if listed else own
            asked.append(Asked(name, field.label, field.kind.value, tuple(choices)))
    return tuple(asked)
