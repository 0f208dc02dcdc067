"""A procedure of three tasks, and what carries its cases through the whole house: the load of the throughput bench."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine import Bundle
from migraflow.services import cases, tasks
from migraflow.wiring import Agency
from tests.small import HEAD, chain, form, lanes, node, task, text

PROCEDURE = "trois_etapes"
STEPS = ("T_01", "T_02", "T_03")
ANSWERS: Mapping[str, object] = {"motif": "Saison agricole", "suite": "Contrat de six mois"}
DIAGRAM = "".join((
    HEAD,
    f'<bpmn:process id="{PROCEDURE}" isExecutable="true">',
    lanes(accueil="debut T_01 T_02 T_03 fin"),
    node("startEvent", "debut", name="Demande"),
    *(task(step, f"Traiter {step}", formulaire="forms/note.json") for step in STEPS),
    node("endEvent", "fin", name="Traitée"),
    chain("debut", *STEPS, "fin"),
    "</bpmn:process></bpmn:definitions>",
))  # fmt: skip


def bundle() -> Bundle:
    """The folder."""
    toml = (
        f'id = "{PROCEDURE}"\ntitre = "Trois étapes"\nprefixe = "TE"\nouvert_par = ["accueil"]\n'
        '[issues]\nfin = "Traitée"\n'
    )
    asked = {"motif": text("Motif"), "suite": text("Suite")}
    files = {
        "procedure.toml": toml.encode(),
        "procedure.bpmn": DIAGRAM.encode(),
        "forms/note.json": form("note", "Note", ("motif",), **asked),
    }
    return Bundle.of(PROCEDURE, files)


def carry(agency: Agency, token: str, key: str) -> None:
    """One case from its opening to its end, each step a wish of its own, as a browser sends it."""
    receipt = agency.perform(cases.start, token, procedure=PROCEDURE, key=f"{key}:0")
    while receipt.next_token is not None:
        wish = {"token": receipt.next_token, "answers": ANSWERS, "version": 1, "key": receipt.next_token}
        receipt = agency.perform(tasks.complete, token, **wish)
    assert receipt.ended
