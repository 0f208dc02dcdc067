"""``migraflow verify``: whether everything that is kept holds together, said to the one who looks after the house."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.domain.verification import Fault, FaultKind, Verified
from migraflow.services import verification
from migraflow.settings import Settings
from migraflow.store.database import DatabaseError, at_head
from migraflow.wiring import Agency

MOST_TOLD = 200
"""Faults said one by one; more of them have one cause, and the number says enough."""
READ = (
    ("cases", "dossiers"),
    ("entries", "lignes de journal"),
    ("snapshots", "mémoires de dossier"),
    ("tasks", "tâches"),
    ("waits", "attentes"),
    ("effects", "effets"),
    ("files", "fichiers"),
)
"""What was read, in the order it is told."""
SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.JOURNAL_BROKEN: "dossier {subject} : le journal a été modifié à la ligne {detail}, dont le sceau ne "
    "tient plus. Comparez-le avec une copie antérieure.",
    FaultKind.JOURNAL_CUT: "dossier {subject} : le journal n’a pas la longueur ou le dernier sceau que le dossier "
    "annonce ({detail}). Comparez-le avec une copie antérieure.",
    FaultKind.SNAPSHOT_MISSING: "dossier {subject} : sa mémoire manque. Reprenez ce dossier d’une copie.",
    FaultKind.SNAPSHOT_UNREADABLE: "dossier {subject} : sa mémoire ne se lit pas ({detail}). Reprenez ce dossier d’une "
    "copie.",
    FaultKind.EDITION_UNREADABLE: "dossier {subject} : l’édition de procédure qu’il suit ne se lit pas ({detail}). Sa "
    "page s’ouvre, mais il n’avance plus : reprenez la base d’une copie (migraflow restore).",
    FaultKind.TASK_MISSING: "dossier {subject} : la tâche « {detail} » est ouverte mais n’est dans aucune corbeille.",
    FaultKind.TASK_EXTRA: "dossier {subject} : la tâche « {detail} » est dans une corbeille sans être ouverte.",
    FaultKind.WAITS_DIFFER: "dossier {subject} : les attentes affichées ne sont pas les siennes ({detail}).",
    FaultKind.DUE_DIFFERS: "dossier {subject} : sa prochaine échéance n’est pas à sa place ({detail}).",
    FaultKind.ENDED_BUT_OPEN: "dossier {subject} : il est arrivé à sa fin « {detail} » mais figure comme ouvert.",
    FaultKind.CLOSED_BUT_OPEN: "dossier {subject} : il est clos mais « {detail} » y reste en attente.",
    FaultKind.COMPLETION_UNTOLD: "dossier {subject} : la tâche {detail} est terminée sans que le journal le dise.",
    FaultKind.COMPLETION_TWICE: "dossier {subject} : le journal dit plus d’une fois la tâche {detail} terminée.",
    FaultKind.COMPLETION_UNDONE: "dossier {subject} : le journal dit terminée la tâche {detail}, qui ne l’est pas.",
    FaultKind.EFFECT_MISSING: "dossier {subject} : il manque des effets à accomplir ({detail}).",
    FaultKind.EFFECT_LOST: "dossier {subject} : l’effet {detail} n’est ni accompli, ni prévu, ni abandonné.",
    FaultKind.ORPHAN: "{subject} : {detail} ligne(s) renvoient à ce qui n’existe pas.",
    FaultKind.FILE_DAMAGED: "fichier {detail} : son contenu n’a plus son empreinte. Reprenez-le d’une copie.",
}
"""What each fault means, and what to do."""


def verify(settings: Settings, _wish: Namespace) -> int:
    """Read everything, change nothing: 0 when all holds, 1 with a sentence per fault."""
    agency = Agency(settings)
    try:
        refuse_other_tables(agency)
        found = agency.perform_as(SYSTEM, verification.verify)
    finally:
        agency.close()
    return told(found)


def refuse_other_tables(agency: Agency) -> None:
    """Raises Stop when the database does not answer, or is not as this program wants it."""
    try:
        same = at_head(agency.database)
    except DatabaseError as error:
        raise Stop(f"la base ne répond pas ({error.orig}) : vérifiez MIGRAFLOW_DATABASE_URL.") from error
    if not same:
        raise Stop("la base n’a pas les tables de cette version : lancez d’abord migraflow serve ou migraflow restore.")


def told(found: Verified) -> int:
    """Say what was read and what does not hold; the exit code."""
    say(" · ".join(f"{found.counts[name]} {words}" for name, words in READ))
    say(f"Empreinte des journaux : {found.journal}")
    for fault in found.faults[:MOST_TOLD]:
        say(f"✗ {sentence(fault)}")
    if len(found.faults) > MOST_TOLD:
        say(f"✗ … et {len(found.faults) - MOST_TOLD} autres.")
    if found.faults:
        say(f"{len(found.faults)} anomalie(s) : n’effacez rien, gardez une copie de la base (migraflow backup).")
        return 1
    say("Tout se tient : journaux scellés, mémoires lisibles, corbeilles et attentes exactes, aucun orphelin.")
    return 0


def sentence(fault: Fault) -> str:
    """One fault in words."""
    return SENTENCES[fault.kind].format(subject=fault.subject, detail=fault.detail)
