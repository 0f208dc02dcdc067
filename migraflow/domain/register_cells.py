"""Cells of a table and answers of a register, both ways: people write words, codes, « oui », « 1 200 EUR »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from migraflow.domain.answer_values import is_blank
from migraflow.domain.forms import Field, Kind
from migraflow.domain.names import fold
from migraflow.domain.reference import Lists
from migraflow.domain.registers import LIST, Register, code_text
from migraflow.domain.shown import show

KEY = "cle"
"""What a column answers that names the row itself."""
MANY, WITHIN = ";", "/"
"""What stands between several answers in one cell, and between the answers of one row of a group."""
AMOUNT = re.compile(r"(?P<amount>[\d\s., \u00a0\u202f]+?)\s*(?P<currency>[A-Za-z€$][A-Za-z ]*)?")
CURRENCIES = {"f cfa": "XOF", "fcfa": "XOF", "cfa": "XOF", "€": "EUR", "euros": "EUR", "euro": "EUR", "$": "USD"}

Cell = str | int | Decimal | date | bool | None


def answers_of(register: Register, cells: Mapping[str, str]) -> dict[str, object]:
    """The raw answers in `cells` (field → text), a blank cell saying nothing; the row's own key under KEY."""
    named = {field.name: field for field in register.form.fields}
    return {name: raw(named[name], cell) if name in named else cell for name, cell in cells.items() if cell}


def raw(field: Field, cell: str) -> object:
    """A cell as the raw answer to `field`."""
    if field.kind is Kind.CHOICES:
        return [coded(field, part) for part in parts(cell)]
    if field.kind is Kind.GROUP:
        rows = [row.split(WITHIN) for row in parts(cell)]
        return [{inner.name: raw(inner, text.strip()) for inner, text in zip(field.fields, row, strict=False)
                 if text.strip()} for row in rows]  # fmt: skip
    if field.kind is Kind.AMOUNT:
        return amount(field, cell)
    return coded(field, cell)


def parts(cell: str) -> list[str]:
    """The answers in one cell."""
    return [part.strip() for part in cell.split(MANY) if part.strip()]


def coded(field: Field, cell: str) -> str:
    """The code of a choice that is written in words; anything else as it stands."""
    found = next((choice.code for choice in field.choices if fold(choice.label) == fold(cell)), cell)
    return cell if any(choice.code == cell for choice in field.choices) else found


def amount(field: Field, cell: str) -> object:
    """An amount with its currency behind it, if any."""
    found = AMOUNT.fullmatch(cell.strip())
    if found is None:
        return cell
    word = (found["currency"] or "").strip()
    currency = CURRENCIES.get(word.casefold(), word.upper()) or field.currency
    return {"montant": found["amount"], "devise": currency}


def listed(field: Field, value: object, lists: Lists) -> object:
    """A raw answer whose words are those of an entry of the field's list, as its code; anything else as it stands.

    Two entries of the same name leave it as it stands: nobody guesses.
    """
    if isinstance(value, list):
        return [listed(field, one, lists) for one in cast(list[object], value)]
    known = lists.get(field.list_name) if field.list_name else None
    if known is None or not isinstance(value, str) or value in known.entries:
        return value
    wanted = fold(value)
    found = [entry.code for entry in known.search(value, 20) if fold(entry.label) == wanted]
    return found[0] if len(found) == 1 else value


def cell_of(field: Field, value: object, lists: Lists) -> Cell:
    """A typed value as a cell that reads well and can be brought in again."""
    if is_blank(value):
        return None
    if field.kind is Kind.GROUP:
        rows = cast(list[Mapping[str, object]], value)
        return f"{MANY} ".join(WITHIN.join(inner_text(one, row, lists) for one in field.fields) for row in rows)
    if isinstance(value, list):
        return f"{MANY} ".join(show(field, one, lists) for one in cast(list[object], value))
    if field.kind is Kind.AMOUNT:
        given = cast(Mapping[str, object], value)
        return f"{given.get('montant')} {given.get('devise')}"
    if isinstance(value, bool | int | Decimal | date) or field.kind is Kind.PHONE:
        return cast(Cell, value)
    return str(value) if field.list_name.startswith(LIST) else show(field, value, lists)


def inner_text(field: Field, row: Mapping[str, object], lists: Lists) -> str:
    """One answer of a row of a group, as a part of its cell."""
    return code_text(row.get(field.name)) if not is_blank(row.get(field.name)) else ""
