"""Procedures in and out: the folder ``workflows/`` beside what is published, and a procedure as one file."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from migraflow import engine
from migraflow.cli import procedures
from migraflow.cli.opening import opened
from migraflow.cli.procedures import bundle_of, tell, write_folder
from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.engine import parcel
from migraflow.engine.bundle import PATTERNS, PROCEDURE
from migraflow.services import form_blocks, list_syncing, syncing
from migraflow.services.house import bundles_in, read_house
from migraflow.services.list_syncing import FileBeside
from migraflow.services.syncing import Beside, Standing
from migraflow.settings import Settings
from migraflow.wiring import Agency

SENTENCES = {
    Standing.SAME: "dossier et édition sont identiques",
    Standing.FOLDER_AHEAD: "le dossier a changé depuis : « migraflow publish » le publie",
    Standing.EDITION_AHEAD: "l'édition a changé depuis : « migraflow pull » l'écrit dans le dossier",
    Standing.BOTH: "le dossier et l'édition ont changé chacun de leur côté",
    Standing.NO_FOLDER: "publiée, sans dossier : « migraflow pull » l'écrit",
    Standing.NOT_PUBLISHED: "dans le dossier seulement : « migraflow publish » la publie",
}
"""What `pull --status` says."""
LIST_SENTENCES = {
    Standing.SAME: "le fichier et ce qui s'applique sont identiques",
    Standing.FOLDER_AHEAD: "le fichier a été modifié depuis : « migraflow publish » l'applique",
    Standing.EDITION_AHEAD: "modifié dans l'application : « migraflow pull » l'écrit",
    Standing.BOTH: "le fichier et l'application ont changé tous deux : « migraflow publish » prend le fichier",
    Standing.NO_FOLDER: "sans fichier : « migraflow pull » l'écrit",
}
"""The same for lists, roles and notices."""
WRITTEN = frozenset({Standing.EDITION_AHEAD, Standing.NO_FOLDER})
REFUSALS = {
    "parcel_too_large": "le fichier dépasse {megabytes} Mo",
    "parcel_many_files": "le fichier contient plus de {most} fichiers",
    "parcel_swells": "le fichier, une fois ouvert, dépasserait {megabytes} Mo",
    "parcel_escapes": "« {file} » sort du dossier de la procédure, est un lien ou est chiffré",
    "parcel_twice": "« {file} » s'y trouve deux fois",
    "parcel_unreadable": "ce n'est pas un fichier zip lisible",
    "parcel_one_folder": "il faut un seul dossier de procédure, avec procedure.toml, nommé en minuscules sans accent",
}
"""Why a zip is not opened."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """pull, export."""
    command = commands.add_parser("pull", help="écrire dans workflows/ ce qui a été publié depuis l'atelier")
    command.add_argument("procedure", nargs="*", help="procédures à écrire (toutes par défaut)")
    command.add_argument("--status", action="store_true", help="comparer seulement, sans rien écrire")
    command.add_argument("--force", action="store_true", help="écrire même par-dessus un dossier modifié à la main")
    command.set_defaults(run=pull)
    command = commands.add_parser("export", help="mettre une procédure publiée dans un fichier zip")
    command.add_argument("procedure", help="identifiant de la procédure")
    command.add_argument("--out", type=Path, help="fichier à écrire (<procédure>.zip par défaut)")
    command.set_defaults(run=export)


def pull(settings: Settings, wish: Namespace) -> int:
    """Write the editions that went on into their folders; 1 when one was left because its folder has changed too."""
    with opened(settings) as agency:
        left = 0 if wish.procedure else pull_lists(agency, settings, wish)
        known = agency.perform_as(SYSTEM, syncing.beside, bundles=bundles_in(settings.workflows))
        absent = set(wish.procedure) - {one.procedure for one in known}
        if absent:
            raise Stop(f"« {sorted(absent)[0]} » n'existe ni dans le dossier ni parmi les procédures publiées.")
        if not wish.procedure and not wish.status:
            pull_blocks(agency, settings, known)
        for one in known:
            if wish.procedure and one.procedure not in wish.procedure:
                continue
            if wish.status or not writes(one, force=wish.force):
                say(f"{one.procedure} : {SENTENCES[one.standing]}")
                left += one.standing is Standing.BOTH and not wish.status
                continue
            bundle = agency.perform_as(SYSTEM, syncing.in_force, procedure=one.procedure)
            after = rewritten(settings, bundle)
            agency.perform_as(SYSTEM, syncing.taken_over, procedure=one.procedure, folder=after.sha256)
            say(f"{one.procedure} : écrite dans {settings.workflows.name}/{one.procedure} ({bundle.sha256[:12]})")
            if after.sha256 != bundle.sha256:
                say("    les blocs communs (registers/) ont changé depuis cette édition : ils restent comme ils sont")
    return 1 if left else 0


def pull_blocks(agency: Agency, settings: Settings, known: Sequence[Beside]) -> None:
    """Write the shared blocks on which all procedures in force agree; none while a folder was changed by hand.

    Folders that were like their editions are no new wish for having been given a block."""
    if any(one.standing in (Standing.FOLDER_AHEAD, Standing.BOTH) for one in known):
        return
    for path, text in agency.perform_as(SYSTEM, form_blocks.agreed).items():
        file = settings.workflows / path
        if not file.exists() or file.read_bytes() != text:
            file.write_bytes(text)
            say(f"{path} : écrit")
    for one in known:
        if one.standing is Standing.SAME:
            folder = bundle_of(settings, settings.workflows / one.procedure).sha256
            agency.perform_as(SYSTEM, syncing.taken_over, procedure=one.procedure, folder=folder)


def pull_lists(agency: Agency, settings: Settings, wish: Namespace) -> int:
    """Write lists, roles and notices that people changed into their files; how many were left because theirs has
    changed too."""
    left = 0
    for one in agency.perform_as(SYSTEM, list_syncing.beside):
        if not wish.status and writes(one, force=wish.force) and list_syncing.writable(one.path):
            file = settings.workflows / one.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(one.text.encode())
            agency.perform_as(SYSTEM, list_syncing.taken_over, path=one.path)
            say(f"{one.path} : écrit")
            continue
        say(f"{one.path} : {LIST_SENTENCES[one.standing]}")
        left += one.standing is Standing.BOTH and not wish.status
    return left


def writes(one: Beside | FileBeside, *, force: bool) -> bool:
    """Whether what holds is to be written over the folder."""
    return one.standing in WRITTEN or (force and one.standing in (Standing.BOTH, Standing.FOLDER_AHEAD))


def rewritten(settings: Settings, bundle: engine.Bundle) -> engine.Bundle:
    """The folder after it was given the files of `bundle`, and lost those the edition does not have. Shared blocks are
    everybody's: they are not touched."""
    folder = settings.workflows / bundle.id
    own = {path: content for path, content in bundle.files.items() if not path.startswith("registers/")}
    for pattern in PATTERNS:
        for path in folder.glob(pattern):
            if path.relative_to(folder).as_posix() not in own:
                path.unlink()
    write_folder(folder, engine.Bundle.of(bundle.id, own))
    return bundle_of(settings, folder)


def export(settings: Settings, wish: Namespace) -> int:
    """Write a published procedure into one file."""
    target = wish.out or Path(f"{wish.procedure}.zip")
    with opened(settings) as agency:
        bundle = agency.perform_as(SYSTEM, syncing.in_force, procedure=wish.procedure)
    target.write_bytes(parcel.packed(bundle))
    say(f"{target} : édition {bundle.sha256[:12]}, {len(bundle.files)} fichiers")
    return 0


def bring(settings: Settings, wish: Namespace) -> int:
    """Make procedures of a file: a zip as `export` writes it, or a diagram of another tool."""
    try:
        with wish.file.open("rb") as file:
            content = file.read(parcel.MOST_BYTES + 1)
    except OSError as error:
        raise Stop(f"{wish.file} ne se lit pas ({error.strerror}).") from error
    zipped = content.startswith(b"PK") or wish.file.suffix.lower() == ".zip"
    return bring_parcel(settings, wish, content) if zipped else procedures.bring(settings, wish)


def bring_parcel(settings: Settings, wish: Namespace, content: bytes) -> int:
    """Write the procedure of a zip into a folder of its own, and say what the checker finds; 1 when it is refused."""
    try:
        bundle, odd = parcel.opened(content)
    except parcel.Suspect as refusal:
        raise Stop(f"{wish.file} n'est pas ouvert : {REFUSALS[refusal.code].format(**refusal.facts)}.") from refusal
    where = wish.into or settings.workflows
    if (where / bundle.id).exists():
        raise Stop(f"{where / bundle.id} existe déjà : renommez-le, ou choisissez un autre dossier avec --into.")
    own = {path: text for path, text in bundle.files.items() if not path.startswith("registers/")}
    write_folder(where / bundle.id, engine.Bundle.of(bundle.id, own))
    say(f"{bundle.id} : {len(own)} fichiers écrits dans {where / bundle.id}")
    for name in odd:
        say(f"    laissé de côté : {name}")
    if PROCEDURE in own:
        tell(bundle.id, engine.check_apart(bundle_of(settings, where / bundle.id), read_house(settings.workflows)))
    return 0
