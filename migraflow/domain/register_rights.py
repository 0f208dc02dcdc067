"""Who reads and writes which register, and how far: permissions of ``roles.toml``, roles of the register's own file."""

from __future__ import annotations

from collections.abc import Iterable

from migraflow.domain.access import BREADTH, SYSTEM, Actor, Permission, Scope
from migraflow.domain.registers import EVERYBODY, Register


def reading(actor: Actor, register: Register) -> Scope | None:
    """How far `actor` reads `register`; None for not at all. A register that shows people is read by those who may
    see people, no further than they may see them."""
    scope = scope_of(actor, register, Permission.SEE_REGISTER, register.readers | register.writers)
    if register.personal and scope is not None:
        seen = actor.grants.get(Permission.SEE_PERSON)
        return None if seen is None else narrower(scope, seen)
    return scope


def writing(actor: Actor, register: Register) -> Scope | None:
    """How far `actor` writes `register`; None for not at all."""
    scope = scope_of(actor, register, Permission.CHANGE_REGISTER, register.writers)
    seen = reading(actor, register)
    return None if scope is None or seen is None else narrower(scope, seen)


def counting(actor: Actor, register: Register) -> bool:
    """Whether `actor` may know how many rows there are: whoever reads it, and whoever reads the agency's figures."""
    return reading(actor, register) is not None or actor.may(Permission.SEE_MEASURES)


def scope_of(actor: Actor, register: Register, permission: Permission, roles: frozenset[str]) -> Scope | None:
    """How far `permission` reaches for one of `roles`; rows that know no region are not told apart."""
    held = actor.grants.get(permission)
    if held is None:
        return None
    if actor == SYSTEM:
        return Scope.EVERYWHERE
    if EVERYBODY in roles:
        scope: Scope | None = held
    else:
        scope = widest(actor.reach[role] for role in roles & actor.roles if role in actor.reach)
    return scope if scope is None or register.regional else Scope.EVERYWHERE


def widest(scopes: Iterable[Scope]) -> Scope | None:
    """The widest of `scopes`, None of none."""
    return max(scopes, key=lambda scope: BREADTH[scope], default=None)


def narrower(one: Scope, other: Scope) -> Scope:
    """The narrower of two scopes."""
    return min(one, other, key=lambda scope: BREADTH[scope])


def covers(scope: Scope | None, actor: Actor, region: str) -> bool:
    """Whether a row of `region` lies within `scope`: an office works for the whole of its region's rows."""
    if scope is None or scope is Scope.EVERYWHERE:
        return scope is not None
    return scope is not Scope.OWN and actor.region != "" and region == actor.region
