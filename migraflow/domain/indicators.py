"""What an indicator of the catalogue is (domain.md §12): its definition, and the figures it comes to.

The definitions are written in ``workflows/indicateurs/*.toml``, so that the ministry may correct a word or a target;
the sums are functions, one per code (``services/figures``). A figure knows how many people or cases stand behind it:
that is what decides whether it may be shown (``domain.masking``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migraflow.domain.measures import Dimension, Unit


class Direction(StrEnum):
    """Which way is good: more, less, or neither."""

    UP = "hausse"
    DOWN = "baisse"
    NEITHER = "neutre"


class Chart(StrEnum):
    """How an indicator is drawn, and so what its rows are: the first column names the row, the others are figures.

    LINE: months (``2026-11``), one column per series · BARS, STACK, HEAT: one column per series · GAUGE: the figure of
    each row, held against the target · BOX: quartile1, median, quartile3, p90 · FUNNEL: count, share of the first ·
    REGIONS, COUNTRIES: places (keys are slugs, ISO alpha-3), count, and for regions the rate per 10 000 inhabitants ·
    FLOWS: origin, destination, count · SURVIVAL: months elapsed, share, people at risk · COHORT: months of entry, then
    the share reached after so many months · PARETO: count, running share.
    """

    LINE = "courbe"
    BARS = "barres"
    STACK = "empilees"
    GAUGE = "jauge"
    BOX = "boite"
    FUNNEL = "entonnoir"
    HEAT = "chaleur"
    REGIONS = "regions"
    COUNTRIES = "pays"
    FLOWS = "flux"
    SURVIVAL = "survie"
    COHORT = "cohorte"
    PARETO = "pareto"


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator of the catalogue. Words are by language ("fr", "en"); `page` is the dashboard it stands on."""

    code: str
    page: str
    label: Mapping[str, str]
    formula: Mapping[str, str]
    unit: Unit
    direction: Direction
    chart: Chart
    sources: tuple[str, ...]
    tags: tuple[str, ...] = ()
    caveat: Mapping[str, str] = field(default_factory=dict[str, str])
    dimensions: tuple[Dimension, ...] = tuple(Dimension)
    target: float | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure before masking. `behind` counts the people or cases it rests on; for a share, `hits` of them.

    A share of 11 out of 12 tells of one person: both `hits` and ``behind - hits`` must be fit to be shown.
    """

    value: float | int | None
    behind: int
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` is what a click filters by (a value of the `Counted.dimension`, else ""), `label` its words."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """One column: `key` of ``ui/words/measures`` when fixed by us, `label` when it comes from a list of the agency.

    `value` is what the column stands for when columns are the values of a dimension: a click on it filters by it.
    """

    unit: Unit
    key: str = ""
    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What an indicator comes to in a slice, before masking. `total` is the headline figure; `dimension` what the rows
    are, when a click on one can filter; `additive` whether the rows of a column add up to its part of `total`."""

    code: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    total: Cell
    dimension: Dimension | None = None
    additive: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as anybody may see it: `value` is None when it is hidden, and when there is nothing to measure."""

    value: float | int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row as anybody may see it."""

    key: str
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`Counted` after masking (``domain.masking.conceal``): what charts, tables, sentences and exports are made of."""

    code: str
    columns: tuple[Head, ...]
    rows: tuple[Line, ...]
    total: Mark
    dimension: Dimension | None = None
    additive: bool = True
