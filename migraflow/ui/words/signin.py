"""Words of the sign-in page."""

FR = {
    "title": "Se connecter",
    "lead": "Votre compte de l'ANPE ou de votre service.",
    "username": "Nom d'utilisateur",
    "username_hint": "Exemple : awa.diallo",
    "password": "Mot de passe",
    "submit": "Se connecter",
    "wrong": "Le nom ou le mot de passe ne correspond pas.",
    "wrong_more": "Vérifiez la touche Majuscule, puis recommencez. Votre administrateur peut donner un nouveau mot de passe.",
    "wait": "Trop d'essais de suite.",
    "wait_more": "Attendez quelques minutes, puis recommencez.",
    "ended": "Votre session est terminée.",
    "ended_more": "Reconnectez-vous : vos brouillons sont enregistrés.",
    "promise": "Chaque dossier de migration, étape par étape, sans rien perdre.",
    "promise_1": "Vos tâches du jour, les plus urgentes d'abord",
    "promise_2": "Ce que l'agence sait déjà n'est plus demandé",
    "promise_3": "Ce que vous écrivez est enregistré à chaque pause",
}

EN = {
    "title": "Sign in",
    "lead": "Your account at ANPE or at your service.",
    "username": "User name",
    "username_hint": "Example: awa.diallo",
    "password": "Password",
    "submit": "Sign in",
    "wrong": "The name or the password does not match.",
    "wrong_more": "Check the Caps Lock key, then try again. Your administrator can give you a new password.",
    "wait": "Too many tries in a row.",
    "wait_more": "Wait a few minutes, then try again.",
    "ended": "Your session has ended.",
    "ended_more": "Sign in again: your drafts are saved.",
    "promise": "Every migration case, step by step, nothing lost.",
    "promise_1": "Today's tasks, the most urgent first",
    "promise_2": "What the agency already knows is not asked again",
    "promise_3": "What you type is saved at every pause",
}
