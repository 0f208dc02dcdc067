"""What happens to each person of the demo: who they are, what they answer, what they do between two steps."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from migraflow.demo.filling import Filler
from migraflow.demo.names import DESTINATIONS, MEN, PROJECTS, QUARTERS, SURNAMES, TOWNS, TRADES, WOMEN


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that may happen while the case waits for it: how likely, and after how many days."""

    chance: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Story:
    """One life: answers by field name, and what comes from outside by message name."""

    answers: Mapping[str, object]
    outside: Mapping[str, Outside] = field(default_factory=dict[str, Outside])


WEIGHTS = {
    "pret": 24,
    "former": 20,
    "alternative": 17,
    "risque": 5,
    "contrat": 7,
    "incomplet": 8,
    "absent": 6,
    "rejet": 5,
    "mineur": 3,
    "fraude": 2,
    "retrait": 3,
}
"""How often each story happens, out of a hundred."""

STUDIES = (
    "aucun alphabetise fondamental_1 fondamental_1 fondamental_2 fondamental_2 apprentissage cap bt bac licence".split()
)
"""Levels of schooling (``cite.csv``), as often as they are met."""

PROFILES: dict[str, dict[str, object]] = {
    "pret": {"niveau_employabilite": "4", "niveau_langue_destination": "B1", "connaissance_risques": "7"},
    "former": {"niveau_employabilite": "3", "niveau_langue_destination": "A1", "lacunes_formables": True},
    "alternative": {"niveau_employabilite": "1", "niveau_langue_destination": "aucun", "lacunes_formables": False},
    "risque": {"indices_vulnerabilite": ["dette_passeur"], "connaissance_risques": "2", "intention_irreguliere": True},
    "contrat": {"offre_deja_recue": True, "niveau_employabilite": "4"},
    "incomplet": {"pieces": [{"type_piece": "photo", "statut": "recue"}]},
    "absent": {"presence_rdv": lambda filler: filler.chance.choice(["absent", "absent", "absent", "reporte"])},
    "rejet": {"objet_demande": lambda filler: filler.chance.choice(["asile", "regroupement_familial", "etudes"])},
    "mineur": {},
    "fraude": {"pieces": [{"type_piece": "passeport", "statut": "suspecte"}], "decision_fraude": "confirmee"},
    "retrait": {"niveau_employabilite": "3", "lacunes_formables": True},
}
HAPPENINGS: dict[str, dict[str, Outside]] = {
    "incomplet": {"pieces_recues": Outside(0.45, 5, 40)},
    "rejet": {"recours": Outside(0.3, 3, 25)},
    "retrait": {"retrait_candidat": Outside(1.0, 3, 60)},
}
ALWAYS = {
    "pieces_recues": Outside(0.9, 2, 20),
    "retour_partenaire": Outside(0.85, 5, 45),
    "depart_declare": Outside(0.3, 90, 210),
    "actualisation": Outside(0.05, 30, 150),
    "retrait_candidat": Outside(0.03, 10, 120),
    "reclamation": Outside(0.02, 10, 90),
    "deces": Outside(0.004, 20, 200),
    "accuse_prise_en_charge": Outside(0.9, 1, 4),
}


def tell(chance: random.Random, region: str, office: str, today: date) -> Story:
    """The story of somebody who comes to `office` on `today`."""
    kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    born = birthday(chance, today, minor=kind == "mineur")
    answers = {**common(chance, office), **called(chance), **identity(chance, region, born), **PROFILES[kind]}
    if chance.random() < 0.08:
        paid = {"montant": str(chance.randrange(5, 60) * 10_000), "devise": "XOF"}
        answers |= {
            "intermediaire_paye": True,
            "montant_paye": paid,
            "beneficiaire_paiement": "Un intermédiaire du marché",
        }
    return Story(answers, {**ALWAYS, **HAPPENINGS.get(kind, {})})


def birthday(chance: random.Random, today: date, *, minor: bool) -> date:
    """A day of birth: most people are between 20 and 40."""
    years = chance.uniform(15, 17.8) if minor else min(max(chance.gauss(29, 7), 18.2), 58)
    return today - timedelta(days=round(years * 365.25))


def identity(chance: random.Random, region: str, born: date) -> dict[str, object]:
    """Who somebody is, by the fields of the identity block."""
    woman = chance.random() < 0.38
    around = chance.random() < 0.15
    named: dict[str, object] = {
        "nom": chance.choice(SURNAMES),
        "prenoms": chance.choice(WOMEN if woman else MEN),
        "sexe": "F" if woman else "M",
        "ne_vers": around,
        "date_naissance": born.isoformat(),
        "annee_naissance": str(born.year),
        "lieu_naissance": TOWNS[region],
        "nationalite": "MLI",
        "pays_residence": "MLI",
        "region": region,
        "commune": TOWNS[region],
        "quartier": chance.choice(QUARTERS),
        "telephone": f"+223{chance.choice('6789')}{chance.randrange(10**7):07}",
        "niveau_instruction": chance.choice(STUDIES),
        "personnes_a_charge": str(chance.randint(0, 6)),
    }
    if chance.random() < 0.6:
        named["nina"] = nina(chance, born, woman)
    return named


def nina(chance: random.Random, born: date, woman: bool) -> str:
    """A number of the right form: nationality, sex, year, place, sequence, letter."""
    place, rank = f"{chance.randrange(10**7):07}", f"{chance.randrange(1000):03}"
    return f"1{2 if woman else 1}{born.year % 100:02}{place}{rank}{chance.choice('ABCDEFGHJK')}"


def common(chance: random.Random, office: str) -> dict[str, object]:
    """What most people answer, step by step."""
    countries = chance.choices([code for code, _ in DESTINATIONS], [weight for _, weight in DESTINATIONS])
    return {
        **registration(chance, office, countries),
        **appointment(chance),
        **interview(chance, countries),
        **plan(chance),
        **afterwards(chance, countries),
    }


def registration(chance: random.Random, office: str, countries: list[str]) -> dict[str, object]:
    """At the front desk."""
    purposes = "gestion_dossier transmission_employeur transmission_partenaires statistiques contact_ulterieur"
    return {
        "canal": chance.choices(["guichet", "telephone", "correspondant", "caravane", "cigem"], [60, 12, 12, 8, 8])[0],
        "structure_accueil": office,
        "type_demandeur": chance.choices(["primo_candidat", "deja_migrant", "migrant_de_retour"], [75, 17, 8])[0],
        "objet_demande": "travail",
        "services_demandes": chance.sample(["information", "conseil", "formation", "mise_en_relation"], 2),
        "situation_emploi": chance.choices(["chomeur", "occupe", "sous_emploi", "inactif"], [45, 20, 30, 5])[0],
        "duree_chomage_mois": str(chance.randint(1, 48)),
        "deja_inscrit_anpe": chance.random() < 0.2,
        "destination_souhaitee": countries,
        "offre_deja_recue": False,
        "intermediaire_paye": False,
        "mineur_apparent": False,
        "a_proteger": False,
        "finalite": purposes.split(),
        "support": "papier",
        "pieces": [{"type_piece": "carte_nina", "statut": "conforme", "numero": f"N{chance.randrange(10**6):06}"}],
        "decision_doublon": "distinct",
    }


def appointment(chance: random.Random) -> dict[str, object]:
    """Between the desk and the interview."""
    passport = {"type_piece": "passeport", "statut": "conforme", "numero": f"B{chance.randrange(10**6):06}"}
    return {
        "pieces_complementaires": [passport],
        "date_rdv": working_day,
        "heure_rdv": chance.choice(["08:30", "09:00", "10:00", "11:30", "14:00"]),
        "mode_rdv": "presentiel",
        "lieu_rdv": "Bureau des entretiens",
        "presence_rdv": lambda filler: filler.chance.choices(["present", "absent"], [92, 8])[0],
        "decision_recours": chance.choice(["accepte", "rejete"]),
        "decision_fraude": chance.choice(["levee", "confirmee"]),
    }


def interview(chance: random.Random, countries: list[str]) -> dict[str, object]:
    """With the counsellor."""
    trade, code = chance.choice(TRADES)
    years = str(chance.randint(1, 15))
    return {
        "projet_resume": chance.choice(PROJECTS),
        "type_migration": chance.choices(["saisonniere", "temporaire", "circulaire", "durable"], [35, 35, 15, 15])[0],
        "pays_vises": countries,
        "motivation": chance.sample(["revenu", "emploi", "formation", "famille"], 2),
        "disponibilite": lambda filler: filler.day(30),
        "situation_passeport": chance.choices(["valide", "en_cours", "aucun"], [55, 30, 15])[0],
        "indices_vulnerabilite": [],
        "connaissance_risques": str(chance.randint(3, 9)),
        "alternative_envisageable": ["emploi_local"],
        "avis_conseiller": chance.choices(["favorable", "reserve", "defavorable"], [70, 22, 8])[0],
        "metiers": [{"intitule": trade, "code_citp": code, "annees_experience": years, "preuve": "attestation"}],
        "metiers_vises": [code],
        "test_requis": chance.random() < 0.15,
        "lacunes_formables": True,
    }


def plan(chance: random.Random) -> dict[str, object]:
    """The action plan and the services it names."""
    return {
        "date_prochain_point": lambda filler: filler.day(45),
        "date_limite": lambda filler: filler.day(60),
        "signature_conseiller": True,
        "mode_liaison": "main_propre",
        "plan_valide": lambda filler: filler.chance.choices(["oui", "revoir", "non"], [86, 11, 3])[0],
        "piece_falsifiee": chance.random() < 0.01,
        "dossier_pieces_complet": True,
        "presence_atelier": "present",
        "connaissance_risques_apres": "9",
        "reponse_partenaire": chance.choices(["pris_en_charge", "emploi_trouve", "refuse"], [45, 40, 15])[0],
    }


def afterwards(chance: random.Random, countries: list[str]) -> dict[str, object]:
    """In the pool, and at the end."""
    return {
        "conditions_expliquees": "salaire heures logement voyage duree retour frais droits".split(),
        "langue_explication": "bambara",
        "decision_proposition": lambda filler: filler.chance.choices(["accepte", "refuse", "reflexion"], [80, 15, 5])[
            0
        ],
        "motif_refus": "famille",
        "nature_placement": chance.choices(["depart", "emploi_mali"], [70, 30])[0],
        "pays_placement": countries[0],
        "presence_actualisation": lambda filler: filler.chance.choices(["present", "absent"], [75, 25])[0],
        "maintien_vivier": "rester",
        "satisfaction": chance.choices(["5", "4", "3", "2", "sans_reponse"], [25, 35, 20, 8, 12])[0],
        "issue": None,
    }


def called(chance: random.Random) -> dict[str, object]:
    """What is answered in the procedures that the request calls."""
    return {**training(chance), **protection(), **employer(chance)}


def training(chance: random.Random) -> dict[str, object]:
    """A training course."""
    return {
        "beneficiaires_formation": "personne",
        "eligible_formation": True,
        "decision_financement": chance.choices(["accord", "refus"], [85, 15])[0],
        "heures_formation": str(chance.choice([80, 120, 160, 240])),
        "centre_disponible": True,
        "effectif_minimal_atteint": True,
        "date_debut_formation": lambda filler: filler.day(12),
        "date_fin_formation": lambda filler: filler.day(50),
        "accepte_formation": "oui",
        "abandon_formation": chance.random() < 0.06,
        "resultat_formation": chance.choices(["certifie", "suivi", "echec"], [70, 22, 8])[0],
    }


def protection() -> dict[str, object]:
    """A minor, or somebody under threat."""
    return {
        "niveau_protection": "orange",
        "base_referencement": "interet_superieur",
        "decision_prise_en_charge": "confirmee",
        "situation_protection": lambda filler: filler.chance.choice(["suivi", "pris_en_charge", "reunifie"]),
        "decision_silence": "direct",
    }


def employer(chance: random.Random) -> dict[str, object]:
    """An employer abroad, most of them honest."""
    honest = chance.random() < 0.75
    return {
        "registre_verifie": "oui" if honest else "non",
        "adresse_physique_confirmee": honest,
        "courriel_gratuit": not honest,
        "nb_plaintes": "0" if honest else str(chance.randint(0, 3)),
        "employeur_bien_note": honest,
        "nouveau_corridor": False,
        "frais_travailleur": not honest and chance.random() < 0.5,
        "visa_touristique": not honest and chance.random() < 0.3,
        "passeport_retenu": not honest and chance.random() < 0.3,
        "contrat_signe": honest,
        "travail_domestique": False,
        "contact_par_canal_independant": honest,
        "avis_verification": "favorable" if honest else "reserve",
        "avis_consulaire": "favorable" if honest else "reserve",
        "avis_contrat": "conforme" if honest else "a_corriger",
        "reponse_employeur": "acceptee" if honest else "refusee",
        "decision_risque": "accepter" if honest else "rejeter",
    }


def working_day(filler: Filler) -> object:
    """A day one to two weeks ahead on which offices are open."""
    day = filler.setting.now.date() + timedelta(days=filler.chance.randint(5, 12))
    while not filler.calendar.is_working(day):
        day += timedelta(days=1)
    return day.isoformat()
