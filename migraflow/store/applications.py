"""Applications, kept: one row per line of a list, then per person; counts by group come straight from here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from migraflow.domain.access import Actor, Permission, Scope
from migraflow.domain.campaigns import Application, Cell, Fate, Near, Standing, Wanted
from migraflow.domain.values import dumps, loads_mapping
from migraflow.store.database import Session, moment, run
from migraflow.store.rows import insert

OWN = ("id", "campaign_id", "batch_id", "line", "standing", "fate", "person_id", "name", "sex", "age", "band", "region",
       "office", "lot", "facts", "problems", "near", "filters", "score", "priority", "details", "rank", "proposal",
       "decided_by_name", "decided", "reason", "case_id")  # fmt: skip
COLUMNS = ", ".join(f"a.{name}" for name in OWN)
WITH_CASE = f"SELECT {COLUMNS}, c.ref AS case_ref, c.outcome_label AS outcome FROM applications a"
WITH_CASE += " LEFT JOIN cases c ON c.id = a.case_id"
NEW = ("campaign_id", "batch_id", "line", "standing", "fate", "person_id", "name", "sound", "nina", "phone", "sex",
       "band", "region", "office", "lot", "facts", "problems", "near", "filters", "priority", "details", "draw",
       "proposal", "decided_by_name", "reason", "case_id", "to_enter")  # fmt: skip
CHECKED = """UPDATE applications SET standing = ?, fate = ?, name = ?, sound = ?, nina = ?, phone = ?, sex = ?, age = ?,
band = ?, region = ?, office = ?, lot = ?, facts = ?, problems = ?, near = ? WHERE id = ?"""
SCORED = """UPDATE applications SET standing = ?, filters = ?, score = ?, priority = ?, details = ?, draw = ?
WHERE id = ?"""
CELLS = """SELECT a.standing, a.region, a.sex, a.band, COUNT(*) AS many,
SUM(CASE WHEN a.standing = 'retenue' AND c.state = 'closed' AND c.outcome <> 'place' THEN 1 ELSE 0 END) AS back
FROM applications a LEFT JOIN cases c ON c.id = a.case_id AND a.standing = 'retenue'
WHERE a.campaign_id = ? AND a.standing <> 'lue' GROUP BY a.standing, a.region, a.sex, a.band"""
FATES = "SELECT fate, COUNT(*) FROM applications WHERE batch_id = ? GROUP BY fate"
MANY = 500
"""Keys one statement names."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the dry run found out about a line."""

    id: int
    line: int
    standing: Standing
    fate: Fate
    name: str
    sound: str
    nina: str
    phone: str
    sex: str
    age: int | None
    band: str
    region: str
    office: str
    lot: str
    facts: Mapping[str, object]
    problems: Sequence[tuple[str, str]]
    near: Sequence[Near]


@dataclass(frozen=True, slots=True)
class Scored:
    """What the decision said of an application."""

    id: int
    standing: Standing
    filters: Sequence[str]
    score: int
    priority: bool
    details: Mapping[str, object]
    draw: int


def add_lines(
    store: Session, campaign_id: int, batch_id: int, lines: Iterable[tuple[int, Mapping[str, object]]]
) -> int:
    """Keep the lines of a list as they were sent, (number, cells); how many."""
    blank = ("lue", "a_lire", None, "", "", "", "", "", "", "", "", "")
    rest = ("[]", "[]", "", 0, "{}", 0, "", "", "", None, 0)
    rows = [(campaign_id, batch_id, number, *blank, dumps(cells), *rest) for number, cells in lines]
    insert(store, "applications", NEW, rows)
    return len(rows)


def add_from_pool(store: Session, campaign_id: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Keep applications of people of the pool: (person, name, sex, age, band, region, office, facts)."""
    columns = ("campaign_id", "batch_id", "line", "standing", "fate", "person_id", "name", "sex", "age", "band",
               "region", "office", "facts", "sound", "nina", "phone", "lot", "problems", "near", "filters",
               "priority", "details", "draw", "proposal", "decided_by_name", "reason", "to_enter")  # fmt: skip
    rest = ("", "", "", "", "[]", "[]", "", 0, "{}", 0, "", "", "", 1)
    insert(store, "applications", columns, [(campaign_id, 0, 0, "recue", "connue", *row, *rest) for row in rows])


def next_lines(store: Session, narrowing: str, values: Sequence[object], after: int, limit: int) -> list[Application]:
    """The next lines of a chore after key `after`, in the order they came."""
    sql = f"{WITH_CASE} WHERE {narrowing} AND a.id > ? ORDER BY a.id LIMIT ?"
    return [of(row) for row in run(store, sql, (*values, after, limit))]


def count(store: Session, narrowing: str, values: Sequence[object]) -> int:
    """How many lines a chore is about."""
    return int(run(store, f"SELECT COUNT(*) FROM applications a WHERE {narrowing}", values).scalar_one())


def check(store: Session, found: Iterable[Checked]) -> None:
    """Write what the dry run found out."""
    for one in found:
        values = (one.standing, one.fate, one.name[:330], one.sound[:330], one.nina[:20], one.phone[:20], one.sex[:1],
                  one.age, one.band, one.region[:40], one.office[:60], one.lot[:40], dumps(one.facts),
                  json.dumps(list(one.problems), ensure_ascii=False),
                  json.dumps([asdict(near) for near in one.near], ensure_ascii=False), one.id)  # fmt: skip
        run(store, CHECKED, values)


def score(store: Session, found: Iterable[Scored]) -> None:
    """Write what the decision said."""
    for one in found:
        filters = f",{','.join(one.filters)}," if one.filters else ""
        values = (one.standing, filters, one.score, int(one.priority), dumps(one.details), one.draw, one.id)
        run(store, SCORED, values)


def place(store: Session, ranked: Iterable[tuple[int, str, int]]) -> None:
    """Write the ranking: (rank, proposal, key)."""
    for values in ranked:
        run(store, "UPDATE applications SET rank = ?, proposal = ? WHERE id = ?", values)


def to_rank(store: Session, campaign_id: int) -> list[Any]:
    """Eligible and decided applications as the ranking needs them: id, region, sex, lot, priority, score, draw,
    standing; the rows of the store, best first."""
    sql = """SELECT id, region, sex, lot, priority, score, draw, standing FROM applications
    WHERE campaign_id = ? AND standing IN ('eligible', 'retenue', 'attente', 'non_retenue')
    ORDER BY priority DESC, score DESC, draw, id"""
    return run(store, sql, (campaign_id,)).all()


def receive(store: Session, id: int, person_id: int | None) -> None:
    """A line becomes an application of somebody."""
    run(store, "UPDATE applications SET standing = 'recue', person_id = ?, to_enter = 1 WHERE id = ?", (person_id, id))


def settle(
    store: Session, id: int, fate: Fate, standing: Standing, near: Sequence[Near], told: Sequence[tuple[str, str]]
) -> bool:
    """Write what a human said of a doubtful line; False when it was no longer one."""
    sql = """UPDATE applications SET fate = ?, standing = ?, near = ?, problems = ?
    WHERE id = ? AND standing IN ('lue', 'refusee') AND fate <> 'a_lire'"""
    near_text = json.dumps([asdict(one) for one in near], ensure_ascii=False)
    return run(store, sql, (fate, standing, near_text, json.dumps(list(told)), id)).rowcount == 1


def decide(store: Session, keys: Sequence[int], to: str, who: tuple[int, str], now: datetime, reason: str) -> int:
    """Write a human's decision about `keys`; how many it is about."""
    done = 0
    for start in range(0, len(keys), MANY):
        part = keys[start : start + MANY]
        sql = f"""UPDATE applications SET standing = ?, decided_by = ?, decided_by_name = ?, decided = ?, reason = ?,
        to_enter = 1 WHERE id IN ({", ".join("?" for _ in part)})"""
        done += run(store, sql, (to, *who, now, reason, *part)).rowcount
    return done


def trouble(store: Session, id: int, problems: Sequence[tuple[str, str]]) -> None:
    """Note why something could not be done for an application; the others go on."""
    run(store, "UPDATE applications SET problems = ? WHERE id = ?", (json.dumps(list(problems)), id))


def give_case(store: Session, id: int, case_id: int) -> None:
    """The case an application led to."""
    run(store, "UPDATE applications SET case_id = ?, to_enter = 1 WHERE id = ?", (case_id, id))


def get(store: Session, id: int) -> Application | None:
    """One application."""
    found = run(store, f"{WITH_CASE} WHERE a.id = ?", (id,)).first()
    return None if found is None else of(found)


def cells(store: Session, campaign_id: int, *, seen_by: Actor | None = None) -> list[Cell]:
    """How many applications of each kind; `seen_by` leaves out regions that person may not see."""
    narrowing, values = reached(seen_by) if seen_by else ("", ())
    sql = CELLS.replace("GROUP BY", f"{narrowing} GROUP BY") if narrowing else CELLS
    return [
        Cell(row[0], row[1], row[2], row[3], row[4], int(row[5] or 0))
        for row in run(store, sql, (campaign_id, *values))
    ]


def fates(store: Session, batch_id: int) -> dict[str, int]:
    """How many lines of a list meet each fate."""
    return {row[0]: row[1] for row in run(store, FATES, (batch_id,))}


def page(
    store: Session, campaign_id: int, wanted: Wanted, *, seen_by: Actor, after: int, limit: int
) -> list[Application]:
    """Applications in the order of their rank, then of their line; `after` is how many to pass over."""
    narrowing, values = narrowed(campaign_id, wanted, seen_by)
    order = "CASE WHEN a.rank IS NULL THEN 1 ELSE 0 END, a.rank, a.id"
    sql = f"{WITH_CASE} WHERE {narrowing} ORDER BY {order} LIMIT ? OFFSET ?"
    return [of(row) for row in run(store, sql, (*values, limit, after))]


def lines_of_batch(store: Session, batch_id: int, fate: str, after: int, limit: int) -> list[Application]:
    """Lines of a list as they stand in it; `after` is how many to pass over."""
    narrowing, values = ("a.batch_id = ? AND a.fate = ?", (batch_id, fate)) if fate else ("a.batch_id = ?", (batch_id,))
    sql = f"{WITH_CASE} WHERE {narrowing} ORDER BY a.id LIMIT ? OFFSET ?"
    return [of(row) for row in run(store, sql, (*values, limit, after))]


def with_case(store: Session, campaign_id: int, *, seen_by: Actor) -> int:
    """How many applications led to a case."""
    narrowing, values = reached(seen_by)
    return count(store, f"a.campaign_id = ? AND a.case_id IS NOT NULL{narrowing}", (campaign_id, *values))


def keys(store: Session, campaign_id: int, wanted: Wanted, *, seen_by: Actor) -> list[tuple[int, str, str, str]]:
    """(key, standing, proposal, filters) of applications, by rank."""
    narrowing, values = narrowed(campaign_id, wanted, seen_by)
    sql = f"SELECT a.id, a.standing, a.proposal, a.filters FROM applications a WHERE {narrowing} ORDER BY a.rank, a.id"
    return [(row[0], row[1], row[2], row[3]) for row in run(store, sql, values)]


def how_many(store: Session, campaign_id: int, wanted: Wanted, *, seen_by: Actor) -> int:
    """How many applications fit."""
    return count(store, *narrowed(campaign_id, wanted, seen_by))


def narrowed(campaign_id: int, wanted: Wanted, actor: Actor) -> tuple[str, list[object]]:
    """SQL for the applications of a campaign that fit and that `actor` may see, and its values."""
    terms = ["a.campaign_id = ?"]
    values: list[object] = [campaign_id]
    for column in ("standing", "fate", "region", "sex", "lot", "proposal"):
        if asked := getattr(wanted, column):
            terms.append(f"a.{column} = ?")
            values.append(asked)
    if wanted.batch:
        terms.append("a.batch_id = ?")
        values.append(wanted.batch)
    elif not wanted.standing and not wanted.fate:
        terms.append("a.standing NOT IN ('lue', 'refusee')")
    if wanted.least or wanted.most < 100:
        terms.append("a.score BETWEEN ? AND ?")
        values += [wanted.least, wanted.most]
    for word in wanted.words.split():
        terms.append("a.sound LIKE ?")
        values.append(f"%{word}%")
    scope, more = reached(actor)
    return " AND ".join(terms) + scope, [*values, *more]


def reached(actor: Actor) -> tuple[str, tuple[object, ...]]:
    """SQL for the applications `actor` may see: those of the people it may see, by office or region."""
    scope = actor.grants.get(Permission.SEE_PERSON)
    if scope is Scope.EVERYWHERE:
        return "", ()
    if scope is Scope.REGION and actor.region:
        return " AND a.region = ?", (actor.region,)
    if scope is Scope.OFFICE and actor.office:
        return " AND a.office = ?", (actor.office,)
    return " AND 1 = 0", ()


def alike(store: Session, campaign_id: int, column: str, wanted: Sequence[str]) -> list[tuple[int, int, str, str]]:
    """Checked lines of a campaign whose `column` is one of `wanted`: (key, line, value, facts)."""
    sql = f"""SELECT id, line, {column}, facts FROM applications WHERE campaign_id = ? AND fate NOT IN ('a_lire',
    'refusee', 'double') AND {column} IN ({", ".join("?" for _ in wanted)}) ORDER BY id"""
    return [(row[0], row[1], row[2], row[3]) for row in run(store, sql, (campaign_id, *wanted))] if wanted else []


def of_people(store: Session, campaign_id: int, people: Sequence[int]) -> dict[int, int]:
    """Which of `people` have applied in this campaign already: their line."""
    sql = f"""SELECT person_id, line FROM applications WHERE campaign_id = ? AND person_id IN
    ({", ".join("?" for _ in people)})"""
    return {row[0]: row[1] for row in run(store, sql, (campaign_id, *people))} if people else {}


def chosen_elsewhere(store: Session, campaign_id: int, people: Sequence[int]) -> set[int]:
    """Which of `people` have a place in another campaign, and have not given it back."""
    sql = f"""SELECT a.person_id FROM applications a LEFT JOIN cases c ON c.id = a.case_id
    WHERE a.campaign_id <> ? AND a.standing = 'retenue' AND (c.id IS NULL OR c.state <> 'closed')
    AND a.person_id IN ({", ".join("?" for _ in people)})"""
    return {row[0] for row in run(store, sql, (campaign_id, *people))} if people else set()


def people_with_nina(store: Session, numbers: Sequence[str]) -> dict[str, int]:
    """Who carries one of these NINA numbers."""
    sql = f"SELECT nina, id FROM people WHERE nina IN ({', '.join('?' for _ in numbers)})"
    return {row[0]: row[1] for row in run(store, sql, numbers)} if numbers else {}


def known_of(store: Session, people: Sequence[int]) -> dict[int, Mapping[str, object]]:
    """All that the register knows of each of `people`."""
    sql = f"SELECT id, known FROM people WHERE id IN ({', '.join('?' for _ in people)})"
    return {row[0]: loads_mapping(row[1]) for row in run(store, sql, people)} if people else {}


def case_waiting(store: Session, person_id: int, message: str) -> int | None:
    """The open case of a person that waits for `message`, the latest when there are several."""
    sql = """SELECT c.id FROM cases c JOIN waits w ON w.case_id = c.id WHERE c.person_id = ? AND c.state <> 'closed'
    AND w.kind = 'message' AND w.name = ? ORDER BY c.id DESC LIMIT 1"""
    return run(store, sql, (person_id, message)).scalar()


def proposals(store: Session, campaign_id: int) -> dict[str, int]:
    """How many eligible applications the ranking proposes for each standing."""
    sql = """SELECT proposal, COUNT(*) FROM applications WHERE campaign_id = ? AND standing = 'eligible'
    GROUP BY proposal"""
    return {row[0]: row[1] for row in run(store, sql, (campaign_id,))}


def places_back(store: Session, campaign_id: int) -> list[int]:
    """Those chosen whose case ended without a departure: their place is free."""
    sql = """SELECT a.id FROM applications a JOIN cases c ON c.id = a.case_id WHERE a.campaign_id = ?
    AND a.standing = 'retenue' AND c.state = 'closed' AND c.outcome <> 'place' ORDER BY a.id"""
    return [row[0] for row in run(store, sql, (campaign_id,))]


def departures(store: Session, campaign_id: int) -> tuple[int, int]:
    """How many of those chosen have left, and how many more have a case under way."""
    sql = """SELECT SUM(CASE WHEN c.outcome = 'place' THEN 1 ELSE 0 END) AS gone,
    SUM(CASE WHEN c.state <> 'closed' THEN 1 ELSE 0 END) AS ready
    FROM applications a JOIN cases c ON c.id = a.case_id WHERE a.campaign_id = ? AND a.standing = 'retenue'"""
    row = run(store, sql, (campaign_id,)).one()
    return int(row[0] or 0), int(row[1] or 0)


def is_of(store: Session, campaign_id: int, case_id: int) -> bool:
    """Whether a case came out of a campaign."""
    sql = "SELECT 1 FROM applications WHERE campaign_id = ? AND case_id = ? LIMIT 1"
    return run(store, sql, (campaign_id, case_id)).first() is not None


def filter_sets(store: Session, campaign_id: int, *, seen_by: Actor) -> list[tuple[tuple[str, ...], str, str, int]]:
    """Weighed applications by the filters that set them aside, region and sex, with how many."""
    narrowing, values = reached(seen_by)
    sql = f"""SELECT a.filters, a.region, a.sex, COUNT(*) FROM applications a WHERE a.campaign_id = ?
    AND a.score IS NOT NULL{narrowing} GROUP BY a.filters, a.region, a.sex"""
    rows = run(store, sql, (campaign_id, *values))
    return [(tuple(code for code in row[0].split(",") if code), row[1], row[2], row[3]) for row in rows]


def steps(store: Session, campaign_id: int, *, seen_by: Actor) -> list[tuple[str, str, str, int]]:
    """The steps the cases of a campaign wait at: (element, name, role, how many), the most frequent first; those the
    person may see nothing of are left out."""
    narrowing, values = reached(seen_by)
    sql = f"""SELECT t.element, t.name, t.role, COUNT(*) AS many
    FROM applications a JOIN tasks t ON t.case_id = a.case_id
    WHERE a.campaign_id = ? AND t.state = 'open' AND t.confidential = ''{narrowing}
    GROUP BY t.element, t.name, t.role ORDER BY many DESC, t.name LIMIT 30"""
    return [(row[0], row[1], row[2], row[3]) for row in run(store, sql, (campaign_id, *values))]


def of(row: Any) -> Application:
    """An application as it was read."""
    near = [Near(**{**one, "reasons": tuple(one["reasons"])}) for one in json.loads(row.near)]
    return Application(
        row.id, row.campaign_id, row.batch_id, row.line, Standing(row.standing), Fate(row.fate), row.person_id,
        row.name, row.sex, row.age, row.band, row.region, row.office, row.lot, loads_mapping(row.facts),
        problems=tuple((path, told) for path, told in json.loads(row.problems)),
        near=tuple(near), filters=tuple(code for code in row.filters.split(",") if code), score=row.score,
        priority=bool(row.priority), details=loads_mapping(row.details), rank=row.rank, proposal=row.proposal,
        decided_by_name=row.decided_by_name, decided=moment(row.decided), reason=row.reason, case_id=row.case_id,
        case_ref=row.case_ref or "", case_outcome=row.outcome or "",
    )  # fmt: skip
