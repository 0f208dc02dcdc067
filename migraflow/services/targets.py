"""The catalogue of indicators and their targets: what each means, what is aimed at, who fixed it and why."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from migraflow.domain.access import Permission
from migraflow.domain.definitions import TAGS
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.indicators import Definition, Direction, Shown
from migraflow.domain.names import fold
from migraflow.domain.targets import LARGEST, SHORTEST_REASON, Alert, Goal, aimed, last_month
from migraflow.services import indicators
from migraflow.services.work import Work
from migraflow.store import targets as store

KEPT = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One indicator of the catalogue, whole: `figure` is that of the last month that is over, `goals` and `alerts`
    the latest first; `may_fix`: whether the reader may fix its target."""

    definition: Definition
    figure: Shown
    goals: tuple[Goal, ...]
    alerts: tuple[Alert, ...]
    may_fix: bool


def definitions(work: Work) -> dict[str, Definition]:
    """Every indicator by code, with the target and threshold in force."""
    work.require(Permission.SEE_MEASURES)
    goals = store.in_force(work.store)
    return {code: aimed(one, goals.get(code)) for code, one in work.house.definitions.items()}


def catalogue(work: Work, *, words: str = "", page: str = "", tag: str = "") -> tuple[Definition, ...]:
    """The indicators that hold every one of `words` in code, label or formula, of one page, with one tag ("": any)."""
    wanted = fold(words).split()
    return tuple(
        one
        for one in definitions(work).values()
        if page in {"", one.page} and (not tag or tag in one.tags) and all(word in text_of(one) for word in wanted)
    )


def text_of(definition: Definition) -> str:
    """What a search looks through, folded."""
    texts = (definition.code, *definition.label.values(), *definition.formula.values(), *definition.tags)
    return fold(" ".join(texts))


def tags(work: Work) -> tuple[str, ...]:
    """The tags some indicator has, in the order of their lists."""
    work.require(Permission.SEE_MEASURES)
    used = {tag for one in work.house.definitions.values() for tag in one.tags}
    return tuple(
        code for name in TAGS if name in work.house.lists for code in work.house.lists[name].entries if code in used
    )


def alerted(work: Work) -> frozenset[str]:
    """The codes whose alert stands."""
    work.require(Permission.SEE_MEASURES)
    return frozenset(store.open_alerts(work.store))


def sheet(work: Work, *, code: str) -> Sheet:
    """One indicator. Raises NotFound."""
    definition = definitions(work).get(code)
    if definition is None:
        raise NotFound("indicator", code)
    return Sheet(
        definition=definition,
        figure=indicators.figure(work, code=code, slice_=last_month(work.now.date())),
        goals=store.history(work.store, code, KEPT),
        alerts=store.alerts_of(work.store, code, KEPT),
        may_fix=work.actor.may(Permission.SET_TARGETS),
    )


def fix(work: Work, *, code: str, target: str, threshold: str, reason: str) -> None:
    """Fix the target and the threshold of an indicator ("": none), saying why; both are kept with those before.

    Raises NotFound, NotAllowed, Unfit.
    """
    work.require(Permission.SET_TARGETS)
    definition = definitions(work).get(code)
    if definition is None:
        raise NotFound("indicator", code)
    why = " ".join(reason.split())
    if len(why) < SHORTEST_REASON:
        raise Unfit("target_without_reason", least=str(SHORTEST_REASON))
    goal = Goal(code, number(target), number(threshold), why[:1000], work.actor.name, work.now)
    if goal.threshold is not None and definition.direction is Direction.NEITHER:
        raise Unfit("threshold_without_direction")
    if (goal.target, goal.threshold) == (definition.target, definition.threshold):
        raise Unfit("target_unchanged")
    store.fix(work.store, goal, work.actor.account_id)


def number(text: str) -> float | None:
    """A number as people write it (``12,5``, ``1 000``); None of nothing. Raises Unfit."""
    bare = "".join(text.split()).replace(",", ".").removesuffix("%")
    if not bare:
        return None
    try:
        value = float(bare)
    except ValueError as error:
        raise Unfit("target_not_a_number", said=text[:40]) from error
    if not isfinite(value) or abs(value) > LARGEST:
        raise Unfit("target_not_a_number", said=text[:40])
    return value
