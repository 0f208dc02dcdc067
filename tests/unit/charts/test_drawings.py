"""Figures say what their table says, and nothing where the table is silent."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from migraflow.charts import bars, funnel, lines
from migraflow.charts.drawing import PLOTTED, WRITTEN
from migraflow.charts.flows import flows
from migraflow.charts.heat import matrix
from migraflow.charts.plate import Plate
from migraflow.charts.regions import PLACES, tiles
from migraflow.charts.theme import SERIES, TARGET
from migraflow.charts.world import world
from migraflow.domain.indicators import Chart, Head, Line, Mark, Shown
from migraflow.domain.measures import Unit

ROOT = Path(__file__).parents[3]
GROUNDS = ("#fffdf8", "#ffffff", "#16130f", "#1c1813")
DEUTAN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881))
PROTAN = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
WHOLE = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
Colour = tuple[float, float, float]


def plate(
    *rows: tuple[str, str, tuple[float | None, ...]], heads: tuple[str, ...] = ("Dossiers",), **more: object
) -> Plate:
    """A table of counts as it is drawn; None is a hidden figure."""
    table = Shown(
        "DS01",
        tuple(Head(Unit.CASES, label=head) for head in heads),
        tuple(Line(key, label, tuple(Mark(value, value is None) for value in values)) for key, label, values in rows),
        Mark(None),
    )
    texts = tuple(tuple("< 5" if value is None else f"{value:g}" for value in values) for _, _, values in rows)
    return Plate(table, tuple(label for _, label, _ in rows), heads, texts, **more)  # pyright: ignore[reportArgumentType]


def traces(figure: object) -> list[dict[str, object]]:
    """The traces of a figure, as they travel."""
    return figure.to_plotly_json()["data"]  # pyright: ignore


def test_every_kind_of_chart_has_one_hand_that_draws_it() -> None:
    assert PLOTTED.keys() | WRITTEN.keys() | {Chart.REGIONS} == set(Chart)
    assert not PLOTTED.keys() & WRITTEN.keys()


def test_only_what_the_lightest_bundle_knows_is_drawn() -> None:
    wide = plate(
        ("a", "Kayes", (1.0, 2.0, 3.0, 4.0)), ("b", "Gao", (2.0, 3.0, 5.0, 6.0)), heads=("Q1", "Méd", "Q3", "P90")
    )
    kinds = {str(trace["type"]) for draw in PLOTTED.values() for trace in traces(draw(wide))}
    assert kinds == {"bar", "scatter"}


def test_a_hidden_figure_has_no_bar_and_no_point() -> None:
    two = plate(("kayes", "Kayes", (12, 30)), ("gao", "Gao", (None, 8)), heads=("Femmes", "Hommes"))
    for draw in (bars.bars, bars.stack):
        women, men = traces(draw(two))
        assert list(women["x"]) == [12, None]  # pyright: ignore
        assert list(men["x"]) == [30, 8]  # pyright: ignore
    assert "< 5" in str(traces(bars.bars(two))[0]["hovertext"])
    (line,) = traces(lines.months(plate(("", "oct. 2026", (7,)), ("", "nov. 2026", (None,)))))
    assert list(line["y"]) == [7, None]  # pyright: ignore
    assert line["connectgaps"] is False


def test_last_year_lies_dashed_beneath_and_the_target_across() -> None:
    drawn = lines.months(
        plate(("", "oct. 2026", (7,)), target=9.0, target_words="cible 9", before=(5,), before_words="un an plus tôt")
    )
    before, now = traces(drawn)
    assert before["line"]["dash"] == "dash"  # pyright: ignore
    assert list(now["y"]) == [7]  # pyright: ignore
    layout = drawn.to_plotly_json()["layout"]
    assert layout["shapes"][0]["y0"] == layout["shapes"][0]["y1"] == 9
    assert layout["annotations"][0]["text"] == "cible 9"


def test_a_year_stands_under_its_first_month_only() -> None:
    axis = lines.standing(("nov. 2025", "déc. 2025", "jan. 2026", "fév. 2026"))
    assert axis["ticktext"] == ["nov.<br>2025", "déc.", "jan.<br>2026", "fév."]
    assert len(lines.standing([f"mois {number}" for number in range(40)])["ticktext"]) <= lines.LEVEL  # pyright: ignore


def test_stacked_months_stand_and_all_else_lies() -> None:
    two = plate(("", "oct. 2026", (7, 2)), ("", "nov. 2026", (9, None)), heads=("Femmes", "Hommes"))
    months = replace(two.table, columns=(Head(Unit.LABEL, "month"), *two.table.columns))
    women, men = traces(bars.stack(replace(two, table=months)))
    assert (list(women["x"]), list(men["y"])) == (["oct. 2026", "nov. 2026"], [2, None])  # pyright: ignore
    assert traces(bars.stack(two))[0]["orientation"] == "h"


def test_quartiles_are_drawn_from_quartiles() -> None:
    row = ("ESP", "Espagne", (0.3, 0.76, 1.4, 2.2))
    box, whisker, middle = traces(bars.quartiles(plate(row, heads=("Q1", "Médiane", "Q3", "P90"))))
    assert (list(box["base"]), list(box["x"])) == ([0.3], [pytest.approx(1.1)])  # pyright: ignore
    assert list(whisker["x"]) == [1.4, 2.2, None]  # pyright: ignore
    assert list(middle["x"]) == [0.76]  # pyright: ignore


def test_the_funnel_writes_counts_and_shares() -> None:
    way = plate(("", "Enregistrées", (200, 100)), ("", "Vivier", (None, None)), heads=("Dossiers", "Part"))
    (trace,) = traces(funnel.stages(way))
    assert list(trace["text"]) == ["200 (100)", "< 5"]  # pyright: ignore
    assert list(trace["x"]) == [200, 0]  # pyright: ignore


def test_causes_come_with_their_running_share() -> None:
    counts, share = traces(bars.pareto(plate(("a", "Absent", (30, 60)), heads=("Dossiers", "Cumul"))))
    assert list(counts["x"]) == [30]  # pyright: ignore
    assert share["xaxis"] == "x2"


def test_long_labels_break_and_never_run_over_the_figure() -> None:
    label = "Accompagner la constitution des pièces du dossier de départ vers le pays d'accueil demandé"
    assert bars.broken(label).count("<br>") == 1
    assert bars.broken(label).endswith("…")


def test_every_region_of_the_list_has_a_place_of_its_own() -> None:
    with (ROOT / "workflows" / "reference" / "regions.csv").open() as listed:
        slugs = {row["code"] for row in csv.DictReader(listed)}
    assert slugs == PLACES.keys()
    assert len(set(PLACES.values())) == len(slugs)


def test_a_region_is_darker_the_more_it_counts_and_a_new_one_stands_below() -> None:
    shown = tiles(
        plate(("kayes", "Kayes", (100,)), ("gao", "Gao", (None,)), ("neuve", "Neuve", (12,)), ("san", "San", (0,)))
    )
    assert [(tile.shade, tile.figure) for tile in shown] == [("s5", "100"), ("sx", "< 5"), ("s1", "12"), ("s0", "0")]
    assert shown[2].area == "7 / 1"


def test_a_grid_is_shaded_and_says_nothing_unescaped() -> None:
    drawn = matrix(plate(("", "<b>jan.</b>", (5, 10)), heads=("M+6", "M+12")))
    assert "&lt;b&gt;jan." in drawn
    assert '<td class="s3">5</td><td class="s5">10</td>' in drawn


def test_the_map_shows_the_near_view_until_somebody_goes_far() -> None:
    near = world(plate(("ESP", "Espagne", (12,)), ("FRA", "France", (None,))))
    assert '<use href="/world.svg#ESP" class="s5">' in near
    assert 'class="sx"' in near
    far = world(plate(("ESP", "Espagne", (12,)), ("CAN", "Canada", (7,))))
    assert re.findall('viewBox="([^"]+)"', near) != re.findall('viewBox="([^"]+)"', far)
    assert "script" not in world(plate(('"><script>', "x", (3,))))


def test_outlines_are_light_and_hold_the_countries_of_the_list() -> None:
    text = (ROOT / "assets" / "world.svg").read_text()
    assert len(gzip.compress(text.encode())) <= 60_000
    outlined = set(re.findall(r'id="([A-Z]{3})"', text))
    with (ROOT / "workflows" / "reference" / "pays.csv").open() as listed:
        wanted = {row["code"] for row in csv.DictReader(listed) if row["ordre_destination"]}
    assert wanted - outlined == set()
    alone = world(plate(("ESP", "Espagne", (12,))), text)
    assert 'href="#ESP"' in alone
    assert 'id="ESP"' in alone


def test_flows_are_as_wide_as_their_count() -> None:
    drawn = flows(plate(("", "Kayes", (30, 10)), ("", "Gao", (None, 10)), heads=("Espagne", "France")))
    assert drawn.count("<path") == 3
    assert "Kayes → Espagne : 30" in drawn
    assert "Gao → Espagne" not in drawn
    assert flows(plate(("", "Gao", (None,)))) == ""


def test_colours_stand_out_from_every_ground() -> None:
    for colour in (*SERIES, TARGET):
        assert min(contrast(colour, ground) for ground in GROUNDS) >= 3, colour


@pytest.mark.parametrize("eyes", [WHOLE, DEUTAN, PROTAN], ids=["all", "no green", "no red"])
def test_colours_stay_apart_for_every_eye(eyes: tuple[Colour, Colour, Colour]) -> None:
    """The first four, which nearly every figure makes do with; lines differ by their stroke besides."""
    seen = [
        lab(tuple(sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in eyes))
        for colour in SERIES[:4]
    ]
    apart = {
        (SERIES[a], SERIES[b]): sum((x - y) ** 2 for x, y in zip(seen[a], seen[b], strict=True)) ** 0.5
        for a in range(4)
        for b in range(a)
    }
    assert min(apart.values()) >= 15, apart


def linear(colour: str) -> Colour:
    """sRGB as light."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21 (WCAG 2.2)."""
    bright, dim = sorted(
        (sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)) for colour in (one, other)),
        reverse=True,
    )
    return (bright + 0.05) / (dim + 0.05)


def lab(light: tuple[float, ...]) -> Colour:
    """CIE L*a*b* of linear sRGB (D65)."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in light)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
