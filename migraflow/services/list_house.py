"""The house with the lists, roles, deadlines and holidays that people gave it since, over the files of the folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from migraflow.domain.access import read_roles
from migraflow.domain.calendar import Calendar, read_deadlines, read_holidays
from migraflow.domain.lists import DEADLINES, HOLIDAYS
from migraflow.domain.reference import LivingLists, ReferenceList, read_list
from migraflow.engine.bundle import House
from migraflow.services.commands import require_house
from migraflow.services.house import text_of
from migraflow.services.work import Work
from migraflow.store import lists as store

ROLES = "roles.toml"
REFERENCE, NOTICES = "reference", "notices"


def list_path(name: str) -> str:
    """The path of a list below ``workflows/``."""
    return f"{REFERENCE}/{name}.csv"


def notice_path(code: str) -> str:
    """The path of a notice below ``workflows/``."""
    return f"{NOTICES}/{code}.fr.md"


def stamp(work: Work) -> tuple[int, int]:
    """What tells whether other texts hold than when the house was last laid."""
    require_house(work)
    return store.stamp(work.store, work.now)


def laid(work: Work) -> House:
    """The house as the texts in force now say it. Its lists are the same object: whoever holds them sees the change."""
    require_house(work)
    house, texts = work.house, {path: one.text for path, one in store.in_force(work.store, work.now).items()}
    lists: dict[str, ReferenceList] = {}
    for path, text in texts.items():
        if path.startswith(f"{REFERENCE}/") and path != list_path(HOLIDAYS):
            name = Path(path).stem
            lists[name] = read_list(name, text)
    if isinstance(house.lists, LivingLists) and lists:
        house.lists.lay({**house.lists.plain, **lists})
    if ROLES in texts:
        house = replace(house, roles=read_roles(texts[ROLES]))
    if list_path(DEADLINES) in texts:
        house = replace(house, deadlines=read_deadlines(texts[list_path(DEADLINES)]))
    if list_path(HOLIDAYS) in texts:
        house = replace(house, holidays=Calendar(read_holidays(texts[list_path(HOLIDAYS)])))
    return house


def text_now(work: Work, path: str) -> str | None:
    """The text that holds now for a file: one given since, else the folder's; None when there is neither."""
    given = store.text_at(work.store, path, work.now)
    if given is not None:
        return given
    file = work.settings.workflows / path
    return text_of(file) if file.is_file() else None


def notices_now(work: Work) -> dict[str, str]:
    """The texts of every notice by code, those of the folder and those given since."""
    suffix = ".fr.md"
    files = sorted((work.settings.workflows / NOTICES).glob(f"*{suffix}"))
    found = {path.name.removesuffix(suffix): text_of(path) for path in files}
    for path, one in store.in_force(work.store, work.now).items():
        if path.startswith(f"{NOTICES}/"):
            found[Path(path).name.removesuffix(suffix)] = one.text
    return dict(sorted(found.items()))
