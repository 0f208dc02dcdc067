"""Roles and rights: what each role may do and how far, changed in words; nobody locks the house, or themselves, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migraflow.domain.access import Permission, Role, Scope, read_roles
from migraflow.domain.errors import BrokenBundle, NotFound, Unfit
from migraflow.domain.role_file import CODE, with_role, without_role
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable
from migraflow.services import editions, lists
from migraflow.services.list_house import ROLES, text_now
from migraflow.services.work import Work
from migraflow.store import accounts
from migraflow.store import procedures as store

LOCKED = (Permission.MANAGE_ACCOUNTS, Permission.PUBLISH_PROCEDURE)
"""What somebody must always be able to do: else nobody could put anything right."""


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """One role: what it grants, who holds it, the procedures in which it is a lane."""

    role: Role
    holders: int
    lanes: tuple[str, ...]


def role_sheets(work: Work) -> tuple[RoleSheet, ...]:
    """Every role, in the order of the file."""
    work.require(Permission.MANAGE_ACCOUNTS)
    lanes, held = lanes_in_force(work), holders(work)
    return tuple(
        RoleSheet(role, held.get(code, 0), tuple(lanes.get(code, ()))) for code, role in roles_now(work).items()
    )


def number(work: Work) -> int:
    """How many texts the roles were given; what a change is based on."""
    work.require(Permission.MANAGE_ACCOUNTS)
    last = lists.last_of(work, ROLES)
    return last.number if last else 0


def roles_now(work: Work) -> dict[str, Role]:
    """The roles as they hold now."""
    return read_roles(text_now(work, ROLES) or "")


def holders(work: Work) -> dict[str, int]:
    """How many open accounts hold each role."""
    found: dict[str, int] = {}
    for account in accounts.rows(work.store):
        for code in account.roles if account.active else ():
            found[code] = found.get(code, 0) + 1
    return found


def lanes_in_force(work: Work) -> dict[str, list[str]]:
    """The titles of the procedures in force by the roles of their lanes."""
    found: dict[str, list[str]] = {}
    for procedure in store.all_procedures(work.store):
        try:
            diagram = read_diagram(editions.bundle(work, procedure.edition).files[DIAGRAM])
        except (Unreadable, BrokenBundle, KeyError):
            continue
        for role in dict.fromkeys(diagram.lanes):
            found.setdefault(role, []).append(procedure.title)
    return found


def save_role(work: Work, *, role: Role, number: int, note: str = "") -> None:
    """Let a role be as given, from now on. Raises Unfit for a name or code that will not do, or a house locked out."""
    work.require(Permission.MANAGE_ACCOUNTS)
    if not CODE.fullmatch(role.code) or not role.name_fr.strip():
        raise Unfit("role_without_name")
    named = role if role.name_en.strip() else Role(role.code, role.name_fr, role.name_fr, role.scope, role.permissions)
    write(work, with_role(text_now(work, ROLES) or "", named), number, note)


def remove_role(work: Work, *, code: str, number: int) -> None:
    """Take a role away. Raises NotFound, Unfit while accounts hold it or a lane is named after it."""
    work.require(Permission.MANAGE_ACCOUNTS)
    if code not in roles_now(work):
        raise NotFound("role", code)
    if holders(work).get(code):
        raise Unfit("role_held", count=str(holders(work)[code]))
    write(work, without_role(text_now(work, ROLES) or "", code), number, "")


def write(work: Work, text: str, number: int, note: str) -> None:
    """Keep the file if the house goes on working with it. Raises Unfit, Conflict."""
    try:
        after = read_roles(text)
    except BrokenBundle as fault:
        raise Unfit("roles_unreadable", reason=fault.reason) from fault
    require_open(work, after)
    lists.keep(work, ROLES, text, number=number, note=note, begins=None)


def require_open(work: Work, after: Mapping[str, Role]) -> None:
    """Go on only when nobody is locked out: neither the actor, nor the house, nor a lane in force. Raises Unfit."""
    before = roles_now(work)
    own = [after[code] for code in work.actor.roles if code in after]
    if not any(Permission.MANAGE_ACCOUNTS in role.permissions and role.scope is Scope.EVERYWHERE for role in own):
        raise Unfit("roles_self_locked")
    held = holders(work)
    for permission in LOCKED:
        had = any(permission in before[code].permissions for code in held if code in before)
        has = any(permission in after[code].permissions for code in held if code in after)
        if had and not has:
            raise Unfit("roles_house_locked", permission=permission.value)
    for code, titles in lanes_in_force(work).items():
        served = code in after and Permission.COMPLETE_TASK in after[code].permissions
        if code in before and Permission.COMPLETE_TASK in before[code].permissions and not served:
            raise Unfit("roles_lane_empty", role=before[code].name_fr, procedure=titles[0])


def restore_roles(work: Work, *, number: int) -> None:
    """Go back to the roles of an earlier number, 0 for the folder's. Raises NotFound, Unfit for a house locked out."""
    work.require(Permission.MANAGE_ACCOUNTS)
    lists.restore(work, path=ROLES, number=number, fit=lambda text: require_open(work, read_roles(text)))
