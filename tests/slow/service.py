"""The indicators of the service (QS) and of the quality of what is recorded (QD) the slow way.

QS01, QD02, PA01 and FO05 read no journal: tasks, likenesses and registers as they stand (``test_standing.py``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import mean, stdev
from typing import Any

from tests.slow.partners import steps
from tests.slow.world import ROLES, Event, Figures, Table, World, at_share, percent, shares

MOST = 15


def spans(one: Event) -> tuple[int, int]:
    """Tenths of days a step waited, and was worked on."""
    created = one.created or one.at
    claimed = min(max(one.claimed or one.at, created), one.at)
    return int((claimed - created).total_seconds() // 8640), int((one.at - claimed).total_seconds() // 8640)


def by_step(world: World) -> dict[tuple[str, str], list[tuple[str, tuple[int, int]]]]:
    """Month and times of every step done, by procedure and element."""
    found: dict[tuple[str, str], list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for _, one in steps(world):
        found[one.procedure, one.element].append((f"{one.day:%Y-%m}", spans(one)))
    return found


def slowest(found: Mapping[tuple[str, str], Sequence[tuple[str, tuple[int, int]]]]) -> list[tuple[str, str]]:
    """The steps that took most time in all."""
    return sorted(found, key=lambda step: (-sum(sum(pair) for _, pair in found[step]), step))[:MOST]


def name_of(world: World, step: tuple[str, str]) -> str:
    """What a step is called, its code where nobody ever did it."""
    return world.steps.get(step, step[1])


def qs02(world: World) -> Table:
    found = by_step(world)

    def medians(pairs: list[tuple[int, int]]) -> Figures:
        return tuple(at_share([pair[place] for pair in pairs], 0.5, by=10) for place in (0, 1))

    rows = {name_of(world, step): medians([pair for _, pair in found[step]]) for step in slowest(found)}
    return rows, medians([pair for done in found.values() for _, pair in done])[0]


def qs03(world: World) -> Table:
    return shares((ROLES[one.role], one.at <= one.detail["due"]) for _, one in steps(world) if "due" in one.detail)


def qs04(world: World) -> Table:
    moves: Counter[str] = Counter()
    for case in world.cases:
        for kind, sign in (("opened", 1), ("closed", -1)):
            for one in case.all(kind):
                moves[f"{one.day:%Y-%m}"] += sign if one.day <= world.until else 0
    first = min(f"{one.day:%Y-%m}" for case in world.cases for one in case.all("opened", "") if one.day <= world.until)
    last = min(world.until, world.today)
    level, stock = 0, dict[str, int]()
    for month in months(first, f"{last:%Y-%m}"):
        level += moves[month]
        stock[month] = level
    rows: dict[str, Figures] = {month: (n, None, None, None) for month, n in stock.items() if month in world.months}
    history = list(stock.values())[-24:]
    changes = [after - before for before, after in pairwise(history)]
    for ahead, month in enumerate(months(f"{last:%Y-%m}", "9999-12", 4)[1:], 1):
        if len(history) >= 4:
            expected = history[-1] + ahead * mean(changes)
            width = 1.2816 * stdev(changes) * (ahead * (1 + ahead / len(changes))) ** 0.5
            rows[month] = (None, *(max(0, round(one)) for one in (expected, expected - width, expected + width)))
    return rows, history[-1]


def months(first: str, last: str, most: int = 999) -> list[str]:
    """The months from one to another."""
    day, found = date.fromisoformat(f"{first}-01"), list[str]()
    while f"{day:%Y-%m}" <= last and len(found) < most:
        found.append(f"{day:%Y-%m}")
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found


def qs05(world: World) -> Table:
    found = by_step(world)

    def days(step: tuple[str, str], month: str) -> float | int:
        here = [sum(pair) for when, pair in found[step] if when == month]
        return round(sum(here) / 10, 1) if here else 0

    rows: dict[str, Figures] = {
        name_of(world, step): tuple(days(step, month) for month in world.months) for step in slowest(found)
    }
    return rows, round(sum(sum(pair) for done in found.values() for _, pair in done) / 10, 1)


def qs06(world: World) -> Table:
    found: list[tuple[str, bool]] = []
    for case in world.cases:
        for ended in case.all("closed"):
            if world.holds(ended.day):
                before = case.events[: case.events.index(ended)]
                done = Counter((one.procedure, one.element, one.item) for one in before if one.kind == "completed")
                found.append((world.titles.get(case.procedure, case.procedure), max(done.values(), default=0) > 1))
    return shares(found)


ABROAD = ("Au suivi à l’étranger", "satisfaction")
ASKED = {
    "DS_16": ("À la clôture de la demande", "satisfaction"),
    **dict.fromkeys(("SP_01", "SP_02", "SP_03", "SP_04"), ABROAD),
    "RM_14": ("À la clôture de la réinsertion", "satisfaction"),
    "PN_06": ("Au suivi d’un placement au Mali", "satisfaction"),
    "PE_07": ("Entreprises, à la fin d’un stage", "satisfaction_entreprise"),
}
"""Where people, and enterprises, are asked how content they are: in which words, and the answer."""


def qs07(world: World) -> Table:
    found: dict[str, list[int]] = defaultdict(list)
    for case in world.everything:
        told = [one for one in case.all("completed", *ASKED) if str(one.answers.get(ASKED[one.element][1])).isdigit()]
        closing = [one for one in told if one.element == "DS_16"]
        for one in told:
            label, field = ASKED[one.element]
            if one not in closing[1:] and world.holds(one.day) and world.counts(case):
                found[label].append(int(one.answers[field]))
    rows: dict[str, Figures] = {label: (round(mean(scores), 2), len(scores)) for label, scores in found.items()}
    every = [score for scores in found.values() for score in scores]
    return rows, round(mean(every), 2) if every else None


FIELDS = {
    "Sexe": ("sex", 2), "Âge": ("age", 2), "Niveau d’instruction": ("education", 2), "Métier": ("occupation", 2),
    "Pays souhaité": ("destination", 1), "Type de migration": ("migration", 1), "Canal": ("channel", 1),
    "Région": ("region", 2),
}  # fmt: skip
"""The column of each key field, and how many of the two procedures must say it."""


def qd01(world: World) -> Table:
    rows: dict[str, Figures] = {}
    filled = expected = 0
    for name, (column, many) in FIELDS.items():
        asked = ("demande_services", "reinsertion_retour")[:many]
        cases = [case for case in world.cases if case.procedure in asked and world.holds(case.all("opened")[0].day)]
        known = sum(1 for case in cases if case.places[column])
        rows[name] = (percent(known, len(cases)), len(cases))
        filled, expected = filled + known, expected + len(cases)
    return rows, percent(filled, expected)


def flagged(world: World, elements: Sequence[str], missing: Any, place: int) -> Table:
    """By month, the share of cases in which something is missing at one of `elements`, the first or the last (-1)."""
    found: dict[str, list[bool]] = {month: [] for month in world.months}
    for case in world.cases:
        done = case.all("completed", *elements)
        if done and world.holds(done[place].day):
            found[f"{done[place].day:%Y-%m}"].append(missing(done[place]))
    every = [one for hits in found.values() for one in hits]
    rows = {month: (percent(sum(hits), len(hits)),) for month, hits in found.items()}
    return rows, percent(sum(every), len(every))


def qd03(world: World) -> Table:
    return flagged(
        world, ("DS_06", "RM_07"), lambda one: not any(job["code_citp"] for job in one.answers["metiers"]), -1
    )


def qd04(world: World) -> Table:
    def missing(one: Event) -> bool:
        said = one.known.get("consentement") or {}
        return "gestion_dossier" not in (said.get("finalite") or ()) or said.get("retire_le") is not None

    return flagged(world, ("DS_01", "RM_01"), missing, 0)
