"""The cases of the demo as lives: who each is about, what will be answered, what is still open."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from migraflow.demo.scripts import Answers, Script
from migraflow.demo.story import Story, identity
from migraflow.domain.answer_values import is_blank
from migraflow.domain.errors import FieldError
from migraflow.domain.forms import Form
from migraflow.store.rehearsal import NewTask

WHO = ("nom", "prenoms", "sexe", "lieu_naissance", "region", "commune", "quartier", "telephone", "ne_vers")
"""What of a story's identity is told of somebody else."""
GROWN, OLDER = 19, 39
"""Ages between which a story does not depend on the age: another is taken."""
SETTLED = frozenset(
    """identite pays_placement employeur_placement metier_placement date_debut_contrat duree_contrat_mois salaire_offre
    offre_dossier employeur_nom employeur_pays employeur_contact poste_propose salaire_contrat total_travailleur
    date_arrivee fin_contrat type_migration pays_vises pays_provenance pays_sejour_principal""".split()
)
"""What a case begun or called by another knows better than the story told of it."""


@dataclass
class Life:
    """One case: what is told of it as fields (`story`) and as steps (`script`), and its tasks waiting for the script.

    `met` are the procedures it has had stories of;
    `fresh` until its first task; `elsewhere` for one another case began.
    """

    ref: str
    procedure: str
    region: str
    office: str
    story: Story
    script: Script | None = None
    open: list[NewTask] = field(default_factory=list[NewTask])
    met: set[str] = field(default_factory=set[str])
    fresh: bool = False
    elsewhere: bool = False


def other_person(told: Answers, chance: random.Random, region: str, today: date) -> dict[str, object]:
    """The identity a story tells, of another person of `region`: another name, as old where that matters."""
    born = told.get("date_naissance")
    years = (today - date.fromisoformat(born)).days / 365.25 if isinstance(born, str) else 28.0
    if GROWN <= years <= OLDER:
        born = (today - timedelta(days=chance.uniform(GROWN + 0.1, OLDER) * 365.25)).isoformat()
    day = date.fromisoformat(born) if isinstance(born, str) else today - timedelta(days=28 * 365)
    named = identity(chance, region or "bamako", day)
    mine = {name: named[name] for name in WHO if name in told or name == "telephone"} | {"ne_vers": False}
    nina = {"nina": named["nina"]} if "nina" in named and told.get("nina") else {}
    return {**{name: value for name, value in told.items() if name != "nina"}, **mine, **nina, "date_naissance": born}


def laid_over(known: Answers, told: Answers, form: Form, *, settled: bool) -> dict[str, object]:
    """What the page shows already, with the story's answers over it: only what the form asks, and where `settled`
    nothing that the case knows already."""
    asked = {f.name for f in form.fields}
    kept = {name for name in SETTLED & set(known) if not is_blank(known[name])} if settled else set[str]()
    return {**known, **{name: value for name, value in told.items() if name in asked and name not in kept}}


def unsaid(story: Answers, told: Answers) -> dict[str, object]:
    """What a story says of itself, as far as nobody told otherwise."""
    return {name: value for name, value in story.items() if name not in told}


def known_person(answers: Answers) -> bool:
    """Whether the page knows already whom the case is about."""
    found = answers.get("identite")
    return isinstance(found, Mapping) and not is_blank(cast(Answers, found).get("nom"))


def mended(answers: dict[str, object], errors: tuple[FieldError, ...], days: int) -> dict[str, object]:
    """Answers without those that were refused: a day is moved by `days`, all else is left to be thought of anew."""
    for error in errors:
        holder, _, name = error.path.rpartition(".")
        place = at(answers, holder)
        if not isinstance(place, dict):
            continue
        given = cast(dict[str, object], place)
        value = given.get(name)
        try:
            given[name] = (date.fromisoformat(str(value)) + timedelta(days=days)).isoformat()
        except ValueError:
            given.pop(name, None)
    return answers


def at(answers: object, path: str) -> object:
    """The part of the answers at `path` (``pieces.0``), the whole for ""."""
    place = answers
    for name in filter(None, path.split(".")):
        if isinstance(place, list):
            rows = cast(list[object], place)
            place = rows[int(name)] if name.isdigit() and int(name) < len(rows) else None
        elif isinstance(place, dict):
            place = cast(dict[str, object], place).get(name)
    return place
