"""What changes between two editions, in sentences: nothing is passed over, nothing is said that did not change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

import pytest

from migraflow import engine
from migraflow.domain.calendar import Unit
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.diff import Area, compare
from migraflow.engine.diff.words import SENTENCES
from migraflow.services.house import bundles_in, read_house
from tests.small import WORKFLOWS, chain, form, petit_secret, petite_demande, service, task, text


@pytest.fixture(scope="module")
def house() -> engine.House:
    """The agency's own roles, deadlines and lists, with the confidential procedure the small one calls."""
    read = read_house(WORKFLOWS)
    return engine.House(read.roles, read.lists, read.deadlines, read.holidays, {"petit_secret": petit_secret()})


def said(house: engine.House, changed: Mapping[str, str], forms: Mapping[str, bytes] | None = None) -> list[str]:
    """The sentences from the small procedure to the same with texts and forms changed."""
    before = engine.compile_edition(petite_demande(), house)
    after = engine.compile_edition(petite_demande(changed, forms), house)
    return [change.sentence() for change in compare(before, after, house.roles, house.deadlines)]


def test_an_edition_is_like_itself_however_it_is_drawn_or_ordered(house: engine.House) -> None:
    lines = petite_demande().files["procedure.bpmn"].decode().replace("><", ">\n<").encode()
    before = engine.compile_edition(petite_demande(), house)
    after = engine.compile_edition(
        engine.Bundle.of("petite_demande", {**petite_demande().files, "procedure.bpmn": lines}), house
    )
    assert before.bundle.sha256 != after.bundle.sha256
    assert compare(before, after, house.roles, house.deadlines) == ()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({'name="Mener l&#x27;entretien"': 'name="Mener un entretien"'},
         "« Mener l'entretien » s'appelle maintenant « Mener un entretien »."),
        ({'name="delai" value="DS-08v"': 'name="delai" value="DS-05"'},
         "L'étape « Valider le plan » passe de {DS-08v} à {DS-05}."),
        ({"age_declare &lt; 18": "age_declare &lt; 16"},
         "De « Recevable ? » à « Référer à la protection » : la condition devient « age_declare < 16 » "
         "(c'était « age_declare < 18 »)."),
        ({"P30D": "P15D"}, "« Délai de recours passé » attend 15 jours au lieu de 30 jours."),
        ({'cancelActivity="true"': 'cancelActivity="false"'}, "« Retrait » n'interrompt pas l'étape."),
        ({'issue := "rejet"': 'issue := "refere"'}, '« Retenir l\'issue » calcule maintenant : issue := "refere"'),
        ({"relance_absence": "relance_pieces"},
         "« Prévenir » envoie l'avis « relance_pieces » au lieu de « relance_absence »."),
    ],
)  # fmt: skip
def test_a_change_is_one_sentence(house: engine.House, changed: Mapping[str, str], sentence: str) -> None:
    words = {"{DS-08v}": time_of(house, "DS-08v"), "{DS-05}": time_of(house, "DS-05")}
    for code, named in words.items():
        sentence = sentence.replace(code, named)
    assert said(house, changed) == [sentence]


def test_letters_and_deadlines_of_new_steps_are_told(house: engine.House) -> None:
    """A step that comes with its time and hands out a letter; the letter of another edition is named."""
    letter = service("P_02l", "Remettre", "lettre", modele='"L1"')
    step = task("P_02b", "Vérifier le passeport", delai="DS-05")
    way = {chain("P_02", "P_02n"): step + letter + chain("P_02", "P_02b", "P_02l", "P_02n"),
           "<bpmn:flowNodeRef>P_02<": "<bpmn:flowNodeRef>P_02b</bpmn:flowNodeRef><bpmn:flowNodeRef>P_02<"}  # fmt: skip
    told = said(house, way)
    [new] = [one for one in told if "Vérifier le passeport" in one and "nouvelle" in one]
    assert time_of(house, "DS-05") in new
    assert "La lettre « L1 » est maintenant remise (« Remettre »)." in told
    before = engine.compile_edition(petite_demande(way), house)
    changed = {
        **before.bundle.files,
        DIAGRAM: before.bundle.files[DIAGRAM].replace(b"&quot;L1&quot;", b"&quot;L2&quot;"),
    }
    after = engine.compile_edition(engine.Bundle.of("petite_demande", changed), house)
    found = [one.sentence() for one in compare(before, after, house.roles, house.deadlines)]
    assert found == ["« Remettre » remet la lettre « L2 » au lieu de « L1 »."]


def time_of(house: engine.House, code: str) -> str:
    """A deadline in working days, in words."""
    amount = house.deadlines[code].amount
    assert house.deadlines[code].unit is Unit.WORKING_DAYS
    return f"{amount} jours ouvrés" if amount > 1 else "1 jour ouvré"


def test_a_new_step_is_told_with_its_lane_and_without_its_ways(house: engine.House) -> None:
    step = '<bpmn:userTask id="P_06" name="Vérifier le passeport"/>'
    changed = {
        '<bpmn:endEvent id="fin_i"': f'{step}<bpmn:endEvent id="fin_i"',
        'sourceRef="P_05" targetRef="fin_i"': 'sourceRef="P_05" targetRef="P_06"',
        "</bpmn:subProcess>": '<bpmn:sequenceFlow id="neuf" sourceRef="P_06" targetRef="fin_i"/></bpmn:subProcess>',
    }
    told = said(house, changed)
    role = house.roles["accueil"].name_fr
    assert told == [
        f"L'étape « Vérifier le passeport » est nouvelle ({role}).",
        "De « Clôturer le dossier », on ne va plus à « fin_i ».",
    ]


def test_forms_are_compared_field_by_field(house: engine.House) -> None:
    new = form("plan", "Plan d'action", ("objectif",), objectif=text("But", **{"x-show-if": "note > 3"}),
               cout=text("Coût"))  # fmt: skip
    assert said(house, {}, {"forms/plan.json": new}) == [
        "Le formulaire « Plan » s'intitule maintenant « Plan d'action ».",
        "Formulaire « Plan d'action » : le champ « Coût » est nouveau.",
        "Formulaire « Plan d'action » : le champ « But » devient obligatoire.",
        "Formulaire « Plan d'action » : « Objectif » se lit maintenant « But ».",
        "Formulaire « Plan d'action » : le champ « But » paraît si note > 3 (avant : toujours).",
    ]


def test_tables_of_the_agency_are_compared_row_by_row() -> None:
    house = read_house(WORKFLOWS)
    bundle = next(one for one in bundles_in(WORKFLOWS) if one.id == "demande_services")
    path = next(path for path in sorted(bundle.files) if path.startswith("rules/"))
    xml = bundle.files[path].decode()
    rule = re.search(r"<rule id=.*?</rule>", xml, re.S)
    assert rule is not None
    shorter = engine.Bundle.of(bundle.id, {**bundle.files, path: xml.replace(rule[0], "", 1).encode()})
    before, after = engine.compile_edition(bundle, house), engine.compile_edition(shorter, house)
    changes = compare(before, after, house.roles, house.deadlines)
    assert [(change.code, change.area, change.file) for change in changes] == [("rule_removed", Area.RULE, path)]


def test_every_sentence_asks_for_the_same_facts_in_both_languages() -> None:
    for code, (french, english) in SENTENCES.items():
        asked = [sorted({name for _, name, _, _ in Formatter().parse(words) if name}) for words in (french, english)]
        assert asked[0] == asked[1], code


def test_what_the_file_says_of_the_procedure_is_compared_too(house: engine.House) -> None:
    toml = petite_demande().files["procedure.toml"].decode()
    changed = toml.replace('ouvert_par = ["accueil"]', 'ouvert_par = ["conseiller"]').replace("Rejeté", "Refusé")
    changed = changed.replace('roles = ["accueil", "conseiller"]', 'roles = ["accueil"]')
    before = engine.compile_edition(petite_demande(), house)
    files = {**petite_demande().files, "procedure.toml": changed.encode()}
    after = engine.compile_edition(engine.Bundle.of("petite_demande", files), house)
    codes = [change.code for change in compare(before, after, house.roles, house.deadlines)]
    assert codes == ["opened_by", "message_roles", "issue_label"]
    english = [change.sentence("en") for change in compare(before, after, house.roles, house.deadlines)]
    assert english[-1] == "The outcome “Rejeté” is now called “Refusé”."
