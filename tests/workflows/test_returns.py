"""Returning home: incidents of the reception centre and of a year of reintegration, with other people each time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from migraflow import dmn
from migraflow.domain.reference import read_list
from migraflow.engine import Compiled, House
from migraflow.engine.expressions import Language
from migraflow.engine.scenario import Played, play

AT = datetime(2026, 1, 12, 9, tzinfo=UTC)
Story = Callable[..., Played]
WORKFLOWS = Path(__file__).parents[2] / "workflows"
FRAIL = dict.fromkeys(
    """non_accompagne probleme_medical_urgent violence_subie menace_securite grossesse_allaitement handicap_retour
    sante_mentale parent_isole sans_domicile dette_passeur""".split(),
    False,
) | {"age": 30, "indices_traite": []}
BACK: Mapping[str, object] = {
    "nationalite_malienne": True, "preuve_douteuse": False, "pays_sejour_principal": "DZA", "mode_retour": "refoule",
    "organisme_retour": "aucun", "age": 30, "duree_sejour_mois": 20, "mois_depuis_arrivee": 0,
    "autres_nationalites": [], "dispositifs_deja_recus": [],
}  # fmt: skip
SKILLED: Mapping[str, object] = {
    "competence_certifiable": False, "demande_emploi": False, "metier_demande": False, "metier_certifie": False,
    "a_un_projet": False, "faisabilite_projet": None, "age": 30, "vulnerabilite": "vert",
    "offre_internationale_possible": False,
}  # fmt: skip


def rules(name: str, house: House) -> dmn.Model:
    """One file of rules, with the functions of the house."""
    path = WORKFLOWS / "reinsertion_retour" / "rules" / f"{name}.dmn"
    return dmn.parse(path.read_bytes(), functions=Language(house).functions)


def last(told: Played) -> Mapping[str, Any]:
    """What the case knows at the end of a story."""
    return told.beats[-1].progress.data


def arrival(edition: Callable[[str], Compiled], story: str = "01_du_score", **changes: object) -> Played:
    """A story up to the first step after eligibility, with another returnee."""
    [path] = WORKFLOWS.glob(f"reinsertion_retour/scenarios/{story}*.json")
    tale = json.loads(path.read_text(encoding="utf-8"))
    steps = [step for step in tale["etapes"] if "verifier" not in step][:4]
    answers = steps[0]["reponses"]
    answers["identite"] |= {name: changes.pop(name) for name in ("nom", "date_naissance") if name in changes}
    answers |= changes
    if answers["non_accompagne"]:
        steps = steps[:3]
        steps[2]["reponses"] |= {"non_accompagne": True}
    return play(edition("reinsertion_retour"), {**tale, "etapes": steps, "fin": None}, now=AT)


def test_of_sixty_back_from_libya_four_children_alone_are_referred_and_the_others_go_on(
    edition: Callable[[str], Compiled],
) -> None:
    libya = {"pays_provenance": "LBY", "pays_sejour_principal": "LBY", "mode_retour": "evacue_urgence",
             "organisme_retour": "oim", "canal_retour": "liste_oim"}  # fmt: skip
    open_steps: dict[str, int] = {}
    in_time = 0
    for place in range(60):
        child = place % 15 == 7
        born = f"{2010 if child else 1990 - place % 20}-0{1 + place % 9}-15"
        told = arrival(edition, nom=f"Retour {chr(65 + place % 26)}", date_naissance=born, non_accompagne=child,
                       date_arrivee="2026-01-11" if place % 10 else "2026-01-05", **libya)  # fmt: skip
        assert [problem.sentence() for problem in told.problems] == []
        [task] = told.beats[-1].progress.tasks
        open_steps[task.element] = open_steps.get(task.element, 0) + 1
        in_time += last(told)["enregistre_72h"] is True
    assert open_steps == {"RP_01": 4, "RM_06": 56}
    assert in_time == 54


def test_french_nationality_closes_one_scheme_and_leaves_the_others_open(house: House) -> None:
    from_france = {**BACK, "pays_sejour_principal": "FRA", "mode_retour": "volontaire_assiste",
                   "organisme_retour": "ofii"}  # fmt: skip
    model = rules("d10_eligibilite", house)
    helped: Any = model.evaluate("D10", from_france).value
    french: Any = model.evaluate("D10", {**from_france, "autres_nationalites": ["FRA"]}).value
    assert (helped["eligibilite"], french["eligibilite"]) == ("partenaire", "eligible")
    schemes = {one["code"]: one for one in french["dispositifs"]}
    assert schemes["ofii"]["raisons"] == ["nationalite"]
    assert schemes["national"]["ouvert"] is True


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "eligible"),
        ({"nationalite_malienne": False}, "non"),
        ({"preuve_douteuse": True}, "doute"),
        ({"duree_sejour_mois": 2}, "non"),
        ({"duree_sejour_mois": 3}, "eligible"),
        ({"mois_depuis_arrivee": 11}, "eligible"),
        ({"mois_depuis_arrivee": 12}, "non"),
        ({"dispositifs_deja_recus": ["national"]}, "non"),
        ({"dispositifs_deja_recus": ["arav"]}, "eligible"),
        ({"mode_retour": "transit"}, "non"),
        ({"mode_retour": "evacue_urgence", "organisme_retour": "oim", "duree_sejour_mois": 1}, "eligible"),
    ],
)
def test_d10_eligibility(facts: Mapping[str, object], expected: str, house: House) -> None:
    found = rules("d10_eligibilite", house).evaluate("D10", {**BACK, **facts}).value
    assert isinstance(found, dict)
    assert found["eligibilite"] == expected


@pytest.mark.parametrize(
    ("facts", "light"),
    [
        ({}, "vert"),
        ({"age": 17}, "vert"),
        ({"age": 17, "non_accompagne": True}, "rouge"),
        ({"age": 18, "non_accompagne": True}, "vert"),
        ({"indices_traite": ["dette_imposee"]}, "rouge"),
        ({"probleme_medical_urgent": True}, "rouge"),
        ({"violence_subie": True}, "rouge"),
        ({"menace_securite": True}, "rouge"),
        ({"sans_domicile": True}, "vert"),
        ({"sans_domicile": True, "dette_passeur": True}, "orange"),
        ({"age": 60, "handicap_retour": True}, "orange"),
    ],
)
def test_d9_vulnerability(facts: Mapping[str, object], light: str, house: House) -> None:
    found = rules("d9_vulnerabilite", house).evaluate("D9", {**FRAIL, **facts}).value
    assert isinstance(found, dict)
    assert found["vulnerabilite"] == light


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"competence_certifiable": True, "demande_emploi": True}, ["emploi"]),
        ({"metier_demande": True}, ["formation"]),
        ({"metier_demande": True, "metier_certifie": True}, []),
        ({"a_un_projet": True, "faisabilite_projet": 3, "age": 40}, ["auto_emploi_apej"]),
        ({"a_un_projet": True, "faisabilite_projet": 3, "age": 43}, ["auto_emploi_autre"]),
        ({"a_un_projet": True, "faisabilite_projet": 2}, []),
        ({"vulnerabilite": "orange", "metier_demande": True}, ["formation", "social"]),
        ({"competence_certifiable": True, "offre_internationale_possible": True}, ["remigration"]),
    ],
)
def test_d11_orientation(facts: Mapping[str, object], expected: list[str], house: House) -> None:
    found = rules("d11_orientation", house).evaluate("D11", {**SKILLED, **facts}).value
    assert found == expected


@pytest.mark.parametrize(("age", "desk"), [(14, "autre_guichet"), (15, "apej"), (40, "apej"), (41, "autre_guichet")])
def test_the_youth_agency_lends_from_15_to_40(age: int, desk: str) -> None:
    model = dmn.parse((WORKFLOWS / "financement_auto_emploi/rules/d_guichet.dmn").read_bytes())
    assert model.evaluate("D_FA", {"age": age}).value == desk


def test_nobody_is_called_lost_before_three_tries_in_thirty_days(edition: Callable[[str], Compiled]) -> None:
    [path] = WORKFLOWS.glob("reinsertion_retour/scenarios/12_*.json")
    for tries, problems in ((["2026-01-02", "2026-01-12"], 1), (["2025-11-01", "2026-01-02", "2026-01-12"], 1),
                            (["2025-12-20", "2026-01-02", "2026-01-12"], 0)):  # fmt: skip
        tale = json.loads(path.read_text(encoding="utf-8"))
        tale["etapes"][-1]["reponses"]["essais"] = [{"date_essai": day, "mode_essai": "visite"} for day in tries]
        told = play(edition("reinsertion_retour"), tale, now=AT)
        assert len(told.problems) == problems, tries


def test_a_year_of_follow_up_raises_the_score_and_ends_well(story: Story) -> None:
    told = story("01_du_score", "reinsertion_retour")
    waves = [(one["vague"], str(one["global"])) for one in last(told)["rss_scores"]]
    assert waves == [("T0", "0.38"), ("T1", "0.5"), ("T2", "0.61")]
    assert last(told)["motif_propose"] == "reinsere_durable"
    followed = [beat.at.date() for beat in told.beats if beat.did in {"RM_11", "RM_12", "RM_13"}]
    assert followed == [date(2026, 4, 15), date(2026, 7, 16), date(2027, 1, 17)]


def test_half_the_questions_unanswered_give_no_score_and_no_alert(story: Story) -> None:
    told = story("02_score_non", "reinsertion_retour")
    assert {one["etat"] for one in last(told)["rss_scores"]} == {"non calculable"}
    assert not any(effect.parameters.get("modele") == "alerte_reinsertion" for effect in told.effects)


def test_a_partner_who_keeps_silent_does_not_hold_the_return_up(story: Story) -> None:
    told = story("06_ofii", "reinsertion_retour")
    asked = [e.parameters["modele"] for e in told.effects if e.operator == "avis"]
    assert asked[:3] == ["relance_partenaire", "relance_partenaire", "silence_partenaire"]


def test_what_the_follow_up_abroad_knows_is_not_asked_again(edition: Callable[[str], Compiled]) -> None:
    forms = edition("reinsertion_retour").forms
    asked = {field.name for (of, _), form in forms.items() if of == "reinsertion_retour" for field in form.fields}
    sent = [node.parameters["contenu"] for node in edition("suivi_placement").diagrams["suivi_placement"].nodes.values()
            if node.parameters.get("nom") == '"retour_signale"']  # fmt: skip
    assert sent
    for content in sent:
        assert set(re.findall(r"(\w+):", content)) - asked == set()


ITEMS = (WORKFLOWS / "reference" / "rss_items.csv").read_text(encoding="utf-8")
BEST = {"S5": "tres_bon", "F5N": "jamais", "F5P": "tres_souvent", "ON": "oui", "APPUI": "non", "DETTE": "pas_de_dette",
        "TRAVAIL": "oui", "RECHERCHE": "satisfait", "ECOLE": "tous", "ACCORD": "tout_a_fait"}  # fmt: skip
WORST = {"S5": "tres_mauvais", "F5N": "tres_souvent", "F5P": "jamais", "ON": "non", "APPUI": "oui", "DETTE": "dette",
         "TRAVAIL": "non", "RECHERCHE": "sans_emploi", "ECOLE": "aucun", "ACCORD": "pas"}  # fmt: skip


def answered(codes: Mapping[str, str]) -> dict[str, str]:
    """The questionnaire with the same kind of answer everywhere; the last question stands apart."""
    found = {}
    for code, entry in read_list("rss_items", ITEMS).entries.items():
        scale = entry.more["echelle"]
        if scale in codes:
            found[code.lower()] = f"{scale.lower()}_{codes[scale]}"
    return found


def score(house: House, answers: Mapping[str, str], before: Mapping[str, object] | None = None,
          version: str = "defaut-1") -> dict[str, Any]:  # fmt: skip
    """The score of one wave."""
    facts = {"rss_reponses": answers, "version_poids": version, "rss_precedent": before}
    found: Any = rules("rss", house).evaluate("score_reinsertion", facts).value
    return found


def test_the_best_answers_give_one_the_worst_give_zero(house: House) -> None:
    best = score(house, answered(BEST))
    worst = score(house, {**answered(WORST), "p10": "depart_necessite"}, best)
    assert (best["global"], best["bande"], best["alertes"]) == (1, "élevé", [])
    assert (worst["global"], worst["bande"]) == (0, "faible")
    assert set(worst["alertes"]) == {
        "economique_faible", "social_faible", "psychosocial_faible", "economique_en_baisse", "social_en_baisse",
        "psychosocial_en_baisse", "score_en_baisse"}  # fmt: skip


def test_a_question_left_out_weighs_nothing_until_too_many_are(house: House) -> None:
    answers = {**answered(BEST), "e1": "s5_nsp"}
    del answers["e2"], answers["s4"]
    assert score(house, answers)["global"] == 1
    del answers["e3"]
    assert score(house, answers)["economique"] is None
    assert score(house, answers)["etat"] == "non calculable"


def test_other_weights_are_another_line_in_a_list(house: House) -> None:
    path = WORKFLOWS / "reference" / "rss_poids.csv"
    others = path.read_text(encoding="utf-8").replace("defaut-1:", "essai:").replace(",defaut-1,", ",essai,")
    heavier = others.replace(",E7,1,1", ",E7,9,9").splitlines()[1:]
    rows = "\n".join([path.read_text(encoding="utf-8").rstrip(), *heavier])
    named = (WORKFLOWS / "reference" / "rss_versions.csv").read_text(encoding="utf-8").rstrip()
    named += "\n" + named.splitlines()[1].replace("defaut-1", "essai", 1)
    lists = {**house.lists, "rss_poids": read_list("rss_poids", rows), "rss_versions": read_list("rss_versions", named)}
    answers = {**answered(BEST), "e7": "travail_non"}
    changed = replace(house, lists=lists)
    default, other = score(changed, answers), score(changed, answers, version="essai")
    assert other["economique"] < default["economique"] < 1
    assert (default["version_poids"], other["version_poids"]) == ("defaut-1", "essai")


def test_the_questionnaire_asks_what_the_list_of_items_says(edition: Callable[[str], Compiled]) -> None:
    form = edition("reinsertion_retour").forms["reinsertion_retour", "forms/entretien.json"]
    for code, entry in read_list("rss_items", ITEMS).entries.items():
        field = form.field(f"rss_t0.{code.lower()}")
        assert field is not None, code
        assert field.label == entry.label
        assert field.sensitive == (entry.more["sensible"] == "oui"), code


def test_the_score_never_borrows_the_name_of_another_house() -> None:
    for path in (*WORKFLOWS.glob("reinsertion_retour/forms/*.json"), WORKFLOWS / "registers" / "rss.json",
                 WORKFLOWS / "notices" / "alerte_reinsertion.fr.md",
                 WORKFLOWS / "reference" / "rss_versions.csv"):  # fmt: skip
        written = path.read_text(encoding="utf-8")
        assert "RSS" not in written and "OIM RSS" not in written, path.name
    label = read_list("v", (WORKFLOWS / "reference" / "rss_versions.csv").read_text(encoding="utf-8"))
    assert label.entries["defaut-1"].label == "Score de réinsertion (pondération par défaut)"
