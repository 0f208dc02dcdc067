"""Effects: what steps left to do, done by the house afterwards, each once; a failure never undoes a step.

A worker takes effects in hand (`take`, committed), then performs each in a transaction of its own (`perform`): what it
writes and the note that it is done stand or fall together. Meanwhile it says now and then that it is alive (`renew`).
Whoever dies in between loses the effect to the next worker, with the same key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta

from migraflow.domain.access import Permission
from migraflow.domain.cases import Case
from migraflow.domain.effects import AWAITED, Call, Due, GivenUp, Operator
from migraflow.domain.errors import MigraflowError, NotFound, Unfit
from migraflow.domain.journal import EntryKind
from migraflow.domain.prefill import raw_of
from migraflow.feel import FeelSyntaxError
from migraflow.services import costs, letters, mailbox, notices, people, progress
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import effects as store
from migraflow.store import snapshots

Perform = Callable[[Work, Due], None]

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""How long to wait before each further try; after the last the effect is given up, and the journal says so."""


def take(work: Work, *, limit: int = 50) -> tuple[Due, ...]:
    """Take at most `limit` effects in hand that are due now; nobody else performs them meanwhile."""
    require_house(work)
    return tuple(store.take(work.store, work.new_ref(), work.now, limit))


def renew(work: Work, *, holder: str) -> int:
    """Go on holding what `holder` has in hand, for another lease: how many effects that is."""
    require_house(work)
    return store.renew(work.store, holder, work.now)


def outward(work: Work, *, effect: Due) -> Call | None:
    """The call to make before `effect` is performed, with no transaction held; None for all that stays in the house.

    Raises Unfit ``effect_taken`` when it is in another worker's hand by now: that one makes the call.
    """
    require_house(work)
    if effect.operator != Operator.WEBHOOK:
        return None
    if not store.held(work.store, effect):
        raise Unfit("effect_taken")
    case = case_store.load(work.store, effect.case_id)
    content = {"cle": effect.key, "dossier": case.ref, "etape": effect.element, "contenu": word_of(effect, "contenu")}
    return Call(str(effect.parameters.get("cible") or ""), effect.key, json.dumps(raw_of(content), ensure_ascii=False))


def perform(work: Work, *, effect: Due) -> None:
    """Perform an effect in hand and note that it is done. Raises Unfit ``effect_taken`` when the lease was over."""
    require_house(work)
    performer(effect.operator)(work, effect)
    if not store.done(work.store, effect, work.now):
        raise Unfit("effect_taken")


def perform_due(work: Work, *, limit: int = 50) -> int:
    """Perform the effects due now in this one transaction, for a rehearsal: nothing leaves the house. How many."""
    held = take(work, limit=limit)
    for effect in held:
        try:
            with work.store.begin_nested():
                if effect.operator == Operator.WEBHOOK:
                    raise Unfit("webhook_rehearsed")
                perform(work, effect=effect)
        except (MigraflowError, FeelSyntaxError) as error:
            fail(work, effect=effect, reason=str(error))
    return len(held)


def fail(work: Work, *, effect: Due, reason: str) -> None:
    """Note that an effect in hand failed: it is tried again later, or given up, and then the journal says so."""
    require_house(work)
    again = effect.attempts <= len(PAUSES)
    next_try = work.now + PAUSES[effect.attempts - 1] if again else None
    if store.failed(work.store, effect, reason, next_try=next_try, now=work.now) and not again:
        give_up(work, effect, reason)


def performer(operator: str) -> Perform:
    """Who performs `operator`. Raises Unfit for one that does not exist."""
    found = PERFORM.get(operator)
    if found is None:
        raise Unfit("operator_unknown", operator=operator)
    return found


def give_up(work: Work, effect: Due, reason: str) -> None:
    """Say in the journal that an effect could not be performed."""
    case = case_store.load(work.store, effect.case_id, lock=True)
    failed = progress.entry(work, case, EntryKind.FAILED, element=effect.element,
                            detail={"operator": effect.operator, "reason": reason})  # fmt: skip
    progress.append(work, case, [failed])


def given_up(work: Work) -> tuple[GivenUp, ...]:
    """The effects the house has given up, the latest first, for those who look after it."""
    work.require(Permission.CALL_BACK_EFFECTS)
    return tuple(store.given_up(work.store))


def call_back(work: Work, *, effect_id: int) -> None:
    """Have an effect that was given up performed again; the journal of its case says who asked. Raises NotFound."""
    work.require(Permission.CALL_BACK_EFFECTS)
    found = store.case_of(work.store, effect_id)
    if found is None or not store.call_back(work.store, effect_id, work.now):
        raise NotFound("effect", effect_id)
    case_id, operator, element = found
    case = case_store.load(work.store, case_id, lock=True)
    told = progress.entry(work, case, EntryKind.RETRIED, element=element, detail={"operator": operator})
    progress.append(work, case, [told])


def notify(work: Work, effect: Due) -> None:
    """``avis``: a notice `modele` to a role where the case is, or to its person (`a`); with `dossier`, to those of that
    case, in the words of this one (an offer tells its candidates)."""
    known = {**snapshots.data(work.store, effect.case_id), **word_of(effect, "donnees")}
    to = str(effect.parameters.get("a") or notices.PERSON)
    notices.send(
        work, concerned(work, effect), effect.key, str(effect.parameters.get("modele") or effect.element), to, known
    )


def concerned(work: Work, effect: Due) -> Case:
    """The case a notice is about: the one `dossier` names, else that of the step. Raises NotFound."""
    ref = str(effect.parameters.get("dossier") or "")
    found = case_store.keys_of(work.store, ref) if ref else [effect.case_id]
    if not found:
        raise NotFound("case", ref)
    return case_store.load(work.store, found[0])


def word_of(effect: Due, name: str) -> Mapping[str, object]:
    """A parameter that is a context; {} when it is none."""
    value = effect.parameters.get(name)
    return {str(key): entry for key, entry in value.items()} if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def send_message(work: Work, effect: Due) -> None:
    """``message``: `nom` to the case `dossier`, or to whichever waits for it, with `contenu`; kept until taken."""
    mailbox.send(work, case_store.load(work.store, effect.case_id), effect.key, effect.parameters)


def throw_signal(work: Work, effect: Due) -> None:
    """``signal``: `nom` to every other case that waits for it, with `contenu`."""
    mailbox.spread(work, case_store.load(work.store, effect.case_id), effect.key, effect.parameters)


def enrol(work: Work, effect: Due) -> None:
    """``inscrire_vivier``: the person of the case is in the international pool from today."""
    case = case_store.load(work.store, effect.case_id)
    if case.person_id is not None:
        facts = {"dossier": case.ref, "depuis": work.now.date(), **effect.parameters}
        people.note(work, case.person_id, "vivier", facts)


def nothing_more(work: Work, effect: Due) -> None:
    """``journaliser``: the step's journal entry says it; ``webhook``: the worker has made the call."""


PERFORM: Mapping[str, Perform] = {
    Operator.NOTICE: notify,
    Operator.LETTER: letters.issue,
    Operator.MESSAGE: send_message,
    Operator.SIGNAL: throw_signal,
    Operator.ENROL_IN_POOL: enrol,
    Operator.NOTE: nothing_more,
    Operator.NOTE_COSTS: costs.note,
    Operator.WEBHOOK: nothing_more,
}
"""How each operator is performed; those of AWAITED are answered in the step itself (``services.progress``)."""
assert set(PERFORM) | AWAITED == set(Operator)
