"""An account in words: one line of the book, and what its page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.organisations import AccountRow
from migraflow.services import account_book
from migraflow.ui.door import Doorway
from migraflow.ui.places import office_names, region_names
from migraflow.ui.routes import account_at
from migraflow.ui.when import ago, iso, moment_words
from migraflow.ui.words import say


@dataclass(frozen=True)
class AccountLine:
    """An account as a row shows it."""

    username: str
    href: str
    name: str
    roles: str
    place: str
    state: str
    tone: str
    seen: str
    exact: str
    machine: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names of offices and regions by slug, of roles by code, and the language."""

    offices: Mapping[str, str]
    regions: Mapping[str, str]
    roles: Mapping[str, str]
    language: str


async def names_for(page: Doorway) -> Names:
    """The words for what accounts carry."""
    language = await page._language()
    roles = {role.code: short(role.name(language)) for role in await page._ask(account_book.roles_to_give)}
    return Names(await office_names(page), await region_names(page), roles, language)


def short(name: str) -> str:
    """The name of a role, what stands in brackets left out."""
    return name.split(" (")[0]


def account_line(row: AccountRow, moment: datetime, names: Names) -> AccountLine:
    """`row` in words."""
    language = names.language
    state = "closed" if not row.active else "provisional" if row.must_change else "open"
    return AccountLine(
        username=row.username,
        href=account_at(row.id),
        name=row.name,
        roles=", ".join(names.roles.get(code, code) for code in row.roles),
        place=place(row, names),
        state=say(language, f"accounts.{state}"),
        tone={"closed": "", "provisional": "soon", "open": "ok"}[state],
        seen=ago(row.seen, moment, language) if row.seen else say(language, "accounts.never"),
        exact=moment_words(row.seen, moment, language) if row.seen else "",
        machine=iso(row.seen),
    )


def place(row: AccountRow, names: Names) -> str:
    """Where an account works."""
    if row.office:
        return names.offices.get(row.office, row.office)
    return names.regions.get(row.region, row.region) or say(names.language, "accounts.everywhere")
