"""What makes a password fit, and how long somebody waits after wrong ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from migraflow.domain.names import fold

SHORTEST = 12
LONGEST = 200
FEWEST_LETTERS = 5
"""A password of few different characters is a pattern, however long."""
COMMON = ("motdepasse", "password", "azerty", "qwerty", "123456", "migraflow", "anpemali", "bamako")
"""What people try first; a password that is little more than one of these is refused."""

WINDOW = timedelta(minutes=15)
"""Wrong tries older than this are forgotten."""
FREE_TRIES = 5
FREE_TRIES_PER_ADDRESS = 60
"""An office shares one address: many people may mistype in the same quarter of an hour."""
FIRST_WAIT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Weakness:
    """Why a password will not do: a key of ``ui/words/refusals`` and its facts."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


def weakness(password: str, *, username: str, name: str) -> Weakness | None:
    """What is wrong with `password` for this person, None when it will do.

    Length counts most (NIST SP 800-63B §5.1.1): no rule on capitals or signs, which people answer with « Mali2026! ».
    """
    if len(password) < SHORTEST:
        return Weakness("password_too_short", (("least", str(SHORTEST)),))
    if len(password) > LONGEST:
        return Weakness("password_too_long", (("most", str(LONGEST)),))
    plain = fold(password).replace(" ", "")
    if len(set(password)) < FEWEST_LETTERS or mostly(plain, COMMON):
        return Weakness("password_too_common")
    if mostly(plain, (*fold(name).split(), *fold(username).split(), fold(name).replace(" ", ""))):
        return Weakness("password_is_your_name")
    return None


def mostly(plain: str, words: Iterable[str]) -> bool:
    """Whether little is left of `plain` without `words`."""
    left = plain
    for word in words:
        left = left.replace(word, "") if word else left
    return left != plain and len(left) <= FEWEST_LETTERS


def wait_after(failures: int, last: datetime | None, now: datetime, free: int = FREE_TRIES) -> int:
    """Seconds before the next try: none for the first `free` failures, then 30 s, doubled up to 15 minutes."""
    if last is None or failures < free:
        return 0
    pause = min(FIRST_WAIT * 2 ** min(failures - free, 10), WINDOW)
    return max(0, int((last + pause - now).total_seconds() + 0.999))
