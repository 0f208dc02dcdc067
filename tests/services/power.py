"""Processes that start anew on the same database, and the power that fails at a commit."""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from migraflow.settings import Settings
from migraflow.store.database import Database
from migraflow.wiring import Agency
from tests.cast import Clock
from tests.conftest import settings_for


class PowerCut(BaseException):
    """The power has failed: nothing after this moment happens."""


@cache
def house() -> Agency:
    """What every process reads from the disk when it starts: roles, lists, and procedures once they are compiled."""
    folder = Path(mkdtemp())
    return Agency(settings_for(f"sqlite:///{folder / 'none.db'}", folder))


def started(configuration: Settings, clock: Clock) -> Agency:
    """A process that has just started."""
    agency = copy(house())
    agency.settings, agency.clock = configuration, clock
    agency.database = Database(configuration.database_url)
    return agency


def failing(agency: Agency, after: bool) -> None:
    """The next commit of this process is its last: the power fails just before it, or just after."""
    opened = agency.database.session

    def session(*, write_first: bool = False) -> Any:
        found = opened(write_first=write_first)
        commit = found.commit

        def last() -> None:
            if after:
                commit()
            raise PowerCut

        found.commit = last
        return found

    agency.database.session = session
