"""What the house could not do: listed, and tried again when somebody has put right what stood in the way."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from migraflow.cli.opening import opened
from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotFound
from migraflow.services import effects
from migraflow.settings import Settings

ALL = "tous"


def add(command: ArgumentParser) -> None:
    """The options of ``migraflow effects``."""
    command.add_argument("--retry", metavar="NUMÉRO", help=f"relancer cet envoi, ou « {ALL} »")
    command.set_defaults(run=given_up)


def given_up(settings: Settings, wish: Namespace) -> int:
    """Every effect given up on a line of its own; or those asked for, tried again."""
    with opened(settings) as agency:
        found = agency.perform_as(SYSTEM, effects.given_up)
        wanted = [one.id for one in found if wish.retry in {ALL, str(one.id)}]
        if wish.retry and wish.retry != ALL and not wanted:
            raise Stop(f"aucun envoi abandonné ne porte le numéro {wish.retry} : migraflow effects les montre tous.")
        for effect_id in wanted:
            try:
                agency.perform_as(SYSTEM, effects.call_back, effect_id=effect_id)
            except NotFound:  # somebody else was faster
                continue
            say(f"Envoi {effect_id} relancé.")
        if not wish.retry:
            for one in found:
                say(f"{one.id:>8}  {one.case_ref:<22} {one.operator:<12} {one.given_up:%Y-%m-%d %H:%M}  {one.cause}")
            say(f"{len(found)} envois abandonnés." if found else "Aucun envoi abandonné.")
    return 0
