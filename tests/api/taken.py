"""What reading hostile files takes, each in the process the server would start for it: bytes and codes as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time

from migraflow.engine.child import NURSERY
from migraflow.engine.importing import receive_apart
from migraflow.services.house import read_house
from tests.hostile import FILES
from tests.small import WORKFLOWS


def measured(what: str) -> dict[str, object]:
    """One file, read in a fork of this process whose own children are counted, once they have ended."""
    house = read_house(WORKFLOWS)
    content = FILES[what][0]()
    start = time.perf_counter()
    arrived = receive_apart(content, house, opened_by=("accueil",), taken=frozenset())
    seconds = time.perf_counter() - start
    codes = [arrived.suspect] if arrived.suspect else [one.code for one in arrived.found.refused]
    codes = codes or (["import_empty"] if not content.strip() else [])
    NURSERY.close()
    taken = 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"codes": codes, "bytes": taken, "seconds": seconds}


def apart(what: str) -> dict[str, object]:
    """`measured` in a fork, so that one file's peak is not another's."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as line:
            json.dump(measured(what), line)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as line:
        told = json.load(line)
    os.waitpid(child, 0)
    return told


if __name__ == "__main__":
    json.dump({what: apart(what) for what in sys.argv[1:] or FILES}, sys.stdout)
