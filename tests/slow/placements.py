"""The indicators of placements (PL) the slow way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.slow.offers import departures, here
from tests.slow.world import (
    PARITIES,
    Event,
    Figures,
    Table,
    Told,
    World,
    at_share,
    box,
    earlier,
    percent,
    shares,
)


def pl01(world: World) -> Table:
    found = Counter(case.places["destination"] for case, _, _ in here(world))
    return {key: (n,) for key, n in found.items()}, sum(found.values())


def cohort(world: World, months: Sequence[str], days: int, gone: Mapping[int, tuple[Event, date]]) -> float | None:
    """Of those who entered the pool in these months, long enough ago, the share who had left so many days later."""
    among = hits = 0
    for case in world.of("demande_services"):
        entered = case.first("passed", "DS_10")
        if entered is None or not world.holds(entered.day) or f"{entered.day:%Y-%m}" not in months:
            continue
        year, number = entered.day.year, entered.day.month
        if date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1) + timedelta(days=days) > world.today:
            continue
        among += 1
        event, left = gone.get(case.id, (None, None))
        after = event is not None and case.events.index(event) > case.events.index(entered)
        hits += after and left is not None and max(0, (left - entered.day).days) <= days
    return percent(hits, among)


def pl02(world: World) -> Table:
    gone = {case.id: (event, day) for case, event, day in departures(world)}
    rows = {month: tuple(cohort(world, [month], days, gone) for days in (183, 365)) for month in world.months}
    return rows, cohort(world, world.months, 365, gone)


def pl03(world: World) -> Table:
    left = [case.places for case, _, _ in here(world)]
    regions = Counter(one["region"] for one in left)
    rows = {
        "Femmes": (percent(sum(one["sex"] == "F" for one in left), len(left)),),
        "15 à 35 ans": (percent(sum(one["age"] in {"15-24", "25-35"} for one in left), len(left)),),
    }
    named = {"kayes": "Kayes", "sikasso": "Sikasso", "bamako": "District de Bamako", "mopti": "Mopti"}
    return {**rows, **{named.get(key, key): (percent(n, len(left)),) for key, n in regions.items()}}, len(left)


def pl04(world: World) -> Table:
    found: dict[str, list[int]] = defaultdict(list)
    for _, month, said, ratio in world.costs:
        if world.since.replace(day=1) <= month <= world.until:
            found[said["destination"]].append(ratio)
    every = [one for ratios in found.values() for one in ratios]

    def figures(ratios: list[int]) -> Figures:
        return (
            *(at_share(ratios, share, 2, 1000) for share in (0.25, 0.5, 0.75, 0.9)),
            round(sum(ratios) / len(ratios) / 1000, 2),
        )

    rows = {key: figures(ratios) for key, ratios in found.items()}
    return {**rows, **({"Ensemble": figures(every)} if every else {})}, at_share(every, 0.5, 2, 1000)


def pl05(world: World) -> Table:
    def declared() -> Iterable[tuple[str, bool]]:
        for case in world.cases:
            said = case.all("completed", "DD_07")
            if said and world.holds(said[0].day):
                costs = [one for event in said for one in event.known["couts"]]
                yield (
                    f"{said[0].day:%Y-%m}",
                    any(
                        one["categorie"] == "commission"
                        and one["payeur"] == "travailleur"
                        and one["montant"]["montant"] > 0
                        for one in costs
                    ),
                )

    rows, total = shares(declared(), counted=False)
    return {month: rows.get(month, (None,)) for month in world.months}, total


def as_agreed(one: Event) -> bool:
    """Whether a follow-up found the post and the wage of the contract."""
    paid, agreed = one.known.get("salaire_verse"), one.known.get("salaire_contrat") or {}
    if one.known.get("prise_poste_conforme") is not True or not paid:
        return False
    return not (paid["devise"] == agreed.get("devise") and paid["montant"] < agreed["montant"])


def reached(case: Told, *elements: str) -> list[Event]:
    """Follow-ups at which somebody was reached."""
    return [one for one in case.all("completed", *elements) if one.known.get("joignable") is True]


def pl06(world: World) -> Table:
    def asked() -> Iterable[tuple[str, bool]]:
        for case in world.cases:
            found = reached(case, "SP_01")
            if found and world.holds(earlier(found[0].known.get("date_contact"), found[0].day)):
                yield case.places["destination"], any(as_agreed(one) for one in found)

    return shares(asked())


def pl07(world: World) -> Table:
    calls = [one for case in world.cases for one in case.all("passed", "detresse_signalee", "detresse_relevee")
             if world.holds(one.day)]  # fmt: skip
    hours: dict[str, list[int]] = defaultdict(list)
    for case in world.cases:
        for one in case.all("completed", "SP_U"):
            if one.created and world.holds(one.day):
                spent = Decimal(int(((one.claimed or one.at) - one.created).total_seconds())) / 3600
                hours[f"{one.day:%Y-%m}"].append(int(spent.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    by = Counter(f"{one.day:%Y-%m}" for one in calls)
    return {month: (by[month], at_share(hours[month], 0.5)) for month in world.months}, len(calls)


def placed(case: Told) -> date | None:
    """The day a placement began."""
    begun = case.first("passed", "SP_00s")
    if begun is None:
        return None
    return earlier(begun.known.get("date_arrivee") or begun.known.get("date_effective"), begun.day)


def pl08(world: World) -> Table:
    rows: dict[str, Figures] = {}
    for term, element, days in (("3", "SP_02", 92), ("6", "SP_03", 183), ("12", "SP_04", 365)):
        stayed = gone = 0
        for case in world.cases:
            begun, left = placed(case), case.first("completed", "SP_07")
            if begun is None or not world.holds(begun):
                continue
            stayed += bool(reached(case, element))
            if left:
                day = earlier(left.known.get("date_rupture"), left.day)
                gone += max(0, (day - begun).days) <= days
        rows[term] = (percent(stayed, stayed + gone), stayed + gone)
    return rows, rows["12"][0]


def pl09(world: World) -> Table:
    ended: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for case in world.of("suivi_placement"):
        end = case.first("closed")
        if (
            end is None
            or end.known.get("type_migration") not in {"saisonniere", "circulaire"}
            or not world.holds(end.day)
        ):
            continue
        term, back = end.known.get("fin_contrat"), end.known.get("date_retour")
        late = bool(term and back and back > term + timedelta(days=30))
        on_time = end.detail["outcome"] in {"retour", "reengage"} and not late
        ended[case.places["migration"]].append((case.person or -case.id, on_time))
    rows = {key: (percent(sum(hit for _, hit in found), len(found)), len(found),
                  round(len(found) / len({who for who, _ in found}), 2)) for key, found in ended.items()}  # fmt: skip
    every = [hit for found in ended.values() for _, hit in found]
    return rows, percent(sum(every), len(every))


def pl10(world: World) -> Table:
    sent: dict[str, list[int]] = defaultdict(list)
    for case in world.cases:
        for one in reached(case, "SP_01", "SP_02", "SP_03", "SP_04"):
            told = one.known.get("transferts_mensuels")
            if told and told["devise"] in PARITIES and world.holds(earlier(one.known.get("date_contact"), one.day)):
                francs = Decimal(told["montant"]) * PARITIES[told["devise"]]
                sent[case.places["destination"]].append(int(francs.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    every = [one for found in sent.values() for one in found]
    return {key: box(found, 0) for key, found in sent.items()}, at_share(every, 0.5, 0)
