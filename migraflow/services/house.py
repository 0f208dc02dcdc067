"""The house as the folder ``workflows/`` describes it: roles, lists, deadlines, working days, callable procedures."""

from __future__ import annotations

import tomllib
from pathlib import Path

from migraflow.domain.access import Role, read_roles
from migraflow.domain.calendar import Calendar, Deadline, read_deadlines, read_holidays
from migraflow.domain.definitions import FOLDER as INDICATORS
from migraflow.domain.definitions import Definitions, read_definitions
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.reference import Lists, LivingLists, read_list
from migraflow.engine.bundle import PROCEDURE, Bundle, House
from migraflow.services.letter_folder import FOLDER, folder_models
from migraflow.services.register_folder import row_lists

HOLIDAYS = "jours_feries"
DEADLINES = "delais"


def read_house(folder: Path) -> House:
    """The house in `folder`. Raises BrokenBundle naming the file that does not read."""
    lists = lists_in(folder / "reference")
    return House(
        roles=roles_in(folder),
        lists=LivingLists({**lists, **row_lists(folder, lists)}),
        deadlines=deadlines_in(folder / "reference"),
        holidays=calendar_in(folder / "reference"),
        called={bundle.id: bundle for bundle in bundles_in(folder) if is_callable(bundle)},
        letters={code: model.words for code, model in folder_models(folder / FOLDER).items()},
        definitions=definitions_in(folder / INDICATORS, lists),
    )


def roles_in(folder: Path) -> dict[str, Role]:
    """Roles by code from ``roles.toml``."""
    return read_roles(text_of(folder / "roles.toml"))


def lists_in(folder: Path) -> Lists:
    """Every reference list by name; holidays have no codes and are not one."""
    paths = sorted(folder.glob("*.csv"))
    return {path.stem: read_list(path.stem, text_of(path)) for path in paths if path.stem != HOLIDAYS}


def definitions_in(folder: Path, lists: Lists) -> Definitions:
    """The indicators by code; the rules of facts beside them are no page of theirs."""
    paths = [path for path in sorted(folder.glob("*.toml")) if not path.stem.startswith("faits")]
    return read_definitions({path.stem: text_of(path) for path in paths}, lists)


def deadlines_in(folder: Path) -> dict[str, Deadline]:
    """Deadlines by code."""
    return read_deadlines(text_of(folder / f"{DEADLINES}.csv"))


def calendar_in(folder: Path) -> Calendar:
    """The working days."""
    return Calendar(read_holidays(text_of(folder / f"{HOLIDAYS}.csv")))


def bundles_in(folder: Path) -> tuple[Bundle, ...]:
    """Every procedure folder, by id."""
    found = sorted(path.parent for path in folder.glob(f"*/{PROCEDURE}"))
    return tuple(Bundle.read(path, folder / "registers") for path in found)


def is_callable(bundle: Bundle) -> bool:
    """Whether other procedures may call this one (``appelable = true``)."""
    try:
        return tomllib.loads(bundle.files[PROCEDURE].decode("utf-8")).get("appelable") is True
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenBundle(f"{bundle.id}/{PROCEDURE}", "", str(error)) from error


def text_of(path: Path) -> str:
    """A file's text, with or without the mark some spreadsheets put in front. Raises BrokenBundle if unreadable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenBundle(path.name, "", str(error)) from error
