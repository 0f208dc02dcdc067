"""Tables brought into a register: read, tried line by line before anything is written, then written by the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import cast

from migraflow.documents import sheets
from migraflow.domain.access import Actor, Permission
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.fates import Fate, LineFate, Reason
from migraflow.domain.names import fold
from migraflow.domain.register_cells import KEY, answers_of
from migraflow.domain.register_rights import writing
from migraflow.domain.registers import Deed, Register, changes
from migraflow.services import sessions
from migraflow.services.commands import require_house
from migraflow.services.register_folder import heard, register_of, registers_in
from migraflow.services.register_lines import Trial, tried
from migraflow.services.work import Work
from migraflow.store import accounts
from migraflow.store import register_imports as store
from migraflow.store import registers as row_store
from migraflow.store.register_imports import Import, State

MOST_LINES = 50_000
CHUNK = 250
"""Lines written in one transaction."""


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """An import as its page shows it. `columns`: (title of the sheet, field it answers or ""); `fields`: (name, label)
    of what may be answered; `counts` by fate once tried; `lines` a page of the trial; `after` where the next begins."""

    ref: str
    register: str
    title: str
    name: str
    state: State
    columns: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    counts: Mapping[Fate, int]
    lines: tuple[LineFate, ...]
    after: int | None
    total: int
    done: int


def receive(work: Work, *, register: str, name: str, content: bytes) -> str:
    """Take in a table for `register`: its columns are matched by their titles; the number of the import.

    Raises NotFound, NotAllowed, Unfit (a file that cannot be read).
    """
    one = importable(work, register)
    sheet = sheets.read(content, most=MOST_LINES)
    columns = {title: matched(one, title) for title in sheet.titles if title}
    lines = [[line.number, *line.cells] for line in sheet.lines]
    made = store.New(work.new_ref(), one.name, name[:200], work.actor.account_id, sheet.titles, lines, columns)
    store.add(work.store, made, work.now)
    return made.ref


def importable(work: Work, name: str) -> Register:
    """The register `name`, if this person may write into it. Raises NotFound, NotAllowed."""
    work.require(Permission.SEE_REGISTER)
    one = register_of(work, name)
    if writing(work.actor, one) is None:
        raise NotAllowed(Permission.CHANGE_REGISTER)
    return one


def matched(register: Register, title: str) -> str:
    """The field whose label or name is `title`, accents apart; "" for none."""
    wanted = fold(title)
    if wanted in {"cle", "numero de fiche"}:
        return KEY
    known = {fold(field.label): field.name for field in register.form.fields}
    return known.get(wanted) or next((one.name for one in register.form.fields if fold(one.name) == wanted), "")


def own(work: Work, ref: str) -> tuple[Import, Register]:
    """An import of this very person, and its register. Raises NotFound."""
    work.require(Permission.SEE_REGISTER)
    found = store.find(work.store, ref)
    if found is None or found.actor_id != work.actor.account_id:
        raise NotFound("import", ref)
    return found, importable(work, found.register)


def sheet(work: Work, *, ref: str, fate: str = "", after: int = 0) -> ImportSheet:
    """The page of an import, with a hundred lines of its trial, those of one `fate` only when it is named."""
    found, one = own(work, ref)
    fates = [line_of(told) for told in store.fates(work.store, found.id)]
    wanted = [line for line in fates if not fate or line.fate == fate]
    shown = [line for line in wanted if line.number > after][: store.SHOWN + 1]
    more = shown[store.SHOWN - 1].number if len(shown) > store.SHOWN else None
    return ImportSheet(
        ref,
        one.name,
        one.title(work.actor.language),
        found.name,
        found.state,
        tuple(found.columns.items()),
        ((KEY, "Clé"), *((field.name, field.label) for field in one.form.fields)),
        {kind: sum(line.fate is kind for line in fates) for kind in Fate},
        tuple(shown[: store.SHOWN]),
        more,
        found.total,
        found.done,
    )


def attempt(work: Work, *, ref: str, columns: Mapping[str, str]) -> None:
    """Try every line with these `columns` (title → field), writing nothing but what would become of each.

    Raises NotFound, NotAllowed, Unfit ``import_begun`` once it is being written, ``import_field_twice`` (field).
    """
    found, one = own(work, ref)
    if found.state not in {State.READ, State.TRIED}:
        raise Unfit("import_begun")
    chosen = {title: columns.get(title, "") for title in found.columns}
    answered = [field for field in chosen.values() if field]
    twice = next((field for place, field in enumerate(answered) if field in answered[:place]), "")
    if twice:
        raise Unfit("import_field_twice", field=twice)
    lines = store.lines(work.store, found.id)
    fates = [trial.fate for trial in trials(work, one, work.actor, (found.titles, chosen), lines)]
    store.tried(work.store, found.id, chosen, [told_of(fate) for fate in fates])


def trials(
    work: Work, register: Register, actor: Actor, matched_: tuple[Sequence[str], Mapping[str, str]],
    lines: Iterable[Sequence[object]],
) -> list[Trial]:  # fmt: skip
    """What becomes of each of `lines` in the hands of `actor`."""
    titles, columns = matched_
    named = [(place, columns.get(title, "")) for place, title in enumerate(titles)]
    cells = [
        (int(str(line[0])), {field: str(line[place + 1]) for place, field in named if field and line[place + 1]})
        for line in lines
    ]
    return tried(work, register, actor, [(number, answers_of(register, row)) for number, row in cells])


def begin(work: Work, *, ref: str, reason: str) -> None:
    """Have the lines that were tried written by the house, a part at a time; `reason` stays in the history of each row.

    Raises NotFound, NotAllowed, Unfit (``reason_missing``, ``import_begun``, ``import_not_tried``).
    """
    found, _ = own(work, ref)
    if found.state is State.READ:
        raise Unfit("import_not_tried")
    if found.state is not State.TRIED:
        raise Unfit("import_begun")
    if not reason.strip():
        raise Unfit("reason_missing")
    store.begin(work.store, found.id, reason.strip()[:500])


def go_on(work: Work) -> int:
    """Write the next part of the oldest import under way; how many lines were looked at. Only the house does."""
    require_house(work)
    found = store.next_begun(work.store)
    if found is None:
        return 0
    account = accounts.account(work.store, found.actor_id)
    register = registers_in(work.settings.workflows).get(found.register)
    part = store.lines(work.store, found.id)[found.done : found.done + CHUNK]
    if account is None or register is None or not part:
        store.end(work.store, found.id, work.now)
        return 0
    actor = sessions.actor_of(work, account)
    for trial in trials(work, register, actor, (found.titles, found.columns), part):
        keep(work, register, actor, found, trial)
    done = found.done + len(part)
    store.move_on(work.store, found.id, done)
    if done >= found.total:
        store.end(work.store, found.id, work.now)
    return len(part)


def keep(work: Work, register: Register, actor: Actor, found: Import, trial: Trial) -> None:
    """Write one line that is new or changes something."""
    hand = row_store.Hand(work.now, actor.account_id, actor.name, Deed.IMPORTED, f"{found.reason} ({found.name})")
    if trial.draft is None or trial.fate.fate in {Fate.REFUSED, Fate.UNCHANGED}:
        return
    heard(work, register)
    if trial.row is None:
        row_store.add(work.store, register, trial.draft, hand, work.new_ref())
    else:
        row_store.change(work.store, trial.row, trial.draft, hand, changes(trial.row.values, trial.draft.values))


def refused(work: Work, *, ref: str) -> tuple[str, tuple[str, ...], list[tuple[LineFate, list[str]]]]:
    """The lines refused, as they came: the name of the file, the titles, (why, cells) each."""
    found, _ = own(work, ref)
    cells = {int(str(line[0])): [str(cell) for cell in line[1:]] for line in store.lines(work.store, found.id)}
    fates = [line_of(told) for told in store.fates(work.store, found.id)]
    return found.name, found.titles, [(one, cells[one.number]) for one in fates if one.fate is Fate.REFUSED]


def told_of(line: LineFate) -> dict[str, object]:
    """A line's fate as the store keeps it."""
    return {**asdict(line), "fate": line.fate.value}


def line_of(told: Mapping[str, object]) -> LineFate:
    """A line's fate as the store kept it."""
    reasons = cast(list[Mapping[str, object]], told["reasons"])
    return LineFate(
        int(str(told["number"])),
        Fate(str(told["fate"])),
        str(told["label"]),
        str(told["key"]),
        tuple(cast(list[str], told["fields"])),
        tuple(Reason(str(one["column"]), str(one["code"]), cast(Mapping[str, str], one["facts"]), str(one["message"]))
              for one in reasons),
    )  # fmt: skip
