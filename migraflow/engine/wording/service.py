"""Sentences of the advice on good public service."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.wording.words import ADVICE, Words

SERVICE: Mapping[str, Words] = {
    "asked_twice": Words(
        ADVICE,
        (
            "« {name} » est déjà demandé à l’étape « {step} ».",
            "Reprenez la réponse : la personne la corrigera s’il le faut.",
        ),
        ("“{name}” is already asked at the step “{step}”.", "Take that answer over: people correct it if need be."),
    ),
    "personal_without_why": Words(
        ADVICE,
        (
            "« {name} » est une donnée personnelle, et rien ne dit pourquoi elle est demandée.",
            "Écrivez-en la raison en une phrase.",
        ),
        ("“{name}” is personal, and nothing says why it is asked.", "Write the reason in one sentence."),
    ),
    "document_unused": Words(
        ADVICE,
        (
            "Le document « {name} », exigé à l’étape « {step} », n’est regardé nulle part ensuite.",
            "Montrez-le à une étape suivante, ou ne l’exigez plus.",
        ),
        (
            "The document “{name}”, required at “{step}”, is looked at nowhere afterwards.",
            "Show it at a later step, or stop requiring it.",
        ),
    ),
    "refusal_without_motive": Words(
        ADVICE,
        (
            "Un dossier peut finir sur « {name} » sans que le motif soit écrit.",
            "Ajoutez avant cette fin une étape qui demande le motif.",
        ),
        (
            "A case may end at “{name}” without a written reason.",
            "Add a step before that end that asks for the reason.",
        ),
    ),
    "refusal_without_appeal": Words(
        ADVICE,
        (
            "Un dossier peut finir sur « {name} » sans que la personne sache comment contester.",
            "Dites les voies de recours dans l’étape ou la lettre qui l’annonce.",
        ),
        (
            "A case may end at “{name}” without the person knowing how to contest.",
            "Say how to appeal in the step or letter that announces it.",
        ),
    ),
    "step_without_deadline": Words(
        ADVICE,
        ("L’étape « {name} » n’a ni délai ni rappel : elle peut attendre toujours.", "Donnez-lui une échéance."),
        ("The step “{name}” has no deadline and no reminder: it may wait for ever.", "Give it a deadline."),
    ),
    "wait_without_reminder": Words(
        ADVICE,
        ("« {name} » attend une réponse sans fin ni rappel.", "Ajoutez un délai, ou un rappel."),
        ("“{name}” waits for an answer without end or reminder.", "Add a delay, or a reminder."),
    ),
    "lane_unheld": Words(
        ADVICE,
        (
            "Personne ne tient le rôle « {role} » dans {count} région(s) : {regions}. L’étape « {name} » y attendrait.",
            "Donnez ce rôle à quelqu’un de la région, ou confiez l’étape à un autre rôle.",
        ),
        (
            "Nobody holds the role “{role}” in {count} region(s): {regions}. The step “{name}” would wait there.",
            "Give somebody of the region that role, or give the step to another role.",
        ),
    ),
    "hard_to_read": Words(
        ADVICE,
        (
            "« {name} » : une phrase est difficile à lire : « {text} »",
            "Coupez-la en deux, avec des mots de tous les jours.",
        ),
        ("“{name}”: a sentence is hard to read: “{text}”", "Cut it in two, with everyday words."),
    ),
}
