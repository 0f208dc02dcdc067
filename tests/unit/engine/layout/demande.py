"""« Demande de services d'un candidat à la migration », as the agency describes it, written as a model."""

from tests.unit.engine.layout.models import boundary, collaboration, document, event, flows, lanes, node, process

LANES = {
    "Accueil": (
        "recue enregistrer doublon_possible rapprocher rejeter recours_ou_delai recours delai_recours rejete "
        "pieces demander_pieces attendre_pieces pieces_recues relance_15 relancer sans_suite rendez_vous jour_rdv "
        "present retrait clos_retrait debut trop_longtemps constituer enregistrer_retrait clos prevenir_chef trop_long"
    ),
    "Conseiller": (
        "diagnostic profiler test_requis tests_reunis plan atelier services services_reunis sortie vivier "
        "attendre_offre proposition fin_validite actualiser presenter accepte attendre_resultat retenu non_retenu "
        "delai_90 reposition suivi cloturer fin partir informer suspension fin_informer issue "
        "candidature depart"
    ),
    "Service migration": "saisir_tests verifier",
    "Chef de la division": (
        "statuer statuer_fraude levee rejete_fraude statuer_recours admis valider valide_ou fraude_err fin_fraude"
    ),
    "Point focal partenaires": "orienter retour_ou_delai retour delai_30 formation",
    "Système": "numeroter recevable recevabilite parcours cout proteger refere",
}


def instruction() -> str:
    """What happens inside the wrapping subprocess."""
    return "".join((_reception(), _interview(), _services(), _placement()))


def _reception() -> str:
    return "".join((
        event("startEvent", "debut", "Instruction ouverte"),
        node("userTask", "enregistrer", "Enregistrer la demande et recueillir le consentement"),
        boundary("trop_longtemps", "enregistrer", "timer", "1 jour ouvré dépassé", interrupting=False),
        node("serviceTask", "prevenir_chef", "Prévenir le superviseur"),
        event("endEvent", "prevenu"),
        node("scriptTask", "numeroter", "Numéroter, rechercher les doublons, émettre l’accusé de réception"),
        node("exclusiveGateway", "doublon_possible", "Doublon probable ?"),
        node("userTask", "rapprocher", "Rapprocher les dossiers"),
        node("businessRuleTask", "recevable", "Contrôler la recevabilité"),
        node("exclusiveGateway", "recevabilite", "Recevabilité ?"),
        node("callActivity", "proteger", "Référencement vers la protection"),
        event("endEvent", "refere", "Référé protection"),
        node("userTask", "statuer_fraude", "Statuer sur la fraude"),
        node("exclusiveGateway", "levee", "Fraude confirmée ?"),
        event("endEvent", "rejete_fraude", "Rejeté – fraude", "terminate"),
        node("userTask", "rejeter", "Notifier le rejet motivé"),
        node("eventBasedGateway", "recours_ou_delai"),
        event("intermediateCatchEvent", "recours", "Recours reçu", "message"),
        event("intermediateCatchEvent", "delai_recours", "30 jours", "timer"),
        node("userTask", "statuer_recours", "Statuer sur le recours"),
        node("exclusiveGateway", "admis", "Recours admis ?"),
        event("endEvent", "rejete", "Rejeté"),
        node("sendTask", "demander_pieces", "Demander les pièces manquantes"),
        node("eventBasedGateway", "attendre_pieces"),
        event("intermediateCatchEvent", "pieces_recues", "Pièces reçues", "message"),
        event("intermediateCatchEvent", "relance_15", "15 jours", "timer"),
        node("exclusiveGateway", "relancer", "Déjà deux relances ?"),
        event("endEvent", "sans_suite", "Classé sans suite"),
        flows(
            "debut -> enregistrer", "trop_longtemps -> prevenir_chef", "prevenir_chef -> prevenu",
            "enregistrer -> numeroter", "numeroter -> doublon_possible",
            "doublon_possible -> rapprocher: oui", "doublon_possible -> recevable: non", "rapprocher -> recevable",
            "recevable -> recevabilite", "recevabilite -> proteger: mineur ou alerte de protection",
            "proteger -> refere", "recevabilite -> statuer_fraude: suspicion de fraude", "statuer_fraude -> levee",
            "levee -> rejete_fraude: confirmée", "levee -> rendez_vous: levée",
            "recevabilite -> rejeter: non recevable", "rejeter -> recours_ou_delai",
            "recours_ou_delai -> recours", "recours_ou_delai -> delai_recours",
            "recours -> statuer_recours", "statuer_recours -> admis", "admis -> rendez_vous: oui",
            "admis -> rejete: non", "delai_recours -> rejete", "recevabilite -> demander_pieces: dossier incomplet",
            "demander_pieces -> attendre_pieces", "attendre_pieces -> pieces_recues", "pieces_recues -> recevable",
            "attendre_pieces -> relance_15", "relance_15 -> relancer", "relancer -> demander_pieces: non",
            "relancer -> sans_suite: oui", "recevabilite -> rendez_vous: recevable",
        ),
    ))  # fmt: skip


def _interview() -> str:
    return "".join((
        node("userTask", "rendez_vous", "Fixer le rendez-vous d’entretien"),
        event("intermediateCatchEvent", "jour_rdv", "Jour du rendez-vous", "timer"),
        node("exclusiveGateway", "present", "Présent ?"),
        node("userTask", "diagnostic", "Entretien de diagnostic et information sur les risques"),
        node("parallelGateway", "test_requis"),
        node("userTask", "profiler", "Évaluer les compétences et profiler (ROAME/CITP)"),
        node("userTask", "saisir_tests", "Saisir les résultats de test (langue, métier)"),
        node("parallelGateway", "tests_reunis"),
        node("businessRuleTask", "parcours", "Déterminer le parcours"),
        node("userTask", "plan", "Convenir du plan d’action personnalisé, signature"),
        node("exclusiveGateway", "cout", "Plan à valider ?"),
        node("userTask", "valider", "Valider le plan"),
        node("exclusiveGateway", "valide_ou", "Plan validé ?"),
        flows(
            "rendez_vous -> jour_rdv", "jour_rdv -> present", "present -> rendez_vous: absent",
            "present -> diagnostic: oui", "diagnostic -> test_requis", "test_requis -> profiler",
            "test_requis -> saisir_tests", "profiler -> tests_reunis", "saisir_tests -> tests_reunis",
            "tests_reunis -> parcours", "parcours -> plan", "plan -> cout", "cout -> valider: oui",
            "cout -> services: non", "valider -> valide_ou", "valide_ou -> plan: à revoir",
            "valide_ou -> services: oui",
        ),
    ))  # fmt: skip


def _services() -> str:
    return "".join((
        node("inclusiveGateway", "services", "Services retenus"),
        node("userTask", "atelier", "Atelier d’information et de sensibilisation"),
        node("callActivity", "formation", "Plan de formation"),
        node("userTask", "constituer", "Accompagner la constitution des pièces"),
        boundary("trop_long", "constituer", "timer", "10 jours", interrupting=False),
        node("serviceTask", "rappeler", "Rappeler au candidat"),
        event("endEvent", "rappele"),
        node("userTask", "orienter", "Orienter vers un partenaire"),
        node("eventBasedGateway", "retour_ou_delai"),
        event("intermediateCatchEvent", "retour", "Retour du partenaire", "message"),
        event("intermediateCatchEvent", "delai_30", "30 jours", "timer"),
        node("callActivity", "verifier", "Vérification de l’employeur"),
        node("inclusiveGateway", "services_reunis"),
        node("exclusiveGateway", "sortie", "Parcours ?"),
        flows(
            "services -> atelier: information", "services -> formation: formation", "services -> constituer: pièces",
            "trop_long -> rappeler", "rappeler -> rappele",
            "services -> orienter: orientation", "services -> verifier: parcours E", "orienter -> retour_ou_delai",
            "retour_ou_delai -> retour", "retour_ou_delai -> delai_30", "delai_30 -> orienter",
            "retour -> services_reunis", "atelier -> services_reunis", "formation -> services_reunis",
            "constituer -> services_reunis", "verifier -> services_reunis", "services_reunis -> sortie",
            "sortie -> vivier: à placer", "sortie -> cloturer: alternative nationale",
        ),
    ))  # fmt: skip


def _placement() -> str:
    return "".join((
        node("serviceTask", "vivier", "Inscrire au vivier international"),
        node("eventBasedGateway", "attendre_offre"),
        event("intermediateCatchEvent", "proposition", "Proposition de mise en relation", "message"),
        event("intermediateCatchEvent", "fin_validite", "Fin de validité (6 mois)", "timer"),
        node("userTask", "actualiser", "Actualiser l’inscription"),
        node("userTask", "presenter", "Présenter l’offre, recueillir la décision du candidat"),
        node("exclusiveGateway", "accepte", "Offre acceptée ?"),
        node("sendTask", "candidature", "Confirmer la candidature"),
        node("eventBasedGateway", "attendre_resultat"),
        event("intermediateCatchEvent", "retenu", "Candidat retenu", "message"),
        event("intermediateCatchEvent", "delai_90", "90 jours", "timer"),
        node("callActivity", "depart", "Dossier de départ"),
        node("exclusiveGateway", "issue", "Départ confirmé ?"),
        node("userTask", "reposition", "Entretien de repositionnement"),
        node("serviceTask", "suivi", "Créer le suivi du placement"),
        node("userTask", "cloturer", "Clôturer le dossier, enquête de satisfaction"),
        event("endEvent", "fin", "Dossier clos"),
        flows(
            "vivier -> attendre_offre", "attendre_offre -> proposition", "attendre_offre -> fin_validite",
            "fin_validite -> actualiser", "actualiser -> vivier", "proposition -> presenter", "presenter -> accepte",
            "accepte -> attendre_offre: non", "accepte -> candidature: oui", "candidature -> attendre_resultat",
            "attendre_resultat -> retenu", "attendre_resultat -> delai_90", "delai_90 -> attendre_offre",
            "retenu -> depart", "depart -> issue", "issue -> suivi: oui", "issue -> reposition: non",
            "reposition -> attendre_offre", "suivi -> cloturer", "cloturer -> fin",
        ),
    ))  # fmt: skip


def demande_services() -> bytes:
    """The procedure: one wrapping subprocess over six lanes, its global exceptions, and the black boxes around."""
    inner = f'<subProcess id="instruction" name="Instruction de la demande">{instruction()}</subProcess>'
    outer = "".join((
        event("startEvent", "recue", "Demande reçue", "message"), inner, event("endEvent", "clos", "Dossier terminé"),
        boundary("retrait", "instruction", "message", "Retrait du candidat"),
        node("userTask", "enregistrer_retrait", "Enregistrer le retrait"), event("endEvent", "clos_retrait", "Retiré"),
        boundary("fraude_err", "instruction", "error", "Fraude documentaire"),
        node("userTask", "statuer", "Statuer sur la fraude documentaire"), event("endEvent", "fin_fraude", "Rejeté"),
        boundary("suspension", "instruction", "signal", "Corridor suspendu", interrupting=False),
        node("userTask", "informer", "Informer le candidat, proposer une autre destination"),
        event("endEvent", "fin_informer", "Candidat informé"),
        flows(
            "recue -> instruction", "instruction -> clos", "retrait -> enregistrer_retrait",
            "enregistrer_retrait -> clos_retrait", "fraude_err -> statuer", "statuer -> fin_fraude",
            "suspension -> informer", "informer -> fin_informer",
        ),
    ))  # fmt: skip
    members = {name: [each for each in nodes.split() if f'id="{each}"' in outer] for name, nodes in LANES.items()}
    pools = {"ANPE": "p", "Candidat": "", "Partenaires (CIGEM, FAFPA, APEJ)": "", "Employeur": ""}
    messages = (
        "pool_1 -> recue: demande", "demander_pieces -> pool_1: pièces manquantes", "pool_1 -> pieces_recues: pièces",
        "pool_1 -> recours: recours", "orienter -> pool_2: lettre d’orientation", "pool_2 -> retour: retour",
        "candidature -> pool_3: candidature", "pool_3 -> retenu: résultat", "pool_1 -> retrait: retrait",
    )  # fmt: skip
    return document(collaboration(pools, messages), process(lanes(members), outer))
