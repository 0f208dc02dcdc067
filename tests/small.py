"""A small procedure of the counter, drawn as text: enough lanes, waits and secrets for every incident of the tests.

``accueil`` registers (identity kept in the register), the house looks for duplicates, ``conseiller`` interviews,
``chef_dcm`` and ``service_migration`` work side by side, ``accueil`` closes. A minor is referred to ``protection``
(a confidential procedure called), a refused one may appeal within 30 days, anybody may withdraw while it is examined.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from itertools import pairwise
from pathlib import Path

from migraflow.engine import Bundle
from migraflow.services import procedures
from migraflow.wiring import Agency

WORKFLOWS = Path(__file__).resolve().parents[1] / "workflows"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions '
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="http://anpe.example">'
)


def node(tag: str, id: str, inner: str = "", **words: str) -> str:
    """One element."""
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in words.items())
    return f'<bpmn:{tag} id="{id}"{attributes}>{inner}</bpmn:{tag}>'


def task(id: str, name: str, **properties: str) -> str:
    """A user task with the house's properties (`formulaire`, `delai`, `resume`)."""
    told = {"formJsonSchemaFilename" if key == "formulaire" else key: text for key, text in properties.items()}
    lines = "".join(f'<spiffworkflow:property name="{key}" value="{escape(text)}"/>' for key, text in told.items())
    inner = f"<spiffworkflow:properties>{lines}</spiffworkflow:properties>" if lines else ""
    return node("userTask", id, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>", name=name)


def service(id: str, name: str, operator: str, result: str = "", **parameters: str) -> str:
    """A service task that asks the house for something; parameters are FEEL."""
    lines = "".join(
        f'<spiffworkflow:parameter id="{key}" type="str" value="{escape(text)}"/>' for key, text in parameters.items()
    )
    inner = (
        f'<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="{operator}" resultVariable="{result}">'
        f"<spiffworkflow:parameters>{lines}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
        "</bpmn:extensionElements>"
    )
    return node("serviceTask", id, inner, name=name)


def flow(source: str, target: str, condition: str = "") -> str:
    """A sequence flow, `f_source_target`."""
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
    )
    return node("sequenceFlow", f"f_{source}_{target}", inner if condition else "", sourceRef=source, targetRef=target)


def chain(*ids: str) -> str:
    """Flows from each to the next."""
    return "".join(flow(one, other) for one, other in pairwise(ids))


def timer(id: str, text: str) -> str:
    """A timer definition; `text` is a duration."""
    inner = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:timeDuration>'
    return node("timerEventDefinition", id, inner)


def lanes(**lanes: str) -> str:
    """Lanes with the elements in each."""
    inner = "".join(
        node("lane", f"lane_{role}", "".join(f"<bpmn:flowNodeRef>{id}</bpmn:flowNodeRef>" for id in ids.split()),
             name=role)
        for role, ids in lanes.items()
    )  # fmt: skip
    return node("laneSet", "couloirs", inner)


def text(title: str, **words: object) -> dict[str, object]:
    """A text field."""
    return {"title": title, "type": "string", "x-kind": "text", **words}


def form(id: str, title: str, required: tuple[str, ...] = (), **fields: object) -> bytes:
    """A form file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": id, "title": title, "type": "object",
        "properties": fields, "required": list(required),
    }  # fmt: skip
    return json.dumps(schema).encode()


IDENTITY = {
    "type": "object",
    "title": "Identité",
    "x-kind": "block",
    "x-register": "identite",
    "properties": {
        "nom": text("Nom"),
        "prenoms": text("Prénoms"),
        "sexe": {"title": "Sexe", "x-kind": "choice", "oneOf": [
            {"const": "F", "title": "Femme"}, {"const": "M", "title": "Homme"}]},
        "date_naissance": {"title": "Née le", "x-kind": "date"},
        "telephone": {"title": "Téléphone", "x-kind": "phone"},
        "handicap": text("Handicap", **{"x-sensitive": True}),
    },
    "required": ["nom", "prenoms"],
}  # fmt: skip

MAIN = "".join((
    HEAD,
    '<bpmn:message id="msg_retrait" name="retrait"/><bpmn:message id="msg_recours" name="recours"/>',
    '<bpmn:process id="petite_demande" isExecutable="true">',
    lanes(accueil="debut instruction P_X fin_retrait P_01 P_05 P_R", conseiller="P_02", chef_dcm="P_03 P_03a",
          service_migration="P_04", protection="proteger"),
    node("startEvent", "debut", name="Demande reçue"),
    node("subProcess", "instruction", "".join((
        node("startEvent", "debut_i"),
        task("P_01", "Enregistrer la demande", formulaire="forms/enregistrer.json", delai="DS-01",
             resume='"au guichet de " + lieu'),
        service("P_01d", "Chercher les doublons", "chercher_doublons", "doublons"),
        node("exclusiveGateway", "g_sort", default="f_g_sort_P_02", name="Recevable ?"),
        node("callActivity", "proteger", calledElement="petit_secret", name="Référer à la protection"),
        node("endEvent", "fin_refere", name="Référé"),
        task("P_R", "Notifier le rejet", formulaire="forms/rejet.json"),
        node("eventBasedGateway", "g_recours"),
        node("intermediateCatchEvent", "recours_recu",
             '<bpmn:messageEventDefinition id="md1" messageRef="msg_recours"/>', name="Recours reçu"),
        node("intermediateCatchEvent", "delai_passe", timer("td1", "P30D"), name="Délai de recours passé"),
        task("P_03a", "Statuer sur le recours", formulaire="forms/recours.json"),
        node("exclusiveGateway", "g_appel", default="f_g_appel_rejeter", name="Admis ?"),
        node("scriptTask", "rejeter", '<bpmn:script>issue := "rejet"</bpmn:script>', name="Retenir l'issue"),
        node("endEvent", "fin_rejet", name="Rejeté"),
        task("P_02", "Mener l'entretien", formulaire="forms/entretien.json", delai="DS-05"),
        service("P_02n", "Prévenir", "avis", modele='"relance_absence"', a='"service_migration"'),
        node("parallelGateway", "g_et"), node("parallelGateway", "j_et"),
        task("P_03", "Valider le plan", formulaire="forms/plan.json", delai="DS-08v"),
        task("P_04", "Saisir les tests", formulaire="forms/tests.json"),
        task("P_05", "Clôturer le dossier"),
        node("endEvent", "fin_i"),
        chain("debut_i", "P_01", "P_01d", "g_sort"),
        flow("g_sort", "proteger", "age_declare < 18"), flow("proteger", "fin_refere"),
        flow("g_sort", "P_R", "recevable = false"), chain("P_R", "g_recours"),
        chain("g_recours", "recours_recu", "P_03a", "g_appel"), chain("g_recours", "delai_passe", "rejeter"),
        flow("g_appel", "P_02", "admis = true"), flow("g_appel", "rejeter"), flow("rejeter", "fin_rejet"),
        flow("g_sort", "P_02"), chain("P_02", "P_02n", "g_et", "P_03", "j_et"), chain("g_et", "P_04", "j_et"),
        chain("j_et", "P_05", "fin_i"),
    )), name="Instruction"),
    node("boundaryEvent", "retrait_recu", '<bpmn:messageEventDefinition id="md2" messageRef="msg_retrait"/>',
         attachedToRef="instruction", cancelActivity="true", name="Retrait"),
    task("P_X", "Enregistrer le retrait", formulaire="forms/retrait.json"),
    node("endEvent", "fin_retrait", name="Retrait"), node("endEvent", "fin_traite", name="Traité"),
    chain("debut", "instruction", "fin_traite"), chain("retrait_recu", "P_X", "fin_retrait"),
    "</bpmn:process></bpmn:definitions>",
))  # fmt: skip

TOML = """id = "petite_demande"
titre = "Petite demande"
title = "Small request"
resume = "Ce que les essais demandent."
prefixe = "PD"
numero = "regional"
ouvert_par = ["accueil"]
personne = "identite"
[messages.retrait]
libelle = "Enregistrer un retrait"
roles = ["accueil", "conseiller"]
formulaire = "motif"
[messages.recours]
libelle = "Recours reçu"
roles = ["accueil"]
[issues.traite]
libelle = "Traité"
[issues.rejet]
libelle = "Rejeté"
[issues.retrait]
libelle = "Retrait"
[issues.refere]
libelle = "Référé à la protection"
"""

SECRET = "".join((
    HEAD, '<bpmn:process id="petit_secret" isExecutable="true">', lanes(protection="s_debut S_01 s_fin"),
    node("startEvent", "s_debut"), task("S_01", "Protéger l'enfant", formulaire="forms/fiche.json", delai="DS-01"),
    node("endEvent", "s_fin"), chain("s_debut", "S_01", "s_fin"), "</bpmn:process></bpmn:definitions>",
))  # fmt: skip


def petite_demande(changed: Mapping[str, str] | None = None, forms: Mapping[str, bytes] | None = None) -> Bundle:
    """The small procedure; `changed` replaces texts in its diagram, `forms` whole forms."""
    diagram = MAIN
    for old, new in (changed or {}).items():
        assert old in diagram
        diagram = diagram.replace(old, new)
    yes = {"title": "Recevable", "x-kind": "yes-no"}
    files = {
        "procedure.toml": TOML.encode(),
        "procedure.bpmn": diagram.encode(),
        "forms/enregistrer.json": form("enregistrer", "Enregistrer la demande", ("lieu",), identite=IDENTITY,
                                       lieu=text("Lieu"), recevable=yes,
                                       age_declare={"title": "Âge", "x-kind": "integer"}),
        "forms/entretien.json": form("entretien", "Entretien", ("projet",), projet=text("Projet", minLength=5),
                                     lieu=text("Lieu")),
        "forms/plan.json": form("plan", "Plan", objectif=text("Objectif")),
        "forms/tests.json": form("tests", "Tests", ("note",), note={"title": "Note", "x-kind": "integer"}),
        "forms/rejet.json": form("rejet", "Rejet", motif_rejet=text("Motif")),
        "forms/recours.json": form("recours", "Recours", ("admis",), admis={"title": "Admis", "x-kind": "yes-no"}),
        "forms/retrait.json": form("retrait", "Retrait", observations=text("Observations")),
        "forms/motif.json": form("motif", "Motif du retrait", ("motif",), motif=text("Motif")),
    }  # fmt: skip
    return Bundle.of("petite_demande", {**files, **(forms or {})})


def petit_secret(changed: Mapping[str, str] | None = None) -> Bundle:
    """The confidential procedure the small one calls; `changed` replaces texts in its diagram."""
    diagram = SECRET
    for old, new in (changed or {}).items():
        assert old in diagram
        diagram = diagram.replace(old, new)
    toml = (
        'id = "petit_secret"\ntitre = "Petit secret"\nprefixe = "PS"\nappelable = true\nconfidentiel = ["protection"]\n'
    )
    files = {
        "procedure.toml": (toml + 'personne = "identite"\n').encode(),
        "procedure.bpmn": diagram.encode(),
        "forms/fiche.json": form("fiche", "Fiche", ("danger",), danger=text("Danger")),
    }
    return Bundle.of("petit_secret", files)


def publish(agency: Agency, *bundles: Bundle) -> None:
    """Publish bundles as the house does at start-up."""
    with agency.working() as work:
        for bundle in bundles:
            procedures.publish_folder(work, bundle=bundle)


def woman(**more: object) -> Mapping[str, object]:
    """Fatoumata, as the counter types her in."""
    return {"nom": "Diarra", "prenoms": "Fatoumata", "sexe": "F", "date_naissance": "1999-03-12",
            "telephone": "76 12 34 56", **more}  # fmt: skip
