"""The panels of the dashboard: each one a measure and the chart that draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from plotly.graph_objects import Figure

from migraflow.charts import bars, funnel
from migraflow.domain.measures import Measure, Table, Unit
from migraflow.domain.shown import number
from migraflow.services import measures
from migraflow.ui.words import say

Draw = Callable[[Table, str], Figure]


def months(table: Table, language: str) -> Figure:
    """Requests per month."""
    labels = [month_words(str(row[0]), language) for row in table.rows]
    return bars.months(table, words=say(language, "measures.requests"), labels=labels)


def regions(table: Table, language: str) -> Figure:
    """Women and men, region by region, where there is something to draw; the total of the last column is not."""
    drawn = replace(table, rows=tuple(row for row in table.rows if any(row[1:-1])))
    places = [place for place in range(1, len(table.columns) - 1) if any(row[place] for row in drawn.rows)]
    series = [(place, say(language, f"measures.{table.columns[place].key}")) for place in places]
    return bars.lying(drawn, series=series, stacked=True, most=12)


def stages(table: Table, language: str) -> Figure:
    """How far cases go."""
    return funnel.stages(table, words=say(language, "measures.cases"))


def times(table: Table, language: str) -> Figure:
    """Median and P90 per step."""
    series = [(2, say(language, "measures.median")), (3, say(language, "measures.p90"))]
    return bars.lying(table, series=series, most=8)


def kept(table: Table, language: str) -> Figure:
    """Share of deadlines kept, per lane."""
    return bars.lying(table, series=[(2, say(language, "measures.kept") + " (%)")])


def closed(table: Table, language: str) -> Figure:
    """Outcomes of closed cases."""
    drawn = replace(table, rows=tuple(row for row in table.rows if row[1]))
    return bars.lying(drawn, series=[(1, say(language, "measures.closed"))])


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure on the dashboard: who counts it, who draws it."""

    measure: Measure
    count: Callable[..., Table]
    draw: Draw


PANELS = (
    Panel(Measure.REQUESTS, measures.requests, months),
    Panel(Measure.REGIONS, measures.regions, regions),
    Panel(Measure.FUNNEL, measures.funnel, stages),
    Panel(Measure.OUTCOMES, measures.outcomes, closed),
    Panel(Measure.STEP_TIMES, measures.step_times, times),
    Panel(Measure.DEADLINES, measures.deadlines, kept),
)


def month_words(month: str, language: str) -> str:
    """``2026-11`` → « nov. 2026 »."""
    year, number_ = month.split("-")
    name = say(language, "dates.months").split()[int(number_) - 1]
    short = name if len(name) <= 4 else f"{name[:4] if name.startswith('jui') else name[:3]}."
    return f"{short} {year}"


def head(table: Table, language: str) -> list[str]:
    """The table's column titles."""
    return [say(language, f"measures.{column.key}") for column in table.columns]


def body(table: Table, language: str) -> list[list[str]]:
    """The table's rows in words; a hidden figure reads « < 5 » or « — »."""
    return [
        [cell(value, column.unit, column.key, language) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def cell(value: str | float | int | None, unit: Unit, key: str, language: str) -> str:
    """One figure in words."""
    if value is None:
        return say(language, "measures.hidden" if unit is Unit.CASES else "measures.none")
    if unit is Unit.LABEL:
        return month_words(str(value), language) if key == "month" else str(value)
    shown = number(int(value)) if unit is Unit.CASES else f"{float(value):.1f}"
    if language == "fr":
        shown = shown.replace(".", ",")
    return f"{shown} %" if unit is Unit.PERCENT else shown
