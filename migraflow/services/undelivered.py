"""Messages nobody has taken, given to a case or put aside with a reason by those who look after the house."""

from __future__ import annotations

from dataclasses import replace

from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.journal import EntryKind
from migraflow.domain.messages import Message, MessageState, Undelivered
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.procedure_file import read_facts
from migraflow.services import mailbox, progress
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import messages as store
from migraflow.store import procedures as procedure_store

LONGEST = 500
"""Characters of a reason."""


def listing(work: Work) -> tuple[Undelivered, ...]:
    """The messages nobody has taken, those given up first, without what they carry."""
    work.require(Permission.CALL_BACK_EFFECTS)
    found = store.undelivered(work.store)
    labels = declared(work) if found else {}
    return tuple(replace(row, label=labels.get(row.name, row.name)) for row in found)


def declared(work: Work) -> dict[str, str]:
    """What the published procedures call the messages they wait for, by name."""
    found: dict[str, str] = {}
    for one in procedure_store.all_procedures(work.store):
        facts = read_facts(procedure_store.files(work.store, one.edition)[PROCEDURE])
        found.update({name: message.label for name, message in facts.messages.items()})
    return found


def deliver(work: Work, *, message_id: int, ref: str) -> None:
    """Give a message to the case `ref`, whatever key it was sent with; both journals say who did.

    Raises NotFound for a message that is gone, Unfit ``message_case_unknown`` for a case that does not exist and
    ``message_not_awaited`` for one that does not wait for it.
    """
    work.require(Permission.CALL_BACK_EFFECTS)
    message = lying(work, message_id)
    number = ref.strip().upper()
    reached = case_store.keys_of(work.store, number)
    if not reached:
        raise Unfit("message_case_unknown", ref=number)
    if not mailbox.given(work, replace(message, to_case=reached[0]), reached[0]):
        raise Unfit("message_not_awaited", ref=number, message=message.name)
    settle(work, message, MessageState.DELIVERED, case_id=reached[0])
    tell_sender(work, message, EntryKind.RETRIED, {"to": number})


def drop(work: Work, *, message_id: int, reason: str) -> None:
    """Put a message aside that is meant for nobody any more; the journal of its sender says who did, and why.

    Raises NotFound for one that is gone, Unfit ``message_reason_missing``.
    """
    work.require(Permission.CALL_BACK_EFFECTS)
    message, said = lying(work, message_id), reason.strip()[:LONGEST]
    if not said:
        raise Unfit("message_reason_missing")
    settle(work, message, MessageState.DROPPED, reason=said)
    tell_sender(work, message, EntryKind.FAILED, {"reason": f"Écarté par {work.actor.name} : {said}"})


def lying(work: Work, message_id: int) -> Message:
    """A message nobody has taken. Raises NotFound."""
    found = store.lying(work.store, message_id)
    if found is None:
        raise NotFound("message", message_id)
    return found


def settle(work: Work, message: Message, state: MessageState, *, case_id: int | None = None, reason: str = "") -> None:
    """Note what became of a message by somebody's hand. Raises NotFound when a worker was first."""
    if not store.settle_by_hand(work.store, message, state, work.now, case_id=case_id, reason=reason):
        raise NotFound("message", message.id)


def tell_sender(work: Work, message: Message, kind: EntryKind, how: dict[str, object]) -> None:
    """Say in the journal of the case a message came from what somebody did with it."""
    if message.from_case is None:
        return
    sender = case_store.load(work.store, message.from_case, lock=True)
    detail = {"message": message.name, "correlation": message.correlation, **how}
    progress.append(work, sender, [progress.entry(work, sender, kind, name=message.name, detail=detail)])
