"""Indicators of the catalogue in words: what each means, what is aimed at, what was fixed, what was raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.indicators import Definition, Direction
from migraflow.domain.measures import Dimension
from migraflow.domain.targets import Alert, Goal
from migraflow.ui import routes
from migraflow.ui.amounts import amount, month, noun
from migraflow.ui.boards import BY_PAGE
from migraflow.ui.plates import said
from migraflow.ui.when import iso, moment_words
from migraflow.ui.words import say


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator in words. `page` is the title of the dashboard it stands on, `drawn` that page's address."""

    code: str
    label: str
    formula: str
    caveat: str
    unit: str
    direction: str
    sources: str
    tags: str
    by: str
    target: str
    threshold: str
    page: str
    drawn: str
    href: str
    alert: bool = False


@dataclass(frozen=True)
class GoalLine:
    """One fixing in words."""

    key: int
    told: str
    machine: str
    who: str
    target: str
    threshold: str
    reason: str


@dataclass(frozen=True)
class AlertLine:
    """One alert in words; `resolved` is "" while it stands."""

    key: int
    told: str
    machine: str
    span: str
    value: str
    threshold: str
    resolved: str


def indicator_line(one: Definition, names: Mapping[str, str], language: str, *, alert: bool = False) -> IndicatorLine:
    """An indicator in the words of `language`; `names` are those of sources and tags."""
    return IndicatorLine(
        code=one.code,
        label=said(one.label, language),
        formula=said(one.formula, language),
        caveat=said(one.caveat, language),
        unit=noun(2, one.unit, language),
        direction=say(language, f"figures.direction_{one.direction.value}"),
        sources=", ".join(names.get(code, code) for code in one.sources),
        tags=" · ".join(names.get(code, code) for code in one.tags),
        by=broken_by(one, language),
        target=aim(one, one.target, language),
        threshold=say(language, "figures.none")
        if one.direction is Direction.NEITHER
        else aim(one, one.threshold, language),
        page=page_title(one.page, language),
        drawn=f"{routes.DASHBOARDS}/{one.page}",
        href=routes.indicator_at(one.code),
        alert=alert,
    )


def broken_by(one: Definition, language: str) -> str:
    """What it may be broken down by."""
    if not one.dimensions or len(one.dimensions) == len(Dimension):
        return say(language, "indicators.by_all" if one.dimensions else "indicators.by_none")
    return ", ".join(say(language, f"figures.by_{each.name.lower()}") for each in one.dimensions)


def page_title(page: str, language: str) -> str:
    """The title of a dashboard."""
    return say(language, f"boards.{BY_PAGE[page].words}")


def aim(one: Definition, value: float | None, language: str) -> str:
    """A target or a threshold with its unit; "" when there is none."""
    return "" if value is None else amount(value, one.unit, language)


def goal_line(key: int, goal: Goal, one: Definition, now: datetime, language: str) -> GoalLine:
    """One fixing in words."""
    unset = say(language, "figures.none")
    return GoalLine(
        key=key,
        told=moment_words(goal.at, now, language),
        machine=iso(goal.at),
        who=goal.by,
        target=aim(one, goal.target, language) or unset,
        threshold=aim(one, goal.threshold, language) or unset,
        reason=goal.reason,
    )


def alert_line(alert: Alert, one: Definition, now: datetime, language: str) -> AlertLine:
    """One alert in words."""
    return AlertLine(
        key=alert.id,
        told=moment_words(alert.raised, now, language),
        machine=iso(alert.raised),
        span=alert.span.replace("-T", " T") if "-T" in alert.span else month(alert.span, language),
        value=aim(one, alert.value, language),
        threshold=aim(one, alert.threshold, language),
        resolved=moment_words(alert.resolved, now, language) if alert.resolved else "",
    )


def typed_number(value: float | None, language: str) -> str:
    """A number as people write it into a field."""
    if value is None:
        return ""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")
