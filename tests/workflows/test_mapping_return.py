"""What the manual asks of returns, self-employment, complaints and nine shorter procedures stands in their folders."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from migraflow.domain.calendar import Unit
from migraflow.engine import Compiled, House

STEPS = {
    "reinsertion_retour": """RM_01 RM_02 RM_02b RM_03 RM_04 RM_05 RM_05v RM_05t RM_05n RM_06 RM_07 RM_08 RM_09 RM_10
        RM_10a RM_11 RM_12 RM_13 RM_14 RM_15""",
    "financement_auto_emploi": "FA_01 FA_02 FA_03 FA_04 FA_05 FA_06 FA_07 FA_08",
    "traitement_reclamation": "RC_01 RC_02 RC_03 RC_04 RC_05 RC_06 RC_07 RC_08 RC_09",
    "mission_prospection": "MP_01 MP_02 MP_03 MP_04 MP_05 MP_06 MP_07 mp_six_mois MP_08",
    "veille_marche": "MV_01 MV_02 MV_03 MV_04 mv_mois",
    "suivi_accord_bilateral": "AB_01 AB_02 AB_03 ab_avant_commission AB_04 AB_05 AB_06",
    "partenariat_bpp": "BP_01 BP_02 BP_03 BP_04 BP_05 bp_mois BP_06 BP_07",
    "partenariat_employeur_stage": "PE_01 PE_02 PE_03 PE_04 PE_05 PE_06 PE_07 PE_08 PE_E1 PE_E2 PE_E3",
    "collecte_statistique": "CS_01 CS_02 CS_03 CS_04 CS_05 CS_06 cs_rappel cs_escalade",
    "exercice_droits_donnees": "DR_01 DR_02 DR_03 DR_04",
    "sous_groupe_migration_pro": "SG_01 SG_02 SG_03 SG_04",
    "programme_migration_legale": "PM_01 PM_02 PM_03 PM_04",
}
CALLS = """reinsertion_retour>referencement_protection reinsertion_retour>plan_formation
    reinsertion_retour>financement_auto_emploi reinsertion_retour>placement_national
    reinsertion_retour>traitement_reclamation traitement_reclamation>referencement_protection"""
LETTERS = {
    "reinsertion_retour": "L4 L7 L20 L22 L23 L27 L28",
    "financement_auto_emploi": "L24 L26 L27",
    "mission_prospection": "L31",
    "suivi_accord_bilateral": "L32",
    "partenariat_employeur_stage": "L25",
    "exercice_droits_donnees": "L30",
}
EXCEPTIONS = {
    "dossier incomplet": "RM_05v",
    "refus et recours": "RM_05n RM_05m rm_attente_recours rm_recours_recu rm_delai_recours RM_10a RM_10m",
    "retrait": "rm_retrait RM_X1 fin_retrait",
    "fraude": "rm_soupcon rm_fraude RM_X3 fin_fraude",
    "mineur ou vulnérable": "RM_03 RM_03d RM_03q",
    "suspension par autorité": "rm_suspension RM_X4",
    "détresse, urgence au suivi": "RM_11m RM_11q",
    "silence d’un partenaire": "rm_delai_partenaire RM_05r RM_05s",
    "perdu de vue": "rm_contact_perdu RM_X5 fin_perdu_de_vue",
    "doublon": "RM_02 RM_02d RM_02b",
    "échéance dépassée": "rm_entretien_15 RM_06b rm_plan_30 RM_09b",
    "décès": "rm_deces RM_X2 fin_deces",
    "réclamation": "rm_plainte RM_RC",
}
FIELDS = {
    "reinsertion_retour/accueil": """identite.nom consentement.finalite date_arrivee lieu_arrivee mode_retour
        organisme_retour pays_provenance pays_sejour_principal date_depart_initial duree_sejour statut_sejour
        dernier_metier_etranger employeur salaires_impayes accompagnants.[].lien
        accompagnants.[].age_accompagnant accompagnants.[].sexe_accompagnant non_accompagne documents_detenus
        region_installation cercle_installation commune_installation preuve_migration.[].type_piece hebergement_chambre
        hebergement_cite motif_hebergement""",
    "reinsertion_retour/vulnerabilite": """mineur non_accompagne grossesse_allaitement parent_isole personne_agee
        handicap_retour probleme_medical_urgent sante_mentale violence_subie indices_traite dette_passeur sans_domicile
        menace_securite retour_force""",
    "reinsertion_retour/assistance": """aides_immediates.[].type_aide aides_immediates.[].quantite
        aides_immediates.[].montant aides_immediates.[].financeur aides_immediates.[].date_aide
        aides_immediates.[].emargement""",
    "reinsertion_retour/entretien": """revenu_menage dette_retour actifs projet_auto_emploi besoins_sociaux
        besoins_psychosociaux raison_depart attentes obstacles soutien_familial risque_reemigration
        situation_securite_zone mode_enquete langue_enquete enqueteur rss_t0.e1 rss_t0.s11 rss_t0.p10""",
    "reinsertion_retour/bilan": """metiers.[].code_citp competences_acquises_etranger langues_acquises epargne
        materiel_rapporte reseau_etranger certification_souhaitee niveau_employabilite tests.[].score""",
    "reinsertion_retour/pir": """objectif_general composantes.[].type composantes.[].activite
        composantes.[].structure_composante composantes.[].debut composantes.[].fin composantes.[].cout
        composantes.[].financeur_composante composantes.[].indicateur composantes.[].responsable budget_total
        apport_personnel individuel_ou_collectif membres_groupe.[].nom_membre faisabilite_marche faisabilite_competences
        faisabilite_cout faisabilite_delai faisabilite_risque calendrier_suivi signature_personne signature_charge""",
    "reinsertion_retour/comite": """mode_saisie date_seance quorum avis_membres.[].avis decision_comite montant_accorde
        conditions_comite pv_comite""",
    "reinsertion_retour/suivi_12": """mode_suivi activite_en_cours revenu_mensuel emplois_crees etat_equipement
        remboursement difficultes appui_complementaire intention_remigrer rss_t2.e1 photo_suivi gps_suivi""",
    "reinsertion_retour/cloture": """motif_cloture date_cloture bilan_cloture scores.[].score_lu satisfaction
        recommandations orientation_finale""",
    "financement_auto_emploi/plan_affaires": """activite_projet marche_projet investissements.[].cout
        charges_mensuelles_projet resultat_mensuel_projet apport_projet besoin_financement""",
    "financement_auto_emploi/visite": "chiffre_affaires emplois_fa etat_remboursement",
    "traitement_reclamation/enregistrer_reclamation": """type_reclamation mis_en_cause montant_reclame
        faits_reclamation anonyme""",
    "mission_prospection/note_conceptuelle": "pays_mission membres_mission.[].nom budget_mission objectifs_mission",
    "veille_marche/fiches": """fiches_veille.[].pays_fiche fiches_veille.[].metier_fiche fiches_veille.[].besoin_estime
        fiches_veille.[].source_veille fiches_veille.[].date_source fiches_veille.[].fiabilite""",
    "suivi_accord_bilateral/accord": """pays_accord type_accord statut_accord articles_accord.[].article
        contingents.[].annee contingents.[].metier_contingent contingents.[].nombre""",
    "partenariat_bpp/agence": """agrement_numero agrement_autorite agrement_zone date_agrement caution_bpp
        pieces_fournies""",
    "collecte_statistique/fiche_statistique": """indicateurs_fiche.[].indicateur circulaires_cycles circulaires_duree
        circulaires_a_temps""",
}
ENDS = """reinsere_durable reinsere_partiel fin_periode_appui retrait_volontaire ne_remplit_plus_criteres demenagement
reemigration_reguliere reemigration_irreguliere_declaree transfere_partenaire perdu_de_vue aide_inadaptee comportement
effets_negatifs fraude non_eligible deces"""
DEADLINES = {
    "RM-01": (72, Unit.HOURS), "RM-06": (15, Unit.DAYS), "RM-09": (30, Unit.DAYS), "RM-10": (10, Unit.WORKING_DAYS),
    "FA-04": (20, Unit.WORKING_DAYS), "MP-02": (3, Unit.WORKING_DAYS), "MP-03": (10, Unit.WORKING_DAYS),
    "MP-06": (15, Unit.DAYS), "BPP": (15, Unit.DAYS), "BPP-r": (15, Unit.DAYS), "RC": (15, Unit.WORKING_DAYS),
    "DR": (30, Unit.DAYS), "RM-11": (90, Unit.DAYS), "RM-12": (182, Unit.DAYS), "RM-13": (365, Unit.DAYS),
    "RM-11s": (15, Unit.DAYS),
}  # fmt: skip
OWN = Path(__file__).parents[2] / "workflows"


def text(procedure: str) -> str:
    """The diagram as it is written."""
    return (OWN / procedure / "procedure.bpmn").read_text(encoding="utf-8")


@pytest.mark.parametrize("procedure_id", STEPS)
def test_every_step_is_drawn(procedure_id: str, edition: Callable[[str], Compiled]) -> None:
    assert set(STEPS[procedure_id].split()) - edition(procedure_id).diagrams[procedure_id].nodes.keys() == set()


@pytest.mark.parametrize("call", CALLS.split())
def test_a_procedure_calls_those_it_leans_on(call: str) -> None:
    caller, called = call.split(">")
    assert f'calledElement="{called}"' in text(caller)


@pytest.mark.parametrize("procedure_id", LETTERS)
def test_every_letter_is_handed_over(procedure_id: str) -> None:
    for letter in LETTERS[procedure_id].split():
        assert f"&quot;{letter}&quot;" in text(procedure_id), letter


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_every_exception_has_its_way_out(exception: str, edition: Callable[[str], Compiled]) -> None:
    nodes = edition("reinsertion_retour").diagrams["reinsertion_retour"].nodes
    assert set(EXCEPTIONS[exception].split()) - nodes.keys() == set()


@pytest.mark.parametrize("form", FIELDS)
def test_every_question_is_asked(form: str, edition: Callable[[str], Compiled]) -> None:
    procedure_id, name = form.split("/")
    asked = {path for path, _ in edition(procedure_id).forms[procedure_id, f"forms/{name}.json"].walk()}
    assert set(FIELDS[form].split()) - asked == set()


@pytest.mark.parametrize("code", DEADLINES)
def test_every_deadline_is_the_one_of_the_register(code: str, house: House) -> None:
    deadline = house.deadlines[code]
    assert (deadline.amount, deadline.unit) == DEADLINES[code]
    assert any(re.search(rf'["(;]{code}["&)]', text(one)) for one in STEPS), code


def test_returns_end_as_the_handbook_says(edition: Callable[[str], Compiled]) -> None:
    assert set(ENDS.split()) <= set(edition("reinsertion_retour").issues)


@pytest.mark.parametrize("procedure_id", STEPS)
def test_a_partner_without_an_account_holds_nothing_up(
    procedure_id: str, edition: Callable[[str], Compiled], house: House
) -> None:
    partners = {"direction_travail", "consulat", "formation", "financement", "comite_reinsertion", "ministere"}
    ready = edition(procedure_id)
    for (of, _), step in ready.places.items():
        form = ready.form(of, step.form)
        if of == procedure_id and step.role in partners and form is not None:
            assert form.field("mode_saisie") is not None, step.element


def test_sensitive_questions_of_returns_say_why(edition: Callable[[str], Compiled]) -> None:
    forms = edition("reinsertion_retour").forms
    for name, paths in (
        ("vulnerabilite", "violence_subie sante_mentale indices_traite dette_passeur"),
        ("entretien", "rss_t0.p4 rss_t0.p5 rss_t0.p6 rss_t0.p7 rss_t0.p8"),
        ("accueil", "statut_sejour"),
    ):
        for path in paths.split():
            field = forms["reinsertion_retour", f"forms/{name}.json"].field(path)
            assert field is not None and field.sensitive and field.purpose, path
