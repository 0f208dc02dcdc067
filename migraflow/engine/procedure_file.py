"""Reads ``procedure.toml``: what it says, and what in it nobody would understand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from migraflow.domain.procedures import MessageFacts, ProcedureFacts, SubjectFacts
from migraflow.engine.diagram import Oddity
from migraflow.engine.xml import Unreadable

WORDS: Mapping[str, type] = {
    "id": str,
    "titre": str,
    "title": str,
    "resume": str,
    "prefixe": str,
    "numero": str,
    "ouvert_par": list,
    "appelable": bool,
    "confidentiel": list,
    "personne": str,
    "lieu": str,
    "messages": dict,
    "issues": dict,
    "sujets": dict,
    "quatre_yeux": bool,
    "seuil_rejeu": int,
}
NEEDED = ("id", "titre", "prefixe")
NUMBERINGS = ("regional", "national")
THRESHOLD = 10
"""Percent of last year's cases that may take another way before a second person has to accept."""


def load(content: bytes) -> Mapping[str, Any]:
    """The table in ``procedure.toml``. Raises Unreadable."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable("toml_unreadable", reason=str(error)) from error


def read_facts(content: bytes) -> ProcedureFacts:
    """The facts in ``procedure.toml``, with defaults where a word is missing. Raises Unreadable."""
    table = load(content)
    sound = {word: value for word, value in table.items() if word in WORDS and isinstance(value, WORDS[word])}
    identifier = str(sound.get("id", ""))
    return ProcedureFacts(
        id=identifier,
        title_fr=sound.get("titre", identifier),
        title_en=sound.get("title", ""),
        summary=sound.get("resume", ""),
        prefix=sound.get("prefixe", ""),
        national=sound.get("numero") == "national",
        opened_by=texts(sound.get("ouvert_par", [])),
        callable=sound.get("appelable", False),
        confidential=texts(sound.get("confidentiel", [])),
        person=sound.get("personne", ""),
        place=sound.get("lieu", ""),
        messages={name: message(name, entry) for name, entry in tables(sound.get("messages", {}))},
        subjects={name: subject(name, entry) for name, entry in tables(sound.get("sujets", {}))},
        four_eyes=sound.get("quatre_yeux", False),
        threshold=min(max(sound.get("seuil_rejeu", THRESHOLD), 0), 100),
        issues={name: str(entry.get("libelle", name)) for name, entry in tables(sound.get("issues", {}))},
    )


def texts(values: list[Any]) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(value for value in values if isinstance(value, str))


def tables(entries: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The inner tables of a table."""
    return [(name, entry) for name, entry in entries.items() if isinstance(entry, dict)]


def message(name: str, entry: Mapping[str, Any]) -> MessageFacts:
    """One message of ``[messages]``; its form is given as ``pieces_recues`` or ``forms/pieces_recues.json``."""
    form = str(entry.get("formulaire", ""))
    roles = entry.get("roles", [])
    return MessageFacts(
        name=name,
        label=str(entry.get("libelle", name)),
        roles=texts(roles) if isinstance(roles, list) else (),
        form=form_path(form) if form else None,
    )


def subject(name: str, entry: Mapping[str, Any]) -> SubjectFacts:
    """One kind of ``[sujets]``: its words, the FEEL that gives it, its reference list, the variable of its signal."""
    return SubjectFacts(
        label=str(entry.get("libelle", name)),
        value=str(entry.get("valeur", "null")),
        list_name=str(entry.get("liste", "")),
        variable=str(entry.get("variable", "")),
    )


def form_path(form: str) -> str:
    """The path of a form inside the folder, from its path or its bare name."""
    return form if "/" in form else f"forms/{form.removesuffix('.json')}.json"


def odd_words(table: Mapping[str, Any], folder: str) -> list[Oddity]:
    """What is wrong in ``procedure.toml`` by itself."""
    found = [Oddity("toml_unknown", word) for word in table if word not in WORDS]
    found += [Oddity("toml_missing", word) for word in NEEDED if not table.get(word)]
    for word, kind in WORDS.items():
        if word in table and not isinstance(table[word], kind):
            found.append(Oddity("toml_kind", word, {"kind": KINDS_FR[kind]}))
    if isinstance(table.get("id"), str) and table["id"] != folder:
        found.append(Oddity("toml_id", "id", {"id": table["id"], "folder": folder}))
    if table.get("numero", "regional") not in NUMBERINGS:
        found.append(Oddity("toml_numbering", "numero", {"value": str(table["numero"])}))
    return found


KINDS_FR: Mapping[type, str] = {
    str: "texte", list: "liste", bool: "true / false", dict: "table", int: "nombre entier",
}  # fmt: skip
