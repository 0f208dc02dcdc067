"""Reading the definitions of the indicators (``workflows/indicateurs/<page>.toml``).

A file stands for one page of the dashboards and holds one table per code::

    [DS01]
    libelle = "Demandes enregistrées"        # label in English
    formule = "Nombre de demandes…"          # formula in English
    unite = "dossiers"                       # a word of UNITS
    sens = "hausse"                          # hausse, baisse, neutre: which way is good
    graphique = "courbe"                     # a word of Chart
    sources = ["journal"]                    # codes of the list ``sources_indicateurs``
    etiquettes = ["axe_2", "gcm_5"]          # codes of ``axes_ponam`` and ``cadres_suivi``; may be left out
    reserve = "…"                            # caveat in English; may be left out, both together
    ventilations = ["region", "agence"]      # words of the address bar; left out: every dimension
    cible = 5                                # what the ministry aims at; may be left out
    seuil = 10                               # beyond it somebody must be told; may be left out
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from enum import StrEnum
from typing import TypeVar, cast

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.indicators import Chart, Definition, Direction
from migraflow.domain.measures import Dimension, Unit
from migraflow.domain.reference import Lists

FOLDER = "indicateurs"
PAGES = (
    *("demandes", "offres", "placements", "couts", "reinsertion"),
    *("formation", "prospection", "performance", "qualite"),
)
"""The pages of the dashboards, in their order; each has its file."""
SOURCES = "sources_indicateurs"
TAGS = ("axes_ponam", "cadres_suivi")
"""The lists tags are taken from: axes of the PONAM; SDG and Global Compact."""
UNITS: Mapping[str, Unit] = {
    "dossiers": Unit.CASES, "personnes": Unit.PEOPLE, "offres": Unit.OFFERS, "postes": Unit.POSTS,
    "taches": Unit.TASKS, "fiches": Unit.RECORDS, "heures": Unit.HOURS, "jours": Unit.DAYS, "mois": Unit.MONTHS,
    "salaires": Unit.WAGES, "pourcent": Unit.PERCENT, "fcfa": Unit.MONEY, "score": Unit.SCORE, "taux": Unit.RATE,
}  # fmt: skip
"""What figures are, in the words of the files."""
Word = TypeVar("Word", bound=StrEnum)
CODE = re.compile(r"[A-Z]{2}[0-9]{2}")
NEEDED = ("libelle", "label", "formule", "formula", "unite", "sens", "graphique", "sources")
OPTIONAL = ("etiquettes", "reserve", "caveat", "ventilations", "cible", "seuil")

Said = Mapping[str, object]
Definitions = Mapping[str, Definition]


def read_definitions(texts: Mapping[str, str], lists: Lists) -> Definitions:
    """The definitions by code, in the order of the pages; `texts` by page. Raises BrokenBundle saying where and why."""
    sources = set(lists[SOURCES].entries) if SOURCES in lists else set[str]()
    tags = {code for name in TAGS if name in lists for code in lists[name].entries}
    found: dict[str, Definition] = {}
    for page in sorted(texts, key=place_of):
        for code, said in tables_of(page, texts[page]).items():
            if code in found:
                raise refused(page, code, f"ce code est déjà défini dans {found[code].page}.toml")
            found[code] = definition_of(page, code, said, sources, tags)
    return found


def place_of(page: str) -> int:
    """Where a page stands. Raises BrokenBundle for a file that is no page."""
    if page not in PAGES:
        raise refused(page, "", f"page inconnue ; les pages sont : {', '.join(PAGES)}")
    return PAGES.index(page)


def tables_of(page: str, text: str) -> Mapping[str, Said]:
    """One table per code. Raises BrokenBundle."""
    try:
        said: Said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refused(page, "", f"le fichier ne se lit pas : {error}") from error
    for code, table in said.items():
        if not CODE.fullmatch(code) or not isinstance(table, dict):
            raise refused(page, code, "un code d’indicateur s’écrit en deux lettres et deux chiffres : [DS01]")
    return cast("Mapping[str, Said]", said)


def definition_of(page: str, code: str, said: Said, sources: Container[str], tags: Container[str]) -> Definition:
    """One definition. Raises BrokenBundle."""
    unknown = sorted(said.keys() - {*NEEDED, *OPTIONAL})
    missing = [word for word in NEEDED if not said.get(word)]
    if unknown or missing:
        raise refused(
            page, code, f"mot inconnu : {', '.join(unknown)}" if unknown else f"manque : {', '.join(missing)}"
        )
    if ("reserve" in said) != ("caveat" in said):
        raise refused(page, code, "« reserve » et « caveat » vont ensemble : en français et en anglais")
    direction = word_of(page, code, said, "sens", Direction)
    threshold = number_of(page, code, said, "seuil")
    if threshold is not None and direction is Direction.NEITHER:
        raise refused(page, code, "un indicateur de sens « neutre » n’a pas de seuil : de quel côté alerter ?")
    return Definition(
        code=code,
        page=page,
        label=both(said, "libelle", "label"),
        formula=both(said, "formule", "formula"),
        unit=unit_of(page, code, said),
        direction=direction,
        chart=word_of(page, code, said, "graphique", Chart),
        sources=codes_of(page, code, said, "sources", sources),
        tags=codes_of(page, code, said, "etiquettes", tags),
        caveat=both(said, "reserve", "caveat") if "reserve" in said else {},
        dimensions=dimensions_of(page, code, said),
        target=number_of(page, code, said, "cible"),
        threshold=threshold,
    )


def both(said: Said, french: str, english: str) -> dict[str, str]:
    """Words by language."""
    return {"fr": str(said[french]), "en": str(said[english])}


def unit_of(page: str, code: str, said: Said) -> Unit:
    """What its figures are. Raises BrokenBundle."""
    unit = UNITS.get(str(said["unite"]))
    if unit is None:
        raise refused(page, code, f"unité inconnue : « {said['unite']} » ; les unités sont : {', '.join(UNITS)}")
    return unit


def word_of(page: str, code: str, said: Said, key: str, known: type[Word]) -> Word:
    """A word of a closed set. Raises BrokenBundle naming the words there are."""
    try:
        return known(str(said[key]))
    except ValueError as error:
        words = ", ".join(one.value for one in known)
        raise refused(page, code, f"{key} inconnu : « {said[key]} » ; choix : {words}") from error


def codes_of(page: str, code: str, said: Said, key: str, known: Container[str]) -> tuple[str, ...]:
    """Codes of a list of the agency. Raises BrokenBundle for one the list does not hold."""
    found = texts_of(page, code, said, key)
    for one in found:
        if one not in known:
            raise refused(page, code, f"{key} : « {one} » n’est dans aucune liste de référence")
    return found


def dimensions_of(page: str, code: str, said: Said) -> tuple[Dimension, ...]:
    """What it may be broken down by. Raises BrokenBundle."""
    if "ventilations" not in said:
        return tuple(Dimension)
    try:
        return tuple(Dimension(one) for one in texts_of(page, code, said, "ventilations"))
    except ValueError as error:
        raise refused(page, code, f"ventilation inconnue ; choix : {', '.join(Dimension)}") from error


def texts_of(page: str, code: str, said: Said, key: str) -> tuple[str, ...]:
    """A list of words. Raises BrokenBundle when it is none."""
    found = said.get(key, ())
    if not isinstance(found, list | tuple):
        raise refused(page, code, f'« {key} » doit être une liste : ["…"]')
    return tuple(str(one) for one in cast("list[object]", found))


def number_of(page: str, code: str, said: Said, key: str) -> float | None:
    """A number, None when it is not said. Raises BrokenBundle."""
    found = said.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise refused(page, code, f"« {key} » doit être un nombre")
    return float(found)


def refused(page: str, code: str, reason: str) -> BrokenBundle:
    """What to say of a file that does not read."""
    return BrokenBundle(f"{FOLDER}/{page}.toml", code, reason)
