"""Figures drawn as SVG, in Python alone: lines over months, bars for everything else. Same figure, same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from migraflow.domain import printed
from migraflow.domain.indicators import Shown
from migraflow.domain.measures import Unit
from migraflow.domain.printed import cells, head, is_months

WIDE, LEFT, RIGHT, LINE_HIGH, BAR, MOST = 720, 210, 90, 240, 18, 30
COLOURS = ("#0E6B4C", "#C2761A", "#2F6DA8", "#8C3B6E", "#5B5348", "#3E8E8A", "#B0413E", "#7A7A2C")
"""Told apart by those who see few colours."""
INK, SOFT, RULE = "#1F1B16", "#5B5348", "#DDD3C4"
FONT = "Libertinus Serif, Georgia, serif"


def svg(title: str, table: Shown, language: str) -> str:
    """A table as a drawing; "" when there is nothing to draw."""
    if not any(mark.value is not None for row in table.rows for mark in row.marks):
        return ""
    parts = list(lines(table, language) if is_months(table) and len(table.rows) > 1 else bars(table, language))
    heads = [head(table.columns[place + 1], language) for place in places(table)]
    high = high_of(table) + (26 if len(heads) > 1 else 0)
    key = legend(heads, high - 10) if len(heads) > 1 else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{high}" viewBox="0 0 {WIDE} {high}" '
        f'role="img" font-family="{FONT}" font-size="13"><title>{escape(title)}</title>'
        f'<rect width="{WIDE}" height="{high}" fill="#FFFFFF"/>{"".join(parts)}{key}</svg>'
    )


def high_of(table: Shown) -> int:
    """How high the drawing is, without its key."""
    if is_months(table) and len(table.rows) > 1:
        return LINE_HIGH
    return 14 + min(len(table.rows), MOST) * (BAR * drawn(table) + 10)


def drawn(table: Shown) -> int:
    """How many columns are drawn: those of the unit of the first, eight at most."""
    unit = table.columns[1].unit
    return min(len(COLOURS), sum(one.unit is unit for one in table.columns[1:]))


def places(table: Shown) -> list[int]:
    """The columns that are drawn."""
    unit = table.columns[1].unit
    return [place for place, one in enumerate(table.columns[1:]) if one.unit is unit][: len(COLOURS)]


def most_of(table: Shown) -> float:
    """The largest figure drawn, more than nothing."""
    found = [row.marks[place].value or 0 for row in table.rows for place in places(table)]
    return float(max(found, default=0)) or 1.0


def bars(table: Shown, language: str) -> Iterator[str]:
    """A bar per figure, its words behind it; what is hidden is a hatched stub."""
    most, y = most_of(table), 10
    for row, words in list(zip(table.rows, cells(table, language), strict=True))[:MOST]:
        high = BAR * drawn(table)
        yield text(LEFT - 8, y + high / 2 + 4, short(words[0]), "end")
        for number, place in enumerate(places(table)):
            mark = row.marks[place]
            long = (WIDE - LEFT - RIGHT) * max(0.0, float(mark.value or 0)) / most
            top = y + number * BAR
            yield f'<rect x="{LEFT}" y="{top + 2}" width="{long:.1f}" height="{BAR - 4}" fill="{COLOURS[number]}"/>'
            if mark.hidden:
                yield (f'<rect x="{LEFT}" y="{top + 2}" width="14" height="{BAR - 4}" fill="none" '
                       f'stroke="{SOFT}" stroke-dasharray="3 2"/>')  # fmt: skip
            yield text(LEFT + long + (20 if mark.hidden else 6), top + BAR - 5, words[place + 1])
        y += high + 10


def lines(table: Shown, language: str) -> Iterator[str]:
    """A line per column over the months; it breaks where a figure is hidden."""
    most, top, foot = most_of(table), 16, LINE_HIGH - 34
    wide = WIDE - 70 - 20
    xs = [70 + wide * place / (len(table.rows) - 1) for place in range(len(table.rows))]
    words = cells(table, language)
    for share in (0.0, 0.5, 1.0):
        y = foot - (foot - top) * share
        yield f'<line x1="70" x2="{WIDE - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="{RULE}"/>'
        yield text(62, y + 4, plain(most * share, language), "end")
    step = max(1, len(xs) // 6)
    for place in range(0, len(xs), step):
        yield text(xs[place], LINE_HIGH - 12, words[place][0], "middle", 11)
    for number, column in enumerate(places(table)):
        for run in runs([row.marks[column].value for row in table.rows]):
            points = " ".join(f"{xs[at]:.1f},{foot - (foot - top) * value / most:.1f}" for at, value in run)
            colour = COLOURS[number]
            yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
            yield from (f'<circle cx="{point.split(",")[0]}" cy="{point.split(",")[1]}" r="3" fill="{colour}"/>'
                        for point in points.split())  # fmt: skip


def runs(values: Sequence[float | int | None]) -> Iterator[list[tuple[int, float]]]:
    """The figures that stand side by side, with their places."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append((place, float(value)))
        elif run:
            yield run
            run = []


def legend(heads: Sequence[str], y: float) -> str:
    """What the colours stand for."""
    parts, x = list[str](), 70.0
    for number, words in enumerate(heads[: len(COLOURS)]):
        parts.append(f'<rect x="{x:.0f}" y="{y - 10:.0f}" width="11" height="11" fill="{COLOURS[number]}"/>')
        parts.append(text(x + 16, y, short(words, 18), size=12))
        x += 30 + 6.4 * min(len(words), 18)
    return "".join(parts)


def text(x: float, y: float, words: str, anchor: str = "start", size: int = 13) -> str:
    """Words on the drawing."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{INK}">{escape(words)}</text>'
    )


def short(words: str, most: int = 32) -> str:
    """Words that fit beside a drawing."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def plain(value: float, language: str) -> str:
    """A figure of the scale."""
    return printed.number(value, Unit.CASES if value >= 10 else Unit.SCORE, language)
