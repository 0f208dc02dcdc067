"""Accounts, sessions and the record of sign-ins, kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from migraflow.domain.access import Actor
from migraflow.domain.organisations import AccountRow, SignInOutcome
from migraflow.store import audience
from migraflow.store.database import Session, moment, run
from migraflow.store.tables.accounts import AccountRecord, AccountRoleRecord, SessionRecord, SignInRecord

OPEN_SESSION = """SELECT s.seen, s.expires, a.id, a.username, a.name, a.office, a.region, a.language, a.demo,
a.must_change, r.role
FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN account_roles r ON r.account_id = a.id
WHERE s.seal = ? AND s.expires > ? AND s.seen > ? AND a.active ORDER BY r.role"""
"""Asked before every wish, hence plain SQL: a line per role of the account."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is needed to check a password, and nothing else."""

    account_id: int
    password_hash: str
    active: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not reached its absolute end."""

    seal: str
    account: AccountRow
    seen: datetime
    expires: datetime


IDENTITIES = "identities"
"""In ``Session.info``: this transaction changes who people are to the house, or ends a session."""


def credentials(store: Session, username: str) -> Credentials | None:
    """The credentials of `username` (folded), None when there is no such account."""
    found = store.exec(select(AccountRecord).where(AccountRecord.username == username)).first()
    return None if found is None else Credentials(key_of(found), found.password_hash, found.active)


def account(store: Session, account_id: int, *, managed_by: Actor | None = None) -> AccountRow | None:
    """One account, None when absent, or not in the hands of `managed_by`."""
    conditions = [] if managed_by is None else [audience.accounts(managed_by)]
    return next(iter(rows(store, col(AccountRecord.id) == account_id, *conditions)), None)


def account_named(store: Session, username: str) -> AccountRow | None:
    """One account by its folded name, None when absent."""
    return next(iter(rows(store, col(AccountRecord.username) == username)), None)


def accounts(store: Session, *, managed_by: Actor) -> tuple[AccountRow, ...]:
    """The accounts in the hands of `managed_by`, by name."""
    return with_last_seen(store, directory(store, managed_by=managed_by))


def directory(store: Session, *, managed_by: Actor, office: str = "", role: str = "") -> tuple[AccountRow, ...]:
    """The same, only of one `office` or `role` when given, without when they were last seen: that is slow to know."""
    conditions = [audience.accounts(managed_by)]
    if office:
        conditions.append(col(AccountRecord.office) == office)
    if role:
        conditions.append(col(AccountRecord.id).in_(holders(role)))
    return unseen(store, *conditions)


def accounts_with_role(store: Session, role: str) -> tuple[AccountRow, ...]:
    """Active accounts that hold `role`, by name."""
    return rows(store, col(AccountRecord.id).in_(holders(role)), col(AccountRecord.active).is_(True))


def holders(role: str) -> SelectOfScalar[int]:
    """The keys of the accounts that hold `role`."""
    return select(AccountRoleRecord.account_id).where(AccountRoleRecord.role == role)


def rows(store: Session, *conditions: ColumnElement[bool]) -> tuple[AccountRow, ...]:
    """The accounts that meet every condition, by name."""
    return with_last_seen(store, unseen(store, *conditions))


def unseen(store: Session, *conditions: ColumnElement[bool]) -> tuple[AccountRow, ...]:
    """The accounts that meet every condition, by name; when they were last seen is left out."""
    found = store.exec(
        select(AccountRecord).where(*conditions).order_by(AccountRecord.name, AccountRecord.username)
    ).all()
    roles = roles_of(store, [key_of(record) for record in found])
    return tuple(to_row(record, roles.get(key_of(record), ()), None) for record in found)


def with_last_seen(store: Session, found: Sequence[AccountRow]) -> tuple[AccountRow, ...]:
    """`found`, with when each of them last signed in."""
    seen = last_seen(store, [row.id for row in found])
    return tuple(replace(row, seen=seen.get(row.id)) for row in found)


def roles_of(store: Session, keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Role codes by account."""
    held: dict[int, tuple[str, ...]] = {}
    statement = select(AccountRoleRecord).where(col(AccountRoleRecord.account_id).in_(list(keys)))
    for record in store.exec(statement.order_by(AccountRoleRecord.role)):
        held[record.account_id] = (*held.get(record.account_id, ()), record.role)
    return held


def last_seen(store: Session, keys: Iterable[int]) -> dict[int, datetime]:
    """When each account last signed in."""
    statement = (
        select(SignInRecord.account_id, func.max(SignInRecord.at))
        .where(col(SignInRecord.account_id).in_(list(keys)), SignInRecord.outcome == SignInOutcome.OPENED)
        .group_by(col(SignInRecord.account_id))
    )
    return {key: at for key, at in store.exec(statement) if key is not None}


def add_account(store: Session, new: AccountRow, password_hash: str, now: datetime) -> AccountRow:
    """Keep a new account (its `id` is given here) with its roles."""
    record = AccountRecord(
        username=new.username,
        name=new.name,
        password_hash=password_hash,
        language=new.language,
        office=new.office or None,
        region=new.region or None,
        active=new.active,
        demo=new.demo,
        must_change=new.must_change,
        created=now,
        changed=now,
    )
    store.add(record)
    store.flush()
    set_roles(store, key_of(record), new.roles)
    return to_row(record, tuple(sorted(new.roles)), None)


def set_roles(store: Session, account_id: int, roles: Iterable[str]) -> None:
    """Replace the roles of one account."""
    store.info[IDENTITIES] = True
    store.exec(delete(AccountRoleRecord).where(col(AccountRoleRecord.account_id) == account_id))
    store.add_all([AccountRoleRecord(account_id=account_id, role=role) for role in sorted(set(roles))])
    store.flush()


def set_password(store: Session, account_id: int, password_hash: str, now: datetime, *, must_change: bool) -> None:
    """Replace the password; it is no longer the one of the demo."""
    store.info[IDENTITIES] = True
    values = {"password_hash": password_hash, "must_change": must_change, "demo": False, "changed": now}
    store.exec(update(AccountRecord).where(col(AccountRecord.id) == account_id).values(values))


def rehash(store: Session, account_id: int, password_hash: str) -> None:
    """Keep the same password under a stronger hash."""
    store.exec(update(AccountRecord).where(col(AccountRecord.id) == account_id).values(password_hash=password_hash))


def set_language(store: Session, account_id: int, language: str, now: datetime) -> None:
    """Remember which language this person reads."""
    store.info[IDENTITIES] = True
    store.exec(update(AccountRecord).where(col(AccountRecord.id) == account_id).values(language=language, changed=now))


def set_active(store: Session, account_id: int, *, active: bool, now: datetime) -> None:
    """Close an account, or open it again."""
    store.info[IDENTITIES] = True
    store.exec(update(AccountRecord).where(col(AccountRecord.id) == account_id).values(active=active, changed=now))


def has_demo_passwords(store: Session) -> bool:
    """Whether some account that may sign in has a password that stands in the documentation."""
    demo = select(AccountRecord.id).where(col(AccountRecord.demo).is_(True), col(AccountRecord.active).is_(True))
    return store.exec(demo.limit(1)).first() is not None


def open_session(store: Session, seal: str, account_id: int, address: str, now: datetime, expires: datetime) -> None:
    """Keep a new session under the seal of its token."""
    store.add(SessionRecord(seal=seal, account_id=account_id, address=address, created=now, seen=now, expires=expires))
    store.flush()


def session(store: Session, seal: str, now: datetime, used_since: datetime) -> OpenSession | None:
    """The session under `seal`, if its account is active, its end lies ahead and it was used after `used_since`."""
    found = run(store, OPEN_SESSION, (seal, now, used_since)).all()
    if not found:
        return None
    seen, expires, key, username, name, office, region, language, demo, must_change, _ = tuple(found[0])
    used, end = moment(seen), moment(expires)
    assert used is not None and end is not None
    row = AccountRow(
        key, username, name, tuple(line[-1] for line in found if line[-1]), office or "", region or "", language, True,
        bool(demo), bool(must_change), used,
    )  # fmt: skip
    return OpenSession(seal, row, used, end)


def touch_session(store: Session, seal: str, now: datetime) -> None:
    """Note that the session was used."""
    store.exec(update(SessionRecord).where(col(SessionRecord.seal) == seal).values(seen=now))


def end_session(store: Session, seal: str) -> int | None:
    """Forget one session; answers whose it was."""
    store.info[IDENTITIES] = True
    owner = store.exec(select(SessionRecord.account_id).where(SessionRecord.seal == seal)).first()
    store.exec(delete(SessionRecord).where(col(SessionRecord.seal) == seal))
    return owner


def end_sessions(store: Session, account_id: int, *, but: str = "") -> None:
    """Forget every session of one account, except the one under the seal `but`."""
    store.info[IDENTITIES] = True
    store.exec(delete(SessionRecord).where(col(SessionRecord.account_id) == account_id, col(SessionRecord.seal) != but))


def forget_expired(store: Session, now: datetime, used_since: datetime) -> None:
    """Forget sessions that can no longer be used."""
    store.exec(
        delete(SessionRecord).where((col(SessionRecord.expires) <= now) | (col(SessionRecord.seen) <= used_since))
    )


def note_sign_in(
    store: Session, *, at: datetime, username: str, account_id: int | None, address: str, outcome: SignInOutcome
) -> None:
    """Add one line to the record of sign-ins."""
    store.add(SignInRecord(at=at, username=username, account_id=account_id, address=address, outcome=outcome))
    store.flush()


def failures(store: Session, *, since: datetime, username: str = "", address: str = "") -> tuple[int, datetime | None]:
    """How many wrong tries since `since` for a name (after its last good one) or an address, and when the last was."""
    wrong = select(func.count(), func.max(SignInRecord.at)).where(
        SignInRecord.outcome == SignInOutcome.WRONG, SignInRecord.at > since
    )
    if address:
        return store.exec(wrong.where(SignInRecord.address == address)).one()
    opened = select(func.max(SignInRecord.at)).where(
        SignInRecord.username == username, SignInRecord.outcome == SignInOutcome.OPENED
    )
    last = store.exec(opened).one()
    wrong = wrong.where(SignInRecord.username == username)
    return store.exec(wrong if last is None else wrong.where(SignInRecord.at > last)).one()


def key_of(record: AccountRecord) -> int:
    """The id of an account already kept."""
    assert record.id is not None
    return record.id


def to_row(record: AccountRecord, roles: tuple[str, ...], seen: datetime | None) -> AccountRow:
    """The account as a value of the domain."""
    return AccountRow(
        id=key_of(record),
        username=record.username,
        name=record.name,
        roles=roles,
        office=record.office or "",
        region=record.region or "",
        language=record.language,
        active=record.active,
        demo=record.demo,
        must_change=record.must_change,
        seen=seen,
    )
