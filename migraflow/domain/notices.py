"""Notices: word to a person of the house, or to whoever holds a role at the case's office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from migraflow import feel
from migraflow.domain.formulas import worked_out
from migraflow.domain.shown import plain


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to keep: to `account_id`, or to `role` at `office`/`region` when that is None.

    `key` makes it happen once; `model` is the template's name, `subject` and `body` its filled-in words.
    """

    key: str
    model: str
    subject: str
    body: str
    account_id: int | None = None
    role: str = ""
    office: str = ""
    region: str = ""
    case_id: int | None = None
    token: str = ""
    confidential: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One line of the inbox. `personal`: to this reader alone; others go to all who hold the role, read once."""

    id: int
    model: str
    subject: str
    body: str
    case_ref: str
    token: str
    created: datetime
    read: datetime | None
    personal: bool


def read_template(text: str) -> tuple[str, str]:
    """Subject and body of a notice template: a first line ``# Objet``, then the words."""
    first, _, body = text.strip().partition("\n")
    return first.lstrip("# ").strip(), body.strip()


PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def filled(text: str, known: Mapping[str, object], now: datetime) -> str:
    """`text` with the value of each FEEL expression between ``{{`` and ``}}``; "" for what is not known.

    Raises feel.FeelSyntaxError for an expression that does not read, Unfit for one that asks for too much.
    """

    def value(match: re.Match[str]) -> str:
        return plain(worked_out(feel.compile(match[1].strip()), known, now))

    return PLACE.sub(value, text)
