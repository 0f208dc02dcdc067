"""Who may do what, and how far: roles are data (``workflows/roles.toml``), permissions are a closed set."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from migraflow.domain.errors import BrokenBundle


class Permission(StrEnum):
    """A verb on a noun. The values are what managers write in ``roles.toml``."""

    OPEN_CASE = "ouvrir_dossier"
    SEE_CASE = "voir_dossier"
    COMPLETE_TASK = "traiter_tache"
    HAND_OVER_TASK = "transmettre_tache"
    SEND_MESSAGE = "signaler_evenement"
    SEE_PERSON = "voir_personne"
    CORRECT_PERSON = "corriger_personne"
    MERGE_PEOPLE = "fusionner_personnes"
    SEE_SENSITIVE = "voir_donnees_sensibles"
    SEE_PROCEDURE = "voir_procedure"
    CHANGE_PROCEDURE = "modifier_procedure"
    PUBLISH_PROCEDURE = "publier_procedure"
    SEE_MEASURES = "voir_indicateurs"
    MANAGE_ACCOUNTS = "gerer_comptes"
    SUSPEND = "suspendre"
    REPAIR_CASE = "reprendre_dossier"
    CALL_BACK_EFFECTS = "relancer_envois"
    RUN_CAMPAIGN = "mener_campagne"
    SEE_REGISTER = "voir_registre"
    CHANGE_REGISTER = "modifier_registre"
    SEE_ACCESSES = "voir_journal_acces"
    SET_TARGETS = "fixer_cibles"


class Scope(StrEnum):
    """How far a role reaches, from narrow to wide."""

    OWN = "moi"
    OFFICE = "agence"
    REGION = "region"
    EVERYWHERE = "partout"


BREADTH = {scope: rank for rank, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class Role:
    """One role of ``roles.toml``; its code is also a lane name in the procedures."""

    code: str
    name_fr: str
    name_en: str
    scope: Scope
    permissions: frozenset[Permission]

    def name(self, language: str) -> str:
        """The role as people call it, in ``fr`` or ``en``."""
        return self.name_en if language == "en" else self.name_fr


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: an account with what its roles grant.

    `must_change`: their password was given to them, and they have not chosen one of their own yet.
    """

    account_id: int
    name: str
    roles: frozenset[str] = frozenset()
    office: str = ""
    region: str = ""
    language: str = "fr"
    grants: Mapping[Permission, Scope] = field(default_factory=dict[Permission, Scope])
    reach: Mapping[str, Scope] = field(default_factory=dict[str, Scope])
    must_change: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether any of the actor's roles holds `permission`, somewhere."""
        return permission in self.grants

    def covers(self, permission: Permission, *, office: str, region: str, own: bool) -> bool:
        """Whether `permission` reaches an object of this `office` and `region` (slugs); `own`: it is the actor's."""
        scope = self.grants.get(permission)
        return scope is not None and within(scope, self, office=office, region=region, own=own)

    def serves(self, role: str, *, office: str, region: str, own: bool) -> bool:
        """Whether the actor holds the lane `role` for an object of this office and region."""
        scope = self.reach.get(role)
        return scope is not None and within(scope, self, office=office, region=region, own=own)


SYSTEM = Actor(
    account_id=0,
    name="migraflow",
    grants=dict.fromkeys(Permission, Scope.EVERYWHERE),
)
"""The house itself: timers, effects and the demo act as this one. It holds no lane."""


def within(scope: Scope, actor: Actor, *, office: str, region: str, own: bool) -> bool:
    """Whether an object of `office` and `region` lies inside `scope` as seen by `actor`.

    An actor without an office or region reaches no further than what is its own, even to objects without one.
    """
    if scope is Scope.EVERYWHERE:
        return True
    if scope is Scope.REGION:
        return own or (actor.region != "" and region == actor.region)
    if scope is Scope.OFFICE:
        return own or (actor.office != "" and office == actor.office)
    return own


def grants_of(roles: Iterable[Role]) -> dict[Permission, Scope]:
    """The widest scope each permission has among `roles`."""
    grants: dict[Permission, Scope] = {}
    for role in roles:
        for permission in role.permissions:
            held = grants.get(permission)
            if held is None or BREADTH[role.scope] > BREADTH[held]:
                grants[permission] = role.scope
    return grants


def read_roles(text: str) -> dict[str, Role]:
    """Roles from the text of ``roles.toml``: ``[code] nom, name, portee, permissions``.

    Raises BrokenBundle naming the role and the word that is not known.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenBundle("roles.toml", "", str(error)) from error
    return {code: read_role(code, entry) for code, entry in table.items()}


def read_role(code: str, entry: Mapping[str, object]) -> Role:
    """One role from its table in ``roles.toml``."""
    permissions = entry.get("permissions", [])
    if not isinstance(permissions, list):
        raise BrokenBundle("roles.toml", code, "« permissions » doit être une liste")
    try:
        return Role(
            code=code,
            name_fr=str(entry["nom"]),
            name_en=str(entry["name"]),
            scope=Scope(str(entry["portee"])),
            permissions=frozenset(Permission(str(word)) for word in permissions),  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        )
    except (KeyError, ValueError) as error:
        raise BrokenBundle("roles.toml", code, str(error)) from error
