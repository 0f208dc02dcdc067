"""One sentence per reason a wish is refused: the cause, and what to do. Keys name the error, or ``Unfit.code``."""

FR = {
    "not_found": "Cela n'existe plus, ou n'est pas pour vous. Revenez à la liste.",
    "not_allowed": "Votre rôle ne permet pas ce geste. Parlez-en à votre responsable.",
    "already_done": "{who} l'a déjà fait, {when}. Voici où en est le dossier.",
    "already_done_plain": "Quelqu'un l'a déjà fait. Voici où en est le dossier.",
    "conflict": "Le dossier a changé pendant que vous y travailliez. Relisez, puis recommencez.",
    "answers_rejected": "Des réponses sont à corriger : les messages sont à côté des questions.",
    "checks_failed": "La procédure ne peut pas être publiée : corrigez d'abord les constats.",
    "broken": "La machine s'est trompée ; rien n'a changé. Réessayez, ou donnez l'heure à l'administrateur.",
    "other": "Ce n'est pas possible maintenant. Rechargez la page, puis recommencez.",
}

EN = {
    "not_found": "This no longer exists, or is not for you. Go back to the list.",
    "not_allowed": "Your role does not allow this. Tell your manager.",
    "already_done": "{who} has done it already, {when}. Here is where the case stands.",
    "already_done_plain": "Somebody has done it already. Here is where the case stands.",
    "conflict": "The case changed while you were working on it. Read it again, then go on.",
    "answers_rejected": "Some answers need correcting: the messages are beside the questions.",
    "checks_failed": "The procedure cannot be published: repair the findings first.",
    "broken": "The machine made a mistake; nothing has changed. Try again, or give the time to the administrator.",
    "other": "This is not possible now. Reload the page, then try again.",
}
