"""Lines of a table tried on a register: new, changed, unchanged, or refused and why. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from migraflow.domain.access import Actor, Permission
from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import AnswersRejected
from migraflow.domain.fates import Fate, LineFate, Reason
from migraflow.domain.prefill import starting
from migraflow.domain.reference import Lists
from migraflow.domain.register_cells import KEY, listed
from migraflow.domain.register_rights import covers, writing
from migraflow.domain.registers import Draft, Register, Row, changes, drafted, key_of, slug
from migraflow.domain.sensitive import restored
from migraflow.services.register_folder import lists_of
from migraflow.services.work import Work
from migraflow.store import registers as store

Values = Mapping[str, object]
Line = tuple[int, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A line, its fate, the row that stands there now, and what it is to become."""

    fate: LineFate
    row: Row | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are tried on: the register, who brings them, the lists, the rows that may be meant."""

    work: Work
    register: Register
    actor: Actor
    lists: Lists
    rows: Mapping[str, Row]


def tried(work: Work, register: Register, actor: Actor, lines: Sequence[Line]) -> list[Trial]:
    """What becomes of each line; the second of two that name the same row is refused."""
    lists = lists_of(replace(work, actor=actor))
    read = [(number, coded(register, answers, lists)) for number, answers in lines]
    keys = [key for _, answers in read if (key := key_in(register, answers))]
    ground = Ground(work, register, actor, lists, store.by_keys(work.store, register.name, keys))
    seen: set[str] = set()
    return [one(ground, number, answers, seen) for number, answers in read]


def coded(register: Register, answers: Mapping[str, object], lists: Lists) -> dict[str, object]:
    """`answers` where words of lists have become their codes."""
    fields = {field.name: field for field in register.form.fields}
    return {name: listed(fields[name], value, lists) if name in fields else value for name, value in answers.items()}


def key_in(register: Register, answers: Mapping[str, object]) -> str:
    """The key a line names: its own column, or the fields that make it."""
    return slug(str(answers.get(KEY) or "")) or key_of(register, answers)


def one(ground: Ground, number: int, answers: dict[str, object], seen: set[str]) -> Trial:
    """The trial of one line; `seen` are the keys of those before."""
    key = key_in(ground.register, answers)
    if key and key in seen:
        return refusal(number, key, [Reason("", "register_line_twice", {"key": key})])
    if not key and ground.register.key:
        return refusal(number, "", [Reason(labels(ground.register, ground.register.key), "register_key_missing", {})])
    seen.add(key)
    row = ground.rows.get(key)
    if row is not None and not covers(writing(ground.actor, ground.register), ground.actor, row.region):
        return refusal(number, key, [Reason("", "register_row_elsewhere", {})])
    try:
        return judged(ground, number, row, key, {name: cell for name, cell in answers.items() if name != KEY})
    except AnswersRejected as error:
        told = [Reason(labels(ground.register, [part.path]), part.code, part.facts, part.message)
                for part in error.errors]  # fmt: skip
        return refusal(number, key, told)


def judged(ground: Ground, number: int, row: Row | None, key: str, answers: dict[str, object]) -> Trial:
    """A line whose row is known: what it says laid over what stands there. Raises AnswersRejected."""
    register, before = ground.register, dict(row.values) if row else dict[str, object]()
    setting = Setting(before, ground.work.now, ground.lists)
    typed = accept(register.form, {**starting(register.form, setting), **answers}, setting)
    if not ground.actor.may(Permission.SEE_SENSITIVE):
        typed = restored(register.form.fields, typed, before)
    draft = drafted(register, typed, ground.lists, key=key, now=ground.work.now)
    if register.regional and not covers(writing(ground.actor, register), ground.actor, draft.region):
        reason = Reason(labels(register, [register.region]), "register_region_out_of_reach", {})
        return refusal(number, draft.label, [reason])
    differing = changes(before, typed)
    fate = Fate.NEW if row is None else Fate.CHANGES if differing else Fate.UNCHANGED
    fields = tuple(labels(register, [change.path]) for change in differing) if row else ()
    return Trial(LineFate(number, fate, draft.label, draft.key, fields), row, draft)


def refusal(number: int, label: str, reasons: Iterable[Reason]) -> Trial:
    """A line that is refused."""
    return Trial(LineFate(number, Fate.REFUSED, label, "", (), tuple(reasons)))


def labels(register: Register, paths: Iterable[str]) -> str:
    """The questions at `paths`, as people know them."""
    found = (register.form.field(path.split(".")[0]) for path in paths)
    return ", ".join(field.label for field in found if field is not None)
