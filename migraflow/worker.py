"""The worker: fires what has come due and performs the effects that steps left behind, again and again.

The queue (Huey) wakes it as soon as a step has left something to do; a look at the database every few seconds finds
what the queue lost. Any number of workers may run: what one has in hand the others leave alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from migraflow.channels import webhook
from migraflow.channels.outside import channels_of
from migraflow.domain.access import SYSTEM
from migraflow.domain.effects import Due
from migraflow.domain.errors import MigraflowError, Unfit
from migraflow.engine.child import Failed
from migraflow.engine.replay import Crew
from migraflow.services import (
    alerts,
    disclosures,
    effects,
    facts,
    mailings,
    register_imports,
    replays,
    sendings,
    timers,
)
from migraflow.services.work import Work
from migraflow.store.database import DatabaseError
from migraflow.store.queue import listening
from migraflow.wiring import Agency

PAUSE = 5.0
"""Seconds between two looks at the clock when nobody wakes us."""
AT_ONCE = 50
FEW = 100
"""Cases of a replay that are not worth another process."""
STILL = 60.0
"""Seconds without a new count after which decisions are made ahead."""
SIGN_OF_LIFE = 60.0
"""Seconds between two signs of life of a worker that performs effects: well within the lease of what it holds."""
log = logging.getLogger("migraflow.worker")


def run(agency: Agency, stop: Event, pause: float = PAUSE) -> None:
    """Sweep until `stop` is set. What fails is written down, and tried again at the next look."""
    one = Lock()

    def look() -> None:
        with one:
            while not stop.is_set() and sweep(agency):
                pass

    consumer = listening(agency.settings.redis_url, agency.settings.var, look)
    consumer.start()
    beside = [Thread(target=target, args=(agency, stop), name=target.__name__, daemon=True)
              for target in (replay_on, decide_on)]  # fmt: skip
    for thread in beside:
        thread.start()
    try:
        while not stop.is_set():
            look()
            attempt(agency, timers.tidy)
            stop.wait(pause)
    finally:
        stop.set()
        consumer.stop()
        for thread in beside:
            thread.join()


def decide_on(agency: Agency, stop: Event, pause: float = 2.0) -> None:
    """Decide ahead what may be told of the figures, a fifth of the time at most, once nothing was counted for a while.

    While people work each count ends what was decided: to decide again each time would keep an old machine busy.
    """
    counted, since = -1, time.monotonic()
    while not stop.is_set():
        changes = attempt(agency, disclosures.changes)
        if changes != counted:
            counted, since = changes, time.monotonic()
        elif time.monotonic() - since >= STILL:
            decide_next(agency)
        stop.wait(pause)


def decide_next(agency: Agency) -> int:
    """A round of decisions, worked out with nothing held, then kept: how many."""
    try:
        made = agency.perform_as(SYSTEM, disclosures.decisions)
        return agency.perform_as(SYSTEM, disclosures.keep, made=made) if made else 0
    except (MigraflowError, DatabaseError):
        log.exception("no decisions could be made ahead")
        return 0


def replay_on(agency: Agency, stop: Event, pause: float = 1.0) -> None:
    """Replay what is asked for, beside everything else: a year of cases takes a minute, timers do not wait for it."""
    while not stop.is_set():
        try:
            replay_next(agency, stop)
        except (MigraflowError, DatabaseError):
            log.exception("a replay could not go on")
        stop.wait(pause)


def replay_next(agency: Agency, stop: Event) -> bool:
    """Do one replay, in processes of its own and a transaction per share; whether there was one.

    One that `stop` interrupts, or whose worker dies, is gone on with by the next; one given up ends at once.
    """
    job = agency.perform_as(SYSTEM, replays.take)
    if job is None:
        return False
    number = job.replay.id
    try:
        with Crew(job.setup, 1 + job.replay.total // FEW) as crew:
            while not stop.is_set():
                share = agency.perform_as(SYSTEM, replays.share, replay=number)
                if not share:
                    break
                agency.perform_as(SYSTEM, replays.keep, replay=number, results=crew.replay(share))
            else:
                return True
        agency.perform_as(SYSTEM, replays.finish, replay=number)
    except Failed as error:
        agency.perform_as(SYSTEM, replays.fail, replay=number, reason=str(error) or "the processes ended")
    return True


def sweep(agency: Agency) -> int:
    """One look at everything that waits for the house itself: how much was done, what is counted afterwards apart."""
    done = sum(repeated(agency, step) for step in timers.ROUND)
    done += repeated(agency, register_imports.go_on) + perform_effects(agency) + send_word(agency)
    repeated(agency, facts.count_next)
    attempt(agency, alerts.check_daily)
    return done


def repeated(agency: Agency, step: Callable[[Work], int]) -> int:
    """One kind of waiting work, again and again while there is some, each time in a transaction of its own.

    At most `AT_ONCE` times: the other kinds have their turn.
    """
    done = 0
    while done < AT_ONCE and (found := attempt(agency, step)):
        done += found
    return done


def attempt(agency: Agency, use_case: Callable[[Work], int]) -> int:
    """One piece of waiting work: how much was done, nothing when it failed."""
    try:
        return agency.perform_as(SYSTEM, use_case)
    except (MigraflowError, DatabaseError):
        log.exception("%s failed", use_case.__name__)
        return 0


def perform_effects(agency: Agency, limit: int = AT_ONCE) -> int:
    """Perform the effects due now, at most `limit`, each in a transaction of its own: how many were tried."""
    try:
        held = agency.perform_as(SYSTEM, effects.take, limit=limit)
        with alive(agency, {effect.holder for effect in held}):
            for effect in held:
                deliver(agency, effect)
    except (MigraflowError, DatabaseError):
        log.exception("effects could not be performed")
        return 0
    return len(held)


@contextmanager
def alive(agency: Agency, holders: Collection[str]) -> Iterator[None]:
    """Meanwhile give signs of life for what `holders` have in hand: nobody else takes it, however long it takes."""
    over = Event()

    def signs() -> None:
        while not over.wait(SIGN_OF_LIFE):
            for holder in holders:
                try:
                    agency.perform_as(SYSTEM, effects.renew, holder=holder)
                except (MigraflowError, DatabaseError):
                    log.exception("no sign of life could be given")

    giver = Thread(target=signs, daemon=True)
    if holders:
        giver.start()
    try:
        yield
    finally:
        over.set()
        if holders:
            giver.join()


def deliver(agency: Agency, effect: Due) -> None:
    """Perform one effect in hand; note why when that fails. A database that is away leaves it to the lease."""
    try:
        call = agency.perform_as(SYSTEM, effects.outward, effect=effect)
        if call is not None:
            webhook.post(agency.settings.var, call)
        agency.perform_as(SYSTEM, effects.perform, effect=effect)
    except DatabaseError:
        raise
    except Exception as error:
        if not isinstance(error, MigraflowError):
            log.exception("effect %s failed", effect.operator)
        agency.perform_as(SYSTEM, effects.fail, effect=effect, reason=reason_of(error))


def send_word(agency: Agency, limit: int = AT_ONCE) -> int:
    """Send word to people outside that is due, at most `limit`, with no transaction held: how many were tried."""
    try:
        held = agency.perform_as(SYSTEM, sendings.take, limit=limit)
        ways = channels_of(agency.settings)
        for sending in held:
            if not agency.perform_as(SYSTEM, sendings.hold, sending=sending):
                continue
            try:
                ways[sending.channel].send(agency.perform_as(SYSTEM, mailings.message, sending=sending))
            except Exception as error:
                for_good = isinstance(error, Unfit) and error.code == "sending_impossible"
                agency.perform_as(SYSTEM, sendings.fail, sending=sending, reason=reason_of(error), for_good=for_good)
            else:
                agency.perform_as(SYSTEM, sendings.sent, sending=sending)
    except (MigraflowError, DatabaseError):
        log.exception("word could not be sent")
        return 0
    return len(held)


def reason_of(error: Exception) -> str:
    """Why an effect failed, for those who look after the house."""
    if isinstance(error, Unfit):
        return " ".join([error.code, *(f"{name}={value}" for name, value in error.facts.items())])
    return f"{type(error).__name__}: {error}"
