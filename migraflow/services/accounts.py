"""Accounts: who may sign in, with which roles, where; kept by those who manage them."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from migraflow.domain.access import BREADTH, Permission, Scope
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.organisations import AccountRow, SignInOutcome
from migraflow.domain.passwords import weakness
from migraflow.services.passwords import fits, hashed, hashed_for_all
from migraflow.services.sessions import (
    SignedIn,
    note,
    own_account,
    seal,
    sign_in,
    sign_out,
    sign_out_everywhere,
    username_of,
    who,
)
from migraflow.services.work import Work
from migraflow.store import accounts as store
from migraflow.store import organisations

__all__ = [
    "SignedIn",
    "accounts",
    "change_password",
    "close_account",
    "create_account",
    "has_demo_passwords",
    "reopen_account",
    "reset_password",
    "set_language",
    "set_roles",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "who",
]

LANGUAGES = ("fr", "en")


def accounts(work: Work) -> tuple[AccountRow, ...]:
    """The accounts this actor manages, by name."""
    work.require(Permission.MANAGE_ACCOUNTS)
    return store.accounts(work.store, managed_by=work.actor)


def create_account(
    work: Work,
    *,
    username: str,
    name: str,
    password: str,
    roles: Sequence[str],
    office: str = "",
    region: str = "",
    language: str = "fr",
    demo: bool = False,
) -> AccountRow:
    """A new account, in an office (whose region it takes) or a region; its owner chooses a password of its own first.

    Raises Unfit for what makes no sense or a role that reaches further than the actor, NotAllowed for such a place.
    """
    work.require_signed_in()
    place = place_of(work, office, region)
    work.require(Permission.MANAGE_ACCOUNTS, office=office, region=place)
    check_roles(work, roles)
    called, tongue = username_of(username), language_of(language)
    new = AccountRow(0, called, name.strip(), tuple(roles), office, place, tongue, True, demo, must_change=not demo)
    check_new(work, new, password)
    kept = hashed_for_all(password) if demo else hashed(password)
    return store.add_account(work.store, new, kept, work.now)


def check_new(work: Work, new: AccountRow, password: str) -> None:
    """Raises Unfit when the account has no name of its own, or a weak password (the demo's is known to everybody)."""
    if not new.username or not new.name:
        raise Unfit("account_without_name")
    if store.account_named(work.store, new.username) is not None:
        raise Unfit("username_taken", username=new.username)
    if not new.demo:
        check_password(password, username=new.username, name=new.name)


def close_account(work: Work, *, account_id: int) -> AccountRow:
    """Close an account and end its sessions: its owner cannot sign in any more. Nobody closes their own."""
    account = managed(work, account_id)
    if account.id == work.actor.account_id:
        raise Unfit("own_account_stays_open")
    store.set_active(work.store, account.id, active=False, now=work.now)
    store.end_sessions(work.store, account.id)
    return managed(work, account_id)


def reopen_account(work: Work, *, account_id: int) -> AccountRow:
    """Open a closed account again."""
    account = managed(work, account_id)
    store.set_active(work.store, account.id, active=True, now=work.now)
    return managed(work, account_id)


def set_roles(work: Work, *, account_id: int, roles: Sequence[str]) -> AccountRow:
    """Replace the roles of an account; its sessions end, so that the new ones hold at once. Nobody changes their own:

    the last who manages accounts could not undo it.
    """
    account = managed(work, account_id)
    if account.id == work.actor.account_id:
        raise Unfit("own_roles_stay")
    check_within(work, account.roles)
    check_roles(work, roles)
    store.set_roles(work.store, account.id, roles)
    store.end_sessions(work.store, account.id)
    return managed(work, account_id)


def reset_password(work: Work, *, account_id: int, password: str) -> AccountRow:
    """Give an account a password that its owner must replace at the next sign-in; its sessions end."""
    account = managed(work, account_id)
    check_within(work, account.roles)
    check_password(password, username=account.username, name=account.name)
    store.set_password(work.store, account.id, hashed(password), work.now, must_change=True)
    store.end_sessions(work.store, account.id)
    note(work, account.username, account.id, "", SignInOutcome.PASSWORD_CHANGED)
    return managed(work, account_id)


def change_password(work: Work, *, old: str, new: str) -> None:
    """Replace the actor's own password; every other session of theirs ends.

    Raises Unfit ``password_wrong`` when `old` is not the present one, or why `new` will not do.
    """
    work.require_signed_in()
    account = own_account(work)
    known = store.credentials(work.store, account.username)
    if known is None or not fits(old, known.password_hash):
        raise Unfit("password_wrong")
    if hmac.compare_digest(old.encode(), new.encode()):
        raise Unfit("password_unchanged")
    check_password(new, username=account.username, name=account.name)
    store.set_password(work.store, account.id, hashed(new), work.now, must_change=False)
    store.end_sessions(work.store, account.id, but=seal(work, work.session_token))
    note(work, account.username, account.id, "", SignInOutcome.PASSWORD_CHANGED)


def has_demo_passwords(work: Work) -> bool:
    """Whether somebody could still sign in with a password that stands in the documentation."""
    work.require(Permission.MANAGE_ACCOUNTS)
    return store.has_demo_passwords(work.store)


def set_language(work: Work, *, language: str) -> None:
    """Remember which language the actor reads. Raises Unfit for one we do not speak."""
    work.require_signed_in()
    store.set_language(work.store, work.actor.account_id, language_of(language), work.now)


def managed(work: Work, account_id: int) -> AccountRow:
    """An account this actor manages. Raises NotFound for any other."""
    work.require(Permission.MANAGE_ACCOUNTS)
    found = store.account(work.store, account_id, managed_by=work.actor)
    if found is None:
        raise NotFound("account", account_id)
    return found


def place_of(work: Work, office: str, region: str) -> str:
    """The region of `office`, or `region` itself; "" for those who serve the whole country. Raises Unfit."""
    if office:
        found = organisations.office(work.store, office)
        if found is None:
            raise Unfit("office_unknown", office=office)
        return found.region
    if region and organisations.region(work.store, region) is None:
        raise Unfit("region_unknown", region=region)
    return region


def check_roles(work: Work, roles: Sequence[str]) -> None:
    """There is a role, each is known, and none reaches further than the actor manages accounts. Raises Unfit."""
    if not roles:
        raise Unfit("account_without_role")
    for code in roles:
        if code not in work.house.roles:
            raise Unfit("role_unknown", role=code)
    check_within(work, roles)


def check_within(work: Work, roles: Sequence[str]) -> None:
    """No role reaches further than the actor manages accounts, lest somebody outgrow their giver. Raises Unfit.

    One that ``roles.toml`` no longer names grants nothing.
    """
    for role in (work.house.roles[code] for code in roles if code in work.house.roles):
        if BREADTH[role.scope] > reach_of(work):
            raise Unfit("role_too_wide", role=role.name(work.actor.language))


def reach_of(work: Work) -> int:
    """How far the actor manages accounts, as a rank of `BREADTH`."""
    return BREADTH[work.actor.grants.get(Permission.MANAGE_ACCOUNTS, Scope.OWN)]


def check_password(password: str, *, username: str, name: str) -> None:
    """Raises Unfit with the reason why `password` will not do."""
    found = weakness(password, username=username, name=name)
    if found is not None:
        raise Unfit(found.code, **dict(found.facts))


def language_of(language: str) -> str:
    """`language` if we speak it. Raises Unfit."""
    if language not in LANGUAGES:
        raise Unfit("language_unknown", language=language)
    return language
