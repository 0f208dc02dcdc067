"""An agency to try things out in: accounts for every role, with one password that stands in the documentation."""

from __future__ import annotations

import random
from argparse import Namespace

from migraflow.cli.opening import opened
from migraflow.cli.words import say
from migraflow.demo.staff import PASSWORD, TRIALS, engage
from migraflow.domain.access import SYSTEM
from migraflow.services import accounts
from migraflow.services.sessions import username_of
from migraflow.settings import Settings
from migraflow.wiring import Agency

SEED = 2026


def demo(settings: Settings, _wish: Namespace) -> int:
    """Fill an empty database."""
    with opened(settings) as agency:
        say("Rempli." if fill(agency) else "La base a déjà des comptes : rien n'a été ajouté.")
        say(who_to_sign_in_as())
    return 0


def fill(agency: Agency) -> bool:
    """Give an agency that has no accounts its staff; whether there was anything to do."""
    if agency.perform_as(SYSTEM, accounts.accounts):
        return False
    engage(agency, random.Random(SEED))
    return True


def who_to_sign_in_as() -> str:
    """The accounts to begin with, and their password."""
    told = [f"  {username_of(trial.name):<20} {trial.told}" for trial in TRIALS if trial.told]
    return "\n".join([f"Comptes d'essai (mot de passe : {PASSWORD}) :", *told])
