"""Builds the house and opens one Work per use case: the only place that commits."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Concatenate, ParamSpec, TypeVar

from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.errors import BrokenBundle, Conflict, NotSignedIn, SignInFailed
from migraflow.domain.recovery import Stalled
from migraflow.services import accounts, letters, list_house, recovery, register_seeds, sessions
from migraflow.services.house import read_house
from migraflow.services.observation import observed
from migraflow.services.recent import Recent
from migraflow.services.work import NOBODY, Editions, Work
from migraflow.settings import Settings, kept_secret, read_settings
from migraflow.store.accounts import IDENTITIES
from migraflow.store.database import WAKE, Database, DatabaseError, Overtaken, Session, is_contention, trouble_of
from migraflow.store.queue import Bell
from migraflow.store.registers import SAID

Wish = ParamSpec("Wish")
Answer = TypeVar("Answer")

PUBLIC: frozenset[Callable[..., object]] = frozenset({accounts.sign_in, accounts.sign_out, letters.verify})
"""The only use cases somebody who has not signed in may ask for."""
HEARING = 5.0
"""Seconds after which a process looks whether people gave lists, roles or notices another text: one short question."""
EARSHOT = 30.0
"""Seconds after which a process looks whether the registers say other lists: another process may have changed them."""
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
        self.listened = time.monotonic()
        self.heard, self.laid = float("-inf"), (0, 0)

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

        if time.monotonic() - self.listened > EARSHOT:
            self.listen()
        self.hear()

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
        self.hear()
        return observed(use_case, wish, lambda: self._tried(lambda work: use_case(work, *args, **wish), "", actor))

    @contextmanager
    def working(self, actor: Actor = SYSTEM, *, now: datetime | None = None) -> Iterator[Work]:
        """Several wishes in one transaction, for the demo and the command line. Committed at the end, tried once."""
        with self.database.session(write_first=True) as store:
            yield self._work(store, "", actor, now or self.clock())
            self._commit(store)

    @contextmanager
    def rehearsing(self, *, commands: int = 100) -> Iterator[Rehearsal]:
        """Many wishes of many people in few transactions, for the demo alone in its database: it takes the write lock
        and keeps it. Committed every so many `commands` and at the end."""
        with self.database.session(write_first=True) as store:
            yield Rehearsal(lambda actor, now: self._work(store, "", actor, now), store, commands)
            store.commit()

    def hear(self, *, at_once: bool = False) -> None:
        """Let the house be as people wrote its lists, roles, deadlines and holidays since; what was compiled with the
        former is compiled again when it is needed. A database that is away is told by the wish itself; while a text
        does not read (its reader changed since) the house stays as it was."""
        if not at_once and time.monotonic() - self.heard < HEARING:
            return
        self.heard = time.monotonic()
        with suppress(DatabaseError, BrokenBundle), self.database.session() as store:
            work = self._work(store, "", SYSTEM, self.clock())
            stamp = list_house.stamp(work)
            if stamp != self.laid:
                self.house, self.laid, self.editions = list_house.laid(work), stamp, Editions()
                self.recent.forget()

    def listen(self) -> None:
        """Let the reference lists be what people wrote, and what the registers say now."""
        self.hear(at_once=True)
        self.listened = time.monotonic()
        with self.database.session() as store:
            register_seeds.say_lists(self._work(store, "", SYSTEM, self.clock()))

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
                if attempt == TRIES - 1 or (attempt and time.monotonic() > end):
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
        if store.info.pop(SAID, False):
            self.listen()
        if self.bell is not None and store.info.get(WAKE):
            self.bell.ring()


class Rehearsal:
    """A story told in advance: each wish stands or falls by itself, whole batches of them are committed."""

    def __init__(self, work: Callable[[Actor, datetime], Work], store: Session, commands: int) -> None:
        self._work = work
        self._commands = commands
        self._done = 0
        self.store = store

    @contextmanager
    def working(self, actor: Actor, now: datetime) -> Iterator[Work]:
        """One wish of `actor` at the moment `now`; what it wrote goes when it raises."""
        if self._done >= self._commands:
            self.store.commit()
            self._done = 0
        with self.store.begin_nested():
            yield self._work(actor, now)
        self._done += 1


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
