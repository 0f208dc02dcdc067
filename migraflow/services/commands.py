"""Commands: a wish with a key is granted once, however often a browser or a bad line sends it."""

from __future__ import annotations

from collections.abc import Callable

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import NotAllowed, Refused, Unfit
from migraflow.domain.tasks import Receipt
from migraflow.services.work import Work
from migraflow.store import commands as store
from migraflow.store.database import Overtaken, tried_before

LONGEST_KEY = 80


def require_house(work: Work) -> None:
    """Go on only for the house itself (timers, effects): nobody may ask for these wishes. Raises NotAllowed."""
    if work.actor != SYSTEM:
        raise NotAllowed("house")


def once(work: Work, key: str, wish: Callable[[], Receipt]) -> Receipt:
    """The receipt of `wish`, granted now unless the same actor sent `key` before. Raises Unfit for an unusable key.

    A first try does not look the key up: that it is new is told by the last statement, that it is old by a refusal.
    Either way the wish is tried again, and the receipt of before is found.
    """
    work.require_signed_in()
    own = key_of(work, key)
    if tried_before(work.store) and (before := store.granted(work.store, own)) is not None:
        return before
    try:
        receipt = wish()
    except Refused:
        if store.granted(work.store, own) is None:
            raise
        raise Overtaken(own) from None
    store.grant(work.store, own, receipt, work.now)
    return receipt


def key_of(work: Work, key: str) -> str:
    """`key` as it is kept: the actor's own. Raises Unfit for an unusable one."""
    if not key or len(key) > LONGEST_KEY:
        raise Unfit("key_missing")
    return f"{work.actor.account_id}:{key}"
