"""Figures say what their table says, and nothing where the table is silent."""

from migraflow.charts import bars, funnel
from migraflow.domain.measures import Column, Measure, Table, Unit

COLUMNS = (Column("region", Unit.LABEL), Column("women", Unit.CASES), Column("men", Unit.CASES))
TABLE = Table(Measure.REGIONS, COLUMNS, (("Kayes", 12, 30), ("Gao", None, 8)), 55)


def test_a_hidden_figure_has_no_bar() -> None:
    figure = bars.lying(TABLE, series=((1, "Femmes"), (2, "Hommes")), stacked=True)
    women, men = figure.to_plotly_json()["data"]
    assert list(women["x"]) == [12, None]
    assert list(men["x"]) == [30, 8]
    assert women["name"] == "Femmes"


def test_long_labels_break_and_never_run_over_the_figure() -> None:
    label = "Accompagner la constitution des pièces du dossier de départ vers le pays d'accueil demandé"
    assert bars.broken(label).count("<br>") == 1
    assert bars.broken(label).endswith("…")


def test_the_funnel_writes_counts_and_shares_in_french() -> None:
    columns = (Column("stage", Unit.LABEL), Column("reached", Unit.CASES), Column("share", Unit.PERCENT))
    table = Table(
        Measure.FUNNEL, columns, (("Enregistrées", 200, 100.0), ("Recevables", 151, 75.5), ("Pool", None, None)), 200
    )
    (trace,) = funnel.stages(table, words="Dossiers").to_plotly_json()["data"]
    assert list(trace["text"]) == ["200 (100,0 %)", "151 (75,5 %)", ""]


def test_months_keep_their_order() -> None:
    table = Table(
        Measure.REQUESTS,
        (Column("month", Unit.LABEL), Column("requests", Unit.CASES)),
        (("2026-10", 7), ("2026-11", 9)),
        16,
    )
    (trace,) = bars.months(table, words="Demandes", labels=("oct. 2026", "nov. 2026")).to_plotly_json()["data"]
    assert list(trace["x"]) == ["oct. 2026", "nov. 2026"]


def test_a_year_stands_under_its_first_month_only() -> None:
    axis = bars.standing(("nov. 2025", "déc. 2025", "jan. 2026", "fév. 2026"))
    assert axis["ticktext"] == ["nov.<br>2025", "déc.", "jan.<br>2026", "fév."]
    assert "ticktext" not in bars.standing([f"mois {number}" for number in range(40)])
