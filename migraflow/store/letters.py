"""Letters, kept: each with its number, its code, and the paper it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from migraflow.domain.letters import LetterState
from migraflow.store.database import Session, run
from migraflow.store.tables.documents import DocumentRecord
from migraflow.store.tables.letters import LetterRecord, LetterTextRecord

NUMBER = """INSERT INTO letter_numbers (office, year, last) VALUES (?, ?, 1)
ON CONFLICT (office, year) DO UPDATE SET last = letter_numbers.last + 1 RETURNING last"""
ANNUL = "UPDATE letters SET state = ?, annulled = ?, annulled_by = ?, reason = ? WHERE document_id = ? AND state = ?"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter handed out. `key` is that of the effect that asked for it; `sha` that of its PDF."""

    document_id: str
    key: str
    model: str
    title: str
    number: str
    code: str
    office: str
    office_name: str
    sha: str
    signed: datetime
    state: LetterState = LetterState.VALID
    annulled: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ModelText:
    """The text a manager gave a model."""

    code: str
    number: int
    text: str
    saved: datetime
    saved_by_name: str


def next_number(store: Session, office: str, year: int) -> int:
    """The next letter number of an office in a year; a letter that fails leaves a gap."""
    return int(run(store, NUMBER, (office, year)).scalar_one())


def add(store: Session, letter: Letter) -> None:
    """Keep a letter whose document is kept already."""
    facts = {name: getattr(letter, name) for name in Letter.__slots__}
    store.add(LetterRecord(**{**facts, "state": letter.state.value}))
    store.flush()


def made(store: Session, key: str) -> bool:
    """Whether the effect `key` has its letter."""
    return store.exec(select(LetterRecord.document_id).where(LetterRecord.key == key)).first() is not None


def by_code(store: Session, code: str) -> Letter | None:
    """The letter verified by `code`, whoever asks."""
    return of(store.exec(select(LetterRecord).where(LetterRecord.code == code)).first())


def of_document(store: Session, document_id: str) -> Letter | None:
    """The letter on the document `document_id`, whoever asks; None when it is no letter of ours."""
    return of(store.exec(select(LetterRecord).where(LetterRecord.document_id == document_id)).first())


def of_case(store: Session, case_id: int) -> dict[str, Letter]:
    """The letters of one case, whoever asks, by the ids of their documents."""
    statement = select(LetterRecord).join(DocumentRecord, col(DocumentRecord.id) == LetterRecord.document_id)
    found = [of(record) for record in store.exec(statement.where(DocumentRecord.case_id == case_id))]
    return {letter.document_id: letter for letter in found if letter}


def annul(store: Session, document_id: str, by: int, reason: str, now: datetime) -> bool:
    """Take a letter back; False when it was before."""
    values = (LetterState.ANNULLED.value, now, by, reason, document_id, LetterState.VALID.value)
    return run(store, ANNUL, values).rowcount == 1


def texts(store: Session) -> dict[str, ModelText]:
    """The last text managers gave each model, by its code; those left as the folder has them are not here."""
    last = (
        select(LetterTextRecord.code, func.max(LetterTextRecord.number).label("number"))
        .group_by(col(LetterTextRecord.code))
        .subquery()
    )
    statement = select(LetterTextRecord).join(
        last, (col(LetterTextRecord.code) == last.c.code) & (col(LetterTextRecord.number) == last.c.number)
    )
    return {one.code: model_text(one) for one in store.exec(statement)}


def text_of(store: Session, code: str) -> ModelText | None:
    """The last text managers gave the model `code`; None while the folder's holds."""
    statement = select(LetterTextRecord).where(LetterTextRecord.code == code)
    found = store.exec(statement.order_by(col(LetterTextRecord.number).desc()).limit(1)).first()
    return None if found is None else model_text(found)


def model_text(record: LetterTextRecord) -> ModelText:
    """The text as a value."""
    return ModelText(record.code, record.number, record.text, record.saved, record.saved_by_name)


def keep_text(store: Session, text: ModelText, by: int) -> None:
    """Keep a text of a model under its number. Raises IntegrityError when that number was given in the meantime."""
    store.add(
        LetterTextRecord(
            code=text.code,
            number=text.number,
            text=text.text,
            saved=text.saved,
            saved_by=by,
            saved_by_name=text.saved_by_name,
        )
    )
    store.flush()


def of(record: LetterRecord | None) -> Letter | None:
    """The letter as a value."""
    if record is None:
        return None
    return Letter(
        document_id=record.document_id,
        key=record.key,
        model=record.model,
        title=record.title,
        number=record.number,
        code=record.code,
        office=record.office,
        office_name=record.office_name,
        sha=record.sha,
        signed=record.signed,
        state=LetterState(record.state),
        annulled=record.annulled,
        reason=record.reason,
    )
