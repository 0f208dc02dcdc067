"""The indicators of training (FO), partnerships (PA) and prospection (PR) the slow way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.slow.world import ROLES, Event, Table, Told, World, at_share, monthly, percent, shares

CENTRES = {
    "cpr_bamako": "Centre de perfectionnement et de reconversion de Bamako",
    "ufae_kayes": "UFAE de Kayes",
}
PARTNERS = ("direction_travail", "consulat", "ministere", "formation", "financement", "protection",
            "comite_reinsertion")  # fmt: skip


def done(world: World, element: str, procedure: str) -> Iterator[tuple[Told, Event]]:
    """Steps of a procedure done in the span."""
    for case in world.cases:
        for one in case.all("completed", element):
            if one.procedure == procedure and world.holds(one.day):
                yield case, one


def centre(one: Event) -> str:
    """Where a training is, in words."""
    return CENTRES[one.known["centre_formation"]]


def trained(world: World, element: str) -> list[Event]:
    """Steps of trainings."""
    return [one for _, one in done(world, element, "plan_formation")]


def fo01(world: World) -> Table:
    found = Counter(centre(one) for one in trained(world, "PF_04") if one.answers["accepte_formation"] != "non")
    return {name: (n,) for name, n in found.items()}, sum(found.values())


def fo02(world: World) -> Table:
    ended = [(centre(one), True) for one in trained(world, "PF_06")]
    given_up = [(centre(one), False) for one in trained(world, "PF_05") if one.answers["abandon_formation"]]
    return shares(ended + given_up)


def fo03(world: World) -> Table:
    found: dict[str, list[bool]] = defaultdict(list)
    for one in trained(world, "PF_06"):
        found[centre(one)].append(one.answers["resultat_formation"] == "certifie")
    rows = {name: (sum(hits), percent(sum(hits), len(hits))) for name, hits in found.items()}
    return rows, sum(map(sum, found.values()))


def fo04(world: World) -> Table:
    return shares(
        (centre(one), one.answers["situation_insertion"] in {"emploi", "auto_emploi"})
        for one in trained(world, "PF_07")
        if one.answers["joignable_insertion"] is not False and one.answers["situation_insertion"] is not None
    )


def stages(*counts: tuple[str, int]) -> Table:
    """A funnel."""
    first = counts[0][1]
    return {name: (n, percent(n, first) if n <= first else None) for name, n in counts}, first


def pa02(world: World) -> Table:
    def places(element: str, field: str) -> int:
        found = done(world, element, "partenariat_employeur_stage")
        return int(sum(one.known[field] for _, one in found))

    return stages(
        ("Places offertes", places("PE_03", "nb_places")),
        ("Places pourvues", places("PE_05", "nb_demarres")),
        ("Suivies d’une embauche", places("PE_07", "nb_embauches")),
    )


def pa03(world: World) -> Table:
    filed = [one.answers["declaration_recue"] for _, one in done(world, "BP_06", "partenariat_bpp")]
    active = 0
    for case in world.of("partenariat_bpp"):
        signed = [one for one in case.all("completed", "BP_05") if one.answers["decision_protocole"] == "signer"]
        ended = case.first("closed")
        if signed and signed[0].day <= world.until and not (ended and ended.day <= world.until):
            active += 1
    share = percent(sum(filed), len(filed))
    return {"Ensemble": (share, active)}, share


def tenths(one: Event) -> int:
    """Tenths of days a step waited and was worked on, each cut."""
    created = one.created or one.at
    claimed = min(max(one.claimed or one.at, created), one.at)
    return sum(int(span.total_seconds() // 8640) for span in (claimed - created, one.at - claimed))


def steps(world: World) -> Iterator[tuple[Told, Event]]:
    """Every step done in the span."""
    for case in world.cases:
        for one in case.all("completed"):
            if world.holds(one.day):
                yield case, one


def pa04(world: World) -> Table:
    found: dict[str, list[int]] = defaultdict(list)
    for _, one in steps(world):
        if one.role in PARTNERS:
            found[ROLES[one.role]].append(tenths(one))
    every = [value for values in found.values() for value in values]
    rows = {name: tuple(at_share(values, share, by=10) for share in (0.25, 0.5, 0.75, 0.9))
            for name, values in found.items()}  # fmt: skip
    return rows, at_share(every, 0.5, by=10)


def pa05(world: World) -> Table:
    states: list[bool] = []
    for case, one in done(world, "SG_04", "sous_groupe_migration_pro"):
        if case.all("completed", "SG_04")[-1] is one:
            states += [each["etat_recommandation"] == "faite" for each in one.answers["etat_recommandations"]]
    share = percent(sum(states), len(states))
    return {"Ensemble": (share,)}, share


def missions(world: World, element: str) -> list[tuple[Told, Event]]:
    """Steps of missions."""
    return list(done(world, element, "mission_prospection"))


def pr01(world: World) -> Table:
    days = [one.day for _, one in missions(world, "MP_06")]
    return monthly(world, days), len(days)


def pr02(world: World) -> Table:
    met = sum(len(one.answers["contacts_mission"]) for _, one in missions(world, "MP_06"))
    offers = 0
    for case in world.cases:  # the last look at the contacts that names an offer
        named = [(one.day, sum(1 for each in one.answers["pipeline"] if each["numero_offre"] is not None))
                 for one in case.all("completed", "MP_07")]  # fmt: skip
        day, many = next(((day, many) for day, many in reversed(named) if many), (world.until, 0))
        offers += many if world.holds(day) else 0
    placed = int(sum(one.answers["placements_mission"] for _, one in missions(world, "MP_08")))
    return stages(("Contacts pris", met), ("Offres obtenues", offers), ("Personnes placées", placed))


def pr03(world: World) -> Table:
    days = [one.day for _, one in done(world, "MV_02", "veille_marche") if one.answers["decision_fiches"] == "valider"
            for _ in one.known["fiches_veille"]]  # fmt: skip
    return monthly(world, days), len(days)
