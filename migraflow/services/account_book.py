"""The book of accounts as those who keep it use it: found by name, opened with a provisional password, given roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from migraflow.domain.access import BREADTH, Permission, Role, Scope
from migraflow.domain.errors import Unfit
from migraflow.domain.names import fold
from migraflow.domain.organisations import AccountRow
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.passwords import weakness
from migraflow.services.accounts import create_account, managed, reach_of, reset_password, set_roles
from migraflow.services.sessions import username_of
from migraflow.services.work import Work
from migraflow.store import accounts as store

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
GROUPS, SYLLABLES = 5, 2
"""Five groups of two syllables, « kabo-miru-setu-gola-vipe »: sixty bits, and easily read out over a counter."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An account with the provisional `password` its owner is told; kept nowhere, shown once."""

    account: AccountRow
    password: str


def search(
    work: Work, *, query: str = "", office: str = "", role: str = "", after: str | None = None
) -> Page[AccountRow]:
    """The accounts this actor manages whose name holds every word of `query`, of one office or role when given."""
    work.require(Permission.MANAGE_ACCOUNTS)
    words = fold(query).split()
    found = store.directory(work.store, managed_by=work.actor, office=office, role=role)
    wanted = sorted((row for row in found if all(word in told(row) for word in words)), key=place_in_book)
    rest = [row for row in wanted if after is None or place_in_book(row) > after]
    shown = store.with_last_seen(work.store, rest[:PAGE])
    return Page(shown, place_in_book(shown[-1]) if len(rest) > PAGE else None)


def told(row: AccountRow) -> str:
    """What an account is found by."""
    return f"{fold(row.name)} {fold(row.username)}"


def place_in_book(row: AccountRow) -> str:
    """Where an account stands in the book: by name without accents; no two stand in the same place."""
    return f"{fold(row.name)}|{row.username}"


def sheet(work: Work, *, account_id: int) -> AccountRow:
    """One account of the book. Raises NotFound."""
    return managed(work, account_id)


def roles_to_give(work: Work) -> tuple[Role, ...]:
    """The roles that reach no further than this actor does, in the order of ``roles.toml``."""
    work.require(Permission.MANAGE_ACCOUNTS)
    return tuple(role for role in work.house.roles.values() if BREADTH[role.scope] <= reach_of(work))


def propose_username(work: Work, *, name: str) -> str:
    """A free user name for somebody called `name`, with a number when it is taken: « awa.diallo2 »."""
    work.require(Permission.MANAGE_ACCOUNTS)
    wish = username_of(name)
    if not wish:
        return ""
    tries = (wish if number == 1 else f"{wish[:56]}{number}" for number in count(1))
    return next(one for one in tries if store.account_named(work.store, one) is None)


def open_account(
    work: Work, *, name: str, username: str, roles: Sequence[str], office: str = "", region: str = ""
) -> Opened:
    """A new account with a provisional password. Raises what `create_account` does, and Unfit when a role has no place:

    one that ends at an office or a region gives nothing to somebody who has none.
    """
    work.require(Permission.MANAGE_ACCOUNTS)
    check_place(work, roles, office, region)
    password = provisional_password(work)
    called = username or propose_username(work, name=name)
    account = create_account(
        work, username=called, name=name, password=password, roles=roles, office=office, region=region
    )
    return Opened(account, password)


def change_roles(work: Work, *, account_id: int, roles: Sequence[str]) -> AccountRow:
    """Replace the roles of an account by others that suit its place."""
    account = managed(work, account_id)
    check_place(work, roles, account.office, account.region)
    return set_roles(work, account_id=account_id, roles=roles)


def renew_password(work: Work, *, account_id: int) -> Opened:
    """Give somebody who lost theirs a provisional password; their sessions end."""
    work.require(Permission.MANAGE_ACCOUNTS)
    password = provisional_password(work)
    return Opened(reset_password(work, account_id=account_id, password=password), password)


def check_place(work: Work, roles: Sequence[str], office: str, region: str) -> None:
    """Raises Unfit when a role ends at an office or a region and the account has none."""
    for role in (work.house.roles[code] for code in roles if code in work.house.roles):
        if role.scope is Scope.OFFICE and not office:
            raise Unfit("role_without_office", role=role.name(work.actor.language))
        if role.scope is Scope.REGION and not (office or region):
            raise Unfit("role_without_region", role=role.name(work.actor.language))


def provisional_password(work: Work) -> str:
    """A password made of syllables, by chance alone; the rare one that would not do is thrown away."""
    return next(one for one in syllables(work) if weakness(one, username="", name="") is None)


def syllables(work: Work) -> Iterator[str]:
    """Words nobody has thought of, one after the other."""
    choices = len(CONSONANTS) * len(VOWELS)
    while True:
        # Two bytes per syllable: what is left over by the division is too little to matter (a part in a thousand).
        chance = work.token_bytes(2 * GROUPS * SYLLABLES)
        drawn = [int.from_bytes(chance[at : at + 2]) % choices for at in range(0, len(chance), 2)]
        spoken = [CONSONANTS[one // len(VOWELS)] + VOWELS[one % len(VOWELS)] for one in drawn]
        yield "-".join("".join(spoken[at : at + SYLLABLES]) for at in range(0, len(spoken), SYLLABLES))
