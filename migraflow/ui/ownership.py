"""The page of a tab belongs to the session that filled it.

Reflex keeps the state of a page under the name of its tab, which the browser remembers longer than a session lives.
Without this, whoever opens the tab next is handed what the person before them had on the screen: after a sign-out at a
shared counter, after the session has expired, or with a tab's name picked up somewhere.
"""

from __future__ import annotations

import asyncio
import hashlib

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from migraflow import wiring
from migraflow.domain.errors import NotSignedIn
from migraflow.services import accounts
from migraflow.ui.door import session_token
from migraflow.ui.session import SessionState

WHOLE = frozenset(f"{rx.State.get_full_name()}.{name}" for name in ("hydrate", "hydrate_and_load"))
"""The events that are answered with everything a page holds."""


class OneOwner(Middleware):
    """Before every event: a page filled in another session is emptied when it is asked for, and else deaf."""

    async def preprocess(self, app: rx.App, state: BaseState, event: rx.event.Event) -> StateUpdate | None:
        """None to go on with the event; an empty update drops it."""
        root = state._get_root_state()
        session = await root.get_state(SessionState)
        whose = fingerprint(session_token(session))
        if event.name in WHOLE:
            if session._owner != whose or not await lives(session_token(session)):
                root.reset()
        elif session._owner not in {"", whose}:
            return StateUpdate()
        session._owner = whose
        return None


def fingerprint(token: str | None) -> str:
    """What is kept of a session token beside a page: enough to know it again, of no use to anybody else."""
    return hashlib.sha256((token or "").encode()).hexdigest()


async def lives(token: str | None) -> bool:
    """Whether `token` is a session somebody may still use."""
    try:
        await asyncio.to_thread(wiring.perform, accounts.who, token)
    except NotSignedIn:
        return False
    return True
