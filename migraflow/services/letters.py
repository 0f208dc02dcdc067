"""Letters: drawn when a step asks for one, kept with the case, verified by anybody who holds the paper."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from migraflow import engine, feel
from migraflow.documents import letter as paper
from migraflow.domain.access import Permission
from migraflow.domain.cases import Case
from migraflow.domain.documents import safe_name
from migraflow.domain.effects import Due
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.journal import EntryKind
from migraflow.domain.letter_codes import code_of, numbered, read_code
from migraflow.domain.letters import Known, LetterModel, LetterState, Signed, filled_letter, labels_of
from migraflow.services import documents, editions, letter_models, progress
from migraflow.services.letter_facts import Place, answered, choices_of, house_facts
from migraflow.services.letter_folder import FOLDER, letterhead
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import documents as document_store
from migraflow.store import letters as store
from migraflow.store import organisations

PDF, KIND = "application/pdf", "lettre"
OWN = frozenset({"modele", "donnees"})
"""Parameters of the effect itself; the others are known in the letter by their name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What anybody who holds a code may know of a letter: nothing about a person.

    `same`: whether the file that was shown is the very one handed out; None when none was shown.
    """

    number: str
    title: str
    office: str
    signed: datetime
    state: LetterState
    annulled: datetime | None
    same: bool | None = None


def issue(work: Work, effect: Due) -> None:
    """``lettre``: draw the letter `modele` of the case, with its other parameters over what the case knows, once.

    Raises Unfit for a model that does not exist or asks for too much; BrokenBundle for one that does not read.
    """
    if store.made(work.store, effect.key):
        return
    model = letter_models.model_of(work, str(effect.parameters.get("modele") or effect.element))
    case = case_store.load(work.store, effect.case_id, lock=True)
    compiled = editions.of_case(work, case)
    place = Place(case, compiled, confidential(case, compiled, effect.element))
    signed = sign(work, case)
    content = drawn(work, place, effect, model, signed)
    document_id = file(
        work, place, f"{model.code} {model.title} {signed.number.replace('/', '-')}", content, effect.token
    )
    letter = store.Letter(
        document_id=document_id, key=effect.key, model=model.code, title=model.title, number=signed.number,
        code=signed.code, office=case.office, office_name=signed.office, sha=hashlib.sha256(content).hexdigest(),
        signed=work.now,
    )  # fmt: skip
    store.add(work.store, letter)
    tell(work, place, letter, EntryKind.LETTER, effect.element)


def confidential(case: Case, compiled: engine.Compiled, element: str) -> tuple[str, ...]:
    """The roles that alone may read a letter of `element`: those of its procedure, or of the whole case."""
    homes = [home for home, inner in compiled.places if inner == element]
    own = compiled.confidential(homes[0]) if homes else ()
    return own or case.confidential


def sign(work: Work, case: Case) -> Signed:
    """A number, a place, a day and a code for one letter more of the case's office."""
    office = organisations.office(work.store, case.office)
    region = organisations.region(work.store, office.region if office else case.region)
    year = work.now.year
    code = code_of(work.token_bytes(8))
    return Signed(
        number=numbered(store.next_number(work.store, case.office, year), year, case.office),
        place=town(work, case.office) or (region.seat if region else "Bamako"),
        office=office.name if office else "",
        day=work.now.date(),
        code=code,
        address=f"{home_of(work)}/verifier/{code}",
    )


def town(work: Work, office: str) -> str:
    """Where an office lies, as the reference list says."""
    found = work.house.lists.get("structures")
    return found.entries[office].more.get("ville", "") if found and office in found.entries else ""


def home_of(work: Work) -> str:
    """The address people outside reach us by."""
    settings = work.settings
    return settings.public_url or f"http://{settings.address}:{settings.port}"


def given(effect: Due) -> dict[str, object]:
    """What the step itself gives the letter: its other parameters, and the entries of `donnees`."""
    whole = effect.parameters.get("donnees")
    more: Mapping[str, object] = whole if isinstance(whole, dict) else {}  # pyright: ignore[reportUnknownVariableType]
    return {**{name: value for name, value in effect.parameters.items() if name not in OWN}, **more}


def drawn(work: Work, place: Place, effect: Due, model: LetterModel, signed: Signed) -> bytes:
    """The letter on paper."""
    answers = {**answered(work, place), **given(effect), **house_facts(work, place, model, signed)}
    known = Known(answers, labels_of(work.house.lists, choices_of(place.compiled)), work.now)
    try:
        filled = filled_letter(model, known)
    except feel.LimitReached as error:
        raise Unfit("letter_too_costly", letter=model.code) from error
    return paper.pdf(filled, signed, letterhead(work.settings.workflows / FOLDER))


def file(work: Work, place: Place, name: str, content: bytes, token: str) -> str:
    """Keep the paper with the case and its person; answers the document's id."""
    filed = document_store.Filed(
        id=work.new_ref(), case_id=place.case.id, token=token[:80], name=safe_name(name, PDF), kind=KIND, mime=PDF,
        size=len(content), sha=document_store.keep(work.store, content), confidential=place.confidential,
        added=work.now, added_by=work.actor.account_id, added_by_name=work.actor.name,
    )  # fmt: skip
    document_store.add(work.store, filed, place.case.person_id)
    return filed.id


def tell(work: Work, place: Place, letter: store.Letter, kind: EntryKind, element: str = "", **why: object) -> None:
    """Say in the journal of the case what became of a letter, and `why`."""
    told = progress.entry(
        work, place.case, kind, element=element, name=f"{letter.title}, n° {letter.number}",
        confidential=place.confidential, detail={"document": letter.document_id, "sha": letter.sha, **why},
    )  # fmt: skip
    progress.append(work, place.case, [told])


def verify(work: Work, *, code: str, content: bytes | None = None) -> Verdict:
    """What anybody may know of the letter with `code`, and whether `content` is that letter. Raises NotFound."""
    letter = store.by_code(work.store, read_code(code))
    if letter is None:
        raise NotFound("letter", code)
    same = None if content is None else hashlib.sha256(content).hexdigest() == letter.sha
    return Verdict(letter.number, letter.title, letter.office_name, letter.signed, letter.state, letter.annulled, same)


def annul(work: Work, *, document_id: str, reason: str) -> None:
    """Take a letter back: from now on the page of verification says so. Raises NotFound, NotAllowed, Unfit."""
    work.require_signed_in()
    filed = document_store.find(work.store, document_id)
    letter = store.of_document(work.store, document_id)
    if filed is None or letter is None or not documents.readable(work, filed):
        raise NotFound("document", document_id)
    case = case_store.load(work.store, filed.case_id, lock=True)
    work.require(Permission.REPAIR_CASE, office=case.office, region=case.region)
    if not reason.strip():
        raise Unfit("letter_reason_missing")
    if not store.annul(work.store, document_id, work.actor.account_id, reason.strip()[:500], work.now):
        raise Unfit("letter_annulled_before", number=letter.number)
    place = Place(case, editions.of_case(work, case), filed.confidential)
    tell(work, place, letter, EntryKind.LETTER_ANNULLED, reason=reason.strip()[:500])
