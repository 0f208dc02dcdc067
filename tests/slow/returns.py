"""The indicators of return and reintegration (RM) the slow way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.slow.world import PARITIES, Event, Figures, Table, Told, World, percent

MODES = {"volontaire_assiste": "Volontaire assisté", "volontaire_spontane": "Volontaire spontané",
         "fin_de_contrat": "Fin de contrat", "refoule": "Refoulé·e", "expulse": "Expulsé·e",
         "evacue_urgence": "Évacuation d’urgence", "transit": "En transit"}  # fmt: skip
WORK = ("emploi", "auto_emploi", "agriculture")


def happened(world: World, kind: str, *elements: str, procedure: str = "") -> Iterator[tuple[Told, Event]]:
    """Events of cases about people who came back, or of projects, in the span and under the filters."""
    for case in world.everything:
        for one in case.all(kind, *elements):
            if (
                one.procedure == (procedure or "reinsertion_retour")
                and world.holds(one.day)
                and under(world, case, one)
            ):
                yield case, one


def under(world: World, case: Told, one: Event) -> bool:
    """Whether an event passes the filters: a return lies in the country it is from."""
    return world.counts(case, destination=one.known.get("pays_provenance"))


def first_only(events: Iterator[tuple[Told, Event]], kind: str, *elements: str) -> Iterator[tuple[Told, Event]]:
    """Those that are the first of their case."""
    return ((case, one) for case, one in events if case.first(kind, *elements) is one)


def last_only(events: Iterator[tuple[Told, Event]], kind: str, *elements: str) -> Iterator[tuple[Told, Event]]:
    """Those that are the last of their case."""
    return ((case, one) for case, one in events if case.all(kind, *elements)[-1] is one)


def rm01(world: World) -> Table:
    found = Counter(MODES[one.known["mode_retour"]] for _, one in happened(world, "completed", "RM_01"))
    return {name: (n,) for name, n in found.items()}, sum(found.values())


def within(world: World, element: str, days: int) -> tuple[int, int]:
    """How many were done so many days after the arrival at most, among how many."""
    late = [(one.day - one.known["date_arrivee"]).days
            for _, one in first_only(happened(world, "completed", element), "completed", element)]  # fmt: skip
    return sum(1 for one in late if one <= days), len(late)


def rm02(world: World) -> Table:
    soon, planned = within(world, "RM_01", 3), within(world, "RM_09", 30)
    rows = {"Enregistrés sous 72 heures": (percent(*soon),), "Plan individuel sous 30 jours": (percent(*planned),)}
    return rows, percent(*soon)


def rm03(world: World) -> Table:
    levels = Counter(one.detail["fired"][0]["outputs"][0]["vulnerabilite"]
                     for _, one in happened(world, "decision", "RM_03d"))  # fmt: skip
    called = "referencement_protection"
    sent = Counter(one.known["niveau_protection"] for _, one in happened(world, "completed", "RP_01", procedure=called)
                   if one.known.get("date_arrivee") is not None)  # fmt: skip
    kept = Counter(one.known["niveau_protection"] for _, one in happened(world, "completed", "RP_04", procedure=called)
                   if one.known.get("date_arrivee")
                   and one.answers["decision_prise_en_charge"] == "confirmee")  # fmt: skip
    rows: dict[str, Figures] = {
        level.capitalize(): (levels[level], sent[level], kept[level]) for level in ("vert", "orange", "rouge")
    }
    return rows, sum(levels.values())


def projects(case: Told) -> Iterator[list[Event]]:
    """The projects of a case, each from the check of its conditions on: a revised plan may bring another."""
    told: list[Event] = []
    for one in case.all("completed"):
        if one.procedure == "financement_auto_emploi":
            if one.element == "FA_01" and told:
                yield told
                told = []
            told.append(one)
    if told:
        yield told


def paid_on(case: Told, visit: Event) -> date | None:
    """The day the funds or the kit of the project that was paid last were handed over."""
    before = [one for project in projects(case) for one in [paid(project)] if one and one.day <= visit.day]
    return before[-1].day if before else None


def paid(project: list[Event]) -> Event | None:
    """When a project was paid."""
    return next((one for one in project if one.element == "FA_05"), None)


def visits(world: World) -> Iterator[tuple[str, Event]]:
    """Visits of paid projects, by the time since then they stand for."""
    for case, one in happened(world, "completed", "FA_07", procedure="financement_auto_emploi"):
        day = paid_on(case, one)
        if day is not None:
            days = (one.day - day).days
            yield ("1" if days < 60 else "3" if days < 135 else "6" if days < 270 else "12"), one


def reached(world: World, element: str, **said: str) -> int:
    """Projects that came to a stage for the first time: a plan put off comes before the committee again."""
    called = "financement_auto_emploi"

    def firsts(case: Told) -> list[Event | None]:
        told = ([one for one in project if one.element == element] for project in projects(case))
        return [next((one for one in found if said.items() <= one.answers.items()), None) for found in told]

    return sum(
        1 for case, one in happened(world, "completed", element, procedure=called)
        if any(one is other for other in firsts(case))
    )  # fmt: skip


def rm04(world: World) -> Table:
    counts = {
        "Projets soumis": reached(world, "FA_03"),
        "Projets sélectionnés": reached(world, "FA_04", decision_financement_fa="accord"),
        "Projets financés": reached(world, "FA_05"),
        "Actifs à 12 mois": sum(1 for after, one in visits(world)
                                if after == "12" and one.answers["etat_activite"] != "arretee"),
    }  # fmt: skip
    first = counts["Projets soumis"]
    return {name: (n, percent(n, first) if n <= first else None) for name, n in counts.items()}, first


COMPONENTS = {"formation": "Formation", "auto_emploi": "Auto-emploi", "emploi": "Emploi salarié",
              "social": "Appui social et psychosocial", "collectif": "Projet collectif ou communautaire",
              "remigration": "Migration légale préparée"}  # fmt: skip


def rm05(world: World) -> Table:
    kinds: dict[str, list[int | None]] = defaultdict(list)
    people = Counter[str]()
    for _, one in last_only(happened(world, "completed", "RM_09"), "completed", "RM_09"):
        for part in one.answers["composantes"]:
            cost = part["cout"]
            francs = None if cost is None else round(Decimal(cost["montant"]) * PARITIES[cost["devise"]])
            kinds[part["type"]].append(francs)
        people.update({part["type"] for part in one.answers["composantes"]})
    rows: dict[str, Figures] = {}
    for kind, costs in kinds.items():
        known = [one for one in costs if one is not None]
        rows[COMPONENTS[kind]] = (people[kind], round(sum(known) / len(known)) if known else None)
    return rows, people.total()


def rm06(world: World) -> Table:
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for element, after in (("RM_12", "6"), ("RM_13", "12")):
        for _, one in happened(world, "completed", element):
            if one.known["activite_en_cours"] is not None:
                found[f"{one.day:%Y-%m}", after].append(one.known["activite_en_cours"] in WORK)
    rows = {
        month: tuple(percent(sum(found[month, after]), len(found[month, after])) for after in ("6", "12"))
        for month in world.months
    }
    last = [hit for (_, after), hits in found.items() if after == "12" for hit in hits]
    return rows, percent(sum(last), len(last))


AREAS = {"economique": "Économique", "social": "Social", "psychosocial": "Psychosocial", "global": "Ensemble"}


def rm07(world: World) -> Table:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, one in happened(world, "decision", "RM_06r", "RM_12r"):
        wave = "T2" if "rss_t2" in one.known else "T1" if "rss_t1" in one.known else "T0"
        for area in AREAS:
            if (score := one.detail["value"][area]) is not None:
                found[area, wave].append(round(Decimal(score) * 100))

    def mean(area: str, wave: str) -> float | None:
        scores = found[area, wave]
        return round(sum(scores) / len(scores) / 100, 2) if scores else None

    def reached(area: str) -> float | None:
        return percent(sum(1 for one in found[area, "T2"] if one >= 50), len(found[area, "T2"]))

    rows = {name: (*(mean(area, wave) for wave in ("T0", "T1", "T2")), reached(area)) for area, name in AREAS.items()}
    return rows, mean("global", "T2")


def rm08(world: World) -> Table:
    running: dict[str, list[bool]] = defaultdict(list)
    repaid: dict[str, list[bool]] = defaultdict(list)
    for after, one in visits(world):
        running[after].append(one.answers["etat_activite"] != "arretee")
        if one.answers["etat_remboursement"] != "sans_objet":
            repaid[after].append(one.answers["etat_remboursement"] == "a_jour")

    def share(found: dict[str, list[bool]], after: str) -> Any:
        return percent(sum(found[after]), len(found[after]))

    rows: dict[str, Figures] = {
        after: (share(running, after), len(running[after]), share(repaid, after)) for after in ("1", "3", "6", "12")
    }
    return rows, share(running, "12")


def rm09(world: World) -> Table:
    found: dict[str, Counter[str]] = {month: Counter() for month in world.months}
    for case, one in happened(world, "closed"):
        if case.procedure == "reinsertion_retour":
            outcome = one.detail["outcome"]
            found[f"{one.day:%Y-%m}"]["gone" if outcome.startswith("reemigration") else outcome] += 1
    rows = {
        month: (percent(here["perdu_de_vue"], sum(here.values())), percent(here["gone"], sum(here.values())))
        for month, here in found.items()
    }
    every = sum((Counter(here) for here in found.values()), Counter[str]())
    return rows, percent(every["perdu_de_vue"] + every["gone"], sum(every.values()))
