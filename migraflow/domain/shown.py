"""Typed values in words: « 27 novembre 2026 », « 150 000 F CFA », « Espagne »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import cast

import phonenumbers

from migraflow import feel
from migraflow.domain.forms import Field, Kind
from migraflow.domain.reference import Lists

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
CURRENCIES = {"XOF": "F CFA", "EUR": "€", "USD": "$"}
NARROW = "\u202f"


def show(field: Field, value: object, lists: Lists) -> str:
    """`value` of `field` in French words; "" for none."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(show(field, inner, lists) for inner in cast(list[object], value))
    if field.kind in {Kind.CHOICE, Kind.CHOICES} and field.choices:
        return next((choice.label for choice in field.choices if choice.code == value), str(value))
    found = lists.get(field.list_name)
    if found is not None and str(value) in found.entries:
        return found.entries[str(value)].label
    if field.kind is Kind.PHONE:
        return phone(str(value))
    return plain(value)


def plain(value: object) -> str:
    """A value without its field: dates, amounts, numbers, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return f"{day(value)}, {value.hour} h {value.minute:02}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | Decimal):
        return number(value)
    if isinstance(value, Mapping):
        return mapping(cast(Mapping[str, object], value))
    if isinstance(value, list):
        return ", ".join(plain(inner) for inner in cast(list[object], value))
    return value if isinstance(value, str) else feel.show(feel.to_feel(value))


def mapping(value: Mapping[str, object]) -> str:
    """An amount with its currency, the name of a file or person, or the values of a block."""
    if "montant" in value:
        amount = value["montant"]
        code = str(value.get("devise", ""))
        return f"{plain(amount)} {CURRENCIES.get(code, code)}".strip()
    if "nom" in value and "id" in value:
        return str(value["nom"])
    return ", ".join(plain(inner) for inner in value.values() if inner not in (None, ""))


def number(value: int | Decimal) -> str:
    """A number with thin spaces between thousands and a decimal comma."""
    sign = "-" if value < 0 else ""
    text = f"{abs(value):f}"
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", NARROW)
    rest = rest.rstrip("0")
    return f"{sign}{grouped},{rest}" if rest else sign + grouped


def day(value: date) -> str:
    """« 27 novembre 2026 », « 1er mai 2026 »."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first} {MONTHS[value.month - 1]} {value.year}"


MALIAN = re.compile(r"\+223([24-9]\d)(\d\d)(\d\d)(\d\d)", re.ASCII)
"""A number of Mali as it is kept."""


def phone(value: str) -> str:
    """A phone number as people write it: « +223 76 12 34 56 »."""
    if at_home := MALIAN.fullmatch(value):  # nearly every one, and the library takes a third of a millisecond for it
        return " ".join(("+223", *at_home.groups()))
    try:
        number_ = phonenumbers.parse(value, "ML")
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number_, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
