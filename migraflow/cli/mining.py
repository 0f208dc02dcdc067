"""The event log from the command line, for tools of process mining."""

from __future__ import annotations

import argparse
from argparse import Namespace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from migraflow.cli.opening import opened
from migraflow.cli.words import say
from migraflow.domain.access import SYSTEM
from migraflow.services import mining
from migraflow.services.mining import Format
from migraflow.services.work import Work
from migraflow.settings import Settings
from migraflow.store.mining import Wanted

EARLIEST = date(2000, 1, 1)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """log."""
    command = commands.add_parser("log", help="écrire le journal des dossiers, sans nom, pour l'analyse des processus")
    command.add_argument("file", type=Path, help="fichier à écrire")
    command.add_argument("--format", choices=[one.value for one in Format], default=Format.XES.value)
    command.add_argument("--since", type=date.fromisoformat, default=EARLIEST, help="dossiers ouverts depuis ce jour")
    command.add_argument("--until", type=date.fromisoformat, help="dossiers ouverts jusqu'à ce jour compris")
    command.add_argument("--procedure", default="", help="une seule procédure")
    command.set_defaults(run=mined)


def mined(settings: Settings, wish: Namespace) -> int:
    """Write the log of the chosen cases."""
    until = wish.until or datetime.now(UTC).date()
    wanted = Wanted(midnight(wish.since), midnight(until + timedelta(days=1)), wish.procedure)

    def written(work: Work) -> int:
        with wish.file.open("w", encoding="utf-8") as file:
            return sum(file.write(piece) for piece in mining.pieces(work, wanted=wanted, format=Format(wish.format)))

    with opened(settings) as agency:
        length = agency.perform_as(SYSTEM, written)
    say(f"{wish.file} : {length:,} signes écrits, sans nom ni réponse".replace(",", " "))
    return 0


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, UTC)
