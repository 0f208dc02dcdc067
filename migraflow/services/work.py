"""Work: one actor, one wish, one transaction. Every use case takes it first."""

from __future__ import annotations

import secrets
import uuid
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from migraflow.domain.access import Actor, Permission
from migraflow.domain.errors import NotAllowed, NotSignedIn
from migraflow.services.recent import Recent
from migraflow.settings import Settings
from migraflow.store.database import Session

if TYPE_CHECKING:
    from migraflow.engine import Compiled
    from migraflow.engine.bundle import House

NOBODY = Actor(account_id=-1, name="")
"""Who acts when nobody has signed in: no role, no permission, no reach."""
EDITIONS_KEPT = 64


class Editions:
    """Compiled editions by sha256, shared by every use case of this process: compiling takes longer than a task."""

    def __init__(self, kept: int = EDITIONS_KEPT) -> None:
        self._kept = kept
        self._compiled: OrderedDict[str, Compiled] = OrderedDict()
        self._lock = Lock()

    def get(self, sha: str, make: Callable[[], Compiled]) -> Compiled:
        """The edition `sha`; `make` compiles it when this process has not met it lately."""
        with self._lock:
            known = self._compiled.get(sha)
            if known is not None:
                self._compiled.move_to_end(sha)
                return known
        made = make()
        with self._lock:
            self._compiled[sha] = made
            while len(self._compiled) > self._kept:
                self._compiled.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Work:
    """What a use case may lean on.

    `store` is the database session of this one transaction (pass it to the functions of ``store/``; never commit it);
    `now` is UTC; `house` holds roles, reference lists, deadlines and calendar; `editions` the compiled procedures;
    `recent` who was recognised a moment ago; `session_token` is the browser's, empty for the house itself;
    `token_bytes` is where chance comes from.
    """

    actor: Actor
    store: Session
    now: datetime
    house: House
    settings: Settings
    editions: Editions = field(default_factory=Editions)
    recent: Recent = field(default_factory=Recent)
    session_token: str = ""
    token_bytes: Callable[[int], bytes] = secrets.token_bytes

    def require(
        self, permission: Permission, *, office: str | None = None, region: str | None = None, own: bool = False
    ) -> None:
        """Go on only if the actor holds `permission` (on an object of this office and region, when given).

        Raises NotSignedIn for nobody, NotAllowed otherwise. Load the object through an audience first: what is
        invisible is NotFound, never NotAllowed.
        """
        self.require_signed_in()
        actor = self.actor
        if office is None and region is None:
            allowed = actor.may(permission)
        else:
            allowed = actor.covers(permission, office=office or "", region=region or "", own=own)
        if not allowed:
            raise NotAllowed(permission)

    def require_signed_in(self) -> None:
        """Go on only for somebody who has signed in. Raises NotSignedIn."""
        if self.actor == NOBODY:
            raise NotSignedIn

    def new_ref(self) -> str:
        """A fresh reference nobody can guess: 32 hexadecimal characters."""
        return uuid.UUID(bytes=self.token_bytes(16), version=4).hex

    def new_secret(self) -> str:
        """A fresh secret for a person's browser: 43 characters fit for a cookie."""
        return secrets_text(self.token_bytes(32))


def secrets_text(chance: bytes) -> str:
    """Random bytes as text without characters that a cookie or an address would escape."""
    return urlsafe_b64encode(chance).rstrip(b"=").decode("ascii")
