"""Applications of campaigns and their rows in the register: what is to be entered, and whose rows are which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from migraflow.domain.campaigns import IN_POOL, Standing
from migraflow.domain.values import loads_mapping
from migraflow.store.database import Session, moment, run

REGISTER = "candidatures"
"""The register of applications."""
DUE = """SELECT a.id, a.standing, a.name, a.sex, a.region, a.score, a.rank, a.reason, a.decided, a.decided_by,
a.decided_by_name, a.row_id, a.case_id, a.facts, c.ref AS case_ref, c.outcome, c.confidential, p.confidential AS hidden,
k.ref AS campaign, k.offer_ref, b.sent, b.sent_by, b.sent_by_name, k.opened, k.opened_by, k.opened_by_name
FROM applications a JOIN campaigns k ON k.id = a.campaign_id LEFT JOIN cases c ON c.id = a.case_id
LEFT JOIN people p ON p.id = a.person_id LEFT JOIN campaign_batches b ON b.id = a.batch_id
WHERE a.to_enter = 1 ORDER BY a.id LIMIT ?"""
OF_PERSON = f"""SELECT r.key FROM register_rows r WHERE r.noun = '{REGISTER}' AND (
r.id IN (SELECT a.row_id FROM applications a WHERE a.person_id = ?)
OR r.id IN (SELECT m.row_id FROM register_mentions m JOIN cases c ON c.id = m.case_id WHERE c.person_id = ?))
ORDER BY r.id DESC LIMIT ?"""
MANY = 100
"""Applications one person's sheet shows, the latest."""


@dataclass(frozen=True, slots=True)
class ToEnter:
    """An application whose row does not say yet what became of it. `hand` (key, name) did that, on day `at`."""

    id: int
    standing: Standing
    name: str
    sex: str
    region: str
    score: int | None
    rank: int | None
    reason: str
    campaign: str
    offer: str
    came: date
    at: datetime
    hand: tuple[int, str]
    row_id: int | None
    case_id: int | None
    case_ref: str
    gone: bool
    hidden: bool


def due(store: Session, limit: int) -> list[ToEnter]:
    """The next applications to enter; those in other workers' hands are passed over."""
    embedded = store.get_bind().dialect.name == "sqlite"
    found: list[ToEnter] = []
    for row in run(store, DUE if embedded else f"{DUE} FOR UPDATE OF a SKIP LOCKED", (limit,)):
        came, decided = moment(row.sent) or moment(row.opened), moment(row.decided)
        assert came is not None
        hand = (row.decided_by, row.decided_by_name) if decided else (row.sent_by, row.sent_by_name)
        opened = (row.opened_by, row.opened_by_name)
        found.append(ToEnter(
            row.id, Standing(row.standing), row.name, row.sex, row.region, row.score, row.rank, row.reason,
            row.campaign, row.offer_ref, came.date(), decided or came, hand if hand[0] is not None else opened,
            row.row_id, row.case_id, row.case_ref or str(loads_mapping(row.facts).get(IN_POOL) or ""),
            row.outcome == "place", bool(row.confidential or row.hidden),
        ))  # fmt: skip
    return found


def entered(store: Session, id: int, row_id: int | None) -> None:
    """The row of an application says now what became of it; None for one that has none."""
    run(store, "UPDATE applications SET row_id = ?, to_enter = 0 WHERE id = ?", (row_id, id))


def enter_again(store: Session, campaign_id: int) -> None:
    """The cases of those chosen have gone on: their rows are to say so."""
    sql = "UPDATE applications SET to_enter = 1 WHERE campaign_id = ? AND standing = 'retenue'"
    run(store, sql, (campaign_id,))


def name(store: Session, row_id: int, key: str) -> None:
    """Give a row the key its application has from now on: the person got a case."""
    run(store, "UPDATE register_rows SET key = ? WHERE id = ?", (key, row_id))


def join(store: Session, row_id: int, into: int) -> None:
    """One row for one application: what happened to `row_id` is part of the history of `into`."""
    run(store, "UPDATE register_entries SET row_id = ? WHERE row_id = ?", (into, row_id))
    run(store, "UPDATE applications SET row_id = ? WHERE row_id = ?", (into, row_id))
    for table in ("register_links", "register_mentions"):
        run(store, f"DELETE FROM {table} WHERE row_id = ?", (row_id,))
    run(store, "DELETE FROM register_rows WHERE id = ?", (row_id,))


def of_person(store: Session, person_id: int) -> list[str]:
    """The keys of the rows of a person's applications, made in a case or in a campaign, the latest first."""
    return [row[0] for row in run(store, OF_PERSON, (person_id, person_id, MANY))]


def campaign_of(store: Session, row_id: int) -> str | None:
    """The campaign whose application a row tells of; None for one that a case or somebody put down."""
    sql = "SELECT k.ref FROM applications a JOIN campaigns k ON k.id = a.campaign_id WHERE a.row_id = ?"
    return run(store, sql, (row_id,)).scalar()
