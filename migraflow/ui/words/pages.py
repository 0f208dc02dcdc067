"""Words of the pages that say that something is not there, not allowed or broken."""

FR = {
    "absent": "Cette page n'existe pas, ou n'est pas pour vous",
    "absent_more": "Vérifiez le numéro, ou cherchez le dossier par le nom ou le téléphone de la personne.",
    "refused": "Cette page n'est pas ouverte à votre rôle",
    "refused_more": "Si votre travail la demande, parlez-en à votre responsable ou à l'administrateur des comptes.",
    "broken": "La machine s'est trompée, pas vous",
    "broken_more": "Rien n'a été perdu ni changé. Réessayez ; si cela continue, donnez l'heure à l'administrateur.",
    "back_home": "Revenir à l'accueil",
    "again": "Réessayer",
    "search_cases": "Chercher un dossier",
}

EN = {
    "absent": "This page does not exist, or is not for you",
    "absent_more": "Check the number, or search for the case by the person's name or phone.",
    "refused": "This page is not open to your role",
    "refused_more": "If your work needs it, tell your manager or the account administrator.",
    "broken": "The machine made a mistake, not you",
    "broken_more": "Nothing was lost or changed. Try again; if it goes on, give the time to the administrator.",
    "back_home": "Back to home",
    "again": "Try again",
    "search_cases": "Search for a case",
}
