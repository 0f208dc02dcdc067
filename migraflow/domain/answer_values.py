"""From what a person typed to a typed value, kind by kind; `Unreadable` says why one cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

import phonenumbers

from migraflow.domain.forms import Field, Kind
from migraflow.domain.reference import Lists

HOME = "ML"
"""Phone numbers without a country code are read as Malian ones."""
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
NUMBER = re.compile(r"-?\d{1,15}")
SPACES = re.compile(r"[\s\u00a0\u202f]+")
NINA = re.compile(r"\d{14}[A-Z]")
TRUE, FALSE = frozenset({"true", "oui", "on", "1"}), frozenset({"false", "non", "off", "0"})


class Unreadable(Exception):
    """The answer cannot be read as its kind: a key of ``ui/words/answers`` and the facts of its sentence."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def is_blank(raw: object) -> bool:
    """Whether nothing was answered."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], {}, ())


def text(field: Field, raw: object, lists: Lists) -> str:
    """Text as typed, outer spaces apart."""
    if not isinstance(raw, str):
        raise Unreadable("text_expected")
    return raw.strip().replace("\r\n", "\n")


def integer(field: Field, raw: object, lists: Lists) -> int:
    """A whole number; spaces between digits are allowed."""
    if isinstance(raw, bool) or not isinstance(raw, int | str | Decimal):
        raise Unreadable("integer_expected")
    plain = SPACES.sub("", str(raw))
    if not NUMBER.fullmatch(plain):
        raise Unreadable("integer_expected", typed=str(raw)[:40])
    return int(plain)


def amount(field: Field, raw: object, lists: Lists) -> dict[str, object]:
    """An amount with its currency: ``{"montant": Decimal, "devise": "XOF"}``; a bare number takes the field's."""
    given = cast(Mapping[str, object], raw) if isinstance(raw, Mapping) else {"montant": raw}
    plain = SPACES.sub("", str(given.get("montant", ""))).replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise Unreadable("amount_expected", typed=plain[:40]) from error
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** 15:
        raise Unreadable("amount_expected", typed=plain[:40])
    return {"montant": value, "devise": str(given.get("devise") or field.currency)}


def yes_no(field: Field, raw: object, lists: Lists) -> bool:
    """Yes or no."""
    word = str(raw).strip().casefold()
    if word not in TRUE | FALSE:
        raise Unreadable("yes_no_expected")
    return word in TRUE


def day(field: Field, raw: object, lists: Lists) -> date:
    """A date: ISO (what browsers send) or day/month/year as people write it."""
    if isinstance(raw, date):
        return raw
    typed = str(raw).strip()
    parts = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", typed)
    try:
        found = date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else date.fromisoformat(typed)
    except ValueError as error:
        raise Unreadable("date_expected", typed=typed[:40]) from error
    if not 1900 <= found.year <= 2100:
        raise Unreadable("date_expected", typed=typed[:40])
    return found


def born_around(field: Field, raw: object, lists: Lists) -> int:
    """A year of birth, when the day is not known (« né vers 1990 »)."""
    year = integer(field, raw, lists)
    if not 1900 <= year <= 2100:
        raise Unreadable("year_expected", typed=str(year))
    return year


def choice(field: Field, raw: object, lists: Lists) -> str:
    """One code of the field's closed set."""
    code = str(raw)
    if code not in {choice.code for choice in field.choices} and code not in listed(field, lists):
        raise Unreadable("choice_unknown", typed=code[:40])
    return code


def choices(field: Field, raw: object, lists: Lists) -> list[str]:
    """Several codes of the field's closed set, each once, in the order given."""
    given = cast(list[object], raw) if isinstance(raw, list) else [raw]
    return list(dict.fromkeys(choice(field, code, lists) for code in given))


def listed(field: Field, lists: Lists) -> Mapping[str, object]:
    """The entries of the field's reference list, by code."""
    found = lists.get(field.list_name)
    return found.entries if found else {}


def reference(field: Field, raw: object, lists: Lists) -> str | list[str]:
    """A code of the field's reference list, or several when a list is given."""
    if isinstance(raw, list):
        return [cast(str, reference(field, code, lists)) for code in cast(list[object], raw)]
    code = str(raw)
    if code not in listed(field, lists):
        raise Unreadable("reference_unknown", typed=code[:40])
    return code


def phone(field: Field, raw: object, lists: Lists) -> str:
    """A phone number in E.164 (``+22376123456``); eight digits alone are Malian."""
    try:
        number = phonenumbers.parse(str(raw), HOME)
    except phonenumbers.NumberParseException as error:
        raise Unreadable("phone_expected", typed=str(raw)[:40]) from error
    if not phonenumbers.is_possible_number(number):
        raise Unreadable("phone_expected", typed=str(raw)[:40])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(field: Field, raw: object, lists: Lists) -> str:
    """An e-mail address, in lower case."""
    typed = str(raw).strip().lower()
    if len(typed) > 254 or not EMAIL.fullmatch(typed):
        raise Unreadable("email_expected", typed=typed[:40])
    return typed


def nina(field: Field, raw: object, lists: Lists) -> str:
    """A NINA number without spaces, in capitals; its form is only a warning (temporary numbers exist)."""
    typed = SPACES.sub("", str(raw)).upper()
    if len(typed) > 20 or not typed.isalnum():
        raise Unreadable("nina_expected", typed=typed[:40])
    return typed


def person(field: Field, raw: object, lists: Lists) -> dict[str, object]:
    """A person of the register: ``{"id", "nom"}``."""
    given: Mapping[str, object] = cast(Mapping[str, object], raw) if isinstance(raw, Mapping) else {}
    if not str(given.get("id", "")).isdigit():
        raise Unreadable("person_expected")
    return {"id": int(str(given["id"])), "nom": str(given.get("nom", ""))}


def file(field: Field, raw: object, lists: Lists) -> dict[str, object]:
    """A stored file by reference: ``{"id", "nom", "taille", "sha256"}``; its content is never in the case."""
    given: Mapping[str, object] = cast(Mapping[str, object], raw) if isinstance(raw, Mapping) else {}
    if not given.get("id"):
        raise Unreadable("file_expected")
    return {word: given.get(word) for word in ("id", "nom", "taille", "sha256")}


Parser = Callable[[Field, object, Lists], object]

PARSERS: dict[Kind, Parser] = {
    Kind.TEXT: text,
    Kind.LONG_TEXT: text,
    Kind.INTEGER: integer,
    Kind.AMOUNT: amount,
    Kind.YES_NO: yes_no,
    Kind.DATE: day,
    Kind.BORN_AROUND: born_around,
    Kind.CHOICE: choice,
    Kind.CHOICES: choices,
    Kind.REFERENCE: reference,
    Kind.PHONE: phone,
    Kind.EMAIL: email,
    Kind.NINA: nina,
    Kind.PERSON: person,
    Kind.FILE: file,
}
"""One reader per kind that is typed; blocks and groups are made of these, shown-only kinds are never read."""
