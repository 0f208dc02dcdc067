"""A figure as a sentence: « En octobre 2026, 412 dossiers, +8 % sur un an ; Kayes en compte le tiers. »"""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.indicators import Chart, Definition, Direction, Line, Mark, Shown
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.ui.amounts import COUNTS, amount, month, noun, percent, plain, points, when
from migraflow.ui.words import say

PLACES = frozenset({Dimension.REGION, Dimension.OFFICE, Dimension.DESTINATION})
FRACTIONS = ((1 / 5, "fifth"), (1 / 4, "quarter"), (1 / 3, "third"), (1 / 2, "half"), (2 / 3, "two_thirds"),
             (3 / 4, "three_quarters"))  # fmt: skip
CLOSE = 0.012
"""How near a share must be to a fraction to be called by it."""
NEW_ENOUGH = 0.5
"""Percent below which a count has not moved."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence speaks of: an indicator, its table, the same a year earlier (None when nothing is compared)."""

    definition: Definition
    table: Shown
    slice_: Slice
    before: Mark | None = None


def sentence(subject: Subject, language: str) -> str:
    """The figure in a sentence, then whether its target is met."""
    total, unit = subject.table.total, unit_of(subject)
    span = when(subject.slice_, language)
    if total.value is None:
        if not total.hidden:
            told = any(mark.value is not None for row in subject.table.rows for mark in row.marks)
            return say(language, "figures.no_total" if told else "figures.nothing", when=span)
        if unit not in COUNTS and any(mark.value is not None for row in subject.table.rows for mark in row.marks):
            return say(language, "figures.hidden_total", when=span, ends=ends_of(subject, language))
        few = "few" if unit in COUNTS else "hidden"
        return say(language, f"figures.{few}", when=span, **({"noun": noun(2, unit, language)} if few == "few" else {}))
    facts = {"amount": amount(total.value, unit, language), "change": change(subject, language)}
    said = say(language, "figures.sentence", when=span, **facts, most=most(subject, language))
    aim = aimed(subject, language)
    return f"{said} {aim}" if aim else said


def unit_of(subject: Subject) -> Unit:
    """What the headline figure is: the unit of the first figures of the table, where the definition says none."""
    return subject.definition.unit


def change(subject: Subject, language: str) -> str:
    """How the figure compares with a year earlier, as part of a sentence; "" when there is nothing to compare with."""
    now, before, unit = subject.table.total.value, subject.before.value if subject.before else None, unit_of(subject)
    if now is None or before is None or (unit in COUNTS and before == 0):
        return ""
    if still(now, before, unit):
        return say(language, "figures.same")
    if unit in COUNTS:
        return say(language, "figures.change", percent=percent(now, before, language))
    if unit is Unit.PERCENT:
        return say(language, "figures.change_points", points=points(now, before, language))
    return say(language, "figures.change_value", amount=amount(before, unit, language))


def still(now: float, before: float, unit: Unit) -> bool:
    """Whether two figures read the same."""
    if unit in COUNTS:
        return abs(100 * (now - before) / before) < NEW_ENOUGH
    return plain(now, unit, "fr") == plain(before, unit, "fr")


def most(subject: Subject, language: str) -> str:
    """What stands out among the rows; "" when nothing does."""
    table, chart = subject.table, subject.definition.chart
    if chart in {Chart.SURVIVAL, Chart.COHORT, Chart.FUNNEL, Chart.HEAT, Chart.FLOWS} or len(table.rows) < 2:
        return ""
    column = 1 if chart is Chart.BOX else 0
    rows = [row for row in table.rows if len(row.marks) > column and row.marks[column].value is not None]
    if len(rows) < 2 or len(table.columns) > (6 if chart is Chart.BOX else 2):
        return ""
    top = max(rows, key=lambda row: value_of(row, column))
    unit = table.columns[column + 1].unit if len(table.columns) > column + 1 else subject.definition.unit
    if is_months(table):
        peak = amount(value_of(top, column), unit, language)
        risen = unit in COUNTS and value_of(top, column) > 0
        return say(language, "figures.peak", label=month(top.label, language), amount=peak) if risen else ""
    if table.additive and unit in COUNTS:
        return share(subject, top, language)
    low = min(rows, key=lambda row: value_of(row, column))
    ends = {"low": plain(value_of(low, column), unit, language), "high": plain(value_of(top, column), unit, language)}
    if ends["low"] == ends["high"]:
        return ""
    key = "figures.between" if table.total.value is not None else "figures.between_alone"
    return say(language, key, label=top.label, least=low.label, **ends)


def ends_of(subject: Subject, language: str) -> str:
    """The least and the most of the rows that may be seen under a hidden total; "" when they do not say much."""
    return "" if is_months(subject.table) else most(subject, language)


def share(subject: Subject, top: Line, language: str) -> str:
    """The part of the whole that the largest row is."""
    total, largest = subject.table.total.value, value_of(top, 0)
    if not total or not 0 < largest <= total:
        return ""
    part = largest / total
    near = [word for value, word in FRACTIONS if abs(part - value) <= CLOSE]
    words = say(language, f"figures.{near[0]}") if near else plain(round(100 * part), Unit.PERCENT, language)
    key = "figures.most_of" if subject.table.dimension in PLACES else "figures.most"
    return say(language, key, label=top.label, share=words)


def value_of(row: Line, place: int) -> float:
    """The figure of a row that has one."""
    return float(row.marks[place].value or 0)


def is_months(table: Shown) -> bool:
    """Whether the rows are months."""
    return bool(table.columns) and table.columns[0].key == "month"


def aimed(subject: Subject, language: str) -> str:
    """The target and whether it is met; "" without one."""
    target, value = subject.definition.target, subject.table.total.value
    if target is None or value is None:
        return ""
    words = amount(target, unit_of(subject), language)
    met = meets(subject.definition, value)
    if met is None:
        return f"{say(language, 'figures.target', amount=words)}."
    return say(language, "figures.target_met" if met else "figures.target_missed", amount=words)


def meets(definition: Definition, value: float) -> bool | None:
    """Whether a figure is where it should be; None when neither more nor less is better."""
    if definition.target is None or definition.direction is Direction.NEITHER:
        return None
    return value >= definition.target if definition.direction is Direction.UP else value <= definition.target


@dataclass(frozen=True, slots=True)
class Delta:
    """How a headline figure moved: in words, with an arrow, and whether that is ``good``, ``bad`` or neither."""

    words: str = ""
    arrow: str = ""
    tone: str = ""


def delta(subject: Subject, language: str) -> Delta:
    """The movement of the headline figure over a year."""
    now, before, unit = subject.table.total.value, subject.before.value if subject.before else None, unit_of(subject)
    if now is None or before is None or (unit in COUNTS and before == 0):
        return Delta()
    if still(now, before, unit):
        return Delta(say(language, "figures.same_short"), "=")
    if unit in COUNTS:
        words = say(language, "figures.year_ago", percent=percent(now, before, language))
    elif unit is Unit.PERCENT:
        words = say(language, "figures.year_ago", percent=points(now, before, language))
    else:
        words = say(language, "figures.year_ago_value", amount=amount(before, unit, language))
    way = Direction.UP if now > before else Direction.DOWN
    good = {Direction.NEITHER: "", way: "good"}.get(subject.definition.direction, "bad")
    return Delta(words, "▲" if way is Direction.UP else "▼", good)
