"""Procedures: the catalogue, the page of each, their editions and the studio's drafts."""

from __future__ import annotations

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.calendar import Unit
from migraflow.domain.errors import NotFound
from migraflow.domain.procedures import ProcedureCard, ProcedureSheet, StepLine
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import editions
from migraflow.services.editions import publish_folder
from migraflow.services.studio import check_draft, discard_draft, open_draft, publish_draft, save_draft
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import procedures as store

__all__ = [
    "catalogue",
    "check_draft",
    "diagram",
    "discard_draft",
    "open_draft",
    "publish_draft",
    "publish_folder",
    "save_draft",
    "sheet",
]

UNITS = {
    Unit.WORKING_DAYS: ("jour ouvré", "jours ouvrés"),
    Unit.DAYS: ("jour", "jours"),
    Unit.HOURS: ("heure", "heures"),
}


def catalogue(work: Work) -> tuple[ProcedureCard, ...]:
    """Every published procedure, by title."""
    work.require(Permission.SEE_PROCEDURE)
    return cards(work)


def cards(work: Work) -> tuple[ProcedureCard, ...]:
    """Every published procedure as a card, whoever asks."""
    dates = store.published_dates(work.store)
    running = case_store.open_by_procedure(work.store)
    return tuple(
        ProcedureCard(
            id=one.id,
            title=one.title_en if work.actor.language == "en" and one.title_en else one.title,
            summary=one.summary,
            prefix=one.prefix,
            edition=one.edition,
            published=dates[one.edition],
            open_cases=running.get(one.id, 0),
            may_open=work.actor.may(Permission.OPEN_CASE) and bool(work.actor.roles & set(one.opened_by)),
        )
        for one in store.all_procedures(work.store)
    )


def sheet(work: Work, *, procedure: str) -> ProcedureSheet:
    """The page of one procedure: what it is for, its steps, its editions. Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    compiled, _ = editions.current(work, procedure)
    return ProcedureSheet(
        id=procedure,
        title=compiled.procedure.title(work.actor.language),
        summary=compiled.procedure.summary,
        editions=editions.rows(work, procedure),
        steps=tuple(line(work, compiled, step) for step in human_steps(compiled)),
        may_change=work.actor.may(Permission.CHANGE_PROCEDURE),
    )


def human_steps(compiled: engine.Compiled) -> list[engine.Step]:
    """The steps people do, in the order of the diagram's file."""
    own = (step for (procedure, _), step in compiled.places.items() if procedure == compiled.procedure.id)
    return [step for step in own if step.kind in {engine.Kind.USER, engine.Kind.MANUAL}]


def line(work: Work, compiled: engine.Compiled, step: engine.Step) -> StepLine:
    """One step of the readable outline, with role, form and deadline in words."""
    role = work.house.roles.get(step.role)
    form = compiled.form(step.procedure, step.form)
    deadline = work.house.deadlines.get(step.deadline or "")
    return StepLine(
        element=step.element,
        name=step.name,
        role=role.name_fr if role else step.role,
        form=form.title if form else "",
        deadline=f"{deadline.amount} {UNITS[deadline.unit][deadline.amount > 1]}" if deadline else "",
    )


def diagram(work: Work, *, procedure: str, sha: str = "") -> str:
    """The BPMN of an edition of a procedure, of the present one when `sha` is "". Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    published = store.procedure(work.store, procedure)
    if published is None:
        raise NotFound("procedure", procedure)
    bundle = editions.bundle(work, sha or published.edition)
    if bundle.id != procedure:
        raise NotFound("edition", sha)
    return bundle.files[DIAGRAM].decode("utf-8")
