"""The command ``migraflow``: for those who install, run and look after the house."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from migraflow.cli import (
    accounts,
    copies,
    demo,
    effects,
    figures,
    mining,
    procedures,
    registers,
    serve,
    syncing,
    verification,
)
from migraflow.cli.words import Stop
from migraflow.demo import PEOPLE, WHOLE
from migraflow.domain.errors import Broken, MigraflowError
from migraflow.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code: 0 done, 1 refused or broken, 2 wrongly asked."""
    wish = parser().parse_args(arguments)
    try:
        return wish.run(read_settings(), wish)
    except Stop as refusal:
        print(f"migraflow : {refusal}", file=sys.stderr)
    except Broken as error:
        print(f"migraflow : fichier à corriger : {error}", file=sys.stderr)
    except MigraflowError as error:
        print(f"migraflow : demande refusée : {error}", file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """Every command with its options, in French."""
    top = argparse.ArgumentParser(prog="migraflow", description="La migration professionnelle, dossier par dossier.")
    commands = top.add_subparsers(metavar="commande", required=True)
    add_serving(commands)
    add_procedures(commands)
    add_accounts(commands)
    add_copies(commands)
    return top


def add_serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """serve, worker, figures, demo."""
    command = commands.add_parser("serve", help="ouvrir le service dans le navigateur")
    command.add_argument("--address", help="adresse d'écoute (127.0.0.1 par défaut)")
    command.add_argument("--port", type=int, help="port d'écoute (8000 par défaut)")
    command.add_argument("--processes", type=int, help="processus derrière le même port (plus d'un : Redis)")
    command.add_argument("--without-worker", action="store_true", help="laisser échéances et effets à migraflow worker")
    command.add_argument("--behind-proxy", action="store_true", help="un serveur mandataire parle HTTPS devant nous")
    command.add_argument("--demo", action="store_true", help="remplir une base vide de comptes et de dossiers d'essai")
    add_people(command)
    command.set_defaults(run=serve.serve)
    command = commands.add_parser("worker", help="déclencher les échéances et accomplir les effets")
    command.set_defaults(run=serve.work)
    effects.add(commands.add_parser("effects", help="montrer et relancer les envois que la machine a abandonnés"))
    figures.add(commands.add_parser("figures", help="compter les indicateurs, ou les recompter d'après les journaux"))
    command = commands.add_parser("build", help="construire les pages si quelque chose a changé")
    command.set_defaults(run=serve.build)
    command = commands.add_parser("demo", help="remplir une base vide de comptes et de dossiers d'essai")
    add_people(command)
    command.add_argument("--whole", action="store_true", help=f"plus de 3 000 dossiers ({WHOLE} personnes)")
    command.set_defaults(run=demo.demo)


def add_people(command: argparse.ArgumentParser) -> None:
    """How large the demo is: a slow machine may want a small one."""
    told = f"combien de personnes d'essai ({PEOPLE} par défaut)"
    command.add_argument("--people", type=int, default=PEOPLE, help=told)


def add_procedures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """check, publish, play, layout, import, pull, export."""
    command = commands.add_parser("check", help="vérifier les procédures d'un dossier")
    command.add_argument("folder", nargs="?", type=Path, help="une procédure, ou tout le dossier workflows/")
    command.set_defaults(run=procedures.check)
    command = commands.add_parser("publish", help="publier les procédures nouvelles ou modifiées")
    command.add_argument("folder", nargs="?", type=Path, help="une procédure, ou tout le dossier workflows/")
    command.add_argument("--note", default="", help="ce qui change, pour la liste des éditions")
    command.set_defaults(run=procedures.publish)
    command = commands.add_parser("play", help="jouer un scénario sans rien enregistrer")
    command.add_argument("scenario", type=Path, help="un fichier scenarios/*.json d'une procédure")
    command.set_defaults(run=procedures.play)
    command = commands.add_parser("layout", help="dessiner un diagramme d'après sa structure")
    command.add_argument("file", type=Path, help="un fichier procedure.bpmn, réécrit avec son dessin")
    command.set_defaults(run=procedures.layout)
    command = commands.add_parser("import", help="faire des procédures d'un diagramme dessiné ailleurs")
    command.add_argument("file", type=Path, help="un fichier .bpmn d'un autre outil, ou un .zip exporté")
    command.add_argument("--name", help="nom de la procédure principale (d'après le fichier par défaut)")
    command.add_argument("--into", type=Path, help="dossier où écrire (workflows/ par défaut)")
    command.add_argument("--role", action="append", help="rôle qui ouvre les dossiers et fait ce que nul autre ne fait")
    command.add_argument("--lane", action="append", help="couloir=rôle : le rôle que désigne un couloir du diagramme")
    command.set_defaults(run=syncing.bring)
    syncing.add(commands)
    registers.add(
        commands.add_parser("registers", help="reprendre les listes dans les registres, en écrire un tableau")
    )


def add_accounts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """account."""
    command = commands.add_parser("account", help="créer un compte, changer un mot de passe, voir les comptes")
    command.add_argument("action", choices=["list", "create", "password", "close"])
    command.add_argument("username", nargs="?", default="", help="nom de connexion")
    command.add_argument("--name", default="", help="nom de la personne")
    command.add_argument("--role", action="append", default=[], help="code d'un rôle de roles.toml (répétable)")
    command.add_argument("--office", default="", help="code d'une structure de reference/structures.csv")
    command.add_argument("--region", default="", help="code d'une région, pour qui n'a pas de structure")
    command.set_defaults(run=accounts.account)


def add_copies(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """backup, restore, verify, log."""
    command = commands.add_parser("backup", help="copier toute la base dans un fichier vérifié")
    command.add_argument("file", type=Path, help="le fichier à écrire")
    command.set_defaults(run=copies.backup)
    command = commands.add_parser("restore", help="remettre une copie dans une base vide")
    command.add_argument("file", type=Path, help="le fichier à lire")
    command.set_defaults(run=copies.restore)
    command = commands.add_parser("verify", help="vérifier que tout ce qui est gardé se tient")
    command.set_defaults(run=verification.verify)
    mining.add(commands)
