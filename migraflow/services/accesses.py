"""The journal of access: every reading of a person's sheet or of what is confidential is written down (domain.md §14).

So is every file somebody takes away, of people or of figures. The delegate for data protection reads it, and a person
who asks is told who looked at their sheet. How long it is kept stands in ``reference/conservation.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from migraflow.domain.access import Permission
from migraflow.domain.accesses import Access, AccessAction, AccessObject
from migraflow.domain.cases import Case
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.shown import plain
from migraflow.services.commands import require_house
from migraflow.services.sessions import seal
from migraflow.services.work import Work
from migraflow.store import accesses as store
from migraflow.store import people as people_store

AGAIN = timedelta(minutes=10)
"""A page that is opened again within this time by the same person is the same reading."""
MONTH = timedelta(days=30.5)
SHORTEST = 36
"""Months lines are kept when the register does not say: three years (domain.md §14)."""
TOLD = 200
"""Readings a person who asks is told of, the latest first."""


def note(work: Work, what: AccessObject, *, person: str = "", case_ref: str = "", region: str = "",
         action: AccessAction = AccessAction.READ) -> None:  # fmt: skip
    """Write down that the actor sees what belongs to `region`; the house's own looks are nobody's."""
    if not work.actor.account_id:
        return
    outside = bool(region and work.actor.region and region != work.actor.region)
    one = Access(0, work.now, work.actor.name, action, what, person, case_ref, "", outside)
    if store.said(work.store, work.actor, one, work.now - AGAIN):
        return
    address = store.address_of(work.store, seal(work, work.session_token)) if work.session_token else ""
    store.add(work.store, work.actor, replace(one, address=address))


def note_export(work: Work, what: AccessObject, detail: str, count: int) -> None:
    """Write down that the actor takes a file away: what it holds, by which filters, how many rows. Each time anew."""
    if not work.actor.account_id:
        return
    address = store.address_of(work.store, seal(work, work.session_token)) if work.session_token else ""
    one = Access(0, work.now, work.actor.name, AccessAction.EXPORT, what, "", "", address, False, detail, count)
    store.add(work.store, work.actor, one)


def note_case(work: Work, what: AccessObject, case: Case) -> None:
    """Write down that the actor sees something confidential of `case`."""
    person = people_store.load(work.store, case.person_id).ref if case.person_id else ""
    note(work, what, person=person, case_ref=case.ref, region=case.region)


def listing(work: Work, *, person: str = "", after: int | None = None) -> Page[Access]:
    """The journal of access, of one person or whole, fifty lines at a time, the latest first."""
    work.require(Permission.SEE_ACCESSES)
    found = store.page(work.store, person.strip().upper(), after)
    return Page(tuple(found[:PAGE]), str(found[PAGE - 1].id) if len(found) > PAGE else None)


def answer(work: Work, case: Case, _asked: Mapping[str, object], _data: Mapping[str, object]) -> list[str]:
    """The answer of the effect ``lister_acces``: who saw what of the case's person, one line each, the latest first."""
    if case.person_id is None:
        return []
    person = people_store.load(work.store, case.person_id).ref
    return [f"{plain(one.at)} : {one.account} ({one.what})" for one in store.of_person(work.store, person, TOLD)]


def forget_old(work: Work) -> None:
    """Forget the lines the register no longer wants kept."""
    require_house(work)
    known = work.house.lists.get("conservation")
    entry = known.entries.get("journal_acces") if known else None
    months = entry.more.get("mois", "") if entry else ""
    store.forget(work.store, work.now - MONTH * int(months if months.isdigit() else SHORTEST))
