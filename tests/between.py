"""Small procedures that speak to one another, drawn as text: one waits, one answers, one is begun by a word."""

from __future__ import annotations

from html import escape

from migraflow.engine import Bundle
from tests.small import HEAD, chain, form, lanes, node, task, text, timer

BODIES = "</bpmn:process></bpmn:definitions>"


def told(**properties: str) -> str:
    """Extension properties of an element."""
    lines = "".join(
        f'<spiffworkflow:property name="{name}" value="{escape(value)}"/>' for name, value in properties.items()
    )
    inner = f"<spiffworkflow:properties>{lines}</spiffworkflow:properties>"
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>" if properties else ""


def event(kind: str, ref: str, payload: str = "") -> str:
    """A message or signal definition, with what it carries."""
    carried = f"<spiffworkflow:messagePayload>{escape(payload)}</spiffworkflow:messagePayload>"
    inner = f"<bpmn:extensionElements>{carried}</bpmn:extensionElements>"
    return node(f"{kind}EventDefinition", f"d_{ref}", inner if payload else "", **{f"{kind}Ref": ref})


def bundle(id: str, prefix: str, *body: str, before: str, more: str = "", **forms: bytes) -> Bundle:
    """A procedure opened at the front desk, with one outcome."""
    diagram = HEAD + before + f'<bpmn:process id="{id}" isExecutable="true">' + "".join(body) + BODIES
    head = f'id = "{id}"\ntitre = "{id}"\nprefixe = "{prefix}"\nouvert_par = ["accueil"]\n'
    toml = f'{head}{more}\n[issues.fini]\nlibelle = "Fini"\n'
    files = {f"forms/{name}.json": content for name, content in forms.items()}
    return Bundle.of(id, {"procedure.toml": toml.encode(), "procedure.bpmn": diagram.encode(), **files})


REPLY = '<bpmn:message id="msg_reponse" name="reponse"/><bpmn:signal id="sig_arret" name="arret"/>'
AWAITED = '[messages.reponse]\nlibelle = "Réponse reçue"\nroles = ["accueil"]\n'
NUMBER = form("numero", "Numéro", numero=text("Numéro"), avis=text("Avis"))


def asks(correlation: str = "numero", before: str = REPLY) -> Bundle:
    """Waits for the answer that bears its number; hears that all is stopped."""
    properties = told(correlation=correlation) if correlation else ""
    return bundle(
        "question", "QU",
        lanes(accueil="debut A_1 A_2 A_3 fin_fini"),
        node("startEvent", "debut"),
        task("A_1", "Poser la question", formulaire="forms/numero.json"),
        node("intermediateCatchEvent", "attente", properties + event("message", "msg_reponse"), name="Réponse"),
        task("A_2", "Lire la réponse"),
        node("boundaryEvent", "arret", event("signal", "sig_arret"), attachedToRef="A_2", cancelActivity="false"),
        task("A_3", "Noter l’arrêt"),
        node("endEvent", "fin_fini"), node("endEvent", "fin_a"),
        chain("debut", "A_1", "attente", "A_2", "fin_fini"), chain("arret", "A_3", "fin_a"),
        before=before, more=AWAITED, numero=NUMBER,
    )  # fmt: skip


def answers(**properties: str) -> Bundle:
    """Answers the question of a number."""
    return bundle(
        "reponse", "RE",
        lanes(accueil="debut B_1 fin_fini"),
        node("startEvent", "debut"),
        task("B_1", "Répondre", formulaire="forms/numero.json"),
        node("intermediateThrowEvent", "envoi",
             told(**properties) + event("message", "msg_reponse", "{avis: avis, numero: numero}"), name="Réponse"),
        node("endEvent", "fin_fini"),
        chain("debut", "B_1", "envoi", "fin_fini"),
        before=REPLY, numero=NUMBER,
    )  # fmt: skip


def stops() -> Bundle:
    """Throws the signal that all is stopped."""
    return bundle(
        "arret", "AR",
        lanes(accueil="debut C_1 fin_fini"),
        node("startEvent", "debut"),
        task("C_1", "Décider l’arrêt"),
        node("intermediateThrowEvent", "signal", event("signal", "sig_arret", '{motif: "crise"}')),
        node("endEvent", "fin_fini"),
        chain("debut", "C_1", "signal", "fin_fini"),
        before=REPLY,
    )  # fmt: skip


def follows() -> Bundle:
    """Is begun by an answer."""
    return bundle(
        "suite", "SU",
        lanes(accueil="debut D_1 fin_fini"),
        node("startEvent", "debut", event("message", "msg_reponse")),
        task("D_1", "Suivre"),
        node("endEvent", "fin_fini"),
        chain("debut", "D_1", "fin_fini"),
        before=REPLY, more=AWAITED,
    )  # fmt: skip


def gathers(place: str = "region") -> Bundle:
    """Asks one thing of every region named, at the same time."""
    loop = node("multiInstanceLoopCharacteristics", "boucle", "".join((
        "<bpmn:loopDataInputRef>lieux</bpmn:loopDataInputRef>", node("inputDataItem", "lieu", name="lieu"),
        "<bpmn:loopDataOutputRef>recus</bpmn:loopDataOutputRef>", node("outputDataItem", "avis", name="avis"),
    )))  # fmt: skip
    collect = task("G_2", "Collecter", formulaire="forms/numero.json", **{place: "lieu"})
    return bundle(
        "collecte", "CO",
        lanes(accueil="debut G_0 G_1 G_3 fin_fini", conseillers_regionaux="G_2"),
        node("startEvent", "debut"),
        task("G_1", "Publier", formulaire="forms/lieux.json"),
        node("scriptTask", "G_0", "<bpmn:script>lieux := split(liste, \" \")</bpmn:script>"),
        collect.replace("</bpmn:userTask>", loop + "</bpmn:userTask>"),
        task("G_3", "Réunir"),
        node("endEvent", "fin_fini"),
        chain("debut", "G_1", "G_0", "G_2", "G_3", "fin_fini"),
        before="", numero=NUMBER, lieux=form("lieux", "Lieux", liste=text("Liste")),
    )  # fmt: skip


DECLARED = """[sujets.corridor]
libelle = "Pays de destination"
valeur = "pays"
liste = "pays"
variable = "pays_suspendu"
[sujets.employeur]
libelle = "Employeur"
valeur = "employeur"
[messages.retrait]
libelle = "Retrait"
roles = ["accueil"]
"""
STOPPED = (
    '<bpmn:signal id="sig_corridor" name="suspension_corridor"/><bpmn:signal id="sig_levee" name="levee_suspension"/>'
    '<bpmn:message id="msg_retrait" name="retrait"/>'
)


def offers() -> Bundle:
    """An offer to a destination: examined, ten days of waiting, concluded; it hears that its destination is closed."""
    return bundle(
        "offre", "OF",
        lanes(accueil="debut traitement fin_fini suspendue reprise fin_s O_1 O_2 O_3 O_S O_R revoir O_V"),
        node("startEvent", "debut"),
        node("subProcess", "traitement", "".join((
            node("startEvent", "debut_t"),
            task("O_1", "Enregistrer l’offre", formulaire="forms/offre.json"),
            task("O_2", "Valider l’offre", delai="DS-08v"),
            node("intermediateCatchEvent", "attente", timer("dt", "P10D"), name="Dix jours"),
            task("O_3", "Conclure"),
            node("endEvent", "fin_t"),
            chain("debut_t", "O_1", "O_2", "attente", "O_3", "fin_t"),
        ))),
        node("endEvent", "fin_fini"),
        node("boundaryEvent", "suspendue", event("signal", "sig_corridor"), attachedToRef="traitement",
             cancelActivity="false"),
        task("O_S", "Gérer la suspension", pendant_suspension="oui"),
        node("intermediateCatchEvent", "reprise", event("signal", "sig_levee"), name="Levée"),
        node("eventBasedGateway", "attente_s"),
        node("intermediateCatchEvent", "revoir", told(pendant_suspension="oui") + timer("dr", "P90D"), name="Revoir"),
        task("O_V", "Réexaminer", pendant_suspension="oui"),
        task("O_R", "Annoncer la reprise"),
        node("endEvent", "fin_s"),
        node("boundaryEvent", "retire", event("message", "msg_retrait"), attachedToRef="traitement"),
        chain("debut", "traitement", "fin_fini"), chain("suspendue", "O_S", "attente_s", "reprise", "O_R", "fin_s"),
        chain("attente_s", "revoir", "O_V", "attente_s"),
        chain("retire", "fin_fini"),
        before=STOPPED, more=DECLARED, offre=form("offre", "Offre", pays=text("Pays"), employeur=text("Employeur")),
    )  # fmt: skip
