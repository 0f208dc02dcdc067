"""Where work waits: times of steps on the diagram, the ways cases go. Aggregates, nobody in them."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.access import Permission, Scope
from migraflow.domain.measures import Slice
from migraflow.domain.workload import StepLoad, Workload, reworked, routes_of, shown, steps_of, total
from migraflow.engine import drawing
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.drawing import Heat
from migraflow.services import editions, indicators
from migraflow.services.work import Work
from migraflow.store import procedures as procedure_store
from migraflow.store import workload as store

LEVELS = 4
"""Shades above white."""


def choices(work: Work) -> tuple[tuple[str, str], ...]:
    """The procedures one may look at, as (id, title)."""
    work.require(Permission.SEE_MEASURES)
    english = work.actor.language == "en"
    found = procedure_store.all_procedures(work.store)
    return tuple((one.id, one.title_en if english and one.title_en else one.title) for one in found)


def everywhere(work: Work) -> bool:
    """Whether the actor watches all regions."""
    return work.actor.grants[Permission.SEE_MEASURES] is Scope.EVERYWHERE


def regions(work: Work) -> tuple[tuple[str, str], ...]:
    """The regions the actor may choose among, as (slug, name)."""
    work.require(Permission.SEE_MEASURES)
    entries = work.house.lists["regions"].entries
    own = None if everywhere(work) else work.actor.region
    return tuple((slug, entry.label) for slug, entry in entries.items() if own in {None, slug})


def workload(work: Work, *, procedure: str, slice_: Slice) -> Workload:
    """How work went in `procedure` over the slice, as far as the actor may watch: cut as every figure is.

    Raises NotAllowed.
    """
    slice_ = indicators.allowed(work, slice_)
    waiting = store.open_now(work.store, procedure, slice_)
    names = {element: name for element, (name, _) in waiting.items()}
    steps = steps_of(
        store.done(work.store, procedure, slice_), {element: count for element, (_, count) in waiting.items()}, names
    )
    walks = store.walks(work.store, procedure, slice_)
    counted = store.odd(work.store, procedure, slice_)
    return Workload(
        steps=steps,
        routes=routes_of(walks),
        cases=shown(len(walks)),
        ways=len({tuple(steps) for steps in walks.values()}),
        reworked=reworked(walks),
        odd=tuple((kind.value, shown(counted[kind.value])) for kind in store.ODD if kind.value in counted),
    )


def heat(work: Work, *, procedure: str, slice_: Slice, words: Mapping[str, str]) -> str:
    """The diagram of the edition in force as SVG, each step the darker the longer it takes; `words` by element stand
    on them. Raises NotFound, NotAllowed."""
    load = workload(work, procedure=procedure, slice_=slice_)
    compiled, _ = editions.current(work, procedure)
    most = max((total(step) for step in load.steps), default=0.0)
    warm = {step.element: Heat(level(step, most), words.get(step.element, "")) for step in load.steps}
    roles = {code: role.name(work.actor.language) for code, role in work.house.roles.items()}
    return drawing.svg(
        compiled.bundle.files[DIAGRAM], roles, title=compiled.procedure.title(work.actor.language), heat=warm
    )


def level(step: StepLoad, most: float) -> int:
    """How dark a step is: 0 (white) where nothing is known, else 1 to LEVELS by its time beside the slowest step's."""
    here = total(step)
    return 0 if not here or not most else min(LEVELS, 1 + int(LEVELS * here / most))
