"""Builds the house and opens one Work per use case: the only place that commits."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Concatenate, ParamSpec, TypeVar

from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.errors import Conflict, NotSignedIn, SignInFailed
from migraflow.domain.recovery import Stalled
from migraflow.services import accounts, letters, recovery, sessions
from migraflow.services.house import read_house
from migraflow.services.observation import observed
from migraflow.services.recent import Recent
from migraflow.services.work import NOBODY, Editions, Work
from migraflow.settings import Settings, kept_secret, read_settings
from migraflow.store.accounts import IDENTITIES
from migraflow.store.database import WAKE, Database, DatabaseError, Overtaken, Session, is_contention, trouble_of
from migraflow.store.queue import Bell

Wish = ParamSpec("Wish")
Answer = TypeVar("Answer")

PUBLIC: frozenset[Callable[..., object]] = frozenset({accounts.sign_in, accounts.sign_out, letters.verify})
"""The only use cases somebody who has not signed in may ask for."""
TRIES = 8
PATIENCE = 8.0
"""Seconds after which nothing is tried again: a database that is locked so long is away."""
FIRST_PAUSE = 0.005
"""Seconds before the second try; doubled each time, with some chance in it so that two rivals part."""


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """The wall's clock, or for a rehearsal the wall's clock moved ahead by what its file says, read each time."""
    path = settings.clock_file
    if path is None:
        return wall_clock

    def moved() -> datetime:
        ahead = path.read_text(encoding="ascii").strip() if path.exists() else ""
        return wall_clock() + timedelta(seconds=float(ahead or 0))

    return moved


class Agency:
    """One running installation: its database, its house, its compiled editions. Thread-safe; one per process.

    `bell` wakes the workers when a step left them something to do; without one they find it at their next look.
    """

    def __init__(
        self, settings: Settings, *, clock: Callable[[], datetime] | None = None, bell: Bell | None = None
    ) -> None:
        self.settings = replace(settings, secret_key=settings.secret_key or kept_secret(settings.var))
        self.database = Database(settings.database_url)
        self.house = read_house(settings.workflows)
        self.editions = Editions()
        self.recent = Recent()
        self.clock = clock or clock_of(settings)
        self.bell = bell

    def perform(
        self,
        use_case: Callable[Concatenate[Work, Wish], Answer],
        session_token: str | None,
        /,
        *args: Wish.args,
        **wish: Wish.kwargs,
    ) -> Answer:
        """Grant one wish of whoever holds `session_token`, in one transaction.

        Raises NotSignedIn unless the use case is public, whatever the use case refuses, and Conflict when others were
        in the way at every try.
        """

        def granted(work: Work) -> Answer:
            acting = replace(work, actor=sessions.identify(work, work.session_token))
            if acting.actor == NOBODY and use_case not in PUBLIC:
                raise NotSignedIn
            return use_case(acting, *args, **wish)

        return observed(use_case, wish, lambda: self._tried(granted, session_token or "", NOBODY))

    def perform_as(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[Work, Wish], Answer],
        /,
        *args: Wish.args,
        **wish: Wish.kwargs,
    ) -> Answer:
        """Grant one wish of the house itself (timers, effects, the command line): no browser, no session."""
        return observed(use_case, wish, lambda: self._tried(lambda work: use_case(work, *args, **wish), "", actor))

    @contextmanager
    def working(self, actor: Actor = SYSTEM, *, now: datetime | None = None) -> Iterator[Work]:
        """Several wishes in one transaction, for the demo and the command line. Committed at the end, tried once."""
        with self.database.session(write_first=True) as store:
            yield self._work(store, "", actor, now or self.clock())
            self._commit(store)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def _work(self, store: Session, token: str, actor: Actor, now: datetime) -> Work:
        return Work(
            actor=actor,
            store=store,
            now=now,
            house=self.house,
            settings=self.settings,
            editions=self.editions,
            recent=self.recent,
            session_token=token,
        )

    def _tried(self, granted: Callable[[Work], Answer], token: str, actor: Actor) -> Answer:
        """`granted` in a transaction; again when another writer was in the way, queueing from the second try on."""
        end = time.monotonic() + PATIENCE
        for attempt in range(TRIES):
            try:
                return self._once(granted, token, actor, write_first=attempt > 0)
            except Stalled as stalled:
                self._tried(partial(recovery.note, failure=stalled.failure), "", SYSTEM)
                raise
            except (DatabaseError, Overtaken) as error:
                if not is_contention(error):
                    raise
                if attempt == TRIES - 1 or time.monotonic() > end:
                    raise (error if trouble_of(error) else Conflict) from error
                time.sleep(FIRST_PAUSE * 2**attempt * (0.5 + random.random()))
        raise Conflict

    def _once(self, granted: Callable[[Work], Answer], token: str, actor: Actor, *, write_first: bool) -> Answer:
        with self.database.session(write_first=write_first) as store:
            try:
                answer = granted(self._work(store, token, actor, self.clock()))
            except SignInFailed:
                store.commit()  # a wrong password is refused, and counted
                raise
            self._commit(store)
            return answer

    def _commit(self, store: Session) -> None:
        """Make it so; then forget who people were if that changed, and wake the workers if there is something to do."""
        store.commit()
        if store.info.get(IDENTITIES):
            self.recent.forget()
        if self.bell is not None and store.info.get(WAKE):
            self.bell.ring()


def settle() -> None:
    """Look no more through what stands for the life of this process (modules, roles, lists) at each collection of
    garbage: a seventh of the time of a step was spent there."""
    gc.collect()
    gc.freeze()


@cache
def agency() -> Agency:
    """The agency this process serves, as the environment says."""
    settings = read_settings()
    made = Agency(settings, bell=Bell(settings.redis_url, settings.var))
    settle()
    return made


def perform(
    use_case: Callable[Concatenate[Work, Wish], Answer],
    session_token: str | None,
    /,
    *args: Wish.args,
    **wish: Wish.kwargs,
) -> Answer:
    """`Agency.perform` of this process's agency. Blocking: call it from a thread, never from the event loop."""
    return agency().perform(use_case, session_token, *args, **wish)
