"""Words between cases, carried by the house: a message to the one case it is meant for, a signal to all that wait.

What a step sends is kept first; a worker then carries one message at a time, each in a transaction of its own, to a
case that waits for its very key, else to the one that has waited longest for any, else to a procedure it begins a case
of. What nobody waits for yet is kept until it expires; then the journal of its sender says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from migraflow import engine
from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import OWN_NUMBER, Case, CaseState, WaitKind
from migraflow.domain.errors import Unfit
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.messages import TIME_TO_LIVE, Message, MessageState
from migraflow.domain.shown import day
from migraflow.engine.correlation import key_text
from migraflow.services import cases, editions, messages, people, progress
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import messages as store
from migraflow.store.database import DatabaseError, Overtaken, is_contention

Values = Mapping[str, object]

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""How long to wait before each further try when the case that takes a message cannot go on; then it is given up."""
FEW = 5
"""Cases a message is offered to in one go: one may have gone on since its wait was written."""
SIGNAL_LASTS = timedelta(days=1)
"""How long a case that could not hear a signal is tried again: a signal is of the moment."""
KEPT = timedelta(days=90)
"""How long messages that arrived are kept."""


def post(work: Work, *, name: str, payload: Values, correlation: str = "", key: str) -> None:
    """Send message `name` from outside any case (a partner's machine), once per `key`."""
    require_house(work)
    store.add(work.store, letter(work, None, f"house:{key}", name, {"contenu": payload, "correlation": correlation}))


def tell(work: Work, *, case_id: int, name: str, payload: Values, key: str) -> None:
    """Send message `name` of the house to one case, once per `key`; it is kept until the case waits for it."""
    require_house(work)
    said = letter(work, None, f"house:{key}", name, {"contenu": payload})
    store.add(work.store, replace(said, to_case=case_id))


def announce(work: Work, *, signal: str, payload: Values, correlation: str | None = None, key: str = "") -> int:
    """Let every open case that waits for `signal` hear it (with `correlation`, only those it concerns); how many wait.

    A signal is the house's own word, not a button: what an authority decides reaches cases through its procedure.
    """
    require_house(work)
    said = letter(
        work, None, f"house:{key or work.new_ref()}", signal, {"contenu": payload, "correlation": correlation}
    )
    return store.fan_out(work.store, replace(said, expires=work.now + SIGNAL_LASTS), to_all=correlation is None)


def send(work: Work, sender: Case, key: str, parameters: Values) -> None:
    """Keep the message a step of `sender` sends; `parameters` are those of the effect ``message``.

    Raises Unfit ``message_unexpected`` for a message without a name, or to a case that does not exist.
    """
    name = str(parameters.get("nom") or parameters.get("name") or "")
    to = str(parameters.get("dossier") or "")
    reached = case_store.keys_of(work.store, to) if to else []
    if not name or (to and not reached):
        raise Unfit("message_unexpected", message=name)
    said = letter(work, sender, key, name, parameters)
    store.add(work.store, replace(said, to_case=reached[0] if reached else None))


def spread(work: Work, sender: Case, key: str, parameters: Values) -> None:
    """Keep the signal a step of `sender` throws, once for each other case that waits for it."""
    said = letter(work, sender, key, str(parameters.get("nom") or ""), parameters)
    store.fan_out(work.store, replace(said, expires=work.now + SIGNAL_LASTS), to_all=False)


def letter(work: Work, sender: Case | None, key: str, name: str, parameters: Values) -> Message:
    """A message as it is sent now."""
    content = parameters.get("contenu")
    return Message(
        key=key,
        kind=WaitKind.MESSAGE,
        name=name,
        correlation=key_text(parameters.get("correlation")),
        payload=cast(Values, content) if isinstance(content, Mapping) else {},
        from_case=sender.id if sender else None,
        from_ref=sender.ref if sender else "",
        to_case=None,
        sent=work.now,
        expires=until(work.now, parameters.get("validite")),
    )


def until(now: datetime, lasting: object) -> datetime:
    """When a message expires: `lasting` is a duration or a moment, anything else the house's own time."""
    if isinstance(lasting, datetime):
        return lasting
    return now + (lasting if isinstance(lasting, timedelta) else TIME_TO_LIVE)


def deliver_next(work: Work) -> int:
    """Carry the oldest message somebody waits for; 0 when nobody waits for any."""
    require_house(work)
    message = store.next_to_deliver(work.store, work.now)
    if message is None:
        return 0
    try:
        with work.store.begin_nested():
            taker = carried(work, message)
    except Overtaken:
        raise
    except Exception as error:  # whatever is wrong with one message must not keep the others waiting behind it
        if isinstance(error, DatabaseError) and is_contention(error):
            raise
        put_off(work, message, f"{type(error).__name__}: {error}")
        return 1
    if taker is None:
        store.later(work.store, message, work.now + PAUSES[0], "")
    else:
        store.settle(work.store, message, MessageState.DELIVERED, work.now, case_id=taker)
    return 1


def carried(work: Work, message: Message) -> int | None:
    """The key of the case that took `message`; None when nobody did after all."""
    if message.kind is WaitKind.SIGNAL:
        return heard(work, message)
    named = message.to_case
    for case_id in [named] if named is not None else store.who_waits(work.store, message, FEW):
        if given(work, message, case_id):
            return case_id
    begun = store.started_by(work.store, message.name) if named is None else []
    return opened_by(work, message, begun[0]) if begun else None


def given(work: Work, message: Message, case_id: int) -> bool:
    """Give `message` to a case that waits for it; False when it waits no longer."""
    case = case_store.load(work.store, case_id, lock=True)
    if case.state is CaseState.CLOSED:
        return False
    compiled = editions.of_case(work, case)
    facts = compiled.messages.get(message.name)
    told = entry_of(work, case, message, facts.label if facts else message.name)
    key = message.correlation if message.to_case is None else None
    try:
        messages.deliver(work, case, compiled, message.name, message.payload, [told], key)
    except Unfit as refusal:
        if refusal.code != "message_unexpected":
            raise
        return False
    return True


def heard(work: Work, message: Message) -> int | None:
    """Let the case a signal goes to hear it, unless it is over."""
    assert message.to_case is not None
    case = case_store.load(work.store, message.to_case, lock=True)
    if case.state is not CaseState.CLOSED:
        told = entry_of(work, case, message, message.name)
        messages.hear(work, case, message.name, message.payload, [told], message.correlation or None)
    return case.id


def entry_of(work: Work, case: Case, message: Message, label: str) -> Entry:
    """The entry that says what reached a case, and from where."""
    what = "signal" if message.kind is WaitKind.SIGNAL else "message"
    detail = {what: message.name, "from": message.from_ref, "correlation": message.correlation,
              **progress.lateness(message.sent, work.now)}  # fmt: skip
    return progress.entry(work, case, EntryKind.MESSAGE, name=label, answers=message.payload, detail=detail)


def opened_by(work: Work, message: Message, procedure: str) -> int:
    """Open a case of `procedure` by a message: where its sender is, for the same person, knowing what it carries."""
    compiled, called = editions.current(work, procedure)
    sender = case_store.load(work.store, message.from_case) if message.from_case else None
    actor = replace(SYSTEM, office=sender.office, region=sender.region) if sender else SYSTEM
    there = replace(work, actor=actor)
    new = cases.new_case(there, compiled, called)
    case = case_store.add(work.store, replace(new, person_id=sender.person_id if sender else None))
    people.describe(there, case)
    known = {**message.payload, OWN_NUMBER: case.ref}
    first = engine.start(compiled, now=work.now, data=known, message=message.name)
    facts = compiled.messages.get(message.name)
    opened = progress.entry(there, case, EntryKind.OPENED, name=compiled.procedure.title_fr)
    because = [opened, entry_of(there, case, message, facts.label if facts else message.name)]
    return progress.record(there, case, progress.Step(compiled, first, because)).id


def put_off(work: Work, message: Message, reason: str) -> None:
    """Try a message again later, or give it up when that was tried often; the journal of its sender says so."""
    if message.attempts < len(PAUSES):
        store.later(work.store, message, work.now + PAUSES[message.attempts], reason)
        return
    give_up(work, message, MessageState.REFUSED,
            f"« {message.name} » n’a pas pu être remis : le dossier qui l’attend n’avance pas ({reason}). "
            "Reprenez ce dossier, puis renvoyez le message.")  # fmt: skip


def expire_next(work: Work) -> int:
    """Give up a message nobody has waited for in its time; 0 when there is none."""
    require_house(work)
    message = store.next_expired(work.store, work.now)
    if message is None:
        return 0
    meant = f" (clé {message.correlation})" if message.correlation else ""
    give_up(work, message, MessageState.EXPIRED,
            f"« {message.name} »{meant} n’a trouvé aucun dossier qui l’attende jusqu’au {day(message.expires.date())}. "
            "Vérifiez la clé et le dossier visé, puis renvoyez-le.")  # fmt: skip
    return 1


def give_up(work: Work, message: Message, state: MessageState, reason: str) -> None:
    """Keep a message as undelivered, and say so in the journal of its sender."""
    store.settle(work.store, message, state, work.now, reason=reason)
    if message.from_case is None or message.kind is WaitKind.SIGNAL:
        return
    sender = case_store.load(work.store, message.from_case, lock=True)
    detail = {"message": message.name, "correlation": message.correlation, "reason": reason}
    told = progress.entry(work, sender, EntryKind.FAILED, name=message.name, detail=detail)
    progress.append(work, sender, [told])


def forget_old(work: Work) -> None:
    """Forget the messages that arrived long ago: the journals of their cases have them."""
    require_house(work)
    store.forget(work.store, work.now - KEPT)
