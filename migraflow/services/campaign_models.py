"""The ways of running campaigns, as managers wrote them in ``workflows/campagnes``: one file and one form each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from migraflow import feel
from migraflow.domain.campaigns import CampaignKind, CampaignModel
from migraflow.domain.errors import BrokenBundle, NotFound
from migraflow.domain.form_reader import read_form
from migraflow.engine.expressions import Language
from migraflow.services.work import Work

FOLDER = "campagnes"


def models(work: Work) -> tuple[CampaignModel, ...]:
    """Every model, by title. Raises BrokenBundle naming the file that does not read."""
    found = [model(work, path.stem) for path in sorted(folder_of(work).glob("*.toml"))]
    return tuple(sorted(found, key=lambda one: one.title))


def model(work: Work, id: str) -> CampaignModel:
    """One model. Raises NotFound, BrokenBundle."""
    path = folder_of(work) / f"{id}.toml"
    if not id.isidentifier() or not path.exists():
        raise NotFound("campaign model", id)
    table = read_table(path, path.stat().st_mtime_ns)
    form_path = path.with_name(str(table.get("formulaire")))
    try:
        return made(work, id, table, form_path.read_bytes())
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise BrokenBundle(f"{FOLDER}/{path.name}", "", str(error)) from error


def judges(work: Work) -> frozenset[str]:
    """The procedures whose grid weighs applications of some campaign."""
    tables = (read_table(path, path.stat().st_mtime_ns) for path in folder_of(work).glob("*.toml"))
    return frozenset(str(table["grille"]) for table in tables if table.get("grille"))


def folder_of(work: Work) -> Path:
    """Where the models lie."""
    return work.settings.workflows / FOLDER


@lru_cache(maxsize=32)
def read_table(path: Path, changed: int) -> Mapping[str, Any]:
    """A model's file; `changed` is the moment of its last change."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenBundle(f"{FOLDER}/{path.name}", "", str(error)) from error


def made(work: Work, id: str, table: Mapping[str, Any], form: bytes) -> CampaignModel:
    """A model out of its file; every FEEL text of it compiles."""
    texts = {name: str(table.get(name, "")) for name in ("reponses", "debut", "candidat", "contenu")}
    for name, text in texts.items():
        if text:
            compiled(work, text, f"{id}.toml#{name}")
    columns = cast("Mapping[str, list[str]]", table["colonnes"])
    return CampaignModel(
        id=id,
        title=str(table["titre"]),
        title_en=str(table.get("title", "")),
        kind=CampaignKind(str(table["genre"])),
        form=read_form(form, {}, file=f"{FOLDER}/{id}.json", functions=Language(work.house).functions),
        shared=tuple(str(name) for name in table.get("commun", ())),
        columns={path: tuple(titles) for path, titles in columns.items()},
        procedure=str(table["procedure"]),
        first=str(table.get("premiere", "")),
        answers=texts["reponses"],
        begin=texts["debut"],
        message=str(table.get("message", "")),
        content=texts["contenu"],
        closing=str(table.get("annonce", "")),
        departures=str(table.get("annonce_departs", "")),
        judge=str(table.get("grille", "")),
        decision=str(table.get("decision", "")),
        filters=str(table.get("filtres", "")),
        candidate=texts["candidat"],
        opened_by=tuple(str(role) for role in table.get("ouvert_par", ())),
    )


def compiled(work: Work, text: str, place: str) -> feel.Expression:
    """A FEEL text of a model, compiled (the compiler keeps what it has seen). Raises BrokenBundle."""
    try:
        return Language(work.house).compile(text)
    except feel.FeelSyntaxError as error:
        raise BrokenBundle(FOLDER, place, error.sentence("fr")) from error
