"""What the frame of every page tells a person about themselves: name, duties, what they may open, what is late."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.access import Permission
from migraflow.services import notices, tasks
from migraflow.services.sessions import own_account
from migraflow.services.work import Work
from migraflow.store import organisations


@dataclass(frozen=True, slots=True)
class Welcome:
    """`duties` are the person's roles and place in words; `late` counts their tasks past the deadline.

    `unread` counts the notices they have not read.
    """

    name: str
    duties: str
    language: str
    permissions: frozenset[Permission]
    late: int
    unread: int


def welcome(work: Work) -> Welcome:
    """The person of this session, in the words of their language."""
    work.require_signed_in()
    actor = work.actor
    return Welcome(
        name=actor.name,
        duties=", ".join(filter(None, (*role_names(work), place_name(work)))),
        language=actor.language,
        permissions=frozenset(actor.grants),
        late=tasks.counts(work).late if work.actor.may(Permission.COMPLETE_TASK) else 0,
        unread=notices.unread(work),
    )


@dataclass(frozen=True, slots=True)
class Myself:
    """An account as its owner reads it: `roles`, `office` and `region` in words, "" for those who serve everywhere."""

    name: str
    username: str
    roles: tuple[str, ...]
    office: str
    region: str
    language: str
    must_change: bool


def myself(work: Work) -> Myself:
    """The actor's own account."""
    work.require_signed_in()
    account = own_account(work)
    office = organisations.office(work.store, account.office) if account.office else None
    return Myself(
        name=account.name,
        username=account.username,
        roles=role_names(work),
        office=office.name if office else "",
        region=place_name(work),
        language=account.language,
        must_change=account.must_change,
    )


def role_names(work: Work) -> tuple[str, ...]:
    """The actor's roles in words, what stands in brackets left out."""
    roles = [work.house.roles[code] for code in sorted(work.actor.roles) if code in work.house.roles]
    return tuple(role.name(work.actor.language).split(" (")[0] for role in roles)


def place_name(work: Work) -> str:
    """Where the actor works: the region's name, empty for those who serve the whole country."""
    found = organisations.region(work.store, work.actor.region) if work.actor.region else None
    return found.name if found else ""
