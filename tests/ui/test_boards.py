"""The pages of the dashboards: what an address asks for, and what a panel says of a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

from migraflow.domain.indicators import Chart, Definition, Direction, Head, Line, Mark, Shown
from migraflow.domain.measures import Dimension, Unit
from migraflow.domain.slices import Span
from migraflow.services.dashboards import Figured, Wanted
from migraflow.ui.asking import address_of, from_form, place_of, with_value
from migraflow.ui.boards import BOARDS, slots
from migraflow.ui.dashboard_lines import chips, fuller, head_of
from migraflow.ui.plates import PanelSeen, Setting, panel
from migraflow.ui.told import Subject
from migraflow.ui.words import WORDS

TODAY = date(2026, 11, 22)
PLACE = place_of("/tableaux/demandes", {"region": "kayes", "sexe": "F", "par": "age"}, TODAY)
REQUESTS = Definition(
    "DS01",
    "demandes",
    {"fr": "Demandes", "en": "Requests"},
    {"fr": "Nombre de demandes", "en": "Number of requests"},
    Unit.CASES,
    Direction.UP,
    Chart.BARS,
    ("journal",),
    ("axe_2",),
    target=500.0,
)
LINES = (Line("kayes", "Kayes", (Mark(138),)), Line("gao", "Gao", (Mark(None, hidden=True),)))
TABLE = Shown("DS01", (Head(Unit.LABEL, "region"), Head(Unit.CASES, "all")), LINES, Mark(412), Dimension.REGION)
FOUND = Figured(Wanted("DS01", Dimension.REGION, turned=True), REQUESTS, TABLE, Mark(381))
SETTING = Setting(
    "fr",
    {"journal": "Journal des dossiers", "axe_2": "Migration légale"},
    lambda dimension, value: with_value(PLACE, dimension, value),
    lambda _found: "",
    lambda found: Subject(found.definition, found.table, PLACE.asked.slice_, found.before),
    {"kayes": "KAY"},
)


def drawn(found: Figured, chart: Chart | None = None) -> PanelSeen:
    """The panel of a figure."""
    return panel(found, chart, SETTING)[0]


def test_filters_hold_from_page_to_page() -> None:
    assert address_of(PLACE) == "/tableaux/demandes?periode=12mois&region=kayes&sexe=F&par=age"
    assert address_of(PLACE, "offres") == "/tableaux/offres?periode=12mois&region=kayes&sexe=F&par=age"
    assert address_of(PLACE, "") == "/tableaux?periode=12mois&region=kayes&sexe=F&par=age"
    assert with_value(PLACE, Dimension.SEX, "") == "/tableaux/demandes?periode=12mois&region=kayes&par=age"
    assert [chip.label for chip in chips(PLACE, {Dimension.REGION: (("kayes", "Kayes"),)}, "fr")] == ["Kayes", "F"]


def test_a_form_becomes_an_address() -> None:
    form = {"periode": "mois", "du": "2025-01", "au": "2025-03", "comparer": "on", "region": "gao", "par": ""}
    assert from_form(PLACE, form, TODAY) == "/tableaux/demandes?periode=mois&region=gao"
    chosen = from_form(PLACE, {**form, "periode": "choisie", "comparer": ""}, TODAY)
    assert chosen == "/tableaux/demandes?du=2025-01&au=2025-03&sans_comparaison=oui&region=gao"
    assert place_of("/tableaux", {"du": "2025-01", "au": "2025-03"}, TODAY).asked.span is Span.CHOSEN


def test_a_panel_says_shows_lists_and_defines_its_figure() -> None:
    shown = drawn(FOUND, Chart.REGIONS)
    assert shown.sentence.startswith("De novembre 2025 à octobre 2026, 412\u00a0dossiers, +8\u202f% sur un an")
    assert (shown.kind, [tile.short for tile in shown.tiles]) == ("tiles", ["KAY", "Gao"])
    assert [(row.label, row.cells) for row in shown.rows] == [("Kayes", ["138"]), ("Gao", ["masqué"])]
    assert shown.rows[1].href == "/tableaux/demandes?periode=12mois&region=gao&sexe=F&par=age"
    assert dict(shown.facts)["Sources"] == "Journal des dossiers"
    assert dict(shown.facts)["Cadres"] == "Migration légale"


def test_what_is_hidden_reaches_neither_the_words_nor_the_drawing() -> None:
    shown, figure = panel(FOUND, Chart.BARS, SETTING)
    assert shown.kind == "plot"
    assert figure is not None
    assert list(figure.to_plotly_json()["data"][0]["x"]) == [138]
    assert "Gao" not in str(figure.to_plotly_json()), "a bar without a figure leaves no gap"


def test_what_a_drawing_leaves_out_is_said_under_it() -> None:
    assert drawn(FOUND, Chart.BARS).note == "Lignes masquées, en tout ou en partie\u00a0: 1 sur 2."
    many = tuple(Line(f"r{n}", f"Région {n}", (Mark(n + 5),)) for n in range(18))
    note = drawn(replace(FOUND, table=replace(TABLE, rows=many)), Chart.BARS).note
    assert note == "Dessinées\u00a0: les 15 premières lignes sur 18\u202f; le tableau les donne toutes."


def test_one_point_is_no_line_and_zeros_no_drawing() -> None:
    def months(*values: int | None) -> str:
        rows = tuple(Line("", f"2026-{n:02}", (Mark(value),)) for n, value in enumerate(values, 1))
        table = Shown("DS01", (Head(Unit.LABEL, "month"), Head(Unit.CASES, "all")), rows, Mark(9))
        return drawn(replace(FOUND, wanted=Wanted("DS01"), table=table), Chart.LINE).kind

    assert [months(9, 8), months(9, None), months(0, 0), months(None, None), months(9)] == [
        "plot", "lone", "zero", "none", "plot",
    ]  # fmt: skip


def test_a_page_that_hides_much_leads_to_the_whole_year() -> None:
    running = place_of("/tableaux/demandes", {"du": "2025-11", "au": "2026-10", "region": "kayes"}, TODAY)
    led = fuller([FOUND], running, TODAY, "fr")
    assert led.words.startswith("Figures masquées sur cette période, en tout ou en partie\u00a0: 1 sur 1")
    assert led.way == "Voir l’année 2025"
    there = place_of("/tableaux/demandes", dict(parse_qsl(led.href.partition("?")[2])), TODAY)
    assert (there.asked.slice_.since, there.asked.slice_.until) == (date(2025, 1, 1), date(2025, 12, 31))
    assert there.asked.slice_.region == "kayes"
    assert fuller([FOUND], there, TODAY, "fr").href == ""
    whole = replace(TABLE, rows=LINES[:1])
    assert fuller([replace(FOUND, table=whole)], running, TODAY, "fr").href == ""


def test_a_share_is_not_drawn_on_the_axis_of_a_count() -> None:
    columns = (*TABLE.columns, Head(Unit.PERCENT, "share"))
    rows = tuple(replace(row, marks=(*row.marks, Mark(33.5))) for row in LINES)
    _, figure = panel(replace(FOUND, table=replace(TABLE, columns=columns, rows=rows)), Chart.BARS, SETTING)
    assert figure is not None
    assert len(figure.to_plotly_json()["data"]) == 1
    assert drawn(replace(FOUND, table=replace(TABLE, columns=columns, rows=rows))).rows[0].cells == [
        "138",
        "33,5\u202f%",
    ]


def test_causes_broken_down_by_sex_have_no_running_share() -> None:
    """Men were drawn as the running share of women."""
    columns = (Head(Unit.LABEL, "cause"), Head(Unit.CASES, "F", "Femmes"), Head(Unit.CASES, "M", "Hommes"))
    rows = (Line("a", "Absences", (Mark(17), Mark(30))), Line("b", "Pièces", (Mark(14), Mark(23))))
    by_sex = replace(FOUND, table=replace(TABLE, columns=columns, rows=rows, dimension=None))
    for kind in (Chart.PARETO, Chart.FUNNEL):
        _, figure = panel(by_sex, kind, SETTING)
        assert figure is not None
        assert [trace["type"] for trace in figure.to_plotly_json()["data"]] == ["bar", "bar"]


def test_many_lines_become_small_multiples() -> None:
    heads = tuple(Head(Unit.CASES, label=f"Région {n}") for n in range(8))
    rows = tuple(Line("", f"2026-{n:02}", tuple(Mark(n + 9) for _ in heads)) for n in (1, 2, 3))
    table = Shown("DS01", (Head(Unit.LABEL, "month"), *heads), rows, Mark(99))
    shown = drawn(replace(FOUND, definition=replace(REQUESTS, chart=Chart.LINE), table=table))
    assert shown.kind == "text"
    assert shown.drawn.count("<svg") == 8
    assert [row.label for row in shown.rows] == ["jan. 2026", "fév. 2026", "mars 2026"]


def test_an_indicator_that_does_not_know_a_filter_says_so() -> None:
    shown = drawn(replace(FOUND, ignored=(Dimension.OCCUPATION, Dimension.SEX)))
    assert shown.note.endswith(": métier, sexe.")


def test_a_headline_says_how_it_moved_and_whether_its_target_is_met() -> None:
    head = head_of(FOUND, PLACE, "", "fr")
    assert (head.name, head.figure, head.unit) == ("Demandes", "412", "dossiers")
    assert (head.moved, head.tone) == ("▲\u00a0+8\u202f% sur un an", "up")
    assert head.target == "Cible\u00a0: 500\u00a0dossiers, pas atteinte."
    few = head_of(replace(FOUND, table=replace(TABLE, total=Mark(None, hidden=True))), PLACE, "", "fr")
    assert (few.figure, few.moved) == ("masqué", "")


def test_every_page_has_its_name_and_its_question() -> None:
    for board in BOARDS:
        assert {f"boards.{board.words}", f"boards.{board.words}_lead"} <= WORDS["fr"].keys()
    assert len({board.page for board in BOARDS}) == len(BOARDS) == 11


def test_a_page_shows_the_figures_of_its_file_and_its_own() -> None:
    requests = next(board for board in BOARDS if board.page == "demandes")
    found = slots(requests, ("DS01", "DS02"), Dimension.SEX)
    assert [(one.wanted.code, one.wanted.by, one.chart) for one in found] == [
        ("DS01", Dimension.SEX, None),
        ("DS01", Dimension.REGION, Chart.REGIONS),
        ("DS02", Dimension.SEX, None),
    ]
