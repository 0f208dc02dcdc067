"""Registers from the command line: the first rows taken from the reference lists, a register as a table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from migraflow.cli.opening import opened
from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotFound
from migraflow.services import register_exports, register_seeds
from migraflow.services.register_folder import registers_in
from migraflow.settings import Settings


def add(command: ArgumentParser) -> None:
    """load, list, export."""
    command.add_argument("action", choices=["load", "list", "export"])
    command.add_argument("register", nargs="?", default="", help="un registre de workflows/registres (pour export)")
    command.add_argument("--to", type=Path, help="le fichier .csv ou .xlsx à écrire (pour export)")
    command.set_defaults(run=run)


def run(settings: Settings, wish: Namespace) -> int:
    """Do what is asked of the registers."""
    if wish.action == "list":
        for one in registers_in(settings.workflows).values():
            say(f"{one.name} : {one.form.title}")
        return 0
    with opened(settings) as agency:
        if wish.action == "load":
            for name, count in agency.perform_as(SYSTEM, register_seeds.load).items():
                say(f"{name} : {count} fiche(s) reprise(s)" if count else f"{name} : rien de nouveau")
            return 0
        to: Path | None = wish.to
        if to is None or to.suffix not in {".csv", ".xlsx"}:
            raise Stop("dites où écrire : --to fichier.csv ou --to fichier.xlsx")
        wanted = {"register": wish.register, "kind": to.suffix[1:]}
        try:
            _, content = agency.perform_as(SYSTEM, register_exports.table, **wanted)
        except NotFound as error:
            raise Stop(f"registre inconnu : {wish.register}") from error
        to.write_bytes(content)
        say(f"{to} : écrit")
    return 0
