"""The workbench of a manager: what a procedure may be made of, and changes to its working copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from migraflow import dmn, engine, feel
from migraflow.domain.access import Permission
from migraflow.domain.calendar import Deadline
from migraflow.domain.errors import ChecksFailed, Unfit
from migraflow.domain.procedures import DraftSheet, EditionRow
from migraflow.engine.bundle import DIAGRAM, PROCEDURE
from migraflow.engine.diagram import TimerKind
from migraflow.engine.expressions import Language, ScriptError
from migraflow.engine.layout import lay_out
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.timers import compile_timer
from migraflow.services import editions, studio
from migraflow.services.form_writing import NewField, free_path, titled, written
from migraflow.services.work import Work


class Text(StrEnum):
    """What kind of authored text is to be judged."""

    CONDITION = "condition"
    TIMER = "timer"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is written in the file, and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Bench:
    """A working copy and everything its steps may refer to.

    `number` is that of the edition it will become; `mine`: the actor holds it, others may only look.
    """

    draft: DraftSheet
    mine: bool
    number: int
    diagram: str
    roles: tuple[Option, ...]
    deadlines: tuple[Option, ...]
    messages: tuple[Option, ...]
    decisions: tuple[Option, ...]
    called: tuple[Option, ...]


def open_bench(work: Work, *, procedure: str) -> Bench:
    """Open the working copy of `procedure`, or go on with it."""
    draft = studio.open_draft(work, procedure=procedure)
    numbers = [edition.number for edition in editions.rows(work, procedure)]
    return Bench(
        draft=draft,
        mine=draft.holder == work.actor.name,
        number=max(numbers, default=0) + 1,
        diagram=draft.files[DIAGRAM],
        roles=tuple(Option(code, name) for code, name in role_names(work).items()),
        deadlines=tuple(Option(code, deadline_words(line)) for code, line in sorted(work.house.deadlines.items())),
        messages=messages_in(draft.files),
        decisions=decisions_in(draft.files),
        called=tuple(Option(id, id) for id in sorted(work.house.called)),
    )


def role_names(work: Work) -> dict[str, str]:
    """The roles' names by code, in the actor's language: lanes carry codes, people read names.

    What stands in brackets is left out, unless two roles would then read the same.
    """
    work.require_signed_in()
    english = work.actor.language == "en"
    full = {code: role.name_en if english else role.name_fr for code, role in work.house.roles.items()}
    short = {code: name.split(" (")[0] for code, name in full.items()}
    seen = Counter(short.values())
    return {code: name if seen[name] == 1 else full[code] for code, name in short.items()}


def forms_in(files: Mapping[str, str]) -> tuple[Option, ...]:
    """The forms of a working copy by path, with their titles."""
    return tuple(Option(path, titled(path, text)) for path, text in sorted(files.items()) if path.startswith("forms/"))


def messages_in(files: Mapping[str, str]) -> tuple[Option, ...]:
    """The messages a case of this procedure may wait for."""
    messages = read_facts(files[PROCEDURE].encode()).messages
    return tuple(Option(name, message.label) for name, message in messages.items())


def decisions_in(files: Mapping[str, str]) -> tuple[Option, ...]:
    """The decisions of the folder's tables, by id; a table that does not read offers none, the checker says why."""
    found: dict[str, str] = {}
    for path, text in sorted(files.items()):
        if not path.endswith(".dmn"):
            continue
        try:
            found.update({decision.id: decision.name for decision in dmn.parse(text.encode()).decisions.values()})
        except dmn.DmnError:
            continue
    return tuple(Option(code, f"{code} · {name}") for code, name in found.items())


def deadline_words(line: Deadline) -> str:
    """« DS-01 · Enregistrer la demande (1 jo) »."""
    return f"{line.code} · {line.label} ({line.amount} {line.unit.value})"


def save_diagram(work: Work, *, procedure: str, xml: str, version: int) -> DraftSheet:
    """Keep the diagram as drawn. Raises Conflict when the working copy moved on."""
    return studio.save_draft(work, procedure=procedure, files={DIAGRAM: xml}, version=version)


def tidy(work: Work, *, procedure: str, version: int) -> DraftSheet:
    """Draw the diagram afresh from its structure, with the house's own layout. Raises Unfit when it does not read."""
    draft = studio.open_draft(work, procedure=procedure)
    try:
        drawn = lay_out(draft.files[DIAGRAM].encode()).decode()
    except ValueError as error:
        raise Unfit("diagram_unreadable", reason=str(error)) from error
    return studio.save_draft(work, procedure=procedure, files={DIAGRAM: drawn}, version=version)


def add_form(
    work: Work, *, procedure: str, title: str, fields: Iterable[NewField], version: int
) -> tuple[str, DraftSheet]:
    """Write a new simple form into the working copy: its path, and the copy as it now stands."""
    path = free_path(title, studio.open_draft(work, procedure=procedure).files)
    files = {path: written(path, title, fields)}
    return path, studio.save_draft(work, procedure=procedure, files=files, version=version)


def publish(work: Work, *, procedure: str, note: str, set_aside: bool = False) -> EditionRow:
    """Publish the working copy; with `set_aside`, the examples that no longer go as written are left out of it.

    Raises ChecksFailed: with findings of code ``scenario_failed`` only when nothing else stands in the way.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    if set_aside:
        draft = studio.open_draft(work, procedure=procedure)
        stale = dict.fromkeys(stale_scenarios(work, procedure), "")
        studio.save_draft(work, procedure=procedure, files=stale, version=draft.version)
    return studio.publish_draft(work, procedure=procedure, note=note)


def stale_scenarios(work: Work, procedure: str) -> tuple[str, ...]:
    """The paths of the scenarios that no longer go as written. Raises ChecksFailed for anything graver."""
    bundle, house = studio.bundle_of(studio.held(work, procedure)), editions.house_of(work)
    errors = editions.faults(bundle, house, folder="")
    if errors:
        raise ChecksFailed(errors)
    made = engine.compile_edition(bundle, house)
    return tuple(finding.file for finding in editions.unlike_scenarios(work, made))


def scenario_titles(work: Work, *, procedure: str) -> dict[str, str]:
    """The titles of the working copy's examples by path; a file without one goes by its name."""
    work.require(Permission.CHANGE_PROCEDURE)
    files = studio.open_draft(work, procedure=procedure).files
    return {path: titled(path, text, "titre") for path, text in files.items() if path.startswith("scenarios/")}


def judge(work: Work, *, text: str, kind: Text) -> str:
    """What is wrong with an authored text, in the actor's language; empty when it can be understood."""
    work.require(Permission.CHANGE_PROCEDURE)
    language = Language(work.house)
    spoken = work.actor.language
    try:
        if kind is Text.TIMER:
            compile_timer(TimerKind.DURATION, text, language)
        elif kind is Text.SCRIPT:
            language.script(text)
        else:
            language.compile(text)
    except feel.FeelSyntaxError as error:
        return error.sentence(spoken)
    except ScriptError as error:
        return UNASSIGNED[spoken].format(line=error.line)
    except ValueError:
        return UNTIMED[spoken]
    return ""


UNASSIGNED = {
    "fr": "Ligne {line} : une ligne s’écrit « nom := expression », par exemple « nb_relances := nb_relances + 1 ».",
    "en": "Line {line}: a line reads “name := expression”, for instance “nb_relances := nb_relances + 1”.",
}
UNTIMED = {
    "fr": "Ce délai n’est ni une date ni une durée. Écrivez par exemple P15D pour quinze jours.",
    "en": "This delay is neither a date nor a duration. Write for instance P15D for fifteen days.",
}
