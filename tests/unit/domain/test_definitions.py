"""The catalogue of indicators: what the agency wrote reads, and a slip of the pen is named in French."""

from __future__ import annotations

from pathlib import Path

import pytest

from migraflow.domain.definitions import PAGES, read_definitions
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.indicators import Chart, Direction
from migraflow.domain.measures import Dimension, Unit
from migraflow.domain.reference import Lists, read_list
from migraflow.services.house import definitions_in, lists_in

WORKFLOWS = Path("workflows")
COUNTS = {"DS": 8, "OI": 10, "PL": 10, "RM": 9, "FO": 5, "PA": 5, "PR": 3, "QS": 7, "QD": 4}
"""How many indicators domain.md §12.1 lists per chapter."""
CATALOGUE = {f"{chapter}{number:02}" for chapter, many in COUNTS.items() for number in range(1, many + 1)}
LISTS: Lists = {
    "sources_indicateurs": read_list("sources_indicateurs", "code,libelle\njournal,Journal\n"),
    "axes_ponam": read_list("axes_ponam", "code,libelle\naxe_2,Axe 2\n"),
}
ONE = """
[DS01]
libelle = "Demandes"
label = "Requests"
formule = "Nombre de demandes."
formula = "Number of requests."
unite = "dossiers"
sens = "baisse"
graphique = "courbe"
sources = ["journal"]
"""


def test_every_indicator_of_the_catalogue_is_defined_once_and_no_other_is() -> None:
    definitions = definitions_in(WORKFLOWS / "indicateurs", lists_in(WORKFLOWS / "reference"))
    assert set(definitions) == CATALOGUE
    assert {one.page for one in definitions.values()} == set(PAGES)


def test_every_definition_says_its_formula_in_both_languages() -> None:
    for one in definitions_in(WORKFLOWS / "indicateurs", lists_in(WORKFLOWS / "reference")).values():
        for words in (one.label, one.formula, *([one.caveat] if one.caveat else [])):
            assert set(words) == {"fr", "en"}, one.code
            assert words["fr"] != words["en"], one.code
        assert all(len(text) > 30 and text.endswith(".") for text in one.formula.values()), one.code


def test_what_is_written_is_what_is_read() -> None:
    words = 'etiquettes = ["axe_2"]\nventilations = ["region"]\nreserve = "Partiel."\ncaveat = "Partial."\n'
    extra = f"{words}cible = 5\nseuil = 7.5"
    one = read_definitions({"demandes": ONE + extra}, LISTS)["DS01"]
    assert (one.unit, one.direction, one.chart) == (Unit.CASES, Direction.DOWN, Chart.LINE)
    assert (one.target, one.threshold, one.dimensions) == (5.0, 7.5, (Dimension.REGION,))
    assert (one.tags, one.caveat["en"]) == (("axe_2",), "Partial.")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ONE.replace("dossiers", "moutons"), "unité inconnue : « moutons »"),
        (ONE.replace("courbe", "camembert"), "graphique inconnu : « camembert »"),
        (ONE.replace('["journal"]', '["grenier"]'), "« grenier » n’est dans aucune liste"),
        (ONE.replace('["journal"]', '"journal"'), "doit être une liste"),
        (ONE.replace("formula = ", "formulaire = "), "mot inconnu : formulaire"),
        (ONE.replace('label = "Requests"\n', ""), "manque : label"),
        (ONE + 'reserve = "Partiel."', "vont ensemble"),
        (ONE + 'cible = "cinq"', "« cible » doit être un nombre"),
        (ONE + "cible = true", "« cible » doit être un nombre"),
        (ONE.replace("baisse", "neutre") + "seuil = 3", "n’a pas de seuil"),
        (ONE + 'ventilations = ["religion"]', "ventilation inconnue"),
        (ONE.replace("[DS01]", "[Demandes]"), "deux lettres et deux chiffres"),
        (ONE + "[DS01", "ne se lit pas"),
    ],
)
def test_a_slip_of_the_pen_is_named_in_french(wrong: str, said: str) -> None:
    with pytest.raises(BrokenBundle) as refusal:
        read_definitions({"demandes": wrong}, LISTS)
    assert refusal.value.file == "indicateurs/demandes.toml"
    assert said in refusal.value.reason


def test_a_code_stands_on_one_page_only() -> None:
    with pytest.raises(BrokenBundle, match=r"déjà défini dans demandes\.toml"):
        read_definitions({"demandes": ONE, "offres": ONE}, LISTS)


def test_a_file_that_is_no_page_is_refused() -> None:
    with pytest.raises(BrokenBundle, match="page inconnue"):
        read_definitions({"divers": ONE}, LISTS)
