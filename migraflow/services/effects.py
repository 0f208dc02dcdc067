"""Effects: what steps left to do, done by the house afterwards, each once; a failure never undoes a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from migraflow.domain.cases import CaseState, WaitKind
from migraflow.domain.effects import AWAITED, Operator
from migraflow.domain.errors import MigraflowError, Unfit
from migraflow.domain.journal import EntryKind
from migraflow.feel import FeelSyntaxError
from migraflow.services import editions, messages, notices, people, progress
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import effects as store
from migraflow.store import snapshots, timers

Perform = Callable[[Work, store.Due], None]

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""How long to wait before each further try; after the last the effect is given up, and the journal says so."""


def perform_due(work: Work, *, limit: int = 50) -> int:
    """Perform the effects due now, at most `limit`; answers how many were tried."""
    require_house(work)
    due = store.due(work.store, work.now, limit)
    for effect in due:
        attempt(work, effect)
    return len(due)


def attempt(work: Work, effect: store.Due) -> None:
    """Perform one effect; when that fails, try again later, or give it up and say so in the journal."""
    try:
        with work.store.begin_nested():
            performer(effect.operator)(work, effect)
            store.done(work.store, effect.id, work.now)
    except (MigraflowError, FeelSyntaxError) as error:
        again = effect.attempts < len(PAUSES)
        store.failed(work.store, effect.id, str(error), work.now + PAUSES[effect.attempts] if again else None)
        if not again:
            give_up(work, effect, str(error))


def performer(operator: str) -> Perform:
    """Who performs `operator`. Raises Unfit for one that does not exist."""
    found = PERFORM.get(operator)
    if found is None:
        raise Unfit("operator_unknown", operator=operator)
    return found


def give_up(work: Work, effect: store.Due, reason: str) -> None:
    """Say in the journal that an effect could not be performed."""
    case = case_store.load(work.store, effect.case_id, lock=True)
    failed = progress.entry(work, case, EntryKind.FAILED, element=effect.element,
                            detail={"operator": effect.operator, "reason": reason})  # fmt: skip
    progress.append(work, case, [failed])


def notify(work: Work, effect: store.Due) -> None:
    """``avis``: a notice `modele` to a role where the case is, or to its person (`a`)."""
    case = case_store.load(work.store, effect.case_id)
    known = {**snapshots.data(work.store, case.id), **word_of(effect, "donnees")}
    to = str(effect.parameters.get("a") or notices.PERSON)
    notices.send(work, case, effect.key, str(effect.parameters.get("modele") or effect.element), to, known)


def word_of(effect: store.Due, name: str) -> Mapping[str, object]:
    """A parameter that is a context; {} when it is none."""
    value = effect.parameters.get(name)
    return {str(key): entry for key, entry in value.items()} if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def send_message(work: Work, effect: store.Due) -> None:
    """``message``: `nom` to the case `dossier`, or to the one that has waited longest for it, with `contenu`."""
    name = str(effect.parameters.get("nom") or effect.parameters.get("name") or "")
    to = str(effect.parameters.get("dossier") or "")
    keys = case_store.keys_of(work.store, to) if to else timers.waiting_for(work.store, WaitKind.MESSAGE, name)
    keys = [key for key in keys if key != effect.case_id]
    if not keys:
        raise Unfit("message_unexpected", message=name)
    case = case_store.load(work.store, keys[0], lock=True)
    if case.state is CaseState.CLOSED:
        raise Unfit("message_unexpected", message=name)
    sender = case_store.load(work.store, effect.case_id)
    told = progress.entry(work, case, EntryKind.MESSAGE, name=name, detail={"message": name, "from": sender.ref})
    messages.deliver(work, case, editions.of_case(work, case), name, word_of(effect, "contenu"), [told])


def enrol(work: Work, effect: store.Due) -> None:
    """``inscrire_vivier``: the person of the case is in the international pool from today."""
    case = case_store.load(work.store, effect.case_id)
    if case.person_id is not None:
        facts = {"dossier": case.ref, "depuis": work.now.date(), **effect.parameters}
        people.note(work, case.person_id, "vivier", facts)


def nothing_more(work: Work, effect: store.Due) -> None:
    """``lettre`` and ``journaliser``: the step's journal entry says it; letters are drawn from there."""


PERFORM: Mapping[str, Perform] = {
    Operator.NOTICE: notify,
    Operator.LETTER: nothing_more,
    Operator.MESSAGE: send_message,
    Operator.ENROL_IN_POOL: enrol,
    Operator.NOTE: nothing_more,
}
"""How each operator is performed; those of AWAITED are answered in the step itself (``services.progress``)."""
assert set(PERFORM) | AWAITED == set(Operator)
