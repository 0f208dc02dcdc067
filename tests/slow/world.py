"""What the slow path of the indicators reads: the journal and the registers, in plain Python.

Nothing is shared with the services: no rule, no fact, no cell.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from migraflow.domain.indicators import Counted
from migraflow.store.database import Session, moment, run

CASES = """SELECT c.id, c.procedure, c.region, c.office, c.opened, c.sex, p.sex, p.birth_date, p.birth_year,
p.education, c.person_id FROM cases AS c LEFT JOIN people AS p ON p.id = c.person_id ORDER BY c.id"""
JOURNAL = """SELECT case_id, kind, procedure, element, name, at, created, claimed, answers, detail, role, item
FROM journal ORDER BY case_id, number"""
NAMED = "SELECT procedure, element, name FROM tasks WHERE state = 'done' ORDER BY id"
WORKFLOWS = Path(__file__).resolve().parents[2] / "workflows"
CURRENCIES = WORKFLOWS / "reference" / "devises.csv"
ROLES = {
    code: str(told["nom"])
    for code, told in tomllib.loads((WORKFLOWS / "roles.toml").read_text(encoding="utf-8")).items()
}
"""What a role is called."""
PARITIES = {
    line["code"]: Decimal(line["parite_xof"])
    for line in csv.DictReader(CURRENCIES.read_text(encoding="utf-8").splitlines())
    if line["parite_xof"]
}
Figures = tuple[float | int | None, ...]
Table = tuple[dict[str, Figures], float | int | None]


@dataclass(frozen=True)
class Event:
    """One entry of a journal; `known` is all that was answered until then."""

    kind: str
    procedure: str
    element: str
    name: str
    at: datetime
    created: datetime | None
    claimed: datetime | None
    answers: dict[str, Any]
    detail: dict[str, Any]
    known: dict[str, Any]
    role: str = ""
    item: str = ""

    @property
    def day(self) -> date:
        """Its day."""
        return self.at.date()


@dataclass
class Told:
    """One case and its events."""

    id: int
    procedure: str
    person: int | None
    places: dict[str, str]
    events: list[Event] = field(default_factory=list[Event])

    def all(self, kind: str, *elements: str) -> list[Event]:
        """Its events of a kind at some elements (all of them when none is named)."""
        return [one for one in self.events if one.kind == kind and (not elements or one.element in elements)]

    def first(self, kind: str, *elements: str) -> Event | None:
        """The first such event."""
        return next(iter(self.all(kind, *elements)), None)


@dataclass(frozen=True)
class World:
    """All cases, the registers, the accounts of costs; the span that counts, and today.

    `titles` is what procedures are called, `steps` what steps were called when they were done last.
    """

    cases: list[Told]
    offers: Mapping[str, dict[str, Any]]
    agreements: list[dict[str, Any]]
    campaigns: Mapping[str, str]
    costs: list[tuple[int, date, dict[str, str], int]]
    since: date
    until: date
    today: date
    holidays: frozenset[date]
    everything: list[Told]
    only: Mapping[str, str]
    titles: Mapping[str, str]
    steps: Mapping[tuple[str, str], str]

    def counts(self, case: Told, **own: str | None) -> bool:
        """Whether something of a case counts, which lies at places of its `own` where it says so."""
        places = {**case.places, **{name: value for name, value in own.items() if value}}
        return all(places[name] == value for name, value in self.only.items())

    def holds(self, day: date) -> bool:
        """Whether a day counts."""
        return self.since <= day <= self.until

    @property
    def months(self) -> list[str]:
        """The months of the span."""
        return sorted({f"{self.since + timedelta(days=n):%Y-%m}" for n in range((self.until - self.since).days + 1)})

    def requests(self) -> list[tuple[Told, date]]:
        """Requests, and the day each was made."""
        found: list[tuple[Told, date]] = []
        for case in self.of("demande_services"):
            events = [
                one for one in case.events if (one.kind, one.element) in {("completed", "DS_01"), ("passed", "DS_13e")}
            ]
            if events:
                said = plain(events[0].known.get("date_demande")) if events[0].element == "DS_01" else None
                found.append((case, earlier(said, events[0].day)))
        return found

    def of(self, procedure: str) -> list[Told]:
        """The cases of a procedure."""
        return [case for case in self.cases if case.procedure == procedure]


def figures(found: Counted, code: str) -> Table:
    """What an indicator comes to, as the slow path tells it: by key, else by label."""
    rows = {row.key or row.label: tuple(cell.value for cell in row.cells) for row in found.rows}
    if code == "DS08":
        rows = {str(place): tuple(cell.value for cell in row.cells) for place, row in enumerate(found.rows)}
        for row in found.rows:
            name = f"={row.label}"
            rows[name] = (rows.get(name, (0,))[0] + (row.cells[0].value or 0),)
    return rows, found.total.value


def plain(value: Any) -> Any:
    """A value as the journal writes it, as Python has it."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "@" in value:
        return {"date": date.fromisoformat, "decimal": Decimal, "moment": datetime.fromisoformat}[value["@"]](
            value["="]
        )
    return {key: plain(one) for key, one in value.items()}


def earlier(said: date | None, own: date) -> date:
    """The day that was said, unless it lies after the entry."""
    return said if isinstance(said, date) and said <= own else own


def world(session: Session, since: date, until: date, today: date, holidays: frozenset[date],
          only: Mapping[str, str]) -> World:  # fmt: skip
    """All there is, cut to the cases counted under `only` (by column of the facts)."""
    cases = {case.id: case for case in told(session)}
    places = {case.id: case.places for case in cases.values()}
    keep = [case for case in cases.values() if all(case.places[name] == value for name, value in only.items())]
    found = run(session, "SELECT noun, key, content, label FROM register_rows WHERE noun IN ('offres', 'accords')")
    rows = [(str(row[0]), plain(json.loads(row[2])) | {"key": row[1], "label": row[3]}) for row in found]
    costs = []
    for row in run(session, """SELECT case_id, month, ratio_thousandths, region, sex, country, occupation, migration
FROM placement_costs WHERE ratio_thousandths IS NOT NULL ORDER BY placement"""):  # fmt: skip
        own = dict(zip(("region", "sex", "destination", "occupation", "migration"),
                       (row[3], row[4], row[5], row[6][:2], row[7]), strict=True))  # fmt: skip
        said = {**places[row[0]], **own}
        if all(said[name] == value for name, value in only.items()):
            costs.append((row[0], date.fromisoformat(str(row[1])), said, row[2]))
    return World(keep, {one["key"]: one for noun, one in rows if noun == "offres"},
                 [one for noun, one in rows if noun == "accords"],
                 {row[0]: row[1] for row in run(session, "SELECT ref, offer_ref FROM campaigns")},
                 costs, since, until, today, holidays, list(cases.values()), only,
                 {row[0]: row[1] for row in run(session, "SELECT id, title FROM procedures")},
                 {(row[0], row[1]): row[2] for row in run(session, NAMED)})  # fmt: skip


def told(session: Session) -> Iterable[Told]:
    """Every case with its events."""
    cases: dict[int, Told] = {}
    about: dict[int, Any] = {}
    for row in run(session, CASES):
        cases[row[0]] = Told(row[0], row[1], row[10], {})
        about[row[0]] = row
    for row in run(session, JOURNAL):
        case = cases[row[0]]
        said, more = (plain(json.loads(text)) if text else {} for text in (row[8], row[9]))
        known = {**(case.events[-1].known if case.events else {}), **said}
        if row[1] == "amended" and "to" in more:
            known[more["field"]] = more["to"]
        at = moment(row[5])
        assert at is not None
        case.events.append(Event(row[1], row[2], row[3], row[4], at, moment(row[6]), moment(row[7]), said, more, known,
                                 row[10], row[11]))  # fmt: skip
    for case in cases.values():
        case.places = places_of(about[case.id], case.events[-1].known if case.events else {})
    return cases.values()


def places_of(row: Any, known: dict[str, Any]) -> dict[str, str]:
    """What a case is counted under, by all that is known of it in the end."""
    _, _, region, office, opened, noted, sex, birthday, year, education, _ = row
    began = moment(opened)
    assert began is not None
    identity = known.get("identite") or {}

    def listed(name: str) -> Any:
        return next(iter(known.get(name) or []), None)

    return {
        "region": region,
        "office": office,
        "sex": sex or noted or identity.get("sexe") or "",
        "age": band(began.date(), birthday, year),
        "education": education or identity.get("niveau_instruction") or "",
        "occupation": first_of(known.get("metier_placement"), known.get("poste_contrat"), known.get("code_citp"),
                               known.get("poste_propose"), listed("metiers_vises"),
                               (listed("metiers") or {}).get("code_citp"))[:2],
        "destination": first_of(known.get("pays_placement"), known.get("pays"), known.get("employeur_pays"),
                                listed("pays_vises"), listed("destination_souhaitee")),
        "migration": first_of(known.get("type_migration")),
        "channel": first_of(known.get("canal"), known.get("origine")),
    }  # fmt: skip


def first_of(*values: Any) -> str:
    """The first that is said."""
    return next((str(value) for value in values if value), "")


def band(opened: date, birthday: Any, year: int | None) -> str:
    """The age band on the day a case was opened."""
    if birthday:
        born = date.fromisoformat(str(birthday)[:10])
        age = opened.year - born.year - ((opened.month, opened.day) < (born.month, born.day))
    elif year:
        age = opened.year - year
    else:
        return ""
    return "0-14" if age < 15 else "15-24" if age < 25 else "25-35" if age < 36 else "36-49" if age < 50 else "50+"


def at_share(values: Sequence[int], share: float, digits: int = 1, by: int = 1) -> float | None:
    """The value that a share of `values` do not exceed, interpolated."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round((ordered[low] + (ordered[high] - ordered[low]) * (place - low)) / by, digits)


def box(values: Sequence[int], digits: int = 1) -> Figures:
    """Quartiles, median, P90."""
    return tuple(at_share(values, share, digits) for share in (0.25, 0.5, 0.75, 0.9))


def percent(hits: int, among: int) -> float | None:
    """A percentage with one decimal."""
    return round(100 * hits / among, 1) if among else None


def monthly(world: World, days: Iterable[date]) -> dict[str, Figures]:
    """Counts by month."""
    found = Counter(f"{day:%Y-%m}" for day in days if world.holds(day))
    return {month: (found[month],) for month in world.months}


def shares(cases: Iterable[tuple[str, bool]], *, counted: bool = True) -> Table:
    """By key: the share of hits and how many there are; the share of all."""
    every, hits = Counter[str](), Counter[str]()
    for key, hit in cases:
        every[key] += 1
        hits[key] += hit
    rows = {key: (percent(hits[key], n), *((n,) if counted else ())) for key, n in every.items()}
    return rows, percent(sum(hits.values()), sum(every.values()))
