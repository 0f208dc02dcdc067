"""Word to people outside: queued with the notice, sent by the worker with no transaction held, tried again."""

from __future__ import annotations

from datetime import timedelta

from migraflow.domain.cases import Case
from migraflow.domain.effects import Operator
from migraflow.domain.journal import EntryKind
from migraflow.domain.register import IDENTITY
from migraflow.domain.sendings import Sending, reached_by
from migraflow.domain.values import block_at
from migraflow.services import progress
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import people
from migraflow.store import sendings as store

PAUSES = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12), timedelta(days=1))
"""How long to wait before each further try; after the last, word is given up, and the journal of the case says so."""


def queue(work: Work, case: Case, key: str, subject: str, body: str) -> bool:
    """Queue a notice for the person of `case`, by the channel the register tells; False when nothing goes out.

    Nothing of a confidential case leaves the house: phones are shared, and mailboxes read by others.
    """
    if case.person_id is None or case.confidential:
        return False
    person = people.load(work.store, case.person_id)
    reached = reached_by(block_at(person.known, IDENTITY))
    if reached is None or person.confidential:
        return False
    channel, address = reached
    return store.add(work.store, Sending(0, f"{key}:{channel}", channel, address, subject, body, case.id, 0), work.now)


def take(work: Work, *, limit: int = 50) -> tuple[Sending, ...]:
    """Take word in hand that is due to go out now."""
    require_house(work)
    return tuple(store.take(work.store, work.now, limit))


def hold(work: Work, *, sending: Sending) -> bool:
    """Go on holding word in hand for another lease, before it is sent; False when another worker has it by now."""
    require_house(work)
    return store.hold(work.store, sending, work.now)


def sent(work: Work, *, sending: Sending) -> None:
    """Note that word in hand has gone out."""
    require_house(work)
    store.sent(work.store, sending, work.now)


def fail(work: Work, *, sending: Sending, reason: str, for_good: bool) -> None:
    """Note that word in hand did not go out: it is tried again later, or given up, and then the journal says so."""
    require_house(work)
    again = not for_good and sending.attempts <= len(PAUSES)
    next_try = work.now + PAUSES[sending.attempts - 1] if again else None
    if not store.failed(work.store, sending, reason, next_try) or again or sending.case_id is None:
        return
    case = case_store.load(work.store, sending.case_id, lock=True)
    detail = {"operator": Operator.NOTICE.value, "channel": sending.channel.value, "reason": reason[:300]}
    progress.append(work, case, [progress.entry(work, case, EntryKind.FAILED, name=sending.subject, detail=detail)])
