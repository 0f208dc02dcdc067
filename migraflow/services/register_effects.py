"""What the steps of a case do with registers: write a row (``inscrire_registre``), read rows (``lire_registre``).

Both are answered in the step's own transaction: the row stands or falls with the step, and the next step knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from migraflow.domain.answer_values import is_blank
from migraflow.domain.answers import Setting, read
from migraflow.domain.cases import Case
from migraflow.domain.errors import Unfit
from migraflow.domain.forms import Form, Kind
from migraflow.domain.prefill import raw_of
from migraflow.domain.registers import LIST, Deed, Register, Row, changes, code_text, drafted, reached, slug
from migraflow.services.register_folder import heard, in_force, lists_of, registers_in
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import registers as store

Values = Mapping[str, object]

CASE = "dossier"
"""The question whose answer is the number of a case."""
MOST_READ = 200
"""Rows a step is given at once; it is told how many there are when it asks for their number."""
MOST_SIFTED = 20_000
"""Rows looked through when no link leads to those that are asked for."""


def write(work: Work, case: Case, asked: Values, effect_key: str) -> object:
    """The answer of ``inscrire_registre``: the row of `registre` under `cle` (or under the key its fields make) says
    what `valeurs` says, whatever else it says stays; a row that is not there is put down.

    Answers ``{cle, libelle, nouveau}``; a list of them when `valeurs` is a list. A row that cannot be named yet is not
    put down: its `cle` is null. Raises Unfit for a register or a field that does not exist.
    """
    register, rows = known(work, asked), asked.get("valeurs")
    if not isinstance(rows, list):
        return write_one(work, case, register, asked, effect_key)
    said = [cast(Values, row) for row in cast(list[object], rows) if isinstance(row, Mapping)]
    return [
        write_one(work, case, register, {**asked, "valeurs": row}, f"{effect_key}:{place}")
        for place, row in enumerate(said)
    ]


def write_one(work: Work, case: Case, register: Register, asked: Values, effect_key: str) -> dict[str, object]:
    """One row written by a step of `case`; nobody is shown by a case that may not be seen."""
    before = store.written(work.store, effect_key)
    if before is not None:
        return told(store.load(work.store, before), new=False)
    typed, lost = readable(work, register, block(asked, "valeurs"))
    wanted = slug(str(asked.get("cle") or "")) or drafted(register, typed, lists_of(work), key="", now=work.now).key
    if (register.key and not wanted) or (register.personal and case.confidential):
        return {"cle": None, "libelle": None, "nouveau": False}
    row = store.get(work.store, register.name, wanted) if wanted else None
    hand = store.Hand(work.now, work.actor.account_id, work.actor.name, Deed.CHANGED if row else Deed.CREATED,
                      reason_of(asked, lost), case.ref, effect_key)  # fmt: skip
    heard(work, register)
    kept = laid(work, register, row, typed, hand) if row else new(work, register, wanted, typed, hand)
    store.mention(work.store, [kept.id], case.id)
    mention_named(work, register, kept)
    return told(kept, new=row is None)


def mention_named(work: Work, register: Register, row: Row) -> None:
    """A row about somebody's case (``dossier``) is mentioned by that case, too: their sheet shows it."""
    number = row.values.get(CASE)
    if register.personal and isinstance(number, str) and number:
        for case_id in case_store.keys_of(work.store, number):
            store.mention(work.store, [row.id], case_id)


def new(work: Work, register: Register, key: str, typed: Values, hand: store.Hand) -> Row:
    """A row put down by a case."""
    draft = drafted(register, typed, lists_of(work), key=key, now=work.now)
    return store.add(work.store, register, draft, hand, work.new_ref())


def laid(work: Work, register: Register, row: Row, typed: Values, hand: store.Hand) -> Row:
    """What a case says laid over a row; nothing is written where nothing changes."""
    draft = drafted(register, {**row.values, **typed}, lists_of(work), key=row.key, now=work.now)
    differing = changes(row.values, draft.values)
    if not differing:
        return row
    store.change(work.store, row, draft, hand, differing)
    return store.load(work.store, row.id)


def told(row: Row, *, new: bool) -> dict[str, object]:
    """A row as the step that wrote it knows it."""
    return {"cle": row.key, "libelle": row.label, "nouveau": new}


def known(work: Work, asked: Values) -> Register:
    """The register a step names. Raises Unfit."""
    name = str(asked.get("registre") or "")
    found = registers_in(work.settings.workflows).get(name)
    if found is None:
        raise Unfit("register_unknown", register=name)
    return found


def block(asked: Values, name: str) -> Values:
    """A parameter that is a context; {} when it is none."""
    value = asked.get(name)
    return cast(Values, value) if isinstance(value, Mapping) else {}


def readable(work: Work, register: Register, given: Values) -> tuple[dict[str, object], list[str]]:
    """What a step says, as the fields of the register read it; the labels of those whose value does not fit.

    A field that is said to be nothing says nothing. Raises Unfit for one the register does not have.
    """
    fields = {field.name: field for field in register.form.fields}
    strange = next((name for name in given if name not in fields), "")
    if strange:
        raise Unfit("register_field_unknown", register=register.name, field=strange)
    said = {name: value for name, value in given.items() if not is_blank(value)}
    reading = read(register.form, {name: raw_of(value) for name, value in said.items()},
                   Setting({}, work.now, lists_of(work)))  # fmt: skip
    lost = sorted({path.split(".")[0] for path in reading.errors})
    typed = {name: reading.values[name] for name in said if name in reading.values and name not in lost}
    return typed, [fields[name].label for name in lost]


def reason_of(asked: Values, lost: list[str]) -> str:
    """Why a case writes the row, and which answers did not fit it."""
    reason = str(asked.get("motif") or "")
    return " ".join(part for part in (reason, f"Non repris : {', '.join(lost)}." if lost else "") if part)


def look(work: Work, case: Case, asked: Values) -> object:
    """The answer of ``lire_registre``: the row under `cle` (null when there is none); or the rows whose fields say what
    `ou` says, the latest first; or, with `compter`, how many they are.

    A row is ``{cle, libelle, etat, valide, …its fields}``.
    """
    register = known(work, asked)
    if "ou" not in asked:
        row = store.get(work.store, register.name, str(asked.get("cle") or ""))
        return None if row is None else seen(work, row, mention_in=case)
    found = matching(work, register, block(asked, "ou"))
    if asked.get("compter") is True:
        return Decimal(len(found))
    return [seen(work, row, mention_in=None) for row in found[:MOST_READ]]


def seen(work: Work, row: Row, *, mention_in: Case | None) -> dict[str, object]:
    """A row as a step reads it; the case that looked it up by its key is among those that mention it."""
    if mention_in is not None:
        store.mention(work.store, [row.id], mention_in.id)
    valid = in_force(row, work.now.date())
    return {**row.values, "cle": row.key, "libelle": row.label, "etat": row.state or None, "valide": valid}


def matching(work: Work, register: Register, wanted: Values) -> list[Row]:
    """The rows whose fields say what `wanted` says; through their links where a field names another row."""
    links = {path: target for path, target in register.links() if "." not in path}
    linked = next((name for name in wanted if name in links), None)
    if linked is None:
        rows = store.every(work.store, register.name, MOST_SIFTED)
    else:
        target = (links[linked], code_text(wanted[linked]))
        rows = store.of_field(work.store, register.name, linked, target)[::-1]
    return [row for row in rows if all(same(row.values.get(name), value) for name, value in wanted.items())]


def same(held: object, wanted: object) -> bool:
    """Whether a field says `wanted`; a list of values means any of them."""
    if isinstance(wanted, list):
        return any(same(held, one) for one in cast(list[object], wanted))
    return code_text(held) == code_text(wanted)


def mention(work: Work, case: Case, form: Form, answers: Values) -> None:
    """The rows chosen in accepted answers know the case that mentions them."""
    for path, field in form.walk():
        if field.kind is Kind.REFERENCE and field.list_name.startswith(LIST):
            keys = list(dict.fromkeys(reached(answers, path.split("."))))
            rows = store.by_keys(work.store, field.list_name.removeprefix(LIST), keys)
            store.mention(work.store, [row.id for row in rows.values()], case.id)
