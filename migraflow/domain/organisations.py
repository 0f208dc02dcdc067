"""The agency as it is spread over the country: regions, offices, and the accounts of those who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Region:
    """A region of Mali: `slug` is the key, `code` its three letters in case numbers, `rank` its place in lists."""

    slug: str
    name: str
    code: str
    seat: str
    rank: int


@dataclass(frozen=True, slots=True)
class Office:
    """An office or partner organisation; `region` is a slug, `kind` as in ``reference/structures.csv``."""

    slug: str
    name: str
    region: str
    kind: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line of *Comptes*. `roles` are codes of ``roles.toml``; `seen` the last use, None when never signed in."""

    id: int
    username: str
    name: str
    roles: tuple[str, ...]
    office: str
    region: str
    language: str
    active: bool
    demo: bool
    must_change: bool
    seen: datetime | None = None


class SignInOutcome(StrEnum):
    """What came of a try to sign in, as kept in the record of sign-ins."""

    OPENED = "opened"
    WRONG = "wrong"
    WAITING = "waiting"
    CLOSED = "closed"
    ENDED = "ended"
    ENDED_EVERYWHERE = "ended_everywhere"
    PASSWORD_CHANGED = "password_changed"
