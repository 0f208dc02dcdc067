"""Whether the demo tells one story: what its registers say of offers, applications, placements and returns agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from migraflow.domain.values import loads_mapping
from migraflow.store import snapshots
from migraflow.store.database import Session, run
from migraflow.wiring import Agency

CHOSEN = ("retenue", "partie")
"""What becomes of an application that was accepted."""
FOLLOWED, RETURNED = "suivi_placement", "reinsertion_retour"

Rows = Mapping[str, Mapping[str, Any]]


def untrue(agency: Agency) -> list[str]:
    """Everything in which two parts of the story do not agree, in words; nothing when all is well."""
    with agency.database.session() as session:
        offers, applications, placements = (rows(session, noun) for noun in ("offres", "candidatures", "placements"))
        return [
            *placed_without(offers, applications, placements, set(known_of(session, FOLLOWED))),
            *too_many(offers, applications, placements),
            *out_of_order(offers, applications, placements),
            *followed_nobody(session, placements),
            *returned_from_nowhere(session, placements),
        ]


def rows(session: Session, noun: str) -> Rows:
    """What the rows of a register say, by key."""
    found = run(session, "SELECT key, content FROM register_rows WHERE noun = ? ORDER BY id", (noun,))
    return {row.key: loads_mapping(row.content) for row in found}


def placed_without(offers: Rows, applications: Rows, placements: Rows, by_hand: set[str]) -> Iterator[str]:
    """Placements of no offer, or of an offer that never accepted the person.

    Somebody who left on a contract of their own has a follow-up that was begun for them: its number is that of the
    placement, and no offer belongs to it.
    """
    for key, one in placements.items():
        if key in by_hand and one.get("offre") is None:
            continue
        if one.get("offre") not in offers:
            yield f"placement {key}: no offer {one.get('offre')}"
            continue
        application = applications.get(f"{one['offre']}_{key}")
        if application is None or application["statut"] not in CHOSEN:
            yield f"placement {key}: {application and application['statut']} for {one['offre']}"
        offer = offers[one["offre"]]
        if (one["pays"], one["employeur"]) != (offer["pays"], offer["employeur"]):
            yield f"placement {key}: {one['pays']} {one['employeur']}, offer {offer['pays']} {offer['employeur']}"


def too_many(offers: Rows, applications: Rows, placements: Rows) -> Iterator[str]:
    """Offers that took more people than they have places for, and applications to no offer."""
    gone = Counter(one.get("offre") for one in placements.values())
    for key, one in applications.items():
        if one["offre"] not in offers:
            yield f"application {key}: no offer"
    for key, one in offers.items():
        if gone[key] > int(one.get("nb_postes") or 0):
            yield f"offer {key}: {gone[key]} placements for {one.get('nb_postes')}"


def out_of_order(offers: Rows, applications: Rows, placements: Rows) -> Iterator[str]:
    """Days that cannot follow one another so."""
    for key, one in placements.items():
        told = [one.get("date_depart"), one.get("date_arrivee"), one.get("date_fin") or one.get("fin_contrat")]
        days = [day for day in told if isinstance(day, date)]
        if days != sorted(days):
            yield f"placement {key}: {[str(day) for day in days]}"
        applied = applications.get(f"{one.get('offre')}_{key}", {}).get("date_candidature")
        if isinstance(applied, date) and days and applied > days[0]:
            yield f"placement {key}: applied {applied}, left {days[0]}"
    for key, one in offers.items():
        told = [day for day in (one.get("date_publication"), one.get("date_limite")) if isinstance(day, date)]
        if told != sorted(told):
            yield f"offer {key}: {[str(day) for day in told]}"


def followed_nobody(session: Session, placements: Rows) -> Iterator[str]:
    """Follow-ups of a placement that is not there, and placements nobody follows."""
    followed = set[object]()
    for ref, told in known_of(session, FOLLOWED).items():
        key = placement_of(told)
        followed.add(key)
        if key is None and told.get("date_arrivee") is None:
            continue  # nobody has told yet where the person works
        if key not in placements:
            yield f"follow-up {ref}: {key}"
        elif told["employeur_placement"] != placements[str(key)]["employeur_nom"]:
            yield f"follow-up {ref}: {told['employeur_placement']}, {placements[str(key)]['employeur_nom']}"
    for key in placements.keys() - followed:
        yield f"placement {key}: nobody follows"


def returned_from_nowhere(session: Session, placements: Rows) -> Iterator[str]:
    """Returns a follow-up told of whose placement is another one, or that come before the departure."""
    followed, returned = known_of(session, FOLLOWED), known_of(session, RETURNED)
    for ref, since in begun_by_follow_ups(session):
        placement, back = placements.get(str(placement_of(followed.get(since, {})))), returned[ref]
        if placement is None:
            yield f"return {ref}: {since} follows no placement"
            continue
        if back.get("pays_provenance") != placement["pays"]:
            yield f"return {ref}: from {back.get('pays_provenance')}, placed in {placement['pays']}"
        left, came = placement.get("date_depart") or placement.get("date_arrivee"), back.get("date_arrivee")
        if isinstance(left, date) and isinstance(came, date) and came < left:
            yield f"return {ref}: {came} before {left}"


def begun_by_follow_ups(session: Session) -> list[tuple[str, str]]:
    """Returns that a follow-up told of: (number, that of the follow-up)."""
    sql = """SELECT c.ref, j.detail FROM journal j JOIN cases c ON c.id = j.case_id
    WHERE c.procedure = ? AND j.kind = 'message' ORDER BY j.id"""
    told = ((row.ref, loads_mapping(row.detail)) for row in run(session, sql, (RETURNED,)))
    return [(ref, str(one["from"])) for ref, one in told if one.get("message") == "retour_signale" and one.get("from")]


def placement_of(told: Mapping[str, Any]) -> object:
    """The key of the placement a follow-up has written, None before it has."""
    written = told.get("placement_inscrit")
    return written.get("cle") if isinstance(written, Mapping) else None


def known_of(session: Session, procedure: str) -> Rows:
    """What the cases of a procedure know, by number."""
    found = list(run(session, "SELECT id, ref FROM cases WHERE procedure = ? ORDER BY id", (procedure,)))
    return {row.ref: snapshots.data(session, row.id) for row in found}
