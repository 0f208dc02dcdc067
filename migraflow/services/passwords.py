"""Passwords as they are kept: argon2id, through passlib, so that the parameters can grow with the machines."""

from __future__ import annotations

from functools import cache
from typing import Any

from passlib.context import CryptContext  # pyright: ignore[reportMissingTypeStubs]

_context: Any = CryptContext(schemes=["argon2"])
NO_ACCOUNT_HASH = "$argon2id$v=19$m=65536,t=3,p=4$IiQkZIxxLmUsBcBY6z1HqA$SNHNq3owgkiIfd6pJt7OpDxJOFYK6zNIcvVKKZ2Ni0I"
"""Checked when the name is unknown, so that the answer takes as long as for a known one; fits no password we know."""


def hashed(password: str) -> str:
    """What is kept of `password`: salted, so that the same one twice looks different."""
    kept: str = _context.hash(password)
    return kept


@cache
def hashed_for_all(password: str) -> str:
    """One hash for every account of the demo: its password is printed on the screen, a salt each would hide nothing."""
    return hashed(password)


def fits(password: str, kept: str) -> bool:
    """Whether `password` is the one that was kept."""
    right: bool = _context.verify(password, kept)
    return right


def fits_or_grows(password: str, kept: str) -> tuple[bool, str | None]:
    """Whether `password` fits, and a stronger hash to keep instead when the present one has aged."""
    right: bool
    better: str | None
    right, better = _context.verify_and_update(password, kept)
    return right, better
