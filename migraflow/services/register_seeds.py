"""The first rows of registers, taken from the reference lists; and what those lists say from then on: the registers."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.answers import Setting, read
from migraflow.domain.forms import Field, Kind
from migraflow.domain.names import fold
from migraflow.domain.reference import Entry, Lists, LivingLists, ReferenceList
from migraflow.domain.registers import Deed, Register, code_text, drafted
from migraflow.services.commands import require_house
from migraflow.services.register_folder import heard, lists_of, registers_in
from migraflow.services.work import Work
from migraflow.store import registers as store

MANY = ";"
"""What stands between several answers in one cell."""
WITHIN = "/"
"""What stands between the answers of one row of a group: ``procedure/etape``."""
MOST = 20_000


def load(work: Work) -> dict[str, int]:
    """Put down, in every register that a list seeds, the entries it does not know yet; how many, by register.

    A row that is there stays as it is, whatever the file says: the register is the truth once it has it.
    """
    require_house(work)
    seeded = [one for one in registers_in(work.settings.workflows).values() if one.seed in work.house.lists]
    return {one.name: seed(work, one, work.house.lists[one.seed]) for one in seeded}


def seed(work: Work, register: Register, source: ReferenceList) -> int:
    """Put down the entries of `source` that `register` does not know; how many."""
    known = store.by_keys(work.store, register.name, list(source.entries))
    missing = [entry for code, entry in source.entries.items() if code not in known]
    hand = store.Hand(work.now, work.actor.account_id, work.actor.name, Deed.SEEDED, f"{source.name}.csv")
    setting = Setting({}, work.now, lists_of(work))
    for entry in missing:
        typed = read(register.form, answers_of(register, entry), setting)
        values = {name: value for name, value in typed.values.items() if name not in typed.errors}
        draft = drafted(register, values, setting.lists, key=entry.code, now=work.now)
        store.add(work.store, register, draft, hand, work.new_ref())
        heard(work, register)
    return len(missing)


def answers_of(register: Register, entry: Entry) -> dict[str, object]:
    """The raw answers an entry of a list gives to the form of a register."""
    cells = {**entry.more, "code": entry.code, "libelle": entry.label, "label": entry.label_en}
    named = {field.name: field for field in register.form.fields}
    return {name: raw(named[name], cell) for name, cell in cells.items() if cell and name in named}


def raw(field: Field, cell: str) -> object:
    """A cell as the raw answer to `field`: several codes, or the rows of a group, apart by ``;``."""
    if field.kind is Kind.CHOICES:
        return [part.strip() for part in cell.split(MANY) if part.strip()]
    if field.kind is Kind.GROUP:
        rows = [part.strip() for part in cell.split(MANY) if part.strip()]
        names = [inner.name for inner in field.fields]
        return [dict(zip(names, row.split(WITHIN), strict=False)) for row in rows]
    return cell


def say_lists(work: Work) -> None:
    """Let the reference lists be what the registers they seeded say now; those without rows stay as in the folder."""
    require_house(work)
    living = work.house.lists
    if isinstance(living, LivingLists):
        living.say(lists_said(work, living.plain))


def lists_said(work: Work, plain: Lists) -> dict[str, ReferenceList]:
    """The reference lists as the registers they seeded say them; only those that have rows."""
    require_house(work)
    seeded = [one for one in registers_in(work.settings.workflows).values() if one.seed in plain]
    said = {one.seed: said_by(work, one, plain[one.seed]) for one in seeded}
    return {name: found for name, found in said.items() if found.entries}


def said_by(work: Work, register: Register, plain: ReferenceList) -> ReferenceList:
    """One list as `register` says it, in the order of the file, what was added since at the end."""
    rows = {row.key: row for row in store.every(work.store, register.name, MOST)}
    order = [*(code for code in plain.entries if code in rows), *sorted(rows.keys() - plain.entries.keys())]
    columns = dict.fromkeys(name for entry in plain.entries.values() for name in entry.more)
    entries = {code: entry_of(code, rows[code].values, list(columns)) for code in order}
    keys = {code: f"{fold(code)} {fold(entry.label)}" for code, entry in entries.items()}
    return ReferenceList(plain.name, entries, keys)


def entry_of(code: str, values: Mapping[str, object], columns: list[str]) -> Entry:
    """A row as an entry of the list it came from: the same columns, as text."""
    more = {name: "" if values.get(name) is None else code_text(values[name]) for name in columns}
    return Entry(code, str(values.get("libelle") or code), str(values.get("label") or ""), more)
