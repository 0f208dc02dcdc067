"""The decision tables, row by row: what an agent would answer to « why? »."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from migraflow import dmn

CLEAN: Mapping[str, object] = {
    "consentement_donne": True, "age": 27, "mineur_apparent": False, "nb_indices": 0, "piece_suspecte": False,
    "signale_liste_noire": None, "identite_etablie": True, "objet_demande": "travail", "decision_doublon": None,
}  # fmt: skip
READY: Mapping[str, object] = {
    "offre_deja_recue": False, "indices_vulnerabilite": [], "connaissance_risques": 7, "intention_irreguliere": None,
    "niveau_employabilite": 4, "niveau_langue_destination": "B1", "metiers": [{"annees_experience": 1}],
    "situation_passeport": "en_cours", "lacunes_formables": False,
}  # fmt: skip
SOUND: Mapping[str, object] = dict.fromkeys(
    """frais_travailleur documents_retenus employeur_introuvable intermediaire_sans_licence visa_touristique
    courriel_gratuit adresse_absente travail_domestique nouveau_corridor accord_bilateral spe_partenaire
    employeur_bien_note""".split(),
    False,
) | {"ratio_salaire": 1, "avis_consulaire": "favorable", "nb_plaintes": 0}


def model(workflows: Path, name: str) -> dmn.Model:
    """One file of rules."""
    return dmn.parse((workflows / name).read_bytes())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "recevable"),
        ({"consentement_donne": False, "age": 17}, "incomplet"),
        ({"age": 17}, "mineur"),
        ({"mineur_apparent": True}, "mineur"),
        ({"nb_indices": 1, "piece_suspecte": True}, "alerte_protection"),
        ({"piece_suspecte": True, "identite_etablie": False}, "suspicion_fraude"),
        ({"signale_liste_noire": True}, "suspicion_fraude"),
        ({"identite_etablie": False, "objet_demande": "asile"}, "incomplet"),
        ({"objet_demande": "asile"}, "non_recevable"),
        ({"objet_demande": "regroupement_familial"}, "non_recevable"),
        ({"objet_demande": "etudes"}, "non_recevable"),
        ({"decision_doublon": "fusionner"}, "doublon"),
        ({"decision_doublon": "distinct"}, "recevable"),
    ],
)
def test_d1_admissibility(facts: Mapping[str, object], expected: str, workflows: Path) -> None:
    outcome = model(workflows, "demande_services/rules/d1_recevabilite.dmn").evaluate("D1", {**CLEAN, **facts})
    assert isinstance(outcome.value, dict)
    assert outcome.value["recevabilite"] == expected
    assert outcome.explanation[0].rules


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "A"),
        ({"niveau_langue_destination": "sans_exigence"}, "A"),
        ({"offre_deja_recue": True, "indices_vulnerabilite": ["dette_passeur"]}, "E"),
        ({"indices_vulnerabilite": ["grossesse", "documents_confisques"]}, "D"),
        ({"indices_vulnerabilite": ["grossesse"]}, "A"),
        ({"connaissance_risques": 2, "intention_irreguliere": True}, "D"),
        ({"connaissance_risques": 2}, "A"),
        ({"connaissance_risques": 3, "intention_irreguliere": True}, "A"),
        ({"niveau_langue_destination": "A2", "lacunes_formables": True}, "B"),
        ({"metiers": [{"annees_experience": 0}], "lacunes_formables": True}, "B"),
        ({"metiers": [{"annees_experience": 0}, {"annees_experience": 6}]}, "A"),
        ({"situation_passeport": "aucun"}, "C"),
        ({"niveau_employabilite": 1, "lacunes_formables": True}, "C"),
    ],
)
def test_d2_path(facts: Mapping[str, object], expected: str, workflows: Path) -> None:
    outcome = model(workflows, "demande_services/rules/d2_parcours.dmn").evaluate("D2", {**READY, **facts})
    assert isinstance(outcome.value, dict)
    assert outcome.value["parcours"] == outcome.value["parcours_propose"] == expected


@pytest.mark.parametrize(
    ("reasons", "score", "probable"),
    [([], 0, False), (["telephone"], 60, False), (["telephone", "nom_annee_lieu"], 75, False),
     (["nom_date_naissance"], 90, True), (["telephone", "ressemblance"], 90, True),
     (["telephone", "passeport"], 100, True), (["nina"], 100, True)],
)  # fmt: skip
def test_d3_likeness(reasons: list[str], score: int, probable: bool, workflows: Path) -> None:
    alike = [{"nom": "Fatoumata Diarra", "motifs": [reason]} for reason in reasons]
    rules = model(workflows, "demande_services/rules/d3_doublons.dmn")
    outcome = rules.evaluate("D3", {"dossiers_candidats": alike})
    assert outcome.value == {"score_doublon": score, "doublon_probable": probable}


@pytest.mark.parametrize(
    ("facts", "score", "level"),
    [
        ({}, 0, "conforme"),
        ({"courriel_gratuit": True}, 15, "conforme"),
        ({"courriel_gratuit": True, "nouveau_corridor": True}, 25, "corriger"),
        ({"avis_consulaire": "reserve", "travail_domestique": True, "nouveau_corridor": True}, 45, "eleve"),
        ({"frais_travailleur": True}, 60, "fraude"),
        ({"documents_retenus": True}, 60, "fraude"),
        ({"employeur_introuvable": True}, 40, "eleve"),
        ({"intermediaire_sans_licence": True}, 40, "eleve"),
        ({"visa_touristique": True}, 50, "eleve"),
        ({"ratio_salaire": 3}, 15, "conforme"),
        ({"ratio_salaire": 0.5}, 15, "conforme"),
        ({"avis_consulaire": "defavorable"}, 50, "eleve"),
        ({"nb_plaintes": 3}, 75, "fraude"),
        ({"adresse_absente": True, "accord_bilateral": True}, -5, "conforme"),
        ({"frais_travailleur": True, "spe_partenaire": True, "employeur_bien_note": True}, 15, "conforme"),
    ],
)
def test_d5_employer_risk(facts: Mapping[str, object], score: int, level: str, workflows: Path) -> None:
    rules = model(workflows, "verification_employeur/rules/d5_risque.dmn")
    found = rules.evaluate("D5", {**SOUND, **facts}).value
    assert found == score
    assert rules.evaluate("D5_niveau", {"score_risque": found}).value == level
    signals = rules.evaluate("D5_signaux", {**SOUND, **facts}).value or []
    assert isinstance(signals, list)
    told = [str(signal).rpartition(" : ")[2].replace("−", "-") for signal in signals]
    assert sum(map(int, told)) == score


@pytest.mark.parametrize(
    ("countries", "jobs", "asked", "spared"),
    [
        (["CIV"], ["7112"], {"passeport", "extrait_naissance"}, {"casier_judiciaire", "diplome"}),
        (["ESP"], ["5321"], {"casier_judiciaire", "diplome"}, {"permis_conduire"}),
        (["SAU", "CIV"], ["8322"], {"certificat_medical", "traduction", "permis_conduire"}, {"casier_judiciaire"}),
    ],
)
def test_the_papers_asked_follow_the_country_and_the_job(
    countries: list[str], jobs: list[str], asked: set[str], spared: set[str], workflows: Path
) -> None:
    rules = model(workflows, "demande_services/rules/pieces_exigees.dmn")
    found = rules.evaluate("pieces_exigees", {"pays_vises": countries, "metiers_vises": jobs}).value
    assert isinstance(found, list)
    assert asked <= set(found)
    assert not spared & set(found)
