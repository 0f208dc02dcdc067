"""Which hand draws which kind of chart. Months, bars, quartiles, stages are Plotly's; places and grids are our own."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Callable

from plotly.graph_objects import Figure

from migraflow.charts import bars, funnel, lines
from migraflow.charts.flows import flows
from migraflow.charts.heat import matrix
from migraflow.charts.plate import Plate
from migraflow.charts.world import world
from migraflow.domain.indicators import Chart

PLOTTED: dict[Chart, Callable[[Plate], Figure]] = {
    Chart.LINE: lines.months,
    Chart.BARS: bars.bars,
    Chart.STACK: bars.stack,
    Chart.GAUGE: bars.gauge,
    Chart.BOX: bars.quartiles,
    Chart.FUNNEL: funnel.stages,
    Chart.SURVIVAL: lines.survival,
    Chart.PARETO: bars.pareto,
}
"""Drawn by Plotly, in its lightest bundle (scatter, bar)."""
WRITTEN: dict[Chart, Callable[[Plate], str]] = {
    Chart.HEAT: matrix,
    Chart.COHORT: matrix,
    Chart.COUNTRIES: world,
    Chart.FLOWS: flows,
}
"""Drawn as HTML or SVG text of our own; regions are tiles (``charts.regions``)."""
