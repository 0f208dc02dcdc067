"""The indicators of offers (OI) the slow way."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from tests.slow.world import (
    Event,
    Figures,
    Table,
    Told,
    World,
    at_share,
    box,
    earlier,
    percent,
)


def offers(world: World) -> list[Told]:
    """The cases of offers."""
    return world.of("offre_internationale")


def working_days(world: World, start: date, end: date) -> int:
    """Working days after `start`, up to and with `end`."""
    span = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    return sum(day.weekday() < 5 and day not in world.holidays for day in span)


def published(case: Told) -> Event | None:
    """When an offer was published."""
    return case.first("passed", "OI_07s") if case.first("completed", "OI_01") else None


def oi01(world: World) -> Table:
    came = [one for case in offers(world) if (one := case.first("completed", "OI_01")) and world.holds(one.day)]
    rows = {month: (sum(f"{one.day:%Y-%m}" == month for one in came),
                    sum(one.known["nb_postes"] for one in came if f"{one.day:%Y-%m}" == month))
            for month in world.months}  # fmt: skip
    return rows, len(came)


def oi02(world: World) -> Table:
    out = [one.day for case in offers(world) if (one := published(case)) and world.holds(one.day)]
    refused = [
        one for case in offers(world) if not published(case) and (one := case.first("closed")) and world.holds(one.day)
    ]
    reasons = sorted({one.name for one in refused})
    rows: dict[str, Figures] = {}
    for month in world.months:
        here = Counter(one.name for one in refused if f"{one.day:%Y-%m}" == month)
        rows[month] = (sum(f"{day:%Y-%m}" == month for day in out), *(here[reason] for reason in reasons))
    return rows, percent(len(out), len(out) + len(refused))


def oi03(world: World) -> Table:
    days: dict[str, list[int]] = defaultdict(list)
    for case in offers(world):
        out, came = published(case), case.first("completed", "OI_01")
        if out and came and world.holds(out.day):
            days[f"{out.day:%Y-%m}"].append(working_days(world, came.day, out.day))
    every = [one for found in days.values() for one in found]
    rows = {month: (at_share(days[month], 0.5), at_share(days[month], 0.9)) for month in world.months}
    return rows, at_share(every, 0.5)


def oi04(world: World) -> Table:
    selected, left = list[int](), list[int]()
    for case in offers(world):
        out = published(case)
        chosen = [one for one in case.events if (one.kind, one.element) in
                  {("completed", "OI_13"), ("passed", "campagne_close")}]  # fmt: skip
        gone = [one for one in case.all("passed", "dossier_recu") if one.known["dossier_traite"]["issue"] == "parti"]
        gone += [one for one in case.all("passed", "departs_faits") if (one.known.get("nb_partis") or 0) > 0]
        for events, days in ((chosen, selected), (gone, left)):
            if out and events and world.holds(events[0].day):
                days.append((events[0].day - out.day).days)
    return {
        "De la publication à la sélection": box(selected),
        "De la publication au premier départ": box(left),
    }, at_share(selected, 0.5)


def oi05(world: World) -> Table:
    offered, filled = Counter[str](), Counter[str]()
    for case in offers(world):
        end = case.first("closed")
        if end and case.first("passed", "OI_07s") and world.holds(end.day):
            offered[case.places["destination"]] += end.known["nb_postes"]
            filled[case.places["destination"]] += int(end.known.get("postes_pourvus") or 0)
    rows = {key: (percent(filled[key], n), n) for key, n in offered.items()}
    return rows, percent(sum(filled.values()), sum(offered.values()))


def departures(world: World) -> list[tuple[Told, Event, date]]:
    """Who left, and on which day."""
    found: list[tuple[Told, Event, date]] = []
    for case in world.cases:
        left = next((one for one in case.all("completed", "DD_10") if one.known.get("parti") is True), None)
        if left:
            found.append((case, left, earlier(left.known.get("date_effective"), left.day)))
    return found


def here(world: World) -> list[tuple[Told, Event, date]]:
    """Who left in the span."""
    return [one for one in departures(world) if world.holds(one[2])]


def oi06(world: World) -> Table:
    applied = preselected = chosen = visas = 0
    for case in (one for one in world.everything if one.procedure == "offre_internationale"):
        for one in (one for one in case.all("completed", "OI_09") if world.holds(one.day)):
            here_too = [who for who in one.known["preselection"]
                        if world.counts(case, region=who["region"], sex=who["sexe"])]  # fmt: skip
            applied += len(here_too)
            preselected += sum(who["decision"] != "ecarte" for who in here_too)
        for one in (one for one in case.all("completed", "OI_13") if world.holds(one.day)):
            sexes = {who["dossier"]: who["sexe"] for who in one.known["preselection"]}
            chosen += sum(who["resultat"] == "retenu" and world.counts(case, region=who["region"],
                          sex=sexes.get(who["dossier"])) for who in one.known["selection"])  # fmt: skip
        for one in (one for one in case.all("passed", "campagne_close") if world.holds(one.day) and world.counts(case)):
            applied += one.known["nb_candidatures"]
            preselected += one.known["nb_eligibles"]
            chosen += one.known["nb_retenus"]
    for case in world.cases:
        got = [one for one in case.events if (one.element == "visa_decide" and one.kind == "passed"
               and one.known.get("decision_visa") == "accorde") or (one.element == "DD_05" and one.kind == "completed"
               and one.known.get("visa_requis") is False)]  # fmt: skip
        visas += bool(got) and world.holds(got[0].day)
    stages = {"Candidatures": applied, "Présélection": preselected, "Sélection": chosen, "Visa": visas,
              "Départ": len(here(world))}  # fmt: skip
    return {name: (n, percent(n, applied)) for name, n in stages.items()}, applied


def oi07(world: World) -> Table:
    people, posts = Counter[str](), Counter[str]()
    for case in offers(world):
        known = [one for one in case.events if (one.kind, one.element) in
                 {("completed", "OI_09"), ("passed", "campagne_close")}]  # fmt: skip
        if known and world.holds(known[0].day):
            one = known[0]
            applied = len(one.known["preselection"]) if one.element == "OI_09" else one.known["nb_candidatures"]
            people[case.places["occupation"]] += applied
            posts[case.places["occupation"]] += one.known["nb_postes"]
    rows = {key: (round(people[key] / posts[key], 1), people[key], posts[key]) for key in people}
    every = sum(posts.values())
    return rows, round(sum(people.values()) / every, 1) if every else None


def oi08(world: World) -> Table:
    signals, frauds = Counter[str](), 0
    for case in offers(world):
        fraud = case.first("completed", "OI_F")
        if fraud and world.holds(fraud.day):
            frauds += 1
            before = case.events[: case.events.index(fraud)]
            judged = [one for one in before if one.kind == "decision" and one.detail.get("decision") == "D5_signaux"
                      and one.detail.get("fired")]  # fmt: skip
            outputs = judged[-1].detail["fired"][-1]["outputs"] if judged else []
            signals.update([one.partition(" : ")[0] for one in outputs if "−" not in one]
                           or ["Signalement ou liste noire"])  # fmt: skip
    return {name: (n,) for name, n in signals.items()}, frauds


def behind(world: World, left: Event) -> dict[str, Any] | None:
    """The offer somebody left by."""
    ref = left.known.get("offre_dossier") or left.known.get("campagne") or ""
    return world.offers.get(world.campaigns.get(ref) or ref)


def oi09(world: World) -> Table:
    placed = Counter((behind(world, left) or {}).get("accord") for _, left, _ in here(world))
    rows: dict[str, Figures] = {}
    quotas, used = 0, 0
    for one in world.agreements:
        quota = sum(line["nombre"] for line in one.get("contingents") or []
                    if world.since.year <= line["annee"] <= world.until.year)  # fmt: skip
        if quota:
            rows[one["label"]] = (percent(placed[one["key"]], quota), placed[one["key"]], quota)
            quotas, used = quotas + quota, used + placed[one["key"]]
    return rows, percent(used, quotas)


WAYS = {"spe_partenaire": "Service public d’emploi partenaire", "bureau_placement": "Bureau privé de placement agréé",
        "employeur_direct": "Employeur direct", "accord_bilateral": "Contingent d’un accord bilatéral",
        "mission_prospection": "Mission de prospection", "": "Sans offre suivie"}  # fmt: skip


def oi10(world: World) -> Table:
    found = Counter(WAYS[(behind(world, left) or {}).get("origine") or ""] for _, left, _ in here(world))
    return {name: (n,) for name, n in found.items()}, sum(found.values())
