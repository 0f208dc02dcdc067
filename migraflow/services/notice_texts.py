"""The texts of notices: shown with what they would say, checked, changed, and taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migraflow import feel
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.notices import PLACE, filled, read_template
from migraflow.engine.bundle import DIAGRAM
from migraflow.services import editions, lists
from migraflow.services.letter_models import SPECIMEN
from migraflow.services.list_house import notice_path, notices_now, text_now
from migraflow.services.work import Work
from migraflow.store import lists as texts
from migraflow.store import procedures as store

CODE = re.compile(r"[a-z0-9_]{1,60}")
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class NoticeModel:
    """One notice: its subject, the procedures in force that send it, who changed it last ("": as in the folder)."""

    code: str
    subject: str
    procedures: tuple[str, ...]
    changed_by: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One notice to be written: `number` how many texts it was given."""

    code: str
    text: str
    number: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """What a notice would say; known values in place, the others as their own name between brackets."""

    subject: str
    body: str
    faults: tuple[str, ...]


def notice_models(work: Work) -> tuple[NoticeModel, ...]:
    """Every notice."""
    work.require(Permission.SEE_PROCEDURE)
    sent = senders(work)
    given = texts.in_force(work.store, work.now)
    return tuple(
        NoticeModel(code, read_template(text)[0] or code, tuple(sent.get(code, ())),
                    given[notice_path(code)].saved_by_name if notice_path(code) in given else "")
        for code, text in notices_now(work).items()
    )  # fmt: skip


def senders(work: Work) -> dict[str, list[str]]:
    """The titles of the procedures in force by the notices they name."""
    found: dict[str, list[str]] = {}
    known = notices_now(work)
    for procedure in store.all_procedures(work.store):
        diagram = editions.bundle(work, procedure.edition).files.get(DIAGRAM, b"")
        for code in known:
            if re.search(rf'("|&quot;|>){code}("|&quot;|<)'.encode(), diagram):
                found.setdefault(code, []).append(procedure.title)
    return found


def notice_text(work: Work, *, code: str) -> NoticeText:
    """One notice as it holds now. Raises NotFound."""
    work.require(Permission.SEE_PROCEDURE)
    text = text_now(work, notice_path(code)) if CODE.fullmatch(code) else None
    if text is None:
        raise NotFound("notice", code)
    last = lists.last_of(work, notice_path(code))
    return NoticeText(code, text, last.number if last else 0, work.actor.may(Permission.PUBLISH_PROCEDURE))


def looks(work: Work, *, text: str) -> Looks:
    """What a text would say, and what is wrong with it: line and column of each expression that does not read."""
    work.require(Permission.SEE_PROCEDURE)
    subject, body = read_template(text)
    faults = tuple(place_faults(text, work.actor.language))
    if faults:
        return Looks(subject, body, faults)
    known = SPECIMEN

    def place(match: re.Match[str]) -> str:
        return match[0] if known_names(match[1]) <= known.keys() else f"[{match[1].strip()}]"

    shown = PLACE.sub(place, text)
    subject, body = read_template(shown)
    return Looks(filled(subject, known, work.now), filled(body, known, work.now), ())


def known_names(text: str) -> frozenset[str]:
    """The names an expression reads."""
    return feel.compile(text.strip()).names


def place_faults(text: str, language: str) -> list[str]:
    """Each expression that does not read, with where it stands."""
    found: list[str] = []
    for match in PLACE.finditer(text):
        try:
            feel.compile(match[1].strip())
        except feel.FeelSyntaxError as error:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            where = f"ligne {line}, colonne {column}" if language == "fr" else f"line {line}, column {column}"
            found.append(f"{where} : {error.sentence(language)}")
    return found


def save_notice(work: Work, *, code: str, text: str, number: int, note: str = "") -> None:
    """Let a notice say `text` from now on. Raises NotFound, Unfit for one that does not read, Conflict."""
    work.require(Permission.PUBLISH_PROCEDURE)
    before = notice_text(work, code=code)
    text = text.replace("\r\n", "\n").strip() + "\n"
    subject, body = read_template(text)
    faults = place_faults(text, work.actor.language)
    if not subject or not body or not text.startswith("#") or len(text) > LONGEST:
        raise Unfit("notice_without_subject")
    if faults:
        raise Unfit("notice_unreadable", reason=faults[0])
    if text.strip() != before.text.strip():
        lists.keep(work, notice_path(code), text, number=number, note=note, begins=None)
