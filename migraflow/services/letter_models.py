"""Models of letters: those of the folder ``workflows/letters``, or the text a manager gave them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from migraflow import feel
from migraflow.documents import letter as paper
from migraflow.domain.access import Permission
from migraflow.domain.errors import BrokenBundle, NotFound, Unfit
from migraflow.domain.letter_codes import model_code
from migraflow.domain.letters import (
    HOUSE,
    Known,
    Labels,
    Letterhead,
    LetterModel,
    Signed,
    filled_letter,
    labels_of,
    read_model,
)
from migraflow.domain.reference import Lists
from migraflow.services.letter_folder import FOLDER, folder_models, letterhead, read_folder
from migraflow.services.letter_uses import uses
from migraflow.services.letter_words import words_of
from migraflow.services.work import Work
from migraflow.store import letters as store

SPECIMEN: Mapping[str, object] = {
    "dossier": {"numero": "DS-2026-KAY-000123", "procedure": "Demande de services", "ouvert_le": date(2026, 3, 2),
                "region": "kayes", "agence": "dr_kayes", "issue": ""},
    "personne": {"nom": "Fatoumata Diarra", "numero": "P-000123", "ne": "12 mars 1999", "lieu_naissance": "Kayes",
                 "telephone": "+223 76 12 34 56", "adresse": "Kayes", "sexe": "F"},
    "agence": {"nom": "Direction régionale de Kayes", "ville": "Kayes", "region": "Kayes"},
    "lettre": {"numero": "000000/2026/SPECIMEN", "code": "L1"},
}  # fmt: skip
"""What the house itself says in a preview."""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One line of *Lettres*: `steps` are the (procedure, step) that hand it out; `changed` who gave it its text."""

    code: str
    title: str
    steps: tuple[tuple[str, str], ...]
    edition: int
    changed_by: str
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it will look: its pages as PNG, or why its text does not read."""

    pages: tuple[bytes, ...]
    reason: str = ""


def model_of(work: Work, code: str) -> LetterModel:
    """The model `code` as it holds now. Raises Unfit when there is none."""
    wanted = model_code(code)
    given = store.text_of(work.store, wanted)
    if given is not None:
        return given_model(wanted, given.text)
    found = folder_models(work.settings.workflows / FOLDER).get(wanted)
    if found is None:
        raise Unfit("letter_unknown", letter=code)
    return found


@lru_cache(maxsize=128)
def given_model(code: str, text: str) -> LetterModel:
    """The model in a text a manager saved."""
    return read_model(text, f"{FOLDER}/{code}")


def faults(folder: Path, lists: Lists, now: datetime) -> list[BrokenBundle]:
    """What is wrong with the models of a folder and its letterhead: each is read, and drawn with its example."""
    models, found = read_folder(folder)
    try:
        head = letterhead(folder)
    except BrokenBundle as fault:
        return [*found, fault]
    for code, model in models.items():
        try:
            specimen(fit(model.text, code), labels_of(lists, {}), head, now)
        except BrokenBundle as fault:
            found.append(fault)
    return found


def catalogue(work: Work) -> tuple[ModelRow, ...]:
    """Every model, with the steps that hand it out."""
    work.require(Permission.SEE_PROCEDURE)
    given = store.texts(work.store)
    steps = uses(work.settings.workflows)
    rows: list[ModelRow] = []
    for code, model in folder_models(work.settings.workflows / FOLDER).items():
        text = given.get(code)
        title = given_model(code, text.text).title if text else model.title
        changed = (text.number, text.saved_by_name, text.saved) if text else (0, "", None)
        rows.append(ModelRow(code, title, tuple(steps.get(code, ())), *changed))
    return tuple(rows)


def text(work: Work, *, code: str) -> str:
    """The text of a model. Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    try:
        return model_of(work, code).text
    except Unfit as refusal:
        raise NotFound("letter", code) from refusal


def title(work: Work, *, code: str) -> str:
    """What a letter is called, as its text holds now. Raises NotFound; "" while the text does not read."""
    try:
        return given_model(code, text(work, code=code)).title
    except BrokenBundle:
        return ""


def may_change(work: Work) -> bool:
    """Whether the actor may give a model another text."""
    work.require(Permission.SEE_PROCEDURE)
    return work.actor.may(Permission.PUBLISH_PROCEDURE)


def preview(work: Work, *, code: str, text: str) -> Preview:
    """How a letter looks with this text, filled with its example; or why the text does not read."""
    work.require(Permission.SEE_PROCEDURE)
    try:
        model = fit(text, code)
        return Preview(tuple(drawn(work, model)))
    except BrokenBundle as refusal:
        return Preview((), refusal.reason)


def save(work: Work, *, code: str, text: str) -> None:
    """Let `text` hold for the model `code` from now on. Raises NotAllowed, or Unfit for a text that does not do."""
    work.require(Permission.PUBLISH_PROCEDURE)
    before = store.text_of(work.store, code)
    if text == (before.text if before else model_of(work, code).text):
        return
    try:
        model = fit(text, code)
        drawn(work, model)
    except BrokenBundle as refusal:
        raise Unfit("letter_unreadable_model", reason=refusal.reason) from refusal
    number = before.number + 1 if before else 1
    store.keep_text(work.store, store.ModelText(code, number, text, work.now, work.actor.name), work.actor.account_id)


def drawn(work: Work, model: LetterModel) -> list[bytes]:
    """The pages of a letter as a specimen, codes in the words of the forms. Raises BrokenBundle."""
    folder, lists = work.settings.workflows, work.house.lists
    return specimen(model, labels_of(lists, words_of(folder, lists)), letterhead(folder / FOLDER), work.now)


def fit(text: str, code: str) -> LetterModel:
    """The model in `text`, if it may hold for `code`. Raises BrokenBundle with what keeps it from that."""
    model = read_model(text, f"{FOLDER}/{code}")
    if model.code != code:
        raise BrokenBundle(f"{FOLDER}/{code}", "code", f"le code doit rester « {code} »")
    unknown = sorted(model.names - model.example.keys())
    if unknown:
        reason = f"« {unknown[0]} » n’est pas dans l’exemple : ajoutez-le sous [exemple], ou corrigez le nom"
        raise BrokenBundle(f"{FOLDER}/{code}", unknown[0], reason)
    odd = sorted(HOUSE & model.example.keys())
    if odd:
        raise BrokenBundle(f"{FOLDER}/{code}", odd[0], f"« {odd[0]} » est donné par l’application")
    return model


def specimen(model: LetterModel, labels: Labels, head: Letterhead, now: datetime) -> list[bytes]:
    """The pages of a letter filled with its example, marked as a specimen. Raises BrokenBundle."""
    known = Known({**SPECIMEN, **model.example}, labels, now)
    try:
        filled = filled_letter(model, known)
    except feel.LimitReached as error:
        raise BrokenBundle(model.code, "", "une expression demande trop de calculs") from error
    signed = Signed("000000/2026/SPECIMEN", "Kayes", "Direction régionale de Kayes", now.date(), "0000-0000-0000",
                    "https://anpe.exemple/verifier/0000-0000-0000", specimen=True)  # fmt: skip
    return paper.png(filled, signed, head)
