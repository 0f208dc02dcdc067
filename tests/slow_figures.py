"""The indicators of demand, offers and placements the slow way: plain Python over the journal and the registers.

Nothing is shared with the services: no rule, no fact, no cell. `EXPECTED` gives, for each code, the rows (by key, else
by label) as tuples of figures, and the headline.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from migraflow.domain.indicators import Counted
from migraflow.store.database import Session, moment, run

CASES = """SELECT c.id, c.procedure, c.region, c.office, c.opened, c.sex, p.sex, p.birth_date, p.birth_year,
p.education, c.person_id FROM cases AS c LEFT JOIN people AS p ON p.id = c.person_id ORDER BY c.id"""
JOURNAL = """SELECT case_id, kind, procedure, element, name, at, created, claimed, answers, detail FROM journal
ORDER BY case_id, number"""
PARITIES = {"XOF": Decimal(1), "XAF": Decimal(1), "EUR": Decimal("655.957")}
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
    """All cases, the registers, the accounts of costs; the span that counts, and today."""

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
                 costs, since, until, today, holidays, list(cases.values()), only)  # fmt: skip


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
        case.events.append(Event(row[1], row[2], row[3], row[4], at, moment(row[6]), moment(row[7]), said, more, known))
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


EXPECTED: dict[str, Callable[[World], Table]] = {
    "DS01": ds01, "DS02": ds02, "DS03": ds03, "DS04": ds04, "DS05": ds05, "DS06": ds06, "DS07": ds07, "DS08": ds08,
    "OI01": oi01, "OI02": oi02, "OI03": oi03, "OI04": oi04, "OI05": oi05, "OI06": oi06, "OI07": oi07, "OI08": oi08,
    "OI09": oi09, "OI10": oi10,
    "PL01": pl01, "PL02": pl02, "PL03": pl03, "PL04": pl04, "PL05": pl05, "PL06": pl06, "PL07": pl07, "PL08": pl08,
    "PL09": pl09, "PL10": pl10,
}  # fmt: skip
