"""Accounts from the command line: the first one, and help when nobody can sign in any more."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace

from migraflow.cli.opening import opened
from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import Unfit
from migraflow.domain.organisations import AccountRow
from migraflow.services import accounts
from migraflow.services.sessions import username_of
from migraflow.settings import Settings
from migraflow.wiring import Agency

REASONS = {
    "username_taken": "ce nom de connexion est déjà pris.",
    "role_unknown": "ce rôle n'est pas dans workflows/roles.toml.",
    "office_unknown": "cette structure n'est pas dans workflows/reference/structures.csv.",
    "region_unknown": "cette région n'est pas dans workflows/reference/regions.csv.",
    "account_without_role": "il faut au moins un rôle : ajoutez --role.",
    "account_without_name": "il faut un nom de connexion et --name.",
    "password_too_short": "le mot de passe est trop court : douze caractères au moins, une phrase fait l'affaire.",
    "password_too_long": "le mot de passe est trop long : deux cents caractères au plus.",
    "password_too_common": "ce mot de passe est parmi les premiers qu'on essaie : choisissez une phrase à vous.",
    "password_is_your_name": "le mot de passe ressemble au nom : choisissez une phrase à vous.",
}


def account(settings: Settings, wish: Namespace) -> int:
    """list, create, password or close."""
    with opened(settings) as agency:
        try:
            return {"list": listing, "create": create, "password": password, "close": close}[wish.action](agency, wish)
        except Unfit as refusal:
            raise Stop(REASONS.get(refusal.code, refusal.code)) from refusal


def listing(agency: Agency, _wish: Namespace) -> int:
    """Every account on a line of its own."""
    for row in agency.perform_as(SYSTEM, accounts.accounts):
        place = row.office or row.region or "tout le pays"
        marks = "".join([", fermé" * (not row.active), ", mot de passe d'essai" * row.demo])
        say(f"{row.username:<28} {row.name:<28} {', '.join(row.roles)} ({place}{marks})")
    return 0


def create(agency: Agency, wish: Namespace) -> int:
    """A new account, with a first password typed here."""
    row = agency.perform_as(
        SYSTEM,
        accounts.create_account,
        username=wish.username,
        name=wish.name or wish.username,
        password=typed_password(),
        roles=wish.role,
        office=wish.office,
        region=wish.region,
    )
    say(f"Compte {row.username} créé. Son mot de passe sera à changer à la première connexion.")
    return 0


def password(agency: Agency, wish: Namespace) -> int:
    """A new password for somebody who lost theirs."""
    row = known(agency, wish.username)
    agency.perform_as(SYSTEM, accounts.reset_password, account_id=row.id, password=typed_password())
    say(f"Mot de passe de {row.username} remplacé ; ses sessions sont fermées.")
    return 0


def close(agency: Agency, wish: Namespace) -> int:
    """Nobody signs in with this account any more."""
    row = known(agency, wish.username)
    agency.perform_as(SYSTEM, accounts.close_account, account_id=row.id)
    say(f"Compte {row.username} fermé.")
    return 0


def known(agency: Agency, username: str) -> AccountRow:
    """The account of that name. Raises Stop."""
    wanted = username_of(username)
    for row in agency.perform_as(SYSTEM, accounts.accounts):
        if row.username == wanted:
            return row
    raise Stop(f"aucun compte « {wanted} » : migraflow account list les montre tous.")


def typed_password() -> str:
    """A password typed twice at the keyboard, or one line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Mot de passe : ")
    if getpass.getpass("Encore une fois : ") != first:
        raise Stop("les deux saisies diffèrent.")
    return first
