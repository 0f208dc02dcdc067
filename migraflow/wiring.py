"""Builds the house and opens one Work per use case: the only place that commits."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Concatenate, ParamSpec, TypeVar

from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.errors import Conflict, NotSignedIn, SignInFailed
from migraflow.services import accounts, letters, sessions
from migraflow.services.house import read_house
from migraflow.services.work import NOBODY, Editions, Work
from migraflow.settings import Settings, kept_secret, read_settings
from migraflow.store.database import Database, DatabaseError, Overtaken, Session, is_contention

Wish = ParamSpec("Wish")
Answer = TypeVar("Answer")

PUBLIC: frozenset[Callable[..., object]] = frozenset({accounts.sign_in, accounts.sign_out, letters.verify})
"""The only use cases somebody who has not signed in may ask for."""
TRIES = 8
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
    """One running installation: its database, its house, its compiled editions. Thread-safe; one per process."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] | None = None) -> None:
        self.settings = replace(settings, secret_key=settings.secret_key or kept_secret(settings.var))
        self.database = Database(settings.database_url)
        self.house = read_house(settings.workflows)
        self.editions = Editions()
        self.clock = clock or clock_of(settings)

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

        return self._tried(granted, session_token or "", NOBODY)

    def perform_as(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[Work, Wish], Answer],
        /,
        *args: Wish.args,
        **wish: Wish.kwargs,
    ) -> Answer:
        """Grant one wish of the house itself (timers, effects, the command line): no browser, no session."""
        return self._tried(lambda work: use_case(work, *args, **wish), "", actor)

    @contextmanager
    def working(self, actor: Actor = SYSTEM, *, now: datetime | None = None) -> Iterator[Work]:
        """Several wishes in one transaction, for the demo and the command line. Committed at the end, tried once."""
        with self.database.session(write_first=True) as store:
            yield self._work(store, "", actor, now or self.clock())
            store.commit()

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
            session_token=token,
        )

    def _tried(self, granted: Callable[[Work], Answer], token: str, actor: Actor) -> Answer:
        """`granted` in a transaction; again when another writer was in the way, queueing from the second try on."""
        for attempt in range(TRIES):
            try:
                return self._once(granted, token, actor, write_first=attempt > 0)
            except (DatabaseError, Overtaken) as error:
                if not is_contention(error):
                    raise
                if attempt == TRIES - 1:
                    raise Conflict from error
                time.sleep(FIRST_PAUSE * 2**attempt * (0.5 + random.random()))
        raise Conflict

    def _once(self, granted: Callable[[Work], Answer], token: str, actor: Actor, *, write_first: bool) -> Answer:
        with self.database.session(write_first=write_first) as store:
            try:
                answer = granted(self._work(store, token, actor, self.clock()))
            except SignInFailed:
                store.commit()  # a wrong password is refused, and counted
                raise
            store.commit()
            return answer


@cache
def agency() -> Agency:
    """The agency this process serves, as the environment says."""
    return Agency(read_settings())


def perform(
    use_case: Callable[Concatenate[Work, Wish], Answer],
    session_token: str | None,
    /,
    *args: Wish.args,
    **wish: Wish.kwargs,
) -> Answer:
    """`Agency.perform` of this process's agency. Blocking: call it from a thread, never from the event loop."""
    return agency().perform(use_case, session_token, *args, **wish)
