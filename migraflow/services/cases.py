"""Cases: opened, found, read, and told of what happens outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.cases import OWN_NUMBER, Case, CaseRow, CaseState, case_ref
from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.domain.journal import EntryKind
from migraflow.domain.paging import PAGE, Page
from migraflow.domain.procedures import ProcedureCard
from migraflow.domain.register import IDENTITY
from migraflow.domain.tasks import Receipt, Task
from migraflow.domain.values import block_at
from migraflow.services import editions, people, procedures, progress
from migraflow.services.case_sheets import diagram, sheet
from migraflow.services.commands import once
from migraflow.services.messages import message_form, send_message
from migraflow.services.work import Work
from migraflow.store import case_lists, journal
from migraflow.store import cases as store
from migraflow.store import people as people_store
from migraflow.store import tasks as task_store

__all__ = ["diagram", "message_form", "openable", "search", "send_message", "sheet", "start"]

NATION = "NAT"
"""The letters in a regional number when the one who opens the case serves no region."""


def openable(work: Work) -> tuple[ProcedureCard, ...]:
    """The procedures this person may open a case of, by title."""
    work.require(Permission.OPEN_CASE)
    return tuple(card for card in procedures.cards(work) if card.may_open)


def start(work: Work, *, procedure: str, key: str, person: str = "") -> Receipt:
    """Open a case, for somebody of the register when `person` (a number like P-000123) is given.

    The first task, when it lies in a lane of the actor, is taken at once: the receipt names it.
    """
    return once(work, key, lambda: started(work, procedure, person))


def started(work: Work, procedure: str, person: str) -> Receipt:
    """`start`, once the key is known to be new."""
    work.require(Permission.OPEN_CASE)
    compiled, called = editions.current(work, procedure)
    if not work.actor.roles & set(compiled.procedure.opened_by):
        raise NotAllowed(Permission.OPEN_CASE)
    known: Mapping[str, object] = {}
    case = new_case(work, compiled, called)
    if person:
        somebody = people_store.find(work.store, person, seen_by=work.actor)
        if somebody is None:
            raise NotFound("person", person)
        case = replace(case, person_id=somebody.id)
        known = {compiled.procedure.person: block_at(somebody.known, IDENTITY)} if compiled.procedure.person else {}
    return begun(work, compiled, case, known)


def begun(work: Work, compiled: engine.Compiled, new: Case, known: Mapping[str, object]) -> Receipt:
    """Keep a new case and pass its first steps."""
    case = store.add(work.store, new)
    people.describe(work, case)
    first = engine.start(compiled, now=work.now, data={OWN_NUMBER: case.ref, **known})
    opened = progress.entry(work, case, EntryKind.OPENED, name=compiled.procedure.title_fr)
    step = progress.Step(compiled, first, [opened], take=True, held=(), waiting=False)
    return progress.recorded(work, case, step)[1]


def new_case(work: Work, compiled: engine.Compiled, called: Mapping[str, str]) -> Case:
    """A case as it is before its first step, numbered where its opener works."""
    actor, facts = work.actor, compiled.procedure
    letters = "" if facts.national else letters_of(work, actor.region)
    number = store.next_number(work.store, facts.prefix, work.now.year, letters)
    return Case(
        id=0,
        ref=case_ref(facts.prefix, work.now.year, letters, number),
        procedure=facts.id,
        edition=compiled.bundle.sha256,
        editions=called,
        state=CaseState.OPEN,
        version=0,
        region=actor.region,
        office=actor.office,
        opened_by=actor.account_id,
        opened_by_name=actor.name,
        person_id=None,
        opened=work.now,
        changed=work.now,
        closed=None,
        outcome="",
        outcome_label="",
        entries=0,
        head="",
        confidential=facts.confidential,
    )


def letters_of(work: Work, region: str) -> str:
    """The three letters of a region in case numbers (`sigle` of ``regions.csv``)."""
    regions = work.house.lists.get("regions")
    entry = regions.entries.get(region) if regions else None
    return entry.more.get("sigle") or NATION if entry else NATION


def search(
    work: Work,
    *,
    query: str = "",
    procedure: str = "",
    state: str = "",
    region: str = "",
    after: str | None = None,
    behind: case_lists.Behind | None = None,
) -> Page[CaseRow]:
    """Cases by number, name without accents or phone, or `behind` a figure; fifty at a time, the last changed first."""
    work.require(Permission.SEE_CASE)
    wanted = case_lists.Wanted(query, procedure, state, region, after, behind)
    found = case_lists.page(work.store, wanted, seen_by=work.actor)
    shown = found[:PAGE]
    keys = [listed.case.id for listed in shown]
    steps = task_store.open_steps(work.store, keys)
    kept_back = journal.keeping_back(work.store, keys, seen_by=work.actor)
    rows = tuple(row(work, listed, steps.get(listed.case.id, []), listed.case.id in kept_back) for listed in shown)
    return Page(rows, case_lists.cursor(shown[-1].case) if len(found) > PAGE else None)


def row(work: Work, listed: case_lists.Listed, open_tasks: list[Task], kept_back: bool) -> CaseRow:
    """One line of *Dossiers*; what is confidential to this person is left out, and said to be.

    `kept_back`: something of its story already was, even if no task of it is open now.
    """
    case, roles = listed.case, work.actor.roles
    closed_off = bool(case.confidential) and not roles & set(case.confidential)
    seen = [task for task in open_tasks if not task.confidential or roles & set(task.confidential)]
    return CaseRow(
        ref=case.ref,
        procedure=case.procedure,
        person="" if closed_off else listed.person,
        region=case.region,
        office=case.office,
        state=case.state,
        steps=tuple(dict.fromkeys(task.name for task in seen)),
        outcome="" if closed_off else case.outcome_label,
        opened=case.opened,
        changed=case.changed,
        referred=closed_off or kept_back or len(seen) < len(open_tasks),
    )
