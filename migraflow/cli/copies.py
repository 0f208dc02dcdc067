"""Copies of the whole house, taken while it works and put back into an empty database."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from migraflow.cli.words import Stop, say
from migraflow.domain.errors import Unfit
from migraflow.settings import Settings
from migraflow.store.copies import BrokenCopy, Copied, restore_copy, write_copy
from migraflow.store.database import Database, upgrade


def backup(settings: Settings, wish: Namespace) -> int:
    """Copy everything, files of cases included, into one checked file."""
    if wish.file.exists():
        raise Stop(f"{wish.file} existe déjà : choisissez un autre nom, une copie n'en remplace pas une autre.")
    upgrade(settings.database_url)
    wish.file.parent.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    copied = write_copy(database, wish.file, datetime.now(UTC))
    database.close()
    say(f"Copie vérifiée dans {wish.file} : {told(copied)}")
    return 0


def restore(settings: Settings, wish: Namespace) -> int:
    """Put a copy back."""
    try:
        copied = restore_copy(settings.database_url, wish.file)
    except BrokenCopy as error:
        raise Stop(f"{wish.file} n'est pas une copie saine ({error}) : rien n'a été remis.") from error
    except Unfit as refusal:
        raise Stop(
            f"la base n'est pas vide (table {refusal.facts['table']}) : donnez à MIGRAFLOW_DATABASE_URL une base neuve."
        ) from refusal
    say(f"Copie du {copied.made:%d/%m/%Y %H:%M} UTC remise : {told(copied)}")
    return 0


def told(copied: Copied) -> str:
    """What a copy holds, in a few words."""
    rows = copied.rows
    return f"{rows.get('cases', 0)} dossiers, {rows.get('people', 0)} personnes, {rows.get('accounts', 0)} comptes."
