"""Applications of campaigns in the register of applications: one row each, which says what the campaign says.

The campaign is the truth. Whoever changes an application marks it; a worker then writes what changed into its row, with
who decided it and when. An application whose person has a case has the row that the case writes, too: one sheet, one
history, however somebody applied.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from migraflow.domain.access import Permission
from migraflow.domain.campaigns import APPLIED, Standing
from migraflow.domain.errors import NotFound
from migraflow.domain.people import AppliedRow
from migraflow.domain.registers import Deed, Register, Row, changes, drafted
from migraflow.domain.shown import show
from migraflow.services.commands import require_house
from migraflow.services.register_folder import lists_of, registers_in
from migraflow.services.work import Work
from migraflow.store import application_rows as store
from migraflow.store import campaigns as campaign_store
from migraflow.store import people as people_store
from migraflow.store import registers as register_store

AT_ONCE = 50
"""Rows of one transaction."""
GONE = "partie"
"""The state of an application whose person has left."""
STATES = {
    Standing.RECEIVED: "confirmee",
    Standing.ELIGIBLE: "preselectionnee",
    Standing.EXCLUDED: "ecartee",
    Standing.CHOSEN: "retenue",
    Standing.WAITING: "attente",
    Standing.PASSED_OVER: "non_retenue",
    Standing.WITHDRAWN: "desistement",
}
"""What the register calls where an application stands."""


def enter_next(work: Work) -> int:
    """Write what became of the next applications into their rows; 0 when none is due, or a campaign is busy."""
    require_house(work)
    register = registers_in(work.settings.workflows).get(store.REGISTER)
    if register is None or campaign_store.next_errand(work.store) is not None:
        return 0
    due = store.due(work.store, AT_ONCE)
    for one in due:
        enter(work, register, one)
    return len(due)


def enter(work: Work, register: Register, one: store.ToEnter) -> None:
    """One application: none of somebody who is protected, none off an offer (people who return together)."""
    held = register_store.load(work.store, one.row_id) if one.row_id else None
    if held is None and (one.hidden or not one.offer or one.standing not in APPLIED):
        store.entered(work.store, one.id, None)
        return
    said = said_of(one)
    wanted = drafted(register, said, lists_of(work), key="", now=work.now).key
    row = placed(work, held, register_store.get(work.store, register.name, wanted), wanted)
    hand = register_store.Hand(one.at, *one.hand, Deed.CHANGED if row else Deed.CREATED, one.reason, one.case_ref)
    kept = written(work, register, row, said, hand)
    if one.case_id is not None:
        register_store.mention(work.store, [kept], one.case_id)
    store.entered(work.store, one.id, kept)


def said_of(one: store.ToEnter) -> dict[str, object]:
    """What the campaign says of an application, as the register's questions."""
    return {
        "offre": one.offer,
        "dossier": one.case_ref or f"{one.campaign}-{one.id}",
        "nom": one.name,
        "sexe": one.sex or None,
        "region": one.region or None,
        "date_candidature": one.came,
        "score": one.score,
        "rang": one.rank,
        "statut": GONE if one.gone and one.standing is Standing.CHOSEN else STATES[one.standing],
        "motif": one.reason[:300] or None,
    }


def placed(work: Work, held: Row | None, there: Row | None, wanted: str) -> Row | None:
    """The row of an application under the key it has now: a case may have written that one before."""
    if held is None or held.key == wanted:
        return held or there
    if there is None:
        store.name(work.store, held.id, wanted)
        return replace(held, key=wanted)
    store.join(work.store, held.id, there.id)
    return there


def written(work: Work, register: Register, row: Row | None, said: dict[str, object], hand: register_store.Hand) -> int:
    """The key of the row, once it says what the campaign says; what only a case knows stays."""
    if row is None:
        draft = drafted(register, said, lists_of(work), key="", now=work.now)
        return register_store.add(work.store, register, draft, hand, work.new_ref()).id
    if row.values.get("statut") == GONE and said["statut"] == STATES[Standing.CHOSEN]:
        said = {**said, "statut": GONE}
    laid = {**row.values, **{name: value for name, value in said.items() if value is not None}}
    differing = changes(row.values, laid)
    if differing:
        draft = drafted(register, laid, lists_of(work), key=row.key, now=work.now)
        register_store.change(work.store, row, draft, hand, differing)
    return row.id


def of_person(work: Work, *, ref: str) -> tuple[AppliedRow, ...]:
    """What somebody applied for, in a case or in a campaign, as far as this reader may see it. Raises NotFound."""
    work.require(Permission.SEE_PERSON)
    person = people_store.find(work.store, people_store.successor(work.store, ref), seen_by=work.actor)
    if person is None:
        raise NotFound("person", ref)
    register = registers_in(work.settings.workflows).get(store.REGISTER)
    if register is None or not work.actor.may(Permission.SEE_REGISTER):
        return ()
    states = dict(register.states())
    keys = store.of_person(work.store, person.id)
    rows = [row for key in keys if (row := register_store.find(work.store, register, key, seen_by=work.actor))]
    lists, offer = lists_of(work), register.form.field("offre")
    return tuple(
        AppliedRow(row.key, show(offer, row.values.get("offre"), lists) if offer else "",
                   states.get(row.state, row.state), day_of(row.values.get("date_candidature")))
        for row in rows
    )  # fmt: skip


def day_of(value: object) -> date | None:
    """A date, if it is one."""
    return value if isinstance(value, date) else None
