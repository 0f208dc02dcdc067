"""Campaigns, kept: what they are for, the lists sent, what workers do for them, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from migraflow.domain.campaigns import (
    Batch,
    Campaign,
    CampaignKind,
    CampaignState,
    Chore,
    Errand,
    ErrandState,
    Quota,
)
from migraflow.domain.values import dumps, loads, loads_mapping
from migraflow.store.cases import NUMBER
from migraflow.store.database import WAKE, Overtaken, Session, moment, run

FACTS = ("ref", "model", "kind", "title", "state", "offer_id", "offer_ref", "criteria", "shared", "seats", "reserve",
         "quotas", "region", "office", "opened_by", "opened_by_name", "opened", "chosen", "version")  # fmt: skip
COLUMNS = ", ".join(("id", *FACTS))
ADD = f"INSERT INTO campaigns ({', '.join(FACTS)}) VALUES ({', '.join('?' for _ in FACTS)}) RETURNING id"
MOVE = """UPDATE campaigns SET state = ?, title = ?, criteria = ?, seats = ?, reserve = ?, quotas = ?, chosen = ?,
version = version + 1 WHERE id = ? AND version = ?"""
MOST = 200
"""Campaigns one list shows, the latest first."""
ERRAND = """id, campaign_id, chore, state, batch_id, done, total, at, wish, asked_by, asked_by_name, asked, ended,
fault"""
ASK = """INSERT INTO campaign_errands (campaign_id, chore, state, batch_id, done, total, at, wish, asked_by,
asked_by_name, asked, fault) VALUES (?, ?, 'attend', ?, 0, ?, 0, ?, ?, ?, ?, '') RETURNING id"""
STEP = """UPDATE campaign_errands SET at = ?, done = ?, state = ?, ended = ?, fault = ?
WHERE id = ? AND at = ? AND done = ? AND state = 'attend'"""
TURN = "UPDATE campaign_errands SET state = ?, ended = ?, fault = '' WHERE id = ? AND state = ?"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story of a campaign: when, who, what was done, to how many, and what was said of it."""

    at: datetime
    actor: str
    deed: str
    count: int
    facts: Mapping[str, object]


def add(store: Session, new: Campaign) -> int:
    """Keep a campaign; its key."""
    return int(run(store, ADD, [kept(new, name) for name in FACTS]).scalar_one())


def kept(one: Campaign, name: str) -> object:
    """A fact of a campaign as its column keeps it."""
    if name == "quotas":
        return dumps([asdict(quota) for quota in one.quotas])
    value = getattr(one, name)
    return dumps(value) if name in {"criteria", "shared"} else value


def get(store: Session, ref: str) -> Campaign | None:
    """The campaign `ref`."""
    found = run(store, f"SELECT {COLUMNS} FROM campaigns WHERE ref = ?", (ref,)).first()
    return None if found is None else of(found)


def load(store: Session, campaign_id: int) -> Campaign:
    """One campaign by key."""
    return of(run(store, f"SELECT {COLUMNS} FROM campaigns WHERE id = ?", (campaign_id,)).one())


def next_number(store: Session, prefix: str, year: int) -> int:
    """The next number of a campaign in `year`."""
    return int(run(store, NUMBER, (prefix, year, "")).scalar_one())


def of_offer(store: Session, case_id: int) -> Campaign | None:
    """The campaign of the offer whose case is `case_id`, the latest when there was a second round."""
    sql = f"SELECT {COLUMNS} FROM campaigns WHERE offer_id = ? ORDER BY id DESC LIMIT 1"
    found = run(store, sql, (case_id,)).first()
    return None if found is None else of(found)


def offers_of(store: Session, refs: Sequence[str]) -> dict[str, str]:
    """The number of the offer each of these campaigns is held for; what is no campaign is left out."""
    marks = ", ".join("?" for _ in refs)
    sql = f"SELECT ref, offer_ref FROM campaigns WHERE ref IN ({marks}) AND offer_ref <> ''"
    return {row[0]: row[1] for row in run(store, sql, refs)} if refs else {}


def page(store: Session) -> list[Campaign]:
    """Campaigns, the latest first."""
    return [of(row) for row in run(store, f"SELECT {COLUMNS} FROM campaigns ORDER BY id DESC LIMIT ?", (MOST,))]


def change(store: Session, one: Campaign) -> None:
    """Write what changed of a campaign. Raises Overtaken when somebody else changed it since it was read."""
    values = (one.state, one.title, kept(one, "criteria"), one.seats, one.reserve, kept(one, "quotas"), one.chosen,
              one.id, one.version)  # fmt: skip
    if run(store, MOVE, values).rowcount != 1:
        raise Overtaken(one.ref)


def add_batch(store: Session, new: Batch) -> int:
    """Keep a list that was sent; its key."""
    sql = """INSERT INTO campaign_batches (campaign_id, name, lines, sent_by, sent_by_name, sent)
    VALUES (?, ?, ?, ?, ?, ?) RETURNING id"""
    values = (new.campaign_id, new.name, new.lines, new.sent_by, new.sent_by_name, new.sent)
    return int(run(store, sql, values).scalar_one())


def batches(store: Session, campaign_id: int) -> list[Batch]:
    """The lists of a campaign, the latest first."""
    sql = """SELECT id, campaign_id, name, lines, sent_by, sent_by_name, sent FROM campaign_batches
    WHERE campaign_id = ? ORDER BY id DESC LIMIT 100"""
    return [
        Batch(row[0], row[1], row[2], row[3], row[4], row[5], cast(datetime, moment(row[6])))
        for row in run(store, sql, (campaign_id,))
    ]


def drop_batch(store: Session, batch_id: int) -> None:
    """Forget a list nobody kept; its lines go with it."""
    run(store, "DELETE FROM applications WHERE batch_id = ?", (batch_id,))
    run(store, "DELETE FROM campaign_batches WHERE id = ?", (batch_id,))


def ask(store: Session, new: Errand) -> int:
    """Leave a chore for the workers, and wake them; its key."""
    values = (new.campaign_id, new.chore, new.batch, new.total, dumps(new.wish), new.asked_by, new.asked_by_name,
              new.asked)  # fmt: skip
    store.info[WAKE] = True
    return int(run(store, ASK, values).scalar_one())


def errands(store: Session, campaign_id: int, limit: int = 20) -> list[Errand]:
    """The chores of a campaign, the latest first."""
    sql = f"SELECT {ERRAND} FROM campaign_errands WHERE campaign_id = ? ORDER BY id DESC LIMIT ?"
    return [errand_of(row) for row in run(store, sql, (campaign_id, limit))]


def errand(store: Session, errand_id: int) -> Errand | None:
    """One chore."""
    found = run(store, f"SELECT {ERRAND} FROM campaign_errands WHERE id = ?", (errand_id,)).first()
    return None if found is None else errand_of(found)


def next_errand(store: Session) -> Errand | None:
    """The chore that has waited longest; those another worker has in hand are passed over."""
    sql = f"SELECT {ERRAND} FROM campaign_errands WHERE state = 'attend' ORDER BY id LIMIT 1"
    embedded = store.get_bind().dialect.name == "sqlite"
    found = run(store, sql if embedded else f"{sql} FOR UPDATE SKIP LOCKED").first()
    return None if found is None else errand_of(found)


def step(store: Session, before: Errand, after: Errand) -> None:
    """Note how far a chore has come. Raises Overtaken when another worker was faster, or it was stopped."""
    values = (after.at, after.done, after.state, after.ended, after.fault, before.id, before.at, before.done)
    if run(store, STEP, values).rowcount != 1:
        raise Overtaken(str(before.id))


def turn(store: Session, one: Errand, to: ErrandState, ended: datetime | None) -> bool:
    """Stop a chore, or let it go on; False when it was no longer as it was read."""
    store.info[WAKE] = True
    return run(store, TURN, (to, ended, one.id, one.state)).rowcount == 1


def tell(store: Session, campaign_id: int, told: Told, actor_id: int) -> None:
    """Add a line to the story of a campaign."""
    sql = """INSERT INTO campaign_entries (campaign_id, at, actor_id, actor, deed, count, told)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
    run(store, sql, (campaign_id, told.at, actor_id, told.actor, told.deed, told.count, dumps(told.facts)))


def story(store: Session, campaign_id: int, limit: int = 100) -> list[Told]:
    """What was done in a campaign, the latest first."""
    sql = "SELECT at, actor, deed, count, told FROM campaign_entries WHERE campaign_id = ? ORDER BY id DESC LIMIT ?"
    rows = run(store, sql, (campaign_id, limit))
    return [Told(cast(datetime, moment(row[0])), row[1], row[2], row[3], loads_mapping(row[4])) for row in rows]


def errand_of(row: Any) -> Errand:
    """A chore as it was read."""
    return Errand(
        row.id, row.campaign_id, Chore(row.chore), ErrandState(row.state), row.batch_id, row.done, row.total, row.at,
        loads_mapping(row.wish), row.asked_by, row.asked_by_name, cast(datetime, moment(row.asked)),
        moment(row.ended), row.fault,
    )  # fmt: skip


def of(row: Any) -> Campaign:
    """A campaign as it was read."""
    facts = {name: getattr(row, name) for name in ("id", *FACTS)}
    listed = cast("Sequence[Mapping[str, Any]]", loads(row.quotas) or [])
    return Campaign(**{
        **facts,
        "kind": CampaignKind(row.kind),
        "state": CampaignState(row.state),
        "criteria": loads_mapping(row.criteria),
        "shared": loads_mapping(row.shared),
        "quotas": tuple(Quota(**quota) for quota in listed),
        "opened": moment(row.opened),
        "chosen": moment(row.chosen),
    })  # fmt: skip
