"""The indicators of demand (DS) the slow way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from tests.slow.world import (
    Event,
    Figures,
    Table,
    Told,
    World,
    at_share,
    box,
    earlier,
    monthly,
    percent,
    shares,
)


def ds01(world: World) -> Table:
    days = [day for _, day in world.requests()]
    return monthly(world, days), sum(world.holds(day) for day in days)


def ds02(world: World) -> Table:
    return shares(
        (case.places["region"], bool(case.all("task_created", "DS_04") or case.all("passed", "DS_13e")))
        for case, day in world.requests() if world.holds(day)
    )  # fmt: skip


def ds03(world: World) -> Table:
    days = []
    for case, asked in world.requests():
        heard = case.first("completed", "DS_05")
        if heard and world.holds(heard.day):
            days.append(max(0, (heard.day - asked).days))
    return {"Ensemble": box(days)}, at_share(days, 0.5)


PATHS = {"A": "A · Prêt·e à partir", "B": "B · À préparer", "C": "C · Alternative au Mali",
         "D": "D · Protection et risque", "E": "E · Contrat individuel à vérifier"}  # fmt: skip


def ds04(world: World) -> Table:
    last = [events[-1] for case in world.cases if (events := case.all("completed", "DS_08"))]
    found = Counter(PATHS[one.known["parcours"]] for one in last if world.holds(one.day))
    return {path: (n,) for path, n in found.items()}, sum(found.values())


def pool(world: World) -> Iterable[tuple[date, date | None]]:
    """Who entered the pool when, and left it when."""
    for case in world.of("demande_services"):
        entered = case.first("passed", "DS_10")
        if entered:
            after = case.events[case.events.index(entered) :]
            left = [one for one in after if (one.kind, one.element) == ("passed", "DS_15") or one.kind == "closed"]
            yield entered.day, left[0].day if left else None


def ds05(world: World) -> Table:
    rows: dict[str, Figures] = {}
    for month in world.months:
        year, number = int(month[:4]), int(month[5:])
        end = min(date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1), world.until)
        ages = [12 * (year - since.year) + number - since.month for since, left in pool(world)
                if since <= end and (left is None or left > end)]  # fmt: skip
        bounds = ((0, 1), (1, 3), (3, 6), (6, 10**6))
        rows[month] = tuple(sum(least <= age < most for age in ages) for least, most in bounds)
    return rows, sum(int(n or 0) for n in rows[world.months[-1]])


def ds06(world: World) -> Table:
    def invited() -> Iterable[tuple[str, bool]]:
        for case in world.cases:
            calls = case.all("completed", "DS_09a")
            if calls and world.holds(earlier(calls[0].known.get("date_atelier"), calls[0].day)):
                yield case.places["region"], any(one.known.get("presence_atelier") == "present" for one in calls)

    return shares(invited())


def closings(world: World) -> list[tuple[Told, Event]]:
    """Requests closed in the span."""
    found = [(case, case.first("closed")) for case in world.of("demande_services")]
    return [(case, end) for case, end in found if end and world.holds(end.day)]


def ds07(world: World) -> Table:
    found, total = shares((f"{end.day:%Y-%m}", end.detail["outcome"] == "alternative_nationale")
                          for _, end in closings(world))  # fmt: skip
    return {month: found.get(month, (None,))[:1] for month in world.months}, total


REASONS = {"DS_03k": "Dossier fusionné avec un autre", "DS_03w": "Pièces non reçues après les relances",
           "DS_04x": "Absences répétées au rendez-vous", "DS_11x": "Radié·e du vivier"}  # fmt: skip
SAID = {"injoignable": "Personne injoignable", "autre": "Autre motif",
        "plan_non_convenu": "Aucun plan d’action convenu",
        "pieces_non_recues": "Pièces non reçues après les relances",
        "absence_rendez_vous": "Absences répétées au rendez-vous",
        "doublon": "Dossier fusionné avec un autre"}  # fmt: skip
LEFT = {"raison_familiale": "Raison familiale", "etudes": "Reprend des études ou une formation", "autre": "Autre motif",
        "emploi_trouve_mali": "A trouvé un emploi au Mali", "depart_par_ses_moyens": "Part par ses propres moyens",
        "raison_sante": "Raison de santé", "delai_trop_long": "Délai trop long"}  # fmt: skip
GIVEN_UP = {"classe_sans_suite", "radie_vivier", "retrait"}


def why(one: Event) -> str | None:
    """Why a request was given up, in words, as far as this event says so; before ``|`` the list they are of."""
    if one.kind == "passed" and one.element in REASONS:
        return f"c|{REASONS[one.element]}" if one.element != "DS_11x" else f"|{REASONS[one.element]}"
    if one.kind == "completed" and one.element == "DS_X1":
        return f"r|{LEFT[one.known['motif_retrait']]}"
    if one.kind == "completed" and one.element == "DS_16" and one.known.get("issue") in GIVEN_UP:
        return f"c|{SAID[one.known['motif_cloture']]}" if one.known.get("motif_cloture") else "|Non précisé"
    return None


def ds08(world: World) -> Table:
    found: Counter[str] = Counter()
    for case in world.of("demande_services"):
        reasons = [(one.day, said) for one in case.events if (said := why(one))]
        if reasons and world.holds(reasons[0][0]):
            found[reasons[0][1]] += 1
    every = sum(found.values())
    ends = [n for _, n in sorted(found.items(), key=lambda pair: -pair[1])]
    rows = {f"{place}": (n, percent(sum(ends[: place + 1]), every)) for place, n in enumerate(ends)}
    named = Counter({said.partition("|")[2]: 0 for said in found})
    for said, n in found.items():
        named[said.partition("|")[2]] += n
    return {**rows, **{f"={name}": (n,) for name, n in named.items()}}, percent(every, len(closings(world)))
