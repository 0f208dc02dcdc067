"""Offers and the people of the pool: those a page lists are real ones, what is said of each is what a story says of its
own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from migraflow.demo.scripts import CASE
from migraflow.domain.answer_values import is_blank
from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.prefill import raw_of

Row = Mapping[str, object]

OFFERS = "offre_internationale"
APPLICATIONS = "candidatures"
"""The form on which a region notes who applies."""
CHOICE = "selection"
"""The people an employer chooses among."""
MOST = 8
"""People of one region an offer is put to."""
REGIONS = 5
"""Regions asked for candidates."""
TOLD = {
    "employeur_placement": "employeur_nom",
    "pays_placement": "pays",
    "metier_placement": "code_citp",
    "salaire_offre": "salaire_brut",
    "date_debut_contrat": "date_debut",
    "duree_contrat_mois": "duree_mois",
}
"""What a request calls the facts of an offer."""
USUALLY = {"decision_collecte": "poursuivre", "decision_tour": "poursuivre"}
"""What is decided where stories decide this and that: with the people there are."""
THEIRS = frozenset({CASE, "nom", "sexe", "age", "region", "date_candidature"})
"""What is a person's own, never a story's."""


def lists_people(f: Field) -> bool:
    """Whether a field is a group of people of the pool."""
    return f.kind is Kind.GROUP and any(inner.name == CASE for inner in f.fields)


def rows_of(raw: dict[str, object], told: Row, form: Form) -> dict[str, object]:
    """`raw` with the groups of people completed: the n-th the page lists is spoken of as the
    story speaks of its n-th."""
    for f in form.fields:
        if lists_people(f):
            spoken = many(told.get(f.name))
            listed = [row for row in many(raw.get(f.name)) if not is_blank(row.get(CASE))]
            raw[f.name] = [completed(row, spoken[n % len(spoken)] if spoken else {}, f) for n, row in enumerate(listed)]
    return raw


def completed(row: Row, spoken: Row, f: Field) -> dict[str, object]:
    """One row with what it lacks."""
    lacking = {inner.name for inner in f.fields if is_blank(row.get(inner.name))} - THEIRS
    return {**row, **{name: value for name, value in spoken.items() if name in lacking}}


def within_places(raw: dict[str, object], places: object) -> dict[str, object]:
    """`raw` with no more people chosen than an offer has `places`: the others wait."""
    if CHOICE in raw and places is not None:
        left, rows = int(str(places)), list[dict[str, object]]()
        for row in many(raw[CHOICE]):
            taken = row.get("resultat") == "retenu"
            rows.append({**row, "resultat": "attente"} if taken and left <= 0 else {**row})
            left -= taken
        raw[CHOICE] = rows
    return raw


def regions_wished(raw: dict[str, object], form: Form, waiting: Sequence[tuple[str, str]]) -> None:
    """Ask the regions for candidates in which most people wait in the pool, where a page asks which."""
    counted = Counter(region for _, region in waiting)
    for f in form.fields:
        if f.kind is Kind.CHOICES and f.list_name == "regions" and f.required and counted:
            raw[f.name] = [region for region, _ in counted.most_common(REGIONS)]


def proposal(known: Row, ref: str, score: int) -> dict[str, object]:
    """An offer as it is put to somebody of the pool, from what its case knows."""
    told = {name: raw_of(known[source]) for name, source in TOLD.items() if known.get(source) is not None}
    return {**told, "offre_dossier": ref, "score_rapprochement": str(score)}


def many(value: object) -> Sequence[Row]:
    """The rows under a name, none when there are none."""
    if not isinstance(value, list):
        return ()
    return [cast(Row, row) for row in cast(list[object], value) if isinstance(row, Mapping)]
