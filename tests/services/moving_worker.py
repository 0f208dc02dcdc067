"""A worker that dies of SIGKILL while it moves cases: ``python -m tests.services.moving_worker url var now nth where``.

It sweeps as the house's worker does and is killed at the commit of its nth moved case: just before it when `where` is
``yes``, just after it otherwise.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from migraflow import worker
from migraflow.domain.moves import Fate
from migraflow.store import moves
from migraflow.wiring import Agency
from tests.conftest import settings_for


def die_at(nth: int, *, before: bool) -> None:
    """Be killed at the commit of the nth moved case."""
    keep, commit, moved = moves.keep, Session.commit, [0]

    def keeping(store, one, now):
        keep(store, one, now)
        moved[0] += one.fate is Fate.MOVED

    def dying(self: Session) -> None:
        if moved[0] >= nth and before:
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self)
        if moved[0] >= nth:
            os.kill(os.getpid(), signal.SIGKILL)

    moves.keep, Session.commit = keeping, dying


def main() -> None:
    """Work until killed, or until there is nothing left to do."""
    url, var, now, nth, before = sys.argv[1:]
    moment = datetime.fromisoformat(now)
    die_at(int(nth), before=before == "yes")
    agency = Agency(settings_for(url, Path(var)), clock=lambda: moment)
    while worker.sweep(agency):
        pass


if __name__ == "__main__":
    main()
