"""Registers: what one may read of them, a row and its story, and a row put down or changed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from migraflow.domain.access import Permission
from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import AnswersRejected, Conflict, FieldError, NotAllowed, NotFound, Unfit
from migraflow.domain.form_english import in_language
from migraflow.domain.form_views import lines
from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.masking import masked_line
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.prefill import starting
from migraflow.domain.register_rights import counting, covers, reading, writing
from migraflow.domain.registers import Deed, Register, Row, changes, drafted, in_words, reached
from migraflow.domain.sensitive import hidden, restored, without_sensitive
from migraflow.domain.shown import show
from migraflow.domain.tasks import Receipt
from migraflow.services.commands import once
from migraflow.services.register_folder import heard, in_force, lists_of, register_of, registers_in
from migraflow.services.work import Work
from migraflow.store import application_rows
from migraflow.store import cases as case_store
from migraflow.store import registers as store

Values = Mapping[str, object]
REASON = "motif_modification"
"""The question that is added to the form of a row whose state is settled: why it changes."""


@dataclass(frozen=True, slots=True)
class Card:
    """A register as the index shows it. `counts`: (words of a state, rows in it or None when too few to tell).

    `readable` false: only how many there are.
    """

    name: str
    title: str
    lead: str
    readable: bool
    writable: bool
    counts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A row as the list shows it: the columns in words; `valid`: its dates hold today."""

    key: str
    label: str
    cells: tuple[str, ...]
    state: str
    valid: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a register, and what it can be narrowed by."""

    title: str
    lead: str
    heads: tuple[str, ...]
    page: Page[Listed]
    states: tuple[tuple[str, str], ...]
    regional: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the history in words: (question, before, after) per change."""

    at: datetime
    actor: str
    deed: Deed
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    case_ref: str


@dataclass(frozen=True, slots=True)
class Named:
    """Another row: in which question, of which register."""

    question: str
    register: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class RowSheet:
    """The page of a row: what it says, what it names and is named by, the cases that mention it, its history."""

    register: str
    title: str
    row: Row
    state: str
    valid: bool
    lines: tuple[tuple[str, str], ...]
    names: tuple[Named, ...]
    named_by: tuple[Named, ...]
    cases: tuple[tuple[str, str], ...]
    history: tuple[Told, ...]
    writable: bool


def index(work: Work) -> tuple[Card, ...]:
    """The registers one may read, and those of which one may only know how many rows there are."""
    work.require(Permission.SEE_REGISTER)
    found = registers_in(work.settings.workflows).values()
    return tuple(card(work, one) for one in found if counting(work.actor, one))


def card(work: Work, register: Register) -> Card:
    """One register in the index; small figures are hidden from those who read no row."""
    readable = reading(work.actor, register) is not None
    found = store.counts(work.store, register.name, column="state", seen_by=work.actor, register=register)
    words = dict(register.states())
    counts: list[int | None] = list(found.values())
    if not readable:
        counts = list(masked_line(list(found.values())))
    named = zip((words.get(state, state) for state in found), counts, strict=True)
    return Card(
        register.name,
        register.title(work.actor.language),
        register.form.description,
        readable,
        writing(work.actor, register) is not None,
        tuple(named),
    )


def listing(
    work: Work, *, register: str, query: str = "", state: str = "", region: str = "", after: str = ""
) -> Listing:
    """Rows of a register by name, fifty at a time. Raises NotFound."""
    work.require(Permission.SEE_REGISTER)
    one = register_of(work, register)
    sought = store.Sought(query, state, region, after=after)
    found = store.page(work.store, one, sought, seen_by=work.actor)
    rows = tuple(listed(work, one, row) for row in found[:PAGE])
    more = store.cursor(found[PAGE - 1]) if len(found) > PAGE else None
    return Listing(
        one.title(work.actor.language),
        one.form.description,
        tuple(field.label for field in columns(work, one)),
        Page(rows, more),
        one.states(),
        bool(one.region),
        writing(work.actor, one) is not None,
    )


def columns(work: Work, register: Register) -> tuple[Field, ...]:
    """The questions a list shows beside the row's name, as far as this person may see them."""
    form, own = seen(work, register.form), register.label.text.strip()
    return tuple(found for name in register.columns if name != own and (found := form.field(name)) is not None)


def seen(work: Work, form: Form) -> Form:
    """`form` as far as this person may see it."""
    return form if work.actor.may(Permission.SEE_SENSITIVE) else without_sensitive(form)


def listed(work: Work, register: Register, row: Row) -> Listed:
    """One line of a list."""
    lists = lists_of(work)
    cells = tuple(show(field, row.values.get(field.name), lists) for field in columns(work, register))
    words = dict(register.states()).get(row.state, row.state)
    return Listed(row.key, row.label, cells, words, in_force(row, work.now.date()))


def found(work: Work, register: Register, key: str) -> Row:
    """A row this person may see. Raises NotFound."""
    row = store.find(work.store, register, key, seen_by=work.actor)
    if row is None:
        raise NotFound("row", key)
    return row


def sheet(work: Work, *, register: str, key: str) -> RowSheet:
    """The page of a row. Raises NotFound."""
    work.require(Permission.SEE_REGISTER)
    one = register_of(work, register)
    row = found(work, one, key)
    form, lists = seen(work, one.form), lists_of(work)
    told = [
        Told(entry.at, entry.actor, entry.deed, tuple(in_words(one, change, lists) for change in entry.changes
             if form.field(change.path)), entry.reason, entry.case_ref)
        for entry in store.history(work.store, row.id)
    ]  # fmt: skip
    return RowSheet(
        one.name,
        one.title(work.actor.language),
        row,
        dict(one.states()).get(row.state, row.state),
        in_force(row, work.now.date()),
        lines(form, row.values, lists),
        tuple(names(work, one, row)),
        tuple(named_by(work, one, row)),
        tuple(mentioned(work, row)),
        tuple(replace(entry, case_ref=entry.case_ref if shows(work, entry.case_ref) else "") for entry in told),
        covers(writing(work.actor, one), work.actor, row.region)
        and application_rows.campaign_of(work.store, row.id) is None,
    )


def shows(work: Work, ref: str) -> bool:
    """Whether this person may see the case `ref`."""
    return bool(ref) and case_store.find(work.store, ref, seen_by=work.actor) is not None


def names(work: Work, register: Register, row: Row) -> list[Named]:
    """The rows `row` names that this person may see."""
    known, told = registers_in(work.settings.workflows), list[Named]()
    for path, target in register.links():
        for key in reached(row.values, path.split(".")):
            other = store.find(work.store, known[target], key, seen_by=work.actor)
            field = register.form.field(path)
            if other is not None and field is not None:
                told.append(Named(field.label, target, other.key, other.label))
    return told


def named_by(work: Work, register: Register, row: Row) -> list[Named]:
    """The rows of any register that name `row`, as far as this person may see them."""
    known = registers_in(work.settings.workflows)
    others = store.naming(work.store, register.name, row.key)
    return [
        Named(known[other.register].title(work.actor.language), other.register, other.key, other.label)
        for other in others
        if other.register in known
        and store.find(work.store, known[other.register], other.key, seen_by=work.actor) is not None
    ]


def mentioned(work: Work, row: Row) -> list[tuple[str, str]]:
    """The cases that mention a row and that this person may see: (number, procedure)."""
    loaded = (case_store.load(work.store, key) for key in store.cases_of(work.store, row.id))
    seen_ = (case_store.find(work.store, case.ref, seen_by=work.actor) for case in loaded)
    return [(case.ref, case.procedure) for case in seen_ if case is not None]


def form(work: Work, *, register: str, key: str) -> tuple[Form, Values, int]:
    """The form of a row (a new one for ``key=""``), what it starts from, and the row's version.

    Raises NotFound, NotAllowed.
    """
    one, row = writable(work, register, key)
    asked = asking_why(one.form, one, row)
    known: Values = row.values if row else {}
    started = starting(asked, Setting(known, work.now, lists_of(work)))
    if not work.actor.may(Permission.SEE_SENSITIVE):
        started = hidden(asked.fields, started)
    return asked, started, row.version if row else 0


def known(work: Work, *, register: str, key: str) -> Values:
    """What a row says that somebody is writing; {} for a new one. Raises NotFound, NotAllowed."""
    row = writable(work, register, key)[1]
    return row.values if row else {}


def asking_why(form: Form, register: Register, row: Row | None) -> Form:
    """`form`, with the question why when the row's state is settled: what was validated does not change silently."""
    if row is None or row.state not in register.settled:
        return form
    hint = "Cette fiche est validée : dites pourquoi elle change. Le motif reste dans son histoire."
    why = Field(REASON, Kind.LONG_TEXT, "Motif de la modification", hint=hint, required=True)
    return replace(form, fields=(*form.fields, why))


def writable(work: Work, register: str, key: str) -> tuple[Register, Row | None]:
    """The register and its row, if this person may write them.

    Raises NotFound, NotAllowed, Unfit ``row_of_campaign`` for an application that a campaign decides about.
    """
    work.require(Permission.SEE_REGISTER)
    one = register_of(work, register)
    row = found(work, one, key) if key else None
    if not covers(writing(work.actor, one), work.actor, row.region if row else work.actor.region):
        raise NotAllowed(Permission.CHANGE_REGISTER)
    campaign = application_rows.campaign_of(work.store, row.id) if row else None
    if campaign:
        raise Unfit("row_of_campaign", ref=campaign)
    return one, row


def save(work: Work, *, register: str, row: str, answers: Values, version: int, key: str) -> Receipt:
    """Put down a row (``row=""``) or change it. Raises AnswersRejected, Conflict, NotFound, NotAllowed."""
    return once(work, key, lambda: saved(work, register, row, answers, version))


def saved(work: Work, register: str, key: str, answers: Values, version: int) -> Receipt:
    """`save`, once the key of the wish is known to be new."""
    one, row = writable(work, register, key)
    if row is not None and row.version != version:
        raise Conflict
    asked = asking_why(one.form, one, row)
    before: Values = row.values if row else {}
    typed = dict(accept(in_language(asked, work.actor.language), answers, Setting(before, work.now, lists_of(work))))
    reason = str(typed.pop(REASON, None) or "")
    if not work.actor.may(Permission.SEE_SENSITIVE):
        typed = restored(one.form.fields, typed, before)
    return Receipt(kept(work, one, row, typed, reason).key)


def kept(work: Work, register: Register, row: Row | None, typed: Values, reason: str) -> Row:
    """Write what was accepted. Raises AnswersRejected for a name another row has, or a region out of reach."""
    draft = drafted(register, typed, lists_of(work), key=row.key if row else "", now=work.now)
    if register.regional and not covers(writing(work.actor, register), work.actor, draft.region):
        raise AnswersRejected([FieldError(register.region, "register_region_out_of_reach", {})])
    if row is None and draft.key and store.get(work.store, register.name, draft.key) is not None:
        raise AnswersRejected([FieldError(register.key[0], "register_key_taken", {"key": draft.key})])
    deed = Deed.CHANGED if row else Deed.CREATED
    hand = store.Hand(work.now, work.actor.account_id, work.actor.name, deed, reason)
    heard(work, register)
    if row is None:
        return store.add(work.store, register, draft, hand, work.new_ref())
    told = changes(row.values, draft.values)
    if told:
        store.change(work.store, row, draft, hand, told)
    return row


def last_change(work: Work, *, register: str, key: str) -> tuple[str, datetime] | None:
    """Who changed a row last, and when; None for a new one. Raises NotFound."""
    work.require(Permission.SEE_REGISTER)
    row = found(work, register_of(work, register), key) if key else None
    told = store.history(work.store, row.id, 1) if row else []
    return (told[0].actor, told[0].at) if told else None
