"""The *manuel de procédures*: written from what is published, read as pages, searched, and printed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from migraflow.documents import book as paper
from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound
from migraflow.domain.manual import Chapter, Hit, Manual, ProcedureText, hits, read_plan
from migraflow.domain.notices import read_template
from migraflow.engine import Compiled, drawing
from migraflow.engine.diff.change import Naming
from migraflow.engine.manual import Known, Published, block_names, chapter, shared_blocks
from migraflow.services import comparing, editions, letter_models
from migraflow.services.house import text_of
from migraflow.services.letter_folder import FOLDER, folder_models, letterhead
from migraflow.services.list_house import notices_now
from migraflow.services.work import Work
from migraflow.store import letters as letter_store
from migraflow.store import procedures as store

PLAN = "manuel.toml"
OTHERS = ("z", "Autres procédures")
"""Where a procedure goes that the plan does not name."""
PLATE = (2600.0, 1750.0)
"""Width and height in px of what one page of the printed book shows of a diagram, large enough to be read."""


class Shelf:
    """The last book written, and its print: whoever asks for the same editions gets the same book."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.key = ""
        self.book: Manual | None = None
        self.print = b""


SHELF = Shelf()


def manual(work: Work) -> Manual:
    """The whole book, as the published editions are now."""
    work.require(Permission.SEE_PROCEDURE)
    key = key_of(work)
    with SHELF.lock:
        if SHELF.book is None or SHELF.key != key:
            SHELF.key, SHELF.book, SHELF.print = key, written(work), b""
        return SHELF.book


def key_of(work: Work) -> str:
    """What the book is written from: the editions in force, the plan, the models of letters and notices."""
    folder = work.settings.workflows
    given = letter_store.texts(work.store)
    dates = store.published_dates(work.store)
    said = [f"{one.id} {one.edition} {dates[one.edition]}" for one in store.all_procedures(work.store)]
    said += [f"{code} {text.number}" for code, text in sorted(given.items())]
    paths = [folder / PLAN, *folder.glob("notices/*.md"), *folder.glob(f"{FOLDER}/*"), *folder.glob("reference/*.csv")]
    said += [f"{path.name} {path.stat().st_mtime_ns}" for path in sorted(paths) if path.is_file()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def written(work: Work) -> Manual:
    """The book, chapter by chapter."""
    plan = read_plan(text_of(work.settings.workflows / PLAN))
    known = known_of(work)
    made = {id: editions.current(work, id)[0] for id in known.titles}
    known = replace(known, blocks=block_names([made[id] for id in sorted(made)]))
    texts = {id: procedure_text(work, compiled, known) for id, compiled in made.items()}
    named = {id for _, ids in plan.chapters for id in ids}
    chapters = [
        Chapter(one.letter, one.title, one.words, tuple(texts[id] for id in ids if id in texts))
        for one, ids in plan.chapters
    ]
    rest = tuple(texts[id] for id in sorted(texts) if id not in named)
    if rest:
        chapters.append(Chapter(*OTHERS, (), rest))
    head = letterhead(work.settings.workflows / FOLDER)
    blocks = shared_blocks([made[id] for id in sorted(made)], known)
    return Manual(plan.title, head.agency, plan.words, tuple(chapters), blocks, plan.glossary)


def known_of(work: Work) -> Known:
    """The words the house has for what procedures name."""
    folder = work.settings.workflows
    letters = {code: model.title for code, model in folder_models(folder / FOLDER).items()}
    given = letter_store.texts(work.store)
    letters |= {code: letter_models.given_model(code, text.text).title for code, text in given.items()}
    return Known(
        naming=Naming(work.house.roles, work.house.deadlines),
        letters=letters,
        notices={code: read_template(text)[0] for code, text in notices_now(work).items()},
        titles={one.id: one.title for one in store.all_procedures(work.store)},
        lists={name: name.replace("_", " ") for name in work.house.lists},
    )


def procedure_text(work: Work, compiled: Compiled, known: Known) -> ProcedureText:
    """One procedure in words, with what its edition changed."""
    row = next(row for row in editions.rows(work, compiled.procedure.id) if row.current)
    changes = comparing.edition_changes(work, procedure=compiled.procedure.id, sha=row.sha)
    told = tuple(change.sentence("fr") for change in changes)
    return chapter(compiled, known, Published(row.number, row.published, row.note, told))


def procedure(work: Work, *, id: str) -> tuple[Chapter, ProcedureText]:
    """One procedure of the book with its chapter. Raises NotFound."""
    found = next((pair for pair in manual(work).procedures() if pair[1].id == id), None)
    if found is None:
        raise NotFound("procedure", id)
    return found


def search(work: Work, *, words: str) -> tuple[Hit, ...]:
    """Where `words` stand in the book."""
    return hits(manual(work), words)


def picture(work: Work, *, id: str) -> str:
    """The diagram of a procedure of the book as SVG. Raises NotFound."""
    _, found = procedure(work, id=id)
    return drawing.svg(found.drawing, role_words(work), title=found.title)


def role_words(work: Work) -> Mapping[str, str]:
    """Roles as people call them."""
    return {code: role.name_fr for code, role in work.house.roles.items()}


def printed(work: Work) -> bytes:
    """The whole book as PDF, the same bytes for the same editions."""
    book = manual(work)
    with SHELF.lock:
        if SHELF.book is book and SHELF.print:
            return SHELF.print
    made = paper.pdf(book, {one.id: plates(one, role_words(work)) for _, one in book.procedures()})
    with SHELF.lock:
        if SHELF.book is book:
            SHELF.print = made
    return made


def plates(one: ProcedureText, roles: Mapping[str, str]) -> list[str]:
    """The pictures of a procedure's diagram, page by page."""
    pieces = drawing.plates(one.drawing, *PLATE)
    return [drawing.svg(one.drawing, roles, title=one.title, part=piece) for piece in pieces]
