"""From a figure of the services to what a panel shows: drawing, table, sentence, definition; all in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from plotly.graph_objects import Figure

from migraflow.charts.bars import MOST
from migraflow.charts.drawing import PLOTTED, WRITTEN
from migraflow.charts.multiples import MANY, multiples
from migraflow.charts.plate import Plate
from migraflow.charts.regions import tiles
from migraflow.charts.world import leading
from migraflow.domain.indicators import Chart, Head, Line, Mark, Shown
from migraflow.domain.measures import Dimension, Unit
from migraflow.services.dashboards import Figured
from migraflow.ui.amounts import amount, cell, short_month
from migraflow.ui.told import Subject, is_months, sentence
from migraflow.ui.words import known, say

SERIES_AT_MOST = 6
"""Columns one bar chart holds; more are a grid."""
LISTS = frozenset({Chart.BARS, Chart.STACK, Chart.GAUGE, Chart.BOX, Chart.PARETO, Chart.HEAT})
"""Charts whose rows are a list: one that has no figure to draw leaves no gap, the table holds it."""
WHOLE = frozenset({Chart.FUNNEL, Chart.PARETO})
"""Charts that know what to do with a share beside a count."""
LINES = frozenset({Chart.LINE, Chart.SURVIVAL})
"""Charts that say nothing of one point alone."""
ROOMY = 6
"""Columns of a grid, or of small multiples, that one panel of a row has room for."""
GRIDS = frozenset({Chart.HEAT, Chart.COHORT, None})
"""What is drawn cell by cell; None are small multiples."""
DRAWN = frozenset({"plot", "text", "tiles"})
"""Kinds of panels that hold a drawing."""
LEGEND = ("less", "more", "hidden")
MONTH = re.compile(r"\d{4}-\d{2}")
Way = Callable[[Dimension, str], str]
"""The address of the page narrowed to one value of a dimension; "" where that is no filter."""


@dataclass(frozen=True)
class RowSeen:
    """One row of a table: its label, where a click on it leads ("" nowhere), its figures."""

    label: str
    href: str
    hint: str
    cells: list[str]


@dataclass(frozen=True)
class TileSeen:
    """One region on the map."""

    short: str
    name: str
    figure: str
    area: str
    shade: str
    href: str


@dataclass(frozen=True)
class PanelSeen:
    """One panel as words. `kind`: ``plot``, ``text`` (HTML or SVG in `drawn`), ``tiles``; or why nothing is drawn:
    ``few`` (too little may be told), ``lone`` (one figure), ``zero``, ``none``. `wide` ones take a whole line."""

    key: str
    code: str
    title: str
    sentence: str
    kind: str
    drawn: str
    tiles: list[TileSeen]
    head: list[str]
    rows: list[RowSeen]
    facts: list[tuple[str, str]]
    note: str
    cases: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What panels are put into words with: names of sources and frameworks by code, names of dimensions, the ways."""

    language: str
    names: dict[str, str]
    to: Way
    cases: Callable[[Figured], str]
    subject: Callable[[Figured], Subject]
    shorts: dict[str, str] = field(default_factory=dict[str, str])


def panel(found: Figured, chart: Chart | None, setting: Setting) -> tuple[PanelSeen, Figure | None]:
    """A figure as a panel, with its Plotly figure when Plotly draws it."""
    kind = drawn_as(found, chart)
    plate = plate_of(found, setting)
    alike = told_rows(plate if kind in WHOLE else one_unit(plate), kind)
    figure = PLOTTED[kind](alike) if kind is not None and kind in PLOTTED and drawable(alike, kind) else None
    text = written(kind, alike, setting.language) if kind in WRITTEN or kind is None else ""
    stands = "plot" if figure else "text" if text else standing(kind, plate)
    shown = PanelSeen(
        key="-".join(filter(None, (found.wanted.code, found.wanted.by, "m" if found.wanted.turned else ""))),
        code=found.wanted.code,
        title=title_of(found, setting.language),
        sentence=sentence(setting.subject(found), setting.language),
        kind=stands,
        drawn=text,
        tiles=[*map_of(found, plate, setting)] if kind is Chart.REGIONS else [],
        head=[head_words(head, setting.language) for head in found.table.columns],
        rows=rows_of(found, plate, setting),
        facts=facts_of(found, setting),
        note=" ".join(
            [*caption(kind, plate, alike, setting.language)] * (bool(figure) or kind is Chart.HEAT)
            + note_of(found, setting)
        ),
        cases=setting.cases(found),
        wide=bool(text) and kind in GRIDS and len(alike.heads) > ROOMY,
    )
    return shown, figure


def drawn_as(found: Figured, chart: Chart | None) -> Chart | None:
    """The chart a figure is drawn with: another than its own where it is broken down; None for small multiples."""
    kind = chart or found.definition.chart
    if kind in WHOLE and any(head.unit is not Unit.PERCENT for head in found.table.columns[2:]):
        kind = Chart.BARS
    if kind is Chart.LINE and len(found.table.columns) - 1 > MANY:
        return None
    if kind is Chart.LINE and len(found.table.rows) == 1:
        return Chart.BARS
    if kind in {Chart.COUNTRIES, Chart.REGIONS} and found.table.dimension not in {
        Dimension.DESTINATION,
        Dimension.REGION,
    }:
        return Chart.LINE if is_months(found.table) else Chart.BARS
    if kind in {Chart.BARS, Chart.STACK} and len(found.table.columns) - 1 > SERIES_AT_MOST:
        return Chart.HEAT
    if kind is Chart.FLOWS and found.table.columns[0].key == "stage":
        return Chart.FUNNEL
    if kind is Chart.BOX and len(found.table.columns) < 5:
        return Chart.BARS
    return kind


def told_rows(plate: Plate, kind: Chart | None) -> Plate:
    """The plate without the rows that have nothing to draw, where a row is a place of its own and no month or stage."""
    if kind not in LISTS or is_months(plate.table):
        return plate
    kept = [place for place, row in enumerate(plate.table.rows) if any(mark.value is not None for mark in row.marks)]
    return replace(
        plate,
        table=replace(plate.table, rows=tuple(plate.table.rows[place] for place in kept)),
        rows=tuple(plate.rows[place] for place in kept),
        texts=tuple(plate.texts[place] for place in kept),
    )


def standing(kind: Chart | None, plate: Plate) -> str:
    """What stands where no drawing is: tiles of regions, or why nothing is drawn (as in `PanelSeen`)."""
    if kind is Chart.REGIONS and drawable(plate):
        return "tiles"
    marks = [mark for row in plate.table.rows for mark in row.marks]
    if any(mark.hidden for mark in marks):
        return "few"
    told = [mark.value for mark in marks if mark.value is not None]
    return "lone" if any(told) else "zero" if told else "none"


def one_unit(plate: Plate) -> Plate:
    """The plate with the columns that share the unit of the first: shares and counts have no axis in common."""
    heads = plate.table.columns[1:]
    kept = [place for place, head in enumerate(heads) if head.unit is heads[0].unit]
    if len(kept) == len(heads):
        return plate
    rows = tuple(replace(row, marks=tuple(row.marks[place] for place in kept)) for row in plate.table.rows)
    columns = (plate.table.columns[0], *(heads[place] for place in kept))
    texts = tuple(tuple(row[place] for place in kept) for row in plate.texts)
    table = replace(plate.table, rows=rows, columns=columns)
    return replace(plate, table=table, heads=tuple(plate.heads[place] for place in kept), texts=texts)


def written(kind: Chart | None, plate: Plate, language: str) -> str:
    """A drawing of our own; "" when there is nothing to draw."""
    if not drawable(plate):
        return ""
    if kind is Chart.COUNTRIES:
        return WRITTEN[kind](plate) + leading(plate, *(say(language, f"figures.legend_{one}") for one in LEGEND))
    return multiples(plate) if kind is None else WRITTEN[kind](plate)


def drawable(plate: Plate, kind: Chart | None = None) -> bool:
    """Whether any figure of the table can be drawn; of a line, whether it has two points."""
    marks = [[row.marks[place].value for row in plate.table.rows] for place in range(len(plate.heads))]
    points = max((sum(value is not None for value in column) for column in marks), default=0)
    return any(value for column in marks for value in column) and (kind not in LINES or points > 1)


def caption(kind: Chart | None, plate: Plate, drawn: Plate, language: str) -> Iterator[str]:
    """How to read a drawing, and what of the table is not in it."""
    if kind is Chart.BOX:
        yield say(language, "figures.read_box")
    if kind not in WHOLE - {Chart.PARETO}:
        hidden = sum(any(mark.hidden for mark in row.marks) for row in plate.table.rows)
        if hidden:
            yield say(language, "figures.rows_hidden", count=hidden, all=len(plate.rows))
    if kind in LISTS and not is_months(drawn.table) and len(drawn.rows) > MOST:
        yield say(language, "figures.rows_beyond", count=MOST, all=len(drawn.rows))


def plate_of(found: Figured, setting: Setting) -> Plate:
    """The table in words, ready to be drawn."""
    language, table = setting.language, with_total(found.table, setting.language)
    heads = table.columns[1:]
    target = found.definition.target if heads and heads[0].unit is found.definition.unit else None
    return Plate(
        table=table,
        rows=tuple(row_words(table, row, language) for row in table.rows),
        heads=tuple(head_words(head, language) for head in heads),
        texts=tuple(
            tuple(cell(mark, head.unit, language) for mark, head in zip(row.marks, heads, strict=True))
            for row in table.rows
        ),
        shorts=tuple(setting.shorts.get(row.key, "") for row in table.rows),
        target=target,
        target_words=""
        if target is None
        else say(language, "figures.target", amount=amount(target, heads[0].unit, language)),
        before=found.line if is_months(found.table) and len(found.line) == len(table.rows) else (),
        before_words=say(language, "figures.before"),
        french=language != "en",
    )


def with_total(table: Shown, language: str) -> Shown:
    """The table; its headline as the one row of a table that has none."""
    if table.rows or len(table.columns) > 2:
        return table
    head = table.columns[1] if len(table.columns) == 2 else Head(Unit.CASES, "all")
    whole = (Line("", say(language, "measures.all"), (table.total,)),) if table.total != Mark(None) else ()
    return replace(table, columns=(Head(Unit.LABEL, "all"), head), rows=whole)


def head_words(head: Head, language: str) -> str:
    """A column's name: of our own words, of the agency's list, or its key."""
    key = f"measures.{head.key}"
    label = short_month(head.label, language) if MONTH.fullmatch(head.label) else head.label
    return label or (say(language, key) if known(key) else head.key)


def row_words(table: Shown, row: Line, language: str) -> str:
    """A row's name; months are said shortly."""
    return short_month(row.label, language) if is_months(table) and MONTH.fullmatch(row.label) else row.label


def rows_of(found: Figured, plate: Plate, setting: Setting) -> list[RowSeen]:
    """The accessible table."""
    dimension = found.table.dimension
    ways = [setting.to(dimension, row.key) if dimension and row.key else "" for row in plate.table.rows]
    return [
        RowSeen(label, way, say(setting.language, "figures.filter_by", label=label) if way else "", list(texts))
        for label, way, texts in zip(plate.rows, ways, plate.texts, strict=True)
    ]


def map_of(found: Figured, plate: Plate, setting: Setting) -> list[TileSeen]:
    """The tiles of the map."""
    way = setting.to
    return [
        TileSeen(
            one.short,
            one.name.rpartition(" de ")[2],
            one.figure,
            one.area,
            one.shade,
            way(Dimension.REGION, one.key) if one.key else "",
        )
        for one in tiles(plate)
    ]


def title_of(found: Figured, language: str) -> str:
    """The name of the indicator, and by what it is broken down."""
    name = said(found.definition.label, language)
    if found.wanted.by is None:
        return name
    return say(language, "figures.by", name=name, by=say(language, f"figures.by_{found.wanted.by.name.lower()}"))


def said(words: Mapping[str, str], language: str) -> str:
    """Words by language, French where there are no others."""
    return words.get(language) or words.get("fr", "")


def facts_of(found: Figured, setting: Setting) -> list[tuple[str, str]]:
    """The definition as pairs of a name and its words."""
    one, language = found.definition, setting.language
    pairs = [
        ("formula", said(one.formula, language)),
        ("unit", say(language, f"figures.{one.unit.value}_many")),
        ("direction", say(language, f"figures.direction_{one.direction.value}")),
        ("sources", ", ".join(setting.names.get(code, code) for code in one.sources)),
        ("tags", " · ".join(setting.names.get(code, code) for code in one.tags)),
        ("caveat", said(one.caveat, language)),
    ]
    return [(say(language, f"figures.{key}"), words) for key, words in pairs if words]


def note_of(found: Figured, setting: Setting) -> list[str]:
    """Which filters the indicator does not know, in a sentence."""
    if not found.ignored:
        return []
    names = ", ".join(say(setting.language, f"figures.by_{one.name.lower()}") for one in found.ignored)
    return [say(setting.language, "figures.ignored", names=names)]
