"""People who may be the same human: found by shared keys, kept as pairs until somebody has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, exists, select

from migraflow.domain.access import Actor
from migraflow.domain.likeness_keys import kept, of_phone
from migraflow.domain.merging import Pair, PairState
from migraflow.domain.people import Identity
from migraflow.store import audience
from migraflow.store.database import WAKE, Session, moment, run
from migraflow.store.rows import insert
from migraflow.store.tables.likenesses import LikenessRecord
from migraflow.store.tables.people import PersonRecord

UNKEYED, KEYED, COMPARED = 0, 1, 2
"""How far the search for duplicates of somebody has come (``people.sifted``)."""
WORTH = 150
"""People at most who are compared: those whose shared keys say most."""
CROWD = 3
"""Records with one phone from which it says little: a family's, a neighbour's, a shop's."""
MOST_KEYS = 900
PAGE = 50
FORGET = "DELETE FROM person_keys WHERE person_id = ?"
COLUMNS = (
    "id, surname, given, sex, birth_date, birth_year, birth_place_key, nina, passport, phone, phone2, father, mother"
)
NEXT = "SELECT id, sifted FROM people WHERE sifted < 2 ORDER BY id LIMIT ?"
DECIDE = "UPDATE likenesses SET state = ?, decided = ?, decided_by = ?, decided_by_name = ?, reason = ? WHERE id = ?"
AGAIN = "UPDATE likenesses SET score = ?, terms = ?, seen = ?, state = ? WHERE id = ? AND state IN ('open', 'gone')"


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody worth comparing: key and what they are compared by."""

    id: int
    identity: Identity


def keep(store: Session, person_id: int, one: Identity) -> None:
    """Let somebody's likes be found by all that identifies them now; a worker will look for them."""
    run(store, FORGET, (person_id,))
    insert(store, "person_keys", ("key", "person_id"), [(key, person_id) for key in sorted(kept(one))])
    sifted(store, [person_id], KEYED)
    store.info[WAKE] = True


def forget(store: Session, person_id: int) -> None:
    """Let nobody be found alike under this key any more, and forget the pairs it was in."""
    run(store, FORGET, (person_id,))
    run(store, "DELETE FROM likenesses WHERE one_id = ? OR other_id = ?", (person_id, person_id))


def hide(store: Session, person_id: int) -> None:
    """Let somebody merged away be found no more; the pairs stay for the day the merge is undone."""
    run(store, FORGET, (person_id,))


def alike(store: Session, keys: Mapping[int, int], *, but: int | None) -> list[Alike]:
    """People who share one of `keys`, those whose shared keys say most first, at most WORTH."""
    votes: dict[int, int] = {}
    asked = sorted(keys)
    for start in range(0, len(asked), MOST_KEYS):
        part = asked[start : start + MOST_KEYS]
        marks = ", ".join("?" for _ in part)
        for key, person in run(store, f"SELECT key, person_id FROM person_keys WHERE key IN ({marks})", part):
            votes[person] = votes.get(person, 0) + keys[key]
    votes.pop(but or 0, None)
    return read(store, sorted(votes, key=lambda person: (-votes[person], person))[:WORTH])


def read(store: Session, ids: Sequence[int]) -> list[Alike]:
    """People as they are compared, nobody merged away."""
    if not ids:
        return []
    marks = ", ".join("?" for _ in ids)
    sql = f"SELECT {COLUMNS} FROM people WHERE id IN ({marks}) AND merged_into IS NULL"
    return [Alike(row.id, of_row(row)) for row in run(store, sql, ids)]


def of_row(row: Any) -> Identity:
    """What somebody is compared by."""
    born = row.birth_date
    return Identity(
        surname=row.surname,
        given=row.given,
        sex=row.sex,
        birth_date=date.fromisoformat(born) if isinstance(born, str) else born,
        birth_year=row.birth_year,
        birth_place=row.birth_place_key,
        nina=row.nina,
        passport=row.passport,
        phones=tuple(phone for phone in (row.phone, row.phone2) if phone),
        home_region="",
        nationality="",
        education="",
        father=row.father,
        mother=row.mother,
    )


def crowded(store: Session, phones: Iterable[str]) -> frozenset[str]:
    """Those of `phones` that stand in several records."""
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM person_keys WHERE key = ? LIMIT {CROWD}) AS found"
    return frozenset(phone for phone in phones if run(store, sql, (of_phone(phone),)).scalar_one() >= CROWD)


def unsifted(store: Session, limit: int) -> list[tuple[int, int]]:
    """People whose likes are still to be looked for, with how far that has come; other workers' are passed over."""
    embedded = store.get_bind().dialect.name == "sqlite"
    found = run(store, NEXT if embedded else f"{NEXT} FOR UPDATE SKIP LOCKED", (limit,))
    return [(row.id, row.sifted) for row in found]


def sifted(store: Session, ids: Sequence[int], how_far: int) -> None:
    """Note how far the search for the likes of some people has come."""
    marks = ", ".join("?" for _ in ids)
    run(store, f"UPDATE people SET sifted = ? WHERE id IN ({marks})", (how_far, *ids))


def pairs_of(store: Session, person_id: int) -> dict[int, tuple[int, PairState]]:
    """The pairs somebody is in, by the other one's key: the pair's key and state."""
    sql = "SELECT id, one_id, other_id, state FROM likenesses WHERE one_id = ? OR other_id = ?"
    return {
        row.other_id if row.one_id == person_id else row.one_id: (row.id, PairState(row.state))
        for row in run(store, sql, (person_id, person_id))
    }


def propose(store: Session, one: int, other: int, score: int, terms: str, now: datetime) -> None:
    """Put two people on the list to be looked at."""
    columns = ("one_id", "other_id", "score", "terms", "state", "seen", "decided_by_name", "reason")
    row = (min(one, other), max(one, other), score, terms, PairState.OPEN, now, "", "")
    insert(store, "likenesses", columns, [row])


def compare_again(store: Session, pair_id: int, score: int, terms: str, now: datetime, state: PairState) -> None:
    """Note what a pair nobody has decided looks like now: still alike, or no longer."""
    run(store, AGAIN, (score, terms, now, state, pair_id))


def decide(store: Session, pair_id: int, state: PairState, who: Actor, reason: str, now: datetime) -> None:
    """Note what somebody decided of a pair."""
    run(store, DECIDE, (state, now, who.account_id, who.name, reason, pair_id))


def listed(store: Session, state: PairState, *, seen_by: Actor, after: tuple[int, int] | None) -> list[Pair]:
    """A page of pairs both of whose people `seen_by` sees, the likest first, one more when there is another page."""
    statement = select(LikenessRecord).where(LikenessRecord.state == state, *both(seen_by))
    score, pair = col(LikenessRecord.score), col(LikenessRecord.id)
    if after:
        statement = statement.where((score < after[0]) | ((score == after[0]) & (pair > after[1])))
    ordered = statement.order_by(score.desc(), pair).limit(PAGE + 1)
    return [of(record) for record in store.exec(ordered.execution_options(populate_existing=True))]


def get(store: Session, pair_id: int, *, seen_by: Actor) -> Pair | None:
    """One pair, as far as `seen_by` sees both people."""
    statement = select(LikenessRecord).where(LikenessRecord.id == pair_id, *both(seen_by))
    found = store.exec(statement.execution_options(populate_existing=True)).first()
    return None if found is None else of(found)


def between(store: Session, one: int, other: int) -> int | None:
    """The key of the pair of two people, None when they never were one."""
    sql = "SELECT id FROM likenesses WHERE one_id = ? AND other_id = ?"
    row = run(store, sql, (min(one, other), max(one, other))).first()
    return None if row is None else int(row.id)


def both(actor: Actor) -> tuple[Any, Any]:
    """Conditions: the actor sees both people of the pair."""
    return tuple(
        exists().where(col(PersonRecord.id) == side, audience.people(actor))
        for side in (col(LikenessRecord.one_id), col(LikenessRecord.other_id))
    )  # pyright: ignore[reportReturnType]


def refs(store: Session, ids: Iterable[int]) -> Mapping[int, str]:
    """The numbers of people by key."""
    asked = sorted(set(ids))
    if not asked:
        return {}
    marks = ", ".join("?" for _ in asked)
    return {row.id: row.ref for row in run(store, f"SELECT id, ref FROM people WHERE id IN ({marks})", asked)}


def of(record: LikenessRecord) -> Pair:
    """A pair as a value."""
    decided, seen = moment(record.decided), moment(record.seen)
    assert seen is not None and record.id is not None
    return Pair(record.id, record.one_id, record.other_id, record.score, PairState(record.state), seen, decided,
                record.decided_by_name, record.reason)  # fmt: skip
