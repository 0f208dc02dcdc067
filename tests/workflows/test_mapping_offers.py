"""What the agency's manual asks of offers, departures, follow-ups and national placements stands in their folders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from migraflow.engine import Compiled, House

Edition = Callable[[str], Compiled]
STEPS = {
    "demande_services": "DS_12 DS_13 DS_14 DS_15",
    "dossier_depart": "DD_01 DD_02 DD_03 DD_04 DD_05 DD_06 DD_07 DD_08 DD_09 DD_10",
    "suivi_placement": "SP_01 SP_02 SP_03 SP_04 SP_05 SP_U",
    "offre_internationale": """OI_01 OI_02 OI_03 OI_04 OI_05 OI_05b OI_05c OI_06 OI_07 OI_08 OI_08b OI_09 OI_10 OI_11
        OI_12 OI_13 OI_14 OI_15 OI_16 OI_17 OI_R OI_E OI_S OI_F""",
    "placement_national": "PN_01 PN_02 PN_03 PN_04 PN_05 PN_06 PN_07",
}
LETTERS = {
    "demande_services": "L16",
    "dossier_depart": "L8 L17 L18 L19",
    "offre_internationale": "L9 L11 L12 L13 L14 L15 L16 L18 L29",
    "placement_national": "L25",
}
DEADLINES = {
    "dossier_depart": "DD-01 DD-02 DD-03 DD-04 DD-05 DD-05e DD-07 DD-08 DD-10",
    "suivi_placement": "SP-U SP-Ue SP-05z",
    "offre_internationale": """OI-01 OI-03 OI-03z OI-05 OI-05b OI-05c OI-06 OI-07 OI-09 OI-10 OI-11 OI-11v OI-12 OI-12o
        OI-13 OI-14 OI-17 OI-Sx""",
    "demande_services": "DS-12 DS-12z",
}
DAYS = {"DD-04": (10, "jo"), "DD-05": (15, "j"), "DD-05e": (60, "j"), "OI-05c": (5, "jo"), "OI-09": (5, "jo"),
        "OI-10": (10, "jo"), "OI-11": (3, "jo"), "OI-12": (10, "j"), "OI-12o": (21, "j"), "OI-03z": (20, "j"),
        "SP-U": (24, "h"), "SP-Ue": (48, "h"), "DD-01z": (30, "j"), "OI-Sx": (90, "j")}  # fmt: skip
OUTCOMES = {
    "dossier_depart": "parti visa_refuse inapte contrat_refuse desistement refoule deces",
    "suivi_placement": "retour reengage etabli rupture perdu_de_vue decede",
    "offre_internationale": """pourvue partiellement_pourvue infructueuse expiree retiree_employeur rejetee frauduleuse
        annulee_autorite incomplete""",
    "placement_national": "insere non_insere abandon",
}
EXCEPTIONS = {
    "offre_internationale": """complements_recus retrait_employeur suspension_offre suspension_corridor levee_suspension
        annulation_autorite plainte ecart_contrat fraude_offre offre_expiree dossier_traite candidature_confirmee""",
    "dossier_depart": "decision_visa contrat_corrige",
    "suivi_placement": "signalement_detresse retour_annonce rupture_contrat deces depart_confirme",
    "demande_services": "proposition_mise_en_relation resultat_selection",
}
FIELDS: Mapping[tuple[str, str], str] = {
    ("offre_internationale", "offre"): """origine bpp_id accord_id mission_id convention_id employeur_nom
        employeur_registre employeur_pays employeur_adresse employeur_site employeur_secteur employeur_effectif
        contact_nom contact_fonction contact_tel contact_courriel intermediaire_nom intermediaire_licence
        intermediaire_pays intitule_poste code_roame code_citp nb_postes lot_numero nb_lot type_migration pays ville
        date_debut duree_mois renouvelable salaire_brut salaire_net_estime periodicite heures_semaine heures_sup
        repos_hebdo conges logement repas transport_local voyage_aller voyage_retour protection_sociale
        assurance_accident rapatriement frais_demandes age_min age_max sexe_exige cite_min experience_ans langue_exigee
        permis_exige tests_exiges aptitudes quotas_region.[].region quotas_region.[].nombre date_limite_candidature
        date_expiration pieces_offre""",
    ("offre_internationale", "validation"): "score_risque decision_validation motif_validation_offre",
    ("offre_internationale", "autorisation"): "numero_lettre date_reponse decision_ministere conditions_ministere "
    "piece_jointe mode_saisie",
    ("offre_internationale", "convention"): "type_convention date_signature duree_convention_mois clauses signataires",
    ("offre_internationale", "publication"): "canaux texte_annonce langues date_publication date_limite regions",
    ("offre_internationale", "candidatures"): "candidatures_region.[].dossier candidatures_region.[].region "
    "candidatures_region.[].date_candidature candidatures_region.[].pieces_ok",
    ("offre_internationale", "preselection"): "preselection.[].eligible preselection.[].note_dossier "
    "preselection.[].decision preselection.[].motif_ecart",
    ("offre_internationale", "entretiens"): "date_entretien jury entretiens.[].technique entretiens.[].langue "
    "entretiens.[].motivation entretiens.[].aptitude entretiens.[].test_pratique entretiens.[].recommandation",
    ("offre_internationale", "commission"): "date_commission membres liste_principale liste_attente ratio part_femmes "
    "pv signatures",
    ("offre_internationale", "selection"): "selection.[].resultat selection.[].motif date_entretien_employeur "
    "mode_selection",
    ("offre_internationale", "notifications"): "notifications.[].notifie_le notifications.[].reponse "
    "notifications.[].date_reponse notifications.[].motif_desistement",
    ("offre_internationale", "bilan"): "postes_pourvus delai_total cout_moyen_travailleur evaluation_employeur "
    "incidents lecons recommander_renouvellement",
    ("offre_internationale", "suspension"): "autorite reference_acte portee motif_suspension date_effet "
    "candidats_concernes mesures date_reexamen",
    ("demande_services", "proposition"): "offre_dossier score_rapprochement conditions_expliquees langue_explication "
    "decision_proposition motif_refus",
    ("dossier_depart", "visite_medicale"): "centre_medical date_visite resultat_visite cout_visite payeur_visite",
    ("dossier_depart", "contrat_individuel"): """salaire_offre salaire_contrat poste_offre poste_contrat lieu_contrat
        duree_contrat_mois logement_contrat voyage_aller voyage_retour langue_comprise signe_par_les_deux
        substitution""",
    ("dossier_depart", "visa_contrat"): "decision_visa_contrat numero_visa date_reponse motif_visa_contrat "
    "piece_jointe mode_saisie",
    ("dossier_depart", "depot_visa"): "poste_diplomatique date_depot numero_recepisse",
    ("dossier_depart", "decision_visa"): "decision_visa date_decision validite motif_visa recours_visa",
    ("dossier_depart", "orientation"): "session_id modules duree_heures presence_orientation quiz_orientation "
    "kit_remis",
    ("dossier_depart", "couts"): "couts.[].categorie couts.[].montant couts.[].payeur couts.[].justificatif "
    "dette_contractee",
    ("dossier_depart", "voyage"): "date_depart vol accueil_nom accueil_tel assurance avance contact_consulat "
    "personne_a_prevenir",
    ("dossier_depart", "depart"): "parti date_effective preuve_depart date_arrivee prise_de_poste motif_non_depart",
    ("suivi_placement", "suivi"): """joignable mode_contact prise_poste_conforme salaire_verse heures_semaine
        logement_conforme documents_confisques frais_retenus sante satisfaction transferts_mensuels difficultes
        besoin_assistance intention""",
}


@pytest.mark.parametrize("folder", STEPS)
def test_every_step_of_the_manual_is_drawn(folder: str, edition: Edition) -> None:
    assert set(STEPS[folder].split()) - edition(folder).diagrams[folder].nodes.keys() == set()


@pytest.mark.parametrize("folder", LETTERS)
def test_every_letter_of_the_manual_leaves_from_its_step(folder: str, edition: Edition) -> None:
    nodes = edition(folder).diagrams[folder].nodes.values()
    sent = {node.parameters["modele"].strip('"') for node in nodes if node.operator == "lettre"}
    assert set(LETTERS[folder].split()) - sent == set()


@pytest.mark.parametrize("folder", DEADLINES)
def test_every_deadline_of_the_manual_is_set_by_its_folder(folder: str, workflows: Path) -> None:
    drawn = (workflows / folder / "procedure.bpmn").read_text(encoding="utf-8").replace("&quot;", '"')
    assert [code for code in DEADLINES[folder].split() if f'"{code}"' not in drawn] == []


@pytest.mark.parametrize("code", DAYS)
def test_the_deadlines_are_those_of_the_register(code: str, house: House) -> None:
    deadline = house.deadlines[code]
    assert (deadline.amount, deadline.unit.value) == DAYS[code]


@pytest.mark.parametrize("folder", OUTCOMES)
def test_the_ends_are_those_of_the_manual(folder: str, edition: Edition) -> None:
    assert set(edition(folder).issues) == set(OUTCOMES[folder].split())


@pytest.mark.parametrize("folder", EXCEPTIONS)
def test_every_exception_of_the_manual_has_its_event(folder: str, edition: Edition) -> None:
    heard = {node.trigger.ref for node in edition(folder).diagrams[folder].nodes.values()}
    assert set(EXCEPTIONS[folder].split()) - heard == set()


@pytest.mark.parametrize(("folder", "form"), FIELDS)
def test_every_question_of_the_manual_is_asked(folder: str, form: str, edition: Edition) -> None:
    asked = {path for path, _ in edition(folder).forms[folder, f"forms/{form}.json"].walk()}
    assert set(FIELDS[folder, form].split()) - asked == set()


def test_nothing_medical_but_the_fitness_is_kept(edition: Edition) -> None:
    form = edition("dossier_depart").forms["dossier_depart", "forms/visite_medicale.json"]
    assert {field.kind.value for field in form.fields} <= {"text", "date", "choice", "amount", "reference"}


def test_a_partner_s_lane_can_be_filled_in_by_a_focal_point(edition: Edition) -> None:
    for folder, lane in PARTNER_LANES.items():
        for (of, element), step in edition(folder).places.items():
            form = edition(folder).form(of, step.form)
            if of == folder and step.kind == "user" and step.role == lane and element not in OWN_HANDS:
                assert form is not None
                assert {"mode_saisie", "date_reponse", "piece_jointe"} <= {field.name for field in form.fields}, element


PARTNER_LANES = {
    "dossier_depart": "direction_travail",
    "suivi_placement": "consulat",
    "offre_internationale": "ministere",
    "placement_national": "placement",
}
OWN_HANDS = {"PN_04r", "PN_05", "PN_05b"}
"""Steps of a shared lane that ANPE does itself."""
