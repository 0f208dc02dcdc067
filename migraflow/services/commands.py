"""Commands: a wish with a key is granted once, however often a browser or a bad line sends it."""

from __future__ import annotations

from collections.abc import Callable

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed, Unfit
from migraflow.domain.tasks import Receipt
from migraflow.services.work import Work
from migraflow.store import commands as store

LONGEST_KEY = 80


def require_house(work: Work) -> None:
    """Go on only for the house itself (timers, effects): nobody may ask for these wishes. Raises NotAllowed."""
    if work.actor != SYSTEM:
        raise NotAllowed("house")


def once(work: Work, key: str, wish: Callable[[], Receipt]) -> Receipt:
    """The receipt of `wish`, granted now unless the same actor sent `key` before. Raises Unfit for an unusable key."""
    work.require_signed_in()
    if not key or len(key) > LONGEST_KEY:
        raise Unfit("key_missing")
    own = f"{work.actor.account_id}:{key}"
    before = store.reserve(work.store, own, work.now)
    if before is not None:
        return before
    receipt = wish()
    store.grant(work.store, own, receipt)
    return receipt
