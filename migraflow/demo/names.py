"""Plausible names, towns and trades of the people an agency in Mali meets. All invented persons."""

from __future__ import annotations

SURNAMES = tuple(
    """Traoré Coulibaly Diarra Keïta Konaté Sangaré Sidibé Diallo Touré Cissé Koné Dembélé Camara Sissoko Kanté Fofana
    Maïga Dicko Guindo Togo Dolo Kassogué Berthé Bagayoko Diakité Doumbia Samaké Sow Bah Ba Kouyaté Haïdara Ag Sanogo
    Ouattara Théra Goïta Dao Tangara Niaré Simpara Sacko Soumaré Gassama Drabo Cissoko Kamissoko Danioko Mallé Fané
    Tounkara Magassa Diawara Soukouna Yattara Arama Tembely Poudiougo Saye Kodio Karembé Mariko Bengaly Ballo""".split()
)
WOMEN = tuple(
    """Fatoumata Aminata Awa Mariam Kadiatou Oumou Djénéba Assitan Rokia Ramata Bintou Safiatou Aïssata Hawa Nana
    Tenin Sitan Coumba Maïmouna Salimata Fanta Korotoumou Astan Alimata Adam Niélé Sali Habibatou Zeïnabou Fadimata
    Mastan Sanata Haby Founè Yah Batoma Saran Mah Nagnouma Djeneba""".split()
)
MEN = tuple(
    """Moussa Mamadou Amadou Ibrahima Issa Oumar Boubacar Modibo Adama Souleymane Abdoulaye Bakary Seydou Youssouf
    Drissa Sékou Lassana Cheick Yacouba Madou Daouda Siaka Karim Hamidou Sidiki Aliou Salif Zoumana Tiémoko Bréhima
    Mahamadou Almoustapha Alhousseyni Demba Samba Birama Kassim Fousseyni Lamine Nouhoum""".split()
)
TOWNS = {
    "bamako": "Bamako",
    "kayes": "Kayes",
    "koulikoro": "Koulikoro",
    "sikasso": "Sikasso",
    "segou": "Ségou",
    "mopti": "Mopti",
    "tombouctou": "Tombouctou",
    "gao": "Gao",
    "kidal": "Kidal",
    "taoudenit": "Tombouctou",
    "menaka": "Ménaka",
    "bougouni": "Bougouni",
    "dioila": "Dioïla",
    "nioro": "Nioro du Sahel",
    "koutiala": "Koutiala",
    "kita": "Kita",
    "nara": "Nara",
    "bandiagara": "Bandiagara",
    "san": "San",
    "douentza": "Douentza",
}
WEIGHTS = {
    "bamako": 26,
    "kayes": 22,
    "koulikoro": 8,
    "sikasso": 9,
    "segou": 7,
    "mopti": 3,
    "tombouctou": 2,
    "gao": 3,
    "kidal": 1,
    "taoudenit": 1,
    "menaka": 1,
    "bougouni": 2,
    "dioila": 1,
    "nioro": 5,
    "koutiala": 3,
    "kita": 3,
    "nara": 1,
    "bandiagara": 1,
    "san": 1,
    "douentza": 1,
}
"""How often people come from each region: Kayes, an old land of departure, far above its share of the population."""
QUARTERS = tuple(
    "Plateau Légal-Ségou Khasso Médine Hamdallaye Liberté Lafiabougou Kalaban Banankabougou Darsalam".split()
)
TRADES = (
    ("Aide-soignante", "5321"),
    ("Aide-soignant", "5321"),
    ("Ouvrier agricole", "9211"),
    ("Ouvrière agricole", "9211"),
    ("Maçon", "7112"),
    ("Chauffeur de poids lourd", "8332"),
    ("Cuisinière", "5120"),
    ("Couturière", "7531"),
    ("Électricien du bâtiment", "7411"),
    ("Soudeur", "7212"),
    ("Mécanicien automobile", "7231"),
    ("Aide de ménage", "9111"),
    ("Coiffeuse", "5141"),
    ("Vendeur", "5223"),
    ("Infirmière", "2221"),
    ("Plombier", "7126"),
)
DESTINATIONS = (
    ("ESP", 16),
    ("CIV", 18),
    ("FRA", 14),
    ("GAB", 9),
    ("SAU", 7),
    ("MAR", 7),
    ("ITA", 6),
    ("SEN", 6),
    ("CAN", 5),
)
DESTINATIONS += (("DZA", 5), ("MRT", 4), ("ARE", 3))
"""Countries people name, with how often they do."""
PROJECTS = (
    "Travailler une saison dans les champs puis revenir avant l'hivernage pour ouvrir une boutique.",
    "Exercer son métier deux ou trois ans, envoyer de l'argent à la famille et revenir s'installer.",
    "Rejoindre un employeur qui forme ses ouvriers, apprendre, puis monter son propre atelier au pays.",
    "Suivre un cousin déjà installé, avec un contrat en règle et un logement trouvé d'avance.",
    "Trouver un emploi déclaré dans le soin aux personnes âgées, après une formation de langue.",
)
SENTENCES = {
    "objectif": "Partir avec un contrat en règle, des papiers complets et une langue suffisante.",
    "engagements_candidat": "Venir aux rendez-vous, réunir les pièces, suivre la formation jusqu'au bout.",
    "engagements_anpe": "Accompagner gratuitement, proposer les offres qui conviennent, répondre aux questions.",
    "motif_avis": "Projet réfléchi, famille d'accord, pièces presque complètes.",
    "motif_doublon": "Même nom, mais date de naissance et village différents : deux personnes.",
    "constats": "La pièce présentée ne porte pas le cachet de la commune qui l'aurait délivrée.",
    "motif_fraude": "La commune consultée confirme ne pas avoir délivré cet acte de naissance.",
    "explication_rejet": "La demande porte sur l'asile : l'agence n'est pas compétente, un autre service l'est.",
    "motif_recours": "La personne précise que sa demande porte bien sur un emploi à l'étranger.",
    "motif_decision_recours": "Les éléments apportés montrent que la demande relève bien de l'agence.",
    "motif_validation": "Le coût de la formation dépasse ce qui peut être pris en charge ; à revoir.",
    "motif_derogation": "La personne a depuis trouvé une formation de langue : le parcours peut être avancé.",
    "faits_reclamation": "Un intermédiaire a demandé de l'argent contre la promesse d'un contrat à l'étranger.",
    "reponse_reclamation": "Les faits ont été transmis à l'inspection du travail, qui convoquera l'intermédiaire.",
    "changements": "Nouveau numéro de téléphone et nouvelle disponibilité.",
}
ANY_SENTENCE = "Noté au guichet pendant l'entretien, avec les mots de la personne."
EMPLOYERS = {
    "ESP": ("Finca San Isidro", "Agrícola del Sur", "Frutas de Huelva", "Residencia Las Palmeras", "Huerta de Murcia"),
    "FRA": ("Vergers du Lot", "Résidence Les Tilleuls", "Bâtisseurs du Nord", "Ateliers Rivière"),
    "ITA": ("Cascina Bella", "Edilizia Padana", "Casa Serena"),
    "CIV": ("Cacaoyère de la Comoé", "Hôtel Lagune", "Chantiers d'Abidjan", "Clinique du Plateau"),
    "GAB": ("Bois de l'Ogooué", "Chantiers de l'Estuaire", "Hôtel Libreville Centre"),
    "SAU": ("Maison Al Noor", "Riyadh Home Services", "Desert Transport"),
    "MAR": ("Serres de l'Oriental", "Hôtel Atlas", "Textiles du Nord"),
    "SEN": ("Pêcheries de la Petite Côte", "Bâtiment Teranga", "Hôtel des Almadies"),
    "CAN": ("Ferme Saint-Laurent", "Résidence Beauséjour", "Transport Boréal"),
    "DZA": ("Chantiers du Hoggar", "Verger de Mitidja"),
    "MRT": ("Pêcheries du Banc", "Mines du Tiris"),
    "ARE": ("Gulf Facility Care", "Dune Hospitality"),
}
"""Employers abroad by country, invented: offers, placements and complaints speak of the same ones."""
