"""Telling the facts of cases whose journal has grown, and counting them: what the indicators are read from."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from migraflow.domain.fact_rules import FILES, Rules, read_rules
from migraflow.domain.facts import Fact, Setting, facts_of
from migraflow.services import fact_sources
from migraflow.services.commands import require_house
from migraflow.services.house import text_of
from migraflow.services.work import Work
from migraflow.store import facts as store
from migraflow.store import journal

AT_ONCE = 40
"""Cases whose facts are told in one transaction."""


def rules_of(work: Work) -> Rules:
    """The rules of the agency. Raises BrokenBundle when they do not read."""
    return read(said(work.settings.workflows))


@lru_cache(maxsize=4)
def read(text: str) -> Rules:
    """`read_rules`, remembered."""
    return read_rules(text)


def said(folder: Path) -> str:
    """The text of the rules, of all files one after the other; "" for a house that counts nothing."""
    return "\n".join(text_of(path) for path in sorted(folder.glob(FILES)))


def fingerprint(folder: Path) -> str:
    """Which rules these are."""
    return hashlib.sha256(said(folder).encode()).hexdigest()


def count_next(work: Work) -> int:
    """Tell the facts of some cases whose journal has grown, and count them: how many cases that were.

    Other rules than the last time let every case be told anew.
    """
    require_house(work)
    rules_now = fingerprint(work.settings.workflows)
    if store.told_by(work.store) != rules_now:
        store.tell_anew(work.store, rules_now)
    cases = store.uncounted(work.store, AT_ONCE)
    store.keep(work.store, [(case, facts_now(work, case)) for case in cases])
    return len(cases)


def facts_now(work: Work, case: store.Uncounted) -> tuple[Fact, ...]:
    """The facts of one case, told from its whole journal."""
    setting = Setting(work.house.lists, work.house.holidays)
    chain = journal.chain_of(work.store, case.case_id)
    entries = [kept.entry for kept in chain if kept.number <= case.entries]
    told = facts_of(rules_of(work), setting, case.subject, entries)
    return (*told, *fact_sources.beside(work, told))


def begin_anew(work: Work) -> None:
    """Let the facts of every case be told anew (``migraflow figures --rebuild``)."""
    require_house(work)
    store.tell_anew(work.store, fingerprint(work.settings.workflows))


def fill_cells(work: Work) -> int:
    """Count all cells anew from the facts. Always 0: nothing is left to do."""
    require_house(work)
    store.fill(work.store)
    return 0
