"""An agency to try things out in: staff with one public password, and two years of work behind them."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from migraflow.cli.opening import opened
from migraflow.cli.words import say
from migraflow.demo import PASSWORD, PEOPLE, TRIALS, WHOLE, fill
from migraflow.services import accounts
from migraflow.settings import Settings


def demo(settings: Settings, wish: Namespace) -> int:
    """Fill an empty database."""
    with opened(settings):
        if not ensure_filled(settings, WHOLE if wish.whole else wish.people):
            say("La base a déjà des comptes : rien n'a été ajouté.")
        say(who_to_sign_in_as())
    return 0


def ensure_filled(settings: Settings, people: int) -> bool:
    """Play the demo of so many `people` into an empty database; whether there was anything to do."""
    say(f"Données d'essai : deux ans de travail sont joués dans une base vide ({how_long(people)})…")
    filled = fill(settings, now=datetime.now(UTC), people=people)
    if filled is not None:
        say(f"{filled.cases} dossiers ouverts, {filled.steps} étapes faites.")
        for refusal in filled.refusals:
            say(f"Refusé en route : {refusal}")
    return filled is not None


def how_long(people: int) -> str:
    """About how long the demo of so many people takes to play."""
    minutes = max(1, round(people / PEOPLE))
    return "une minute environ" if minutes == 1 else f"{minutes} minutes environ"


def who_to_sign_in_as() -> str:
    """The accounts to begin with, and their password."""
    told = [f"  {accounts.username_of(trial.name):<20} {trial.told}" for trial in TRIALS if trial.told]
    return "\n".join([f"Comptes d'essai (mot de passe : {PASSWORD}) :", *told])
