"""Sessions: who signs in, as whom, and for how long."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from migraflow.domain.access import Actor, Permission, Role, Scope, grants_of
from migraflow.domain.errors import NotFound, NotSignedIn, SignInFailed
from migraflow.domain.names import fold
from migraflow.domain.organisations import AccountRow, SignInOutcome
from migraflow.domain.passwords import FREE_TRIES_PER_ADDRESS, WINDOW, wait_after
from migraflow.services.passwords import NO_ACCOUNT_HASH, fits_or_grows
from migraflow.services.recent import Recognised
from migraflow.services.work import NOBODY, Work
from migraflow.store import accounts as store

SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is noted at most this often, so that reading a page seldom writes."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An opened session: `token` goes into the browser's cookie until `expires`, and nowhere else."""

    token: str
    actor: Actor
    expires: datetime


def sign_in(work: Work, *, username: str, password: str, address: str) -> SignedIn:
    """Open a session for the owner of `username`.

    Raises SignInFailed for a wrong name or password, a closed account, or too many tries (its `wait`); the try is
    recorded all the same.
    """
    name = username_of(username)
    wait = wait_before_trying(work, name, address)
    if wait:
        note(work, name, None, address, SignInOutcome.WAITING)
        raise SignInFailed(wait)
    known = store.credentials(work.store, name)
    right, better = fits_or_grows(password, known.password_hash if known else NO_ACCOUNT_HASH)
    if known is None or not right:
        note(work, name, known.account_id if known else None, address, SignInOutcome.WRONG)
        raise SignInFailed(wait_before_trying(work, name, address))
    if not known.active:
        note(work, name, known.account_id, address, SignInOutcome.CLOSED)
        raise SignInFailed
    if better:
        store.rehash(work.store, known.account_id, better)
    note(work, name, known.account_id, address, SignInOutcome.OPENED)
    return open_session(work, known.account_id, address)


def wait_before_trying(work: Work, username: str, address: str) -> int:
    """Seconds to wait before this name may be tried from this address; counted alike for names nobody has."""
    since = work.now - WINDOW
    for_name = wait_after(*store.failures(work.store, since=since, username=username), work.now)
    if not address:
        return for_name
    tries, last = store.failures(work.store, since=since, address=address)
    return max(for_name, wait_after(tries, last, work.now, FREE_TRIES_PER_ADDRESS))


def open_session(work: Work, account_id: int, address: str) -> SignedIn:
    """A fresh session; those that have ended are swept away on the occasion."""
    store.forget_expired(work.store, work.now, work.now - work.settings.idle)
    token = work.new_secret()
    expires = work.now + work.settings.absolute
    store.open_session(work.store, seal(work, token), account_id, address, work.now, expires)
    account = store.account(work.store, account_id)
    if account is None:
        raise NotFound("account", account_id)
    return SignedIn(token, actor_of(work, account), expires)


def sign_out(work: Work, *, token: str) -> None:
    """Forget the session of `token`; doing so twice is the same as once."""
    owner = store.end_session(work.store, seal(work, token))
    account = store.account(work.store, owner) if owner is not None else None
    if account is not None:
        note(work, account.username, account.id, "", SignInOutcome.ENDED)


def sign_out_everywhere(work: Work) -> None:
    """Forget every session of the actor, this one too."""
    work.require_signed_in()
    account = own_account(work)
    store.end_sessions(work.store, account.id)
    note(work, account.username, account.id, "", SignInOutcome.ENDED_EVERYWHERE)


def who(work: Work) -> Actor:
    """The actor of this session. Raises NotSignedIn."""
    work.require_signed_in()
    return work.actor


def identify(work: Work, token: str) -> Actor:
    """Whose session `token` is; NOBODY when there is none or it has expired. Notes the use, to the minute."""
    if not token:
        return NOBODY
    sealed = seal(work, token)
    known = work.recent.get(sealed)
    if known is not None and work.now < known.expires and timedelta(0) <= work.now - known.seen < SEEN_EVERY:
        return known.actor
    session = store.session(work.store, sealed, work.now, work.now - work.settings.idle)
    if session is None:
        return NOBODY
    if work.now - session.seen >= SEEN_EVERY:
        store.touch_session(work.store, session.seal, work.now)
    actor = actor_of(work, session.account)
    work.recent.put(sealed, Recognised(actor, session.seen, session.expires))
    return actor


def actor_of(work: Work, account: AccountRow) -> Actor:
    """The account with what its roles grant; a role that ``roles.toml`` no longer names grants nothing."""
    roles = tuple(work.house.roles[code] for code in account.roles if code in work.house.roles)
    return Actor(
        account_id=account.id,
        name=account.name,
        roles=frozenset(role.code for role in roles),
        office=account.office,
        region=account.region,
        language=account.language,
        grants=granted(roles),
        reach={role.code: role.scope for role in roles},
        must_change=account.must_change,
    )


@lru_cache(maxsize=256)
def granted(roles: tuple[Role, ...]) -> Mapping[Permission, Scope]:
    """`grants_of`, worked out once per set of roles: every wish asks."""
    return MappingProxyType(grants_of(roles))


def own_account(work: Work) -> AccountRow:
    """The actor's own account."""
    found = store.account(work.store, work.actor.account_id)
    if found is None:
        raise NotSignedIn
    return found


def username_of(typed: str) -> str:
    """The name as it is compared: « Awa.Diallo » and « awa diallo » are the same person."""
    return fold(typed).replace(" ", ".")[:60]


def seal(work: Work, token: str) -> str:
    """What is kept of a token: a keyed sha256, of no use without the key to somebody who reads the database."""
    return hmac.new(work.settings.secret_key.encode(), token.encode(), hashlib.sha256).hexdigest()


def note(work: Work, username: str, account_id: int | None, address: str, outcome: SignInOutcome) -> None:
    """One line in the record of sign-ins."""
    store.note_sign_in(
        work.store, at=work.now, username=username, account_id=account_id, address=address[:64], outcome=outcome
    )
