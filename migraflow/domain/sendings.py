"""Word to people outside the house: by which channel, to which address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChannelKind(StrEnum):
    """How word gets to somebody outside."""

    SMS = "sms"
    EMAIL = "courriel"


NONE = "aucun"
"""What the register says of somebody who wants no word."""
PREFERENCE, PHONE, EMAIL = "canal_avis", "telephone", "courriel"
"""Fields of the register's identity block."""
LOOKS_LIKE_EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")


@dataclass(frozen=True, slots=True)
class Sending:
    """Word on its way. `key` makes it happen once; `attempts` counts the tries, the present one too."""

    id: int
    key: str
    channel: ChannelKind
    address: str
    subject: str
    body: str
    case_id: int | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message; only e-mail carries them."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel carries. The same `key` twice is the same message: whoever can, keeps the first."""

    key: str
    to: str
    subject: str
    body: str
    files: tuple[Attached, ...] = ()


def reached_by(identity: Mapping[str, object]) -> tuple[ChannelKind, str] | None:
    """The channel and address of somebody, by the register's identity block; None when there is none.

    What the person prefers comes first, as far as an address for it is known; else the phone, which most people have.
    """
    phone, email = str(identity.get(PHONE) or "").strip(), str(identity.get(EMAIL) or "").strip()
    known: dict[ChannelKind, str] = {}
    if phone:
        known[ChannelKind.SMS] = phone
    if LOOKS_LIKE_EMAIL.fullmatch(email):
        known[ChannelKind.EMAIL] = email
    preferred = str(identity.get(PREFERENCE) or "")
    if preferred == NONE or not known:
        return None
    kind = ChannelKind(preferred) if preferred in set(ChannelKind) else ChannelKind.SMS
    return (kind, known[kind]) if kind in known else next(iter(known.items()))
