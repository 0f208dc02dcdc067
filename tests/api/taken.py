"""What reading hostile files takes, in processes the server would start for them: codes, and bytes at most, as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time

from migraflow.engine.child import NURSERY
from migraflow.engine.importing import receive_apart
from migraflow.services.house import read_house
from tests.hostile import FILES
from tests.small import WORKFLOWS

READ = sorted(set(FILES) - {"nothing"})
"""An empty file is refused before any process is started."""
HOUSE = read_house(WORKFLOWS)


def answer(what: str) -> dict[str, object]:
    """One file: what was answered, and how long that took."""
    content = FILES[what][0]()
    start = time.perf_counter()
    arrived = receive_apart(content, HOUSE, opened_by=("accueil",), taken=frozenset())
    seconds = time.perf_counter() - start
    codes = [arrived.suspect] if arrived.suspect else [one.code for one in arrived.found.refused]
    return {"codes": codes, "seconds": seconds}


def most() -> int:
    """The memory of the largest of the children, all of which have ended."""
    NURSERY.close()
    return 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


if __name__ == "__main__":
    answers = {what: answer(what) for what in READ}
    json.dump({"answers": answers, "bytes": most()}, sys.stdout)
