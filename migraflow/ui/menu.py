"""The left menu and the bottom bar: each entry with the permission it needs; no other entry is shown."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.access import Permission
from migraflow.ui import routes


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address, the key of its words (``shell.…``), its icon, what one must hold to see it, and what one
    must not (another entry leads there)."""

    to: str
    words: str
    icon: str
    needs: Permission | None = None
    counted: bool = False
    unless: Permission | None = None


WORK = (
    Entry(routes.HOME, "shell.home", "home"),
    Entry(routes.TASKS, "shell.tasks", "tasks", Permission.COMPLETE_TASK, counted=True),
    Entry(routes.CASES, "shell.cases", "cases", Permission.SEE_CASE),
    Entry(routes.PEOPLE, "shell.people", "people", Permission.SEE_PERSON),
    Entry(routes.CAMPAIGNS, "campaigns.title", "accounts", Permission.RUN_CAMPAIGN),
    Entry(routes.REGISTERS, "registers.title", "registers", Permission.SEE_REGISTER),
)
STEER = (
    Entry(routes.PROCEDURES, "shell.procedures", "procedures", Permission.SEE_PROCEDURE),
    Entry(routes.LETTERS, "letters.title", "file", Permission.CHANGE_PROCEDURE),
    Entry(routes.LISTS, "lists.title", "registers", Permission.CHANGE_PROCEDURE),
    Entry(routes.DASHBOARDS, "shell.dashboards", "dashboards", Permission.SEE_MEASURES),
    Entry(routes.CAMPAIGNS, "campaigns.title", "accounts", Permission.SEE_MEASURES, unless=Permission.RUN_CAMPAIGN),
    Entry(routes.SUSPENSIONS, "suspensions.title", "pause", Permission.SUSPEND),
)
ADMINISTRATION = (
    Entry(routes.ACCOUNTS, "shell.accounts", "accounts", Permission.MANAGE_ACCOUNTS),
    Entry(routes.ROLES, "lists.roles", "person", Permission.MANAGE_ACCOUNTS),
    Entry(routes.EFFECTS, "recovery.effects", "line", Permission.CALL_BACK_EFFECTS),
    Entry(routes.ACCESSES, "accesses.title", "eye", Permission.SEE_ACCESSES),
    Entry(routes.MESSAGES, "undelivered.menu", "envelope", Permission.CALL_BACK_EFFECTS),
)
