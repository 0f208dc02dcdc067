"""Words of figures in both languages: what columns, units, pages and papers are called, on the screen and in files."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.shown import MONTHS as MOIS

Words = Mapping[str, Mapping[str, str]]
"""By language, then by key."""
MONTHS: Mapping[str, tuple[str, ...]] = {
    "fr": MOIS,
    "en": tuple(
        "January February March April May June July August September October November December".split()
    ),
}  # fmt: skip
HEADS: Words = {
    "fr": {
        "region": "Région", "agence": "Agence", "sexe": "Sexe", "instruction": "Niveau d’instruction",
        "metier": "Métier", "destination": "Pays", "migration": "Type de migration", "canal": "Canal",
        "age": "Tranche d’âge", "month": "Mois", "months": "Mois écoulés", "all": "Ensemble", "part": "Répartition",
        "stage": "Étape du parcours", "step": "Étape", "role": "Service", "way": "Chemin", "field": "Champ",
        "partner": "Partenaire", "agreement": "Accord", "count": "Nombre", "share": "Part", "running": "Part cumulée",
        "rate": "Par poste", "among": "Sur", "mean": "Moyenne", "mean_cost": "Coût moyen",
        "quartile1": "Un quart est en dessous", "median": "Médiane", "quartile3": "Trois quarts sont en dessous",
        "p90": "9 sur 10 sont en dessous", "median_hours": "Médiane (heures)", "open": "Ouverts", "late": "En retard",
        "done": "Terminées", "waiting": "Attente", "working": "Traitement", "low": "Prévision basse",
        "high": "Prévision haute", "expected": "Prévision", "offers": "Offres", "posts": "Postes",
        "published": "Publiées", "applied": "Candidatures", "placed": "Placés", "quota": "Contingent",
        "sent": "Envoyées", "answered": "Répondues", "active": "Actifs", "reports": "Déclarations",
        "after_6": "À 6 mois", "after_12": "À 12 mois", "at_risk": "Personnes suivies", "cycles": "Cycles",
        "lost": "Perdus de vue", "re_emigrated": "Repartis", "reached_t2": "Au dernier bilan", "assessed": "Évalués",
        "referred": "Orientés", "protected": "Pris en charge", "in_72h": "Enregistrés en 72 h",
        "in_30d": "Plan signé en 30 jours", "repaid": "Remboursé", "filed": "Déposées", "certified": "Certifiés",
        "places": "Places", "wave_t0": "Premier bilan", "wave_t1": "Deuxième bilan", "wave_t2": "Dernier bilan",
        "this_month": "Ce mois-ci", "months_1_2": "1 à 2 mois", "months_3_5": "3 à 5 mois",
        "months_6_more": "6 mois et plus",
    },
    "en": {
        "region": "Region", "agence": "Office", "sexe": "Sex", "instruction": "Level of education",
        "metier": "Occupation", "destination": "Country", "migration": "Type of migration", "canal": "Channel",
        "age": "Age band", "month": "Month", "months": "Months elapsed", "all": "All", "part": "Breakdown",
        "stage": "Stage", "step": "Step", "role": "Service", "way": "Way", "field": "Field", "partner": "Partner",
        "agreement": "Agreement", "count": "Number", "share": "Share", "running": "Running share",
        "rate": "Per post", "among": "Out of", "mean": "Mean", "mean_cost": "Mean cost",
        "quartile1": "A quarter is below", "median": "Median", "quartile3": "Three quarters are below",
        "p90": "9 in 10 are below", "median_hours": "Median (hours)", "open": "Open", "late": "Late", "done": "Done",
        "waiting": "Waiting", "working": "Working", "low": "Forecast, low", "high": "Forecast, high",
        "expected": "Forecast", "offers": "Offers", "posts": "Posts", "published": "Published",
        "applied": "Applications", "placed": "Placed", "quota": "Quota", "sent": "Sent", "answered": "Answered",
        "active": "Active", "reports": "Reports", "after_6": "After 6 months", "after_12": "After 12 months",
        "at_risk": "People followed", "cycles": "Cycles", "lost": "Lost to follow-up", "re_emigrated": "Left again",
        "reached_t2": "At the last survey", "assessed": "Assessed", "referred": "Referred",
        "protected": "Taken care of", "in_72h": "Registered within 72 h", "in_30d": "Plan signed within 30 days",
        "repaid": "Repaid", "filed": "Filed", "certified": "Certified", "places": "Places", "wave_t0": "First survey",
        "wave_t1": "Second survey", "wave_t2": "Last survey", "this_month": "This month",
        "months_1_2": "1 to 2 months", "months_3_5": "3 to 5 months", "months_6_more": "6 months and more",
    },
}  # fmt: skip
"""What columns are called whose name is fixed by us."""
NOUNS: Words = {
    "fr": {
        "cases_one": "dossier", "cases_many": "dossiers", "people_one": "personne", "people_many": "personnes",
        "offers_one": "offre", "offers_many": "offres", "posts_one": "poste", "posts_many": "postes",
        "tasks_one": "tâche", "tasks_many": "tâches", "records_one": "fiche", "records_many": "fiches",
        "hours_one": "heure", "hours_many": "heures", "days_one": "jour", "days_many": "jours", "months_one": "mois",
        "months_many": "mois", "wages_one": "mois de salaire", "wages_many": "mois de salaire", "money_one": "F CFA",
        "money_many": "F CFA", "score_one": "point", "score_many": "points", "rate_one": "par poste",
        "rate_many": "par poste", "percent_one": "%", "percent_many": "%", "label_one": "",
        "label_many": "",
    },
    "en": {
        "cases_one": "case", "cases_many": "cases", "people_one": "person", "people_many": "people",
        "offers_one": "offer", "offers_many": "offers", "posts_one": "post", "posts_many": "posts",
        "tasks_one": "task", "tasks_many": "tasks", "records_one": "record", "records_many": "records",
        "hours_one": "hour", "hours_many": "hours", "days_one": "day", "days_many": "days", "months_one": "month",
        "months_many": "months", "wages_one": "month of wages", "wages_many": "months of wages",
        "money_one": "CFA francs", "money_many": "CFA francs", "score_one": "point", "score_many": "points",
        "rate_one": "per post", "rate_many": "per post", "percent_one": "%",
        "percent_many": "%", "label_one": "", "label_many": "",
    },
}  # fmt: skip
"""What figures are of: one of them, many of them."""
PAPER: Words = {
    "fr": {
        "hidden": "masqué", "nothing": "–", "none": "aucun", "year": "Année {year}",
        "from_to": "De {first} à {last}", "from_to_vowel": "D’{first} à {last}",
        "told": "{when} : {amount}.", "compared": "{when} : {amount}, contre {before} un an plus tôt.",
        "few": "{when} : moins de cinq, ou trop peu pour être montré.", "empty": "{when} : rien à mesurer.",
        "note": "Effectifs < 5 masqués, et ceux dont on pourrait les déduire.",
        "filter": "{name} : {value}", "filters": "Filtres :", "made": "Édité le", "definition": "Définition :",
        "caveat": "Réserve :", "signed": "Fichier signé (Ed25519, clé {seal}). Vérifier : {address}",
        "code": "Indicateur", "label": "Libellé", "row": "Ligne", "column": "Colonne", "value": "Valeur",
        "unit": "Unité", "span": "Période", "chosen": "Filtres", "day": "Édité le", "mask": "Masque",
        "sheet": "Définitions", "what": "Quoi", "how": "Comment",
        "way": "Le détail, les tableaux et les définitions : {way}",
        "attached": "En pièces jointes : {files}.",
        "too_heavy": "Trop lourd pour un courriel ({files}) : les fichiers se prennent à l’adresse ci-dessus.",
    },
    "en": {
        "hidden": "hidden", "nothing": "–", "none": "none", "year": "Year {year}",
        "from_to": "From {first} to {last}", "from_to_vowel": "From {first} to {last}",
        "told": "{when}: {amount}.", "compared": "{when}: {amount}, against {before} a year earlier.",
        "few": "{when}: fewer than five, or too few to be shown.", "empty": "{when}: nothing to measure.",
        "note": "Counts < 5 are hidden, and those they could be worked out from.",
        "filter": "{name}: {value}", "filters": "Filters:", "made": "Written on", "definition": "Definition:",
        "caveat": "Caveat:", "signed": "Signed file (Ed25519, key {seal}). Check it: {address}",
        "code": "Indicator", "label": "Label", "row": "Row", "column": "Column", "value": "Value", "unit": "Unit",
        "span": "Period", "chosen": "Filters", "day": "Written on", "mask": "Hiding", "sheet": "Definitions",
        "what": "What", "how": "How",
        "way": "The detail, the tables and the definitions: {way}",
        "attached": "Attached: {files}.",
        "too_heavy": "Too heavy for an e-mail ({files}): the files can be taken at the address above.",
    },
}  # fmt: skip
"""What a paper or a sheet of figures says around them."""
TITLES: Words = {
    "fr": {
        "ensemble": "Vue d’ensemble", "demandes": "Demandes", "offres": "Offres", "placements": "Placements",
        "couts": "Coûts et protection", "reinsertion": "Réinsertion", "formation": "Formation et partenariats",
        "prospection": "Prospection et accords", "performance": "Performance du service",
        "qualite": "Qualité des données", "ponam": "PONAM",
    },
    "en": {
        "ensemble": "Overview", "demandes": "Requests", "offres": "Offers", "placements": "Placements",
        "couts": "Costs and protection", "reinsertion": "Reintegration", "formation": "Training and partnerships",
        "prospection": "Prospecting and agreements", "performance": "Performance of the service",
        "qualite": "Quality of the records", "ponam": "PONAM",
    },
}  # fmt: skip
"""What the pages of the dashboards are called, by the word of their address."""


def said(words: Words, language: str, key: str, **facts: object) -> str:
    """The words of a key, with its facts filled in."""
    return words["en" if language == "en" else "fr"][key].format(**facts)
