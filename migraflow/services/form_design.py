"""The form designer: the forms of a working copy, one of them question by question, and what speaks of a question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import BrokenBundle, NotFound, Unfit
from migraflow.domain.forms import SHOWN_ONLY, Field, Form, Kind
from migraflow.domain.procedures import DraftSheet
from migraflow.domain.readability import Level, hard, level
from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle
from migraflow.engine.editing import Moot
from migraflow.engine.editing.form_blocks import is_shared, places, renamed_in_block
from migraflow.engine.editing.form_edit import RENAME, FormEdit
from migraflow.engine.editing.form_names import free, name_of
from migraflow.engine.editing.form_places import fields, question
from migraflow.engine.editing.form_reading import Asked, FormLine, asked, lines
from migraflow.engine.editing.form_renaming import Use, answered, renamed
from migraflow.engine.editing.form_text import Table, loaded
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable
from migraflow.services import drafting, editions, form_blocks, procedures, public_service, studio, workbench
from migraflow.services.drafting import Drawn, Known
from migraflow.services.form_preview import readable
from migraflow.services.form_writing import SCHEMA
from migraflow.services.work import Work
from migraflow.services.workbench import Option

READ = ("title", "x-help", "x-why", "x-message", "x-warn-message", "description")
"""Words of a question people read."""
OUTSIDE = re.compile(r"\{\{(.*?)\}\}", re.S)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of a draft: the steps and messages that show it, "" where none does."""

    path: str
    title: str
    questions: int
    steps: str


@dataclass(frozen=True, slots=True)
class Designed:
    """A form as its designer sees it. `wrong` says why it cannot be read; `levels` how hard each of its chosen words is
    to read, `hardest` the sentence that is too hard."""

    title: str
    description: str
    steps: str
    lines: tuple[FormLine, ...]
    chosen: Asked
    known: tuple[Known, ...]
    rules: tuple[tuple[str, str, str, str], ...]
    levels: Mapping[str, Level] = field(default_factory=dict[str, Level])
    hardest: Mapping[str, str] = field(default_factory=dict[str, str])
    wrong: str = ""
    wrong_at: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """What speaks of a question: inside the draft, which follows its name, and outside, which does not."""

    inside: tuple[Use, ...]
    outside: tuple[Use, ...]


def forms(work: Work, *, procedure: str) -> tuple[FormRow, ...]:
    """The forms of the working copy, by title."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.held(work, procedure).files
    shown = showing(files)
    rows: list[FormRow] = []
    for path in sorted(name for name in files if name.startswith("forms/")):
        try:
            table = loaded(files[path])
        except Moot:
            table = Table()
        title = str(table.get("title") or path)
        rows.append(FormRow(path, title, len(fields(table)), " · ".join(shown.get(path, ()))))
    return tuple(sorted(rows, key=lambda row: row.title.casefold()))


def showing(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names of the steps and messages that show each form; none while the diagram does not read."""
    found: dict[str, list[str]] = {}
    try:
        nodes, steps = read_diagram(files[DIAGRAM]).nodes, answered(files)
    except (Unreadable, Moot, KeyError):
        return found
    messages = {one.code: one.label for one in workbench.messages_in({PROCEDURE: files[PROCEDURE].decode()})}
    for element, path in steps.items():
        words = nodes[element].label if element in nodes else messages.get(element, element)
        found[path] = [*found.get(path, []), *([words] if words not in found.get(path, []) else [])]
    return found


def design(work: Work, *, procedure: str, form: str, place: str = "") -> Designed:
    """The form at the path `form` with the question at `place` in full. Raises NotFound, Unfit."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.held(work, procedure).files
    if form not in files:
        raise NotFound("form", form)
    try:
        table = loaded(files[form])
    except Moot as error:
        raise Unfit("form_unreadable", file=form) from error
    read, wrong, wrong_at = reading(work, files, form)
    seen = Designed(
        title=str(table.get("title", "")),
        description=str(table.get("description", "")),
        steps=" · ".join(showing(files).get(form, ()) if not is_shared(form) else titles(files, places(files, form))),
        lines=lines(table, registers_of(files)),
        chosen=asked(table, place, registers_of(files)),
        known=tuple(known_at(work, files, read, place)),
        rules=tuple(rule_of(one) for one in table.get("x-rules", [])),
        wrong=wrong,
        wrong_at=wrong_at,
    )
    texts = {word: seen.chosen.words[word] for word in READ if seen.chosen.words.get(word)}
    levels = {word: level(text) for word, text in texts.items()}
    return replace(seen, levels=levels, hardest={word: hard(text) for word, text in texts.items()})


def rule_of(rule: Table) -> tuple[str, str, str, str]:
    """A rule across questions: its check, its sentence, the names it speaks of, the sentence in English."""
    check, message, english = (str(rule.get(word, "")) for word in ("check", "message", "x-message-en"))
    return check, message, ", ".join(map(str, rule.get("fields", []))), english


def registers_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shared blocks of a draft."""
    return {path: content for path, content in files.items() if is_shared(path)}


def titles(files: Mapping[str, bytes], paths: Iterable[str]) -> list[str]:
    """The titles of the forms at `paths`."""
    return [workbench.titled(path, files[path].decode("utf-8", "replace")) for path in paths]


def reading(work: Work, files: Mapping[str, bytes], form: str) -> tuple[Form | None, str, str]:
    """The form, or why it cannot be read and at which question."""
    try:
        return readable(work, files, form), "", ""
    except BrokenBundle as error:
        return None, error.reason, error.element


def known_at(work: Work, files: Mapping[str, bytes], read: Form | None, place: str) -> Iterator[Known]:
    """What a condition at `place` may compare: the questions beside it first, then all a case may know."""
    found: dict[str, Known] = {}
    above = place.rpartition(".")[0]
    held = read.field(above) if read and above else None
    for one in (*(held.fields if held else ()), *(read.fields if read else ())):
        if comparable(one):
            found.setdefault(one.name, drafting.known(work, one))
    for one in drafting.known_fields(work, files):
        found.setdefault(one.name, one)
    yield from found.values()


def comparable(one: Field) -> bool:
    """Whether a condition may compare the answer to `one`."""
    return one.kind not in SHOWN_ONLY - {Kind.COMPUTED} and one.kind is not Kind.BLOCK


def blocks(work: Work, *, procedure: str) -> tuple[Option, ...]:
    """The shared blocks a form of this procedure may take in."""
    work.require(Permission.CHANGE_PROCEDURE)
    tables = {path: content.decode("utf-8", "replace") for path, content in
              registers_of(studio.held(work, procedure).files).items()}  # fmt: skip
    return tuple(Option(path, workbench.titled(path, text)) for path, text in sorted(tables.items()))


def edit(
    work: Work, *, procedure: str, form: str, place: str, code: str, facts: Mapping[str, str], version: int
) -> Drawn:
    """Make one change. Raises Unfit when it cannot be made there, or somebody else holds the draft; Conflict."""
    if code == RENAME and is_shared(form):
        require_new(work, procedure, form, place)
    change = FormEdit(code, form, place, {**facts, **latest(work, procedure, facts)})
    return drafting.edit(work, procedure=procedure, change=change, version=version)


def latest(work: Work, procedure: str, facts: Mapping[str, str]) -> dict[str, str]:
    """A block the procedure does not ask yet is taken in as all that ask it have it."""
    block = facts.get("block", "")
    known = form_blocks.agreed(work) if block and not places(studio.held(work, procedure).files, block) else {}
    return {"latest": known[block].decode()} if block in known else {}


def require_new(work: Work, procedure: str, block: str, place: str) -> None:
    """A question of a shared block keeps the name other procedures know it by. Raises Unfit ``block_name_known``."""
    base = studio.held(work, procedure).base
    before = editions.bundle(work, base).files.get(block) if base else None
    try:
        known = before is not None and bool(question(loaded(before), place))
    except Moot:
        known = False
    if known:
        raise Unfit("block_name_known", name=place.rpartition(".")[2])


def begin(work: Work, *, procedure: str, title: str, version: int) -> tuple[str, DraftSheet]:
    """A new form without a question yet: its path, and the draft as it now stands. Raises Unfit."""
    work.require(Permission.CHANGE_PROCEDURE)
    copy = studio.held(work, procedure)
    stem = name_of(title)
    if not stem:
        raise Unfit("form_without_title")
    taken = {path.removeprefix("forms/").removesuffix(".json") for path in copy.files if path.startswith("forms/")}
    name = free(stem, taken)
    table: Table = {"$schema": SCHEMA, "$id": name, "title": title.strip()[:200], "type": "object", "properties": {},
             "required": []}  # fmt: skip
    text = json.dumps(table, ensure_ascii=False, indent=2) + "\n"
    path = f"forms/{name}.json"
    return path, studio.save_draft(work, procedure=procedure, files={path: text}, version=version)


def drop(work: Work, *, procedure: str, form: str, version: int) -> DraftSheet:
    """Take away a form no step shows. Raises Unfit ``form_in_use``."""
    work.require(Permission.CHANGE_PROCEDURE)
    if not form.startswith("forms/"):
        raise NotFound("form", form)
    steps = showing(studio.held(work, procedure).files).get(form)
    if steps:
        raise Unfit("form_in_use", steps=", ".join(steps))
    return studio.save_draft(work, procedure=procedure, files={form: ""}, version=version)


def findings(work: Work, *, procedure: str, form: str) -> tuple[engine.Finding, ...]:
    """What the checker and good public service say of this form."""
    found = (
        *procedures.check_draft(work, procedure=procedure),
        *public_service.advise_draft(work, procedure=procedure),
    )
    if not is_shared(form):
        return tuple(one for one in found if one.file == form)
    return tuple(in_block(found, form, places(studio.held(work, procedure).files, form)))


def in_block(found: Iterable[engine.Finding], block: str, asked: Mapping[str, list[str]]) -> Iterator[engine.Finding]:
    """What was found at the questions of a shared block, wherever it is asked: said once, of the block."""
    said: set[tuple[str, str]] = set()
    for one in found:
        for above in asked.get(one.file, ()):
            for place in {above, above.replace(".[]", "")}:
                inside = one.element.removeprefix(f"{place}.")
                if inside != one.element and (one.code, inside) not in said:
                    said.add((one.code, inside))
                    yield replace(one, file=block, element=inside)


def uses(work: Work, *, procedure: str, form: str, place: str) -> Uses:
    """What speaks of the question at `place`, in the draft and around it."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.held(work, procedure).files
    name = place.rpartition(".")[2]
    try:
        follow = renamed_in_block if is_shared(form) else renamed
        _, inside = follow(files, form, place, f"{name[:50]}_autrement")
    except (Moot, Unreadable):
        return Uses((), ())
    return Uses(inside, tuple(outside(work, files, name)))


def outside(work: Work, files: Mapping[str, bytes], name: str) -> Iterator[Use]:
    """Letters and notices this procedure sends, and procedures it calls, that speak of `name`."""
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    said = files.get(DIAGRAM, b"").decode("utf-8", "replace")
    for folder in ("letters", "notices"):
        for path in sorted((work.settings.workflows / folder).glob("*.fr.md")):
            code = path.name.removesuffix(".fr.md")
            if f"&quot;{code.split('_')[0] if folder == 'letters' else code}" not in said.replace('"', "&quot;"):
                continue
            found = [text for text in OUTSIDE.findall(path.read_text(encoding="utf-8")) if word.search(text)]
            if found:
                yield Use(f"{folder}/{path.name}", "", found[0].strip())
    for id, bundle in work.house.called.items():
        if f'calledElement="{id}"' in said and mentioned(bundle, word):
            yield Use(f"{id}/", "", name)


def mentioned(bundle: Bundle, word: re.Pattern[str]) -> bool:
    """Whether a procedure speaks of a name, in its forms, its diagram or its tables."""
    places = (DIAGRAM, "forms/", "rules/")
    return any(word.search(content.decode("utf-8", "replace"))
               for path, content in bundle.files.items() if path.startswith(places))  # fmt: skip
