"""What the agency's manual asks of the request for services (steps DS-01 to DS-11r and DS-16) stands in its folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migraflow.domain.access import Permission
from migraflow.engine import Compiled, House

STEPS = """DS_01 DS_02 DS_02b DS_03 DS_03f DS_03r DS_03a DS_04 DS_05 DS_06 DS_06t DS_07 DS_08 DS_08v DS_09a DS_09b
DS_09c DS_09d DS_09e DS_10 DS_11 DS_11r DS_16 DS_X1 DS_X2"""
CALLED = {
    "referencement_protection": "RP_01 RP_02 RP_03 RP_04 RP_05",
    "verification_employeur": "VE_1 VE_2 VE_2b VE_3 VE_4 VE_5",
}
IDENTITY = """nina nom prenoms sexe date_naissance annee_naissance ne_vers lieu_naissance cercle_naissance nationalite
situation_matrimoniale personnes_a_charge region cercle commune quartier pays_residence telephone telephone2
contact_urgence_nom contact_urgence_lien contact_urgence_tel courriel langues.[].code langues.[].niveau
langues.[].lecture niveau_instruction handicap photo"""
PIECE = """type_piece numero date_delivrance date_expiration pays_delivrance fichier statut verifie_par verifie_le"""
CONSENT = "finalite donnees_sensibles support langue_information date fichier retire_le"
FIELDS = {
    "enregistrer": """date_demande canal structure_accueil orienteur type_demandeur services_demandes situation_emploi
        duree_chomage_mois deja_inscrit_anpe numero_anpe destination_souhaitee type_migration offre_deja_recue
        intermediaire_paye montant_paye beneficiaire_paiement pieces observations"""
    + "".join(f" identite.{name}" for name in IDENTITY.split())
    + "".join(f" consentement.{name}" for name in CONSENT.split())
    + "".join(f" pieces.[].{name}" for name in PIECE.split()),
    "rapprocher": "fiches_ressemblantes decision_doublon motif_doublon",
    "notifier_rejet": "motif_rejet explication_rejet voies_recours date_notification mode_notification",
    "fixer_rendez_vous": "date_rdv conseiller_id lieu_rdv mode_rdv langue_rdv",
    "noter_presence": "presence_rdv",
    "diagnostic": """
        projet_resume type_migration pays_vises motivation tentative_irreguliere experience_migration.[].pays
        experience_migration.[].debut experience_migration.[].fin experience_migration.[].metier
        experience_migration.[].statut connaissance_risques situation_financiere.economies
        situation_financiere.dettes situation_financiere.charges_mensuelles contraintes.sante
        contraintes.famille contraintes.mobilite disponibilite duree_souhaitee_mois accord_famille
        indices_vulnerabilite alternative_envisageable avis_conseiller motif_avis""",
    "competences": """metiers.[].code_roame metiers.[].code_citp metiers.[].intitule metiers.[].annees_experience
        metiers.[].preuve diplomes.[].intitule diplomes.[].niveau diplomes.[].annee diplomes.[].pays
        diplomes.[].equivalence formations_courtes permis_conduire langues competences_informelles niveau_employabilite
        metiers_vises cv_fichier reconnaissance_acquis""",
    "resultats_tests": "tests.[].type tests.[].score tests.[].seuil tests.[].date_test",
    "plan_action": """objectif parcours motif_derogation actions.[].service actions.[].responsable actions.[].structure
        actions.[].date_limite actions.[].livrable actions.[].cout actions.[].financeur engagements_candidat
        engagements_anpe date_prochain_point signature_candidat signature_conseiller""",
    "constituer_pieces": """pieces_a_fournir.[].type_piece pieces_a_fournir.[].statut pieces_a_fournir.[].date_obtention
        pieces_a_fournir.[].cout pieces_a_fournir.[].payeur""",
    "cloturer": "issue date_issue satisfaction commentaire consentement_contact_ulterieur delai_total",
}
CODES = {
    ("enregistrer", "type_demandeur"): "primo_candidat deja_migrant migrant_de_retour diaspora",
    ("enregistrer", "services_demandes"): """information conseil bilan_competences formation aide_documents
        mise_en_relation verification_contrat preparation_depart appui_retour""",
    ("enregistrer", "situation_emploi"): "chomeur occupe sous_emploi etudiant inactif",
    ("diagnostic", "type_migration"): "durable temporaire saisonniere circulaire",
    ("diagnostic", "motivation"): "revenu emploi formation famille reseau insecurite climat autre",
    ("diagnostic", "indices_vulnerabilite"): """pression_tiers dette_passeur documents_confisques mineur_apparent
        grossesse violence handicap""",
    ("diagnostic", "avis_conseiller"): "favorable reserve defavorable",
    ("plan_action", "parcours"): "A B C D E",
    ("valider_plan", "plan_valide"): "oui revoir non",
}
SENSITIVE = {
    "enregistrer": "identite.handicap indices_alerte",
    "diagnostic": "tentative_irreguliere intention_irreguliere indices_vulnerabilite contraintes.sante",
}
OUTCOMES = """place alternative_nationale forme_sans_depart classe_sans_suite rejete rejete_fraude refere_protection
radie_vivier retrait decede"""


def test_every_step_of_the_manual_is_drawn(edition: Callable[[str], Compiled]) -> None:
    drawn = edition("demande_services").diagrams["demande_services"].nodes
    assert set(STEPS.split()) - drawn.keys() == set()


@pytest.mark.parametrize("called", CALLED)
def test_every_step_of_what_it_calls_is_drawn(called: str, edition: Callable[[str], Compiled]) -> None:
    assert set(CALLED[called].split()) - edition(called).diagrams[called].nodes.keys() == set()


@pytest.mark.parametrize("form", FIELDS)
def test_every_question_of_the_manual_is_asked(form: str, edition: Callable[[str], Compiled]) -> None:
    asked = {path for path, _ in edition("demande_services").forms["demande_services", f"forms/{form}.json"].walk()}
    assert set(FIELDS[form].split()) - asked == set()


@pytest.mark.parametrize(("form", "field"), CODES)
def test_the_answers_offered_are_those_of_the_manual(form: str, field: str, edition: Callable[[str], Compiled]) -> None:
    found = edition("demande_services").forms["demande_services", f"forms/{form}.json"].field(field)
    assert found is not None
    assert {choice.code for choice in found.choices} == set(CODES[form, field].split())


@pytest.mark.parametrize("form", SENSITIVE)
def test_sensitive_questions_say_so_and_say_why(form: str, edition: Callable[[str], Compiled]) -> None:
    fields = edition("demande_services").forms["demande_services", f"forms/{form}.json"]
    for path in SENSITIVE[form].split():
        field = fields.field(path)
        assert field is not None, path
        assert field.sensitive, path
        assert field.purpose, path


def test_the_ends_are_those_of_the_manual(edition: Callable[[str], Compiled]) -> None:
    assert set(edition("demande_services").issues) == set(OUTCOMES.split())


def test_whoever_refuses_must_say_why(procedure: str, edition: Callable[[str], Compiled]) -> None:
    for (of, path), form in edition(procedure).forms.items():
        names = {field.name: field for field in form.fields}
        if of == procedure and any(name.startswith("decision_") for name in names):
            reasons = [field for name, field in names.items() if name.startswith("motif_") and field.required]
            assert reasons, path


def test_no_diagnosis_ethnic_group_or_religion_is_ever_asked(
    procedure: str, edition: Callable[[str], Compiled]
) -> None:
    for form in edition(procedure).forms.values():
        for path, field in form.walk():
            words = f"{path} {field.label}".casefold()
            assert not any(word in words for word in ("ethni", "religi", "diagnostic_medical")), path


def test_nobody_is_asked_what_they_may_not_see(
    procedure: str, edition: Callable[[str], Compiled], house: House
) -> None:
    for (of, _), step in edition(procedure).places.items():
        form = edition(procedure).form(of, step.form)
        if form and step.role and Permission.SEE_SENSITIVE not in house.roles[step.role].permissions:
            stuck = [path for path, field in form.walk() if field.sensitive and field.required]
            assert stuck == [], step.element
